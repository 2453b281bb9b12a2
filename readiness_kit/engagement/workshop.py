"""The types of workshop.json: what each workshop planned, talked about, parked and decided.

Ratings made in a workshop are ratings like any other and stand in assessment.json, in the round of
the workshop's number. Nothing here changes a score.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from readiness_kit.engagement.assessment import Instant
from readiness_kit.engagement.validity import unknown_word
from readiness_kit.engagement.versions import versioned
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading import (
    Day,
    Document,
    Identifier,
    Integer,
    Number,
    StrictModel,
    Text,
    read_json,
)
from readiness_kit.reading.document import file_name, shown

WORKSHOP = "workshop.json"

SHORTEST: Final = 5
LONGEST: Final = 600
"""Minutes that a workshop may be planned for."""

Finger = Literal["0", "1", "2", "3", "4", "u", "n", "-"]
"""What one person showed: a level, u unknown, n not applicable, - nothing (absent, or no vote)."""

NOTHING_SHOWN: Final = "-"

NOTE_KINDS: Final = {"parked": "p", "decided": "d"}
"""By list of notes: how its ids begin."""

Words = Annotated[Text, Field(min_length=1)]


class Topic(StrictModel):
    """One criterion on an agenda: how long for, and why it is there."""

    criterion: Identifier
    minutes: Annotated[Number, Field(gt=0)]
    why: list[Identifier] = []
    """Codes such as blocker, spread, unknown, range."""


class Talk(StrictModel):
    """One visit to a criterion, and the last fingers that were shown in it."""

    criterion: Identifier
    at: Instant
    """When it began; a criterion that is come back to has a second talk."""
    seconds: Annotated[Integer, Field(ge=0)]
    fingers: list[Finger] | None = None
    """In the order of the workshop's `people`; None where nobody was asked to show."""


class Note(StrictModel):
    """A line of the parking lot or of the decisions log."""

    id: Identifier
    at: Instant
    text: Words
    criterion: Identifier | None = None
    by: Words | None = None


class Workshop(StrictModel):
    """One meeting of the people who rate."""

    number: Annotated[Integer, Field(ge=1)]
    """The round that ratings made in it belong to."""
    on: Day
    minutes: Annotated[Integer, Field(ge=SHORTEST, le=LONGEST)]
    """As planned."""
    people: list[Identifier] = []
    """Respondents, in the order in which their fingers are keyed."""
    agenda: list[Topic] = []
    talks: list[Talk] = []
    parked: list[Note] = []
    decided: list[Note] = []
    ended: Instant | None = None

    @property
    def notes(self) -> list[Note]:
        """Everything that was written down, the parking lot first."""
        return [*self.parked, *self.decided]

    @property
    def unreached(self) -> list[Topic]:
        """What was on the agenda and not talked about, in its order."""
        return [topic for topic in self.agenda if not self.discussed(topic.criterion)]

    def discussed(self, criterion: str) -> bool:
        """Whether there was a talk about a criterion, on the agenda or not."""
        return any(talk.criterion == criterion for talk in self.talks)

    def seconds(self, criterion: str) -> int:
        """How long a criterion was talked about, over all visits."""
        return sum(talk.seconds for talk in self.talks if talk.criterion == criterion)

    def fingers(self, criterion: str) -> dict[str, Finger]:
        """By person, what was last shown on a criterion; empty where nobody was asked to show."""
        shown = [t.fingers for t in self.talks if t.criterion == criterion and t.fingers]
        return dict(zip(self.people, shown[-1], strict=True)) if shown else {}


class Workshops(StrictModel):
    """All that workshop.json says."""

    schema_: Literal["readiness-workshop/1"] = Field(default="readiness-workshop/1", alias="schema")
    meetings: list[Workshop] = []
    """From the first to the newest."""

    @property
    def current(self) -> Workshop | None:
        """The newest workshop where it has not ended."""
        return self.newest if self.newest and self.newest.ended is None else None

    @property
    def newest(self) -> Workshop | None:
        """The last workshop that was begun."""
        return self.meetings[-1] if self.meetings else None


def read_workshops(folder: Path) -> Workshops:
    """Read an engagement's workshops, none where there is no file.

    Raises InvalidFileError with every problem, and the next step, where the file does not read.
    """
    path = folder / WORKSHOP
    if not path.exists():
        return Workshops()
    try:
        return checked_workshops(read_json(path))
    except InvalidFileError as error:
        allowed = (
            "the file is left as it is: mend it by hand, or give it another name and begin anew; "
            "no rating and no score is in it"
        )
        hint = Problem(file_name(path), None, "", allowed, "")
        raise InvalidFileError([*error.problems, hint]) from None


