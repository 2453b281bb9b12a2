"""The fields of a client's records as edge cases see them: what each holds, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Literal

from readiness_kit.evidence.samples import ColumnType, Value
from readiness_kit.evidence.target import Record

FieldKind = Literal["number", "boolean", "category", "text"]

MOST_CATEGORIES = 50
"""A column with more different values names things rather than sorting them."""
FREE_TEXT = 30
"""From so many characters a value on, on average, a column is prose, however often it repeats."""
UNSEEN = "ZZ_NEW"


@dataclass(frozen=True)
class Field:
    """One field of the client's records."""

    name: str
    kind: FieldKind
    values: frozenset[str] = field(default=frozenset(), repr=False)
    """What a category takes in the whole sample; empty for every other kind."""

    @property
    def unseen(self) -> str:
        """A category that the sample does not have, in whatever letters."""
        known = {value.casefold() for value in self.values}
        name = UNSEEN
        while name.casefold() in known:
            name += "_1"
        return name


def fields_of(records: Sequence[Record], types: Mapping[str, ColumnType]) -> list[Field]:
    """Every field of the sample's records, in the order of its columns."""
    names = records[0] if records else ()
    return [
        _field(name, types.get(name, "text"), [record[name] for record in records])
        for name in names
    ]


def _field(name: str, type_: ColumnType, cells: Sequence[Value]) -> Field:
    if type_ in ("integer", "number"):
        return Field(name, "number")
    if type_ == "boolean":
        return Field(name, "boolean")
    words = [cell for cell in cells if isinstance(cell, str)]
    values = frozenset(words)
    if not values or len(values) > MOST_CATEGORIES or fmean(map(len, words)) >= FREE_TEXT:
        return Field(name, "text")
    return Field(name, "category", values)
