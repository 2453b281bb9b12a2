"""What a run does to the ratings, in a sentence below its section."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_kit.views.filled import filled
from readiness_kit.views.html import plain
from readiness_kit.views.ratings import ratings
from readiness_kit.views.story import Story
from tests.judgement.build import criterion, framework, rating, run, section
from tests.views.stories import FLOORS, HOSTILE, built, hostile, seen

LINK = [{"id": "accuracy", "proves": "property"}]
DID = [{"id": "accuracy", "proves": "activity"}]


def story(verdict: str, *said: dict[str, Any], **more: Any) -> Story:
    parts = [
        criterion("a", title="It holds", methods=LINK),
        criterion("b", title="We do it", methods=DID),
        criterion("c", title="Something else"),
    ]
    rubric = framework(section("poc", parts, floors=FLOORS), **more)
    return built(rubric, "poc", runs=(run("accuracy", verdict),), said={"ratings": list(said)})


def words(told: Story, *, recorded: bool = True) -> str:
    (observation,) = told.engagement.observations
    return plain(filled(told, observation, recorded=recorded))


def test_a_rating_that_nobody_gave_is_told_as_filled() -> None:
    told = words(story("pass"))
    assert told.startswith("This run bears on: It holds (nobody rated it; a test sets it to level")
    assert told.endswith("2 ratings that nobody gave are filled.")
    assert "Something else" not in told
    one = words(story("pass", rating("a", 3)))
    assert one.endswith("One rating that nobody gave is filled.")


def test_a_claim_that_a_test_contradicts_is_told_with_what_holds() -> None:
    told = words(story("fail", rating("a", 4), rating("b", 2)))
    assert "It holds (claimed level 4" in told
    assert "which a test contradicts: level" in told
    assert "We do it (claimed level 2" in told
    assert "which no test contradicts)" in told
    assert "filled" not in told


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ({"state": "not_applicable", "reason": "other"}, "It holds (does not apply here)"),
        ({"state": "unknown"}, "It holds (nobody rated it; a test"),
    ],
)
def test_what_was_said_instead_of_a_level(state: dict[str, Any], expected: str) -> None:
    assert expected in words(story("warn", rating("a", **state)))


def test_what_does_not_count_yet_claims_nothing() -> None:
    titles = "this run bears on: It holds; We do it."
    assert words(story("pass"), recorded=False) == f"Once it is recorded, {titles}"
    assert words(story("inconclusive")) == f"Once it can tell, {titles}"


def test_a_method_that_no_criterion_names_says_nothing() -> None:
    assert filled(story("pass"), run("other", "pass"), recorded=True) == ""


@pytest.mark.parametrize("verdict", ["pass", "warn", "fail"])
def test_the_twin_of_the_form_marks_as_many_as_set_by_test(verdict: str) -> None:
    told = story(verdict, rating("c", 1))
    twin = plain(ratings(told).html)
    assert twin.count("nobody gave a level; a test set this one") == 2
    assert twin.count("Nobody; set by test") == 2
    assert "2 ratings that nobody gave are filled." in words(told)


def test_hostile_text_stays_text() -> None:
    assert HOSTILE not in filled(hostile(), seen(HOSTILE), recorded=True)
