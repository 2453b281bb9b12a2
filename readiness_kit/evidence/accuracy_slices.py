"""Where the model is wrong most: parts of the production sample, held against the rest.

Each category of a column with at most fifty, each quarter of a column of numbers, and each
column's empty cells are one part. Chance is ruled out over all of them at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from readiness_kit.evidence.data_gap.spelling import rounded_number
from readiness_kit.evidence.intervals import Interval, newcombe
from readiness_kit.evidence.target import Record

if TYPE_CHECKING:
    import numpy as np

MOST_VALUES = 50
MOST_COLUMNS = 500
"""So many columns, from the first on, are cut into parts."""
SMALLEST_SHARE, FEWEST_ROWS = 0.05, 30
WORST = 5
FALSE_DISCOVERIES = 0.05
_QUARTERS = (0.25, 0.5, 0.75)
_LONGEST_NAME = 40
_MOSTLY = 0.5
"""A column is one of numbers where this part of its filled cells are."""


@dataclass(frozen=True)
class Slice:
    """A part of the sample where wrong answers are commoner than in the rest."""

    column: str
    value: str
    """`is 'x'`, `up to 12`, `is empty`."""
    n: int
    error: float
    rest: float
    """The share of wrong answers in all other rows."""
    interval: Interval
    """Of the difference."""
    q_value: float
    """The p-value of Fisher's exact test, false discoveries controlled."""


@dataclass(frozen=True)
class Slices:
    """The worst parts, and how many were looked at."""

    worst: tuple[Slice, ...]
    tried: int
    columns: int


def worst_slices(records: Sequence[Record], right: Sequence[bool]) -> Slices:
    """The five parts that err most beyond the rest, where chance is ruled out.

    A part has a twentieth of the rows and thirty of them at the least, so no rare value is named.
    Benjamini and Hochberg 1995 (Journal of the Royal Statistical Society B 57, 289-300).
    """
    if not records:
        return Slices((), 0, 0)
    import numpy as np

    names = list(records[0])[:MOST_COLUMNS]
    wrong = ~np.array(right, dtype=bool)
    least = max(FEWEST_ROWS, SMALLEST_SHARE * len(records))
    tried = [
        (name, value, rows)
        for name in names
        for value, rows in _parts([record.get(name) for record in records])
        if rows.sum() >= least and not rows.all()
    ]
    found = _tested(tried, wrong)
    worst = sorted(found, key=lambda one: (one.rest - one.error, one.column, one.value))
    return Slices(tuple(worst[:WORST]), len(tried), len(names))


def _tested(tried: Sequence[tuple[str, str, np.ndarray]], wrong: np.ndarray) -> list[Slice]:
    """The parts that err more than the rest, beyond chance."""
    if not tried:
        return []
    import numpy as np
    from scipy.stats import false_discovery_control, fisher_exact

    tables = [_table(rows, wrong) for _, _, rows in tried]
    chances = [
        float(fisher_exact(np.array([[a, n - a], [b, m - b]])).pvalue) for a, n, b, m in tables
    ]
    q_values = false_discovery_control(np.minimum(1.0, chances))
    found = []
    for (name, value, _), (a, n, b, m), q in zip(tried, tables, q_values, strict=True):
        if a / n > b / m and q < FALSE_DISCOVERIES:
            interval = newcombe(a, n, b, m)
            found.append(Slice(name, value, n, a / n, b / m, interval, float(q)))
    return found


def _table(rows: np.ndarray, wrong: np.ndarray) -> tuple[int, int, int, int]:
    """Wrong and all in the part, wrong and all in the rest."""
    inside = int((rows & wrong).sum())
    n = int(rows.sum())
    return inside, n, int(wrong.sum()) - inside, len(rows) - n


def _parts(cells: Sequence[Any]) -> Iterator[tuple[str, np.ndarray]]:
    """A column's parts by name, each as a mask of its rows."""
    import numpy as np

    numbers = np.array([isinstance(c, int | float) and not isinstance(c, bool) for c in cells])
    empty = np.array([cell is None for cell in cells])
    if empty.any():
        yield "is empty", empty
    filled = int((~empty).sum())
    if numbers.sum() >= _MOSTLY * filled and filled:
        values = np.array([float(c) if n else np.nan for c, n in zip(cells, numbers, strict=True)])
        yield from _quarters(values, numbers)
        if (strange := ~numbers & ~empty).any():
            yield "is no number", strange
        return
    yield from _categories(cells)


def _categories(cells: Sequence[Any]) -> Iterator[tuple[str, np.ndarray]]:
    import numpy as np

    texts = np.array(["" if cell is None else str(cell) for cell in cells], dtype=object)
    counts = Counter(text for text in texts if text)
    if len(counts) > MOST_VALUES:
        return
    for name in sorted(counts):
        if len(name) <= _LONGEST_NAME:
            yield f"is '{name}'", texts == name


def _quarters(values: np.ndarray, numbers: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Four parts of about equal counts; equal edges are one."""
    import numpy as np

    edges = np.unique(np.quantile(values[numbers], _QUARTERS, method="inverted_cdf"))
    places = np.searchsorted(edges, values, side="left")
    ends = [rounded_number(float(edge)) for edge in edges]
    for place in range(len(edges) + 1):
        if place == 0:
            name = f"up to {ends[0]}"
        elif place == len(edges):
            name = f"over {ends[-1]}"
        else:
            name = f"over {ends[place - 1]}, up to {ends[place]}"
        yield name, numbers & (places == place)
