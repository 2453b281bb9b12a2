"""How a perturber puts another value into one field of a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from readiness_kit.evidence.edge_cases.family import Perturbed
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.samples import Value
from readiness_kit.evidence.target import Record


class Other(NamedTuple):
    """A value that a cell may get."""

    value: Value
    how: str
    """What happened, in words, without the client's value."""
    shown: Value
    """What may be shown of it: a constant of ours, or the kind of thing it was made of."""


def number_in(record: Record, field: Field) -> int | float | None:
    """The field's number; None where it holds none, or a truth value."""
    value = record.get(field.name)
    return None if isinstance(value, bool) or not isinstance(value, int | float) else value


def words_in(record: Record, field: Field) -> str | None:
    """The field's text; None where it holds none, or nothing but spaces."""
    value = record.get(field.name)
    return value if isinstance(value, str) and value.strip() else None


def first_other(
    record: Record, field: Field, others: Sequence[Other], turn: int
) -> Perturbed | None:
    """The record with one of these values: the first from `turn` on that the cell has not yet.

    A category never becomes another one that the sample knows: that would be no fault.
    """
    if field.name not in record:
        return None
    for step in range(len(others)):
        other = others[(turn + step) % len(others)]
        if not _same(record[field.name], other.value) and other.value not in field.values:
            changed = {**record, field.name: other.value}
            return Perturbed(changed, other.how, {field.name: other.shown})
    return None


def constants(values: Iterable[Value], how: str) -> list[Other]:
    """Values of ours, which may be shown as they are."""
    return [Other(value, how, value) for value in values]


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and repr(one) == repr(other)
