"""What the files of an engagement must hold beyond their types: names that meet, days that are."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from readiness_kit.engagement.assessment import Assessment, Rating
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.errors import Problem
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import Document
from readiness_kit.reading.document import Path_, shown

_SHOWN_CHOICES = 12


def profile_problems(
    document: Document, profile: Profile, framework: Framework, folder: Path
) -> list[Problem]:
    """What is wrong with an engagement.yaml that is well typed; absent data files are warnings."""
    return [
        *_phase(document, profile, framework),
        *_roles(document, profile, framework),
        *_files(document, profile, folder),
    ]


def assessment_problems(
    document: Document,
    assessment: Assessment,
    profile: Profile,
    framework: Framework,
    *,
    as_of: dt.date,
) -> list[Problem]:
    """What is wrong with an assessment.json that is well typed."""
    return [
        *_reference(document, assessment, framework),
        *_ratings(document, assessment, profile, framework),
        *_criteria(document, assessment, framework),
        *_methods(document, assessment, framework),
        *_decisions(document, assessment, framework),
        *_twice(document, assessment),
        *_future(document, assessment, as_of),
        *_never_live(document, assessment),
    ]


def observation_problems(
    document: Document, observation: Observation, *, stem: str
) -> list[Problem]:
    """What is wrong with an observation that is well typed."""
    if observation.id == stem:
        return []
    return [document.problem(("id",), f"the name of its file, {stem}", shown(observation.id))]


def rating_faults(
    rating: Rating, profile: Profile, framework: Framework
) -> Iterator[tuple[str, str, object]]:
    """What one rating may not say here, as field, what is allowed, what came."""
    criterion = framework.criteria.get(rating.criterion)
    if criterion is None:
        yield "criterion", unknown_word("a criterion", rating.criterion, framework.criteria), ""
    if rating.level is not None and rating.level not in framework.values:
        levels = ", ".join(str(level) for level in framework.values)
        yield "level", f"a level of the scale: {levels}", rating.level
    yield from _respondent(rating, profile)
    called_off = rating.state == "not_applicable" and not (rating.approver or "").strip()
    if criterion and criterion.blocker and called_off:
        allowed = f"a named approver: {criterion.id} is a blocker, and is called not applicable"
        yield "approver", allowed, "none"


def unknown_word(what: str, word: str, known: Collection[str]) -> str:
    """Say that a word is none of the known ones, and which one was probably meant."""
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"{what} of the framework; {shown(word)} is none, did you mean {close[0]}?"
    some = list(known)[:_SHOWN_CHOICES]
    more = ", …" if len(known) > len(some) else ""
    return f"{what} of the framework ({', '.join(some)}{more}); {shown(word)} is none"


def _respondent(rating: Rating, profile: Profile) -> Iterator[tuple[str, str, object]]:
    who = rating.respondent
    if who is None:
        return
    if who == "consensus":
        if rating.state == "unrated":
            yield "state", "rated, unknown or not_applicable: the room agrees on one", rating.state
    elif who == "tool":
        yield "respondent", "a person; `tool` is reserved for what our own runs show", who
    elif who not in profile.roles:
        allowed = f"somebody listed in `people` of engagement.yaml: {', '.join(profile.roles)}"
        yield "respondent", allowed, who


def _phase(document: Document, profile: Profile, framework: Framework) -> Iterator[Problem]:
    phases = [phase.id for phase in framework.phases]
    if phases and profile.phase not in phases:
        allowed = f"the phase whose gate is next: {', '.join(phases)}"
        yield document.problem(("phase",), allowed, shown(profile.phase or "null"))
    if not phases and profile.phase is not None:
        allowed = f"null: framework {framework.id} has no phases"
        yield document.problem(("phase",), allowed, shown(profile.phase))


def _roles(document: Document, profile: Profile, framework: Framework) -> Iterator[Problem]:
    # Who facilitates is part of the rules, whatever a framework calls its people.
    roles = {role.id for role in framework.roles} | {"facilitator"}
    for index, person in enumerate(profile.people):
        if framework.roles and person.role not in roles:
            allowed = f"a role of the framework: {', '.join(sorted(roles))}"
            yield document.problem(("people", index, "role"), allowed, shown(person.role))


def _files(document: Document, profile: Profile, folder: Path) -> Iterator[Problem]:
    for path, name in _named_files(profile):
        if fault := _outside(folder, name):
            yield document.problem(path, fault, shown(name))
        elif not (folder / name).exists():
            allowed = "a file in the engagement's folder; it is not there yet"
            yield document.problem(path, allowed, shown(name), severity="warning")


def _named_files(profile: Profile) -> Iterator[tuple[Path_, str]]:
    target: Any = profile.target
    named = [
        *(
            (("data", field), getattr(profile.data, field))
            for field in ("poc", "production", "training")
        ),
        *((("target", f), getattr(target, f, None)) for f in ("file", "skops", "onnx", "pickle")),
        (("drills", "golden"), profile.drills.golden),
    ]
    yield from ((path, name) for path, name in named if name is not None)


def _outside(folder: Path, name: str) -> str | None:
    """Why a path may not be followed: it leaves the folder, on this system or on another."""
    for pure in (PurePosixPath(name), PureWindowsPath(name)):
        if pure.is_absolute() or pure.drive or pure.root or ".." in pure.parts:
            return "a path inside the engagement's folder, without `..`"
    try:
        (folder / name).exists()
        inside = (folder / name).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return "a path that this system can hold"
    return None if inside else "a path inside the engagement's folder; a link leads out of it"


def _reference(
    document: Document, assessment: Assessment, framework: Framework
) -> Iterator[Problem]:
    said = assessment.framework
    if said is None or said.sha256 == framework.sha256:
        return
    came = f"{said.id} {said.version}"
    if (said.id, said.version) == (framework.id, framework.version):
        came += ", whose text has changed since"
    allowed = f"ratings that answered {framework.id} {framework.version}, which is in use now"
    yield document.problem(("framework",), allowed, came, severity="warning")


def _ratings(
    document: Document, assessment: Assessment, profile: Profile, framework: Framework
) -> Iterator[Problem]:
    for index, rating in enumerate(assessment.ratings):
        for field, allowed, came in rating_faults(rating, profile, framework):
            yield document.problem(("ratings", index, field), allowed, came)


def _criteria(
    document: Document, assessment: Assessment, framework: Framework
) -> Iterator[Problem]:
    for name in ("evidence", "waivers", "actions"):
        for index, entry in enumerate(getattr(assessment, name)):
            id = entry.criterion
            if id is not None and id not in framework.criteria:
                allowed = unknown_word("a criterion", id, framework.criteria)
                yield document.problem((name, index, "criterion"), allowed)


def _methods(document: Document, assessment: Assessment, framework: Framework) -> Iterator[Problem]:
    known = {m.id: None for c in framework.criteria.values() for m in c.methods}
    for section in framework.sections:
        known |= dict.fromkeys((*section.must_run, *section.must_pass))
    for index, waiver in enumerate(assessment.waivers):
        if waiver.method is not None and waiver.method not in known:
            allowed = unknown_word("a method", waiver.method, known)
            yield document.problem(("waivers", index, "method"), allowed)


def _decisions(
    document: Document, assessment: Assessment, framework: Framework
) -> Iterator[Problem]:
    phases = [phase.id for phase in framework.phases]
    for index, decision in enumerate(assessment.decisions):
        if decision.phase not in phases:
            allowed = unknown_word("a phase", decision.phase, phases)
            yield document.problem(("decisions", index, "phase"), allowed)


def _twice(document: Document, assessment: Assessment) -> Iterator[Problem]:
    keys: dict[str, tuple[str, list[tuple[str, ...]]]] = {
        "ratings": ("each criterion once for a respondent and round", _keys(assessment.ratings)),
        "evidence": ("each id once", [(entry.id,) for entry in assessment.evidence]),
        "waivers": ("each criterion or method waived once", _keys(assessment.waivers)),
        "actions": ("each id once", [(action.id,) for action in assessment.actions]),
    }
    for name, (allowed, values) in keys.items():
        seen: set[tuple[str, ...]] = set()
        for index, key in enumerate(values):
            if key in seen:
                yield document.problem((name, index), allowed, f"{' / '.join(key)} again")
            seen.add(key)


def _keys(entries: Iterable[Any]) -> list[tuple[str, ...]]:
    return [entry.key for entry in entries]


def _future(document: Document, assessment: Assessment, as_of: dt.date) -> Iterator[Problem]:
    days = [
        *((("ratings", i, "at"), r.at.date()) for i, r in enumerate(assessment.ratings)),
        *((("evidence", i, "on"), e.on) for i, e in enumerate(assessment.evidence)),
        *(
            (("evidence", i, "instances", k), seen)
            for i, e in enumerate(assessment.evidence)
            for k, seen in enumerate(e.instances)
        ),
        *((("waivers", i, "granted"), w.granted) for i, w in enumerate(assessment.waivers)),
        *((("decisions", i, "on"), d.on) for i, d in enumerate(assessment.decisions)),
        *((("replies", i, "on"), r.on) for i, r in enumerate(assessment.replies)),
    ]
    for path, when in days:
        if when > as_of:
            allowed = f"a day up to {as_of}; what is dated later does not count yet"
            yield document.problem(path, allowed, when, severity="warning")


def _never_live(document: Document, assessment: Assessment) -> Iterator[Problem]:
    for index, entry in enumerate(assessment.evidence):
        if entry.expires is not None and entry.expires < entry.on:
            allowed = f"a day from {entry.on} on, when it was seen; this evidence never counts"
            path = ("evidence", index, "expires")
            yield document.problem(path, allowed, entry.expires, severity="warning")
