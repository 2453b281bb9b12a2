"""Vague words are found in every form, and their exact senses are left alone."""

from __future__ import annotations

import pytest

from readiness_kit.framework.lint.vague import vague_words


def found(sentence: str) -> list[str]:
    return [came for _, came in vague_words(sentence)]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Models are retrained regularly.", ["regularly"]),
        ("Models are retrained regularly, every 30 days.", ["regularly"]),
        ("Data is periodically compared.", ["periodically"]),
        (
            "Access is granted as needed and as soon as possible.",
            ["as needed", "as soon as possible"],
        ),
        ("Roles are appropriate, tests robust.", ["appropriate", "robust"]),
        ("A comprehensive, state-of-the-art test.", ["comprehensive", "state-of-the-art"]),
        ("It is well documented and of high quality.", ["well documented", "high quality"]),
        ("Effective controls follow industry best practices.", ["Effective", "best practices"]),
        ("Faults are repaired promptly.", ["promptly"]),
        ("Version 2 is sufficiently fast.", ["sufficiently"]),
        ("Sufficient tests run at every release.", ["Sufficient"]),
        ("Records, logs, etc. are kept.", ["etc"]),
        ("Appropriate PII controls exist.", ["Appropriate"]),
        ("Adequate SLA agreed.", ["Adequate"]),
        ("Reviews: Regular checks.", ["Regular"]),
    ],
)
def test_words_without_a_measure_are_found_in_order(sentence: str, words: list[str]) -> None:
    assert found(sentence) == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Data is compared periodically, each month.",
        "Faults are repaired promptly: within 4 hours.",
        "A sufficient number, 341 rows, is labelled.",
        "Acceptable is a loss of up to 2 %.",
        "High findings are closed first.",
        "Nobody is well, and the wells are dry as well.",
        "The robustness against noise was measured.",
        "It is a property of irregular verbs.",
        "The change takes effect on the effective date.",
        "A robust standard error of the mean was computed.",
        "The house follows the NIST Good Practice Guide.",
        "Good Clinical Practice names the duties.",
        "Motor contracts with comprehensive cover are left out.",
        "An acceptable use policy was signed.",
    ],
)
def test_measures_names_and_exact_senses_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []
