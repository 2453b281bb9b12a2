"""The published test vectors: anybody with a pocket calculator gets these numbers."""

from __future__ import annotations

import pytest

from readiness_kit.judgement.scorecard import Range
from tests.judgement.build import criterion, evidence, framework, judged, rating, run, section

FLOORS = {"no_go": 35, "go": 55}


def two_weights(**more):
    parts = [criterion("a", weight=3), criterion("b", weight=1)]
    return framework(section("poc", parts, floors=FLOORS))


def test_weights_three_and_one_recurring():
    card = judged(
        two_weights(),
        ratings=[rating("a", 4), rating("b", 0)],
        evidence=[evidence("a", "recurring"), evidence("b", "recurring")],
    )
    assert card.section("poc").supported.score == 75


def test_second_unknown_opens_a_range():
    card = judged(
        two_weights(),
        ratings=[rating("a", 4), rating("b")],
        evidence=[evidence("a", "recurring")],
    )
    result = card.section("poc")
    assert (result.supported.score, result.supported.low, result.supported.high) == (100, 75, 100)
    assert (result.coverage, result.known) == (1, 0.75)


def test_where_points_are_earned_the_unanswered_bring_none():
    """Of weights 3, 1 and 2 the first is full, the second unknown, the third does not apply."""
    parts = [criterion("a", weight=3), criterion("b"), criterion("c", weight=2)]
    rubric = framework(section("poc", parts, floors=FLOORS), unanswered="earns_nothing")
    absent = rating("c", state="not_applicable", reason="out_of_scope")
    card = judged(
        rubric,
        ratings=[rating("a", 4), rating("b"), absent],
        evidence=[evidence("a", "recurring")],
    )
    result = card.section("poc")
    assert result.supported == result.claimed == Range(75, 75, 100)
    assert [c.contribution.supported for c in result.criteria] == [75, None, None]
    assert result.score_if_na_zero == 50
    assert (result.coverage, result.known) == (1, 0.75)


def test_where_points_are_earned_and_nothing_is_rated_there_is_no_score():
    rubric = framework(section("poc", [criterion("a")]), unanswered="earns_nothing")
    result = judged(rubric, ratings=[rating("a")], phase=None).section("poc")
    assert (result.state, result.supported) == ("not_scored", Range(None, 0, 100))
    assert result.score_if_na_zero is None


def test_second_unrated_lowers_coverage():
    card = judged(two_weights(), ratings=[rating("a", 4)])
    assert card.section("poc").coverage == 0.75


@pytest.mark.parametrize(("kind", "supported"), [("operating", 50), ("measurable", 40)])
def test_word_alone_carries_to_its_cap(kind, supported):
    parts = [criterion("a", kind=kind), criterion("b", kind=kind)]
    card = judged(
        framework(section("poc", parts, floors=FLOORS)), ratings=[rating("a", 4), rating("b", 4)]
    )
    result = card.section("poc")
    assert (result.claimed.score, result.supported.score) == (100, supported)


PHASES = {
    "poc": FLOORS,
    "mvp": {"no_go": 45, "go": 60},
    "pilot": {"no_go": 50, "go": 65},
    "hardening": {"no_go": 60, "go": 70},
    "rollout": {"no_go": 60, "go": 70},
}
METHODS = {f"{phase}-method" for phase in PHASES}


def five_phases():
    """Five phases of twenty criteria, each with a blocker and a method that must pass."""
    sections = []
    for phase, floors in PHASES.items():
        parts = [criterion(f"{phase}.{n}") for n in range(19)]
        blocker = {"gate": phase, "required_level": 3 if phase != "poc" else 2}
        parts.append(criterion(f"{phase}.blocker", blocker=blocker))
        gate = {"must_pass": [f"{phase}-method"], "admits_unproved": phase == "poc"}
        sections.append(section(phase, parts, floors=floors, **gate))
    sections.append(section("factors", [criterion(f"factors.{n}") for n in range(5)]))
    return framework(*sections)


def everything(rubric, level, grade=None):
    """Every criterion at one level, with evidence of one grade."""
    links = [evidence(id, grade) for id in rubric.criteria] if grade else []
    return {"ratings": [rating(id, level) for id in rubric.criteria], "evidence": links}


@pytest.mark.parametrize("criticality", ["A", "B", "C"])
@pytest.mark.parametrize("phase", PHASES)
def test_level_three_tested_passes_every_gate(phase, criticality):
    rubric = five_phases()
    card = judged(
        rubric,
        **everything(rubric, 3, "test"),
        runs=[run(method, "pass") for method in METHODS],
        methods=METHODS,
        phase=phase,
        scope={"criticality": criticality},
    )
    assert card.section(phase).supported.score == 75
    assert (card.gate(phase).verdict, card.gate(phase).rule) == ("GO", "go")


def test_one_of_twenty_at_level_two_still_goes():
    rubric = five_phases()
    state = everything(rubric, 3, "test")
    state["ratings"] = [r for r in state["ratings"] if r["criterion"] != "hardening.1"]
    card = judged(
        rubric,
        ratings=[*state["ratings"], rating("hardening.1", 2)],
        evidence=state["evidence"],
        runs=[run(method, "pass") for method in METHODS],
        methods=METHODS,
        phase="hardening",
    )
    assert card.section("hardening").supported.score == 73.75
    assert card.gate("hardening").verdict == "GO"


def test_must_pass_never_run_is_conditional():
    rubric = five_phases()
    card = judged(rubric, **everything(rubric, 3, "test"), methods=METHODS, phase="mvp")
    assert (card.gate("mvp").verdict, card.gate("mvp").rule) == ("CONDITIONAL", "method_open")


def test_bare_anonymous_numbers():
    rubric = five_phases()
    ratings = [rating(id, 3, respondent=None) for id in rubric.criteria]
    card = judged(rubric, ratings=ratings)
    assert card.section("poc").supported.score == 25
    assert card.gate("poc").verdict == "NO_GO"


def test_poc_at_level_two_by_word():
    rubric = five_phases()
    state = everything(rubric, 2)
    runs = [run(method, "pass") for method in METHODS]
    card = judged(rubric, **state, runs=runs, methods=METHODS)
    gate = card.gate("poc")
    assert (gate.verdict, gate.rule) == ("CONDITIONAL", "blocker_unproved")
    assert "low_below_go" in [reason.rule for reason in gate.reasons]
    assert 40 <= card.section("poc").supported.score <= 50
    at_mvp = judged(rubric, **state, runs=runs, methods=METHODS, phase="mvp")
    assert at_mvp.gate("mvp").verdict == "NO_GO"


def test_coverage_of_eight_in_ten_is_exact():
    parts = [criterion(f"c{n}", weight=0.7) for n in range(10)]
    card = judged(
        framework(section("poc", parts, floors=FLOORS)),
        ratings=[rating(f"c{n}", 3) for n in range(8)],
    )
    assert card.section("poc").coverage == 0.8
    assert "coverage" not in [reason.rule for reason in card.gate("poc").reasons]


def test_failing_edge_cases_prove_the_activity_and_sink_the_property():
    parts = [
        criterion("survives", methods=[{"id": "edge-cases", "proves": "property"}]),
        criterion("tests", methods=[{"id": "edge-cases", "proves": "activity"}]),
    ]
    card = judged(
        framework(section("poc", parts, floors=FLOORS)),
        ratings=[rating("survives", 4), rating("tests", 4)],
        runs=[run("edge-cases", "fail")],
    )
    assert card.criterion("survives").supported == 0.25
    assert card.criterion("tests").evidence_grade == "test"
    assert card.criterion("tests").supported == 0.90
