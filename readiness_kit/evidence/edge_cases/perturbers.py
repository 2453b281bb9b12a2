"""The families of edge cases: each makes one cell of a record what production would send.

A perturber is a pure function of a record, a field and a turn, which picks one of its variants. It
returns None where it would change nothing, and whoever calls it through `perturbed` is safe from
one that does nothing, or too much: a tool that corrupts nothing would call every model robust.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from readiness_kit.evidence.edge_cases.fields import Field, FieldKind
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target import Record

Expected = Literal["I", "R"]
"""I: the answer stays the same. R: the model refuses the record or marks it for a person."""

FACTORS: tuple[tuple[float, str], ...] = (
    (100, "100 times as large, as cents for euros are"),
    (1000, "1,000 times as large, as grams for kilograms are"),
    (2.54, "2.54 times as large, as centimetres for inches are"),
)
EVERY: tuple[FieldKind, ...] = ("number", "boolean", "category", "text")


class FaultyPerturberError(RuntimeError):
    """A perturber changed another cell than it should have, or none; a fault of our own."""


class Perturbed(NamedTuple):
    """A record with one cell changed."""

    record: Record
    how: str
    """What happened to the cell, without its value."""


@dataclass(frozen=True)
class Family:
    """One kind of fault that records come with."""

    id: str
    name: str
    title: str
    """What happens, as a client would say it."""
    expected: Expected
    kinds: tuple[FieldKind, ...]
    perturb: Callable[[Record, Field, int], Perturbed | None]
    fix: str

    def applies(self, field: Field) -> bool:
        """Whether this can happen to such a field."""
        return field.kind in self.kinds


def perturbed(family: Family, record: Record, field: Field, turn: int = 0) -> Perturbed | None:
    """The record as the family makes it; None where nothing would change.

    Raises FaultyPerturberError unless exactly the named cell differs, by value or type.
    """
    made = family.perturb(record, field, turn)
    if made is not None and (found := changed_cells(record, made.record)) != [field.name]:
        raise FaultyPerturberError(
            f"{family.id} {family.name} was to change {field.name!r} alone; it changed {found}"
        )
    return made


def changed_cells(before: Record, after: Record) -> list[str]:
    """The fields that differ by presence, type or value; all of them where their order differs."""
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        return sorted({*before, *after})
    names = dict.fromkeys([*before, *after])
    return [name for name in names if _bits(before, name) != _bits(after, name)]


def _bits(record: Record, name: str) -> tuple[object, ...]:
    """A cell such that equal means identical: 1 is not 1.0, -0.0 not 0.0, and NaN is NaN."""
    if name not in record:
        return ()
    return type(record[name]), repr(record[name])


def field_absent(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Leave the field out."""
    if field.name not in record:
        return None
    rest = {name: cell for name, cell in record.items() if name != field.name}
    return Perturbed(rest, "the field was left out")


def field_null(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Leave the field empty."""
    return _with(record, field, None, "the field was left empty")


def unit_change(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the number in another unit; the first factor from `turn` on that changes it."""
    value = record.get(field.name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    for step in range(len(FACTORS)):
        factor, how = FACTORS[(turn + step) % len(FACTORS)]
        other = _times(value, factor)
        if other is not None and other != value:
            return _with(record, field, other, f"the number became {how}")
    return None


def unseen_category(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a category there that the sample does not have."""
    return _with(record, field, field.unseen, "the category became one that was never seen")


def case_variant(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the same words in other letters; never such that another category results."""
    value = record.get(field.name)
    if not isinstance(value, str):
        return None
    variants = (
        (value.upper(), "the words came in capitals"),
        (value.lower(), "the words came in small letters"),
        (value.title(), "each word came with a capital"),
    )
    for step in range(len(variants)):
        other, how = variants[(turn + step) % len(variants)]
        same_words = other.casefold() == value.casefold()
        if other != value and same_words and other not in field.values:
            return _with(record, field, other, how)
    return None


def _with(record: Record, field: Field, value: Value, how: str) -> Perturbed | None:
    """The record with another value in one field, which must have been there."""
    if field.name not in record or (value is None and record[field.name] is None):
        return None
    return Perturbed({**record, field.name: value}, how)


def _times(value: int | float, factor: float) -> int | float | None:
    """The product, whole where it can be; None where it is too large to be a number."""
    try:
        product = value * factor
    except OverflowError:
        return None
    return product if math.isfinite(product) else None


FAMILIES = (
    Family(
        "E01",
        "field_absent",
        "a field is missing",
        "R",
        EVERY,
        field_absent,
        "Check each record for its required fields before the model sees it; refuse the record "
        "and name the field.",
    ),
    Family(
        "E02",
        "field_null",
        "a field is empty",
        "R",
        EVERY,
        field_null,
        "Decide field by field what empty means: refuse the record, or fill it in and mark the "
        "answer for a person.",
    ),
    Family(
        "E12",
        "unit_change",
        "a number comes in another unit",
        "R",
        ("number",),
        unit_change,
        "Fix the unit in the contract with the sender, and refuse numbers outside the range that "
        "was seen in training.",
    ),
    Family(
        "E18",
        "unseen_category",
        "a category comes that was never seen",
        "R",
        ("category",),
        unseen_category,
        "Keep the list of known categories beside the model; send a record with another one to a "
        "person, and count them.",
    ),
    Family(
        "E19",
        "case_variant",
        "words come in other letters",
        "I",
        ("category", "text"),
        case_variant,
        "Bring letters and spaces into one form before the model sees them, in training too.",
    ),
)
"""What this version tries, in the order of the report."""
