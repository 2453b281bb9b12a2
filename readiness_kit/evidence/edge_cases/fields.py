"""The fields of a client's records as edge cases see them: what each holds, and what it may not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import fmean
from typing import Literal, NamedTuple

from readiness_kit.evidence.data_gap.forms import LAYOUTS, DayLayout
from readiness_kit.evidence.data_gap.units import Unit
from readiness_kit.evidence.samples import ColumnType, Value
from readiness_kit.evidence.target import Record

FieldKind = Literal["number", "boolean", "category", "date", "identifier", "text", "record"]
"""`text` is prose, an `identifier` names single things, `record` is no field but all of them."""

WHOLE: FieldKind = "record"
EVERY: tuple[FieldKind, ...] = ("number", "boolean", "category", "date", "identifier", "text")
WORDS: tuple[FieldKind, ...] = ("category", "identifier", "text")

MOST_CATEGORIES = 50
"""A column with more different values names things rather than sorting them."""
FREE_TEXT = 30
"""From so many characters a value on, on average, a column is prose, however often it repeats."""
NEARLY_ALL = 0.99
"""Of the cells that hold something, so many make a column one of days."""
UNSEEN = "ZZ_NEW"


class Span(NamedTuple):
    """Where the numbers of a field lie in the whole sample."""

    low: float
    """One in a thousand is smaller."""
    high: float
    """One in a thousand is larger."""
    spread: float
    """From the first to the third quarter."""
    whole: bool
    """Whether all are whole numbers."""


class Days(NamedTuple):
    """How the days of a field are written, and the last of them."""

    layout: DayLayout
    last: dt.date


@dataclass(frozen=True)
class Field:
    """One field of the client's records."""

    name: str
    kind: FieldKind
    values: frozenset[str] = field(default=frozenset(), repr=False)
    """What a category takes in the whole sample; empty for every other kind."""
    span: Span | None = field(default=None, repr=False)
    days: Days | None = field(default=None, repr=False)
    partner: str | None = None
    """Another field of the same kind, with which it could be mixed up."""
    unit: Unit | None = field(default=None, repr=False)
    """In which numbers come in production, where another one was found."""
    nothing: Value = field(default=None, repr=False)
    """What stands for nothing in production, where it was found: the commonest such value."""
    how: str | None = None
    """How the fault at hand comes about in production, if it does: then this variant is planted."""
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict, repr=False)
    """Words that mean the same, by the client."""

    @property
    def unseen(self) -> str:
        """A category that the sample does not have, in whatever letters."""
        known = {value.casefold() for value in self.values}
        name = UNSEEN
        while name.casefold() in known:
            name += "_1"
        return name


RECORD = Field("", WHOLE)
"""Stands for the record as a whole, for faults that lie in no single field."""


def fields_of(records: Sequence[Record], types: Mapping[str, ColumnType]) -> list[Field]:
    """Every field of the sample's records, in the order of its columns."""
    names = records[0] if records else ()
    return [
        _field(name, types.get(name, "text"), [record[name] for record in records])
        for name in names
    ]


def partners(fields: Sequence[Field]) -> dict[str, str]:
    """For each field but the last of its kind, the next one of the same kind."""
    found = {}
    for kind in EVERY:
        for one, other in pairwise(entry for entry in fields if entry.kind == kind):
            found[one.name] = other.name
    return found


def _field(name: str, type_: ColumnType, cells: Sequence[Value]) -> Field:
    if type_ in ("integer", "number"):
        return Field(name, "number", span=_span(cells))
    if type_ == "boolean":
        return Field(name, "boolean")
    words = [cell for cell in cells if isinstance(cell, str)]
    if (days := _days(words)) is not None:
        return Field(name, "date", days=days)
    values = frozenset(words)
    if not words or fmean(map(len, words)) >= FREE_TEXT:
        return Field(name, "text")
    if len(values) <= MOST_CATEGORIES:
        return Field(name, "category", values)
    return Field(name, "identifier" if _names(words, values) else "text")


def _span(cells: Sequence[Value]) -> Span | None:
    numbers = sorted(cell for cell in cells if isinstance(cell, int | float))
    if not numbers:
        return None

    def at(share: float) -> float:
        return numbers[min(len(numbers) - 1, int(share * len(numbers)))]

    whole = all(isinstance(number, int) for number in numbers)
    return Span(at(0.001), at(0.999), at(0.75) - at(0.25), whole)


def _days(words: Sequence[str]) -> Days | None:
    """The first layout that fits nearly all cells; some of them tell whether to look at all."""
    for layout in LAYOUTS:
        if not words or not any(layout.pattern.fullmatch(cell) for cell in words[:50]):
            continue
        found = [day for cell in words if (day := layout.day(cell)) is not None]
        if found and len(found) >= NEARLY_ALL * len(words):
            return Days(layout, max(found))
    return None


def _names(words: Sequence[str], values: frozenset[str]) -> bool:
    """Whether nearly every cell is another one, with a digit in it."""
    numbered = sum(any(map(str.isdigit, word)) for word in values)
    return len(values) >= 0.9 * len(words) and numbered >= 0.9 * len(values)
