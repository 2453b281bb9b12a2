"""The rules of the pitfalls that we can tell by figures; every limit is the framework's.

Those that are told by plans, the map and evidence stand here, those told by metrics beside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from readiness_kit.engagement.assessment import Action
from readiness_kit.framework.criterion import GRADES
from readiness_kit.judgement.evidence_life import Support, supports
from readiness_kit.judgement.pitfall_ground import (
    Ground,
    Rule,
    Signal,
    SignalState,
    if_set_off,
    levels,
    shares,
)
from readiness_kit.judgement.pitfall_metrics import early, monitoring
from readiness_kit.judgement.scorecard import CriterionResult

_SHOWN_TO_WORK = ("demonstrated", "test", "recurring")


def _integration(ground: Ground) -> Iterator[Signal]:
    yield from _integration_share(ground)
    mapped = ground.integrations
    if mapped is None or not mapped.rows:
        said = "there is no map of the systems on a record’s way"
        yield Signal("map", _after_first_phase(ground), said, "integrations.csv")
    else:
        count = len(mapped.rows)
        unknown = [r for r in mapped.rows if r.status in (None, "unknown") or mapped.missing(r)]
        yield _counted("described", len(unknown), count, "systems not fully described")
        yield _counted("owned", len(mapped.unowned), count, "systems without an owner")
        yield from _untested(ground, len(mapped.untested), count)
    yield from levels(ground)


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
        yield Signal("share", "cannot_tell", said, "engagement.yaml")
        return
    came, least = shares(share, low)
    said = f"{came} of the budget is for integration; at least {least} is needed"
    yield Signal("share", if_set_off(share < low), said, "engagement.yaml")


def _counted(id: str, found: int, count: int, what: str) -> Signal:
    return Signal(id, if_set_off(found > 0), f"{found} of {count} {what}", "integrations.csv")


def _untested(ground: Ground, untested: int, count: int) -> Iterator[Signal]:
    """From some week on an interface that never took a message is late."""
    start, week = ground.case.profile.start, ground.limits.get("untested_from_week")
    if week is None:
        return
    weeks = None if start is None else (ground.card.as_of - start).days // 7 + 1
    told = _counted("tested", untested, count, "interfaces never took a test message")
    if not untested or ground.reached("pilot") or (weeks is not None and weeks >= week):
        yield told
        return
    if weeks is None:
        when = "no start is given"
    else:
        when = f"this is week {weeks}" if weeks > 0 else "the work has not begun"
    said = f"{told.said}; that counts from week {week:g} on, {when}"
    yield Signal("tested", "cannot_tell", said, "integrations.csv")


def _change(ground: Ground) -> Iterator[Signal]:
    """Whether somebody answers for the change in time; what is shown to be done needs no plan."""
    if not ground.results:
        return
    shown = tuple(levels(ground))
    if shown and all(signal.state == "clear" for signal in shown):
        yield from shown
        return
    due = _first_word_due(ground)
    late = ground.reached("pilot") or (due is not None and ground.card.as_of >= due)
    if due is None and ground.case.profile.start is None:
        said = "the start of the work, to know when the pilot is"
        yield Signal("start", "cannot_tell", said, "engagement.yaml")
    yield from _planned(ground, due, late=late)
    if late or due is None:
        yield from shown


def _planned(ground: Ground, due: dt.date | None, *, late: bool) -> Iterator[Signal]:
    """What the actions say of the change."""
    actions = [a for a in ground.case.facts.actions if a.criterion in ground.pitfall.criteria]
    if actions:
        owned = [action for action in actions if action.owner]
        said = f"{len(owned)} of {len(actions)} open actions for the change with an owner"
        yield Signal("owner", if_set_off(not owned), said, "actions")
        yield from _in_time(ground, owned or actions, due)
    elif late and not _done(ground) and _unanswered(ground):
        by = f"; the first was due by {due}" if due else ""
        said = f"no answer and no action for the change is on record{by}"
        yield Signal("planned", _after_first_phase(ground), said, "ratings and actions")
    elif due is not None and not late:
        said = f"an action for the change, due by {due}"
        yield Signal("planned", "cannot_tell", said, "actions")


def _after_first_phase(ground: Ground) -> SignalState:
    """What silence means: nothing yet in a POC, whose plan may still move; later it is a sign."""
    return "set_off" if ground.reached("mvp") else "cannot_tell"


def _done(ground: Ground) -> bool:
    """Whether something was done about it, however it is rated."""
    return any(
        action.status == "done" and action.criterion in ground.pitfall.criteria
        for action in ground.case.assessment.actions
    )


def _unanswered(ground: Ground) -> bool:
    return all(result.supported_level is None for result in ground.results)


def _first_word_due(ground: Ground) -> dt.date | None:
    begins, weeks = ground.begins("pilot"), ground.limits.get("weeks_before_pilot")
    if begins is None or weeks is None:
        return None
    return begins - dt.timedelta(weeks=weeks)


def _in_time(ground: Ground, actions: list[Action], due: dt.date | None) -> Iterator[Signal]:
    days = [action.due for action in actions if action.due is not None]
    first = min(days, default=None)
    if first is not None and first < ground.card.as_of:
        said = f"the first action for the change was due {first} and is still open"
        yield Signal("in_time", "set_off", said, "actions")
    elif due is None:
        return
    elif first is None:
        said = f"no open action for the change has a day; it takes one by {due}"
        yield Signal("in_time", "set_off", said, "actions")
    else:
        said = f"the first action for the change is due {first}; the pilot needs it by {due}"
        yield Signal("in_time", if_set_off(first > due), said, "actions")


def _rollback(ground: Ground) -> Iterator[Signal]:
    if not ground.reached("mvp"):
        said = "a way back, which is asked from the MVP on"
        yield Signal("asked_later", "cannot_tell", said, "ratings")
        return
    yield from levels(ground)
    for result in ground.results:
        yield _drilled(ground, result)


def _drilled(ground: Ground, result: CriterionResult) -> Signal:
    """Whether going back was shown to work, of late and on what runs today."""
    id, shown = f"drill.{result.id}", _shown(ground, result.id)
    if not shown:
        said = "no drill that went well is on record"
        return Signal(id, "set_off", said, "evidence")
    live = [support for support in shown if support.state == "live"]
    last = max(live or shown, key=lambda support: (support.on, GRADES.index(support.grade)))
    age = (ground.card.as_of - last.on).days
    ago = f"{age} {'day' if age == 1 else 'days'} ago"
    if not live:
        why = "on another version" if last.state == "stale" else "and that evidence has lapsed"
        return Signal(id, "set_off", f"it was last shown {ago}, {why}", "evidence")
    limit = ground.limits.get("age_days")
    said = f"it was last shown {ago}"
    if limit is None:
        return Signal(id, "clear", said, "evidence")
    said += f"; at most {limit:g} are fine"
    return Signal(id, if_set_off(age > limit), said, "evidence")


def _shown(ground: Ground, id: str) -> list[Support]:
    """What shows that a criterion works: no words, no papers, and no run that failed."""
    facts = ground.case.facts
    failed = {run.id for runs in facts.runs.values() for run in runs if run.verdict == "fail"}
    return [
        support
        for support in supports(ground.case.framework.criteria[id], facts)
        if support.grade in _SHOWN_TO_WORK
        and not (support.source == "run" and support.id in failed)
    ]


RULES: dict[str, Rule] = {
    "integration_underestimated": _integration,
    "change_ignored": _change,
    "early_optimisation": early,
    "monitoring_insufficient": monitoring,
    "rollback_missing": _rollback,
}
"""By the id of the pitfall in the framework."""
