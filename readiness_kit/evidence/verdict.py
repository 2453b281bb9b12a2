"""The one rule by which a measured share passes, warns, fails, or cannot tell.

Measures are turned so that higher is worse. With the interval [low, high] and limits warn < fail:

- fail: the whole interval is at or above `fail`;
- pass: the whole interval is below `warn`, on at least `n_min` rows;
- warn: on at least `n_min` rows, the whole interval is at or above `warn`; or the estimate is,
  while the interval is below `fail` and no wider than the band between the limits;
- inconclusive: anything else. A larger sample would decide it, and `decides_at` says how large.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

from readiness_kit.engagement.observation import Check, CheckVerdict

LARGEST_SAMPLE = 1_000_000_000
"""Beyond this many rows a sample is no answer."""


def decide(
    estimate: float, low: float, high: float, n: int, *, warn: float, fail: float, n_min: int
) -> CheckVerdict:
    """Judge one estimate and its interval, seen on `n` rows, against two limits."""
    if not all(map(math.isfinite, (estimate, low, high))) or low > high:
        raise ValueError(f"a finite estimate and low <= high; got {estimate}, [{low}, {high}]")
    if not warn < fail:
        raise ValueError(f"a warn limit below the fail limit; got {warn} and {fail}")
    if low >= fail:
        return "fail"
    if n < n_min:
        return "inconclusive"
    if high < warn:
        return "pass"
    if low >= warn or (estimate >= warn and high < fail and high - low <= fail - warn):
        return "warn"
    return "inconclusive"


def decides_at(
    estimate: float,
    interval: Callable[[int], tuple[float, float]],
    *,
    warn: float,
    fail: float,
    n_min: int,
) -> int | None:
    """The smallest sample in which the same estimate would be decisive; None where none would.

    `interval(n)` is the interval that this estimate would have on `n` rows; it must narrow as n
    grows. An estimate that lies on a limit stays undecided however many rows there are.
    """
    if any(math.isclose(estimate, limit, rel_tol=0, abs_tol=1e-12) for limit in (warn, fail)):
        return None

    def decisive(n: int) -> bool:
        return (
            decide(estimate, *interval(n), n, warn=warn, fail=fail, n_min=n_min) != "inconclusive"
        )

    high = 1
    while not decisive(high):
        high *= 2
        if high > LARGEST_SAMPLE:
            return None
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if decisive(middle) else (middle, high)
    return high


def at_most_warn(verdict: CheckVerdict) -> CheckVerdict:
    """The verdict of a check that may warn but never fail a run."""
    return "warn" if verdict == "fail" else verdict


def method_verdict(
    checks: Iterable[Check], *, columns: Collection[str] | None = None
) -> CheckVerdict:
    """What the checks of one run amount to.

    A failed check fails the run. An inconclusive one holds it open where it is about a column that
    matters to the target: one of `columns`, the label and the target's inputs; without `columns`,
    any column. Where nothing at all was decided, the run is inconclusive too.
    """
    judged = [check for check in checks if check.verdict is not None]
    verdicts = {check.verdict for check in judged}
    if "fail" in verdicts:
        return "fail"
    undecided = {check.column for check in judged if check.verdict == "inconclusive"} - {None}
    if undecided if columns is None else undecided & set(columns):
        return "inconclusive"
    if "warn" in verdicts:
        return "warn"
    return "pass" if "pass" in verdicts else "inconclusive"
