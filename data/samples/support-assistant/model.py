"""The help desk's model: it says which queue a ticket belongs to.

Words are counted and weighed by how rare they are; a linear classifier, trained when it starts.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

TRAINING = Path(__file__).resolve().parent / "data" / "training.csv"
UNSURE = 0.40
"""Below this confidence an agent reads the ticket first."""


def predict(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answer every ticket with a queue; `proba` is the confidence, `flag` asks for an agent."""
    if not records:
        return []
    texts = [str(record.get("text") or "") for record in records]
    chances = _MODEL.predict_proba(texts)
    return [_answer(row) for row in chances]


def _answer(row: Any) -> dict[str, Any]:
    best = int(row.argmax())
    sure = float(row[best])
    flag = "agent reads it" if sure < UNSURE else None
    return {"prediction": str(_MODEL.classes_[best]), "proba": sure, "flag": flag}


def _trained() -> Pipeline:
    with TRAINING.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    words = TfidfVectorizer(lowercase=False, token_pattern=r"[A-Za-zÀ-ÿ]{2,}", ngram_range=(1, 2))
    model = make_pipeline(words, LogisticRegression(C=10, max_iter=1_000))
    return model.fit([row["text"] for row in rows], [row["queue"] for row in rows])


_MODEL = _trained()
