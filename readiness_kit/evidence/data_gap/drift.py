"""Whether a distribution moved: the population stability index, corrected for small samples.

The index of two samples of one distribution is on average (bins - 1)(1/n + 1/m) rather than 0, so
that the usual limits of 0.1 and 0.2 mean nothing in small samples. That much is taken off, and
chance has to be ruled out beside it, over all columns at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.data_gap.findings import Bin, Finding
from readiness_kit.evidence.data_gap.shares import DRIFT, severity_of
from readiness_kit.evidence.data_gap.spelling import rounded_number
from readiness_kit.evidence.data_gap.units import BAND, distance
from readiness_kit.evidence.intervals import Interval
from readiness_kit.evidence.labels import SMALLEST_COUNT

if TYPE_CHECKING:
    import numpy as np

N_MIN = 400
"""Rows a side below which the index says nothing."""
FEWEST = 20
"""Rows a side below which a distribution is not even looked at."""
BINS = 10
LEVELS = 50
"""The commonest categories that are compared one by one; the others are one more."""
FALSE_DISCOVERIES = 0.05
_EXPECTED = 5
"""Rows a category must be expected to have on either side to be compared by itself."""
_SHOWN, _LONGEST_NAME = 8, 40


@dataclass(frozen=True)
class Moved:
    """How far a distribution is from where it was, before chance is ruled out."""

    index: float
    """The stability index, less what chance alone would give."""
    p_value: float
    distance: float
    """The share of records that would have to take other values, at the least."""
    band: float
    """How far the distance is known."""
    smaller: int
    """Rows of the smaller side."""

    @property
    def interval(self) -> Interval:
        """Of the distance."""
        return Interval(max(0.0, self.distance - self.band), min(1.0, self.distance + self.band))

    def verdict(self, *, chance: bool) -> CheckVerdict:
        """By the index and by the lower end of the distance; `chance` is not ruled out."""
        surest = self.interval.low
        if not chance:
            if surest >= DRIFT.fail or (self.smaller >= N_MIN and self.index >= DRIFT.fail):
                return "fail"
            if surest >= DRIFT.warn or (self.smaller >= N_MIN and self.index >= DRIFT.warn):
                return "warn"
        return "pass" if self.smaller >= N_MIN else "inconclusive"


def numbers_moved(a: np.ndarray, b: np.ndarray) -> Moved:
    """Compare sorted numbers: on ten bins of equal counts in A, or value by value if they are few.

    Chance is ruled out by the index or by the distance, whichever sees more; the price of looking
    twice is a p-value twice as large.
    """
    import numpy as np
    from scipy.special import kolmogorov

    far, unit = distance(a, b), 1 / len(a) + 1 / len(b)
    values = np.unique(a)
    if len(values) <= LEVELS:
        moved = categories_moved(_counts(values, a), _counts(values, b))
    else:
        edges = np.quantile(a, np.linspace(0, 1, BINS + 1)[1:-1], method="inverted_cdf")
        edges = np.unique(edges)
        moved = _moved(_binned(edges, a), _binned(edges, b), far)
    p_value = min(1.0, 2 * min(moved.p_value, float(kolmogorov(far / math.sqrt(unit)))))
    return replace(moved, distance=far, p_value=p_value)


def _binned(edges: np.ndarray, values: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)


def _counts(values: np.ndarray, side: np.ndarray) -> list[int]:
    """How often each of these values comes, and last how often any other."""
    import numpy as np

    ends = [np.searchsorted(side, values, side=end) for end in ("left", "right")]
    counts = ends[1] - ends[0]
    return [*map(int, counts), len(side) - int(counts.sum())]


def number_bins(a: np.ndarray, b: np.ndarray) -> tuple[Bin, ...]:
    """Five parts of equal counts in A, and how much of B falls into each.

    None where a part would have fewer than five rows of a side, unless it has none at all.
    """
    import numpy as np

    edges = np.unique(np.quantile(a, [0.2, 0.4, 0.6, 0.8], method="inverted_cdf"))
    counts = [_binned(edges, side) for side in (a, b)]
    if any(((side > 0) & (side < SMALLEST_COUNT)).any() for side in counts):
        return ()
    before, after = counts[0] / len(a), counts[1] / len(b)
    ends = [rounded_number(float(edge)) for edge in edges]
    names = [
        f"up to {ends[0]}",
        *(f"{low} to {high}" for low, high in pairwise(ends)),
        f"over {ends[-1]}",
    ]
    return tuple(map(Bin, names, map(float, before), map(float, after)))


def category_bins(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[Bin, ...]:
    """The commonest categories, each of five rows at the least, and all others together."""
    n, m = sum(before.values()), sum(after.values())
    common = [
        name
        for name in sorted(before, key=lambda name: (-before[name], name))
        if before[name] >= SMALLEST_COUNT and len(name) <= _LONGEST_NAME
    ][:_SHOWN]
    bins = [Bin(name, before[name] / n, after.get(name, 0) / m) for name in common]
    if len(common) < len(before):
        rest = (1 - sum(shown.before for shown in bins), 1 - sum(shown.after for shown in bins))
        bins.append(Bin("all others", *rest))
    rows = [count for one in bins for count in (one.before * n, one.after * m)]
    return () if any(0.5 < count < SMALLEST_COUNT - 0.5 for count in rows) else tuple(bins)


def categories_moved(before: Sequence[int], after: Sequence[int]) -> Moved:
    """Compare how often each category comes; both in the same order.

    Which categories are compared one by one is told by A alone: a choice by what B shows would
    take chance for a difference. Chance moves many small shares at once, so that much, on average
    half the sum of sqrt(2 p (1 - p) (1/n + 1/m) / pi), is taken off the distance.
    """
    import numpy as np

    one, other = np.asarray(before), np.asarray(after)
    n, m = int(one.sum()), int(other.sum())
    order = np.argsort(-one, kind="stable")
    enough = int((one >= _EXPECTED * max(1.0, n / m)).sum())
    one, other = (_grouped(side[order], min(LEVELS, enough)) for side in (one, other))
    shares = one / n
    chance = np.sqrt(2 * shares * (1 - shares) * (1 / n + 1 / m) / math.pi).sum() / 2
    total = float(np.abs(shares - other / m).sum()) / 2
    return _moved(one, other, max(0.0, total - float(chance)))


def judged_together(candidates: Sequence[tuple[Finding, Moved]]) -> list[Finding]:
    """The findings with their verdicts, false discoveries held at 5 % over all of them.

    Benjamini and Hochberg 1995 (Journal of the Royal Statistical Society B 57, 289-300).
    """
    if not candidates:
        return []
    from scipy.stats import false_discovery_control

    found = false_discovery_control([moved.p_value for _, moved in candidates])
    return [
        _finished(finding, moved, chance=bool(q >= FALSE_DISCOVERIES))
        for (finding, moved), q in zip(candidates, found, strict=True)
    ]


def _finished(finding: Finding, moved: Moved, *, chance: bool) -> Finding:
    verdict = moved.verdict(chance=chance)
    return replace(
        finding,
        verdict=verdict,
        severity=severity_of(verdict),
        fix=finding.fix if verdict in ("warn", "fail") else None,
        decides_at_n=N_MIN if verdict == "inconclusive" else None,
    )


def _grouped(counts: np.ndarray, levels: int) -> np.ndarray:
    """The first so many, and all others as one; without others, no such one."""
    import numpy as np

    if levels >= len(counts):
        return counts
    return np.append(counts[:levels], counts[levels:].sum())


def _moved(before: np.ndarray, after: np.ndarray, far: float) -> Moved:
    import numpy as np
    from scipy.stats import chi2

    n, m, bins = int(before.sum()), int(after.sum()), len(before)
    one, other = (before + 0.5) / (n + 0.5 * bins), (after + 0.5) / (m + 0.5 * bins)
    index = float(((one - other) * np.log(one / other)).sum())
    unit = 1 / n + 1 / m
    p_value = float(chi2.sf(index / unit, bins - 1)) if bins > 1 else 1.0
    return Moved(index - (bins - 1) * unit, p_value, far, BAND * math.sqrt(unit), min(n, m))
