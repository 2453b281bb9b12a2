"""Whole records as numbers: the same for the same cells, so that repeated ones are found.

Column after column is added and forgotten, so that five thousand of them fit into memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column

Part = Literal["key", "label", "feature"]
"""What a column is to the records of its sample."""
_MIXER = 0x9E3779B97F4A7C15
"""An odd number of 64 bits that spreads sums well (Knuth's golden ratio)."""


class Records:
    """Three numbers of 64 bits a row of one sample, by what of the record they tell apart."""

    def __init__(self, rows: int) -> None:
        import numpy as np

        self.exact, self.near, self.features = (np.zeros(rows, dtype=np.uint64) for _ in range(3))
        self._place = 0

    @property
    def rows(self) -> int:
        """How many records there are."""
        return len(self.exact)

    def add(self, column: Column, part: Part) -> None:
        """Take in one column: `exact` takes its cells, the others its words.

        `near` leaves out the key, `features` the label as well.
        """
        self._place += 1
        self.exact += _turned(column.hashes, self._place)[column.codes]
        if part != "key":
            words = _turned(column.word_hashes, self._place)[column.codes]
            self.near += words
            if part == "feature":
                self.features += words


def repeated(hashes: np.ndarray) -> np.ndarray:
    """Which rows repeat an earlier one."""
    import pandas as pd

    return pd.Series(hashes).duplicated().to_numpy()


def _turned(cells: np.ndarray, place: int) -> np.ndarray:
    """The cells' numbers, mixed with the place of their column."""
    import numpy as np

    turned = (cells + np.uint64(2 * place + 1)) * np.uint64(_MIXER)
    turned ^= turned >> np.uint64(29)
    mixed: np.ndarray = turned * np.uint64(_MIXER)
    return mixed
