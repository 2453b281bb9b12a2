"""How the claim check judges: its limits, and one judgement for each of its questions.

Some figures are counted on the very rows that the claim was counted on. What is below a limit there
is below it: no interval is needed to say so. Nothing fails by such a count alone, and it says
nothing where the claim was counted on more rows than the sample holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.answers import Scored
from readiness_kit.evidence.claim_check.known_parts import Known
from readiness_kit.evidence.claim_check.same_rows import Overlap, Repeats
from readiness_kit.evidence.claim_check.single_columns import Single
from readiness_kit.evidence.intervals import (
    Interval,
    newcombe_of_shares,
    paired_difference,
    wilson,
    wilson_of_share,
)
from readiness_kit.evidence.labels import SMALLEST_COUNT, majority
from readiness_kit.evidence.verdict import at_most_warn, decide, decides_at


class Limits(NamedTuple):
    """From where on it warns and fails, and the rows below which nothing is decided."""

    warn: float
    fail: float
    n_min: int


OVERLAP = Limits(0.001, 0.01, 100)
KEYS = OVERLAP
REPEATS = Limits(0.01, 0.05, 100)
GROUPS = Limits(0.01, 0.05, 100)
DAYS = Limits(0.05, 0.5, 100)
CLAIM = Limits(0.02, 0.05, 30)
"""Points by which the claim lies above what was measured."""
SHORTFALL = Limits(-0.02, 0.0, 30)
"""Points by which the accuracy lies below always answering the commonest label: at least two points
above it, or it warns."""
SKILL = Limits(0.9, 1.0, 30)
"""The mean error over that of always answering the mean."""
COLUMN_WARN, COLUMN_FAIL = 0.95, 0.99
NARROW = 0.02
"""Half the width of an interval that proves a claim well enough."""
_GRAVITY: tuple[CheckVerdict, ...] = ("pass", "inconclusive", "warn", "fail")


@dataclass(frozen=True)
class Judged:
    """One figure, its interval, and what it amounts to."""

    estimate: float
    interval: Interval
    n: int
    verdict: CheckVerdict
    decides_at_n: int | None = None
    """Set where the verdict is inconclusive and a larger sample would settle it."""


def judged_share(k: int, n: int, limits: Limits, *, whole: bool) -> Judged:
    """Judge `k` of `n` rows; `whole` says that the claim was counted on these and no others."""
    estimate, interval = k / n, wilson(k, n)
    verdict = decide(estimate, *interval, n, **limits._asdict())
    if verdict == "inconclusive" and whole and n >= limits.n_min:
        verdict = "pass" if estimate < limits.warn else "warn"
    return Judged(estimate, interval, n, verdict)


def judged_overlap(found: Overlap, *, whole: bool) -> Judged:
    """Judge the rows that are in the training data too, less those that would be by chance.

    Rows that agree in every cell, their key too, are no chance: they are judged as they are, and
    the graver of the two judgements stands, as far as the files can tell.
    """
    judgements = [_alike(found, whole=whole)]
    if found.exact:
        judgements.append(judged_share(found.exact, found.n, OVERLAP, whole=whole))
    graver = max(judgements, key=lambda judged: _GRAVITY.index(judged.verdict))
    return replace(graver, verdict=_as_far_as_told(found, graver.verdict))


def _as_far_as_told(found: Overlap, verdict: CheckVerdict) -> CheckVerdict:
    """What would not show does not pass; only what lies clearly above chance fails."""
    hidden = found.powerless and found.alike and verdict != "fail"
    unread = found.more and verdict == "pass"
    return "inconclusive" if found.partial or hidden or unread else verdict


def _alike(found: Overlap, *, whole: bool) -> Judged:
    n, share = found.n, found.alike / found.n
    if not found.by_chance and (not found.alike or found.alike >= SMALLEST_COUNT):
        return judged_share(found.alike, n, OVERLAP, whole=whole)
    estimate = share - found.by_chance
    interval = newcombe_of_shares(share, n, found.by_chance, found.training)
    verdict = decide(estimate, *interval, n, **OVERLAP._asdict())
    if not found.by_chance:
        verdict = "inconclusive"  # so few may be chance, even where no training row meets another
    if verdict == "inconclusive" and whole and n >= OVERLAP.n_min and estimate < OVERLAP.warn:
        verdict = "pass"
    return Judged(estimate, interval, n, verdict)


def judged_days(known: int, n: int, *, whole: bool) -> Judged:
    """Judge the rows dated before the training data ends; it warns at most.

    A split at random is usual, and measures the past well; only of the future it says little.
    """
    judged = judged_share(known, n, DAYS, whole=whole)
    return replace(judged, verdict=at_most_warn(judged.verdict))


def judged_keys(found: Known, *, whole: bool) -> Judged:
    """Judge the rows whose key stands in the training data; files numbered anew share keys too."""
    judged = judged_share(found.known, found.n, KEYS, whole=whole)
    return replace(judged, verdict=at_most_warn(judged.verdict))


def judged_repeats(found: Repeats) -> Judged:
    """Judge the rows that were counted before: they make an interval too narrow, so it warns.

    Without a key two cases that are alike look like one counted twice, so nothing is decided.
    """
    judged = judged_share(found.copies, found.n, REPEATS, whole=True)
    verdict = at_most_warn(judged.verdict)
    if verdict == "warn" and found.by != "key":
        verdict = "inconclusive"
    return replace(judged, verdict=verdict)


def judged_column(single: Single) -> CheckVerdict:
    """Judge what one column tells of the label alone: only what is sure raises an alarm."""
    if single.copy or single.interval.low >= COLUMN_FAIL:
        return "fail"
    return "warn" if single.interval.low >= COLUMN_WARN else "pass"


def judged_claim(claimed: float, rows: int, scored: Scored, *, whole: bool) -> Judged:
    """Judge how far the claim lies above the accuracy measured on the sample."""
    n, share = scored.n, scored.correct / scored.n
    low, high = wilson(scored.correct, n)

    def at(size: int) -> Interval:
        return newcombe_of_shares(claimed, rows, share, size)

    interval = Interval(claimed - high, claimed - low) if whole else at(n)
    judged = _decided(claimed - share, interval, n, CLAIM, at)
    if judged.verdict == "inconclusive" and whole and n >= CLAIM.n_min:
        verdict: CheckVerdict = "pass" if judged.estimate < CLAIM.warn else "warn"
        return Judged(judged.estimate, interval, n, verdict)
    return judged


def judged_shortfall(scored: Scored, seed: int) -> Judged:
    """Judge how far the model's answers lie below always giving the commonest label."""
    common = majority(scored.truth).label
    always = [label == common for label in scored.truth]
    difference = paired_difference(always, scored.right, seed=seed)

    def at(size: int) -> Interval:
        """A bootstrap's interval narrows with the root of the rows."""
        shrink = math.sqrt(scored.n / size)
        low, high = difference.interval
        middle = difference.estimate
        return Interval(middle - shrink * (middle - low), middle + shrink * (high - middle))

    return _decided(difference.estimate, difference.interval, scored.n, SHORTFALL, at)


