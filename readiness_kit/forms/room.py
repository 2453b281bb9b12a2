"""What the room does on the page: an agenda, a show of fingers, what is parked and decided.

Each is an act on `workshop.json` as it is on disk, so that two pages lose nothing of each other;
the levels that fingers show are ratings of the meeting's own round.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Literal

from readiness_kit.engagement import acts
from readiness_kit.engagement.assessment import Instant, Rating
from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.parts import Ground
from readiness_kit.engagement.state import read_state
from readiness_kit.engagement.workshop import Topic, Workshops
from readiness_kit.engagement.workshop_file import WorkshopFile
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import UsageError
from readiness_kit.forms.sheet import newest
from readiness_kit.forms.strip import story_of
from readiness_kit.judgement.agenda import agenda
from readiness_kit.reading import (
    Document,
    Identifier,
    Integer,
    Number,
    StrictModel,
    Text,
    validated,
)

Data = dict[str, Any]


class Asked(StrictModel):
    """What every message of the page has."""

    t: Number


class Propose(Asked):
    """What `minutes` hold."""

    kind: Literal["propose"]
    minutes: Integer


class Begin(Asked):
    """A meeting of these people, in the order in which their fingers are keyed."""

    kind: Literal["begin"]
    minutes: Integer
    people: list[Identifier]
    agenda: list[Topic]


class Replan(Asked):
    """Another agenda for the meeting that is open."""

    kind: Literal["replan"]
    minutes: Integer
    people: list[Identifier]
    agenda: list[Topic]


class Talk(Asked):
    """A criterion was on the screen since `at`, for so many seconds by now."""

    kind: Literal["talk"]
    id: Identifier
    at: Instant
    seconds: Integer


class Fingers(Asked):
    """Everybody's fingers on a criterion, by seat: a level, `u` for not known, `-` for none."""

    kind: Literal["fingers"]
    id: Identifier
    at: Instant
    people: list[Identifier]
    """Who sat where when they were keyed."""
    fingers: list[Text]


class Written(Asked):
    """Something to park or to keep as decided; with `note`, that one is put otherwise."""

    kind: Literal["park", "decide"]
    text: Text
    id: Identifier | None = None
    note: Identifier | None = None
    meeting: Integer | None = None
    """In which meeting it was said."""


class End(Asked):
    """The meeting is over, or goes on after all."""

    kind: Literal["end", "reopen"]


_MODELS: Mapping[str, type[Asked]] = {
    "propose": Propose,
    "begin": Begin,
    "replan": Replan,
    "talk": Talk,
    "fingers": Fingers,
    "park": Written,
    "decide": Written,
    "end": End,
    "reopen": End,
}
KINDS = tuple(_MODELS)


class Room:
    """Carries out what the page asks for, on the files of one engagement."""

    def __init__(
        self,
        path: Path,
        sections: Collection[str],
        writer: Writer,
        methods: Callable[[], Collection[str]],
        file: WorkshopFile,
    ) -> None:
        self._path, self._sections, self._writer = path, tuple(sections), writer
        self._methods, self._file = methods, file

    def read(self) -> Workshops:
        """All meetings as the file has them; raises InvalidFileError where it does not read."""
        return self._file.read()

    def do(self, ground: Ground, content: Any, *, among: Collection[str]) -> Data:
        """Carry out one message; what it returns goes into the reply.

        `among` are the criteria that the page can rate, which alone come onto its agenda.
        """
        asked = validated(_MODELS[content["kind"]], Document("the room's act", content))
        if isinstance(asked, Propose):
            return {"proposal": self._proposal(asked.minutes, among)}
        if isinstance(asked, Begin):
            self._file.begin(asked.minutes, asked.people, asked.agenda)
        elif isinstance(asked, Replan):
            self._file.replan(asked.minutes, asked.agenda)
            self._file.seat(asked.people)
        elif isinstance(asked, Talk):
            self._file.talk(asked.id, asked.at, asked.seconds)
        elif isinstance(asked, Fingers):
            self._show(ground, asked)
        elif isinstance(asked, Written):
            self._write(asked)
        elif isinstance(asked, End):
            _ = self._file.end() if asked.kind == "end" else self._file.reopen()
        return {}

    def _proposal(self, minutes: int, among: Collection[str]) -> Data:
        story = story_of(self._path, self._sections, self._methods())
        sections = self._sections
        made = agenda(story.case, story.card, minutes=minutes, sections=sections, among=among)
        return {
            "topics": [_topic(topic) for topic in made.topics],
            "left": [_topic(topic) for topic in made.left],
        }

    def _show(self, ground: Ground, asked: Fingers) -> None:
        meeting = self.read().current
        if meeting is None:
            raise UsageError("no meeting is open: begin one, with those who are in the room")
        if asked.people != meeting.people:
            raise UsageError(
                "other people sit here since these fingers were keyed: show them again"
            )
        if len(asked.fingers) != len(meeting.people):
            seats, shown = len(meeting.people), len(asked.fingers)
            raise UsageError(f"{seats} people are in the room, {shown} fingers were keyed")
        said = newest(read_state(self._path).assessment)
        changes = [
            _finger(ground, asked.id, who, finger, meeting.number, said.get((asked.id, who)))
            for who, finger in zip(meeting.people, asked.fingers, strict=True)
            if finger != "-"
        ]
        by = ground.profile.default_respondent
        if changes:
            self._writer.apply(changes, by=by, op="fingers", about=["fingers", asked.id])
        self._file.show(asked.id, asked.at, asked.fingers)

    def _write(self, asked: Written) -> None:
        current = self.read().current
        if asked.meeting is not None and (current is None or current.number != asked.meeting):
            raise UsageError(f"meeting {asked.meeting}, in which that was said, has ended")
        if asked.note is not None:
            self._file.edit_note(asked.note, asked.text)
        elif asked.kind == "park":
            self._file.park(asked.text, asked.id)
        else:
            self._file.decide(asked.text, asked.id)


def _finger(
    ground: Ground, criterion: str, who: str, finger: str, round: int, said: Rating | None
) -> Change:
    """The answer that a finger is; what the person had noted stays beside it."""
    known = finger != "u"
    if known and not (finger.isascii() and finger.isdecimal()):
        raise UsageError(f"a finger is a level, u for not known, or - for none; got {finger!r}")
    return acts.rate(
        ground.framework,
        criterion,
        who,
        state="rated" if known else "unknown",
        level=int(finger) if known else None,
        note=said.note if said else None,
        round=round,
    )


def _topic(topic: Any) -> Data:
    return {
        "criterion": topic.criterion,
        "minutes": topic.minutes,
        "why": list(topic.why),
        "reason": topic.reason,
    }
