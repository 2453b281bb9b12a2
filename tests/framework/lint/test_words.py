"""Texts on the same subject share stems, and texts on different ones do not."""

from __future__ import annotations

import pytest

from readiness_kit.framework.lint.words import likeness, sentences, stems


@pytest.mark.parametrize(
    "forms", ["change changes changed changing", "plan plans planned planning", "call calls called"]
)
def test_forms_of_a_word_are_one_stem(forms: str) -> None:
    assert len(stems(forms)) == 1


def test_grammar_words_and_possessives_carry_no_subject() -> None:
    assert stems("Which of the model's versions were they, and why?") == stems("model version")


def test_likeness_is_the_share_in_common() -> None:
    assert likeness(stems("alert rang"), stems("alert rang phone minute")) == 0.5
    assert likeness(frozenset(), frozenset()) == 1.0


def test_a_decimal_point_ends_no_sentence() -> None:
    assert sentences("It rose by 0.5 points. Who saw it?") == [
        "It rose by 0.5 points.",
        "Who saw it?",
    ]