def claimed_shortfall(claimed: float, rows: int, labels: Sequence[str]) -> Judged:
    """The same of a claim alone, whose rows are not known: as of two independent samples."""
    share = majority(labels).share

    def at(size: int) -> Interval:
        return newcombe_of_shares(share, len(labels), claimed, size)

    return _decided(share - claimed, at(rows), min(rows, len(labels)), SHORTFALL, at)


def judged_skill(scored: Scored, seed: int, *, resamples: int = 2_000) -> Judged:
    """Judge the mean error over that of always answering the mean, where labels are numbers.

    A seeded percentile bootstrap over rows; an answer that is no number errs as the mean does.
    """
    import numpy as np  # only where labels are numbers

    truth = np.array([float(label) for label in scored.truth])
    usual = np.abs(truth - truth.mean())
    given = np.array([_number(answer) for answer in scored.given])
    errors = np.where(np.isnan(given), usual, np.abs(truth - given))
    rng = np.random.default_rng(seed)
    # one draw at a time: all of them would take gigabytes
    drawn = (rng.integers(0, scored.n, scored.n) for _ in range(resamples))
    ratios = [errors[rows].sum() / max(usual[rows].sum(), 1e-300) for rows in drawn]
    low, high = (float(end) for end in np.quantile(ratios, [0.025, 0.975]))
    estimate = float(errors.sum() / usual.sum())
    verdict = decide(estimate, low, high, scored.n, **SKILL._asdict())
    return Judged(estimate, Interval(low, high), scored.n, verdict)


def labels_to_narrow(share: float, half: float = NARROW) -> int:
    """The labels with which the interval of a share reaches no further than `half` each way."""

    def wide(n: int) -> bool:
        low, high = wilson_of_share(share, n)
        return high - low > 2 * half

    high = 1
    while wide(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if wide(middle) else (low, middle)
    return high


def _decided(
    estimate: float, interval: Interval, n: int, limits: Limits, at: Callable[[int], Interval]
) -> Judged:
    verdict = decide(estimate, *interval, n, **limits._asdict())
    needed = None
    if verdict == "inconclusive":
        needed = decides_at(estimate, at, **limits._asdict())
    return Judged(estimate, interval, n, verdict, needed)


def _number(answer: str | None) -> float:
    try:
        value = float(answer) if answer is not None else math.nan
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan
