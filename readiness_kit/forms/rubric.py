"""The rating form: one widget for the criteria of some sections; a tick means *on disk*.

The page sends every edit as a message and gets one reply to each; see `Edit` for the first, and

    {"id", "t", "ok": true, "at": "2026-09-14T09:12:03Z", "stored": what the file holds now}
    {"id", "t", "ok": false, "error": "...", "cause": "conflict" | "disk" | "refused", "stored"}

for the second, where a conflict says `stored` too. What is shown comes from the files, so a form
that is run again has lost nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from readiness_kit.engagement import acts
from readiness_kit.engagement.assessment import Assessment, Rating
from readiness_kit.engagement.dates import instant, utc_now
from readiness_kit.engagement.parts import Ground, read_ground
from readiness_kit.engagement.state import read_state
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import ConflictError, NotSavedError, ReadinessError
from readiness_kit.forms.edit import Edit, as_change, read_edit
from readiness_kit.forms.sheet import Sheet, answers, newest, sheet

_HERE = Path(__file__).parent

Reply = dict[str, Any]


class RubricForm(anywidget.AnyWidget):
    """The criteria of some sections as cards; reads and writes one engagement's files."""

    _esm = _HERE / "rubric.js"
    _css = _HERE / "rubric.css"

    title = traitlets.Unicode().tag(sync=True)
    criteria: traitlets.List[Any] = traitlets.List().tag(sync=True)
    people: traitlets.List[Any] = traitlets.List().tag(sync=True)
    respondent = traitlets.Unicode().tag(sync=True)
    """Whose answers are shown; the page may choose another one of `people`."""
    answers = traitlets.Dict().tag(sync=True)
    """By respondent and criterion: the rating as it stands in the file."""

    def __init__(
        self,
        path: Path,
        *sections: str,
        respondent: str | None = None,
        on_saved: Callable[[], None] | None = None,
        writer: Writer | None = None,
    ) -> None:
        self.path, self.sections = path, sections
        self._writer = writer or Writer(path, via="form")
        self._on_saved = on_saved
        self._ground: Ground = read_ground(path)
        # Edits can be made faster than replies come: what this form itself replaced, and by what.
        self._replaced: dict[tuple[str, str], list[Rating | None]] = {}
        self._made: dict[tuple[str, str], Rating | None] = {}
        super().__init__(respondent=acts.known_respondent(self._ground.profile, respondent))
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
            self.criteria, self.people = self._sheet.criteria, self._sheet.people
            self._show(read_state(self.path).assessment)

    def receive(self, content: Any) -> Reply:
        """Carry out one edit of the page; what is answered with `ok` is on disk."""
        about = {key: content.get(key) for key in ("id", "t")} if isinstance(content, dict) else {}
        try:
            stored = self._save(read_edit(content))
        except ConflictError as error:
            self.refresh()
            said = "changed elsewhere since it was shown here (its card shows both values)"
            conflict = {"cause": "conflict", "error": said, "stored": error.found}
            return {**about, "ok": False, **conflict}
        except NotSavedError as error:
            return {**about, "ok": False, "cause": "disk", "error": str(error)}
        except ReadinessError as error:
            return {**about, "ok": False, "cause": "refused", "error": str(error)}
        return {**about, "ok": True, "at": instant(utc_now()), "stored": stored}

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
        if reply["ok"] and self._on_saved:
            self._on_saved()

    def _save(self, edit: Edit) -> dict[str, Any] | None:
        if self._ground.stale(self.path):
            self.refresh()
        place = (edit.id, edit.respondent)
        mine = edit.seen in self._replaced.get(place, [])
        seen = self._made[place] if mine else edit.seen
        change = as_change(self._ground, edit, seen)
        assessment = self._writer.apply([change], by=edit.respondent, op=change.op)
        made = newest(assessment).get(place)
        self._replaced.setdefault(place, []).append(seen)
        self._made[place] = made
        self._show(assessment)
        return made.model_dump(mode="json") if made else None

    def _show(self, assessment: Assessment) -> None:
        self.answers = answers(assessment, self._sheet)

    def __repr__(self) -> str:
        """What a page shows where widgets are not at hand."""
        return (
            "The rating form is live only: run this cell again to go on. "
            "The answers are in assessment.json."
        )


def rubric_form(
    path: Path,
    *sections: str,
    respondent: str | None = None,
    on_saved: Callable[[], None] | None = None,
) -> RubricForm:
    """The rating form of these sections; `on_saved` is called after every answer on disk."""
    return RubricForm(Path(path), *sections, respondent=respondent, on_saved=on_saved)
