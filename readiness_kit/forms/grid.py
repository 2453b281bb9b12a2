"""A table that is edited in place: one widget over one source of rows; a tick means *on disk*.

The page sends `{"kind": "save", "t", "rows"}` with every row that it has and the file has not, or
`undo`, `redo`, and `hello` and `bye` when it comes and goes. Each gets one reply:

    {"kind", "t", "ok": true, "at": "2026-09-14T09:12:03Z", "saved": {local: ref or null}, ...}
    {"kind", "t", "ok": false, "error": "...", "cause": "conflict" | "disk" | "refused", ...}

Both kinds tell row by row what came of it: `saved`, `refused` (at which cell, and why) and
`conflicts` (what the file has instead). So a row that does not read keeps no other from the disk,
and stays on the page.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal

import anywidget
import traitlets

from readiness_kit.engagement.dates import instant, utc_now
from readiness_kit.errors import ConflictError, NotSavedError, ReadinessError
from readiness_kit.forms.beat import Beat
from readiness_kit.forms.grids.settling import RowEdit, Settled, settle
from readiness_kit.forms.grids.source import Cells, Row, Source, Table
from readiness_kit.forms.grids.undoing import Steps, inverse
from readiness_kit.forms.page import TABLE
from readiness_kit.reading import Document, Number, StrictModel, Text, validated

MOST_ROWS = 2_000
"""More of them are for a spreadsheet, and for `readiness import`."""
_TRIES = 5

Reply = dict[str, Any]


class Sent(StrictModel):
    """One row as the page wants it."""

    local: Text
    ref: Text | None
    seen: dict[Text, Text] | None
    cells: dict[Text, Text] | None


class Message(StrictModel):
    """What the page asks for."""

    kind: Literal["save", "undo", "redo", "hello", "bye"]
    id: Text = ""
    """Of a page that shows the table from now on, or does so no more."""
    t: Number
    """By this the page knows which of its messages a reply is about."""
    rows: list[Sent] = []


class GridForm(anywidget.AnyWidget):
    """The rows of a source as a table with cells to type in; `on_saved` follows every save."""

    _esm = TABLE.script()
    _css = TABLE.style()

    title = traitlets.Unicode().tag(sync=True)
    hint = traitlets.Unicode().tag(sync=True)
    file = traitlets.Unicode().tag(sync=True)
    place = traitlets.Unicode().tag(sync=True)
    known_by: traitlets.List[Any] = traitlets.List().tag(sync=True)
    columns: traitlets.List[Any] = traitlets.List().tag(sync=True)
    rows: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """Each row in the file: its `ref` and its `cells` by column."""
    faults: traitlets.List[Any] = traitlets.List().tag(sync=True)
    """What the strict reader has against the file itself: `ref`, `column`, `text`."""
    trouble = traitlets.Unicode().tag(sync=True)
    """Why the file cannot be shown as it is now; "" where it can."""
    undoable = traitlets.Unicode().tag(sync=True)
    redoable = traitlets.Unicode().tag(sync=True)

    def __init__(self, source: Source, *, on_saved: Callable[[], None] | None = None) -> None:
        self._source, self._on_saved = source, on_saved
        self._stamp: object = None
        # A kernel hands messages to threads of its own beside the one that runs cells.
        self._one = threading.RLock()
        self._beat = Beat(self.look, self.send)
        self._done, self._undone = Steps(), Steps()
        # An edit may come again, or the next one before the reply: what this form made of it.
        self._made: dict[str, tuple[list[Cells | None], Row | None]] = {}
        super().__init__(
            title=source.title,
            hint=source.hint,
            file=source.file,
            place=source.place,
            known_by=list(source.keys),
        )
        self.refresh()
        self.on_msg(self._on_message)

    def refresh(self) -> None:
        """Read the file again and show what it says; what is not saved stays on the page."""
        self._stamp = self._source.stamp()
        try:
            columns = [column.data() for column in self._source.columns()]
            self._show(self._source.read(), columns)
        except ReadinessError as error:
            self.trouble = str(error)

    def look(self) -> Reply:
        """Show what the file says where somebody else has changed it; there is nothing to tell."""
        with self._one:
            if self._source.stamp() != self._stamp:
                self.refresh()
        return {}

    def receive(self, content: Any) -> Reply:
        """Carry out one message of the page; what is answered as saved is on disk."""
        about = _about(content)
        try:
            message = validated(Message, Document("the grid's message", content))
            with self._one:
                return {**about, **self._carried_out(message)}
        except NotSavedError as error:
            return {**about, "ok": False, "cause": "disk", "error": str(error)}
        except ReadinessError as error:
            return {**about, "ok": False, "cause": "refused", "error": str(error)}

    def _on_message(self, _widget: object, content: Any, _buffers: object) -> None:
        try:
            reply = self.receive(content)
        except Exception as error:
            # A fault of ours: the page is told at once, and the traceback goes to the log.
            said = f"unexpected {type(error).__name__}: {error}"
            self.send({**_about(content), "ok": False, "cause": "refused", "error": said})
            raise
        self.send(reply)
        if reply.get("changed") and self._on_saved:
            self._on_saved()

    def _carried_out(self, message: Message) -> Reply:
        if message.kind in ("hello", "bye"):
            self._beat.seen(message.id, there=message.kind == "hello")
            return {"ok": True}
        self._must_show()
        if message.kind == "undo":
            return self._stepped(self._done, self._undone, "taken back")
        if message.kind == "redo":
            return self._stepped(self._undone, self._done, "done again")
        return self._saved([self._edit(sent) for sent in message.rows])

    def _edit(self, sent: Sent) -> RowEdit:
        """A row as it came, every column there and no blanks around; sure of what we made of it."""
        ref, seen = sent.ref, sent.seen
        replaced, made = self._made.get(sent.local, ([], None))
        if made is not None and seen in replaced:
            ref, seen = made.ref, dict(made.cells)
        if sent.cells is None:
            return RowEdit(sent.local, ref, seen, None)
        cells = {column["id"]: sent.cells.get(column["id"], "").strip() for column in self.columns}
        fixed = [column["id"] for column in self.columns if column["fixed"]]
        return RowEdit(sent.local, ref, seen, cells | {id: (seen or cells)[id] for id in fixed})

    def _must_show(self) -> None:
        if self.trouble:
            self.refresh()
        if self.trouble:
            raise ReadinessError(self.trouble)

    def _saved(self, edits: Sequence[RowEdit]) -> Reply:
        settled, saved, steps = self._put(edits, whole=False)
        if steps:
            self._done.add(steps)
            self._undone.clear()
        for edit in settled.taken:
            replaced, _ = self._made.get(edit.local, ([], None))
            self._made[edit.local] = ([*replaced, edit.seen], saved[edit.local])
        self.refresh()
        refs = {local: row and row.ref for local, row in saved.items()}
        return {**_told(settled), "saved": refs, "changed": bool(steps)}

    def _stepped(self, taken: Steps, put: Steps, done: str) -> Reply:
        """Take one step back, or one forth again, as a whole or not at all."""
        edits = taken.last(f"nothing is left that could be {done}")
        settled, _, steps = self._put(edits, whole=True)
        taken.drop()
        told = _told(settled)
        if told["ok"]:
            put.add(steps)
        else:
            reasons = [fault.text for faults in settled.refused.values() for fault in faults]
            why = reasons[0] if reasons else "the row was changed elsewhere since"
            told = {"ok": False, "cause": "conflict", "error": f"it cannot be {done}: {why}"}
        self.refresh()
        return {**told, "changed": bool(steps)}

    def _put(
        self, edits: Sequence[RowEdit], *, whole: bool
    ) -> tuple[Settled, dict[str, Row | None], list[RowEdit]]:
        """Save what can be; with it, by local name, each row as saved, and what takes it back.

        As a `whole`, nothing is saved where anything cannot be.
        """
        for _ in range(_TRIES):
            table = self._source.read()
            settled = settle(self._source, table, edits)
            if whole and (settled.refused or settled.conflicts):
                return settled, {}, []
            rows = list(table.rows)
            try:
                if settled.rows != rows:
                    rows = self._source.save(table, settled.rows)
            except ConflictError:
                continue  # somebody was faster: look at what the file says now
            saved = settled.saved_as(rows)
            return settled, saved, inverse(settled.taken, saved, table)
        raise ReadinessError("somebody else writes this file all the time; nothing was saved")

    def _show(self, table: Table, columns: list[Any]) -> None:
        if len(table.rows) > MOST_ROWS:
            raise ReadinessError(
                f"{self.file} has {len(table.rows):,} rows, and this table takes {MOST_ROWS:,}; "
                "edit it in a spreadsheet"
            )
        faults = self._source.faults(table, table.rows)
        with self.hold_sync():
            self.columns = columns
            self.rows = [{"ref": row.ref, "cells": dict(row.cells)} for row in table.rows]
            self.faults = [
                {
                    "ref": None if fault.row is None else table.rows[fault.row].ref,
                    "column": fault.column,
                    "text": fault.text,
                }
                for fault in faults
            ]
            self.trouble = ""
            self.undoable = self._done.words(self._source.keys)
            self.redoable = self._undone.words(self._source.keys)

    def __repr__(self) -> str:
        """What a page shows where widgets are not at hand."""
        return f"This table is live only: run this cell again. What it saves is in {self.file}."


def _about(content: Any) -> Reply:
    return {key: content.get(key) for key in ("kind", "t")} if isinstance(content, dict) else {}


def _told(settled: Settled) -> Reply:
    """What came of each row that could not be saved, or that all were."""
    refused = [
        {"local": local, "column": fault.column, "text": fault.text}
        for local, faults in settled.refused.items()
        for fault in faults
    ]
    conflicts = [{"local": local, "theirs": cells} for local, cells in settled.conflicts.items()]
    told: Reply = {"refused": refused, "conflicts": conflicts, "at": instant(utc_now())}
    if conflicts:
        told |= {"ok": False, "cause": "conflict", "error": "changed elsewhere"}
    elif refused:
        told |= {"ok": False, "cause": "refused", "error": "a cell does not read"}
    else:
        told["ok"] = True
    return told
