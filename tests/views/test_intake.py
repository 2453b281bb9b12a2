"""The intake tells what is there, who can answer, what is to be beaten, and what is skipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.views.baselines import baselines
from readiness_kit.views.html import plain
from readiness_kit.views.intake import scope
from readiness_kit.views.people import people
from readiness_kit.views.questions import questions
from readiness_kit.views.story import Story
from readiness_kit.views.view import View
from tests.judgement.build import criterion, framework, rating, section
from tests.views.stories import FLOORS, built, empty, gateless, sample

RULES = [
    {"id": "production_cost_ratio", "range": [3, 5]},
    {"id": "integration_share", "range": [0.3, 0.4]},
    {"id": "load_headroom", "range": [10, 10]},
]


def text(view: View) -> str:
    return " ".join(plain(view.element).split())


def small(**about: object) -> Story:
    """One phase, with rules of thumb."""
    rules = [{"title": "t", "unit": "u", "source": "s"} | rule for rule in RULES]
    parts = [
        criterion("a", answered_by=["ml"], blocker={"gate": "poc", "required_level": 2}),
        criterion("b", answered_by=["ml", "ops"]),
        criterion("c", scope={"acts": True}),
    ]
    roles = [{"id": "ml", "title": "ML engineer"}, {"id": "ops", "title": "Operations"}]
    rubric = framework(section("poc", parts, floors=FLOORS), roles=roles, rules_of_thumb=rules)
    ratings = [rating("a", 2, respondent="tom"), rating("b", state="unknown", respondent="tom")]
    people_ = [{"id": "tom", "role": "ml", "name": "Tom Reed"}]
    return built(rubric, "poc", said={"ratings": ratings}, people=people_, **about)


def test_what_was_handed_over_is_told_apart_from_what_is_only_named() -> None:
    told = text(scope(sample()))
    assert "The POC sample there data.poc" in told
    named = text(scope(small(data={"poc": "data/poc.csv", "label": "ok"})))
    assert "The POC sample not there yet data.poc" in named
    assert "A sample like the real intake not named yet data.production" in named
    assert "The column with the true answers there data.label" in named


def test_the_lead_names_what_is_missing(tmp_path: Path) -> None:
    told = text(scope(empty(tmp_path)))
    assert "things that a measurement needs" in told
    assert "the POC sample" in told.partition("Client:")[0]


@pytest.mark.parametrize(
    ("criticality", "words"),
    [("A", "A: every floor is 5 points up"), ("B", "B: the floors are as the framework has them")],
)
def test_criticality_says_what_it_does_to_the_floors(criticality: str, words: str) -> None:
    told = sample()
    profile = told.engagement.profile
    moved = profile.model_copy(
        update={"scope": profile.scope.model_copy(update={"criticality": criticality})}
    )
    from dataclasses import replace

    story = Story(replace(told.engagement, profile=moved), told.card, told.section_id)
    assert words in text(scope(story))


def test_the_peak_rate_is_worked_out_and_ten_times_it_is_named() -> None:
    levels = {"records_per_day": 10000, "active_hours": 10, "peak_factor": 4}
    told = text(scope(small(service_levels=levels)))
    assert "are 1.1 records a second. Tested is 10 times that: 11.1." in told


def test_a_role_that_nobody_holds_is_named_and_the_questions_of_each_are_counted() -> None:
    told = text(people(small()))
    assert (
        "1 of the roles that the questions of the next gate need is held by nobody: Operations"
        in told
    )
    assert "ML engineer Tom Reed 2 2" in told
    assert "Operations nobody yet 1" in told


def test_without_people_it_says_where_to_list_them(tmp_path: Path) -> None:
    assert "list the people and their roles in engagement.yaml" in text(
        people(built(framework(section("poc", [criterion("a")], floors=FLOORS)), "poc"))
    )


def test_the_plan_is_held_against_the_rules_of_thumb() -> None:
    budget = {
        "poc_cost": 100,
        "production_cost": [250, 350, 400],
        "integration_share": 0.22,
    }
    told = text(baselines(small(budget=budget)))
    low = "its low end is below what others needed"
    assert f"Production, in POC budgets 2.5 to 4.0 3 to 5 {low}" in told
    share = "22% 30% to 40% below what others needed: what is left out?"
    assert f"Integration’s share of the work {share}" in told


@pytest.mark.parametrize(
    ("costs", "reading"),
    [
        ([300, 500], "within what others needed"),
        ([200, 600], "wider than what others needed: how sure is the plan?"),
        ([600, 700], "above what others needed"),
        ([100, 200], "below what others needed: what is left out?"),
    ],
)
def test_a_range_reads_by_both_of_its_ends(costs: list[int], reading: str) -> None:
    told = text(baselines(small(budget={"poc_cost": 100, "production_cost": costs})))
    assert f"3 to 5 {reading}" in told


def test_the_stop_number_is_told_as_wrong_answers_and_as_labels_that_prove_it() -> None:
    levels = {"records_per_day": 10000, "accuracy_min": 0.9}
    about = {"service_levels": levels, "human_baseline": {"accuracy": 0.91}}
    told = text(baselines(small(**about), labels_needed=244))
    assert "switched off where fewer than 90% of its answers are right; people reach 91%" in told
    assert "At the stop number: 1,000 wrong answers a day" in told
    assert "To prove it: about 244 labelled records" in told


def test_without_any_baseline_it_says_so() -> None:
    told = text(baselines(small()))
    assert "Neither how well people do it today nor the number" in told
    assert "To prove it" not in told


def test_the_questions_are_counted_by_their_answers() -> None:
    told = text(questions(small()))
    assert "Of 3 criteria 2 are asked of this system, 2 of them have an answer." in told
    assert "Poc (next gate) 2 1 1 0 1" in told
    assert "The blocker on the way" in told
    assert "Asked only where it acts by itself: 1 skipped c (Poc)" in told


def test_what_is_skipped_stands_under_its_reason_the_commonest_first() -> None:
    parts = [
        criterion("a"),
        criterion("b", scope={"acts": True}),
        criterion("c", depth="full"),
        criterion("d", depth="full", scope={"acts": True}),
    ]
    rubric = framework(
        section("poc", parts, floors=FLOORS), section("factors", [criterion("e", depth="full")])
    )
    told = text(questions(built(rubric, "poc")))
    reasons = [
        "Asked only where depth is full: 2 skipped c (Poc) e (Factors)",
        "Asked only where it acts by itself: 1 skipped b (Poc)",
        "Asked only where it acts by itself and depth is full: 1 skipped d (Poc)",
    ]
    assert told.endswith(" ".join(reasons))


def test_every_blocker_stands_by_its_gate() -> None:
    told = sample()
    said = text(questions(told))
    for part in told.card.sections:
        for result in part.criteria:
            if result.blocker and result.state != "not_applicable":
                gate = told.engagement.framework.section(result.blocker.gate).title
                assert f"{told.criterion(result.id).title} {gate}" in said


def test_a_framework_without_gates_has_an_intake_too() -> None:
    assert "(next gate)" not in text(questions(gateless()))
    assert "Next gate" not in text(scope(gateless()))
