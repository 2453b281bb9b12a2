"""The pitfall detector: each signal set off, clear and not to be told, at the edge of its limit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.integrations import Integration, IntegrationMap
from readiness_kit.engagement.metrics import Metrics, MetricTarget, MetricValue
from readiness_kit.framework import load_framework
from readiness_kit.judgement import Case, judge_case
from readiness_kit.judgement.pitfalls import PitfallResult, Signal, detect
from tests.judgement.build import criterion, evidence, framework, profile, rating, run, section

RUBRIC = load_framework("poc-to-production")
START = dt.date(2026, 9, 7)
PILOT = START + dt.timedelta(weeks=12)
FULL = {
    "direction": "in",
    "protocol": "REST",
    "authentication": "OAuth",
    "data_class": "personal",
    "volume_per_day": 10,
    "failure_mode": "queue",
    "status": "tested",
}


def found(
    pitfall: str,
    *,
    said: dict[str, Any] | None = None,
    runs: tuple = (),
    as_of: dt.date = START,
    integrations: IntegrationMap | None = None,
    metrics: Metrics | None = None,
    **more: Any,
) -> PitfallResult:
    engagement = profile(**{"framework": RUBRIC.id, "start": START.isoformat(), **more})
    case = Case(RUBRIC, engagement, Assessment.model_validate(said or {}), runs, as_of, frozenset())
    results = detect(case, judge_case(case), integrations=integrations, metrics=metrics)
    return next(result for result in results if result.id == pitfall)


def signal(result: PitfallResult, words: str) -> Signal:
    return next(signal for signal in result.signals if words in signal.said)


def systems(*rows: dict[str, Any]) -> IntegrationMap:
    made = [{"system": f"S{n}", "owner": "Ann", **FULL, **row} for n, row in enumerate(rows)]
    return IntegrationMap(tuple(Integration.model_validate(row) for row in made))


def values(*days: dt.date) -> Metrics:
    made = [MetricValue(date=day, metric="uptime", value=0.9) for day in days]
    return Metrics(tuple(made), {})


@pytest.mark.parametrize(
    ("share", "state"), [(0.29, "set_off"), (0.30, "clear"), (None, "cannot_tell")]
)
def test_the_share_for_integration(share, state):
    result = found("integration_underestimated", budget={"integration_share": share})
    told = signal(result, "of the budget")
    assert told.state == state
    assert "at least 30% is needed" in told.said
    assert share is None or f"{share:.0%}" in told.said


def test_a_map_that_leaves_something_open_sets_it_off():
    whole = found("integration_underestimated", integrations=systems({}, {}))
    assert signal(whole, "not fully described").state == "clear"
    assert signal(whole, "without an owner").state == "clear"
    holes = systems({}, {"owner": None}, {"protocol": None}, {"status": "unknown"})
    result = found("integration_underestimated", integrations=holes)
    assert signal(result, "2 of 4 systems not fully described").state == "set_off"
    assert signal(result, "1 of 4 systems without an owner").state == "set_off"


@pytest.mark.parametrize(
    ("week", "phase", "state"),
    [(11, "poc", "cannot_tell"), (12, "poc", "set_off"), (1, "pilot", "set_off")],
)
def test_an_untested_interface_is_late_from_the_twelfth_week(week, phase, state):
    day = START + dt.timedelta(weeks=week - 1)
    mapped = systems({"status": "built"}, {})
    result = found("integration_underestimated", integrations=mapped, as_of=day, phase=phase)
    assert signal(result, "1 of 2 interfaces never took").state == state


def test_no_map_at_all_is_late_from_the_mvp_on():
    assert signal(found("integration_underestimated"), "no map").state == "cannot_tell"
    late = found("integration_underestimated", phase="mvp")
    assert signal(late, "no map").state == "set_off"


def action(**more: Any) -> dict[str, Any]:
    base = {"id": "a-001", "criterion": "rollout.change_management.owner", "kind": "do"}
    return {**base, "text": "tell them", **more}


DUE = PILOT - dt.timedelta(weeks=4)


@pytest.mark.parametrize(
    ("day", "state"), [(DUE - dt.timedelta(days=1), "cannot_tell"), (DUE, "set_off")]
)
def test_the_change_needs_somebody_four_weeks_before_the_pilot(day, state):
    answer = rating("rollout.change_management.owner", 0, at=f"{START}T09:00:00Z")
    assert found("change_ignored", said={"ratings": [answer]}, as_of=day).state == state


def test_an_action_for_the_change_counts_with_owner_and_day():
    good = action(owner="Ann", due=str(DUE))
    assert found("change_ignored", said={"actions": [good]}).state == "clear"
    late = action(owner="Ann", due=str(DUE + dt.timedelta(days=1)))
    result = found("change_ignored", said={"actions": [late]})
    assert signal(result, f"the pilot needs it by {DUE}").state == "set_off"
    nobody = found("change_ignored", said={"actions": [action(due=str(DUE))]})
    assert signal(nobody, "0 of 1 open actions").state == "set_off"
    undated = found("change_ignored", said={"actions": [action(owner="Ann")]})
    assert signal(undated, "has a day").state == "set_off"
    assert found("change_ignored", start=None).state == "cannot_tell"


def test_tuning_a_model_that_is_good_enough():
    model = action(criterion="poc.production_metrics.accuracy_holds", effort_days=3)
    other = action(id="a-002", criterion="poc.integration_points.owned", effort_days=8)
    passed = run("accuracy", "pass", str(START))

    def told(*actions: dict[str, Any], runs: tuple = (passed,)) -> Signal:
        result = found("early_optimisation", said={"actions": list(actions)}, runs=runs)
        return result.signals[0]

    assert told(model, other).state == "set_off"
    assert told(model, {**other, "effort_days": 9}).state == "clear", "just a quarter"
    assert told(model, other, runs=(run("accuracy", "fail", str(START)),)).state == "clear"
    assert told(model, other, runs=()).state == "cannot_tell"
    assert told().state == "cannot_tell"
    assert told({**model, "status": "done"}, other).state == "clear"


def test_value_without_a_baseline():
    def told(**targets: float | None) -> Signal:
        made = {id: MetricTarget(metric=id, baseline=value) for id, value in targets.items()}
        return found("early_optimisation", metrics=Metrics((), made)).signals[-1]

    assert told(cost_savings=1.0).state == "clear"
    assert told(cost_savings=None, uptime=0.9).state == "set_off"
    assert found("early_optimisation").signals[-1].state == "cannot_tell"


def test_what_is_measured_too_late_or_with_gaps():
    early = found("monitoring_insufficient", metrics=values(PILOT), as_of=PILOT)
    assert signal(early, "first live case").state == "clear"
    day = PILOT + dt.timedelta(days=1)
    late = found("monitoring_insufficient", metrics=values(day), as_of=day)
    assert signal(late, "first live case").state == "set_off"
    for gap, state in ((14, "clear"), (15, "set_off")):
        days = (START, START + dt.timedelta(days=gap))
        result = found("monitoring_insufficient", metrics=values(*days), as_of=days[1])
        assert signal(result, "longest gap").state == state
        silent = found("monitoring_insufficient", metrics=values(START), as_of=days[1])
        assert signal(silent, "since the last value").state == state
    assert found("monitoring_insufficient").state == "cannot_tell"
    assert found("monitoring_insufficient", phase="pilot").state == "set_off"


ROLLBACK = "mvp.deployment.rollback"


def test_a_way_back_is_asked_from_the_mvp_on():
    assert found("rollback_missing").state == "cannot_tell"
    assert found("rollback_missing", phase="mvp").state == "set_off"
    assert found("rollback_missing", phase="poc").due is False
    assert found("rollback_missing", phase="pilot").due is True


@pytest.mark.parametrize(("age", "state"), [(90, "clear"), (91, "set_off")])
def test_a_drill_ages(age, state):
    day = START + dt.timedelta(days=age)
    said = {
        "ratings": [rating(ROLLBACK, 3, at=f"{day}T09:00:00Z")],
        "evidence": [evidence(ROLLBACK, "test", str(START), expires="2030-01-01")],
    }
    result = found("rollback_missing", said=said, as_of=day, phase="mvp")
    assert signal(result, f"{age} days ago").state == state


def test_a_criterion_that_does_not_apply_sets_nothing_off():
    absent = rating(ROLLBACK, state="not_applicable", at=f"{START}T09:00:00Z")
    absent |= {"reason": "other", "approver": "B"}
    result = found("rollback_missing", said={"ratings": [absent]}, phase="mvp")
    assert (result.state, result.signals) == ("cannot_tell", ())


def test_a_framework_without_pitfalls_and_one_with_its_own():
    plain = framework(section("poc", [criterion("a")], floors={"no_go": 35, "go": 55}))
    case = Case(plain, profile(), Assessment(), (), START, frozenset())
    assert detect(case, judge_case(case), integrations=None, metrics=None) == ()
    own = {"id": "vendor_gone", "title": "t", "signals": ["Is it?"], "remedy": "r"}
    asked = framework(
        section("poc", [criterion("a")], floors={"no_go": 35, "go": 55}),
        pitfalls=[{**own, "close_by": "poc"}],
    )
    case = Case(asked, profile(), Assessment(), (), START, frozenset())
    result = detect(case, judge_case(case), integrations=None, metrics=None)[0]
    assert (result.state, result.signals) == (
        "cannot_tell",
        (Signal("cannot_tell", "Is it?", "to be asked"),),
    )
