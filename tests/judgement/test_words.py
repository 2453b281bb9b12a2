"""Every reason has its sentence, which is plain text, names no hole, and is not against itself."""

from __future__ import annotations

import re

import pytest

from readiness_kit.engagement.assessment import Decision
from readiness_kit.judgement.rules import RULES
from readiness_kit.judgement.scorecard import EffectiveFloors, GateReason, GateVerdict
from readiness_kit.judgement.words import (
    VERDICT_NAMES,
    gate_sentence,
    headline_sentence,
    method_title,
    reason_sentence,
)
from tests.judgement.build import criterion, framework, judged, rating, section
from tests.judgement.test_laws import case

FLOORS = {"no_go": 35, "go": 55}
RULE_IDS = list(RULES)
ABOUT_A_SECTION = {"out_of_reach", "coverage", "score_below_no_go", "unknown_decides"}
ABOUT_A_SECTION |= {"low_below_go", "factors"}
ABOUT_METHODS = {"method_failed", "method_open"}
SENTENCE = re.compile(r"[A-Z“].*\.")
HOLE = re.compile(r"\b(None|nan|inf)\b|[{}]|\(\)|“”|  ")


def rubric(title: str = "Real data"):
    parts = [criterion("a", title=title), criterion("b"), criterion("c"), criterion("d")]
    return framework(
        section("poc", parts, floors=FLOORS) | {"title": title},
        section("factors", [criterion("f")]),
    )


def reason(rule: str, *ids: str, value: float | None = None, limit: float | None = None):
    """A reason as the rule gives it."""
    if rule in ABOUT_A_SECTION:
        at = "factors" if rule == "factors" else "poc"
        share = rule == "coverage"
        value = value if value is not None else 0.5 if share else 41.25
        limit = limit if limit is not None else 0.8 if share else 55.0
        return GateReason(rule, (at,), value, limit)
    return GateReason(rule, ids or (("data-gap",) if rule in ABOUT_METHODS else ("a",)), None, None)


@pytest.mark.parametrize("rule", RULE_IDS)
def test_every_rule_of_the_gates_has_a_sentence(rule: str) -> None:
    said = reason_sentence(reason(rule), rubric())
    assert SENTENCE.fullmatch(said)
    assert not HOLE.search(said)


def test_every_reason_of_random_engagements_has_a_sentence() -> None:
    met: set[str] = set()
    for seed in range(400):
        one = case(seed)
        card = one.judged()
        book = type(rubric()).model_validate(one.framework)
        for gate in card.gates:
            for given in gate.reasons:
                said = reason_sentence(given, book)
                assert SENTENCE.fullmatch(said), said
                assert not HOLE.search(said), said
                met.add(given.rule.partition(":")[0])
            assert gate_sentence(gate, book)
        assert not HOLE.search(headline_sentence(card))
    assert met == {*RULE_IDS, "earlier"}


@pytest.mark.parametrize("rule", sorted({*RULE_IDS} - ABOUT_METHODS - {"factors"}))
@pytest.mark.parametrize(
    "title",
    ["{names} {0} {x!r}", "<b onclick='x'>%s</b>", "a\u202eb", "“q” & $HOME `ls`", "é" * 200],
)
def test_a_title_stands_in_its_sentence_as_it_is(rule: str, title: str) -> None:
    """No title is a template, and none is marked up here: views escape, terminals do not render."""
    said = reason_sentence(reason(rule), rubric(title))
    assert said.count(title[1:]) == 1


@pytest.mark.parametrize(
    ("rule", "value", "limit", "said"),
    [
        ("low_below_go", 41.25, 55.0, "reaches 41.2; the bar for a go is 55."),
        ("low_below_go", 54.96, 55.0, "reaches 54.96; the bar for a go is 55."),
        ("low_below_go", 54.999999999, 55.0, "reaches 54.999999999; the bar for a go is 55."),
        ("score_below_no_go", 34.97, 35.0, "stands at 34.97, under the floor of 35."),
        ("out_of_reach", 0.0, 35.0, "would reach 0, under the floor of 35."),
        ("coverage", 0.5, 0.8, "Only 50% of Real data was asked; it takes 80% to tell."),
        ("coverage", 0.796, 0.8, "Only 79.6% of Real data was asked; it takes 80% to tell."),
        ("coverage", 0.0, 0.8, "Only 0% of Real data was asked; it takes 80% to tell."),
        ("factors", 44.96, 45.0, "Factors stand at 44.96, under the 45 that"),
        ("factors", 0.6, 0.8, "Only 60% of Factors was asked; it takes 80% to tell."),
    ],
)
def test_two_figures_that_differ_look_different(
    rule: str, value: float, limit: float, said: str
) -> None:
    assert said in reason_sentence(reason(rule, value=value, limit=limit), rubric())


