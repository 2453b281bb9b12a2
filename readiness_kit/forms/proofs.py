"""What a card links beside its rating: evidence that supports it, and who closes it by when."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from readiness_kit.engagement import acts
from readiness_kit.engagement.assessment import Action, Evidence
from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.parts import Ground
from readiness_kit.errors import UsageError
from readiness_kit.framework.criterion import Grade
from readiness_kit.reading import (
    Day,
    Document,
    Identifier,
    Number,
    StrictModel,
    Text,
    validated,
)


class Support(StrictModel):
    """Evidence of one criterion; `seen` is the piece that it takes the place of."""

    kind: Literal["support"]
    id: Identifier
    grade: Grade
    reference: Text
    on: Day
    expires: Day | None = None
    seen: Evidence | None = None
    t: Number


class Withdraw(StrictModel):
    """A piece of evidence that is taken away."""

    kind: Literal["withdraw"]
    id: Identifier
    seen: Evidence
    t: Number


class Plan(StrictModel):
    """Who closes a criterion by when; `seen` is the action that it takes the place of."""

    kind: Literal["plan"]
    id: Identifier
    text: Text
    owner: Text | None = None
    due: Day | None = None
    seen: Action | None = None
    t: Number


class Unplan(StrictModel):
    """An action that is taken away."""

    kind: Literal["unplan"]
    id: Identifier
    seen: Action
    t: Number


_MODELS: dict[str, type[StrictModel]] = {
    "support": Support,
    "withdraw": Withdraw,
    "plan": Plan,
    "unplan": Unplan,
}
KINDS = tuple(_MODELS)


def proof_change(ground: Ground, content: Any, *, by: str) -> Change:
    """The change that a message means, said by `by`; raises InvalidFileError for a bad one."""
    asked = validated(_MODELS[content["kind"]], Document("the form's edit", content))
    if isinstance(asked, Support):
        return _support(ground, asked, by)
    if isinstance(asked, Plan):
        return _plan(ground, asked)
    if isinstance(asked, Unplan):
        return replace(acts.unplan(asked.seen.id), seen=asked.seen)
    assert isinstance(asked, Withdraw)
    return Change(asked.kind, ("evidence", asked.seen.id), None, seen=asked.seen)


def _support(ground: Ground, asked: Support, by: str) -> Change:
    seen = asked.seen
    made = acts.support(
        ground.framework,
        asked.id,
        grade=asked.grade,
        reference=asked.reference.strip(),
        on=_days(asked),
        by=seen.by if seen else by,
        expires=asked.expires,
    )
    return made if seen is None else _replacing(made, seen)


def _days(asked: Support) -> list[Any]:
    """Recurring evidence keeps the days on which it was seen before."""
    earlier = asked.seen.instances if asked.seen and asked.grade == "recurring" else []
    return sorted({*earlier, asked.on})


def _plan(ground: Ground, asked: Plan) -> Change:
    seen = asked.seen
    if not asked.text.strip():
        raise UsageError("an action says what is to be done")
    stands = seen or Action(id="new", criterion=asked.id, kind="do", text=asked.text)
    made = acts.plan(
        ground.framework,
        criterion=asked.id,
        kind=stands.kind,
        text=asked.text.strip(),
        owner=(asked.owner or "").strip() or None,
        due=asked.due,
        effort_days=stands.effort_days,
        status=stands.status,
        depends_on=stands.depends_on,
        id=seen.id if seen else "",
    )
    return made if seen is None else replace(made, seen=seen)


def _replacing(made: Change, seen: Evidence) -> Change:
    new = {**(made.new or {}), "id": seen.id}
    return replace(made, path=(made.path[0], seen.id), new=new, seen=seen)