def checked_workshops(document: Document) -> Workshops:
    """Check what a file says of workshops; raise InvalidFileError with every problem at once."""
    workshops = versioned(Workshops, document)
    problems = [*_order(document, workshops), *_note_ids(document, workshops)]
    for index, meeting in enumerate(workshops.meetings):
        problems += [*_twice(document, index, meeting), *_fingers(document, index, meeting)]
    if problems:
        raise InvalidFileError(problems)
    return workshops


def workshop_problems(
    folder: Path, people: Collection[str] | None, criteria: Collection[str] | None
) -> list[Problem]:
    """Every problem of workshop.json; who and what the engagement does not know is a warning.

    None as people or criteria: these could not be read, so nothing is held against them.
    """
    path = folder / WORKSHOP
    try:
        workshops = read_workshops(folder)
    except InvalidFileError as error:
        return list(error.problems)
    if workshops.newest is None:
        return []
    document = read_json(path)
    strangers = [] if people is None else _strangers(document, workshops, people)
    unknown = [] if criteria is None else _unknown(document, workshops, criteria)
    return [*strangers, *unknown]


def _order(document: Document, workshops: Workshops) -> Iterator[Problem]:
    last = 0
    for index, meeting in enumerate(workshops.meetings):
        if meeting.number <= last:
            allowed = f"a number above {last}, that of the workshop before"
            yield document.problem(("meetings", index, "number"), allowed, meeting.number)
        if meeting.ended is None and index < len(workshops.meetings) - 1:
            allowed = "when it ended: only the newest workshop can be under way"
            yield document.problem(("meetings", index, "ended"), allowed, "null")
        last = max(last, meeting.number)


def _note_ids(document: Document, workshops: Workshops) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, meeting in enumerate(workshops.meetings):
        for kind, prefix in NOTE_KINDS.items():
            for place, note in enumerate(getattr(meeting, kind)):
                path = ("meetings", index, kind, place, "id")
                if not re.fullmatch(f"{prefix}-[0-9]{{1,9}}", note.id):
                    yield document.problem(path, f"an id such as {prefix}-001", note.id)
                if note.id in seen:
                    yield document.problem(path, "each id once in the file", f"{note.id} again")
                seen.add(note.id)


def _twice(document: Document, index: int, meeting: Workshop) -> Iterator[Problem]:
    named: dict[str, tuple[str, list[tuple[object, ...]]]] = {
        "people": ("each person once", [(person,) for person in meeting.people]),
        "agenda": ("each criterion once", [(topic.criterion,) for topic in meeting.agenda]),
        "talks": ("each start once for a criterion", [(t.criterion, t.at) for t in meeting.talks]),
    }
    for name, (allowed, keys) in named.items():
        for place, key in enumerate(keys):
            if key in keys[:place]:
                path = ("meetings", index, name, place)
                yield document.problem(path, allowed, f"{key[0]} again")


def _fingers(document: Document, index: int, meeting: Workshop) -> Iterator[Problem]:
    for place, talk in enumerate(meeting.talks):
        if talk.fingers is not None and len(talk.fingers) != len(meeting.people):
            path = ("meetings", index, "talks", place, "fingers")
            allowed = f"one for each of the {len(meeting.people)} in `people`"
            yield document.problem(path, allowed, len(talk.fingers))


def _strangers(
    document: Document, workshops: Workshops, people: Collection[str]
) -> Iterator[Problem]:
    allowed = f"somebody listed in `people` of engagement.yaml: {', '.join(people)}"
    for index, meeting in enumerate(workshops.meetings):
        for place, person in enumerate(meeting.people):
            if person not in people:
                path = ("meetings", index, "people", place)
                yield document.problem(path, allowed, shown(person), severity="warning")


def _unknown(
    document: Document, workshops: Workshops, criteria: Collection[str]
) -> Iterator[Problem]:
    for index, meeting in enumerate(workshops.meetings):
        for name in ("agenda", "talks", *NOTE_KINDS):
            for place, entry in enumerate(getattr(meeting, name)):
                id = entry.criterion
                if id is not None and id not in criteria:
                    path = ("meetings", index, name, place, "criterion")
                    allowed = unknown_word("a criterion", id, criteria)
                    yield document.problem(path, allowed, severity="warning")
