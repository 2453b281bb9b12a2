"""What people do to an assessment, as changes: rate, agree, support, waive, decide, plan, reply.

Commands, forms and imports call these, so that one rule holds however a word reaches the file.
A day that is left out is filled in by the writer: it is the day on which the act is saved.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from readiness_kit.engagement.changes import Change, rating_place
from readiness_kit.engagement.dates import instant
from readiness_kit.engagement.profile import RESERVED, Profile
from readiness_kit.errors import UsageError
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Framework

if TYPE_CHECKING:
    from readiness_kit.engagement.assessment import Reason, State, Verdict
    from readiness_kit.framework.criterion import Grade

CONSENSUS = "consensus"
_NEAREST = 3


def known_criterion(framework: Framework, id: str) -> Criterion:
    """The criterion of this id; raises UsageError that suggests the nearest ones."""
    if id in framework.criteria:
        return framework.criteria[id]
    near = ", ".join(_nearest(id, list(framework.criteria)))
    hint = f"the nearest: {near}." if near else f"it has {len(framework.criteria)} others."
    raise UsageError(f"no criterion {id!r} in {framework.id}; {hint}")


def known_respondent(profile: Profile, id: str | None) -> str:
    """The respondent of this id, or the default one; raises UsageError where unlisted."""
    respondent = id or profile.default_respondent
    if respondent in RESERVED:
        raise UsageError(f"{respondent!r} is reserved; name one of {_people(profile)}")
    if respondent not in profile.roles:
        raise UsageError(
            f"{respondent!r} is not listed under `people` in engagement.yaml; there is "
            f"{_people(profile)}. Add a line `{{id: {respondent}, role: ...}}` there first."
        )
    return respondent


def rate(
    framework: Framework,
    criterion: str,
    respondent: str,
    *,
    state: State,
    level: int | None = None,
    reason: Reason | None = None,
    approver: str | None = None,
    note: str | None = None,
    choices: Sequence[str] | None = None,
    round: int = 0,
    at: dt.datetime | None = None,
) -> Change:
    """One respondent's answer to one criterion; `consensus` is the room's."""
    asked = known_criterion(framework, criterion)
    if level is not None and level not in framework.values:
        levels = ", ".join(map(str, framework.values))
        raise UsageError(f"level {level} is not on the scale of {framework.id}: {levels}")
    if state == "not_applicable" and asked.blocker is not None and not approver:
        raise UsageError(
            f"{criterion} is a blocker at gate {asked.blocker.gate}: to call it not applicable, "
            "name who approved that with --approver NAME"
        )
    new = {
        "criterion": criterion,
        "respondent": respondent,
        "round": round,
        "state": state,
        "level": level,
        "reason": reason,
        "approver": approver,
        "note": note,
        "choices": list(choices) if choices else None,
        "at": instant(at) if at else None,
    }
    return Change("rate", rating_place(criterion, respondent, round), new)


def clear(framework: Framework, criterion: str, respondent: str, *, round: int = 0) -> Change:
    """Take back an answer, as if it had not been asked for."""
    known_criterion(framework, criterion)
    return Change("clear", rating_place(criterion, respondent, round), None)


def support(
    framework: Framework,
    criterion: str,
    *,
    grade: Grade,
    reference: str,
    on: Sequence[dt.date] = (),
    by: str | None,
    expires: dt.date | None = None,
) -> Change:
    """Evidence for a criterion, seen on one day, or on several where it recurs."""
    known_criterion(framework, criterion)
    if not reference:
        raise UsageError("evidence needs a reference: where would somebody else find it?")
    dates = sorted(on)
    if len(dates) > 1 and grade != "recurring":
        raise UsageError(f"several dates belong to grade recurring; {grade} was seen on one")
    new: dict[str, Any] = {
        "id": "",
        "criterion": criterion,
        "grade": grade,
        "reference": reference,
        "by": by,
        "on": dates[-1].isoformat() if dates else None,
        "expires": expires.isoformat() if expires else None,
        "instances": [day.isoformat() for day in dates] if grade == "recurring" else [],
    }
    return Change("support", ("evidence", ""), new)


def waive(
    *,
    criterion: str | None,
    method: str | None,
    owner: str,
    reason: str,
    control: str,
    expires: dt.date,
    granted: dt.date | None = None,
) -> Change:
    """Accept a shortfall of a criterion or a method until it expires."""
    place = ("waivers", "criterion", criterion) if criterion else ("waivers", "method", method)
    new = {
        "criterion": criterion,
        "method": method,
        "owner": owner,
        "reason": reason,
        "control": control,
        "granted": granted.isoformat() if granted else None,
        "expires": expires.isoformat(),
    }
    return Change("waive", tuple(str(step) for step in place), new)


def decide(
    *,
    phase: str,
    verdict: Verdict,
    by: str,
    on: dt.date | None = None,
    conditions: Sequence[str] = (),
    reference: str | None = None,
) -> Change:
    """What the client's body decided at a gate."""
    new = {
        "phase": phase,
        "verdict": verdict,
        "by": by,
        "on": on.isoformat() if on else None,
        "conditions": list(conditions),
        "reference": reference,
    }
    return Change("decide", ("decisions", phase), new)


def plan(
    framework: Framework,
    *,
    criterion: str,
    kind: str,
    text: str,
    owner: str | None = None,
    due: dt.date | None = None,
    effort_days: float | None = None,
    status: str = "planned",
    depends_on: Sequence[str] = (),
    id: str = "",
) -> Change:
    """An action: a new one, which gets its id from the writer, or what stands under an id now."""
    known_criterion(framework, criterion)
    new = {
        "id": id,
        "criterion": criterion,
        "kind": kind,
        "text": text,
        "owner": owner,
        "due": due.isoformat() if due else None,
        "effort_days": effort_days,
        "status": status,
        "depends_on": list(depends_on),
    }
    return Change("plan", ("actions", id), new)


def unplan(id: str) -> Change:
    """Take an action out of the plan."""
    return Change("unplan", ("actions", id), None)


def reply(
    framework: Framework,
    *,
    finding: str,
    response: str,
    text: str,
    by: str,
    on: dt.date | None = None,
) -> Change:
    """What the client answers to a finding, which is named by its criterion."""
    known_criterion(framework, finding)
    new = {
        "finding": finding,
        "response": response,
        "text": text,
        "by": by,
        "on": on.isoformat() if on else None,
    }
    return Change("reply", ("replies", finding), new)


def _nearest(id: str, known: Sequence[str]) -> list[str]:
    """Those that contain what was typed, as when the phase was left out, else those alike."""
    typed = id.strip().lower()
    within = [name for name in known if typed and typed in name]
    return within[:_NEAREST] or difflib.get_close_matches(typed, known, n=_NEAREST, cutoff=0.5)


def _people(profile: Profile) -> str:
    return ", ".join(profile.roles)
