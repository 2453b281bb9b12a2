"""The rows of a file that are kept: all of them, or as many as memory allows, drawn by a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from readiness_kit.evidence.samples import limits
from readiness_kit.evidence.samples.refusal import refuse, too_large, too_many_cells

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_LEFT = 0.75
"""The share of the kept rows that stays when they become too many."""
_OFFSET = 8
"""Bytes that a cell takes beside its text."""


class _Block(NamedTuple):
    cells: pa.RecordBatch
    numbers: np.ndarray
    size: int

    def under(self, limit: int) -> _Block:
        """Those of its rows whose number lies under a limit."""
        import pyarrow as pa

        keep = self.numbers < limit
        cells = self.cells.filter(pa.array(keep))
        return _Block(cells, self.numbers[keep], cells.nbytes)


class Kept:
    """Takes the rows of a file block by block, and keeps those with the smallest random numbers.

    Each row gets its number by its place in the file. When the rows become too many the limit that
    their numbers must lie under is lowered, so that what is kept is always a simple random draw
    from all rows so far, in the order of the file, whatever the blocks.
    """

    def __init__(self, name: str, columns: Sequence[str], seed: int) -> None:
        import numpy as np  # with the pandas of the frame, not before
        import pyarrow as pa

        self.name, self.columns = name, list(columns)
        self.total = 0
        self._schema = pa.schema([(column, pa.large_string()) for column in columns])
        self._blocks: list[_Block] = []
        self._random = np.random.PCG64(seed)  # its raw stream is the same in every numpy
        self._under: int | None = None
        self._text = 0

    def add(self, cells: Sequence[pa.Array]) -> None:
        """Take the next rows, as a text array for each column; raises InvalidFileError."""
        import numpy as np
        import pyarrow as pa

        batch = pa.RecordBatch.from_arrays(list(cells), schema=self._schema)
        numbers = np.asarray(self._random.random_raw(batch.num_rows))
        block = _Block(batch, numbers, batch.nbytes)
        self._count(block)
        self._blocks.append(block if self._under is None else block.under(self._under))
        while self._too_many():
            self._thin()

    def table(self) -> pa.Table:
        """What was kept."""
        import pyarrow as pa

        return pa.Table.from_batches([block.cells for block in self._blocks], schema=self._schema)

    def notes(self) -> Iterator[str]:
        """That not all rows were kept, in words, if so."""
        rows = self._rows()
        if rows < self.total:
            yield f"{self.name}: {rows:,} of {self.total:,} rows were drawn at random"

    def _rows(self) -> int:
        return sum(len(block.numbers) for block in self._blocks)

    def _count(self, block: _Block) -> None:
        self.total += block.cells.num_rows
        self._text += block.size - _OFFSET * block.cells.num_rows * block.cells.num_columns
        if self.total > limits.MAX_ROWS:
            refuse(self.name, None, f"at most {limits.MAX_ROWS:,} rows; draw a sample", "more")
        if self.total * len(self.columns) > limits.MAX_FILE_CELLS:
            too_many_cells(self.name, self.total * len(self.columns))
        if self._text > limits.MAX_BYTES:
            too_large(self.name, self._text)

    def _too_many(self) -> bool:
        rows = self._rows()
        size = sum(block.size for block in self._blocks)
        many = rows * len(self.columns) > limits.MAX_CELLS or size > limits.MAX_KEPT
        return many and rows > 1

    def _thin(self) -> None:
        import numpy as np

        numbers = np.concatenate([block.numbers for block in self._blocks])
        left = max(1, int(len(numbers) * _LEFT))
        self._under = int(np.partition(numbers, left)[left])
        for place, block in enumerate(self._blocks):
            self._blocks[place] = block.under(self._under)  # one by one, to free the old one