@pytest.mark.parametrize(("rule", "at"), [("coverage", "Real data"), ("factors", "Factors")])
def test_where_nothing_applies_no_share_is_named(rule: str, at: str) -> None:
    given = GateReason(rule, ("factors" if rule == "factors" else "poc",), None, 0.8)
    said = f"Nothing of {at} applies to this system, so it cannot be judged."
    assert reason_sentence(given, rubric()) == said


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("a", "“Real data” is below"),
        ("ab", "“Real data” and “b” are below"),
        ("abc", "“Real data”, “b” and “c” are below"),
        ("abcd", "“Real data”, “b”, “c” and 1 more are below"),
    ],
)
def test_three_are_named_and_the_rest_is_counted(ids: str, said: str) -> None:
    assert reason_sentence(reason("blocker_open", *ids), rubric()).startswith(said)


def test_a_blocker_without_an_answer_may_be_unknown_as_well_as_unrated() -> None:
    said = "Whether “Real data” holds is not known, and this gate cannot be judged without it."
    assert reason_sentence(reason("blocker_unrated", "a"), rubric()) == said
    both = reason_sentence(reason("blocker_unrated", "a", "b"), rubric())
    assert both.startswith("Whether “Real data” and “b” hold is not known")


def test_an_earlier_gate_is_called_by_its_title() -> None:
    said = reason_sentence(GateReason("earlier:poc", ("poc",), None, None), rubric())
    assert said == "The earlier gate of Real data is not passed."


@pytest.mark.parametrize("decided", [None, "GO"])
def test_a_gate_says_the_first_rule_that_holds(decided: str | None) -> None:
    decision = decided and Decision(phase="poc", verdict=decided, on="2026-10-01", by="board")
    floors = EffectiveFloors(35, 55)
    reasons = (reason("blocker_open", "b"), reason("low_below_go"))
    shut = GateVerdict("poc", False, "NO_GO", "blocker_open", reasons, floors, decision or None)
    assert gate_sentence(shut, rubric()) == "“b” is below the level that this gate requires."
    wide = GateVerdict("poc", False, "GO", "go", (), floors, decision or None)
    assert gate_sentence(wide, rubric()).startswith("Even in the bad case")


@pytest.mark.parametrize(
    ("ratings", "said"),
    [
        ([], "Weakest is Real data: between 0 and 100 of 100, 55 points under its bar."),
        (
            [rating("a", 4), rating("b", 4)],
            "Weakest is Factors: between 0 and 100 of 100, 45 points under its bar.",
        ),
        (
            [*(rating(id, 2) for id in "abcd"), rating("f", 4)],
            "Weakest is Real data: at 40 of 100, 15 points under its bar.",
        ),
    ],
)
def test_the_headline_names_the_weakest_link(ratings, said: str) -> None:
    assert headline_sentence(judged(rubric(), ratings=ratings)) == said


def test_a_framework_of_nothing_applicable_has_no_headline() -> None:
    absent = [rating("a", state="not_applicable", reason="other")]
    card = judged(framework(section("poc", [criterion("a")], floors=FLOORS)), ratings=absent)
    assert headline_sentence(card).startswith("Nothing has been rated yet")


def test_a_hair_under_the_bar_is_not_told_as_nought() -> None:
    """0.02 points under the bar must not read as 0 points."""
    parts = [criterion("a", weight=1), criterion("b", weight=1)]
    book = framework(section("poc", parts, floors={"no_go": 0, "go": 40.02}))
    said = headline_sentence(judged(book, ratings=[rating("a", 2), rating("b", 2)]))
    assert said == "Weakest is Poc: at 40 of 100, 0.02 points under its bar."


def test_every_verdict_and_method_has_a_name() -> None:
    assert set(VERDICT_NAMES) == {"GO", "CONDITIONAL", "NO_GO", "NOT_ASSESSABLE"}
    assert method_title("data-gap") == "data gap"
