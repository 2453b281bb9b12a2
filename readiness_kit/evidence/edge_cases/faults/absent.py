"""Fields that are missing, empty, or hold something that stands for nothing."""

from __future__ import annotations

from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, constants, first_other
from readiness_kit.evidence.edge_cases.fields import EVERY, Field
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target import Record

_EMPTY = "the field was left empty"
_NOTHING = "the value became one that stands for nothing"
_NUMBERS: tuple[Value, ...] = (-999, 9999, "N/A", "?")
_WORDS: tuple[Value, ...] = ("N/A", "?", "-", "unknown")
_DAYS: tuple[Value, ...] = ("1900-01-01", "9999-12-31", "N/A")


@edge_case(
    id="E01",
    name="field_absent",
    title="a field is missing",
    expected="R",
    kinds=EVERY,
    gap=("column_missing",),
    fix="Check each record for its required fields before the model sees it; refuse the record "
    "and name the field.",
)
def field_absent(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Leave the field out."""
    if field.name not in record:
        return None
    rest = {name: cell for name, cell in record.items() if name != field.name}
    return Perturbed(rest, "the field was left out", {field.name: None})


@edge_case(
    id="E02",
    name="field_null",
    title="a field is empty",
    expected="R",
    kinds=EVERY,
    gap=("missing",),
    form=lambda cell, own, field: None if cell.strip() else _EMPTY,
    fix="Decide field by field what empty means: refuse the record, or fill it in and mark the "
    "answer for a person.",
)
def field_null(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Leave the field empty."""
    return first_other(record, field, [Other(None, _EMPTY, None)], turn)


@edge_case(
    id="E03",
    name="empty_text",
    title="a field is empty text or spaces",
    expected="R",
    kinds=EVERY,
    fix="Cut spaces off and take an empty text for an empty field before the model sees it.",
)
def empty_text(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put an empty text there, or one of spaces alone."""
    others = [
        Other("", "the field came as an empty text", ""),
        Other("   ", "the field came as spaces alone", "   "),
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E04",
    name="sentinel_missing",
    title="-999 or N/A stands for nothing",
    expected="R",
    kinds=EVERY,
    gap=("sentinel", "missing"),
    form=lambda cell, own, field: _NOTHING if cell.strip() == str(field.nothing) else None,
    fix="List the values that senders write for nothing, and turn them into empty fields where "
    "the data come in.",
)
def sentinel_missing(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a value there that stands for nothing: the one that production has, else one of ours."""
    values = {"number": _NUMBERS, "date": _DAYS}.get(field.kind, _WORDS)
    if field.nothing is not None:
        values = (field.nothing,)
    return first_other(record, field, constants(values, _NOTHING), turn)
