"""G2 and G4 for typed columns: cells of B that are not written as A's type is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.forms import EVERY_LAYOUT, DayLayout
from readiness_kit.evidence.data_gap.kinds import Known
from readiness_kit.evidence.data_gap.nothing import DAYS, words_for_nothing
from readiness_kit.evidence.data_gap.numbers import Numbers
from readiness_kit.evidence.data_gap.shares import UNPARSABLE, UNSEEN, Judged, judged
from readiness_kit.evidence.labels import SMALLEST_COUNT

if TYPE_CHECKING:
    from readiness_kit.evidence.data_gap.column import Column, Flags

_TYPE_WORDS = {
    "integer": "a number",
    "number": "a number",
    "date": "a day",
    "boolean": "true or false",
}


@dataclass
class Days:
    """One column of days, its cells of B read in A's layout, else in another one."""

    known: Known
    b: Column
    nothing: Flags = field(init=False)
    read: dict[int, dt.date] = field(init=False)
    """By distinct cell of B."""
    spelled: dict[str, str] = field(init=False)
    how: dict[str, int] = field(init=False)
    ambiguous: int = field(init=False)
    """Rows in another layout whose day and month could be either way round."""
    strange: Flags = field(init=False)
    other_layout: Flags = field(init=False)
    sentinels: dict[str, Flags] = field(init=False)

    def __post_init__(self) -> None:
        import numpy as np

        assert self.known.layout is not None
        self.nothing = words_for_nothing(self.b, self.known.words)
        self.strange = np.zeros(len(self.b.counts), dtype=bool)
        self.other_layout = self.strange.copy()
        self.read, self.spelled, self.how, self.ambiguous = {}, {}, {}, 0
        self.turned = False
        for place in np.flatnonzero(~self.nothing):
            self._look_at(int(place), self.known.layout)
        if self.turned:  # then what reads as A's layout may be in the other order as well
            own = (place for place in self.read if not self.other_layout[place])
            places = [place for place in own if self.read[place].day <= 12]
            self.ambiguous += int(self.b.counts[places].sum())
        self._sentinels()

    def _look_at(self, place: int, own: DayLayout) -> None:
        cell = self.b.text(place).strip()
        if (day := own.day(cell)) is not None:
            self.read[place] = day
            return
        for layout in EVERY_LAYOUT:
            if (day := layout.day(cell)) is not None:
                self.read[place], self.other_layout[place] = day, True
                rows = int(self.b.counts[place])
                self.spelled[self.b.text(place)] = own.write(day) + layout.rest(cell)
                self.how[layout.name] = self.how.get(layout.name, 0) + rows
                self.turned |= layout.joint == own.joint
                if day.day <= 12 and layout.order != "ymd":
                    self.ambiguous += rows
                return
        self.strange[place] = True

    def _sentinels(self) -> None:
        import numpy as np

        self.sentinels = {}
        earlier = {day.isoformat() for day in self.known.days.values()}
        for name in sorted(DAYS - earlier):
            places = [place for place, day in self.read.items() if day.isoformat() == name]
            flags = np.zeros(len(self.b.counts), dtype=bool)
            flags[places] = True
            if self.b.count(flags) >= SMALLEST_COUNT:
                self.sentinels[name] = flags


def notation_findings(read: Numbers | Days) -> Iterator[Finding]:
    """Cells that another notation explains, and those that nothing does."""
    known, b = read.known, read.b
    filled = b.count(~read.nothing)
    if not filled:
        return
    if isinstance(read, Days):
        result = judged(b.count(read.other_layout), filled, UNSEEN)
        yield _other_layout(read, result)
    else:
        result = judged(b.count(read.other_notation), filled, UNSEEN)
        yield _other_notation(read, result)
    yield unparsable(known, b, read.strange, read.nothing)


def unparsable(known: Known, b: Column, strange: Flags, nothing: Flags) -> Finding:
    """Cells that do not parse as what the column holds in A."""
    filled, before = b.count(~nothing), _strange_before(known)
    result = judged(
        b.count(strange), filled, UNPARSABLE, before=before, n_before=_rows(before, known)
    )
    kind = _TYPE_WORDS[known.kind]
    return result.finding(
        check="G2",
        kind="unparsable",
        column=b.name,
        cause=f"{result.share:.1%} of the cells are not {kind}, as the column is in the POC.",
        n=filled,
        fix="Check the type where the data come in, and send such records back with the field's "
        "name.",
        rows=b.in_rows(strange),
    )


def _rows(before: float, known: Known) -> int | None:
    return known.filled if before else None


def _strange_before(known: Known) -> float:
    """The share of A's own cells that are not of its type; a hundredth at the most."""
    import numpy as np

    if known.kind in ("integer", "number"):
        strange = np.isnan(known.column.numbers) & ~known.nothing
        return known.column.count(strange) / max(1, known.filled)
    if known.kind == "date":
        read = sum(int(known.column.counts[place]) for place in known.days)
        return 1 - read / max(1, known.filled)
    return 0.0


def _other_notation(numbers: Numbers, result: Judged) -> Finding:
    return result.finding(
        check="G4",
        kind="number_format",
        column=numbers.b.name,
        cause=f"{result.share:.1%} of the numbers are written {_ways(numbers.how)}; the POC has "
        f"plain ones.",
        n=numbers.b.count(~numbers.nothing),
        fix="Read numbers by the sender's notation where they come in; a model that drops what it "
        "cannot read answers without them.",
        rows=numbers.b.in_rows(numbers.other_notation),
        spelled=numbers.spelled,
    )


def _other_layout(days: Days, result: Judged) -> Finding:
    assert days.known.layout is not None
    unclear = days.ambiguous / days.b.rows
    doubt = f" In {unclear:.1%} of rows day and month could be either way round." if unclear else ""
    return result.finding(
        check="G4",
        kind="date_format",
        column=days.b.name,
        cause=f"{result.share:.1%} of the days are written {_ways(days.how, 'like ')}, not like "
        f"{days.known.layout.name} as in the POC.{doubt}",
        n=days.b.count(~days.nothing),
        fix="Fix one way to write days in the contract with the sender, 2026-01-31 at best.",
        rows=days.b.in_rows(days.other_layout),
        spelled=days.spelled,
    )


def _ways(how: Mapping[str, int], before: str = "") -> str:
    """The notations, commonest first."""
    names = sorted(how, key=lambda name: (-how[name], name))
    return " or ".join(f"{before}{name}" for name in names) or "otherwise"
