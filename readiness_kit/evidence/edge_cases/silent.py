"""How often a fault gets a wrong answer that nobody is told of, and what that amounts to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.edge_cases.trial import Case
from readiness_kit.evidence.intervals import Interval, newcombe_of_shares, wilson_of_share
from readiness_kit.evidence.verdict import decide, decides_at

SILENT_WARN, SILENT_FAIL = 0.05, 0.10
N_MIN = 30
"""Records below which nothing passes or warns by its share."""
Floor = tuple[int, int]
"""Answers that change by themselves, of how many."""


@dataclass(frozen=True)
class Silent:
    """How often cases failed in silence."""

    count: int
    cases: int
    records: int
    effective: int
    """Independent cases that these are worth: cases on one record tend to end alike."""
    floor: Floor

    @property
    def share(self) -> float:
        """Silent failures per case."""
        return self.count / self.cases

    @property
    def interval(self) -> Interval:
        """Wilson's, on the effective number of cases."""
        return wilson_of_share(self.share, self.effective)

    @property
    def verdict(self) -> CheckVerdict:
        """By the rule for every share, on what goes beyond the floor."""
        estimate, interval = self._beyond(self.effective)
        return decide(
            estimate, *interval, self.records, warn=SILENT_WARN, fail=SILENT_FAIL, n_min=N_MIN
        )

    @property
    def high(self) -> bool:
        """Whether the whole interval lies over the lower limit, on enough records to say so."""
        low = self._beyond(self.effective)[1].low
        return self.verdict == "fail" or (self.verdict == "warn" and low >= SILENT_WARN)

    @property
    def decides_at_n(self) -> int | None:
        """The records that would decide, where these do not."""
        if self.verdict != "inconclusive":
            return None
        worth = self.effective / self.records

        def interval(n: int) -> Interval:
            return self._beyond(max(1, round(n * worth)))[1]

        return decides_at(
            self._beyond(self.effective)[0],
            interval,
            warn=SILENT_WARN,
            fail=SILENT_FAIL,
            n_min=N_MIN,
        )

    def _beyond(self, effective: int) -> tuple[float, Interval]:
        differing, n = self.floor
        if not differing:
            return self.share, wilson_of_share(self.share, effective)
        other = differing / n
        return self.share - other, newcombe_of_shares(self.share, effective, other, n)


def silent(cases: Sequence[Case], floor: Floor) -> Silent:
    """How often these cases failed in silence; there is at least one."""
    records = Counter(case.row for case in cases)
    failed = Counter(case.row for case in cases if case.silent)
    effective = _effective([(failed[row], n) for row, n in records.items()])
    return Silent(sum(failed.values()), len(cases), len(records), effective, floor)


def _effective(clusters: Sequence[tuple[int, int]]) -> int:
    """Cases divided by the design effect of asking the same records in several fields.

    The effect is the variance of the share as records vary, over that of independent cases (Kish
    1965, Survey Sampling); never below 1, and never so large that a record counts less than once.
    """
    n, failed = sum(size for _, size in clusters), sum(count for count, _ in clusters)
    share = failed / n
    if len(clusters) < 2 or not 0 < share < 1:
        return n
    scatter = math.fsum((count - share * size) ** 2 for count, size in clusters)
    clustered = scatter * len(clusters) / (len(clusters) - 1) / n**2
    effect = clustered / (share * (1 - share) / n)
    return max(len(clusters), round(n / max(1.0, effect)))
