"""Who said what: apart as the scorecard has it, roles against the others, rounds one by one."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework import Framework
from readiness_kit.judgement import Case, judge_case
from readiness_kit.judgement.respondents import (
    Difference,
    Respondents,
    RoleGap,
    RoundState,
    between,
    compare,
)
from tests.judgement.build import AS_OF, criterion, framework, profile, rating, run, section
from tests.judgement.random_cases import random_case, small_framework
from tests.judgement.test_laws import provided

PEOPLE = [
    {"id": "lead", "role": "facilitator"},
    {"id": "boss", "role": "sponsor"},
    {"id": "ml", "role": "ml_engineer"},
    {"id": "dev", "role": "software_engineer"},
]


def case_of(
    ratings: list[dict[str, Any]],
    *criteria: dict[str, Any],
    people: list[dict[str, Any]] = PEOPLE,
    runs: tuple[Observation, ...] = (),
) -> Case:
    parts = list(criteria) or [criterion("a"), criterion("b")]
    rubric = framework(section("poc", parts, floors={"no_go": 35, "go": 55}))
    said = Assessment.model_validate({"ratings": ratings})
    return Case(rubric, profile(people=people), said, runs, AS_OF, frozenset())


def found(ratings: list[dict[str, Any]], *criteria: dict[str, Any], **more: Any) -> Respondents:
    return compare(case_of(ratings, *criteria, **more), ["poc"])


def by(who: str | None, level: int | None, id: str = "a", **more: Any) -> dict[str, Any]:
    return rating(id, level, respondent=who, **more)


def random_one(seed: int) -> Case:
    rubric = small_framework(random.Random(seed))
    engagement, assessment, observations, as_of = random_case(seed, rubric)
    return Case(
        Framework.model_validate(rubric),
        Profile.model_validate(engagement),
        Assessment.model_validate(assessment),
        tuple(Observation.model_validate(o) for o in observations),
        as_of,
        frozenset(provided(rubric)),
    )


@pytest.mark.parametrize("seed", range(60))
def test_apart_and_level_are_those_of_the_scorecard(seed: int) -> None:
    """Over random cases; those whose answer counts give the level; order changes nothing."""
    case = random_one(seed)
    card = judge_case(case)
    ids = [part.id for part in card.sections]
    seen = compare(case, ids)
    for spread in seen.spreads:
        result = card.criterion(spread.criterion)
        assert spread.apart == result.disagreement
        assert (spread.mixed, spread.outside_role) == (result.mixed, result.outside_role)
        if spread.level is not None:
            assert spread.level == result.level
            making = [v.level for v in spread.voices if v.counts and v.level is not None]
            levels = sorted(making) if spread.consensus is None else [spread.consensus.level]
            assert levels[(len(levels) - 1) // 2] == spread.level
    by_id = {spread.criterion: spread for spread in seen.spreads}
    for movement in seen.movements:
        assert movement.rounds[-1].apart == by_id[movement.criterion].apart
    turned = case.assessment.model_copy(update={"ratings": case.assessment.ratings[::-1]})
    assert compare(replace(case, assessment=turned), ids) == seen


@pytest.mark.parametrize("seed", range(0, 60, 5))
def test_the_widest_come_first_then_the_order_of_the_framework(seed: int) -> None:
    case = random_one(seed)
    seen = compare(case, [section.id for section in case.framework.sections]).spreads
    places = {id: place for place, id in enumerate(case.framework.criteria)}
    order = [
        (s.apart is None, -(s.apart if s.apart is not None else 0), places[s.criterion])
        for s in seen
    ]
    assert order == sorted(order)


def test_random_cases_hold_what_is_tested() -> None:
    cases = [random_one(seed) for seed in range(60)]
    seen = [compare(case, [s.id for s in case.framework.sections]) for case in cases]
    spreads = [spread for one in seen for spread in one.spreads]
    assert any(one.movements for one in seen)
    assert {spread.mixed for spread in spreads} == {True, False}
    assert {spread.outside_role for spread in spreads} == {True, False}
    assert any(spread.consensus for spread in spreads)
    assert any(spread.level is None for spread in spreads)
    weights = {voice.weight for spread in spreads for voice in spread.voices}
    assert weights == {"counts", "stands_in", "outweighed", "other_role", "room_agreed"}


def test_a_role_is_held_against_everybody_else_on_the_same_criteria() -> None:
    said = [by("boss", 4), by("ml", 1), by("dev", 2), by("boss", 3, "b"), by("ml", 3, "b")]
    roles = {gap.role: gap for gap in found(said).roles}
    assert roles["sponsor"] == RoleGap("sponsor", 1.25, 2, (Difference("a", 2.5),))
    assert roles["software_engineer"].levels == -0.5
    assert roles["software_engineer"].criteria == 1
    assert [gap.role for gap in found(said).roles] == [
        "sponsor",
        "software_engineer",
        "ml_engineer",
    ]


def test_of_a_role_the_three_widest_differences_are_kept() -> None:
    ids = "abcde"
    levels = {"a": 1, "b": 4, "c": 2, "d": 0, "e": 3}
    said = [by("boss", 0, id) for id in ids] + [by("ml", levels[id], id) for id in ids]
    gap = between(found(said, *map(criterion, ids)).spreads, "sponsor", {"ml_engineer"})
    assert gap is not None
    assert gap.most == (Difference("b", -4), Difference("e", -3), Difference("c", -2))
    assert (gap.levels, gap.criteria) == (-2, 5)


def test_sponsor_against_engineers_looks_at_no_others() -> None:
    against = found([by("boss", 4), by("ml", 1), by("dev", 2), by("lead", 0)])
    assert against.sponsor_against_engineers is not None
    assert against.sponsor_against_engineers.levels == 2.5
    assert found([by("boss", 4), by("lead", 0)]).sponsor_against_engineers is None
    assert found([by("boss", 4), by("ml", 1, "b")]).sponsor_against_engineers is None


def test_the_room_is_no_person_and_settles_what_counts() -> None:
    seen = found([by("boss", 4), by("ml", 1), by("consensus", 2)])
    spread = seen.spreads[0]
    assert (spread.apart, spread.level, seen.people) == (0.75, 2, 2)
    assert spread.consensus is not None
    assert spread.consensus.level == 2
    assert [voice.weight for voice in spread.voices] == ["room_agreed", "room_agreed"]
    assert {gap.role for gap in seen.roles} == {"sponsor", "ml_engineer"}


def test_a_room_without_people_is_nobody() -> None:
    seen = found([by("consensus", 2)])
    assert (seen.people, seen.spreads[0].apart, seen.spreads[0].voices) == (0, None, ())


def test_who_may_answer_counts_and_the_rest_is_shown() -> None:
    asked = criterion("a", answered_by=["ml_engineer"])
    spread = found([by("boss", 4), by("ml", 1)], asked).spreads[0]
    told = [(v.respondent, v.weight) for v in spread.voices]
    assert told == [("ml", "counts"), ("boss", "other_role")]


def test_who_may_not_answer_stands_in_until_somebody_does() -> None:
    asked = criterion("a", answered_by=["ml_engineer"])
    alone = found([by("boss", 4)], asked)
    assert alone.eligibility.outside_role == ("a",)
    assert [voice.weight for voice in alone.spreads[0].voices] == ["stands_in"]
    assert alone.spreads[0].voices[0].counts


def test_an_unknown_beside_a_level_is_outweighed() -> None:
    spread = found([by("boss", None), by("ml", 3)]).spreads[0]
    assert [(v.respondent, v.weight) for v in spread.voices] == [
        ("ml", "counts"),
        ("boss", "outweighed"),
    ]


def test_not_applicable_against_a_level_is_a_disagreement() -> None:
    absent = by("boss", None, state="not_applicable", reason="other")
    seen = found([absent, by("ml", 3)]).spreads[0]
    assert seen.mixed
    assert (seen.level, seen.apart) == (3, 0)
    assert not found([absent]).spreads[0].mixed


def test_what_a_test_fills_is_no_answer_of_anybody() -> None:
    asked = criterion("a", methods=[{"id": "accuracy", "proves": "property"}])
    spread = found([by("ml", None)], asked, runs=(run("accuracy", "pass"),)).spreads[0]
    assert (spread.level, spread.voices[0].weight) == (None, "outweighed")


def test_criteria_that_nobody_is_there_to_answer_are_named() -> None:
    asked = [
        criterion("a", answered_by=["legal"]),
        criterion("b", answered_by=["legal", "sponsor"]),
        criterion("c"),
        criterion("d", answered_by=["security"]),
    ]
    absent = by("lead", None, "d", state="not_applicable", reason="other")
    assert found([absent], *asked).eligibility.unheld == ("a",)


def test_rounds_are_held_against_each_other_and_silence_keeps_the_answer() -> None:
    said = [by("boss", 4), by("ml", 1), by("boss", 2, round=1), by("dev", 2, round=2)]
    (movement,) = found([*said, by("ml", 2, "b")]).movements
    assert movement.rounds == (
        RoundState(0, 0.75, 1, (1, 4)),
        RoundState(1, 0.25, 1, (1, 2)),
        RoundState(2, 0.25, 2, (1, 2, 2)),
    )
    spread = found(said).spreads[0]
    assert (spread.blind, spread.apart) == (0.75, 0.25)
    assert [(v.respondent, v.round) for v in spread.voices] == [("ml", 0), ("boss", 1), ("dev", 2)]
    assert found(said[:2]).movements == ()


def test_a_round_without_a_level_is_no_width_and_the_room_is_no_round() -> None:
    (movement,) = found([by("boss", None), by("boss", 3, round=1)]).movements
    assert movement.rounds[0] == RoundState(0, None, None, ())
    assert found([by("boss", 3), by("consensus", 2, round=1)]).movements == ()


def test_what_is_said_after_the_day_does_not_exist_yet() -> None:
    later = by("ml", 0, at="2026-10-13T09:00:00Z", round=1)
    seen = found([by("boss", 4), later])
    assert (seen.people, seen.movements, seen.spreads[0].apart) == (1, (), 0)


def test_the_anonymous_have_no_role_and_are_not_whoever_is_called_so() -> None:
    people = [*PEOPLE, {"id": "anonymous", "role": "sponsor"}]
    seen = found([by(None, 4), by("ml", 1), by("anonymous", 2)], people=people)
    assert [gap.role for gap in seen.roles] == [None, "sponsor", "ml_engineer"]
    assert [(v.respondent, v.role) for v in seen.spreads[0].voices] == [
        ("ml", "ml_engineer"),
        ("anonymous", "sponsor"),
        (None, None),
    ]
    assert seen.people == 3


def test_only_the_sections_asked_for_are_compared() -> None:
    assert compare(case_of([by("boss", 4)]), []).spreads == ()
