"""Faults of more than one field: mixed up, renamed, one too many, or the record twice."""

from __future__ import annotations

from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.fields import EVERY, WHOLE, Field
from readiness_kit.evidence.target import Record

EXTRA = "zz_extra"


@edge_case(
    id="E31",
    name="swapped_columns",
    title="two fields are mixed up",
    expected="R",
    kinds=EVERY,
    fix="Keep for each field what it can hold (its range, its categories), and refuse records that "
    "leave it: two fields that hold the same cannot be told apart otherwise.",
)
def swapped_columns(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Change places with another field of the same kind."""
    other = field.partner
    if other is None or field.name not in record or other not in record:
        return None
    mine, theirs = record[field.name], record[other]
    if type(mine) is type(theirs) and repr(mine) == repr(theirs):
        return None
    return Perturbed(
        {**record, field.name: theirs, other: mine},
        "the field changed places with another of its kind",
        {field.name: "<the other field's value>", other: "<this field's value>"},
    )


@edge_case(
    id="E33",
    name="renamed_field",
    title="a field comes under another name",
    expected="R",
    kinds=EVERY,
    gap=("column_renamed",),
    fix="Refuse records that lack a field or have one too many: one under another name is often "
    "taken for an empty one.",
)
def renamed_field(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the field's name in other letters."""
    if field.name not in record:
        return None
    names = (field.name.upper(), field.name.title(), f"{field.name}_1")
    free = [name for name in names if name not in record]
    if not free:
        return None
    name = free[turn % len(free)]
    renamed = {name if key == field.name else key: cell for key, cell in record.items()}
    changed = {field.name: None, name: f"<{field.kind}>"}
    return Perturbed(renamed, "the field came under another name", changed)


@edge_case(
    id="E34",
    name="extra_field",
    title="a field comes that nobody asked for",
    expected="I",
    kinds=(WHOLE,),
    gap=("column_added",),
    fix="Let the model see the fields that it was trained on and no others.",
)
def extra_field(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Add a field with a name that the record does not have."""
    name = EXTRA
    while name in record:
        name += "_1"
    return Perturbed({**record, name: "ZZ"}, "a field more came", {name: "ZZ"})


@edge_case(
    id="E35",
    name="duplicate_record",
    title="the same record comes twice",
    expected="I",
    kinds=(WHOLE,),
    gap=("duplicate",),
    fix="Let no answer depend on what else is in the batch, and let a repeated record have its "
    "effect once.",
)
def duplicate_record(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Send the record twice, side by side."""
    return Perturbed(record, "the record came twice in one batch", {}, copies=2)
