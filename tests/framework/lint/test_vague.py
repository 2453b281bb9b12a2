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
        (
            "Most of the key hard cases are listed with the expected reaction and enough examples "
            "of several kinds; often reviewed, 30 rows.",
            ["Most of", "key hard cases", "enough", "several", "often"],
        ),
        (
            "At least 30 relevant hard cases are mostly listed clearly, each with a realistic "
            "reaction and an up-to-date owner.",
            ["relevant", "mostly", "clearly", "realistic", "up-to-date"],
        ),
        ("Most hard cases are listed, and most can be undone.", ["Most hard", "most can"]),
        ("It covers most cases; most were tried.", ["most cases", "most were"]),
        ("Many users, 30 or more, were asked.", ["Many"]),
        ("Enough rows are labelled; 341 rows were due.", ["Enough"]),
        ("Faults are repaired promptly; 30 cases ran.", ["promptly"]),
        ("Two hundred or more recent texts ran.", ["recent"]),
        ("Important fields and critical ones.", ["Important", "critical"]),
        ("Typical errors, mainly of the main case.", ["Typical", "mainly", "main"]),
        ("Where relevant, it is partly tested.", ["Where relevant", "partly"]),
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
        "Of the most recent cases, which cost the most points, and at most how many hours?",
        "What hurts most, costs most points and was missed most often is repaired first.",
        "The fields that move the answer most are listed.",
        "How often does it refuse, on how many cases, and is that as many as before?",
        "It refuses so often that so many users leave.",
        "The three most sceptical users chose the most important field.",
        "Enough for 14 days.",
        "200 recent texts, of the last 30 days, were read.",
        "The index is up to date to within 2 hours.",
        "A key stands in the log; the primary key fields join many-to-many.",
        "Critical and high findings, and one rated critical, were closed.",
        "Safety-critical parts lie on the main branch.",
        "Key Account Managers were asked.",
    ],
)
def test_measures_names_and_exact_senses_are_left_alone(sentence: str) -> None:
    assert found(sentence) == []
