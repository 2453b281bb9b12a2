"""Labels: one spelling for all that mean the same, and rare ones never shown."""

from __future__ import annotations

import pytest

from readiness_kit.evidence.labels import canonical as spelled
from readiness_kit.evidence.labels import confusion, error_cost, majority


@pytest.mark.parametrize("label", [1, 1.0, "1", "1.0", True, "True", "true", " 1 "])
def test_all_spellings_of_one_are_one(label: object) -> None:
    assert spelled(label) == "1"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (0, "0"),
        (False, "0"),
        ("False", "0"),
        ("01", "01"),
        ("yes", "yes"),
        ("Yes", "Yes"),
        (0.5, "0.5"),
        ("0.50", "0.5"),
        ("", None),
        ("  ", None),
        (None, None),
        (float("nan"), None),
        ("12345678901234567", "12345678901234567"),
    ],
)
def test_other_labels_keep_what_tells_them_apart(label: object, expected: str | None) -> None:
    assert spelled(label) == expected


def test_the_commonest_label_and_its_share() -> None:
    found = majority(["b", "a", "b", "c"])
    assert (found.label, found.count, found.share, found.kinds) == ("b", 2, 0.5, 3)


def test_rare_pairs_and_unknown_answers_are_not_spelled_out() -> None:
    truth = ["a"] * 30 + ["rare"] * 2
    given = ["a"] * 20 + ["canary"] * 6 + [None] * 4 + ["a"] * 2
    assert confusion(truth, given) == [
        {"label": "a", "prediction": "a", "count": 20},
        {"label": "a", "prediction": "unknown label", "count": 6},
        {"label": "other", "prediction": "other", "count": 6},
    ]


def test_cost_is_by_the_label_that_was_answered_wrongly() -> None:
    cost = error_cost(["1", "0", "0", "2"], 100, {"1.0": 340, "0": 85})
    assert cost == (5100.0, 1)
