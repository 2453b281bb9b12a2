"""One rating as it comes from the page: checked like a file, and made a change of the file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from readiness_kit.engagement import acts
from readiness_kit.engagement.assessment import Rating, Reason
from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.parts import Ground
from readiness_kit.errors import UsageError
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import (
    Document,
    Identifier,
    Integer,
    Number,
    StrictModel,
    Text,
    validated,
)

KINDS = ("rate", "unknown", "not_applicable", "clear", "note")


class Edit(StrictModel):
    """What somebody chose or wrote, and the answer that the page showed at that moment."""

    id: Identifier
    respondent: Identifier
    """`consensus` is the room."""
    kind: Literal["rate", "unknown", "not_applicable", "clear", "note"]
    level: Integer | None = None
    note: Text | None = None
    """None keeps the earlier note; an empty one removes it."""
    reason: Reason | None = None
    approver: Text | None = None
    seen: Rating | None
    t: Number
    """By this the page knows which of its edits a reply is about."""


def read_edit(content: Any) -> Edit:
    """Check a message from the page; raise InvalidFileError with all that is wrong with it."""
    return validated(Edit, Document("the form's edit", content))


def as_change(ground: Ground, edit: Edit, seen: Rating | None, *, meeting: int = 0) -> Change:
    """The change that an edit means where `seen` stands; `seen` is also what it may replace.

    In a meeting, which has its number from 1 on, it is an answer of that round: what was said
    before anybody talked stays beside it.
    """
    framework = ground.framework
    respondent = answering(ground, edit.respondent)
    round = max(meeting, seen.round if seen else 0)
    if edit.kind == "clear":
        round = seen.round if seen else 0
        change = acts.clear(framework, edit.id, respondent, round=round)
    elif edit.kind == "note":
        change = _noted(framework, edit, respondent, seen, round)
    else:
        change = acts.rate(
            framework,
            edit.id,
            respondent,
            state="rated" if edit.kind == "rate" else edit.kind,
            level=edit.level,
            reason=edit.reason,
            approver=edit.approver,
            note=_note(edit, seen),
            round=round,
        )
    return replace(change, seen=seen if seen and seen.round == round else None)


def answering(ground: Ground, respondent: str) -> str:
    """Whose answer it is: a person that engagement.yaml lists, or the room."""
    if respondent == acts.CONSENSUS:
        return respondent
    return acts.known_respondent(ground.profile, respondent)


def _noted(
    framework: Framework, edit: Edit, respondent: str, seen: Rating | None, round: int
) -> Change:
    if seen is None:
        raise UsageError("a note is saved with the rating: choose a level, or U for not known")
    return acts.rate(
        framework,
        edit.id,
        respondent,
        state=seen.state,
        level=seen.level,
        reason=seen.reason,
        approver=seen.approver,
        note=_note(edit, seen),
        choices=seen.choices,
        round=round,
    )


def _note(edit: Edit, seen: Rating | None) -> str | None:
    if edit.note is not None:
        return edit.note.strip() or None
    return seen.note if seen else None
