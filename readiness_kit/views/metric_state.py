"""Where each metric stands between its baseline and its target. Arithmetic, no trend is claimed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.metrics import SHARE, Metrics, MetricTarget, MetricValue
from readiness_kit.framework.schema import Framework, Metric

State = Literal[
    "reached", "on_the_way", "not_moved", "moved_away", "short", "no_target", "no_value"
]

STILL = 0.05
"""Less than this part of the way, in either direction, is called not moved."""
DIMENSIONS = ("technical", "adoption", "business", "quality")


@dataclass(frozen=True)
class Standing:
    """One metric of the framework, with all that is known of it."""

    metric: Metric
    target: MetricTarget | None
    values: tuple[MetricValue, ...]
    """In order of date; of all cases together where there are any such, else of every cohort."""
    cohorts: tuple[str, ...]
    """Named where values of cohorts stand beside the whole, or for want of it."""
    latest: MetricValue | None
    """The newest value; of several cohorts the worst."""
    state: State
    way: float | None
    """The part of the way from baseline to target that is behind us."""
    overdue: bool
    """The target's day has passed, and it is not reached."""


def standings(framework: Framework, metrics: Metrics, *, as_of: dt.date) -> list[Standing]:
    """Every metric that has a value or a target, in the framework's order."""
    found = []
    for metric in framework.metrics:
        mine = (value for value in metrics.values if value.metric == metric.id)
        own = tuple(value for value in mine if value.date <= as_of)
        target = metrics.targets.get(metric.id)
        if own or target is not None:
            found.append(_standing(metric, own, target, as_of))
    return found


def unmeasured(found: Sequence[Standing]) -> list[str]:
    """The dimensions of which nothing has a value."""
    measured = {standing.metric.dimension for standing in found if standing.values}
    return [dimension for dimension in DIMENSIONS if dimension not in measured]


def _standing(
    metric: Metric, own: tuple[MetricValue, ...], target: MetricTarget | None, as_of: dt.date
) -> Standing:
    whole = tuple(value for value in own if value.cohort is None)
    cohorts = tuple(dict.fromkeys(value.cohort for value in own if value.cohort is not None))
    latest = _latest(whole or own, metric)
    state, way = _state(metric, target, latest)
    due = target.due if target else None
    late = due is not None and due < as_of and state not in ("reached", "no_target")
    return Standing(metric, target, whole or own, cohorts, latest, state, way, late)


def _latest(values: Sequence[MetricValue], metric: Metric) -> MetricValue | None:
    if not values:
        return None
    last = max(value.date for value in values)
    newest = [value for value in values if value.date == last]
    worst = min if metric.better == "up" else max
    return worst(newest, key=lambda value: value.value)


def _state(
    metric: Metric, target: MetricTarget | None, latest: MetricValue | None
) -> tuple[State, float | None]:
    if latest is None:
        return "no_value", None
    if target is None or target.target is None:
        return "no_target", None
    if _at_least(metric, latest.value, target.target):
        return "reached", None
    if target.baseline is None:
        return "short", None
    if _at_least(metric, target.baseline, target.target):
        # it was there once, and is no more: there is no way to have gone a part of
        return "moved_away", None
    way = (latest.value - target.baseline) / (target.target - target.baseline)
    if way > STILL:
        return "on_the_way", way
    return ("not_moved" if way >= -STILL else "moved_away"), way


def _at_least(metric: Metric, value: float, target: float) -> bool:
    """Whether a value is as good as the target, in the metric's own direction."""
    return value >= target if metric.better == "up" else value <= target


def spelled(standing: Standing, value: float) -> str:
    """A value as people say it, without its unit where that is a word.

    With as many digits as it takes: nearly all is not all, and little is not nothing.
    """
    if standing.metric.unit == SHARE:
        share = 100 * value
        close = 0 < min(share, 100 - share) < 0.1
        return f"{share:.2f}%" if close else f"{share:.1f}%"
    size = abs(value)
    digits = 0 if size >= 100 or value.is_integer() else 1 if size >= 1 else 3
    return f"{value:,.{digits}f}".replace("-", "\u2212")
