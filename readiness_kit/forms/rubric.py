"""The rating form: one widget for the criteria of some sections; a tick means *on disk*.

The page sends every act as a message with a `kind` and its own number `t`, and gets one reply to
each; `Edit`, `proofs` and `room` say what a message holds. A reply is

    {"id", "t", "ok": true, "at": "2026-09-14T09:12:03Z", ...}
    {"id", "t", "ok": false, "error": "...", "cause": "conflict" | "disk" | "refused", "stored"}

where the first says `stored`, what the file holds now, for a rating, and a conflict says it too.
What is shown comes from the files, so a form that is run again has lost nothing.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from readiness_kit.engagement import acts
from readiness_kit.engagement.assessment import Assessment, Rating
from readiness_kit.engagement.dates import day, instant, utc_now
from readiness_kit.engagement.parts import Ground, read_ground
from readiness_kit.engagement.state import read_state
from readiness_kit.engagement.workshop_file import WorkshopFile
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import ConflictError, NotSavedError, ReadinessError
from readiness_kit.forms import edit, proofs, room
from readiness_kit.forms.beat import Beat
from readiness_kit.forms.outside import Seen, file_marks, outside
from readiness_kit.forms.page import RATING
from readiness_kit.forms.sheet import Sheet, answers, linked, newest, sheet
from readiness_kit.forms.strip import story_of, strip

_KEPT = 100
"""Replies that are kept for a message that comes twice: a page asks again after a silence."""

_QUIET = ("hello", "bye", "score", "propose", "talk")
"""Messages after which no section of a notebook is another one."""

Reply = dict[str, Any]


class RubricForm(anywidget.AnyWidget):
    """The criteria of some sections as cards; reads and writes one engagement's files."""

    _esm = RATING.script()
    _css = RATING.style()

    key = traitlets.Unicode().tag(sync=True)
    """By this the page knows which of its unsaved edits belong here."""
    title = traitlets.Unicode().tag(sync=True)
    today = traitlets.Unicode().tag(sync=True)
    criteria: traitlets.List[Any] = traitlets.List().tag(sync=True)
    people: traitlets.List[Any] = traitlets.List().tag(sync=True)
    respondent = traitlets.Unicode().tag(sync=True)
    """Whose answers are shown; the page may choose another one of `people`, or the room."""
    answers = traitlets.Dict().tag(sync=True)
    """By respondent and criterion: the rating as it stands in the file."""
    before = traitlets.Dict().tag(sync=True)
    """The same as it stood when the meeting began that is open; of no meeting, {}."""
    evidence = traitlets.Dict().tag(sync=True)
    """By criterion: the pieces of evidence in the file."""
    actions = traitlets.Dict().tag(sync=True)
    """By criterion: its actions in the file."""
    meetings: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """Every meeting that was held, as workshop.json has it."""

    def __init__(
        self,
        path: Path,
        *sections: str,
        respondent: str | None = None,
        on_saved: Callable[[], None] | None = None,
        writer: Writer | None = None,
        methods: Callable[[], Collection[str]] = tuple,
        workshop: WorkshopFile | None = None,
    ) -> None:
        self.path, self.sections = path, sections
        self._writer = writer or Writer(path, via="form")
        self._on_saved, self._methods = on_saved, methods
        self._ground: Ground = read_ground(path)
        meetings = workshop or WorkshopFile(path)
        self._room = room.Room(path, sections, self._writer, methods, meetings)
        # Edits can be made faster than replies come: what this form itself replaced, and by what.
        self._replaced: dict[tuple[str, str], list[Rating | None]] = {}
        self._made: dict[tuple[str, str], Rating | None] = {}
        self._replies: dict[Any, Reply] = {}
        self._marks: object = None
        # A kernel hands messages to threads of its own beside the one that runs cells.
        self._one = threading.RLock()
        self._shown: Seen
        self._beat = Beat(self._look, self.send)
        place = "\n".join([str(path.resolve()), *sections])
        key = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        known = acts.known_respondent(self._ground.profile, respondent)
        super().__init__(respondent=known, key=key)
        self.refresh()
        self.on_msg(self._on_message)

    def refresh(self) -> None:
        """Read the files again and show what they say; edits that are not saved stay as they are.

        Raises InvalidFileError where they do not read.
        """
        if self._ground.stale(self.path):
            self._ground = read_ground(self.path)
        self._sheet: Sheet = sheet(self._ground, self.sections)
        self._replaced.clear()
        self._made.clear()
        with self.hold_sync():
            self.title = self._sheet.title
            self.today = day(self._ground.profile, utc_now()).isoformat()
            self.criteria, self.people = self._sheet.criteria, self._sheet.people
            self._show(read_state(self.path).assessment)

    def receive(self, content: Any) -> Reply:
        """Carry out one message of the page; what is answered with `ok` is on disk."""
        about = {key: content.get(key) for key in ("id", "t")} if isinstance(content, dict) else {}
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind not in edit.KINDS and (done := self._replies.get(about.get("t"))):
            return done
        try:
            with self._one:
                done = self._do(content)
            reply = {**about, "ok": True, "at": instant(utc_now()), **done}
        except ConflictError as error:
            self._show_again()
            said = "changed elsewhere since it was shown here (its card shows both values)"
            conflict = {"cause": "conflict", "error": said, "stored": error.found}
            return {**about, "ok": False, **conflict}
        except NotSavedError as error:
            return {**about, "ok": False, "cause": "disk", "error": str(error)}
        except ReadinessError as error:
            return {**about, "ok": False, "cause": "refused", "error": str(error)}
        self._keep(reply)
        return reply

    def _show_again(self) -> None:
        """Show what somebody else wrote; where the files do not read, the beat says so."""
        with self._one, suppress(ReadinessError):
            self.refresh()

    def _on_message(self, _widget: object, content: Any, _buffers: object) -> None:
        try:
            reply = self.receive(content)
        except Exception as error:
            # A fault of ours: the page is told at once, and the traceback goes to the log.
            about = {key: content[key] for key in ("id", "t") if key in content}
            said = f"unexpected {type(error).__name__}: {error}"
            self.send({**about, "ok": False, "cause": "refused", "error": said})
            raise
        self.send(reply)
        if reply["ok"] and self._on_saved and content.get("kind") not in _QUIET:
            self._on_saved()

    def _do(self, content: Any) -> Reply:
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind in ("hello", "bye"):
            self._beat.seen(str(content.get("id")), there=kind == "hello")
            return {}
        if kind == "score":
            return {"strip": strip(story_of(self.path, self.sections, self._methods()))}
        if kind in proofs.KINDS:
            return self._link(content)
        if kind in room.KINDS:
            return self._meet(content)
        asked = edit.read_edit(content)
        return {"respondent": asked.respondent, "stored": self._save(asked)}

    def _keep(self, reply: Reply) -> None:
        self._replies[reply["t"]] = reply
        while len(self._replies) > _KEPT:
            del self._replies[next(iter(self._replies))]

    def _look(self) -> Reply:
        """What others changed since this form last read or wrote; it is shown from now on."""
        with self._one:
            return self._seen_outside()

    def _seen_outside(self) -> Reply:
        self.today = day(self._ground.profile, utc_now()).isoformat()
        marks = file_marks(self.path)
        if marks == self._marks:
            return {"outside": None}
        stored = read_state(self.path)
        seen = Seen(stored.assessment, self._room.read(), self._ground.raw)
        if seen == self._shown and not self._ground.stale(self.path):
            self._marks = marks
            return {"outside": None}
        was = {"answers": self.answers, "evidence": self.evidence, "actions": self.actions}
        self.refresh()
        self._marks = marks
        now = {"answers": self.answers, "evidence": self.evidence, "actions": self.actions}
        return {"outside": outside(was, now, stored.tail.entry)}

    def _link(self, content: Any) -> Reply:
        self._freshen()
        respondent = edit.answering(self._ground, content.get("respondent") or self.respondent)
        by = self._by(respondent)
        change = proofs.proof_change(self._ground, _about_all(content), by=by)
        self._show(self._writer.apply([change], by=by, op=change.op))
        return {}

    def _meet(self, content: Any) -> Reply:
        self._freshen()
        said = self._room.do(self._ground, _about_all(content), among=self._sheet.ids)
        self._show(read_state(self.path).assessment)
        return said

    def _save(self, asked: edit.Edit) -> dict[str, Any] | None:
        self._freshen()
        place = (asked.id, asked.respondent)
        own = asked.seen in self._replaced.get(place, [])
        seen = self._made[place] if own else asked.seen
        current = self._room.read().current
        change = edit.as_change(self._ground, asked, seen, meeting=current.number if current else 0)
        op = "consensus" if asked.respondent == acts.CONSENSUS else change.op
        assessment = self._writer.apply([change], by=self._by(asked.respondent), op=op)
        made = newest(assessment).get(place)
        self._replaced.setdefault(place, []).append(seen)
        self._made[place] = made
        stored = made.model_dump(mode="json") if made else None
        # Changed in place, which sends nothing: the reply brings it to every page that shows the
        # form, and all answers of a large room take longer than a person waits for a tick.
        mine = self.answers.setdefault(asked.respondent, {})
        mine.update({asked.id: stored}) if stored else mine.pop(asked.id, None)
        self._shown = Seen(assessment, self._shown.workshops, self._ground.raw)
        return stored

    def _by(self, respondent: str) -> str:
        """Who did it: for the room, whoever leads it."""
        room = respondent == acts.CONSENSUS
        return self._ground.profile.default_respondent if room else respondent

    def _freshen(self) -> None:
        if self._ground.stale(self.path):
            self.refresh()

    def _show(self, assessment: Assessment) -> None:
        workshops = self._room.read()
        self._shown = Seen(assessment, workshops, self._ground.raw)
        current = workshops.current
        with self.hold_sync():
            self.answers = answers(assessment, self._sheet)
            self.before = answers(assessment, self._sheet, before=current.number) if current else {}
            self.evidence = linked(assessment.evidence, self._sheet)
            self.actions = linked(assessment.actions, self._sheet)
            self.meetings = workshops.model_dump(mode="json")["meetings"]

    def __repr__(self) -> str:
        """What a page shows where widgets are not at hand."""
        return (
            "The rating form is live only: run this cell again to go on. "
            "The answers are in assessment.json."
        )


def _about_all(content: Reply) -> Reply:
    """A message without whose answers the page shows, which is in all of them."""
    return {key: value for key, value in content.items() if key != "respondent"}


def rubric_form(
    path: Path,
    *sections: str,
    respondent: str | None = None,
    on_saved: Callable[[], None] | None = None,
    methods: Callable[[], Collection[str]] = tuple,
) -> RubricForm:
    """The rating form of these sections; `on_saved` is called after every answer on disk.

    `methods` gives the evidence methods that count as provided where the verdict is shown.
    """
    return RubricForm(
        Path(path), *sections, respondent=respondent, on_saved=on_saved, methods=methods
    )
