"""Further scores are scikit-learn's where they overlap; the task is told from the labels."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sklearn import metrics

from readiness_kit.evidence.accuracy_scores import (
    by_class,
    f1,
    macro_f1,
    number_scores,
    scores,
    two_scores,
)
from readiness_kit.evidence.accuracy_task import Task, lost, readable, task_of
from readiness_kit.evidence.answers import Scored, is_right

RNG = random.Random(4)
TWO = ["no", "yes"]
MANY = ["a", "b", "c", "d"]


def drawn(labels: list[str], n: int = 400) -> Scored:
    truth = RNG.choices(labels, range(1, len(labels) + 1), k=n)
    given = [label if RNG.random() < 0.7 else RNG.choice(labels) for label in truth]
    return Scored(truth, given, None)


def numbers(n: int = 200, tolerance: float = 0.5) -> Scored:
    truth = [RNG.gauss(10, 3) for _ in range(n)]
    given = [value + RNG.gauss(0, 1) for value in truth]
    return Scored([repr(v) for v in truth], [repr(v) for v in given], None, tolerance)


@pytest.mark.parametrize("label", TWO)
def test_f1_is_that_of_scikit_learn(label: str) -> None:
    made = drawn(TWO)
    expected = metrics.f1_score(made.truth, made.given, pos_label=label)
    assert f1(made.truth, made.given, label) == pytest.approx(expected, abs=1e-12)


def test_macro_f1_is_that_of_scikit_learn() -> None:
    made = drawn(MANY)
    expected = metrics.f1_score(made.truth, made.given, average="macro")
    assert macro_f1(made.truth, made.given) == pytest.approx(expected, abs=1e-12)


def test_an_answer_that_is_no_label_is_a_miss_and_no_class_of_its_own() -> None:
    truth, given = ["a", "a", "b", "b"], ["a", "owl", "b", None]
    words = ["" if answer is None else answer for answer in given]
    expected = metrics.f1_score(truth, words, average="macro", labels=["a", "b"])
    assert macro_f1(truth, given) == pytest.approx(expected, abs=1e-12)


def test_the_recall_of_each_class_is_that_of_scikit_learn() -> None:
    made = drawn(MANY)
    found = {entry["label"]: entry["recall"] for entry in by_class(made)}
    expected = metrics.recall_score(made.truth, made.given, average=None, labels=MANY)
    assert [found[label] for label in MANY] == pytest.approx(list(expected), abs=1e-12)


def test_rare_labels_are_one_entry_without_a_name() -> None:
    truth = ["a"] * 50 + ["rare-1"] * 4 + ["rare-2"] * 3
    told = by_class(Scored(truth, ["a"] * 57, None))
    assert told == [
        {"label": "a", "n": 50, "recall": 1.0},
        {"label": None, "n": 7, "recall": 0.0},
    ]


def test_the_area_is_that_of_scikit_learn_for_a_probability_of_the_positive() -> None:
    truth = [RNG.choice(["0", "1"]) for _ in range(300)]
    sure = [min(1, max(0, RNG.gauss(0.6 if label == "1" else 0.4, 0.2))) for label in truth]
    given: list[str | None] = ["1" if p >= 0.35 else "0" for p in sure]
    found = two_scores(Scored(truth, given, None, probas=list(sure)), "1")
    expected = metrics.roc_auc_score([label == "1" for label in truth], sure)
    assert found["auc"] == pytest.approx(expected, abs=1e-12)


def test_the_area_is_that_of_scikit_learn_for_a_confidence_in_the_answer() -> None:
    truth = [RNG.choice(["0", "1"]) for _ in range(300)]
    sure = [min(1, max(0, RNG.gauss(0.6 if label == "1" else 0.4, 0.2))) for label in truth]
    given: list[str | None] = ["1" if p >= 0.5 else "0" for p in sure]
    confidence: list[float | None] = [max(p, 1 - p) for p in sure]
    found = two_scores(Scored(truth, given, None, probas=confidence), "1")
    expected = metrics.roc_auc_score([label == "1" for label in truth], sure)
    assert found["auc"] == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    "probas",
    [None, [None, 0.9, 0.9, 0.9], [0.1, 0.9, 0.2, 0.8], [1.4, 0.9, 0.9, 0.9]],
)
def test_a_proba_that_cannot_be_read_gives_no_area(probas: list[float | None] | None) -> None:
    made = Scored(["1", "0", "1", "0"], ["1", "0", "1", "0"], None, probas=probas)
    assert two_scores(made, "1")["auc"] is None


def test_an_area_needs_both_labels() -> None:
    made = Scored(["1"] * 3, ["1"] * 3, None, probas=[0.9, 0.8, 0.7])
    assert two_scores(made, "1") == {"positive": "1", "f1": 1.0, "auc": None}
    assert two_scores(made, None)["f1"] is None


def test_errors_of_numbers_are_those_of_scikit_learn() -> None:
    made = numbers()
    truth = np.array([float(value) for value in made.truth])
    given = np.array([float(value or 0) for value in made.given])
    found = number_scores(made)
    assert found["mae"] == pytest.approx(metrics.mean_absolute_error(truth, given), abs=1e-12)
    assert found["rmse"] == pytest.approx(metrics.root_mean_squared_error(truth, given), abs=1e-12)
    assert made.correct / made.n == np.mean(np.abs(truth - given) <= 0.5)


def test_answers_that_are_no_numbers_are_wrong_and_not_averaged() -> None:
    made = Scored(["1", "2", "3"], ["1.2", None, "many"], None, 0.5)
    assert made.right == [True, False, False]
    assert number_scores(made) == {
        "mae": pytest.approx(0.2),
        "rmse": pytest.approx(0.2),
        "answered": 1,
    }
    assert number_scores(Scored(["1"], [None], None, 0.5))["mae"] is None


def test_the_scores_fit_the_task() -> None:
    assert set(scores(drawn(MANY), Task("many"))) == {"macro_f1", "classes"}
    assert set(scores(drawn(TWO), Task("two", positive="yes"))) == {"positive", "f1", "auc"}
    assert set(scores(numbers(), Task("number", span=5.0))) == {"mae", "rmse", "answered"}


@pytest.mark.parametrize(
    ("labels", "kind", "positive"),
    [
        (["0", "1"] * 50, "two", "1"),
        (["no"] * 90 + ["yes"] * 10, "two", "yes"),
        (["no"] * 97 + ["yes"] * 3, "two", None),
        (["a", "b", "c"] * 30, "many", None),
        ([str(n) for n in range(20)] * 5, "many", None),
        ([str(n) for n in range(21)] * 5, "number", None),
        ([f"code-{n}" for n in range(40)], "many", None),
        ([], "many", None),
    ],
)
def test_the_task_is_told_from_the_labels(labels: list[str], kind: str, positive: str) -> None:
    found = task_of(labels, [])
    assert (found.kind, found.positive) == (kind, positive)


def test_the_labels_of_the_poc_tell_and_those_of_production_where_it_has_none() -> None:
    amounts = [str(n) for n in range(100)]
    assert task_of(["0", "1"], list(amounts)).kind == "two"
    assert task_of([None, None], list(amounts)).kind == "number"


def test_the_tolerance_is_a_tenth_of_the_middle_of_the_labels() -> None:
    labels = [str(n) for n in range(1001)]
    assert task_of(labels, []).tolerance == pytest.approx(90)
    assert task_of([*labels, "1000000000"], []).tolerance == pytest.approx(90, rel=0.01)


def test_labels_that_are_mostly_one_number_give_no_tolerance() -> None:
    labels = ["0"] * 980 + [str(n) for n in range(1, 31)]
    assert task_of(labels, []).untold
    assert not task_of([str(n) for n in range(100)], []).untold


def test_a_label_that_is_no_number_is_left_out_and_told() -> None:
    labels: list[str | None] = ["1.5", "n/a", None]
    kept = readable(labels, Task("number", span=1.0))
    assert kept == ["1.5", None, None]
    assert lost("b.csv", labels, kept) == ["b.csv: 1 labels are no numbers and were left out"]
    assert readable(labels, Task("many")) == labels
    assert lost("b.csv", labels, labels) == []


@pytest.mark.parametrize(
    ("answer", "tolerance", "right"),
    [
        ("10", None, True),
        ("10.5", 0.5, True),
        ("10.6", 0.5, False),
        (None, 0.5, False),
        ("ten", 0.5, False),
        (None, None, False),
    ],
)
def test_an_answer_is_right_where_it_is_near_enough(
    answer: str | None, tolerance: float | None, right: bool
) -> None:
    assert is_right("10", answer, tolerance) is right
