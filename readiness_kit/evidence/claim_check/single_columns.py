"""How well each single column tells the label: one that knows it nearly alone is suspicious.

A column that is filled in after the decision, or that holds it under another name, makes any model
look good in the lab. Values are scored on rows that they were not learnt from, so that an
identifier does not win by being remembered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from readiness_kit.evidence.claim_check.areas import auc, auc_interval
from readiness_kit.evidence.intervals import CONFIDENCE, Interval
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record

if TYPE_CHECKING:
    import numpy as np

MOST_ROWS = 20_000
"""So many rows are looked at, drawn by the seed; more would change nothing but the time."""
MOST_CLASSES = 20
"""So many labels are told from the rest, the commonest first."""
SMALLEST_CLASS = 10
"""A label with fewer rows is not told from the rest: chance would do it well."""
_FOLDS = 5
_BINS = 20
_FEW_VALUES = 50
"""A number with more different values is put into bins before its values are learnt."""
_COPY = 0.995


@dataclass(frozen=True)
class Single:
    """One column and how well it tells the label alone."""

    column: str
    estimate: float
    """The area under the ROC curve, the mean over the labels; of a number as label, the
    strength of the rank correlation."""
    interval: Interval
    n: int
    copy: bool = False
    """Whether each of its values stands for one label, as in a copy of it."""


def single_columns(
    records: Sequence[Record], labels: Sequence[str], *, seed: int, names: Sequence[str]
) -> list[Single]:
    """Score every column on the rows given, the one that tells most first.

    Empty where fewer than two labels have enough rows.
    """
    import numpy as np  # only where columns are scored

    kinds, codes = np.unique(np.array(labels, dtype=object), return_inverse=True)
    counts = np.bincount(codes, minlength=len(kinds))
    common = sorted(range(len(kinds)), key=lambda kind: (-counts[kind], kind))[:MOST_CLASSES]
    classes = [kind for kind in common if counts[kind] >= SMALLEST_CLASS]
    if len(classes) < 2:
        return []
    folds = _folds(codes, seed)
    found = []
    for name in names:
        cells = [record[name] for record in records]
        found.append(_single(name, cells, codes, classes, folds))
    return sorted(found, key=lambda single: (-single.estimate, single.column))


def single_numbers(
    records: Sequence[Record], labels: Sequence[float], *, names: Sequence[str]
) -> list[Single]:
    """The same where the label is a number: by the rank correlation of each column of numbers.

    Spearman's, with the interval of Fisher's transformation in the form of Bonett and Wright 2000
    (Psychometrika 65, 23-28). A column that is empty in half of the rows is left out.
    """
    import numpy as np
    from scipy.stats import spearmanr  # scipy takes most of a second to import

    found = []
    for name in names:
        values = _numbers([record[name] for record in records])
        said = ~np.isnan(values)
        if 2 * said.sum() < len(values) or len(set(values[said])) < 3:
            continue  # too empty, or as good as constant
        truth = np.asarray(labels, dtype=float)[said]
        if len(set(truth)) < 2:
            continue  # ranks say nothing where the label never changes
        correlation = float(spearmanr(values[said], truth).statistic)
        if not math.isfinite(correlation):
            continue
        strength = min(1.0, abs(correlation))
        interval = _fisher(strength, int(said.sum()))
        same = bool(np.mean(values[said] == truth) >= _COPY)
        found.append(Single(name, strength, interval, int(said.sum()), copy=same))
    return sorted(found, key=lambda single: (-single.estimate, single.column))


def _single(
    column: str, cells: list[Any], codes: np.ndarray, classes: list[int], folds: np.ndarray
) -> Single:
    numbers = _numbers(cells)
    values = _values(cells, numbers)
    areas, intervals = [], []
    learnt = _learnt(values, _judged_or_other(codes, classes), folds)
    for place, kind in enumerate(classes):
        positive = codes == kind
        area = max(auc(learnt[:, place], positive), _by_size(numbers, positive))
        n1 = int(positive.sum())
        areas.append(area)
        intervals.append(auc_interval(area, n1, len(codes) - n1))
        if len(classes) == int(codes.max()) + 1 == 2:
            break  # of two labels, the one tells the other
    low, high = (sum(ends) / len(ends) for ends in zip(*intervals, strict=True))
    mean = sum(areas) / len(areas)
    return Single(column, mean, Interval(low, high), len(codes), copy=_is_copy(cells, codes))


def _folds(codes: np.ndarray, seed: int) -> np.ndarray:
    """Each row's part of five, the labels spread over them evenly."""
    import numpy as np

    order = np.lexsort((np.random.default_rng(seed).random(len(codes)), codes))
    folds = np.empty(len(codes), dtype=np.int64)
    folds[order] = np.arange(len(codes)) % _FOLDS
    return folds


