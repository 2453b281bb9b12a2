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
from readiness_kit.judgement.pitfall_ground import Signal, shares
from readiness_kit.judgement.pitfalls import PitfallResult, detect
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


def values(*days: dt.date, metric: str = "uptime") -> Metrics:
    made = [MetricValue(date=day, metric=metric, value=0.9) for day in days]
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


def test_a_share_just_under_its_limit_does_not_read_like_the_limit():
    result = found("integration_underestimated", budget={"integration_share": 0.296})
    assert signal(result, "29.6% of the budget is for integration; at least 30% is needed")
    assert shares(0.25, 0.25) == ("25%", "25%")
    assert shares(0.2504, 0.25) == ("25.04%", "25%")


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


def test_tested_interfaces_and_a_start_ahead_are_told_as_they_are():
    done = found("integration_underestimated", integrations=systems({}))
    assert signal(done, "0 of 1 interfaces never took").state == "clear"
    early = START - dt.timedelta(days=1)
    mapped = systems({"status": "built"})
    ahead = found("integration_underestimated", integrations=mapped, as_of=early)
    assert signal(ahead, "the work has not begun").state == "cannot_tell"
    unknown = found("integration_underestimated", integrations=mapped, start=None)
    assert signal(unknown, "no start is given").state == "cannot_tell"


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


CHANGE = "rollout.change_management.owner"


@pytest.mark.parametrize(
    ("phase", "day", "state"),
    [
        ("poc", DUE, "cannot_tell"),
        ("mvp", DUE - dt.timedelta(days=1), "cannot_tell"),
        ("mvp", DUE, "set_off"),
        ("hardening", START, "set_off"),
    ],
)
def test_silence_about_the_change_is_a_sign_once_it_is_due(phase, day, state):
    result = found("change_ignored", phase=phase, as_of=day)
    assert result.state == state
    finished = {"actions": [action(status="done")]}
    assert found("change_ignored", phase=phase, as_of=day, said=finished).state == "cannot_tell"


def test_a_pilot_without_a_start_is_late_for_the_change_all_the_same():
    result = found("change_ignored", phase="pilot", start=None)
    assert signal(result, "no answer and no action").state == "set_off"


def test_an_action_for_the_change_that_ran_over_its_day_is_late():
    open_ = action(owner="Ann", due=str(START))
    on_time = found("change_ignored", said={"actions": [open_]}, as_of=START)
    assert signal(on_time, f"is due {START}").state == "clear"
    after = START + dt.timedelta(days=1)
    late = found("change_ignored", said={"actions": [open_]}, as_of=after)
    assert signal(late, f"was due {START} and is still open").state == "set_off"


def test_a_change_that_is_shown_to_be_owned_needs_no_plan():
    said = {
        "ratings": [rating(CHANGE, 3, at=f"{START}T09:00:00Z")],
        "evidence": [evidence(CHANGE, "document", str(START))],
    }
    assert found("change_ignored", said=said).state == "clear"
    claimed = found("change_ignored", said={"ratings": said["ratings"]}, as_of=DUE)
    assert signal(claimed, "supported at level 2, claimed at 3; it takes 2").state == "clear"


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


@pytest.mark.parametrize(
    ("accuracy", "state"), [(0.9, "set_off"), (0.89, "clear"), (None, "cannot_tell")]
)
def test_the_metric_of_accuracy_tells_as_well_whether_the_target_is_met(accuracy, state):
    model = action(criterion="poc.production_metrics.accuracy_holds", effort_days=3)
    seen = [] if accuracy is None else [(START, accuracy, None), (START, 0.1, "north")]
    made = tuple(
        MetricValue(date=day, metric="model_accuracy", value=value, cohort=cohort)
        for day, value, cohort in (*seen, (START + dt.timedelta(days=1), 0.99, None))
    )
    metrics = Metrics(made, {"model_accuracy": MetricTarget(metric="model_accuracy", target=0.9)})
    result = found("early_optimisation", said={"actions": [model]}, metrics=metrics)
    assert result.signals[0].state == state


