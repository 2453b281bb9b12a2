"""The published test vectors, held against the recomputation, so that the oracle is tested too."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.judgement.recompute import recompute

Data = dict[str, Any]

AS_OF = dt.date(2026, 11, 20)
TODAY = AS_OF.isoformat()
GRADES = ("none", "statement", "document", "demonstrated", "test", "recurring")
CAPS = {
    "measurable": (0.25, 0.40, 0.50, 0.65, 0.90, 1),
    "operating": (0.25, 0.50, 0.60, 0.75, 0.90, 1),
    "organisational": (0.25, 0.50, 0.75, 0.90, 0.90, 1),
}
FLOORS = {"poc": (35, 55), "mvp": (45, 60), "pilot": (50, 65), "hardening": (60, 70)}
FLOORS["rollout"] = (60, 70)
KINDS = tuple(CAPS)


def criterion(id: str, *, kind: str = "measurable", weight: float = 1, **more: Any) -> Data:
    """One criterion that everybody may answer."""
    return {"id": id, "kind": kind, "theme": "data", "weight": weight, **more}


def section(id: str, criteria: list[Data], **more: Any) -> Data:
    """A section of one practice; with floors where its id is a phase of the spine."""
    gate: Data = {}
    if id in FLOORS:
        no_go, go = FLOORS[id]
        gate = {"floors": {"no_go": no_go, "go": go}}
    practices = [{"id": f"{id}.practice", "title": id, "criteria": criteria}]
    return {"id": id, "title": id, "practices": practices, **gate, **more}


def framework(*sections: Data) -> Data:
    """A framework with the published caps, lives and thresholds."""
    return {
        "id": "vectors",
        "version": "1",
        "scale": [{"level": level, "value": level / 4, "name": str(level)} for level in range(5)],
        "caps": {kind: dict(zip(GRADES, row, strict=True)) for kind, row in CAPS.items()},
        "lives_days": {
            "statement": 90,
            "document": 180,
            "demonstrated": 90,
            "test": 90,
            "recurring": 35,
        },
        "observation_caps": {"warn": 0.60, "fail": 0.25},
        "thresholds": {
            "coverage": 0.80,
            "na_warning": 0.20,
            "factors_offset": -10,
            "criticality": {"A": 5, "B": 0, "C": -5},
        },
        "sections": list(sections),
    }


def rating(id: str, level: int | None = None, *, who: str | None = "lead") -> Data:
    """A rating of today; without a level it says "we don't know"."""
    return {
        "criterion": id,
        "respondent": who,
        "round": 0,
        "state": "unknown" if level is None else "rated",
        "level": level,
        "reason": None,
        "approver": None,
        "at": f"{TODAY}T09:12:03Z",
    }


def link(id: str, grade: str) -> Data:
    """Evidence of today; what recurs was seen on three dates."""
    seen = [(AS_OF - dt.timedelta(days=days)).isoformat() for days in (60, 30, 0)]
    return {
        "id": f"e-{id}",
        "criterion": id,
        "grade": grade,
        "reference": "a file",
        "on": TODAY,
        "expires": None,
        "instances": seen if grade == "recurring" else [],
    }


def run(method: str, verdict: str) -> Data:
    """A run of today."""
    return {
        "id": f"run-{method}",
        "method": method,
        "state": "done",
        "verdict": verdict,
        "as_of": TODAY,
        "finished_at": f"{TODAY}T10:00:00Z",
        "target": None,
    }


def judged(
    rubric: Data,
    ratings: list[Data],
    evidence: list[Data] = [],  # noqa: B006 - never changed
    runs: list[Data] = [],  # noqa: B006
    *,
    phase: str | None = "poc",
    criticality: str = "B",
    methods: set[str] = frozenset(),  # type: ignore[assignment]
) -> Data:
    """The result document of an engagement that the facilitator rated today."""
    engagement = {
        "client": "Northwind",
        "system": "Triage",
        "phase": phase,
        "scope": {"criticality": criticality},
        "depth": "full",
    }
    assessment = {"ratings": ratings, "evidence": evidence, "waivers": [], "decisions": []}
    return recompute(rubric, engagement, assessment, runs, as_of=AS_OF, methods=methods)


# ---- scores --------------------------------------------------------------------------------

HEAVY_AND_LIGHT = framework(section("poc", [criterion("heavy", weight=3), criterion("light")]))
RECURRING = [link("heavy", "recurring"), link("light", "recurring")]


def test_weights_3_and_1_at_levels_4_and_0_score_75():
    poc = judged(HEAVY_AND_LIGHT, [rating("heavy", 4), rating("light", 0)], RECURRING)["sections"][
        0
    ]

    assert {"score": 75, "low": 75, "high": 75} == poc["supported"] == poc["claimed"]
    assert [c["contribution"]["supported"] for c in poc["criteria"]] == [75, 0]


def test_an_unknown_opens_a_range_and_counts_as_asked():
    poc = judged(HEAVY_AND_LIGHT, [rating("heavy", 4), rating("light")], RECURRING)["sections"][0]

    assert poc["supported"] == {"score": 100, "low": 75, "high": 100}
    assert (poc["coverage"], poc["known"]) == (1, 0.75)


def test_where_points_are_earned_an_unknown_brings_none():
    rubric = {**HEAVY_AND_LIGHT, "unanswered": "earns_nothing"}
    poc = judged(rubric, [rating("heavy", 4), rating("light")], RECURRING)["sections"][0]

    assert {"score": 75, "low": 75, "high": 100} == poc["supported"] == poc["claimed"]
    assert [c["contribution"]["supported"] for c in poc["criteria"]] == [75, None]
    assert (poc["score_if_na_zero"], poc["known"]) == (75, 0.75)


def test_what_was_not_asked_lowers_the_coverage():
    poc = judged(HEAVY_AND_LIGHT, [rating("heavy", 4)], RECURRING)["sections"][0]

    assert (poc["coverage"], poc["known"]) == (0.75, 0.75)


@pytest.mark.parametrize(("kind", "supported"), [("operating", 50), ("measurable", 40)])
def test_a_word_carries_level_4_only_so_far(kind, supported):
    rubric = framework(section("poc", [criterion("one", kind=kind), criterion("two", kind=kind)]))
    poc = judged(rubric, [rating("one", 4), rating("two", 4)])["sections"][0]

    assert (100, supported) == (poc["claimed"]["score"], poc["supported"]["score"])
    assert {"statement"} == {c["evidence_grade"] for c in poc["criteria"]}


def test_eight_of_ten_equal_weights_are_a_coverage_of_exactly_four_fifths():
    ids = [f"c{n}" for n in range(10)]
    rubric = framework(section("poc", [criterion(id, weight=0.7) for id in ids]))
    result = judged(rubric, [rating(id, 3) for id in ids[:8]])

    assert result["sections"][0]["coverage"] == 0.8
    assert "coverage" not in [reason["rule"] for reason in result["gates"][0]["reasons"]]


def test_a_failed_edge_case_run_caps_its_property_and_proves_its_activity():
    links = [{"id": "edge-cases", "proves": proves} for proves in ("property", "activity")]
    rubric = framework(
        section("poc", [criterion("holds", methods=links[:1]), criterion("we", methods=links[1:])])
    )
    result = judged(rubric, [rating("holds", 4), rating("we", 4)], runs=[run("edge-cases", "fail")])
    holds, we = result["sections"][0]["criteria"]

    assert (holds["supported"], holds["evidence_grade"]) == (0.25, "test")
    assert (we["supported"], we["evidence_grade"]) == (0.90, "test")


# ---- gates ---------------------------------------------------------------------------------

METHODS = {phase: (f"{phase}-run", f"{phase}-pass") for phase in FLOORS}
PROVIDED = {method for pair in METHODS.values() for method in pair}
PASSED = [run(method, "pass") for method in sorted(PROVIDED)]


def spine() -> Data:
    """Five phases of twenty criteria with a blocker each, and twenty success factors."""
    phases = [
        section(
            phase,
            _twenty(phase, blocker={"gate": phase, "required_level": 2, "stays_open": True}),
            admits_unproved=phase == "poc",
            must_run=[METHODS[phase][0]],
            must_pass=[METHODS[phase][1]],
        )
        for phase in FLOORS
    ]
    return framework(*phases, section("factors", _twenty("factors")))


def _twenty(name: str, **first: Any) -> list[Data]:
    kinds = [KINDS[n % 3] for n in range(20)]
    return [
        criterion(f"{name}.c{n:02}", kind=kind, **(first if n == 0 else {}))
        for n, kind in enumerate(kinds)
    ]


def everything(rubric: Data, level: int, *, who: str | None = "lead") -> list[Data]:
    """The same level for each criterion."""
    ids = [c["id"] for s in rubric["sections"] for c in s["practices"][0]["criteria"]]
    return [rating(id, level, who=who) for id in ids]


def proof(rubric: Data) -> list[Data]:
    """A test behind each criterion."""
    return [link(r["criterion"], "test") for r in everything(rubric, 3)]


@pytest.mark.parametrize("phase", FLOORS)
@pytest.mark.parametrize("criticality", ["A", "B", "C"])
def test_level_3_with_tests_goes_at_every_gate(phase, criticality):
    rubric = spine()
    result = judged(
        rubric,
        everything(rubric, 3),
        proof(rubric),
        PASSED,
        phase=phase,
        criticality=criticality,
        methods=PROVIDED,
    )

    assert [s["supported"]["score"] for s in result["sections"]] == [75] * 6
    assert [(gate["verdict"], gate["rule"], gate["reasons"]) for gate in result["gates"]] == [
        ("GO", "go", [])
    ] * 5


def test_one_of_twenty_at_level_2_still_goes():
    rubric = spine()
    ratings = [
        {**r, "level": 2} if r["criterion"].endswith("c19") else r for r in everything(rubric, 3)
    ]
    result = judged(rubric, ratings, proof(rubric), PASSED, phase="rollout", methods=PROVIDED)

    assert [s["supported"]["score"] for s in result["sections"]] == [73.75] * 6
    assert [gate["verdict"] for gate in result["gates"]] == ["GO"] * 5


def test_methods_that_must_pass_but_never_ran_hold_a_gate_open():
    rubric = spine()
    only_run = [r for r in PASSED if not r["method"].endswith("-pass")]
    result = judged(rubric, everything(rubric, 3), proof(rubric), only_run, methods=PROVIDED)

    assert [(gate["verdict"], gate["rule"]) for gate in result["gates"]] == [
        ("CONDITIONAL", "method_open")
    ] * 5
    assert [[f"{phase}-pass"] for phase in FLOORS] == [
        gate["reasons"][0]["ids"] for gate in result["gates"]
    ]


def test_bare_anonymous_numbers_carry_25_points_and_no_gate():
    rubric = spine()
    result = judged(rubric, everything(rubric, 4, who=None), runs=PASSED, methods=PROVIDED)

    assert [s["supported"]["score"] for s in result["sections"]] == [25] * 6
    assert [gate["verdict"] for gate in result["gates"]] == ["NO_GO"] * 5


def test_level_2_by_word_alone_is_conditional_at_the_poc_and_refused_later():
    rubric = spine()
    result = judged(rubric, everything(rubric, 2), runs=PASSED, phase="mvp", methods=PROVIDED)
    poc, mvp = result["gates"][:2]

    assert 40 <= result["sections"][0]["supported"]["score"] <= 50
    assert (poc["verdict"], poc["rule"]) == ("CONDITIONAL", "blocker_unproved")
    assert "low_below_go" in [reason["rule"] for reason in poc["reasons"]]
    assert mvp["verdict"] == "NO_GO"


# ---- laws that need no builder -------------------------------------------------------------


def test_an_unrated_criterion_is_filled_by_the_lowest_property():
    links = [{"id": "load", "proves": "property"}, {"id": "drill", "proves": "property"}]
    rubric = framework(section("poc", [criterion("c", methods=links)]))
    result = judged(rubric, [rating("c")], runs=[run("load", "pass"), run("drill", "warn")])
    filled = result["sections"][0]["criteria"][0]

    assert (filled["state"], filled["level"], filled["filled_by_test"]) == ("rated", 2, True)
    assert (filled["supported"], filled["cap"]) == (0.5, 0.6)


def test_a_closed_section_keeps_the_evidence_of_its_day():
    rubric = framework(section("poc", [criterion("c")]), section("mvp", [criterion("d")]))
    old = (AS_OF - dt.timedelta(days=200)).isoformat()
    evidence = [{**link("c", "test"), "on": old}]
    assessment = {
        "ratings": [{**rating("c", 3), "at": f"{old}T00:00:00Z"}],
        "evidence": evidence,
        "decisions": [{"phase": "poc", "verdict": "GO", "on": old, "by": "board"}],
    }
    engagement = {"client": "N", "system": "T", "phase": "mvp"}
    closed = recompute(rubric, engagement, assessment, [], as_of=AS_OF, methods=set())
    aged = recompute(
        rubric, engagement, {**assessment, "decisions": []}, [], as_of=AS_OF, methods=set()
    )
    here, there = closed["sections"][0]["criteria"][0], aged["sections"][0]["criteria"][0]

    assert (here["evidence_grade"], here["expired"]) == ("test", False)
    assert (there["evidence_grade"], there["expired"]) == ("none", True)
