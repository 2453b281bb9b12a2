"""The terms of a data contract: what every field of a record must look like, and what is allowed.

A field becomes one pandera column; a number becomes two: the number itself, and how it was written.
Only checks that pandera has built in are used, so that its own YAML holds all of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readiness_kit.engagement.observation import InputFile
from readiness_kit.evidence.data_gap.findings import ColumnKind
from readiness_kit.evidence.segments import Segment

RULES = ("column", "unique", "empty", "form", "values", "range", "length")
"""What a field can break, gravest first; `column` is its absence from the file."""
NUMERIC: tuple[ColumnKind, ...] = ("integer", "number")


@dataclass(frozen=True)
class Field:
    """What the contract says of one field."""

    name: str
    kind: ColumnKind
    required: bool = True
    """Whether a file without it breaks the contract."""
    nullable: bool = False
    """Whether a record without it is taken: the sample has such records."""
    unique: bool = False
    values: tuple[str, ...] = field(default=(), repr=False)
    """All that a category may be; empty for every other kind."""
    pattern: str | None = None
    """How a number, a day or a truth value is written, as a regular expression."""
    layout: str | None = None
    """The same as a reader would say it."""
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    """Of a text, in characters."""
    allowed: Mapping[str, float] = field(default_factory=dict)
    """By rule: the largest share of records that may break it."""


@dataclass(frozen=True)
class Contract:
    """What records must look like, and from which file that was taken."""

    system: str
    day: dt.date
    source: InputFile
    rows: int
    """That it was taken from: those in scope."""
    fields: tuple[Field, ...]
    notes: tuple[str, ...] = ()
    decimal: str = "."
    """The decimal sign in the file, and so in what is held against the contract."""
    excluded: tuple[Segment, ...] = ()
    """Records that the client left out of scope: no rule is held against them."""

    @property
    def rules(self) -> int:
        """How many rules there are; that a required field is there at all is one of them."""
        return sum(len(entry.allowed) + entry.required for entry in self.fields)


class Spec(NamedTuple):
    """One column of the pandera schema."""

    name: str
    number: bool
    checks: dict[str, dict[str, Any]]
    """By the name of pandera's check: its arguments."""
    nullable: bool
    unique: bool
    required: bool


def specs(entry: Field, as_written: str) -> Iterator[Spec]:
    """The columns of the schema for one field; `as_written` ends the name of a number's text."""
    form = {"str_matches": {"pattern": entry.pattern}} if entry.pattern else {}
    if entry.kind in NUMERIC:
        bounds = {"min_value": entry.low, "max_value": entry.high}
        yield Spec(entry.name, True, {"in_range": bounds}, True, False, entry.required)
        name = entry.name + as_written
        yield Spec(name, False, form, entry.nullable, entry.unique, entry.required)
        return
    checks: dict[str, dict[str, Any]] = dict(form)
    if entry.values:
        checks["isin"] = {"allowed_values": list(entry.values)}
    if entry.longest is not None:
        checks["str_length"] = {"min_value": 0, "max_value": entry.longest}
    yield Spec(entry.name, False, checks, entry.nullable, entry.unique, entry.required)
