"""The clinic's model: from thirty measurements of a biopsy, whether the tumour is malignant.

A scaled logistic regression, trained in milliseconds when the process starts. It refuses what it
cannot read, and marks what it is not sure of for a second reader.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

TRAINING = Path(__file__).resolve().parent / "data" / "training.csv"
KEY, LABEL = "biopsy_id", "malignant"
UNSURE = 0.85
"""Below this confidence a second reader looks."""
FARTHEST = 14.0
"""Standard deviations from the mean; beyond them a measurement is in another unit."""


def predict(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answer every biopsy: 1 is malignant; `proba` is the confidence, `flag` asks for a reader."""
    rows = [[_number(record, name) for name in _NAMES] for record in records]
    if not rows:
        return []
    chances = _MODEL.predict_proba(rows)
    return [_answer(chance[1]) for chance in chances]


def _answer(malignant: float) -> dict[str, Any]:
    label = int(malignant >= 0.5)
    sure = float(malignant if label else 1 - malignant)
    return {"prediction": label, "proba": sure, "flag": "second reader" if sure < UNSURE else None}


def _number(record: dict[str, Any], name: str) -> float:
    value = record.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"{name}: a number")
    place = _NAMES.index(name)
    # Asked this way round, so that what is not a number at all is refused too.
    if not abs(value - _MEANS[place]) <= FARTHEST * _SPREADS[place]:
        raise ValueError(f"{name}: outside what was measured before")
    return float(value)


def _trained() -> tuple[list[str], Pipeline]:
    with TRAINING.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = [name for name in rows[0] if name not in (KEY, LABEL)]
    values = [[float(row[name]) for name in names] for row in rows]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=2_000))
    return names, model.fit(values, [int(row[LABEL]) for row in rows])


_NAMES, _MODEL = _trained()
_MEANS = list(_MODEL[0].mean_)
_SPREADS = list(_MODEL[0].scale_)
