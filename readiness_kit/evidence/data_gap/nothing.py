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
_NEAR, _NEAR_SHARE = 2.0, 0.05
"""Neighbours lie so far away, or such a share of the number itself."""
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
    at the least, and far more often than other values near it that A does not have either: then it
    is no measurement that happens to be large.
    """
    import numpy as np

    found: dict[float, Flags] = {}
    for number in _NUMBERS:
        if low <= number <= high:
            continue
        flags = numbers == number
        outside = (numbers < low) | (numbers > high)
        near = (
            outside & ~flags & (np.abs(numbers - number) <= max(_NEAR, _NEAR_SHARE * abs(number)))
        )
        usual = int(column.counts[near].max(initial=0))
        if column.count(flags) >= max(SMALLEST_COUNT, _SPIKE * usual):
            found[number] = flags
    return found


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
