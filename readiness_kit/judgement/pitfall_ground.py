"""What the rule of a pitfall looks at, and the signals that it tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from readiness_kit.engagement.integrations import IntegrationMap
from readiness_kit.engagement.metrics import Metrics, MetricValue
from readiness_kit.framework.schema import Pitfall
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.numbers import DECIMALS
from readiness_kit.judgement.scorecard import CriterionResult, Scorecard

SignalState = Literal["set_off", "clear", "cannot_tell"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing that shows a pitfall, or that it is not there."""

    id: str
    """Which of its pitfall's signals this is; the same on every day."""
    state: SignalState
    said: str
    """The values, and the limit that they were held against; else what would tell."""
    source: str
    """Where the values are from: a file, or what it was told by."""


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

    @cached_property
    def values(self) -> tuple[MetricValue, ...]:
        """The values of metrics up to the day of judgement."""
        values = self.metrics.values if self.metrics else ()
        return tuple(value for value in values if value.date <= self.card.as_of)

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


def levels(ground: Ground) -> Iterator[Signal]:
    """Whether the criteria of a pitfall are supported at the level that it takes."""
    required = ground.limits.get("required_level")
    if required is None:
        return
    for result in ground.results:
        id, title = f"level.{result.id}", ground.case.framework.criteria[result.id].title
        if result.supported_level is None:
            yield Signal(id, "cannot_tell", f"an answer to “{title}”", "ratings")
            continue
        said = f"“{title}” is supported at level {result.supported_level}"
        if result.level is not None and result.level != result.supported_level:
            said += f", claimed at {result.level}"
        state = if_set_off(result.supported_level < required)
        yield Signal(id, state, f"{said}; it takes {required:g}", "ratings and evidence")


def if_set_off(holds: bool) -> SignalState:
    """The state of a signal that is known either way."""
    return "set_off" if holds else "clear"


def shares(value: float, limit: float) -> tuple[str, str]:
    """Both as percentages, with as many decimals as it takes to see that they differ."""
    for digits in range(DECIMALS - 1):
        said = f"{value:.{digits}%}", f"{limit:.{digits}%}"
        if said[0] != said[1]:
            # 30.0% beside 29.6% says no more than 30%
            return _short(said[0]), _short(said[1])
    return f"{value:.0%}", f"{limit:.0%}"


def _short(share: str) -> str:
    figure = share.removesuffix("%")
    return (figure.rstrip("0").rstrip(".") if "." in figure else figure) + "%"
