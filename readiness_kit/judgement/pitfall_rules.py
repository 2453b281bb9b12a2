"""The rules of the pitfalls that we can tell by figures; every limit is the framework's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from readiness_kit.engagement.assessment import Action
from readiness_kit.framework.criterion import GRADES
from readiness_kit.judgement.evidence_life import supports
from readiness_kit.judgement.pitfalls import Ground, Rule, Signal, SignalState

_SHOWN_TO_WORK = ("demonstrated", "test", "recurring")


def _integration(ground: Ground) -> Iterator[Signal]:
    yield from _integration_share(ground)
    mapped = ground.integrations
    if mapped is None or not mapped.rows:
        late = ground.reached("mvp")
        said = "there is no map of the systems on a record’s way"
        yield Signal("set_off" if late else "cannot_tell", said, "integrations.csv")
    else:
        count = len(mapped.rows)
        unknown = [r for r in mapped.rows if r.status in (None, "unknown") or mapped.missing(r)]
        yield _counted(len(unknown), count, "systems not fully described")
        yield _counted(len(mapped.unowned), count, "systems without an owner")
        yield from _untested(ground, len(mapped.untested), count)
    yield from _levels(ground)


def _integration_share(ground: Ground) -> Iterator[Signal]:
    share = ground.case.profile.budget.integration_share
    rule = next(
        (r for r in ground.case.framework.rules_of_thumb if r.id == "integration_share"), None
    )
    if rule is None:
        return
    low = rule.range[0]
    if share is None:
        said = f"the share of the budget for integration; at least {low:.0%} is needed"
        yield Signal("cannot_tell", said, "engagement.yaml")
        return
    said = f"{share:.0%} of the budget is for integration; at least {low:.0%} is needed"
    yield Signal(_if(share < low), said, "engagement.yaml")


def _counted(found: int, count: int, what: str) -> Signal:
    return Signal(_if(found > 0), f"{found} of {count} {what}", "integrations.csv")


def _if(set_off: bool) -> SignalState:
    return "set_off" if set_off else "clear"


def _untested(ground: Ground, untested: int, count: int) -> Iterator[Signal]:
    """From some week on an interface that never took a message is late."""
    start, week = ground.case.profile.start, ground.limits.get("untested_from_week")
    if week is None:
        return
    weeks = None if start is None else (ground.card.as_of - start).days // 7 + 1
    said = f"{untested} of {count} interfaces never took a test message"
    if ground.reached("pilot") or (weeks is not None and weeks >= week):
        yield Signal(_if(untested > 0), said, "integrations.csv")
    elif untested:
        when = "no start is given" if weeks is None else f"this is week {weeks}"
        told = f"{said}; that counts from week {week:g} on, {when}"
        yield Signal("cannot_tell", told, "integrations.csv")


def _levels(ground: Ground) -> Iterator[Signal]:
    """Whether the criteria of a pitfall are supported at the level that it takes."""
    required = ground.limits.get("required_level")
    if required is None:
        return
    titles = {id: c.title for id, c in ground.case.framework.criteria.items()}
    for result in ground.results:
        title = titles[result.id]
        if result.supported_level is None:
            yield Signal("cannot_tell", f"an answer to “{title}”", "ratings")
            continue
        said = f"“{title}” is supported at level {result.supported_level}; it takes {required:g}"
        yield Signal(_if(result.supported_level < required), said, "ratings and evidence")


def _change(ground: Ground) -> Iterator[Signal]:
    due = _first_word_due(ground)
    actions = [a for a in _open(ground) if a.criterion in ground.pitfall.criteria]
    owned = [a for a in actions if a.owner]
    if due is None:
        said = "the start of the work, to know when the pilot is"
        yield Signal("cannot_tell", said, "engagement.yaml")
    elif ground.card.as_of < due and not actions:
        yield Signal("cannot_tell", f"an action for the change, due by {due}", "actions")
        return
    if actions:
        said = f"{len(owned)} of {len(actions)} open actions for the change with an owner"
        yield Signal(_if(not owned), said, "actions")
        if due is not None:
            yield _in_time(owned or actions, due)
    if due is None or ground.card.as_of >= due:
        yield from _levels(ground)


def _first_word_due(ground: Ground) -> dt.date | None:
    begins, weeks = ground.begins("pilot"), ground.limits.get("weeks_before_pilot")
    if begins is None or weeks is None:
        return None
    return begins - dt.timedelta(weeks=weeks)


def _in_time(actions: list[Action], due: dt.date) -> Signal:
    days = [action.due for action in actions if action.due is not None]
    if not days:
        said = f"no open action for the change has a day; it takes one by {due}"
        return Signal("set_off", said, "actions")
    first = min(days)
    said = f"the first action for the change is due {first}; the pilot needs it by {due}"
    return Signal(_if(first > due), said, "actions")


def _early(ground: Ground) -> Iterator[Signal]:
    yield from _tuning(ground)
    targets = ground.metrics.targets if ground.metrics else {}
    business = [m.id for m in ground.case.framework.metrics if m.dimension == "business"]
    with_baseline = [id for id in business if id in targets and targets[id].baseline is not None]
    if not business:
        return
    if not targets:
        yield Signal("cannot_tell", "a baseline of a business metric", "metric_targets.csv")
        return
    said = f"{len(with_baseline)} of {len(business)} business metrics with a baseline"
    yield Signal(_if(not with_baseline), said, "metric_targets.csv")


def _tuning(ground: Ground) -> Iterator[Signal]:
    """Whether effort goes into a model whose target is met."""
    limit, met = ground.limits.get("effort_share"), _accuracy_met(ground)
    efforts = [(a, a.effort_days) for a in _open(ground) if a.effort_days]
    if limit is None:
        return
    if met is None or not efforts:
        what = "a run of accuracy" if met is None else "open actions with an effort"
        yield Signal("cannot_tell", f"{what}, to see where effort goes", "actions and runs")
        return
    themes = {id: c.theme for id, c in ground.case.framework.criteria.items()}
    whole = sum(days for _, days in efforts)
    share = sum(days for action, days in efforts if themes[action.criterion] == "model") / whole
    so_far = "met" if met else "not met"
    said = (
        f"{share:.0%} of the planned effort is for the model, whose target is {so_far}; over "
        f"{limit:.0%} is too much once it is met"
    )
    yield Signal(_if(met and share > limit), said, "actions and runs")


def _accuracy_met(ground: Ground) -> bool | None:
    runs = ground.case.facts.latest_runs("accuracy")
    return None if not runs else all(run.verdict == "pass" for run in runs)


def _monitoring(ground: Ground) -> Iterator[Signal]:
    values = ground.metrics.values if ground.metrics else ()
    days = sorted({value.date for value in values})
    live = ground.begins("pilot")
    gap = ground.limits.get("gap_days")
    if not days:
        late = ground.reached("pilot")
        said = "no metric has a value" + ("" if late else " yet; it is needed before the pilot")
        yield Signal("set_off" if late else "cannot_tell", said, "metrics.csv")
    else:
        if live is not None:
            said = f"the first value is of {days[0]}; the first live case is planned for {live}"
            yield Signal(_if(days[0] > live), said, "metrics.csv")
        if gap is not None:
            yield from _gaps(ground, days, gap)
    if ground.reached("mvp"):
        yield from _levels(ground)


def _gaps(ground: Ground, days: list[dt.date], limit: float) -> Iterator[Signal]:
    widest = max(((b - a).days for a, b in pairwise(days)), default=0)
    silent = (ground.card.as_of - days[-1]).days
    for length, what in ((widest, "the longest gap"), (silent, "the time since the last value")):
        said = f"{what} is {length} days; at most {limit:g} are fine"
        yield Signal(_if(length > limit), said, "metrics.csv")


def _rollback(ground: Ground) -> Iterator[Signal]:
    if not ground.reached("mvp"):
        yield Signal("cannot_tell", "a way back, which is asked from the MVP on", "ratings")
        return
    yield from _levels(ground)
    limit = ground.limits.get("age_days")
    for result in ground.results:
        criterion = ground.case.framework.criteria[result.id]
        shown = [
            support
            for support in supports(criterion, ground.case.facts)
            if support.grade in _SHOWN_TO_WORK
        ]
        if not shown or limit is None:
            yield Signal("set_off", "nobody has shown it: no drill is on record", "evidence")
            continue
        last = max(shown, key=lambda support: (support.on, GRADES.index(support.grade)))
        age = (ground.card.as_of - last.on).days
        said = f"it was last shown {age} days ago; at most {limit:g} are fine"
        yield Signal(_if(age > limit), said, "evidence")


def _open(ground: Ground) -> list[Action]:
    return [a for a in ground.case.facts.actions if a.criterion in ground.case.framework.criteria]


RULES: dict[str, Rule] = {
    "integration_underestimated": _integration,
    "change_ignored": _change,
    "early_optimisation": _early,
    "monitoring_insufficient": _monitoring,
    "rollback_missing": _rollback,
}
"""By the id of the pitfall in the framework."""
