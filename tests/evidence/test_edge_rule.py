"""Only silence counts, a crash never passes, and an end of the process fails."""

from __future__ import annotations

import pytest

from readiness_kit.evidence.edge_cases.perturbers import FAMILIES
from readiness_kit.evidence.edge_cases.rule import FamilyResult, judged, right, silent
from readiness_kit.evidence.edge_cases.trial import Case, Trial
from readiness_kit.evidence.intervals import newcombe, wilson

STEADY = (0, 200)


def cases(field: str = "x", /, *, ended: int = 0, named: bool = True, **counts: int) -> list[Case]:
    """So many cases of each outcome, a record each, all right before and wrong once changed."""
    outcomes = [outcome for outcome, count in counts.items() for _ in range(count)]
    return [
        Case(
            row,
            field,
            "the field was left out",
            outcome,  # type: ignore[arg-type]
            ended=row < ended,
            named=named,
            right_before=True,
            right_after=(outcome == "SAME") if outcome in ("SAME", "CHANGED") else None,
        )
        for row, outcome in enumerate(outcomes)
    ]


def result(*parts: list[Case], floor: tuple[int, int] = STEADY) -> FamilyResult:
    fields = [part[0].field for part in parts]
    every = [case for part in parts for case in part]
    return judged(Trial(FAMILIES[0], fields, every), floor, seed=0)


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
    found = judged(Trial(FAMILIES[2], [], []), STEADY, seed=0)
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
