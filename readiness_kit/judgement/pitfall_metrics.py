"""The pitfalls that metrics tell: tuning before the use is proved, and measuring too late."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.pitfall_ground import Ground, Signal, if_set_off, levels, shares

_ACCURACY = "model_accuracy"
"""The metric that says what a run of accuracy says."""


def early(ground: Ground) -> Iterator[Signal]:
    """Tuning before the use is proved."""
    yield from _tuning(ground)
    targets = ground.metrics.targets if ground.metrics else {}
    business = [m.id for m in ground.case.framework.metrics if m.dimension == "business"]
    with_baseline = [id for id in business if id in targets and targets[id].baseline is not None]
    if not business:
        return
    if not targets:
        said = "a baseline of a business metric"
        yield Signal("baseline", "cannot_tell", said, "metric_targets.csv")
        return
    said = f"{len(with_baseline)} of {len(business)} business metrics with a baseline"
    yield Signal("baseline", if_set_off(not with_baseline), said, "metric_targets.csv")


def _tuning(ground: Ground) -> Iterator[Signal]:
    """Whether effort goes into a model whose target is met."""
    limit, met = ground.limits.get("effort_share"), _accuracy_met(ground)
    themes = {id: c.theme for id, c in ground.case.framework.criteria.items()}
    efforts = [
        (themes[action.criterion], action.effort_days)
        for action in ground.case.facts.actions
        if action.effort_days and action.criterion in themes
    ]
    if limit is None:
        return
    if met is None or not efforts:
        what = "a run of accuracy" if met is None else "open actions with an effort"
        said = f"{what}, to see where effort goes"
        yield Signal("tuning", "cannot_tell", said, "actions and runs")
        return
    whole = sum(days for _, days in efforts)
    share = settled(sum(days for theme, days in efforts if theme == "model") / whole)
    came, most = shares(share, limit)
    said = (
        f"{came} of the planned effort is for the model, whose target is "
        f"{'met' if met else 'not met'}; over {most} is too much once it is met"
    )
    yield Signal("tuning", if_set_off(met and share > limit), said, "actions and runs")


def _accuracy_met(ground: Ground) -> bool | None:
    """Whether the newest runs passed, or the metric reached its target; None: neither is known."""
    runs = ground.case.facts.latest_runs("accuracy")
    known = [all(run.verdict == "pass" for run in runs)] if runs else []
    reached = _metric_reached(ground)
    if reached is not None:
        known.append(reached)
    return any(known) if known else None


def _metric_reached(ground: Ground) -> bool | None:
    """By its newest value of all cases; where there are cohorts alone, by every one of them."""
    target = ground.metrics.targets.get(_ACCURACY) if ground.metrics else None
    metric = next((m for m in ground.case.framework.metrics if m.id == _ACCURACY), None)
    own = [value for value in ground.values if value.metric == _ACCURACY]
    whole = [value for value in own if value.cohort is None] or own
    if metric is None or target is None or target.target is None or not whole:
        return None
    last = max(value.date for value in whole)
    aim, sign = target.target, 1 if metric.better == "up" else -1
    return all(sign * value.value >= sign * aim for value in whole if value.date == last)


def monitoring(ground: Ground) -> Iterator[Signal]:
    """Too little is measured, too late."""
    days = sorted({value.date for value in ground.values})
    if not days:
        late = ground.reached("pilot")
        said = "no metric has a value" + ("" if late else " yet; it is needed before the pilot")
        yield Signal("first", "set_off" if late else "cannot_tell", said, "metrics.csv")
    else:
        yield from _first(ground, days[0])
        if (limit := ground.limits.get("gap_days")) is not None:
            yield from _gaps(ground, days[-1], limit)
    if ground.reached("mvp"):
        yield from levels(ground)


def _first(ground: Ground, first: dt.date) -> Iterator[Signal]:
    """Whether something was measured by the day on which real cases could begin."""
    planned, decision = ground.begins("pilot"), ground.case.facts.decisions.get("mvp")
    closed = decision.on if decision is not None and decision.closes else None
    begun = [day for day in (planned, closed) if day is not None]
    if not begun:
        said = "the start of the work, to know when the first live case is"
        yield Signal("first", "cannot_tell", said, "engagement.yaml")
        return
    live = min(begun)
    by = "the first live case is planned for" if live == planned else "the MVP’s gate was passed on"
    said = f"the first value is of {first}; {by} {live}"
    if first > live and closed is None and not ground.reached("pilot"):
        told = f"{said}, and the pilot has not begun"
        yield Signal("first", "cannot_tell", told, "metrics.csv")
        return
    yield Signal("first", if_set_off(first > live), said, "metrics.csv")


def _gaps(ground: Ground, newest: dt.date, limit: float) -> Iterator[Signal]:
    gap = _widest_gap(ground)
    if gap is None:
        said = "a second value of a metric, to see how often it is measured"
        yield Signal("gap", "cannot_tell", said, "metrics.csv")
    else:
        name, days = gap
        yield _held(ground, "gap", f"the longest gap of {name}", days, limit)
    silent = (ground.card.as_of - newest).days
    yield _held(ground, "silence", "the time since the last value", silent, limit)


def _held(ground: Ground, id: str, what: str, days: int, limit: float) -> Signal:
    """Days against their limit; in a POC nothing has to be measured without a break yet."""
    said = f"{what} is {days} {'day' if days == 1 else 'days'}; at most {limit:g} are fine"
    if days > limit and not ground.reached("mvp"):
        return Signal(id, "cannot_tell", f"{said}, from the MVP on", "metrics.csv")
    return Signal(id, if_set_off(days > limit), said, "metrics.csv")


def _widest_gap(ground: Ground) -> tuple[str, int] | None:
    """The series with the longest gap, and its days; None where no series has two values.

    Machines write the technical series, each of which is looked at alone; surveys and monthly
    figures have a rhythm of their own, so without any of those all count together.
    """
    titles = {m.id: m.title for m in ground.case.framework.metrics if m.dimension == "technical"}
    series: dict[str, set[dt.date]] = defaultdict(set)
    for value in ground.values:
        if value.metric in titles:
            series[f"“{titles[value.metric]}”"].add(value.date)
    if not series:
        series["all metrics together"] = {value.date for value in ground.values}
    gaps = [
        (name, (later - sooner).days)
        for name, days in series.items()
        for sooner, later in pairwise(sorted(days))
    ]
    return max(gaps, key=lambda gap: gap[1], default=None)
