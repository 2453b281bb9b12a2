"""A column of a client's file, its cells counted once each, so that a million rows stay quick."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from readiness_kit.evidence.data_gap.forms import same_word
from readiness_kit.evidence.samples import Sample

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    Flags = np.ndarray[Any, np.dtype[np.bool_]]

_NUMBER = r"^-?((0|[1-9][0-9]{0,17})(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?$"
"""As `samples.is_number` has it, in the dialect of the arrow library."""
_AT_ONCE = 100_000
"""Texts that are spelled out at a time: a million of them would take as much room as the file."""


@dataclass(frozen=True)
class Column:
    """The distinct cells of a column, how often each comes, and in which rows."""

    name: str
    cells: Any = field(repr=False)
    """The distinct cells, as an arrow array of texts."""
    codes: np.ndarray = field(repr=False)
    """By row: the place of its cell among the distinct ones."""
    counts: np.ndarray = field(repr=False)
    """By distinct cell: how many rows have it."""

    @property
    def rows(self) -> int:
        """How many cells there are in all."""
        return len(self.codes)

    @cached_property
    def numbers(self) -> np.ndarray:
        """By distinct cell: its value as a plain decimal number, else NaN."""
        import numpy as np
        import pyarrow.compute as pc

        plain = np.asarray(pc.match_substring_regex(self.cells, _NUMBER))
        values = np.full(len(plain), np.nan)
        if plain.any():
            # the one number that arrow does not read is one that ends in its point, such as 5.
            text = pc.replace_substring_regex(self.cells.filter(plain), r"\.([eE]|$)", r"\1")
            values[plain] = np.asarray(pc.cast(text, "float64"))
        return values

    @property
    def texts(self) -> list[str]:
        """The distinct cells; a long list where every row has its own, so it is made anew."""
        return [str(cell) for cell in self.cells.to_pylist()]

    @property
    def hashes(self) -> np.ndarray:
        """By distinct cell: 64 bits, the same in every process; of a number, its value's."""
        return self._hashed(str)

    @property
    def word_hashes(self) -> np.ndarray:
        """The same with the spellings of a word as one."""
        return self._hashed(same_word)

    def _hashed(self, spelled: Callable[[str], str]) -> np.ndarray:
        import numpy as np
        import pandas as pd

        hashes: np.ndarray = pd.util.hash_array(self.numbers, categorize=False)
        words = np.flatnonzero(np.isnan(self.numbers))
        for start in range(0, len(words), _AT_ONCE):
            places = words[start : start + _AT_ONCE]
            texts = [spelled(str(cell)) for cell in self.cells.take(places).to_pylist()]
            array = np.array(texts, dtype=object)
            hashes[places] = pd.util.hash_array(array, categorize=False)
        return hashes

    def flagged(self, test: Callable[[str], bool], among: Flags | None = None) -> Flags:
        """By distinct cell: whether it passes the test; only those `among` are asked."""
        import numpy as np

        flags = np.zeros(len(self.counts), dtype=bool)
        asked = range(len(flags)) if among is None else np.flatnonzero(among)
        for place in asked:
            flags[place] = test(self.text(int(place)))
        return flags

    def text(self, place: int) -> str:
        """One distinct cell."""
        return str(self.cells[place].as_py())

    def count(self, flags: Flags) -> int:
        """How many rows have one of the flagged cells."""
        return int(self.counts[flags].sum())

    def in_rows(self, flags: Flags) -> Flags:
        """Which rows have one of the flagged cells."""
        rows: Flags = flags[self.codes]
        return rows


def column_of(sample: Sample, name: str) -> Column:
    """Count the cells of one column."""
    import numpy as np
    import pyarrow as pa

    cells = pa.array(sample.frame[name], type=pa.string())
    if isinstance(cells, pa.ChunkedArray):
        cells = cells.combine_chunks()
    encoded = cells.dictionary_encode()
    codes = np.asarray(encoded.indices).astype(np.int32)
    counts = np.bincount(codes, minlength=len(encoded.dictionary))
    return Column(name, encoded.dictionary, codes, counts)