def test_of_cohorts_alone_each_has_to_reach_the_target():
    model = action(criterion="poc.production_metrics.accuracy_holds", effort_days=3)
    for other, state in ((0.91, "set_off"), (0.5, "clear")):
        made = tuple(
            MetricValue(date=START, metric="model_accuracy", value=value, cohort=cohort)
            for cohort, value in (("north", 0.95), ("south", other))
        )
        target = MetricTarget(metric="model_accuracy", target=0.9)
        metrics = Metrics(made, {"model_accuracy": target})
        result = found("early_optimisation", said={"actions": [model]}, metrics=metrics)
        assert result.signals[0].state == state


def test_value_without_a_baseline():
    def told(**targets: float | None) -> Signal:
        made = {id: MetricTarget(metric=id, baseline=value) for id, value in targets.items()}
        return found("early_optimisation", metrics=Metrics((), made)).signals[-1]

    assert told(cost_savings=1.0).state == "clear"
    assert told(cost_savings=None, uptime=0.9).state == "set_off"
    assert found("early_optimisation").signals[-1].state == "cannot_tell"


MONITORING = "monitoring_insufficient"
AFTER = PILOT + dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "phase", "state"),
    [(PILOT, "pilot", "clear"), (AFTER, "pilot", "set_off"), (AFTER, "mvp", "cannot_tell")],
)
def test_the_first_value_is_there_before_the_first_live_case(first, phase, state):
    result = found(MONITORING, metrics=values(first), as_of=AFTER, phase=phase)
    assert signal(result, f"first live case is planned for {PILOT}").state == state


def test_a_gate_of_the_mvp_that_was_passed_early_counts_as_the_start_of_live_cases():
    passed = {"phase": "mvp", "verdict": "GO", "on": str(START), "by": "B"}
    after = START + dt.timedelta(days=1)
    for verdict, state in (("GO", "set_off"), ("NO_GO", "clear")):
        said = {"decisions": [{**passed, "verdict": verdict}]}
        result = found(MONITORING, metrics=values(after), as_of=after, said=said, phase="mvp")
        assert signal(result, "the first value is of").state == state
    unplanned = found(MONITORING, metrics=values(after), as_of=after, start=None)
    assert signal(unplanned, "the start of the work").state == "cannot_tell"


@pytest.mark.parametrize(
    ("days", "phase", "state"),
    [(14, "mvp", "clear"), (15, "mvp", "set_off"), (15, "poc", "cannot_tell")],
)
def test_gaps_and_silence_count_from_the_mvp_on(days, phase, state):
    later = START + dt.timedelta(days=days)
    result = found(MONITORING, metrics=values(START, later), as_of=later, phase=phase)
    assert signal(result, f"the longest gap of “System uptime” is {days} days").state == state
    silent = found(MONITORING, metrics=values(START), as_of=later, phase=phase)
    assert signal(silent, f"since the last value is {days} days").state == state
    assert signal(silent, "a second value").state == "cannot_tell"


def test_a_technical_series_hides_no_gap_of_another_and_a_survey_is_none():
    weekly = [START + dt.timedelta(weeks=week) for week in range(5)]
    often, seldom = values(*weekly), values(weekly[0], weekly[-1], metric="latency_p95")
    survey = values(weekly[0], weekly[-1], metric="user_satisfaction")

    def gap(*parts: Metrics) -> Signal:
        every = tuple(value for part in parts for value in part.values)
        metrics = Metrics(every, {})
        result = found(MONITORING, metrics=metrics, as_of=weekly[-1], phase="mvp")
        return signal(result, "the longest gap of")

    assert gap(often, survey).state == "clear"
    assert gap(often, seldom).state == "set_off"
    assert "“Response latency, 95th percentile” is 28 days" in gap(often, seldom).said
    assert "all metrics together is 28 days" in gap(survey).said


def test_values_that_are_dated_later_do_not_count():
    later = values(START + dt.timedelta(days=40))
    result = found(MONITORING, metrics=later, as_of=START)
    assert result == found(MONITORING, as_of=START)


def test_without_any_value_it_is_late_from_the_pilot_on():
    assert found(MONITORING).state == "cannot_tell"
    assert found(MONITORING, phase="pilot").state == "set_off"


