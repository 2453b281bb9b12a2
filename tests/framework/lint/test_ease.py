"""Reading ease follows the published formula, and syllables are counted as they are heard."""

from __future__ import annotations

import pytest

from readiness_kit.framework.lint.ease import flesch, syllables


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "the whole named file scored closed rules changed"),
        (2, "table dated limit people changes wanted tables"),
        (3, "releases example signature services evidence"),
        (4, "recovery"),
    ],
)
def test_silent_vowels_are_not_counted(count: int, words: str) -> None:
    wrong = [word for word in words.split() if syllables(word) != count]
    assert wrong == []


def test_the_formula_is_that_of_1948() -> None:
    """Six words of one syllable in one sentence."""
    assert flesch("The cat sat on the mat.") == pytest.approx(206.835 - 1.015 * 6 - 84.6)


def test_a_clause_before_a_semicolon_counts_as_a_sentence() -> None:
    assert flesch("The cat sat; the dog ran.") == flesch("The cat sat. The dog ran.")


def test_a_text_without_words_is_not_hard() -> None:
    assert flesch("341 %") == 206.835
