"""What is told of answers and labels, and that a record is never repeated."""

from __future__ import annotations

import pytest

from readiness_kit.evidence.vocabulary import answers_said, labels_said

ANSWERS = {
    "class words": (["Yes"] * 3 + ["no"] * 2, "'Yes', 'no'"),
    "small whole numbers": (["2", "2", "1", None], "'2', '1'"),
    "probabilities": (["0.25", "0.93"], "decimals between 0 and 1, such as probabilities"),
    "amounts": (["1200", "-3", "4.5"], "other numbers"),
    "words of a record": (["Ada Ray", "12 High Street"], "words that are no label"),
    "several kinds": (
        ["yes", "0.5", "Ada"],
        "'yes', decimals between 0 and 1, such as probabilities, words that are no label",
    ),
    "numbers beyond Python's reading": (["9" * 5000], "words that are no label"),
    "many classes": ([str(n) for n in range(9)], "'0', '1', '2', '3'"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_answers_are_spelled_out_only_where_they_are_no_cell(case: str) -> None:
    given, expected = ANSWERS[case]
    assert answers_said(given) == expected


def test_rare_labels_are_not_shown() -> None:
    assert labels_said(["1"] * 5 + ["0"] * 6) == "'0', '1'"
    assert labels_said(["1"] * 5 + ["rare"]) == "'1', ..."
    assert labels_said(["rare"]) == "others"
