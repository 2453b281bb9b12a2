"""The rows of a CSV file or a sheet, gathered in blocks of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from readiness_kit.evidence.samples.kept import Kept
from readiness_kit.evidence.samples.limits import BLOCK_BYTES, BLOCK_CELLS, BLOCK_ROWS
from readiness_kit.evidence.samples.refusal import Faults, refuse

if TYPE_CHECKING:
    import pyarrow as pa


class Rows(Protocol):
    """What has rows of text to give, once."""

    faults: Faults
    """What was wrong with the rows that were not given."""
    read: int
    """Characters so far."""

    def __iter__(self) -> Iterator[Sequence[str]]:
        """The header, then the rows that have its length; nothing at all where it is empty."""


def kept_of(rows: Rows, seed: int) -> Kept:
    """All rows, or those that are drawn; raises InvalidFileError once for all faults."""
    name, each = rows.faults.name, iter(rows)
    header = next(each, None)
    if header is None:
        rows.faults.settle()
        refuse(name, None, "a header and at least one row", "an empty file")
    width = len(header)
    kept = Kept(name, header, seed)
    for cells in _blocks(each, rows, max(BLOCK_CELLS, BLOCK_ROWS * width)):
        kept.add([_column(cells[place::width]) for place in range(width)])
    rows.faults.settle()
    if not kept.total:
        refuse(name, None, "at least one row below the header", "a header only")
    return kept


def _blocks(each: Iterator[Sequence[str]], rows: Rows, most: int) -> Iterator[list[str]]:
    """The cells of some rows, row by row in one list: Python tracks a list of lists at a price."""
    cells: list[str] = []
    started = rows.read
    for row in each:
        cells += row
        if len(cells) >= most or rows.read - started > BLOCK_BYTES:
            yield cells
            cells, started = [], rows.read
    if cells:
        yield cells


def _column(cells: Sequence[str]) -> pa.Array:
    import pyarrow as pa  # with the pandas of the frame, not before

    return pa.array(cells, type=pa.large_string())
