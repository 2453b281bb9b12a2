"""The types of a catalogue: the entries of a framework that others published, and its dates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

from pydantic import Field

from readiness_kit.framework.criterion import Line, Passage
from readiness_kit.reading import Day, Flag, Identifier, StrictModel


class KnownDate(StrictModel):
    """A day from which something applies, and how we know; shown only together with its source."""

    what: Passage
    on: Day
    source: Passage
    as_known: Line
    """At which time this was known, such as `as published in July 2024`."""
    verified: Flag = True
    """Whether the final text was read; without it the date is hearsay, and printed as such."""


class Entry(StrictModel):
    """One demand of the other framework, by the number or name that it has there."""

    id: Line
    title: Line
    group: Line
    part_of: Line | None = None
    """The heading that this is a part of: a reference to the heading reaches its parts."""
    not_covered: dict[Identifier, Passage] = {}
    """By framework of ours: why none of its criteria covers this, in one sentence."""


class Catalogue(StrictModel):
    """What one published framework consists of, in its order."""

    schema_: Literal["readiness-crosswalk/1"] = Field(alias="schema")
    id: Identifier
    """The key of a criterion's crosswalk that refers to it."""
    title: Line
    publisher: Line
    edition: Line
    source: Passage
    """The document that it was taken from, by name."""
    entries_are: Line
    """What its entries are called, in the plural: tests, articles."""
    note: Passage | None = None
    dates: list[KnownDate] = []
    entries: list[Entry] = Field(min_length=1)

    @cached_property
    def ids(self) -> frozenset[str]:
        """What a criterion may refer to, headings among them."""
        return frozenset(entry.id for entry in self.entries)

    @cached_property
    def headings(self) -> frozenset[str]:
        """The ids of entries that have parts: their parts are counted in their place."""
        return frozenset(entry.part_of for entry in self.entries if entry.part_of)

    @property
    def counted(self) -> Iterator[Entry]:
        """The entries that can be covered, in order."""
        return (entry for entry in self.entries if entry.id not in self.headings)
