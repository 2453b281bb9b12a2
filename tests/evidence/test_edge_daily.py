"""Wrong answers a day: how often a fault comes, times what it does, times the records of a day."""

from __future__ import annotations

from typing import Any

import pytest

from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence.edge_cases.daily import Daily, Volume, daily, lost
from readiness_kit.evidence.edge_cases.prevalence import Prevalence
from readiness_kit.evidence.intervals import Interval, paired_difference, wilson
from tests.evidence.edge_build import cases

STEADY = (0, 200)
TENTH = Prevalence(0.1, Interval(0.08, 0.12), 5000)


def volume(**levels: Any) -> Volume:
    told = {
        "schema": "readiness-engagement/1",
        "client": "N",
        "system": "T",
        "framework": "small",
        "phase": "poc",
        "service_levels": levels,
        "error_costs": {"0": 340, "1": 20},
    }
    return Volume.of(Profile.model_validate(told))


def a_day(seen: Prevalence = TENTH, floor: tuple[int, int] = STEADY, **more: Any) -> Daily:
    found = daily(
        cases(CHANGED=100, SAME=100, labelled=more.pop("labelled", True)),
        seen,
        volume(**({"records_per_day": 10_000} | more)),
        floor,
        seed=0,
    )
    assert found is not None
    return found


def test_the_share_is_the_product_and_the_interval_that_of_the_ends() -> None:
    found = a_day()
    loss = paired_difference([True] * 200, [False] * 100 + [True] * 100, seed=0)
    assert found.share == pytest.approx(0.1 * 0.5)
    assert found.interval == (
        pytest.approx(0.08 * loss.interval.low),
        pytest.approx(0.12 * loss.interval.high),
    )
    assert found.a_day(found.share) == pytest.approx(500)


def test_a_wrong_answer_costs_what_the_labels_of_the_lost_ones_cost() -> None:
    assert a_day().each == (340 + 20) / 2


def test_only_a_low_end_over_the_limit_is_over_it() -> None:
    assert a_day().volume.limit == 100  # one in a hundred
    assert a_day().over
    assert a_day(wrong_answers_per_day=300).over
    assert not a_day(wrong_answers_per_day=400).over  # 500 expected, but perhaps only 345
    assert not a_day(Prevalence(0.1, Interval(0.01, 0.3), 5000)).over


def test_without_a_number_of_records_the_share_is_held_against_one_in_a_hundred() -> None:
    found = a_day(records_per_day=None)
    assert found.over
    assert found.a_day(found.share) is None
    assert not a_day(records_per_day=None, wrong_answers_per_day=5).over  # of how many?


def test_without_labels_changed_answers_stand_in_and_fail_nothing() -> None:
    found = a_day(labelled=False)
    assert found.loss == (0.5, wilson(100, 200), 200, True)
    assert not found.over
    assert found.each is None


def test_a_refused_record_is_no_wrong_answer() -> None:
    assert lost(cases(REJECTED=150, FLAGGED=50), STEADY, 0).share == 0
    half = lost(cases(REJECTED=100, CHANGED=50, SAME=50), STEADY, 0)
    assert (half.share, half.n) == (0.25, 200)


def test_what_changes_by_itself_is_not_the_faults_doing() -> None:
    noisy = a_day(floor=(80, 200))
    assert noisy.loss.share == pytest.approx(0.1)
    assert noisy.loss.interval.low < 0.05 < noisy.loss.interval.high
    assert not noisy.over


def test_few_records_are_over_no_limit() -> None:
    few = daily(cases(CHANGED=20), TENTH, volume(records_per_day=10_000), STEADY, 0)
    assert few is not None
    assert not few.over


def test_what_production_does_not_have_costs_nothing_that_could_be_told() -> None:
    assert daily(cases(CHANGED=200), None, volume(), STEADY, 0) is None
