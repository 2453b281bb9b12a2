"""Confidence intervals of shares and of their differences.

Every figure goes in and comes out as a share between 0 and 1 (a difference between -1 and 1), and
every interval is two-sided at the stated confidence unless its docstring says otherwise.
Impossible input raises ValueError: an interval around nonsense would look like a measurement.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

CONFIDENCE = 0.95
RESAMPLES = 4_000
"""Enough that the bootstrap's own noise stays below a tenth of the interval's width."""


class Interval(NamedTuple):
    """The range that a share, or a difference of two, plausibly lies in."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """How the share of right answers differs between two runs over the same rows."""

    estimate: float
    """First minus second."""
    interval: Interval
    p_value: float
    """Two-sided, of the exact McNemar test."""
    lost: int
    """Rows right in the first run only."""
    gained: int
    """Rows right in the second run only."""


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Interval of one proportion by Wilson's score method (Wilson 1927, JASA 22, 209-212).

    `successes` of `n` independent trials; it never leaves 0 to 1 and holds for small n and
    extreme shares.
    """
    _check_count(successes, n)
    return wilson_of_share(successes / n, n, confidence)


def wilson_of_share(share: float, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's interval had `share` been seen in `n` trials, whole successes or not.

    It answers what a larger sample with the same estimate would say.
    """
    if n < 1 or not 0 <= share <= 1:
        raise ValueError(f"a share of 0 to 1 in at least one trial; got {share} in {n}")
    z = _z(confidence)
    spread = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / spread
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / spread
    low = 0.0 if share == 0 else max(0.0, centre - half)
    high = 1.0 if share == 1 else min(1.0, centre + half)
    return Interval(low, high)


def newcombe(k1: int, n1: int, k2: int, n2: int, confidence: float = CONFIDENCE) -> Interval:
    """Interval of the difference k1/n1 - k2/n2 of two independent proportions.

    The hybrid score method, number 10 of Newcombe 1998 (Statistics in Medicine 17, 873-890),
    without continuity correction.
    """
    _check_count(k1, n1)
    _check_count(k2, n2)
    return newcombe_of_shares(k1 / n1, n1, k2 / n2, n2, confidence)


def newcombe_of_shares(
    share1: float, n1: int, share2: float, n2: int, confidence: float = CONFIDENCE
) -> Interval:
    """Newcombe's interval had these shares been seen in `n1` and `n2` trials."""
    low1, high1 = wilson_of_share(share1, n1, confidence)
    low2, high2 = wilson_of_share(share2, n2, confidence)
    difference = share1 - share2
    return Interval(
        difference - math.hypot(share1 - low1, high2 - share2),
        difference + math.hypot(high1 - share1, share2 - low2),
    )


def paired_difference(
    first: Sequence[bool],
    second: Sequence[bool],
    *,
    seed: int,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
) -> PairedDifference:
    """Difference of two shares over the same rows, by a seeded bootstrap of the per-row difference.

    Percentile bootstrap (Efron 1979); the p-value is McNemar's test in its exact binomial form. A
    row counts -1, 0 or 1, so resampling rows is one multinomial draw. Where no row differs, the
    bootstrap would claim certainty; the interval is then the zero-failure bound either way.
    """
    if not first or len(first) != len(second):
        raise ValueError(f"as many rows in both runs; got {len(first)} and {len(second)}")
    n = len(first)
    lost = sum(a and not b for a, b in zip(first, second, strict=True))
    gained = sum(b and not a for a, b in zip(first, second, strict=True))
    if lost == gained == 0:
        bound = zero_failure_bound(n, confidence)
        interval = Interval(-bound, bound)
    else:
        interval = _bootstrap(lost, gained, n, seed, confidence, resamples)
    return PairedDifference(
        (lost - gained) / n, interval, mcnemar_exact(lost, gained), lost, gained
    )


def mcnemar_exact(lost: int, gained: int) -> float:
    """Two-sided exact p-value that rows change for the better as often as for the worse.

    McNemar 1947 (Psychometrika 12, 153-157) with the binomial distribution; 1 where no row changed.
    """
    if lost < 0 or gained < 0:
        raise ValueError(f"counts of 0 or more; got {lost} and {gained}")
    if lost + gained == 0:
        return 1.0
    from scipy.stats import binomtest  # scipy takes most of a second to import

    return float(binomtest(lost, lost + gained, 0.5).pvalue)


def zero_failure_bound(n: int, confidence: float = CONFIDENCE) -> float:
    """One-sided upper bound of a failure share when none of `n` trials failed: 1 - (1 - c)^(1/n).

    The exact binomial bound of Clopper and Pearson 1934 for zero failures; about 3/n at 95 %.
    """
    if n < 1:
        raise ValueError(f"at least one trial; got {n}")
    _z(confidence)
    return float(1 - (1 - confidence) ** (1 / n))


def _bootstrap(
    lost: int, gained: int, n: int, seed: int, confidence: float, resamples: int
) -> Interval:
    import numpy as np  # only here: most intervals need no arrays

    draws = np.random.default_rng(seed).multinomial(
        n, [lost / n, gained / n, 1 - (lost + gained) / n], size=resamples
    )
    tail = (1 - confidence) / 2
    low, high = np.quantile((draws[:, 0] - draws[:, 1]) / n, [tail, 1 - tail])
    return Interval(float(low), float(high))


def _z(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise ValueError(f"a confidence between 0 and 1; got {confidence}")
    return float(NormalDist().inv_cdf(0.5 + confidence / 2))


def _check_count(successes: int, n: int) -> None:
    if n < 1 or not 0 <= successes <= n:
        raise ValueError(f"0 to n successes in n >= 1 trials; got {successes} of {n}")
