"""The pitfall detector: known ways to fail, told by figures before they are felt.

Each rule looks at what is on record (ratings, runs, the integration map, metrics, actions, the
budget) and says what set it off, what is clear, and what it cannot tell and for want of what.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from readiness_kit.engagement.integrations import IntegrationMap
from readiness_kit.engagement.metrics import Metrics
from readiness_kit.framework.schema import Pitfall
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.scorecard import CriterionResult, Scorecard

SignalState = Literal["set_off", "clear", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that shows a pitfall, or that it is not there."""

    state: SignalState
    said: str
    """The values, and the limit that they were held against; else what would tell."""
    source: str
    """Where the values are from: a file, or what it was told by."""


@dataclass(frozen=True, slots=True)
class PitfallResult:
    """Whether an engagement is in one known way to fail."""

    id: str
    state: SignalState
    close_by: str
    """The phase by whose gate it must be gone."""
    due: bool
    """Whether that gate is the next, or is behind us."""
    signals: tuple[Signal, ...]

    def of_state(self, state: SignalState) -> tuple[Signal, ...]:
        """The signals of this state."""
        return tuple(signal for signal in self.signals if signal.state == state)


@dataclass(frozen=True)
class Ground:
    """What the rule of one pitfall looks at."""

    pitfall: Pitfall
    case: Case
    card: Scorecard
    integrations: IntegrationMap | None
    metrics: Metrics | None

    @property
    def limits(self) -> dict[str, float]:
        """What the framework holds values against."""
        return self.pitfall.limits

    @cached_property
    def results(self) -> list[CriterionResult]:
        """The pitfall's criteria that are asked of this engagement and apply."""
        asked = {c.id: c for section in self.card.sections for c in section.criteria}
        found = [asked[id] for id in self.pitfall.criteria if id in asked]
        return [result for result in found if result.state != "not_applicable"]

    def reached(self, phase: str) -> bool:
        """Whether the engagement stands in this phase or in a later one."""
        here = self.card.phase
        known = [section.id for section in self.case.framework.phases]
        if here not in known or phase not in known:
            return False
        return known.index(here) >= known.index(phase)

    def begins(self, phase: str) -> dt.date | None:
        """The day on which a phase was to begin, by the plan of weeks from the start."""
        start = self.case.profile.start
        weeks = next((s.weeks for s in self.case.framework.phases if s.id == phase), None)
        if start is None or weeks is None:
            return None
        return start + dt.timedelta(weeks=weeks[0] - 1)


Rule = Callable[[Ground], Iterator[Signal]]


def detect(
    case: Case,
    card: Scorecard,
    *,
    integrations: IntegrationMap | None,
    metrics: Metrics | None,
) -> tuple[PitfallResult, ...]:
    """Look for every pitfall that the framework names, in its order.

    A pitfall that we have no rule for is told with its signals, as something to be asked.
    """
    from readiness_kit.judgement.pitfall_rules import RULES

    found = []
    for pitfall in case.framework.pitfalls:
        ground = Ground(pitfall, case, card, integrations, metrics)
        signals = tuple(RULES.get(pitfall.id, _asked)(ground))
        found.append(
            PitfallResult(
                id=pitfall.id,
                state=_worst(signals),
                close_by=pitfall.close_by,
                due=ground.reached(pitfall.close_by),
                signals=signals,
            )
        )
    return tuple(found)


def _worst(signals: tuple[Signal, ...]) -> SignalState:
    states = {signal.state for signal in signals}
    if "set_off" in states:
        return "set_off"
    return "clear" if "clear" in states else "cannot_tell"


def _asked(ground: Ground) -> Iterator[Signal]:
    for text in ground.pitfall.signals:
        yield Signal("cannot_tell", text, "to be asked")
