"""The accuracy section tells further scores, and where the model is wrong most."""

from __future__ import annotations

import re
from typing import Any

import pytest

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.accuracy import accuracy, accuracy_sentence
from readiness_kit.views.html import plain
from tests.judgement.build import run
from tests.views.stories import HOSTILE, sample


def side(accuracy: float, **scores: Any) -> dict[str, Any]:
    told = {"accuracy": accuracy, "low": accuracy - 0.02, "high": accuracy + 0.02}
    return told | {"n": 500, "labelled": 400, "scores": scores}


def invented(task: dict[str, Any] | None = None, **figures: Any) -> Observation:
    return run(
        "accuracy",
        "warn",
        estimate=0.8,
        interval=[0.78, 0.82],
        n=400,
        limits={"majority": None},
        figures={"task": task or {"kind": "two", "tolerance": None}, **figures},
    )


def section(seen: Observation) -> str:
    return plain(accuracy(sample(), seen, recorded=True).element)


def test_f1_and_area_stand_beside_accuracy_on_both_samples() -> None:
    scores = {"positive": "1", "f1": 0.91, "auc": None}
    said = section(invented(poc=side(0.95, **scores), production=side(0.8, **scores)))
    assert "Sample  F1 of ‘1’  AUC" in said
    assert "POC sample  0.910  –" in said


def test_many_labels_are_told_one_by_one() -> None:
    before = [{"label": "paid", "n": 300, "recall": 0.95}, {"label": None, "n": 7, "recall": 0.5}]
    after = [{"label": "paid", "n": 200, "recall": 0.7}]
    said = section(
        invented(
            poc=side(0.95, macro_f1=0.9, classes=before),
            production=side(0.8, macro_f1=0.7, classes=after),
        )
    )
    assert "F1, mean over the labels" in said
    assert "paid  300  95.0%  200  70.0%" in said
    assert "All rarer labels  7  50.0%  –  –" in said


def test_a_number_is_told_by_how_near_the_answers_are() -> None:
    scores = {"mae": 12.345678, "rmse": 23456.7, "answered": 400}
    task = {"kind": "number", "tolerance": 17.8}
    seen = invented(task, poc=side(0.95, **scores), production=side(0.8, **scores))
    assert "the model is within 17.8 of the true figure in 80.0% of cases" in (
        accuracy_sentence(seen)
    )
    assert "12.35  23,457" in section(seen)


@pytest.mark.parametrize("value", ["is 'post'", HOSTILE])
def test_the_worst_parts_are_told_with_the_rest_beside_them(value: str) -> None:
    one = {
        "column": value,
        "value": value,
        "n": 200,
        "error": 0.45,
        "rest": 0.02,
        "interval": [0.36, 0.5],
        "q_value": 0.001,
    }
    scores = {"positive": value, "f1": 0.9, "auc": 0.9}
    seen = invented(
        poc=side(0.95, **scores),
        production=side(0.8, **scores),
        slices={"tried": 31, "columns": 5, "worst": [one]},
    )
    html = str(accuracy(sample(), seen, recorded=True).element)
    assert "<img" not in html
    assert not re.search(r"<[^<>]* on\w+=", re.sub(r'"[^"]*"', '""', html))
    said = plain(html)
    assert "Where it is wrong most, of 31 parts of production" in said
    assert "200  45.0%  2.0%  36.0 to 50.0" in said


def test_a_run_from_before_there_were_such_figures_is_told_without_them() -> None:
    bare = {key: value for key, value in side(0.95).items() if key != "scores"}
    seen = invented(poc=bare, production=bare)
    seen.figures.pop("task")
    said = section(seen)
    assert "Further scores" not in said
    assert "wrong most" not in said
