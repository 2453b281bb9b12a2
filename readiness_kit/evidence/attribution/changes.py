"""Cells of drawn records that one group of defects explains, and what they would be otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readiness_kit.errors import ReadinessError
from readiness_kit.evidence.attribution.groups import TITLES, Group
from readiness_kit.evidence.samples import Sample


class UnchangedError(ReadinessError):
    """A defect was planted and no cell is another one: its effect would be told as nothing."""

    def __init__(self, group: Group, column: str, planned: int, changed: int) -> None:
        super().__init__(
            f"{TITLES[group]} were planted in {planned:,} cells of {column!r}, and {changed:,} "
            f"cells are other ones now, so nothing can be told of their effect."
        )


@dataclass(frozen=True)
class Change:
    """Cells of one column, all of one group."""

    group: Group
    column: str
    cells: Mapping[int, str] = field(repr=False)
    """By row of the drawn sample: the cell instead."""


def changed(sample: Sample, changes: Sequence[Change]) -> Sample:
    """The sample with all these cells; no cell is in two changes."""
    frame = sample.frame.copy()
    for column in {change.column: None for change in changes}:
        cells = sample.column(column)
        for change in changes:
            if change.column == column:
                for row, cell in change.cells.items():
                    cells[row] = cell
        frame[column] = cells
    return Sample(
        path=sample.path,
        sha256=sample.sha256,
        encoding=sample.encoding,
        delimiter=sample.delimiter,
        frame=frame,
    )


def must_differ(sample: Sample, changes: Sequence[Change]) -> None:
    """Hold that every planted cell is another one; raises UnchangedError where one is not."""
    for change in changes:
        cells = sample.column(change.column)
        differ = sum(cells[row] != cell for row, cell in change.cells.items())
        if differ < len(change.cells) or not change.cells:
            raise UnchangedError(change.group, change.column, len(change.cells), differ)
