"""Columns of numbers: what stands for nothing, other notations, other units, range and shift."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap import number_words as words
from readiness_kit.evidence.data_gap.drift import FEWEST, Moved, numbers_moved
from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.forms import number_form
from readiness_kit.evidence.data_gap.kinds import Known
from readiness_kit.evidence.data_gap.nothing import sentinel_numbers, words_for_nothing
from readiness_kit.evidence.data_gap.shares import RANGE, judged
from readiness_kit.evidence.data_gap.units import UnitFound, unit_of
from readiness_kit.evidence.intervals import Interval
from readiness_kit.evidence.labels import SMALLEST_COUNT

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column, Flags

TAIL = 0.001
"""The share of A left out on either side of its range."""
SURELY_MORE = 0.002
"""Beyond A's own tails, so much has to lie outside for another unit to be looked for."""
UNIT_FAIL = 0.05


@dataclass
class Numbers:
    """One column of numbers, its cells of B explained one cause after the other."""

    known: Known
    b: Column
    nothing: Flags = field(init=False)
    values: np.ndarray = field(init=False)
    """By distinct cell of B: its number; NaN where it is none."""
    sentinels: dict[float, Flags] = field(init=False)
    spelled: dict[str, str] = field(init=False)
    """Cells of B in another notation, and the plain one."""
    how: dict[str, int] = field(init=False)
    """The notations, and in how many rows each comes."""
    strange: Flags = field(init=False)
    """What is no number in any notation."""

    def __post_init__(self) -> None:
        import numpy as np

        self.nothing = words_for_nothing(self.b)
        self.values = np.where(self.nothing, np.nan, self.b.numbers)
        self.before = self._before()
        low, high = (self.low, self.high) if len(self.before) else (0.0, 0.0)
        self.sentinels = {
            number: flags
            for number, flags in sentinel_numbers(self.values, self.b, low, high).items()
            if (self.before == number).sum() < SMALLEST_COUNT
        }
        for flags in self.sentinels.values():
            self.values = np.where(flags, np.nan, self.values)
        self._notations()

    def _before(self) -> np.ndarray:
        """A's numbers, sorted, one a row."""
        import numpy as np

        column = self.known.column
        values = np.where(self.known.nothing, np.nan, column.numbers)
        return sorted_rows(values, column)

    def _notations(self) -> None:
        import numpy as np

        self.spelled, self.how = {}, {}
        self.strange = np.isnan(self.b.numbers) & ~self.nothing
        for place in np.flatnonzero(self.strange):
            cell = self.b.text(int(place))
            form = number_form(cell)
            if form is not None:
                self.strange[place] = False
                self.spelled[cell] = plain_number(form.value)
                self.how[form.how] = self.how.get(form.how, 0) + int(self.b.counts[place])

    @property
    def other_notation(self) -> Flags:
        """By distinct cell of B: whether it is a number that A would write otherwise."""
        import numpy as np

        flags: Flags = np.isnan(self.b.numbers) & ~self.nothing & ~self.strange
        return flags

    @property
    def low(self) -> float:
        """Where A's range begins."""
        return float(self.before[int(TAIL * (len(self.before) - 1))])

    @property
    def high(self) -> float:
        """Where A's range ends."""
        return float(self.before[-1 - int(TAIL * (len(self.before) - 1))])

    def outside(self, values: np.ndarray) -> np.ndarray:
        """Which of some numbers lie outside A's range."""
        return (values < self.low) | (values > self.high)


def value_findings(numbers: Numbers) -> tuple[list[Finding], list[tuple[Finding, Moved]]]:
    """Unit and range, judged; and the shift of what is left, to be judged with other columns'."""
    after = sorted_rows(numbers.values, numbers.b)
    if not len(after) or not len(numbers.before):
        return [], []
    findings = []
    found = _unit(numbers, after)
    if found is not None:
        findings.append(found)
        values = _without(numbers, found)
        after = sorted_rows(values, numbers.b)
    else:
        values = numbers.values
    findings += _range(numbers, values, len(after))
    return findings, list(_shift(numbers, after))


def sorted_rows(values: np.ndarray, column: Column) -> np.ndarray:
    """The numbers of a column, one a row, in order; `values` are by distinct cell."""
    import numpy as np

    places = np.flatnonzero(~np.isnan(values))
    order = places[np.argsort(values[places], kind="stable")]
    return np.repeat(values[order], column.counts[order])


def plain_number(value: float) -> str:
    """A number as A would write it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _unit(numbers: Numbers, after: np.ndarray) -> Finding | None:
    outside = numbers.outside(after)
    expected = _own_tails(numbers)
    count, n = int(outside.sum()), len(after)
    excess = judged(count, n, RANGE, before=expected, n_before=len(numbers.before))
    if excess.interval.low < SURELY_MORE:
        return None
    found = unit_of(numbers.before, after, numbers.outside)
    return None if found is None else _unit_finding(numbers, found, excess.interval)


def _unit_finding(numbers: Numbers, found: UnitFound, excess: Interval) -> Finding:
    """Where some values of a unit stay inside the range, more rows have it than can be told."""
    import numpy as np

    values = numbers.values
    back = found.unit.back(values)
    flags = numbers.outside(values) & ~numbers.outside(back) & ~np.isnan(values)
    rows = numbers.b.in_rows(flags)
    low, high = (min(1.0, end / found.visible) for end in excess)
    share = min(high, max(low, numbers.b.count(flags) / numbers.b.rows / found.visible))
    return words.unit(numbers, found, share, Interval(low, high), rows, fails=low >= UNIT_FAIL)


def _without(numbers: Numbers, found: Finding) -> np.ndarray:
    """The numbers of B without those that another unit explains."""
    import numpy as np

    explained = np.zeros(len(numbers.values), dtype=bool)
    explained[numbers.b.codes[found.rows]] = True
    return np.where(explained, np.nan, numbers.values)


def _range(numbers: Numbers, values: np.ndarray, n: int) -> Iterator[Finding]:
    import numpy as np

    flags = numbers.outside(values) & ~np.isnan(values)
    if not n:
        return
    result = judged(
        numbers.b.count(flags), n, RANGE, before=_own_tails(numbers), n_before=len(numbers.before)
    )
    yield words.out_of_range(numbers, result, numbers.b.in_rows(flags), n)


def _own_tails(numbers: Numbers) -> float:
    """The share of A's own population outside its range, as far as so many rows can tell."""
    return min(1.0, max(2 * TAIL, 2 / (len(numbers.before) + 1)))


def _shift(numbers: Numbers, after: np.ndarray) -> Iterator[tuple[Finding, Moved]]:
    if min(len(numbers.before), len(after)) < FEWEST:
        return
    moved = numbers_moved(numbers.before, after)
    yield words.shift(numbers, moved, after), moved
