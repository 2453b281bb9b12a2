"""What a column of the POC sample holds, seen from its own cells."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.findings import ColumnKind
from readiness_kit.evidence.data_gap.forms import COMPACT, LAYOUTS, DayLayout
from readiness_kit.evidence.data_gap.nothing import known_words, words_for_nothing

if TYPE_CHECKING:
    from readiness_kit.evidence.data_gap.column import Column, Flags

NEARLY_ALL = 0.99
"""Of the cells that hold something, so many make the kind of a column."""
MOST_CATEGORIES = 200
ROWS_A_CATEGORY = 5
"""On average, below which a column names things rather than sorting them."""
LONGEST_CATEGORY = 30
LONGEST_NAME = 40
_FEWEST_COUNTED = 50
_LOOKED_AT = 100
_TRUTH = frozenset({"true", "false"})


@dataclass(frozen=True)
class Known:
    """A column of A as the comparison knows it."""

    column: Column
    kind: ColumnKind
    nothing: Flags = field(repr=False)
    """By distinct cell: whether it stands for nothing."""
    words: frozenset[str] = frozenset()
    """Words that mean nothing elsewhere and are values here."""
    layout: DayLayout | None = None
    """Of a date."""

    @property
    def filled(self) -> int:
        """Rows that hold something."""
        return self.column.count(~self.nothing)

    @cached_property
    def days(self) -> dict[int, dt.date]:
        """Of a date: the days, by distinct cell, as far as they read in its layout."""
        import numpy as np

        assert self.layout is not None
        read = {
            int(place): self.layout.day(self.column.text(int(place)).strip())
            for place in np.flatnonzero(~self.nothing)
        }
        return {place: day for place, day in read.items() if day is not None}


def known(column: Column, *, key: bool = False, time: bool = False) -> Known:
    """Tell what a column of A holds.

    `key` says that it is the identifier of the records, `time` that it is when they came: a moment
    that is written as a plain number goes on counting, and is no quantity.
    """
    doubtful = known_words(column)
    nothing = words_for_nothing(column, doubtful)
    if key:
        return Known(column, "identifier", nothing, doubtful)
    filled = column.count(~nothing)
    if filled and _is_compact(column, nothing, filled):
        return Known(column, "date", nothing, doubtful, COMPACT)
    bare = words_for_nothing(column) if doubtful else nothing
    numeric = _numeric(column, bare)
    if numeric is not None and (time or _counts_on(column)):
        return Known(column, "identifier", nothing, doubtful)
    if numeric is not None:
        return Known(column, numeric, bare)
    if filled == 0:
        return Known(column, "text", nothing, doubtful)
    if (layout := _layout(column, nothing, filled)) is not None:
        return Known(column, "date", nothing, doubtful, layout)
    return Known(column, _of_words(column, nothing, filled), nothing, doubtful)


def _is_compact(column: Column, nothing: Flags, filled: int) -> bool:
    # the first cell that holds something spares nearly every column the look at all of them
    first = column.text(int((~nothing).argmax())).strip()
    return COMPACT.day(first) is not None and _all_in(COMPACT, column, nothing, filled)


def _numeric(column: Column, nothing: Flags) -> ColumnKind | None:
    import numpy as np

    filled = column.count(~nothing)
    plain = ~np.isnan(column.numbers) & ~nothing
    if not filled or column.count(plain) < NEARLY_ALL * filled:
        return None
    whole = column.numbers[plain] == np.floor(column.numbers[plain])
    return "integer" if bool(whole.all()) else "number"


def _counts_on(column: Column) -> bool:
    """Whether whole numbers, nearly one for each row, are in order or leave hardly one out.

    So are running numbers: new records have higher ones, which is no change of anything.
    """
    import numpy as np

    values = column.numbers[column.codes]
    values = values[~np.isnan(values)]
    if len(values) < _FEWEST_COUNTED or len(np.unique(values)) < NEARLY_ALL * len(values):
        return False
    if not bool((values == np.floor(values)).all()):
        return False
    steps = np.diff(values)
    dense = float(values.max() - values.min()) <= 2 * len(values)
    return dense or float((steps > 0).mean()) >= NEARLY_ALL


def _all_in(layout: DayLayout, column: Column, nothing: Flags, filled: int) -> bool:
    fits = column.flagged(lambda cell: layout.day(cell) is not None, ~nothing)
    return column.count(fits) >= NEARLY_ALL * filled


def _layout(column: Column, nothing: Flags, filled: int) -> DayLayout | None:
    """The first layout that fits nearly all cells; some of them tell whether to look at all."""
    step = max(1, len(column.counts) // _LOOKED_AT)
    some = [column.text(place) for place in range(0, len(column.counts), step)]
    for layout in LAYOUTS:
        if not any(layout.pattern.fullmatch(cell) for cell in some):
            continue
        if _all_in(layout, column, nothing, filled):
            return layout
    return None


def _of_words(column: Column, nothing: Flags, filled: int) -> ColumnKind:
    import numpy as np
    import pyarrow.compute as pc

    lengths = np.asarray(pc.utf8_length(column.cells))
    places = np.flatnonzero(~nothing)
    average = float((lengths[places] * column.counts[places]).sum() / filled)
    if len(places) <= 2 and _truth(column, places):
        return "boolean"
    repeated = len(places) <= max(2, filled / ROWS_A_CATEGORY) and len(places) <= MOST_CATEGORIES
    if repeated and average < LONGEST_CATEGORY:
        return "category"
    return "identifier" if _names(column, places, average, filled) else "text"


def _truth(column: Column, places) -> bool:  # type: ignore[no-untyped-def]  # an array of ints
    return all(column.text(int(place)).lower() in _TRUTH for place in places)


def _names(column: Column, places, average: float, filled: int) -> bool:  # type: ignore[no-untyped-def]
    """Whether nearly every row has a short word of its own, with a digit in it."""
    if average > LONGEST_NAME or len(places) < 0.9 * filled:
        return False
    some = [column.text(int(place)) for place in places[:200]]
    return sum(any(map(str.isdigit, cell)) for cell in some) >= 0.9 * len(some)
