"""The way on as it is told: the staircase sums, hostile words stay words, firmness is a share."""

from __future__ import annotations

import re

import pytest

from readiness_kit.judgement.prospect_words import path_sentence
from readiness_kit.judgement.robustness import Robustness
from readiness_kit.views.firmness import firmness, stayed_sentence
from readiness_kit.views.firmness_charts import shares_chart
from readiness_kit.views.html import plain
from readiness_kit.views.path import path
from readiness_kit.views.path_charts import staircase
from readiness_kit.views.scores import scores
from readiness_kit.views.view import View
from tests.judgement.build import criterion, evidence, framework, rating, section
from tests.views.stories import FLOORS, HOSTILE, built, gateless, hostile, sample

DAYS = [1, 2, 3]
REMEDY = {"text": "Do it.", "effort_days": DAYS, "prove_days": DAYS, "cost_of_neglect": "Pain."}


def text(view: View | None) -> str:
    assert view is not None
    return " ".join(plain(view.element).split())


def rows_of(chart) -> list[dict]:
    data = chart.to_dict()
    return next(iter(data["datasets"].values())) if "datasets" in data else data["data"]["values"]


def test_steps_stand_one_behind_the_other_and_end_at_the_whole_effort() -> None:
    told = sample()
    seen = told.prospect
    assert seen is not None and seen.path is not None and seen.path.steps
    steps = [
        {
            "step": step.lever.id,
            "work": step.lever.work,
            "days": step.lever.effort_days,
            "points": step.points,
            "opens": bool(step.opened),
        }
        for step in seen.path.steps
    ]
    made = rows_of(staircase(steps))
    assert [row["start"] for row in made] == [0.0, *(row["end"] for row in made[:-1])]
    assert made[-1]["end"] == seen.path.days
    assert [row["label"].endswith("opens") for row in made] == [s["opens"] for s in steps]


def test_the_way_on_is_told_with_every_step() -> None:
    told = sample()
    said = text(path(told))
    seen = told.prospect
    assert seen is not None and seen.path is not None
    assert path_sentence(seen.path) in said
    for place, step in enumerate(seen.path.steps or (), start=1):
        if step.lever.kind != "method":
            assert f"{place}. {told.criterion(step.lever.id).title}" in said


def test_a_go_has_no_way_on_and_a_framework_without_gates_neither() -> None:
    rubric = framework(section("poc", [criterion("a")], floors=FLOORS))
    said = {"ratings": [rating("a", 3)], "evidence": [evidence("a", "test")]}
    assert "This gate is a go." in text(path(built(rubric, "poc", said=said)))
    assert path(gateless()) is None
    assert firmness(gateless()) is None
    decision = {"phase": "poc", "verdict": "GO", "on": "2026-10-01", "by": "board"}
    decided = built(rubric, "poc", said={"decisions": [decision]})
    assert "has been decided" in text(path(decided))
    assert firmness(decided) is None


def test_hostile_titles_stay_words_in_the_way_on() -> None:
    made = path(hostile())
    assert HOSTILE in text(made)
    assert "<img" not in made.element
    assert "<img" not in str(firmness(hostile()))


@pytest.mark.parametrize("shares", [(0, 0, 0, 1000), (3, 40, 957, 0), (500, 0, 500, 0)])
def test_every_trial_is_drawn_once(shares) -> None:
    names = ("NO_GO", "NOT_ASSESSABLE", "CONDITIONAL", "GO")
    counts = dict(zip(names, shares, strict=True))
    seen = Robustness("poc", "CONDITIONAL", 1000, 1, counts, ())
    made = rows_of(shares_chart(seen))
    assert sum(row["count"] for row in made) == 1000
    assert made[0]["start"] == 0 and made[-1]["end"] == 1000
    figures = [int(f.replace(",", "")) for f in re.findall(r"[0-9][0-9,]*", stayed_sentence(seen))]
    if seen.stayed < 1000:
        assert figures == [
            seen.stayed,
            1000,
            *(n for v, n in counts.items() if n and v != seen.verdict),
        ]


def test_the_answers_worth_most_are_asked_first() -> None:
    """By the share of the range; together the shares are all of it."""
    parts = [criterion("a"), criterion("b", weight=3), criterion("c", weight=1), criterion("d")]
    rubric = framework(section("poc", parts, floors=FLOORS))
    told = built(rubric, "poc", said={"ratings": [rating("a", 3), rating("c")]})
    said = text(scores(told))
    assert "b 60% 50.0 not asked anybody c 20% 16.7 not known anybody d 20% 16.7" in said


def test_what_was_left_out_is_listed_with_reason_approver_and_both_scores() -> None:
    parts = [criterion("a"), criterion("b", blocker={"gate": "poc", "required_level": 2})]
    rubric = framework(section("poc", parts, floors=FLOORS))
    absent = {**rating("b"), "state": "not_applicable", "reason": "out_of_scope"}
    absent["approver"] = HOSTILE
    said = {"ratings": [rating("a", 3), absent], "evidence": [evidence("a", "test")]}
    shown = text(scores(built(rubric, "poc", said=said)))
    assert f"b out of scope {HOSTILE} Poc" in shown
    assert "Poc: 75.0 over what applies, 37.5 if what does not counted as nothing" in shown
    assert "(50% of the weight does not apply)" in shown
