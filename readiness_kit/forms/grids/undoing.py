"""The steps of a grid that can be taken back: for each, the edits that would do so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readiness_kit.errors import UsageError
from readiness_kit.forms.grids.settling import RowEdit
from readiness_kit.forms.grids.source import Row, Table

_KEPT = 100


class Steps:
    """The newest steps, the last one first to go."""

    def __init__(self) -> None:
        self._steps: list[list[RowEdit]] = []

    def add(self, edits: Sequence[RowEdit]) -> None:
        """Remember one step; the oldest of very many is forgotten."""
        self._steps = [*self._steps, list(edits)][-_KEPT:]

    def last(self, none: str) -> list[RowEdit]:
        """The edits that take the last step back; raises UsageError with `none` where none is."""
        if not self._steps:
            raise UsageError(none)
        return self._steps[-1]

    def drop(self) -> None:
        """Forget the last step: it was taken, or can be taken no more."""
        self._steps.pop()

    def clear(self) -> None:
        """Forget all."""
        self._steps = []

    def words(self, keys: Sequence[str]) -> str:
        """What the last step was about; "" where there is none."""
        if not self._steps:
            return ""
        edits = self._steps[-1]
        if len(edits) > 1:
            return f"{len(edits)} rows"
        cells = edits[0].cells or edits[0].seen or {}
        return ", ".join(cells[key] for key in keys if cells.get(key)) or "1 row"


def inverse(
    taken: Sequence[RowEdit], saved: Mapping[str, Row | None], before: Table
) -> list[RowEdit]:
    """What leads from the saved rows back to those before; rows that did not change are left out.

    `saved` has, by the page's name, the row as it is in the file now, and None where it went.
    """
    places = {row.ref: (at, row.cells) for at, row in enumerate(before.rows)}
    edits = []
    for edit in taken:
        at, old = places.get(edit.ref, (None, None)) if edit.ref is not None else (None, None)
        row = saved[edit.local]
        if row is None:
            if old is not None:
                edits.append(RowEdit(edit.local, edit.ref, None, old, at))
        elif row.cells != old and not (edit.ref is None and row in before.rows):
            edits.append(RowEdit(edit.local, row.ref, row.cells, old))
    # rows that went come back from the top down, each into its old place
    return sorted(edits, key=lambda edit: -1 if edit.at is None else edit.at)
