"""Further scores of the answers on one sample: F1, recall, AUC; MAE and RMSE of a number.

They stand beside the share of right answers, and no verdict rests on them. A score that the
answers do not give is None.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from readiness_kit.evidence.accuracy_task import Task
from readiness_kit.evidence.answers import Scored
from readiness_kit.evidence.labels import SMALLEST_COUNT
from readiness_kit.evidence.samples import is_number

MOST_CLASSES = 30
"""So many labels are told one by one, the commonest first."""


def scores(scored: Scored, task: Task) -> dict[str, Any]:
    """The scores that fit the task, unrounded; the sample has at least one labelled row."""
    if task.kind == "number":
        return number_scores(scored)
    if task.kind == "two":
        return two_scores(scored, task.positive)
    return {"macro_f1": macro_f1(scored.truth, scored.given), "classes": by_class(scored)}


def f1(truth: Sequence[str], given: Sequence[str | None], label: str) -> float:
    """The harmonic mean of precision and recall of one label; 0 where it is never hit.

    Van Rijsbergen 1979, Information Retrieval, chapter 7. No answer is a miss.
    """
    hits = sum(a == b == label for a, b in zip(truth, given, strict=True))
    named = truth.count(label) + given.count(label)
    return 2 * hits / named if named else 0.0


def macro_f1(truth: Sequence[str], given: Sequence[str | None]) -> float:
    """The mean of F1 over the labels that occur, each of the same weight."""
    labels = sorted(set(truth))
    return math.fsum(f1(truth, given, label) for label in labels) / len(labels)


def by_class(scored: Scored) -> list[dict[str, Any]]:
    """The recall of each label: how many of its records were answered with it.

    Labels of fewer than five records are one entry without a name, and so are those beyond the
    thirty commonest.
    """
    counts = Counter(scored.truth)
    hits = Counter(label for label, right in zip(scored.truth, scored.right, strict=True) if right)
    ordered = sorted(counts, key=lambda name: (-counts[name], name))
    named = [name for name in ordered if counts[name] >= SMALLEST_COUNT][:MOST_CLASSES]
    told: list[dict[str, Any]] = [
        {"label": name, "n": counts[name], "recall": hits[name] / counts[name]} for name in named
    ]
    rest = scored.n - sum(counts[name] for name in named)
    if rest:
        right = scored.correct - sum(hits[name] for name in named)
        told.append({"label": None, "n": rest, "recall": right / rest})
    return told


def two_scores(scored: Scored, positive: str | None) -> dict[str, Any]:
    """F1 of the label that is looked for, and how well `proba` ranks its records (AUC)."""
    if positive is None:
        return {"positive": None, "f1": None, "auc": None}
    ranks = _towards(positive, scored)
    truth = [label == positive for label in scored.truth]
    return {
        "positive": positive,
        "f1": f1(scored.truth, scored.given, positive),
        "auc": _area(ranks, truth) if ranks is not None else None,
    }


def number_scores(scored: Scored) -> dict[str, Any]:
    """The mean absolute error, and the root of the mean squared error, of answers that are numbers.

    A single outlier can move the second far; the verdict does not look at it.
    """
    pairs = zip(scored.truth, scored.given, strict=True)
    off = [float(b) - float(a) for a, b in pairs if b is not None and is_number(b)]
    if not off:
        return {"mae": None, "rmse": None, "answered": 0}
    squares = math.fsum(error * error for error in off) / len(off)
    mae = math.fsum(map(abs, off)) / len(off)
    return {"mae": mae, "rmse": math.sqrt(squares), "answered": len(off)}


def _area(ranks: list[float], truth: list[bool]) -> float | None:
    import numpy as np  # only where a model tells how sure it is

    from readiness_kit.evidence.claim_check.areas import auc

    if all(truth) or not any(truth):
        return None
    return auc(np.array(ranks), np.array(truth))


def _towards(positive: str, scored: Scored) -> list[float] | None:
    """How sure the model is of the positive label, row by row; None where it cannot be told.

    Where every `proba` is one half or more it is of the answer given. Else it is of the positive
    label, if a threshold parts the answers; a model that follows neither rule is not ranked.
    """
    told = list(zip(scored.given, scored.probas or [], strict=False))
    if len(told) < scored.n:
        return None
    sure = [(answer == positive, p) for answer, p in told if answer is not None and p is not None]
    if len(sure) < scored.n or not all(0 <= p <= 1 for _, p in sure):
        return None
    if all(p >= 0.5 for _, p in sure):
        return [p if hit else 1 - p for hit, p in sure]
    least = min((p for hit, p in sure if hit), default=1.0)
    most = max((p for hit, p in sure if not hit), default=0.0)
    return [p for _, p in sure] if least >= most else None
