"""G9: whether production can be told from the POC by all columns together.

A classifier learns to tell which sample a record is from; how often it ranks a pair rightly says
how different the samples are, whatever the difference is (Friedman 2003, SLAC-PUB-10325; the
two-sample test by a classifier of Lopez-Paz and Oquab, 2017).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.kinds import Known
from readiness_kit.evidence.data_gap.shares import JOINT, severity_of
from readiness_kit.evidence.intervals import Interval
from readiness_kit.evidence.verdict import decide, decides_at

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column

MOST_ROWS = 10_000
"""A side; more make it slower and the verdict no surer."""
MOST_COLUMNS = 100
TOGETHER = ("integer", "number", "boolean", "category")
"""The kinds of columns that are looked at all at once."""
N_MIN = 400
FOLDS = 3
_Z = 1.959964
_NAMED = 5
_FEWEST_CELLS = 20
_FLOOR = 0.01
"""What the ranking has to lose, a fold, for a column to be named."""
_ROUNDS = 60
"""Trees a fold: the question is whether there is a difference, not the best model of it."""


class Together:
    """Some records of both samples, column after column; the columns themselves are not kept."""

    def __init__(self, rows_a: int, rows_b: int, seed: int) -> None:
        import numpy as np

        rng = np.random.default_rng(seed)
        self._sides = (_drawn(rng, rows_a), _drawn(rng, rows_b))
        self._features: dict[str, np.ndarray] = {}
        self._seed = seed

    def add(self, known: Known, b: Column) -> None:
        """Take in one column, if it is of a kind that can be compared and there is room for it."""
        if known.kind in TOGETHER and len(self._features) < MOST_COLUMNS:
            self._features[b.name] = _feature(known, b, *self._sides)

    def finding(self) -> Finding | None:
        """Judge these columns together; None where there are none, or hardly any rows."""
        sizes = [len(side) for side in self._sides]
        if not self._features or min(sizes) < 2 * FOLDS:
            return None
        import numpy as np

        truth = np.repeat([0, 1], sizes)
        features = {name: cells for name, cells in self._features.items() if _varied(cells)}
        if not features:
            return None
        scores, weights = _scores(np.column_stack(list(features.values())), truth, self._seed)
        names, order = list(features), np.argsort(-weights, kind="stable")[:_NAMED]
        leading = [names[place] for place in order if weights[place] > _FLOOR * FOLDS]
        return _finding(area_under(truth, scores), sizes[0], sizes[1], leading)


def _varied(cells: np.ndarray) -> bool:
    """Whether each part that is learnt from surely holds two values: a few cells may all be out."""
    import numpy as np

    values, counts = np.unique(cells[~np.isnan(cells)], return_counts=True)
    return len(values) > 1 and int(counts.sum()) >= _FEWEST_CELLS


def area_under(truth: np.ndarray, scores: np.ndarray) -> float:
    """The area under the curve: how often a one is ranked before a zero, ties as a half."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(truth, scores))


def area_interval(area: float, n: int, m: int) -> Interval:
    """The interval of such an area (Hanley and McNeil 1982, Radiology 143, 29-36)."""
    first, second = area / (2 - area), 2 * area**2 / (1 + area)
    variance = area * (1 - area) + (n - 1) * (first - area**2) + (m - 1) * (second - area**2)
    half = _Z * math.sqrt(max(0.0, variance) / (n * m))
    return Interval(max(0.0, area - half), min(1.0, area + half))


def _drawn(rng: np.random.Generator, rows: int) -> np.ndarray:
    import numpy as np

    if rows <= MOST_ROWS:
        return np.arange(rows)
    return np.sort(rng.choice(rows, MOST_ROWS, replace=False))


def _feature(known: Known, b: Column, rows_a: np.ndarray, rows_b: np.ndarray) -> np.ndarray:
    """Numbers as they are, words by their place among A's commonest; NaN for anything else."""
    import numpy as np

    if known.kind in ("integer", "number"):
        values = (known.column.numbers[known.column.codes[rows_a]], b.numbers[b.codes[rows_b]])
        return np.concatenate(values)
    fold = str.lower if known.kind == "boolean" else str
    order = np.argsort(-known.column.counts, kind="stable")
    places = {fold(known.column.text(int(place))): float(rank) for rank, place in enumerate(order)}
    own = np.array([places[fold(text)] for text in known.column.texts])
    others = np.array([places.get(fold(text), np.nan) for text in b.texts])
    return np.concatenate([own[known.column.codes[rows_a]], others[b.codes[rows_b]]])


def _scores(features: np.ndarray, truth: np.ndarray, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Each record's score by a classifier that has not seen it, and each column's weight."""
    import numpy as np
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.model_selection import StratifiedKFold
    from threadpoolctl import threadpool_limits

    scores, weights = np.zeros(len(truth)), np.zeros(features.shape[1])
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=seed % 2**32)
    with threadpool_limits(1):  # the same sums on every machine, and no waiting for a busy core
        for learnt, held in folds.split(features, truth):
            model = HistGradientBoostingClassifier(
                max_iter=_ROUNDS, early_stopping=False, random_state=seed % 2**32
            ).fit(features[learnt], truth[learnt])
            scores[held] = model.predict_proba(features[held])[:, 1]
            weights += _weights(model, features[held], truth[held], seed)
    return scores, weights


def _weights(model: object, features: np.ndarray, truth: np.ndarray, seed: int) -> np.ndarray:
    """How much worse the ranking gets when a column's cells change places, on some records."""
    import numpy as np

    rng = np.random.default_rng(seed)
    some = rng.permutation(len(truth))[:2_000]
    features, truth = features[some], truth[some]
    if len(set(truth)) < 2:
        return np.zeros(features.shape[1])
    whole = area_under(truth, model.predict_proba(features)[:, 1])  # type: ignore[attr-defined]
    losses = []
    for place in range(features.shape[1]):
        mixed = features.copy()
        mixed[:, place] = mixed[rng.permutation(len(mixed)), place]
        losses.append(whole - area_under(truth, model.predict_proba(mixed)[:, 1]))  # type: ignore[attr-defined]
    return np.maximum(0.0, losses)


def _finding(area: float, n: int, m: int, names: Sequence[str]) -> Finding:
    interval = area_interval(area, n, m)
    verdict = decide(area, *interval, min(n, m), warn=JOINT.warn, fail=JOINT.fail, n_min=N_MIN)
    by = f", most of all by {', '.join(names)}" if names and verdict in ("warn", "fail") else ""
    return Finding(
        check="G9",
        kind="joint",
        column=None,
        verdict=verdict,
        cause=f"Of a POC record and a production record, a classifier tells which is which in "
        f"{area:.1%} of cases, where a coin would in half{by}.",
        share=area,
        interval=interval,
        n=m,
        decides_at_n=_needed(area) if verdict == "inconclusive" else None,
        severity=severity_of(verdict),
        fix="Look at these columns first; what the POC showed holds for records like its own."
        if verdict in ("warn", "fail")
        else None,
    )


def _needed(area: float) -> int | None:
    return decides_at(
        area,
        lambda n: area_interval(area, n, n),
        warn=JOINT.warn,
        fail=JOINT.fail,
        n_min=N_MIN,
    )
