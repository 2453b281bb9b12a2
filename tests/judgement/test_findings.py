"""What falls short becomes a finding, as grave as the rules say, in the order of its gravity."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from readiness_kit.engagement.observation import Observation
from readiness_kit.judgement import Finding, findings
from tests.judgement.build import criterion, evidence, framework, judged, rating, run, section

FLOORS = {"no_go": 35, "go": 55}
PROPERTY = {"methods": [{"id": "m", "proves": "property"}]}
ACTIVITY = {"methods": [{"id": "m", "proves": "activity"}]}
BLOCKER = {"blocker": {"gate": "poc", "required_level": 2}}
STRICT = {"blocker": {"gate": "poc", "required_level": 3}, "target_level": 2}
LATER = {"blocker": {"gate": "mvp", "required_level": 2}}
WAIVED = {"owner": "o", "reason": "r", "control": "c", "granted": "2026-10-01"}
WAIVER = WAIVED | {"criterion": "a", "expires": "2026-10-12"}
LAPSED = WAIVED | {"criterion": "a", "expires": "2026-10-11"}
METHOD_WAIVER = WAIVED | {"method": "m", "expires": "2026-10-12"}


@dataclass(frozen=True)
class State:
    """One criterion `a`, what is said and seen of it, and the finding that follows."""

    level: int | None
    finding: tuple[str, bool] | None
    """Severity, and whether only proof is missing; None where nothing is found."""
    criterion: dict[str, Any] = field(default_factory=dict)
    grade: str | None = "test"
    verdict: str | None = None
    must_pass: bool = False
    waivers: list[dict[str, Any]] = field(default_factory=list)
    phase: str = "poc"
    rating: dict[str, Any] = field(default_factory=dict)


NO_ANSWER = {"state": "not_applicable", "reason": "other"}
STATES = {
    "the target, tested": State(3, None),
    "over the target": State(4, None, grade="recurring"),
    "the target by word": State(3, ("low", True), grade=None),
    "over the target by word": State(4, ("low", True), grade=None),
    "the target by document": State(3, ("low", True), grade="document"),
    "one level short": State(2, ("medium", False)),
    "one level short by word": State(2, ("medium", False), grade=None),
    "two levels short": State(1, ("high", False)),
    "nothing there": State(0, ("high", False)),
    "a low target that is met": State(2, None, {"target_level": 2}),
    "a high target": State(3, ("medium", False), {"target_level": 4}),
    "nothing there, and little wanted": State(0, ("high", False), {"target_level": 1}),
    "not known": State(None, None, rating={"state": "unknown"}),
    "not applicable": State(None, None, rating=NO_ANSWER),
    "a test that says no": State(3, ("high", False), PROPERTY, verdict="fail"),
    "a test that warns": State(3, ("medium", False), PROPERTY, verdict="warn"),
    "a test that says yes": State(3, None, PROPERTY, grade=None, verdict="pass"),
    "a test that cannot tell": State(3, ("low", True), PROPERTY, None, "inconclusive"),
    "a test that finds faults": State(3, None, ACTIVITY, grade=None, verdict="fail"),
    "nobody rated, a test says no": State(None, ("high", False), PROPERTY, None, "fail"),
    "what must pass fails": State(4, ("critical", False), PROPERTY, "recurring", "fail", True),
    "what must pass fails, low target": State(
        4, ("critical", False), PROPERTY | {"target_level": 1}, "test", "fail", True
    ),
    "what must pass warns": State(3, ("medium", False), PROPERTY, "test", "warn", True),
    "what must pass fails another": State(3, None, ACTIVITY, "test", "fail", True),
    "what must pass is waived": State(
        3, ("high", False), PROPERTY, "test", "fail", True, [METHOD_WAIVER]
    ),
    "an open blocker": State(1, ("critical", False), BLOCKER),
    "an open blocker over its target": State(2, ("critical", False), STRICT),
    "an open blocker, unproved": State(2, ("critical", False), BLOCKER, grade=None),
    "an open blocker at target, unproved": State(3, ("critical", True), BLOCKER, grade=None),
    "a waived blocker": State(1, ("high", False), BLOCKER, waivers=[WAIVER]),
    "a waiver that has ended": State(1, ("critical", False), BLOCKER, waivers=[LAPSED]),
    "a met blocker": State(2, ("medium", False), BLOCKER),
    "a blocker of a gate ahead": State(1, ("high", False), LATER),
    "a blocker of this gate": State(1, ("critical", False), LATER, phase="mvp"),
    "a blocker of an earlier, undecided gate": State(1, ("critical", False), BLOCKER, phase="mvp"),
}


def found(state: State) -> tuple[Finding, ...]:
    gate = {"floors": FLOORS, "must_pass": ["m"] if state.must_pass else []}
    rubric = framework(
        section("poc", [criterion("a", **state.criterion), criterion("b")], **gate),
        section("mvp", [criterion("c")], floors=FLOORS),
    )
    runs = [run("m", state.verdict)] if state.verdict else []
    silent = state.level is None and not state.rating
    card = judged(
        rubric,
        ratings=[] if silent else [rating("a", state.level, **state.rating)],
        evidence=[evidence("a", state.grade)] if state.grade else [],
        runs=runs,
        methods={"m"},
        waivers=state.waivers,
        phase=state.phase,
    )
    return findings(card, rubric, runs)


@pytest.mark.parametrize("name", STATES)
def test_a_shortfall_is_as_grave_as_the_rules_say(name: str) -> None:
    state = STATES[name]
    said = [(finding.severity, finding.only_proof) for finding in found(state)]
    assert said == ([] if state.finding is None else [state.finding])


def test_a_gate_that_admits_claims_lets_them_be_light() -> None:
    gate = section("poc", [criterion("a", **BLOCKER)], floors=FLOORS, admits_unproved=True)
    rubric = framework(gate)
    card = judged(rubric, ratings=[rating("a", 3)])
    assert [f.severity for f in findings(card, rubric, [])] == ["low"]


def test_a_finding_says_claimed_supported_and_target() -> None:
    (finding,) = found(STATES["one level short by word"])
    levels = (finding.level, finding.supported_level, finding.target_level)
    assert (finding.criterion, finding.section, levels) == ("a", "poc", (2, 1, 3))


def short(*levels: tuple[str, int]) -> Any:
    """Two sections whose criteria have these levels, tested."""
    ids = [id for id, _ in levels]
    half = len(ids) // 2
    rubric = framework(
        section("poc", [criterion(id) for id in ids[:half]], floors=FLOORS),
        section("factors", [criterion(id) for id in ids[half:]]),
    )
    links = [evidence(id, "test") for id in ids]
    return rubric, judged(rubric, ratings=[rating(id, n) for id, n in levels], evidence=links)


def test_the_gravest_comes_first_then_the_order_of_the_framework() -> None:
    rubric, card = short(("z", 2), ("y", 1), ("x", 3), ("b", 2), ("a", 0), ("c", 2))
    told = [(f.criterion, f.severity) for f in findings(card, rubric, [])]
    high, medium = [("y", "high"), ("a", "high")], [("z", "medium"), ("b", "medium")]
    assert told == [*high, *medium, ("c", "medium")]


def test_sections_narrow_the_search() -> None:
    rubric, card = short(("z", 2), ("a", 2))
    assert [f.criterion for f in findings(card, rubric, [], sections=["factors"])] == ["a"]
    assert findings(card, rubric, [], sections=[]) == ()


def bearing(*runs: Observation) -> tuple[str, ...]:
    rubric = framework(section("poc", [criterion("a", **PROPERTY)], floors=FLOORS))
    card = judged(rubric, ratings=[rating("a", 1)], runs=list(runs))
    (finding,) = findings(card, rubric, runs)
    return finding.observations


def test_the_runs_that_bear_on_it_come_newest_first() -> None:
    old, new, other = run("m", "fail", "2026-10-01"), run("m", "warn"), run("n", "fail")
    assert bearing(old, other, new) == (new.id, old.id)
    late = run("m", "fail", id="late", finished_at="2026-10-12T23:00:00Z")
    assert bearing(late, new) == (late.id, new.id)


def test_a_run_that_is_not_yet_or_came_to_nothing_saw_nothing() -> None:
    tomorrow = run("m", "fail", "2026-10-13")
    broken = run("m", None, id="broken", state="error")
    skipped = run("m", None, id="skipped", state="skipped")
    undecided = run("m", "inconclusive")
    assert bearing(tomorrow, broken, skipped, undecided) == (undecided.id,)