@pytest.mark.parametrize(("level", "state"), [(1, "set_off"), (2, "clear")])
def test_monitoring_itself_is_asked_from_the_mvp_on(level, state):
    planted = "mvp.monitoring.planted_fault"
    said = {
        "ratings": [rating(planted, level, at=f"{START}T09:00:00Z")],
        "evidence": [evidence(planted, "test", str(START))],
    }
    assert found(MONITORING, said=said, phase="mvp").state == state
    assert found(MONITORING, said=said, phase="poc").state == "cannot_tell"


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


def test_a_drill_that_lapsed_is_told_with_its_age_and_sets_it_off():
    ends = START + dt.timedelta(days=10)
    said = {
        "ratings": [rating(ROLLBACK, 3, at=f"{START}T09:00:00Z")],
        "evidence": [evidence(ROLLBACK, "test", str(START), expires=str(ends))],
    }
    last = found("rollback_missing", said=said, as_of=ends, phase="mvp")
    assert signal(last, "10 days ago; at most 90 are fine").state == "clear"
    after = found("rollback_missing", said=said, as_of=ends + dt.timedelta(days=1), phase="mvp")
    assert signal(after, "11 days ago, and that evidence has lapsed").state == "set_off"


@pytest.mark.parametrize("grade", ["statement", "document"])
def test_words_and_papers_show_no_way_back(grade):
    said = {"evidence": [evidence(ROLLBACK, grade, str(START))]}
    result = found("rollback_missing", said=said, phase="mvp")
    assert signal(result, "no drill that went well").state == "set_off"


def test_a_drill_that_failed_or_was_of_another_version_shows_no_way_back():
    old = {"id": "model", "version": "1"}
    target = {"id": "model", "version": "2", "file": "answers.csv"}

    def told(verdict: str, version: str) -> Signal:
        made = run("rollback-drill", verdict, str(START), target={**old, "version": version})
        result = found("rollback_missing", runs=(made,), phase="mvp", target=target)
        return result.signals[-1]

    assert told("pass", "2").state == "clear"
    assert (told("fail", "2").state, told("fail", "2").said) == (
        "set_off",
        "no drill that went well is on record",
    )
    assert (told("pass", "1").state, told("pass", "1").said) == (
        "set_off",
        "it was last shown 0 days ago, on another version",
    )


def test_a_criterion_that_does_not_apply_sets_nothing_off():
    absent = rating(ROLLBACK, state="not_applicable", at=f"{START}T09:00:00Z")
    absent |= {"reason": "other", "approver": "B"}
    result = found("rollback_missing", said={"ratings": [absent]}, phase="mvp")
    assert result.state == "cannot_tell"
    assert signal(result, "none of the criteria that would tell applies")
    owner = {**absent, "criterion": CHANGE}
    change = found("change_ignored", said={"ratings": [owner]}, phase="rollout")
    assert change.state == "cannot_tell"


def test_every_signal_of_a_pitfall_has_an_id_of_its_own():
    for phase in ("poc", "mvp", "rollout"):
        for pitfall in RUBRIC.pitfalls:
            mapped, seen = systems({"status": "built"}), values(START)
            result = found(pitfall.id, phase=phase, integrations=mapped, metrics=seen)
            ids = [one.id for one in result.signals]
            assert ids
            assert len(ids) == len(set(ids))


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
        (Signal("asked.1", "cannot_tell", "Is it?", "to be asked"),),
    )


def test_a_framework_that_uses_our_ids_without_limits_is_asked_and_not_judged():
    ids = [pitfall.id for pitfall in RUBRIC.pitfalls]
    told = {"title": "t", "signals": ["Is it?"], "remedy": "r", "close_by": "poc"}
    bare = framework(
        section("poc", [criterion("a")], floors={"no_go": 35, "go": 55}),
        pitfalls=[{**told, "id": id} for id in ids],
    )
    case = Case(bare, profile(), Assessment(), (), START, frozenset())
    results = detect(case, judge_case(case), integrations=None, metrics=None)
    assert [result.state for result in results] == ["cannot_tell"] * 5
    assert all(result.signals for result in results)
