"""What a rule of the lint says, and of which place in a framework."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from readiness_kit.errors import Problem
from readiness_kit.reading import Document
from readiness_kit.reading.document import Path_, dotted, shown


@dataclass(frozen=True, slots=True)
class Place:
    """A record that has an id, where it stands in the file, and a field of it."""

    owner: str
    path: Path_
    field: Path_ = ()

    def at(self, *field: str | int) -> Place:
        """The place of a field of the same record."""
        return replace(self, field=field)

    def __str__(self) -> str:
        return f"{self.owner} {dotted(self.field)}" if self.field else self.owner


class Found(NamedTuple):
    """One fault, before it is known which rule found it."""

    place: Place
    wrong: str
    came: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault of a framework's content, in words that say what to do about it."""

    rule: str
    place: str
    """The id of what is meant and the field, such as `poc.edge_cases.tested levels.2`."""
    wrong: str
    came: str
    """The words that gave rise to it; empty where something is missing."""
    path: Path_
    """The same place as steps into the file, from which a document tells the line."""

    def __str__(self) -> str:
        came = f"; got {shown(self.came)}" if self.came else ""
        return f"{self.place}: {self.wrong}{came} [{self.rule}]"

    def problem(self, document: Document) -> Problem:
        """The same as a warning about the file that the framework was read from."""
        said = f"{self.wrong} [{self.rule}]"
        came = shown(self.came) if self.came else ""
        return document.problem(self.path, said, came, severity="warning")
