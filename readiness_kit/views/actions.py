"""The actions: what closes which finding, who does it, and by when."""

from __future__ import annotations

import datetime as dt

from markupsafe import Markup

from readiness_kit.engagement.assessment import Action
from readiness_kit.views.cover import short_day
from readiness_kit.views.html import NOTHING, bidi, join, lead, number, table, tag
from readiness_kit.views.story import Story
from readiness_kit.views.view import View

_KINDS = {"prove": "prove: it is so, and is shown", "do": "do: it is not so yet"}


def actions(story: Story) -> View | None:
    """List every action, what is due first on top; None where nothing is planned."""
    planned = sorted(story.engagement.assessment.actions, key=_by_due)
    if not planned:
        return None
    rows = [_row(story, action) for action in planned]
    heads = ("What", "Closes", "Owner", "Due", "Days", "Status")
    html = join([lead(_opening(story, planned)), table(heads, rows, "Actions, the next due first")])
    return View(html, id="actions", title="What is planned")


def _by_due(action: Action) -> tuple[dt.date, str]:
    return (action.due or dt.date.max, action.id)


def _opening(story: Story, planned: list[Action]) -> str:
    open_ = [action for action in planned if action.status in ("planned", "started")]
    nobody = sum(action.owner is None for action in open_)
    late = sum(_late(story, action) for action in open_)
    told = [f"{len(open_)} of {len(planned)} still to be done"]
    if nobody:
        told.append(f"{nobody} without an owner")
    if late:
        told.append(f"{late} past the day")
    return f"{', '.join(told)}."


def _late(story: Story, action: Action) -> bool:
    return action.due is not None and action.due < story.card.as_of


def _row(story: Story, action: Action) -> tuple[object, ...]:
    return (
        join([bidi(action.text), tag("small", f" ({_KINDS[action.kind]})", class_="rk-quiet")]),
        story.criterion(action.criterion).title,
        bidi(action.owner) if action.owner else NOTHING,
        _due(story, action),
        number(action.effort_days, 1) if action.effort_days is not None else NOTHING,
        action.status,
    )


def _due(story: Story, action: Action) -> Markup | str:
    if action.due is None:
        return NOTHING
    day = short_day(action.due)
    late = action.status in ("planned", "started") and _late(story, action)
    return join([day, tag("b", " late")]) if late else day
