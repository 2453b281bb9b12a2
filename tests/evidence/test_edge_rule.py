"""Only silence counts, a crash never passes, and what does harm beyond its record fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.daily import Daily, Loss, Volume
from readiness_kit.evidence.edge_cases.expected import Expectation
from readiness_kit.evidence.edge_cases.prevalence import Prevalence
from readiness_kit.evidence.edge_cases.rule import FamilyResult, judged, right
from readiness_kit.evidence.edge_cases.silent import silent
from readiness_kit.evidence.edge_cases.trial import Case, Trial
from readiness_kit.evidence.intervals import Interval, newcombe, wilson
from tests.evidence.edge_build import cases

STEADY = (0, 200)


def result(
    *parts: list[Case],
    floor: tuple[int, int] = STEADY,
    cost: Daily | None = None,
    poisoned: int = 0,
) -> FamilyResult:
    fields = [part[0].field for part in parts]
    every = [case for part in parts for case in part]
    trial = Trial(FAMILIES[0], fields, every, poisoned=poisoned)
    return judged(trial, floor, seed=0, cost_of=lambda name, cases: cost)


def costing(low: float) -> Daily:
    """A fault of production that costs at least this share of all answers."""
    seen = Prevalence(0.5, Interval(0.4, 0.6), 1000)
    loss = Loss(0.5, Interval(0.4, 0.6), 200, estimated=False)
    volume = Volume(10_000, 100, {}, "EUR")
    return Daily(seen, loss, low, Interval(low, 1.0), volume, None)


def test_a_model_that_refuses_everything_and_says_why_passes() -> None:
    found = result(cases(REJECTED=200))
    assert (found.verdict, found.severity, found.silent.share) == ("pass", None, 0)
    assert found.fields[0].drop is None  # a refusal is none of its wrong answers


def test_a_refusal_that_names_no_field_is_a_small_fault() -> None:
    found = result(cases(REJECTED=200, named=False))
    assert (found.verdict, found.severity) == ("pass", "low")


def test_many_silent_changes_warn_and_never_fail() -> None:
    found = result(cases(CHANGED=120, SAME=80))
    assert (found.silent.verdict, found.verdict, found.severity) == ("fail", "warn", "high")
    assert found.silent.interval == wilson(120, 200)


def test_one_field_over_the_limit_warns_however_many_others_are_well() -> None:
    well = [cases(name, SAME=200) for name in "abcde"]
    found = result(*well, cases("x", CHANGED=24, SAME=176))
    assert found.silent.verdict == "pass"
    assert (found.verdict, found.severity, found.worst.field) == ("warn", "high", "x")


@pytest.mark.parametrize("outcome", ["CRASH", "INVALID"])
def test_a_crash_and_an_invalid_answer_warn(outcome: str) -> None:
    found = result(cases(**{outcome: 1, "SAME": 199}))
    assert (found.verdict, found.severity) == ("warn", "medium")


def test_one_end_of_the_process_fails() -> None:
    found = result(cases(CRASH=1, SAME=199, ended=1))
    assert (found.verdict, found.severity, found.ended) == ("fail", "critical", 1)


def test_too_few_records_decide_nothing_and_say_how_many_would() -> None:
    found = result(cases(CHANGED=1, SAME=19))
    assert found.verdict == "inconclusive"
    assert found.silent.decides_at_n is None  # 5 % is the limit itself
    assert result(cases(SAME=20)).silent.decides_at_n == 73


def test_what_changes_by_itself_is_not_held_against_a_fault() -> None:
    floor = (50, 200)
    found = result(cases(CHANGED=50, SAME=150), floor=floor)
    assert found.silent.verdict == "inconclusive"
    assert not found.fields[0].silent.high
    low = newcombe(150, 200, *floor).low
    worse = result(cases(CHANGED=150, SAME=50), floor=floor)
    assert low > 0.05
    assert worse.fields[0].silent.high


def test_a_family_that_applies_to_nothing_is_skipped_and_has_no_verdict() -> None:
    found = judged(Trial(FAMILIES[2], [], []), STEADY, 0, lambda name, cases: None)
    assert (found.trial.state, found.trial.changed_cells) == ("skipped", 0)
    assert (found.verdict, found.severity, found.worst) == (None, None, None)


def test_cases_on_one_record_that_end_alike_count_as_one() -> None:
    alike = silent([*cases("x", CHANGED=20, SAME=80), *cases("y", CHANGED=20, SAME=80)], STEADY)
    apart = silent([*cases("x", CHANGED=20, SAME=80), *cases("y", SAME=80, CHANGED=20)], STEADY)
    assert (alike.cases, alike.records) == (200, 100)
    assert 100 <= alike.effective <= 101
    assert apart.effective == 200
    assert silent(cases("x", SAME=50) + cases("y", SAME=50), STEADY).effective == 100


def test_accuracy_is_compared_where_the_model_answered() -> None:
    assert right(cases(SAME=1, CHANGED=1, REJECTED=5, CRASH=1)) == ([True, True], [True, False])
    found = result(cases(CHANGED=40, SAME=160)).fields[0]
    assert found.drop is not None
    assert (found.drop.estimate, found.drop_n) == (0.2, 200)


def test_a_record_that_spoils_another_fails() -> None:
    found = result(cases(SAME=200), poisoned=1)
    assert (found.verdict, found.severity) == ("fail", "critical")


def test_a_fault_of_production_fails_where_even_its_low_end_is_over_the_limit() -> None:
    over = result(cases(CHANGED=100, SAME=100), cost=costing(0.02))
    assert (over.verdict, over.severity) == ("fail", "high")
    under = result(cases(CHANGED=100, SAME=100), cost=costing(0.01))
    assert (under.verdict, under.severity) == ("warn", "high")


def test_a_crash_is_graver_where_production_has_the_fault() -> None:
    assert result(cases(CRASH=1, SAME=199)).severity == "medium"
    assert result(cases(CRASH=1, SAME=199), cost=costing(0.0)).severity == "high"


def test_the_same_answer_is_silent_where_a_mark_is_asked_for() -> None:
    asked = Expectation("R", by_client=True)
    found = result(cases(SAME=150, FLAGGED=50, expectation=asked))
    assert (found.silent.share, found.verdict) == (0.75, "warn")
    assert result(cases(SAME=150, FLAGGED=50)).verdict == "pass"


def test_where_accuracy_may_fall_only_lost_answers_count() -> None:
    mended = [
        replace(case, right_before=False, right_after=True)
        for case in cases(CHANGED=200, expectation=Expectation("D"))
    ]
    assert result(mended).silent.share == 0
    assert result(cases(CHANGED=200, expectation=Expectation("D"))).silent.share == 1


def test_a_refusal_of_the_whole_record_needs_no_field() -> None:
    assert result(cases("", REJECTED=200, named=False)).severity is None
