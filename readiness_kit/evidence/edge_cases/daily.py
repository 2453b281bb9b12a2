"""How many wrong answers a fault costs a day: how often it comes, times what it does to answers.

The interval multiplies the ends of both, so it is wider than one of the product needs to be. Where
no record has a label, every changed answer is counted as a wrong one, which is an estimate from
above: it is marked, and fails nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence.edge_cases.prevalence import Prevalence
from readiness_kit.evidence.edge_cases.silent import N_MIN, Floor
from readiness_kit.evidence.edge_cases.trial import Case
from readiness_kit.evidence.intervals import (
    Interval,
    newcombe_of_shares,
    paired_difference,
    wilson,
)
from readiness_kit.evidence.labels import error_cost

LIMIT_SHARE = 0.01
"""Of the records of a day, so many may be answered wrongly for one fault unless the client says."""


class Loss(NamedTuple):
    """What a fault does to the answers to records that have it."""

    share: float
    """Right answers that are lost, less wrong ones that it mends by chance."""
    interval: Interval
    n: int
    estimated: bool
    """Whether changed answers stand in for wrong ones, since there are no labels."""


class Volume(NamedTuple):
    """How much is asked a day, and how much may go wrong."""

    records: float | None
    limit: float | None
    """Wrong answers a day for one fault."""
    costs: dict[str, float]
    currency: str

    @staticmethod
    def of(profile: Profile) -> Volume:
        """Read it from engagement.yaml; without a limit of the client's, 1 % of the records."""
        levels = profile.service_levels
        records, limit = levels.records_per_day, levels.wrong_answers_per_day
        if limit is None and records is not None:
            limit = LIMIT_SHARE * records
        return Volume(records, limit, profile.error_costs, profile.budget.currency)

    @property
    def limit_share(self) -> float | None:
        """The limit as a share of all records; None where that cannot be told."""
        if self.records is not None and self.limit is not None:
            return self.limit / self.records
        return LIMIT_SHARE if self.limit is None else None


@dataclass(frozen=True)
class Daily:
    """What one fault in one field costs a day."""

    prevalence: Prevalence
    loss: Loss
    share: float
    """Of all records, those that are answered wrongly for this fault."""
    interval: Interval
    volume: Volume
    each: float | None
    """What one such answer costs, by the labels of the records that lost their right answer."""

    @property
    def over(self) -> bool:
        """Whether even the low end is over the limit, on labelled records enough to say so."""
        limit = self.volume.limit_share
        enough = not self.loss.estimated and self.loss.n >= N_MIN
        return enough and limit is not None and self.interval.low > limit

    def a_day(self, share: float) -> float | None:
        """So many records a day; None where nobody says how many there are."""
        return None if self.volume.records is None else share * self.volume.records


def daily(
    cases: Sequence[Case], seen: Prevalence | None, volume: Volume, floor: Floor, seed: int
) -> Daily | None:
    """What a fault costs a day, by its cases in one field; None where production has none of it."""
    if seen is None or not cases:
        return None
    loss = lost(cases, floor, seed)
    low, high = (
        seen.interval.low * max(0.0, loss.interval.low),
        seen.interval.high * max(0.0, loss.interval.high),
    )
    share = seen.share * max(0.0, loss.share)
    return Daily(seen, loss, share, Interval(low, high), volume, _each(cases, volume))


def lost(cases: Sequence[Case], floor: Floor, seed: int) -> Loss:
    """How many right answers the fault costs, beyond those that change by themselves.

    A record that is refused or marked is none of its wrong answers: that is what should happen.
    """
    known = [case for case in cases if case.right_before is not None]
    if not known:
        changed = sum(case.outcome == "CHANGED" for case in cases)
        loss = Loss(changed / len(cases), wilson(changed, len(cases)), len(cases), True)
    else:
        before = [bool(case.right_before) for case in known]
        after = [
            was if case.right_after is None else case.right_after
            for was, case in zip(before, known, strict=True)
        ]
        paired = paired_difference(before, after, seed=seed)
        loss = Loss(paired.estimate, paired.interval, len(known), False)
    return _beyond(loss, floor)


def _beyond(loss: Loss, floor: Floor) -> Loss:
    """The loss less the share of answers that change by themselves, by Newcombe's interval."""
    differing, n = floor
    if not differing:
        return loss
    other = differing / n
    share = max(0.0, loss.share)
    low, high = newcombe_of_shares(share, loss.n, other, n)
    return loss._replace(
        share=share - other,
        interval=Interval(min(low, loss.interval.low), min(high, loss.interval.high)),
    )


def _each(cases: Sequence[Case], volume: Volume) -> float | None:
    wrong = [case.truth for case in cases if case.right_before and case.right_after is False]
    labels = [label for label in wrong if label is not None]
    if not labels or not volume.costs:
        return None
    return error_cost(labels, len(labels), volume.costs).per_1000 / 1000
