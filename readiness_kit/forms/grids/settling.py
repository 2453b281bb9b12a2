"""Which edits of a page may be saved as the file is now: taken, refused at a cell, or in conflict.

The file holds rows that read, and no others. An edit whose row does not read is set aside with what
is wrong at which cell, and the rest is looked at again, until what is left reads as a whole. A row
that somebody else changed as well is a conflict; a row that only they changed is theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from readiness_kit.forms.grids.source import Cells, Fault, Row, Source, Table


@dataclass(frozen=True)
class RowEdit:
    """What a page, or an undo, wants one row to be."""

    local: str
    """The page's own name for it."""
    ref: str | None
    """The row in the file; None: a new one."""
    seen: Cells | None
    """How the row stood when it was edited; None: there was none."""
    cells: Cells | None
    """None: the row is to go."""
    at: int | None = None
    """Where a row that is put back has stood."""


@dataclass
class Settled:
    """What came of some edits."""

    rows: list[Row]
    """What the file is to hold."""
    taken: list[RowEdit]
    """Edits that are in `rows`."""
    refused: dict[str, list[Fault]] = field(default_factory=dict)
    """By the page's name: what is wrong with an edit; the row of a fault is not told."""
    conflicts: dict[str, Cells | None] = field(default_factory=dict)
    """By the page's name: what the file has instead; None: it has no such row any more."""

    def saved_as(self, written: Sequence[Row]) -> dict[str, Row | None]:
        """By the page's name: the row as it was written for `rows`; None for one that went."""
        by_cells = {id(row.cells): new for row, new in zip(self.rows, written, strict=True)}
        same = {tuple(row.cells.items()): new for row, new in zip(self.rows, written, strict=True)}
        return {
            edit.local: None
            if edit.cells is None
            else by_cells.get(id(edit.cells)) or same.get(tuple(edit.cells.items()))
            for edit in self.taken
        }


def settle(source: Source, table: Table, edits: Sequence[RowEdit]) -> Settled:
    """Work edits into a table; raises what `source.faults` does."""
    there = {row.ref: row.cells for row in table.rows}
    settled = Settled([], [])
    for edit in edits:
        theirs = there.get(edit.ref) if edit.ref is not None else None
        if edit.ref is not None and theirs not in (edit.seen, edit.cells):
            settled.conflicts[edit.local] = theirs
        else:
            settled.taken.append(edit)
    while faults := source.faults(table, applied(table, settled.taken)):
        if not _set_aside(settled, table, faults):
            settled.taken = _one_by_one(source, table, settled)
            break
    settled.rows = applied(table, settled.taken)
    return settled


def applied(table: Table, edits: Sequence[RowEdit]) -> list[Row]:
    """The table's rows with these edits: new ones below, what is put back where it was."""
    by_ref = {edit.ref: edit for edit in edits}
    rows = []
    for row in table.rows:
        edit = by_ref.get(row.ref)
        cells = row.cells if edit is None else edit.cells
        if cells is not None:
            rows.append(Row(row.ref, cells))
    known = {row.ref for row in table.rows}
    same = [row.cells for row in table.rows]
    for edit in edits:
        if edit.cells is None or edit.ref in known or (edit.ref is None and edit.cells in same):
            continue
        rows.insert(len(rows) if edit.at is None else edit.at, Row(None, edit.cells))
    return rows


def _set_aside(settled: Settled, table: Table, faults: Sequence[Fault]) -> bool:
    """Refuse the edits whose own rows have faults; False where there is none."""
    # by identity: two new rows may say the same
    edits = {id(edit.cells): edit for edit in settled.taken if edit.cells is not None}
    rows = enumerate(applied(table, settled.taken))
    ours = {at: edits[id(row.cells)] for at, row in rows if id(row.cells) in edits}
    for fault in faults:
        if fault.row in ours:
            settled.refused.setdefault(ours[fault.row].local, []).append(fault)
    left = [edit for edit in settled.taken if edit.local not in settled.refused]
    changed = len(left) < len(settled.taken)
    settled.taken = left
    return changed


def _one_by_one(source: Source, table: Table, settled: Settled) -> list[RowEdit]:
    """The edits that read together, taken in their order; each other one is refused.

    This is for faults at rows that nobody edited, such as one that needs a system which is to go.
    """
    taken: list[RowEdit] = []
    for edit in settled.taken:
        rows = applied(table, [*taken, edit])
        if faults := source.faults(table, rows):
            settled.refused[edit.local] = [_told_here(fault, rows) for fault in faults]
        else:
            taken.append(edit)
    return taken


def _told_here(fault: Fault, rows: Sequence[Row]) -> Fault:
    """A fault of another row, told where it was caused."""
    if fault.row is None:
        return fault
    name = next((text for text in rows[fault.row].cells.values() if text), "")
    return Fault(None, fault.column, f"row {fault.row + 1} ({name}): {fault.text}")
