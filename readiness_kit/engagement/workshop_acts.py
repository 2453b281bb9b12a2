"""What can be done in a workshop, each act as a function of the workshop and what it says.

All raise UsageError for what cannot be done, and InvalidFileError for what the file may not hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from readiness_kit.engagement.validity import unknown_word
from readiness_kit.engagement.workshop import (
    NOTE_KINDS,
    NOTHING_SHOWN,
    WORKSHOP,
    Finger,
    Note,
    Talk,
    Topic,
    Workshop,
    Workshops,
)
from readiness_kit.errors import UsageError
from readiness_kit.reading import Document, validated
from readiness_kit.reading.document import shown

NOT_SAVED = f"{WORKSHOP} (not saved)"

_LEVELLESS = ("u", "n", NOTHING_SHOWN)

M = TypeVar("M", bound=BaseModel)


def begun(
    there: Workshops, *, after: int, on: dt.date, minutes: int, people: Any, agenda: Any
) -> Workshops:
    """Add a workshop whose number is above `after` and above that of every other."""
    if there.current is not None:
        raise UsageError(f"workshop {there.current.number} is under way: end it first")
    number = 1 + max([0, after, *(meeting.number for meeting in there.meetings)])
    new = {"number": number, "on": on, "minutes": minutes, "people": people, "agenda": agenda}
    return there.model_copy(update={"meetings": [*there.meetings, _made(Workshop, new)]})


def under_way(there: Workshops) -> Workshop:
    """The workshop that has not ended."""
    if there.current is None:
        raise UsageError("no workshop is under way: begin one first")
    return there.current


def with_newest(there: Workshops, newest: Workshop) -> Workshops:
    """The same workshops with another state of the newest."""
    return there.model_copy(update={"meetings": [*there.meetings[:-1], newest]})


def reopened(there: Workshops) -> Workshops:
    """Take back the end of the newest workshop."""
    if there.newest is None or there.newest.ended is None:
        raise UsageError("no workshop has ended, so there is none to reopen")
    return with_newest(there, changed(there.newest, ended=None))


def changed(model: M, **update: object) -> M:
    """A copy with these fields, held to the file's types."""
    return _made(type(model), {**dict(model), **update})


def seated(now: Workshop, people: Sequence[str]) -> Workshop:
    """Another order of the people; fingers shown before go with those who showed them."""
    for talk in now.talks:
        for person, finger in zip(now.people, talk.fingers or (), strict=False):
            if person not in people and finger != NOTHING_SHOWN:
                raise UsageError(
                    f"{person} has shown fingers in workshop {now.number} and keeps a seat: "
                    f"key {NOTHING_SHOWN} for who has left"
                )
    talks = [_reseated(talk, now.people, people) for talk in now.talks]
    return changed(now, people=list(people), talks=talks)


def _reseated(talk: Talk, before: Sequence[str], after: Sequence[str]) -> Talk:
    if talk.fingers is None:
        return talk
    by_person: dict[str, Finger] = dict(zip(before, talk.fingers, strict=True))
    return changed(talk, fingers=[by_person.get(person, NOTHING_SHOWN) for person in after])


def talked(now: Workshop, criterion: str, at: dt.datetime, seconds: int) -> Workshop:
    """Let the talk that began `at` last so long; it never gets shorter again."""
    talk = _talk(now, criterion, at)
    longer = changed(talk, seconds=seconds)
    return _with_talk(now, longer if longer.seconds > talk.seconds else talk)


def showed(
    now: Workshop,
    criterion: str,
    at: dt.datetime,
    fingers: Sequence[str],
    *,
    levels: Collection[int],
) -> Workshop:
    """Keep the fingers that were shown in the talk that began `at`, over earlier ones."""
    known = [*map(str, levels), *_LEVELLESS]
    for finger in fingers:
        if finger not in known:
            raise UsageError(f"a finger is one of {' '.join(known)}; got {shown(finger)}")
    if len(fingers) != len(now.people):
        raise UsageError(
            f"one finger for each of {len(now.people)} people ({', '.join(now.people)}); "
            f"got {len(fingers)}"
        )
    return _with_talk(now, changed(_talk(now, criterion, at), fingers=list(fingers)))


def _talk(now: Workshop, criterion: str, at: dt.datetime) -> Talk:
    started = (talk for talk in now.talks if (talk.criterion, talk.at) == (criterion, at))
    return next(started, None) or _made(Talk, {"criterion": criterion, "at": at, "seconds": 0})


def _with_talk(now: Workshop, talk: Talk) -> Workshop:
    def key(other: Talk) -> tuple[dt.datetime, str]:
        return other.at, other.criterion

    others = [other for other in now.talks if key(other) != key(talk)]
    return changed(now, talks=sorted([*others, talk], key=key))


def noted(
    there: Workshops,
    kind: str,
    text: str,
    criterion: str | None,
    by: str | None,
    *,
    at: dt.datetime,
) -> Workshops:
    """Add a note of a kind, parked or decided, to the workshop under way."""
    now = under_way(there)
    if not text.strip():
        raise UsageError("a note needs words")
    taken = [int(note.id[2:]) for m in there.meetings for note in getattr(m, kind)]
    new = {
        "id": f"{NOTE_KINDS[kind]}-{max(taken, default=0) + 1:03}",
        "at": at,
        "text": text.strip(),
        "criterion": criterion,
        "by": (by or "").strip() or None,
    }
    return with_newest(there, changed(now, **{kind: [*getattr(now, kind), _made(Note, new)]}))


def edited(now: Workshop, id: str, text: str) -> Workshop:
    """Give a note other words; without words it is removed."""
    if all(note.id != id for note in now.notes):
        known = ", ".join(note.id for note in now.notes) or "none yet"
        raise UsageError(f"no note {shown(id)} in workshop {now.number}; there is {known}")
    return changed(now, **{kind: _rewritten(getattr(now, kind), id, text) for kind in NOTE_KINDS})


def _rewritten(notes: Iterable[Note], id: str, text: str) -> list[Note]:
    words = text.strip()
    return [
        changed(note, text=words) if note.id == id else note
        for note in notes
        if note.id != id or words
    ]


def must_be_people(
    people: Iterable[str], known: Collection[str], *, seated: Collection[str] = ()
) -> None:
    """Raise UsageError for somebody seated twice, or a newcomer not listed in engagement.yaml."""
    seen: set[str] = set()
    for person in people:
        if person not in known and person not in seated:
            listed = ", ".join(known)
            raise UsageError(f"{shown(person)} is nobody in `people` of engagement.yaml: {listed}")
        if person in seen:
            raise UsageError(f"{shown(person)} has a seat already")
        seen.add(person)


def must_be_criteria(ids: Iterable[str | None], known: Collection[str]) -> None:
    """Raise UsageError for a criterion that the framework does not have, or named twice."""
    seen: set[str] = set()
    for id in ids:
        if id is None:
            continue
        if id not in known:
            raise UsageError(unknown_word("a criterion", id, known))
        if id in seen:
            raise UsageError(f"{id} is on the agenda already")
        seen.add(id)


def topics(agenda: Iterable[Topic]) -> list[str]:
    """The criteria of an agenda, in its order."""
    return [topic.criterion for topic in agenda]


def _made(model: type[M], data: dict[str, Any]) -> M:
    return validated(model, Document(NOT_SAVED, data))
