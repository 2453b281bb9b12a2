"""What a level asks for is counted by the verbs that ask, and not by the length of its lists."""

from __future__ import annotations

import pytest

from readiness_kit.framework.lint.parts import parts


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "A list names each model with owner, licence, place of processing, and date."),
        (1, "Caps (steps, minutes, euros) are written for a task and for a day; dated."),
        (1, "Each call was tried and refused, with date and log line."),
        (1, 'Each call was refused with "no, it is closed; and it stays so".'),
        (1, "It is written who may stop it, what becomes of running actions, and by when."),
        (1, "One unit came back in the limit, or a named person accepted less."),
        (2, "Each run compares both counts and alerts on a miss."),
        (2, "The users were asked, and share solved and date are on file."),
        (2, "A page of limits, and a rota with deputies, are signed."),
        (3, "The hours were free, two users went back and lost nothing; dated."),
        (4, "It ran all night; it stopped at noon, a person was told, and the draft was kept."),
    ],
)
def test_a_part_has_a_verb_of_its_own(count: int, text: str) -> None:
    assert len(parts(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Two users did it; minutes and date are on file.",
        "Two users did it, with date.",
        "Two users did it; dated.",
    ],
)
def test_a_bare_trace_is_no_part(text: str) -> None:
    """Level 3 must carry it by a rule of its own."""
    assert parts(text) == ["Two users did it"]


def test_a_verb_that_is_not_known_is_overlooked_and_does_no_harm() -> None:
    assert len(parts("Each agent greets and a manager grins.")) <= 1
