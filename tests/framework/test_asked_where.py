"""A scope is put into words in one way, whoever says it."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_kit.framework import Scope
from readiness_kit.framework.asked_where import asked_where


@pytest.mark.parametrize(
    ("scope", "depth", "words"),
    [
        ({}, "quick", ""),
        ({"kind": ["text", "generative"]}, "quick", "kind is text or generative"),
        ({"acts": True}, "quick", "it acts by itself"),
        ({"acts": False}, "quick", "it does not act by itself"),
        ({"regulated": True}, "quick", "it is regulated"),
        ({"regulated": False}, "quick", "it is not regulated"),
        ({"criticality": ["A", "B"]}, "quick", "criticality is A or B"),
        ({}, "standard", "depth is standard or full"),
        (
            {"regulated": True, "kind": ["text"], "acts": True},
            "full",
            "kind is text and it acts by itself and it is regulated and depth is full",
        ),
    ],
)
def test_each_condition_has_its_words(scope: dict[str, Any], depth: Any, words: str) -> None:
    asked = Scope.model_validate(scope)
    assert asked_where(asked, depth) == words
    assert asked.of_all is not bool(scope)


def test_only_the_conditions_that_are_named_are_said() -> None:
    scope = Scope(kind=["text"], acts=True)
    assert asked_where(scope, "full", only={"acts", "depth"}) == (
        "it acts by itself and depth is full"
    )
    assert asked_where(scope, "full", only=()) == ""
