"""The hours of a brief: valid by depth, said as people say them, and true of real systems."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.framework import load_framework
from readiness_kit.framework.criterion import DEPTHS
from readiness_kit.framework.hours import Hours, spoken
from readiness_kit.framework.lint import lint
from readiness_kit.judgement.facts import trigger
from readiness_kit.reading import Document, Plain, validated
from tests.framework.lint.planting import Record, changed, remarks
from tests.judgement.build import criterion, framework, profile, section

THREE = Hours(quick=[1, 1.25, 1.75], standard=[1.25, 2, 3.5], full=[1.25, 2.5, 3.75])
ONE = Hours(quick=[0.5, 1, 1.2])


@pytest.mark.parametrize(
    ("said", "field", "allowed"),
    [
        (Plain("2"), "", "a group of `key: value` lines"),
        ([1, 2, 3], "", "a group of `key: value` lines"),
        ({}, "", "hours for at least one depth of quick, standard, full"),
        ({"quick": None}, "", "hours for at least one depth of quick, standard, full"),
        ({"quick": 2}, "quick", "a list such as"),
        ({"quick": [1, 2]}, "quick", "at least 3 entries"),
        ({"quick": [1, 2, 3, 4]}, "quick", "at most 3 entries"),
        ({"quick": [2, 1, 3]}, "quick", "three numbers of hours above 0, low to high"),
        ({"quick": [0, 1, 2]}, "quick", "three numbers of hours above 0, low to high"),
        ({"quick": [-1, 1, 2]}, "quick", "three numbers of hours above 0, low to high"),
        ({"quick": ["1", 1, 2]}, "quick[0]", "a finite number"),
        ({"deep": [1, 2, 3]}, "deep", "no such key here"),
        (
            {"quick": [1, 2, 3], "full": [1, 1.5, 3]},
            "",
            "at depth full no less than at the depth before",
        ),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(said: Any, field: str, allowed: str) -> None:
    with pytest.raises(InvalidFileError) as refused:
        validated(Hours, Document("f", said))
    (problem,) = refused.value.problems
    assert problem.field == field
    assert problem.allowed.startswith(allowed)


def test_an_engagement_is_told_the_hours_of_its_own_depth() -> None:
    assert THREE.sentence("quick") == "It takes about 1¼ hours of talking and rating, 1 to 1¾."
    assert THREE.sentence("full") == "It takes about 2½ hours of talking and rating, 1¼ to 3¾."
    assert ONE.sentence("quick") == "It takes about 1 hour of talking and rating, ½ to 1.2."


def test_a_depth_that_asks_no_more_takes_what_the_last_one_takes() -> None:
    assert [ONE.at(depth) for depth in DEPTHS] == [[0.5, 1, 1.2]] * 3
    deep = Hours(standard=[1, 2, 3])
    assert (deep.at("quick"), deep.at("full")) == (None, [1, 2, 3])
    assert deep.sentence("quick") is None


def test_all_depths_stand_in_one_line_and_an_only_one_without_its_name() -> None:
    assert THREE.line == (
        "Hours of talking and rating: quick 1¼ (1 to 1¾), standard 2 (1¼ to 3½), "
        "full 2½ (1¼ to 3¾)."
    )
    assert ONE.line == "Hours of talking and rating: 1 (½ to 1.2)."


@pytest.mark.parametrize(
    ("hours", "words"), [(0.25, "¼"), (0.5, "½"), (2, "2"), (12.75, "12¾"), (1.3, "1.3")]
)
def test_quarters_are_written_as_quarters(hours: float, words: str) -> None:
    assert spoken(hours) == words


@pytest.mark.parametrize("name", ["poc-to-production", "ml-test-score"])
@pytest.mark.parametrize("depth", DEPTHS)
def test_the_middle_is_what_a_usual_system_takes(name: str, depth: str) -> None:
    """Eight minutes a criterion of a regulated assistant, and 20 to 30 to open, to the quarter."""
    rubric = load_framework(name)
    usual = profile(
        framework=name, phase=None, depth=depth, scope={"kind": "generative", "regulated": True}
    )
    for part in rubric.sections:
        assert part.brief is not None
        spread = part.brief.hours.at(usual.depth)
        assert spread is not None
        asked = sum(trigger(c, usual) is None for c in part.criteria)
        minutes = 60 * spread[1]
        assert 8 * asked + 20 - 7.5 <= minutes <= 8 * asked + 30 + 7.5, part.id
        assert 5 <= minutes / asked <= 15, part.id


def test_a_remark_on_hours_says_which_would_do() -> None:
    def slow(data: Record) -> None:
        part = next(s for s in data["sections"] if s["id"] == "mvp")
        part["brief"]["hours"]["quick"] = [1, 1.25, 9]
        part["brief"]["hours"]["standard"] = part["brief"]["hours"]["full"] = [1.25, 2, 9]

    (told, *_) = [str(remark) for remark in remarks(changed(slow)) if remark.rule == "hours"]
    assert told == (
        "mvp brief.hours.quick: let the high be 0.58 to 2.2 hours: 5 to 15 minutes for each of 7 "
        "criteria, and at most 30 to open; got '9' [hours]"
    )


def test_a_depth_without_criteria_needs_no_hours() -> None:
    brief = {"opening": "Hello.", "documents": ["One."], "hours": {"quick": [0.25, 0.4, 0.5]}}
    part = section("one", [criterion("a"), criterion("b")], brief=brief)
    assert [r for r in lint(framework(part), methods=[]) if r.rule == "hours"] == []
    brief["hours"] = {**brief["hours"], "full": [1, 1, 1]}
    told = [r for r in lint(framework(part), methods=[]) if r.rule == "hours"]
    assert [r.wrong for r in told][:1] == ["take this depth out: no criterion is asked from it on"]