def _judged_or_other(codes: np.ndarray, classes: list[int]) -> np.ndarray:
    """The place of each row's label among those judged, and one more for all others.

    A label of free text has thousands, which would each take a column of memory.
    """
    import numpy as np

    places = np.full(int(codes.max()) + 1, len(classes))
    places[classes] = np.arange(len(classes))
    return np.take(places, codes)


def _learnt(values: np.ndarray, codes: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """The share of each label among rows of the same value, learnt on the other folds only."""
    import numpy as np

    kinds = int(codes.max()) + 1
    shares = np.empty((len(codes), kinds))
    for fold in range(_FOLDS):
        here = folds == fold
        seen = np.zeros((int(values.max()) + 1, kinds))
        np.add.at(seen, (values[~here], codes[~here]), 1.0)
        usual = np.bincount(codes[~here], minlength=kinds) / max(1, int((~here).sum()))
        known = seen[values[here]]
        shares[here] = (known + usual) / (known.sum(axis=1, keepdims=True) + 1)
    return shares


def _by_size(numbers: np.ndarray, positive: np.ndarray) -> float:
    """The area by the numbers' size, whichever way they point; empty cells are the smallest."""
    import numpy as np

    said = ~np.isnan(numbers)
    if 2 * said.sum() < len(numbers):
        return 0.5
    area = auc(np.where(said, numbers, -np.inf), positive)
    return max(area, 1 - area)


def _numbers(cells: Sequence[Any]) -> np.ndarray:
    """The cells that are numbers, as numbers; the others as nothing."""
    import numpy as np

    plain = (int, float)
    return np.array([float(c) if isinstance(c, plain) else np.nan for c in cells], dtype=float)


def _values(cells: Sequence[Any], numbers: np.ndarray) -> np.ndarray:
    """A whole number for each different cell; numbers of many values by the bin they fall in."""
    import numpy as np
    import pandas as pd  # already loaded by reading the sample

    texts = pd.factorize(np.array([canonical(cell) or "" for cell in cells], dtype=object))
    said = ~np.isnan(numbers)
    if len(texts[1]) <= _FEW_VALUES or 2 * said.sum() < len(numbers):
        return texts[0].astype(np.int64)
    edges = np.unique(np.quantile(numbers[said], np.arange(1, _BINS) / _BINS))
    binned = np.searchsorted(edges, np.where(said, numbers, 0.0), side="right") + 1
    return np.where(said, binned, 0).astype(np.int64)


def _is_copy(cells: Sequence[Any], codes: np.ndarray) -> bool:
    """Whether as many values as labels occur, and each goes with one label nearly always."""
    import numpy as np
    import pandas as pd

    values, kinds = pd.factorize(np.array([canonical(c) or "" for c in cells], dtype=object))
    if len(kinds) != int(codes.max()) + 1:
        return False
    # only the pairs that occur: a table of all takes gigabytes where there are many labels
    pairs, counts = np.unique(values * len(kinds) + codes, return_counts=True)
    value, label = np.divmod(pairs, len(kinds))
    order = np.lexsort((label, -counts, value))
    commonest = order[np.unique(value[order], return_index=True)[1]]
    one_each = len(set(label[commonest])) == len(kinds)
    return one_each and bool(counts[commonest].sum() >= _COPY * len(codes))


def _fisher(strength: float, n: int) -> Interval:
    z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
    z *= math.sqrt((1 + strength**2 / 2) / max(1, n - 3))
    middle = math.atanh(min(strength, 1 - 1e-9))
    return Interval(math.tanh(middle - z), math.tanh(middle + z))
