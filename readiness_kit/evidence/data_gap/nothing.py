"""Cells that stand for nothing: empty ones, words such as N/A, numbers and days such as -999."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from readiness_kit.evidence.labels import SMALLEST_COUNT

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column, Flags

_ALWAYS = frozenset(
    {"", "n/a", "#n/a", "n.a.", "null", "nan", "nat", "nil", "<na>", "#null!"}
    | {"(null)", "[null]", "(empty)", "?", "??", "???", ".", "..", "-", "--", "---"}
)
_MAYBE = frozenset(
    {"na", "none", "unknown", "missing", "empty", "not available", "not known", "not specified"}
    | {"undefined", "no data", "tbd", "x", "xx", "xxx", "keine", "k.a.", "unbekannt", "inconnu"}
)
"""Words that are values where the POC has them: NA is a country, none an answer."""
_NUMBERS = (-1, -9, -99, -999, -9999, -99999, 99, 999, 9999, 99999, 999999, 9999999, 99999999)
_SPIKE = 5
"""So many times as often as the commonest of its neighbours comes what stands for nothing."""
_STEPS, _NEAR = 3, 0.1
"""Neighbours lie so many steps of the column's grid away, or such a part of its breadth."""
_EDGES = (0.01, 0.99)
"""Between these quantiles lies the breadth of a column."""
DAYS = frozenset(
    {"1900-01-01", "1970-01-01", "1111-11-11", "0001-01-01", "9999-12-31", "9999-01-01"}
)
"""Days that forms and databases write where none is known."""


def words_for_nothing(column: Column, known: frozenset[str] = frozenset()) -> Flags:
    """By distinct cell: whether it is empty or a word for nothing.

    `known` are words of the POC, small letters and no spaces around, that are values there.
    """
    import numpy as np
    import pyarrow.compute as pc

    # arrow folds all cells at once; only a handful is left to compare
    folded = pc.utf8_lower(pc.utf8_trim_whitespace(column.cells))
    words = list(_ALWAYS | (_MAYBE - known))
    flags: Flags = np.asarray(pc.is_in(folded, value_set=_array(words)))
    return flags


def known_words(column: Column) -> frozenset[str]:
    """The doubtful words that the POC has in enough rows to be values there."""
    counted: dict[str, int] = {}
    for place in _places(column, _MAYBE):
        word = column.text(place).strip().lower()
        counted[word] = counted.get(word, 0) + int(column.counts[place])
    return frozenset(word for word, count in counted.items() if count >= SMALLEST_COUNT)


def sentinel_numbers(
    numbers: np.ndarray, column: Column, low: float, high: float
) -> dict[float, Flags]:
    """The numbers for nothing in a column of B, each with the distinct cells that spell it.

    One is taken for it only where it lies outside [low, high], the range of A, comes in five rows
    at the least, and far more often than the values near it: then it is no measurement that happens
    to be large.
    """
    outside = {number: numbers == number for number in _NUMBERS if not low <= number <= high}
    often = {n: flags for n, flags in outside.items() if column.count(flags) >= SMALLEST_COUNT}
    if not often:
        return {}
    values, counts = _other_values(numbers, column, list(often))
    return {
        number: flags
        for number, flags in often.items()
        if column.count(flags) >= _SPIKE * _commonest_near(number, values, counts, low)
    }


def _other_values(
    numbers: np.ndarray, column: Column, but: list[float]
) -> tuple[np.ndarray, np.ndarray]:
    """The different values of a column `but` for some, in order, and how many rows have each."""
    import numpy as np

    left = np.flatnonzero(~np.isnan(numbers) & ~np.isin(numbers, but))
    values, place = np.unique(numbers[left], return_inverse=True)
    return values, np.bincount(place, weights=column.counts[left], minlength=len(values))


def _commonest_near(number: float, values: np.ndarray, counts: np.ndarray, low: float) -> int:
    """In how many rows the commonest value near a number comes."""
    import numpy as np

    if len(values) < 2:
        return 0
    if number < 0 <= min(low, float(values[0])):
        return 0  # where nothing else is below zero, the many zeros above say nothing of it
    ends = np.searchsorted(np.cumsum(counts), np.array(_EDGES) * counts.sum())
    breadth = values[ends[1]] - values[ends[0]]
    reach = max(_STEPS * float(np.median(np.diff(values))), _NEAR * float(breadth))
    return int(counts[np.abs(values - number) <= reach].max(initial=0))


def spelled_number(number: float) -> str:
    """A number for nothing as a reader knows it."""
    return str(int(number)) if math.isfinite(number) and number == int(number) else repr(number)


def _places(column: Column, words: frozenset[str]) -> list[int]:
    import numpy as np
    import pyarrow.compute as pc

    folded = pc.utf8_lower(pc.utf8_trim_whitespace(column.cells))
    return [int(place) for place in np.flatnonzero(pc.is_in(folded, value_set=_array(list(words))))]


def _array(words: list[str]):  # type: ignore[no-untyped-def]  # arrow has no types
    import pyarrow as pa

    return pa.array(sorted(words), type=pa.string())
