"""The difference of two states: four parts that always sum, each of its own cause alone."""

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
from readiness_kit.judgement.delta import PARTS, Delta, Difference, delta
from readiness_kit.judgement.stages import stages
from tests.judgement.build import AS_OF, criterion, evidence, framework, profile, rating, section
from tests.judgement.random_cases import random_case, small_framework
from tests.judgement.test_laws import provided

FLOORS = {"no_go": 35, "go": 55}
BATCH = 100


def typed(seed: int, rubric: dict[str, Any]) -> Case:
    engagement, assessment, observations, as_of = random_case(seed, rubric)
    return Case(
        Framework.model_validate(rubric),
        Profile.model_validate(engagement),
        Assessment.model_validate(assessment),
        tuple(Observation.model_validate(o) for o in observations),
        as_of,
        frozenset(provided(rubric)),
    )


def differences(found: Delta) -> list[Difference]:
    scores = [found.headline, *found.sections]
    return [
        *(side for score in scores for side in (score.claimed, score.supported)),
        *(side for change in found.changes for side in (change.claimed, change.supported)),
    ]


@pytest.mark.parametrize("batch", range(10))
def test_the_parts_of_a_thousand_random_pairs_sum_to_the_difference(batch):
    """To 1e-9, of every score and criterion; half of the pairs are judged by two frameworks."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        rubric = small_framework(random.Random(seed))
        other = small_framework(random.Random(seed + 1)) if seed % 2 else rubric
        a, b = typed(seed, rubric), typed(seed + 5_000, other)
        found = delta(a, b)
        for one in differences(found):
            if one.parts is None:
                assert one.state == "not_comparable"
            else:
                assert one.total is not None
                assert abs(sum(one.parts) - one.total) <= 1e-9
        assert found.before == judge_case(a)
        assert found.after == judge_case(b)


def small(**more: Any) -> Case:
    parts = [criterion("a", weight=3), criterion("b"), criterion("c")]
    rubric = more.pop("rubric", None) or framework(section("poc", parts, floors=FLOORS))
    said = {
        "ratings": more.pop("ratings", [rating("a", 2), rating("b", 3), rating("c", 3)]),
        "evidence": more.pop("evidence", [evidence("a", "test")]),
    }
    as_of = more.pop("as_of", AS_OF)
    return Case(rubric, profile(**more), Assessment.model_validate(said), (), as_of, frozenset())


def parts_of(a: Case, b: Case) -> dict[str, float]:
    found = next(s for s in delta(a, b).sections if s.id == "poc")
    assert found.supported.parts is not None
    return dict(zip(PARTS, found.supported.parts, strict=True))


def only(part: str, parts: dict[str, float]) -> float:
    """The one part that is not zero."""
    assert [name for name, value in parts.items() if value] == [part]
    return parts[part]


def test_a_higher_rating_is_a_part_of_the_ratings_alone():
    b = small(ratings=[rating("a", 3), rating("b", 3), rating("c", 3)])
    assert only("ratings", parts_of(small(), b)) == 15


def test_a_link_is_a_part_of_the_evidence_alone():
    b = small(evidence=[evidence("a", "test"), evidence("b", "test")])
    assert only("evidence", parts_of(small(), b)) == 7


def test_what_no_longer_applies_is_a_part_of_the_scope_alone():
    """Also where a rating says so, since nothing got better or worse by it."""
    absent = {**rating("b"), "state": "not_applicable", "reason": "out_of_scope"}
    b = small(ratings=[rating("a", 2), absent, rating("c", 3)])
    assert only("scope", parts_of(small(), b)) > 0
    assert only("scope", parts_of(b, small())) < 0


def test_a_new_rubric_is_a_part_of_the_rubric_alone():
    parts = [criterion("a", weight=1), criterion("b"), criterion("c")]
    other = framework(section("poc", parts, floors=FLOORS), version="2")
    assert only("rubric", parts_of(small(), small(rubric=other))) < 0


def test_ageing_is_a_part_of_the_evidence_and_a_new_word_of_the_ratings():
    """A word lapses after 90 days; said again later, it counts with the rating that carries it."""
    later = AS_OF.replace(year=2027)
    assert only("evidence", parts_of(small(), small(as_of=later))) < 0
    again = [rating(id, 4, at=f"{later}T09:00:00Z") for id in "abc"]
    parts = parts_of(small(evidence=[]), small(ratings=again, evidence=[], as_of=later))
    assert parts == {"ratings": 0, "evidence": 0, "scope": 0, "rubric": 0}


def test_a_state_without_a_score_is_not_compared_and_its_changes_are_listed():
    empty = small(ratings=[], evidence=[])
    found = delta(empty, small())
    section_ = next(s for s in found.sections if s.id == "poc")
    assert section_.supported.state == "not_comparable"
    assert section_.supported.after is not None and section_.supported.total is None
    assert [change.id for change in found.changes] == ["a", "b", "c"]
    assert {change.way for change in found.changes} == {"rose"}


def test_regressions_come_first_the_heavier_before_the_lighter():
    b = small(
        ratings=[rating("a", 1), rating("b", 0), rating("c", 4)],
        evidence=[evidence("a", "test"), evidence("c", "recurring")],
    )
    found = delta(small(), b)
    assert [(change.id, change.way) for change in found.changes] == [
        ("a", "fell"),
        ("b", "fell"),
        ("c", "rose"),
    ]


def test_what_nobody_was_asked_again_is_carried_forward():
    again = [rating("a", 2), rating("b", 3, at="2026-10-12T10:00:00Z"), rating("c", 4)]
    assert delta(small(), small(ratings=again)).carried_forward == ("a",)


def test_order_of_ratings_changes_nothing():
    a = small()
    turned = a.assessment.model_copy(update={"ratings": a.assessment.ratings[::-1]})
    b = small(ratings=[rating("a", 3), rating("b", 1), rating("c", 3)])
    assert delta(a, b) == delta(replace(a, assessment=turned), b)


def test_the_states_on_the_way_end_at_b():
    a, b = small(), small(phase="poc", ratings=[rating("a", 3)])
    way = stages(a, b)
    assert way[0] is a and way[-1] is b
