"""How the accuracy method judges: its limits, the error in production, the fall since the POC."""

from __future__ import annotations

import math
from dataclasses import dataclass

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.answers import Scored
from readiness_kit.evidence.intervals import (
    Interval,
    newcombe,
    newcombe_of_shares,
    paired_difference,
    wilson,
    wilson_of_share,
)
from readiness_kit.evidence.labels import Majority, majority
from readiness_kit.evidence.verdict import at_most_warn, decide, decides_at

N_MIN = 30
"""Labelled rows a side, below which nothing passes or warns."""
FALL_WARN, FALL_FAIL = 0.02, 0.05
WARN_PART = 0.8
"""The part of the tolerated error from which on it warns."""


@dataclass(frozen=True)
class Limits:
    """What the share of wrong answers in production is compared with."""

    accuracy_min: float | None
    """The client's stop number."""
    majority: Majority | None
    """What always answering the commonest label would reach; None where labels are numbers."""

    @property
    def unskilled(self) -> float:
        """The share of right answers that takes no skill."""
        return self.majority.share if self.majority else 0.0

    @property
    def fail(self) -> float:
        """The share of wrong answers that is too much."""
        return 1 - max(self.accuracy_min or 0, self.unskilled)

    @property
    def warn(self) -> float:
        """The share of wrong answers that comes close to it."""
        return WARN_PART * self.fail

    @property
    def binding(self) -> str:
        """Which of the two decides: `accuracy_min` or `majority`."""
        return "accuracy_min" if (self.accuracy_min or 0) >= self.unskilled else "majority"

    @property
    def missing(self) -> bool:
        """Whether nothing says how many wrong answers are too many: a number, no stop number."""
        return self.majority is None and self.accuracy_min is None

    @property
    def undecidable(self) -> bool:
        """Whether no sample could decide: no error at all is tolerated, or nobody said which is.

        No error is where the sample holds one label only, and where the stop number is 1.
        """
        return self.fail <= 0 or self.missing


@dataclass(frozen=True)
class ProductionError:
    """The share of wrong answers in production, and what it amounts to."""

    estimate: float
    interval: Interval
    n: int
    limits: Limits
    verdict: CheckVerdict
    decides_at_n: int | None
    """Set where the verdict is inconclusive and a larger sample would settle it."""


@dataclass(frozen=True)
class Fall:
    """Accuracy in the POC minus accuracy in production."""

    estimate: float
    interval: Interval
    n: int
    """Rows of the smaller side."""
    paired: bool
    shared: int | None
    """How many keys are in both samples; None where that cannot be told."""
    p_value: float | None
    """Of McNemar's exact test, where both samples hold the same rows."""
    verdict: CheckVerdict
    decides_at_n: int | None


def limits_of(scored: Scored, accuracy_min: float | None) -> Limits:
    """The limits for a sample; a number has no commonest label that one could always answer."""
    common = majority(scored.truth) if scored.tolerance is None else None
    return Limits(accuracy_min, common)


def production_error(after: Scored, accuracy_min: float | None) -> ProductionError:
    """Judge the wrong answers among the labelled production rows; there is at least one."""
    limits = limits_of(after, accuracy_min)
    wrong = after.n - after.correct
    estimate, interval = wrong / after.n, wilson(wrong, after.n)
    needed = None
    if limits.undecidable:
        own = 1 - (accuracy_min or 0)
        below = bool(wrong) and interval.low >= own
        verdict: CheckVerdict = "fail" if below and not limits.missing else "inconclusive"
    else:
        limit = {"warn": limits.warn, "fail": limits.fail, "n_min": N_MIN}
        verdict = decide(estimate, *interval, after.n, **limit)  # type: ignore[arg-type]
        if verdict == "inconclusive":
            needed = decides_at(estimate, lambda n: wilson_of_share(estimate, n), **limit)  # type: ignore[arg-type]
    return ProductionError(estimate, interval, after.n, limits, verdict, needed)


def labels_to_prove(accuracy_min: float) -> int | None:
    """The labels that would prove a model which errs half as often as the stop number tolerates.

    None where it tolerates no error at all, which no sample can prove.
    """
    fail = 1 - accuracy_min
    if fail <= 0:
        return None
    error = fail / 2
    limit = {"warn": WARN_PART * fail, "fail": fail, "n_min": N_MIN}
    return decides_at(error, lambda n: wilson_of_share(error, n), **limit)  # type: ignore[arg-type]


def labels_needed(before: Scored, accuracy_min: float | None) -> int | None:
    """The production labels that would decide if the model were right as often as in the POC."""
    limits = limits_of(before, accuracy_min)
    if limits.undecidable:
        return None
    error = 1 - before.correct / before.n
    limit = {"warn": limits.warn, "fail": limits.fail, "n_min": N_MIN}
    return decides_at(error, lambda n: wilson_of_share(error, n), **limit)  # type: ignore[arg-type]


def accuracy_fall(before: Scored, after: Scored, seed: int) -> Fall:
    """Judge how much less often the model is right in production; it warns at most."""
    pairs = paired_rows(before, after)
    p_value: float | None = None
    if pairs:
        first, second = before.right, after.right
        difference = paired_difference(
            [first[a] for a, _ in pairs], [second[b] for _, b in pairs], seed=seed
        )
        estimate, interval, p_value = difference.estimate, difference.interval, difference.p_value
    else:
        estimate = before.correct / before.n - after.correct / after.n
        interval = newcombe(before.correct, before.n, after.correct, after.n)
    smaller = min(before.n, after.n)

    def at(n: int) -> Interval:
        """The interval with `n` rows a side; a bootstrap's narrows with the root of n."""
        if not pairs:
            return newcombe_of_shares(before.correct / before.n, n, after.correct / after.n, n)
        shrink = math.sqrt(len(pairs) / n)
        return Interval(
            estimate - shrink * (estimate - interval.low),
            estimate + shrink * (interval.high - estimate),
        )

    verdict = decide(estimate, *interval, smaller, warn=FALL_WARN, fail=FALL_FAIL, n_min=N_MIN)
    needed = None
    if verdict == "inconclusive":
        needed = decides_at(estimate, at, warn=FALL_WARN, fail=FALL_FAIL, n_min=N_MIN)
    return Fall(
        estimate,
        interval,
        smaller,
        paired=bool(pairs),
        shared=shared_keys(before, after),
        p_value=p_value,
        verdict=at_most_warn(verdict),
        decides_at_n=needed,
    )


def shared_keys(poc: Scored, production: Scored) -> int | None:
    """How many keys occur in both samples; None where one of them has no keys."""
    if poc.keys is None or production.keys is None:
        return None
    return len(set(poc.keys) & set(production.keys))


def paired_rows(poc: Scored, production: Scored) -> list[tuple[int, int]] | None:
    """Where both samples hold the same rows by key, each once: their places; else None."""
    if not poc.keys or not production.keys or set(poc.keys) != set(production.keys):
        return None
    if len(set(poc.keys)) < len(poc.keys) or len(poc.keys) != len(production.keys):
        return None
    place = {key: row for row, key in enumerate(production.keys)}
    return [(row, place[key]) for row, key in enumerate(poc.keys)]
