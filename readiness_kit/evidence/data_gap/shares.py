"""How the shares of the comparison are judged: B's share, less what A itself would show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.data_gap.findings import Finding, Kind, Severity
from readiness_kit.evidence.intervals import Interval, newcombe_of_shares, wilson_of_share
from readiness_kit.evidence.verdict import decide, decides_at

if TYPE_CHECKING:
    import numpy as np

_SAME: Mapping[str, str] = {}
N_MIN = 100
"""Rows a side below which no share passes or warns."""


@dataclass(frozen=True)
class Limits:
    """From which share on a check warns, and from which it fails."""

    warn: float
    fail: float


MISSING = Limits(0.02, 0.05)
UNPARSABLE = Limits(0.001, 0.01)
UNSEEN = Limits(0.005, 0.03)
RANGE = Limits(0.01, 0.05)
DUPLICATES = Limits(0.01, 0.05)
BASE_RATE = Limits(0.03, 0.10)
DRIFT = Limits(0.1, 0.25)
JOINT = Limits(0.6, 0.75)


@dataclass(frozen=True)
class Judged:
    """A share of B's rows, and what it amounts to."""

    share: float
    """In B, nothing taken off."""
    excess: float
    """Beyond what A shows."""
    interval: Interval
    """Of the excess."""
    verdict: CheckVerdict
    decides_at_n: int | None

    @property
    def severity(self) -> Severity | None:
        """As grave as its verdict."""
        return severity_of(self.verdict)

    def finding(
        self,
        *,
        check: str,
        kind: Kind,
        column: str | None,
        cause: str,
        n: int,
        fix: str,
        rows: np.ndarray | None = None,
        spelled: Mapping[str, str] = _SAME,
    ) -> Finding:
        """What is told of it; `fix` is left out where there is nothing to mend."""
        return Finding(
            check=check,
            kind=kind,
            column=column,
            verdict=self.verdict,
            cause=cause,
            share=self.excess,
            interval=self.interval,
            n=n,
            severity=self.severity,
            fix=fix if self.verdict in ("warn", "fail") else None,
            rows=rows,
            spelled=spelled,
            decides_at_n=self.decides_at_n,
        )


def severity_of(verdict: CheckVerdict) -> Severity | None:
    """How grave a finding of the comparison is, by its verdict."""
    return {"fail": "high", "warn": "medium"}.get(verdict)  # type: ignore[return-value]


def judged(
    count: int, n: int, limits: Limits, *, before: float = 0.0, n_before: int | None = None
) -> Judged:
    """Judge `count` of `n` rows of B, where A has the share `before` among `n_before` rows.

    Without `n_before`, A is known to have none, and Wilson's interval of B's share is taken; else
    Newcombe's of the difference.
    """
    share = count / n

    def interval(size: int) -> Interval:
        if n_before is None:
            return wilson_of_share(share, size)
        return newcombe_of_shares(share, size, before, max(1, round(n_before * size / n)))

    smaller = n if n_before is None else min(n, n_before)
    return judged_excess(share, share - before, interval, n, smaller, limits)


def judged_excess(
    share: float,
    excess: float,
    interval: Callable[[int], Interval],
    n: int,
    smaller: int,
    limits: Limits,
) -> Judged:
    """Judge what B has beyond A; `interval(n)` is that of the excess with `n` rows of B.

    Where B cannot be told from A, only what would fail has to be ruled out to pass: to rule out one
    record in a thousand takes four thousand clean ones, which few clients have.
    """
    found = interval(n)
    if found.low <= 0 and found.high < limits.fail and smaller >= N_MIN:
        return Judged(share, excess, found, "pass", None)
    verdict = decide(excess, *found, smaller, warn=limits.warn, fail=limits.fail, n_min=N_MIN)
    needed = None
    if verdict == "inconclusive":
        alike = found.low <= 0 and excess < limits.fail / 2
        lower, upper = (limits.fail, 2 * limits.fail) if alike else (limits.warn, limits.fail)
        needed = decides_at(excess, interval, warn=lower, fail=upper, n_min=N_MIN)
    return Judged(share, excess, found, verdict, needed)
