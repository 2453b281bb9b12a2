"""Shaken weights all at once, held against judging each round alone; answers moved one by one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.framework import Framework
from readiness_kit.judgement import Case, judge_case
from readiness_kit.judgement.robustness import SPREAD, factor, robustness
from readiness_kit.judgement.scorecard import VERDICTS
from tests.judgement.build import AS_OF, criterion, evidence, framework, profile, rating, section
from tests.judgement.test_laws import case as random_one
from tests.judgement.test_laws import provided

ROUNDS = 12
FLOORS = {"no_go": 35, "go": 55}


def typed(seed: int) -> Case:
    one = random_one(seed)
    from readiness_kit.engagement.observation import Observation
    from readiness_kit.engagement.profile import Profile

    return Case(
        Framework.model_validate(one.framework),
        Profile.model_validate(one.engagement),
        Assessment.model_validate(one.assessment),
        tuple(Observation.model_validate(o) for o in one.observations),
        one.as_of,
        frozenset(provided(one.framework)),
    )


def reweighted(case: Case, seed: int, place: int) -> Case:
    """The same case with the weights of one round."""
    data = case.framework.model_dump(by_alias=True, exclude_unset=True)
    for part in data["sections"]:
        for practice in part["practices"]:
            for one in practice["criteria"]:
                one["weight"] *= float(factor(seed, one["id"], ROUNDS)[place])
    return replace(case, framework=Framework.model_validate(data))


@pytest.mark.parametrize("seed", range(60))
def test_every_round_ends_as_if_it_were_judged_alone(seed):
    case = typed(seed)
    phase = case.profile.phase
    if phase is None or judge_case(case).section(phase).closed:
        return
    seen = robustness(case, phase, rounds=ROUNDS, seed=seed)
    alone = Counter(
        judge_case(reweighted(case, seed, place)).gate(phase).verdict for place in range(ROUNDS)
    )
    assert {verdict: count for verdict, count in seen.shares.items() if count} == dict(alone)
    assert seen.verdict == judge_case(case).gate(phase).verdict
    assert sum(seen.shares.values()) == seen.rounds == ROUNDS
    assert set(seen.shares) == set(VERDICTS)


def test_draws_are_of_seed_and_id_alone():
    """In the stated range, the same again, others for another id or seed; earlier ones stay."""
    drawn = factor(1, "a", 1_000)
    assert (drawn >= 1 - SPREAD).all() and (drawn <= 1 + SPREAD).all()
    assert abs(float(drawn.mean()) - 1) < 0.02
    assert np.array_equal(factor(1, "a", 1_000), drawn)
    assert np.array_equal(factor(1, "a", 10), drawn[:10])
    assert not np.array_equal(factor(1, "b", 1_000), drawn)
    assert not np.array_equal(factor(2, "a", 1_000), drawn)
    assert factor(1, "a", 2).tolist() == [1.1706086489000767, 1.2241463593268764], (
        "the same on every machine"
    )


def small(ratings: list, links: list = (), **more) -> Case:
    parts = [criterion("a", weight=3), criterion("b"), criterion("c")]
    rubric = framework(section("poc", more.pop("criteria", parts), floors=FLOORS))
    said = Assessment.model_validate({"ratings": ratings, "evidence": list(links)})
    return Case(rubric, profile(), said, (), AS_OF, frozenset())


def test_order_and_what_does_not_apply_change_nothing():
    """Criteria in another order, and one more that is not applicable, give the same shares."""
    ratings = [rating("a", 3), rating("b", 2), rating("c", 4)]
    links = [evidence(id, "test") for id in "abc"]
    before = robustness(small(ratings, links), "poc")
    parts = [criterion("d"), criterion("c"), criterion("b"), criterion("a", weight=3)]
    absent = {**rating("d"), "state": "not_applicable", "reason": "other"}
    after = robustness(small([*ratings, absent], links, criteria=parts), "poc")
    assert before.shares == after.shares


def test_an_answer_that_tips_the_verdict_is_named_with_its_direction():
    """All at 3 and tested is a go; a blocker one level down is not."""
    parts = [criterion("a", blocker={"gate": "poc", "required_level": 3}), criterion("b")]
    links = [evidence("a", "test"), evidence("b", "test")]
    seen = robustness(small([rating("a", 3), rating("b", 3)], links, criteria=parts), "poc")
    assert [(t.criterion, t.level, t.moved_to, t.verdict) for t in seen.tipping] == [
        ("a", 3, 2, "NO_GO")
    ]
    assert seen.stayed == 1_000


def test_a_verdict_near_its_bar_does_not_stay():
    """A score a hair over the bar is a go by luck of the weights, and the shares say so."""
    ratings = [rating("a", 2), rating("b", 3), rating("c", 2)]
    links = [evidence(id, "test") for id in "abc"]
    seen = robustness(small(ratings, links), "poc")
    assert seen.verdict == "GO"
    assert 0 < seen.stayed < 1_000
    assert seen.shares["CONDITIONAL"] == 1_000 - seen.stayed


def test_earned_points_are_shaken_over_all_that_applies():
    """One of two answered: under the floor in every round, where the mean of one never is."""
    said, links = [rating("a", 4), rating("b")], [evidence("a", "test")]
    about = [criterion("a"), criterion("b", weight=3)]
    for rule, verdict in (("left_out", "NOT_ASSESSABLE"), ("earns_nothing", "NO_GO")):
        case = small(said, links, criteria=about)
        rubric = case.framework.model_copy(update={"unanswered": rule})
        seen = robustness(replace(case, framework=rubric), "poc")
        assert (seen.verdict, seen.stayed) == (verdict, 1_000)


def test_nothing_rated_is_shaken_without_a_number_that_is_none():
    seen = robustness(small([]), "poc")
    assert seen.verdict == "NOT_ASSESSABLE"
    assert seen.stayed == 1_000
