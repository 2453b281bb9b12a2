"""The client's model: it says whether a claim goes straight through or to a person.

Written as such code is written under time pressure, and kept that way on purpose: whatever is not a
number becomes 0, whatever is not a known category is ignored, and an answer comes in any case.
"""

from __future__ import annotations

import csv
import hashlib
import math
import os
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import joblib
import pandas as pd
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder

HERE = Path(__file__).resolve().parent
TRAINING = HERE / "data" / "training.csv"
CACHE = HERE / ".cache"
LABEL = "approved"
NUMBERS = [
    "amount_claimed",
    "policy_age_years",
    "customer_age",
    "previous_claims",
    "documents_attached",
    "photo_score",
]
CATEGORIES = ["product", "channel", "region", "police_report", "damage_type"]


def predict(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answer every claim: 1 is paid straight through, 0 goes to a person; `proba` is of a 1."""
    if not records:
        return []
    chances = _model().predict_proba(_features(records))[:, 1]
    return [{"prediction": int(p >= 0.5), "proba": float(p)} for p in chances]


def _features(records: list[dict[str, Any]]) -> pd.DataFrame:
    numbers = {name: [_number(record.get(name)) for record in records] for name in NUMBERS}
    words = {name: [str(record.get(name)) for record in records] for name in CATEGORIES}
    return pd.DataFrame(numbers | words)


def _number(value: Any) -> float:
    """The value as a number; not a number where it is none, and nobody is told."""
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan
    return number if math.isfinite(number) else math.nan


def _pipeline() -> Pipeline:
    # The training data had no empty field, so nobody asked what a 0 means for a photo or a policy.
    columns = ColumnTransformer(
        [
            ("numbers", SimpleImputer(strategy="constant", fill_value=0), NUMBERS),
            ("categories", OneHotEncoder(handle_unknown="ignore", sparse_output=False), CATEGORIES),
        ]
    )
    boosting = HistGradientBoostingClassifier(
        max_iter=160, learning_rate=0.08, max_leaf_nodes=12, random_state=7
    )
    return Pipeline([("columns", columns), ("boosting", boosting)])


@lru_cache(maxsize=1)
def _model() -> Pipeline:
    """The trained pipeline: from the cache where it holds this very model, else trained now."""
    path = CACHE / f"claims-{_fingerprint()[:32]}.joblib"
    if path.is_file():
        try:
            return joblib.load(path)
        except Exception:  # a damaged file fails in many ways; training anew mends all of them
            pass
    model = _train()
    _keep(model, path)
    return model


def _train() -> Pipeline:
    with TRAINING.open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    return _pipeline().fit(_features(records), [int(record[LABEL]) for record in records])


def _fingerprint() -> str:
    """Of the training data, this file and scikit-learn's version: other ones make another model."""
    said = hashlib.sha256(TRAINING.read_bytes()).hexdigest()
    code = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return hashlib.sha256(f"{said} {code} {sklearn.__version__}".encode()).hexdigest()


def _keep(model: Pipeline, path: Path) -> None:
    """Save the model in one step; where the folder cannot be written it lives in memory only."""
    try:
        path.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    except OSError:
        return
    try:
        with os.fdopen(handle, "wb") as stream:
            joblib.dump(model, stream)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
