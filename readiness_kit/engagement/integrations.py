"""The integration map: the systems that a record touches, one row each, from integrations.csv.

An empty cell is "not known", never "none": only what somebody wrote down counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from readiness_kit.engagement.cells import cell_of, listed, number
from readiness_kit.engagement.sheet import Row, Sheet, read_sheet, typed_row
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.framework.criterion import Criticality
from readiness_kit.reading import Day, Number, StrictModel, Text
from readiness_kit.reading.document import shown

INTEGRATIONS = "integrations.csv"

NEEDED = ("direction", "protocol", "authentication", "data_class", "volume_per_day", "failure_mode")
"""What has to be known of a system before the map can be called complete."""

_NONE = {"none", "no", "-", "–", "n/a", "keine", "aucun"}
"""Words by which people say that there is none: known, and no fallback all the same."""

Words = Annotated[Text, Field(max_length=2_000)]
NotNegative = Annotated[Number, Field(ge=0, le=1e12)]


class Integration(StrictModel):
    """One system that the assessed one has to work with."""

    system: Annotated[Text, Field(min_length=1, max_length=200)]
    kind: Words | None = None
    owner: Words | None = None
    direction: Literal["in", "out", "both"] | None = None
    protocol: Words | None = None
    authentication: Words | None = None
    data_class: Literal["public", "internal", "personal", "special"] | None = None
    volume_per_day: NotNegative | None = None
    service_level: Words | None = None
    test_environment: Words | None = None
    failure_mode: Words | None = None
    fallback: Words | None = None
    criticality: Criticality | None = None
    status: Literal["unknown", "agreed", "built", "tested", "live"] | None = None
    effort_days: NotNegative | None = None
    planned: Day | None = None
    depends_on: list[Text] = []

    @property
    def key(self) -> str:
        """By this a system is known: its name, however it is capitalised."""
        return self.system.casefold()


COLUMNS = tuple(Integration.model_fields)


@dataclass(frozen=True)
class IntegrationMap:
    """All systems on a record's way, and what is missing about them."""

    rows: tuple[Integration, ...]

    @property
    def unowned(self) -> tuple[Integration, ...]:
        """The systems without a named owner."""
        return self._where(lambda row: not row.owner or _says_none(row.owner))

    @property
    def untested(self) -> tuple[Integration, ...]:
        """The systems whose connection was neither tested nor is live."""
        return self._where(lambda row: row.status not in ("tested", "live"))

    @property
    def without_fallback(self) -> tuple[Integration, ...]:
        """The systems for whose failure nothing is known to step in."""
        return self._where(lambda row: not row.fallback or _says_none(row.fallback))

    @property
    def incomplete(self) -> tuple[Integration, ...]:
        """The systems of which something is missing that a complete map tells."""
        return self._where(lambda row: bool(self.missing(row)))

    @property
    def single_points(self) -> tuple[Integration, ...]:
        """The systems without a fallback that others depend on, or that are of criticality A."""
        needed = {name.casefold() for row in self.rows for name in row.depends_on}
        return tuple(
            row for row in self.without_fallback if row.key in needed or row.criticality == "A"
        )

    @property
    def effort_days(self) -> float | None:
        """The working days that are estimated so far; None where nobody has estimated any."""
        known = [row.effort_days for row in self.rows if row.effort_days is not None]
        return sum(known) if known else None

    def missing(self, row: Integration) -> tuple[str, ...]:
        """The columns that a complete map fills and this row leaves empty."""
        return tuple(name for name in NEEDED if getattr(row, name) is None)

    def _where(self, holds: Any) -> tuple[Integration, ...]:
        return tuple(row for row in self.rows if holds(row))


def read_integrations(path: Path, *, known: Iterable[str] = ()) -> IntegrationMap:
    """Read integrations.csv; raise InvalidFileError with every problem of every row.

    Systems may depend on each other and on those that are `known` beside the file. A circle of
    dependencies is told by `circles`, since it may well be true.
    """
    sheet = read_sheet(path, columns=COLUMNS, required=("system",))
    problems: list[Problem] = []
    read = [(row, _integration(sheet, row, problems)) for row in sheet.rows]
    valid = [(row, entry) for row, entry in read if entry is not None]
    problems += _twice(sheet, valid)
    there = {name.casefold() for name in (*known, *(row["system"] for row in sheet.rows))}
    problems += _unknown(sheet, valid, there)
    if problems:
        raise InvalidFileError(sorted(problems, key=lambda problem: problem.line or 0))
    return IntegrationMap(tuple(entry for _, entry in valid))


def circles(integrations: IntegrationMap) -> list[str]:
    """The systems of the first circle of dependencies, in the order of the file; empty without."""
    needs = {row.key: [name.casefold() for name in row.depends_on] for row in integrations.rows}
    try:
        # finds one circle in time that grows with the file, where asking of each would square it
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        here = {*error.args[1]}
        return [row.system for row in integrations.rows if row.key in here]
    return []


def written_row(entry: Integration) -> list[str]:
    """A system as the cells of its row, in the order of COLUMNS."""
    return [cell_of(getattr(entry, column)) for column in COLUMNS]


def _integration(sheet: Sheet, row: Row, problems: list[Problem]) -> Integration | None:
    said: dict[str, Any] = {column: row[column] or None for column in COLUMNS}
    said["depends_on"] = listed(row["depends_on"])
    before = len(problems)
    for column in ("volume_per_day", "effort_days"):
        said[column] = number(sheet, row, column, problems)
    if not row["system"]:
        problems.append(Problem(sheet.name, row.line, "system", "the name of a system", "nothing"))
    if len(problems) > before:
        # the rest of the row is told as well
        said |= dict.fromkeys(("volume_per_day", "effort_days"))
        said["system"] = said["system"] or "?"
        typed_row(sheet, row, Integration, said, problems)
        return None
    return typed_row(sheet, row, Integration, said, problems)


def _twice(sheet: Sheet, known: Iterable[tuple[Row, Integration]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for row, entry in known:
        if entry.key in first:
            came = f"{shown(entry.system)} again, as in line {first[entry.key]}"
            yield Problem(sheet.name, row.line, "system", "each system once", came)
        first.setdefault(entry.key, row.line)


def _unknown(
    sheet: Sheet, known: Iterable[tuple[Row, Integration]], systems: set[str]
) -> Iterator[Problem]:
    for row, entry in known:
        for name in entry.depends_on:
            if name.casefold() == entry.key:
                allowed, came = "other systems of this map", "the system itself"
            elif name.casefold() not in systems:
                allowed, came = "systems of this map, separated by `;`", shown(name)
            else:
                continue
            yield Problem(sheet.name, row.line, "depends_on", allowed, came)


def _says_none(text: str) -> bool:
    return text.strip().casefold() in _NONE
