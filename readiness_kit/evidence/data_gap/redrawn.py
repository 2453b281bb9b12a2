"""What a sample of another size would show by chance alone, by what the POC sample shows.

Records of few coarse columns repeat each other by chance, and the more of them are drawn, the more
do. That does not grow in proportion: it saturates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.shares import Judged, Limits, judged, judged_excess
from readiness_kit.evidence.intervals import Interval, newcombe_of_shares

if TYPE_CHECKING:
    import numpy as np


def usual_repeats(rows: np.ndarray, m: int) -> float:
    """The share of `m` records like these that would repeat an earlier one.

    `rows` are numbers that are the same for the same record. One less the distinct records over m.
    """
    import numpy as np

    _, counts = np.unique(rows, return_counts=True)
    if len(counts) == len(rows):
        return 0.0
    return max(0.0, 1 - _distinct(counts, m) / m)


def rows_behind(share: float, n: int, m: int) -> float | None:
    """As many rows stand behind a usual `share` of `m` records, told by `n`, for an interval of it.

    Repeats are counted in pairs, whose number grows with the square of the rows: what n rows show
    of m, if those are more, is known no better than by n * n / m. None where there is nothing to
    doubt: as many rows as are asked for, and none of them a repeat.
    """
    if m <= n:
        return m if share else None
    return n * n / m


def judged_beyond(
    count: int, m: int, limits: Limits, usual: float, n: int, crowd: tuple[float, float] = (1, 1)
) -> Judged:
    """Judge `count` of `m` records of B, where `usual` is what A's `n` would let expect.

    `crowd` is how many records change together, in A and in B: so much less do they tell (the
    design effect of Kish 1965, Survey Sampling, chapter 5).
    """
    behind = rows_behind(usual, n, m)
    if behind is None and crowd[1] == 1:
        return judged(count, m, limits)
    known, share = behind or m, count / m

    def interval(rows: int) -> Interval:
        before = max(1, round(known / crowd[0] * rows / m))
        return newcombe_of_shares(share, max(1, round(rows / crowd[1])), usual, before)

    return judged_excess(share, share - usual, interval, m, min(n, m), limits)


def usual_conflicts(others: np.ndarray, m: int) -> float:
    """The share of `m` records like these that would have a twin with another label.

    `others` says of each record how many twins with another label it has. Beyond the sample's size
    the share grows more slowly than in proportion, which is taken.
    """
    n = len(others)
    if m > n:
        return min(1.0, float((others > 0).mean()) * m / n)
    return float(1 - _none_drawn(n - 1, others, m - 1).mean())


def _distinct(counts: np.ndarray, m: int) -> float:
    """Different records among `m` drawn, by how often each one came in the sample.

    Up to the sample's size this is exact, by drawing from it (Hurlbert 1971, Ecology 52, 577);
    beyond it, Chao, Gotelli, Hsieh et al. 2014 (Ecological Monographs 84, 45, equation 9), whose
    estimate of what was not seen is a lower bound: so rather too many repeats are held usual.
    """
    n = int(counts.sum())
    if m <= n:
        return float((1 - _none_drawn(n, counts, m)).sum())
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    pairs = once * once / (2 * twice) if twice else once * (once - 1) / 2
    unseen = pairs * (n - 1) / n
    if not unseen:
        return float(len(counts))
    missed = (1 - once / (n * unseen + once)) ** (m - n)
    return len(counts) + unseen * (1 - missed)


def _none_drawn(n: int, counts: np.ndarray, m: int) -> np.ndarray:
    """The chance that none of so many of `n` is among `m` drawn, for each of `counts`."""
    import numpy as np
    from scipy.special import gammaln

    rest = np.maximum(n - counts - m, 0)
    logs = gammaln(n - counts + 1) - gammaln(rest + 1) - gammaln(n + 1) + gammaln(n - m + 1)
    # the logarithms of large factorials are exact to some twelve digits only
    chances: np.ndarray = np.clip(np.where(counts > n - m, 0.0, np.exp(logs)), 0.0, 1.0)
    return np.where(counts == 0, 1.0, chances)
