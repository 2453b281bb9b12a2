"""The way on from a gate, held against trying every subset of levers by the rules' own words."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from dataclasses import dataclass
from typing import Any

import pytest

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework import Framework
from readiness_kit.judgement import Case, Scorecard, judge, judge_case, prospect
from readiness_kit.judgement.levers import Lever
from readiness_kit.judgement.prospect import Prospect
from readiness_kit.judgement.prospect_words import missing_sentence, path_sentence
from readiness_kit.judgement.scorecard import VERDICTS
from readiness_kit.judgement.what_if import WhatIf
from tests.judgement.build import (
    AS_OF,
    criterion,
    evidence,
    framework,
    profile,
    rating,
    run,
    section,
)
from tests.judgement.random_cases import random_case, small_framework

FLOORS = {"no_go": 35, "go": 55}
REMEDY = {"text": "do it", "effort_days": [2, 5, 10], "prove_days": [0.5, 1, 2]}
REMEDY |= {"cost_of_neglect": "much"}
GRADES = ("none", "statement", "document", "demonstrated", "test", "recurring")


@dataclass(frozen=True)
class Plain:
    """An engagement as plain data, so that a lever can be pulled without the package's help."""

    framework: dict[str, Any]
    engagement: dict[str, Any]
    assessment: dict[str, Any]
    observations: list[dict[str, Any]]
    as_of: dt.date
    methods: frozenset[str]

    def case(self) -> Case:
        """The same, typed."""
        return Case(
            Framework.model_validate(self.framework),
            Profile.model_validate(self.engagement),
            Assessment.model_validate(self.assessment),
            tuple(Observation.model_validate(o) for o in self.observations),
            self.as_of,
            self.methods,
        )

    def pulled(self, levers: tuple[Lever, ...], card: Scorecard) -> Plain:
        """The same engagement after somebody did all this, on its day."""
        ratings = list(self.assessment["ratings"])
        links = list(self.assessment["evidence"])
        methods = {lever.id for lever in levers if lever.kind == "method"}
        for lever in levers:
            if lever.kind == "method":
                continue
            asked = self._criterion(lever.id)
            result = card.criterion(lever.id)
            level = max(result.level or 0, asked.get("target_level", 3))
            said = {"criterion": lever.id, "respondent": "consensus", "round": 99}
            said |= {"state": "rated", "level": level, "at": f"{self.as_of}T00:00:00Z"}
            ratings.append(said)
            grade = asked.get("target_grade", "test")
            links.append(_link(lever.id, grade, self.as_of, self.framework))
            methods |= {m["id"] for m in asked.get("methods", ())}
        known = self.methods | {o["method"] for o in self.observations if _decided(o, self.as_of)}
        observations = [*self.observations, *self._passes(methods & known)]
        assessment = {**self.assessment, "ratings": ratings, "evidence": links}
        return Plain(
            self.framework, self.engagement, assessment, observations, self.as_of, self.methods
        )

    def _criterion(self, id: str) -> dict[str, Any]:
        return next(
            c
            for s in self.framework["sections"]
            for p in s["practices"]
            for c in p["criteria"]
            if c["id"] == id
        )

    def _passes(self, methods: set[str]) -> list[dict[str, Any]]:
        today = self.engagement.get("target")
        current = {"id": today["id"], "version": today["version"]} if today else None
        made = []
        for method in sorted(methods):
            targets = {
                (o.get("target") or {}).get("id"): o.get("target")
                for o in self.observations
                if o["method"] == method and _decided(o, self.as_of)
            }
            targets.pop(today["id"] if today else None, None)
            for n, target in enumerate([*targets.values(), current]):
                made.append(
                    {
                        "id": f"zz-{method}-{n}",
                        "method": method,
                        "method_version": "1",
                        "finished_at": f"{self.as_of}T23:59:59Z",
                        "state": "done",
                        "verdict": "pass",
                        "as_of": str(self.as_of),
                        "target": target,
                    }
                )
        return made


def _decided(run: dict[str, Any], as_of: dt.date) -> bool:
    decisive = run["state"] == "done" and run["verdict"] in ("pass", "warn", "fail")
    return decisive and run["as_of"] <= str(as_of)


def _link(id: str, grade: str, as_of: dt.date, framework: dict[str, Any]) -> dict[str, Any]:
    dates = [str(as_of - dt.timedelta(days=7 * n)) for n in (2, 1, 0)]
    return {
        "id": f"zz-{id}",
        "criterion": id,
        "grade": grade,
        "reference": "done",
        "on": str(as_of),
        "instances": dates if grade == "recurring" else [],
    }


def _case(seed: int) -> Plain:
    rng = random.Random(seed)
    rubric = small_framework(rng)
    for part in rubric["sections"]:
        for practice in part["practices"]:
            for asked in practice["criteria"]:
                days = sorted(rng.choice((0.5, 1, 2, 3, 5, 8)) for _ in range(3))
                proof = sorted(rng.choice((0.25, 0.5, 1, 2)) for _ in range(3))
                remedy = {**REMEDY, "effort_days": days, "prove_days": proof}
                asked["remediation"] = remedy if rng.random() < 0.9 else None
    engagement, assessment, observations, as_of = random_case(seed, rubric)
    methods = frozenset(
        m
        for s in rubric["sections"]
        for m in (*s.get("must_run", ()), *s.get("must_pass", ()))
        if rng.random() < 0.8
    )
    return Plain(rubric, engagement, assessment, observations, as_of, methods)


def _brute(plain: Plain, card: Scorecard, phase: str, levers: tuple[Lever, ...], to: str):
    """Every subset that reaches the verdict, as (count, days, places)."""
    for size in range(len(levers) + 1):
        for places in itertools.combinations(range(len(levers)), size):
            chosen = tuple(levers[place] for place in places)
            then = judge_case(plain.pulled(chosen, card).case()).gate(phase)
            if VERDICTS.index(then.verdict) >= VERDICTS.index(to):
                days = round(sum(lever.effort_days for lever in chosen), 9)
                yield size, days, places


def _small_cases(most: int, wanted: int) -> list[int]:
    """Seeds of gates that are no GO and have few levers; those with many take 2^n judgements."""
    found = []
    for seed in range(5_000):
        plain = _case(seed)
        case = plain.case()
        card = judge_case(case)
        phase = case.profile.phase
        if phase is None or card.gate(phase).verdict == "GO" or card.section(phase).closed:
            continue
        if 1 <= len(WhatIf(case.facts, phase, case.asked).levers) <= most:
            found.append(seed)
        if len(found) == wanted:
            return found
    return found


@pytest.mark.parametrize("seed", _small_cases(most=7, wanted=25))
def test_flip_set_and_path_are_what_trying_everything_finds(seed):
    """The fewest, and the least effort; ties by the other, then framework order."""
    plain = _case(seed)
    case = plain.case()
    card = judge_case(case)
    phase = case.profile.phase
    assert phase is not None
    seen = prospect(case, card, phase)
    levers = WhatIf(case.facts, phase, case.asked).levers
    assert seen.flip is not None and seen.path is not None
    expected = min(_brute(plain, card, phase, levers, seen.flip.to), default=None)
    assert _places(seen.flip.levers, levers) == (expected and expected[2])
    found = (
        (days, size, places) for size, days, places in _brute(plain, card, phase, levers, "GO")
    )
    cheapest = min(found, default=None)
    steps = None if seen.path.steps is None else [step.lever for step in seen.path.steps]
    assert (steps is None) == (cheapest is None)
    if steps is not None and cheapest is not None:
        assert _places(steps, levers) == cheapest[2]
        assert seen.path.days == cheapest[0]


def _places(chosen, levers):
    return None if chosen is None else tuple(sorted(levers.index(lever) for lever in chosen))


@pytest.mark.parametrize("seed", range(0, 400, 10))
def test_what_is_no_lever_helps_nobody(seed):
    """Pulling everything is as good as lifting every criterion and passing every method."""
    plain = _case(seed)
    case = plain.case()
    card = judge_case(case)
    phase = case.profile.phase
    if phase is None or card.section(phase).closed:
        return
    what_if = WhatIf(case.facts, phase, case.asked)
    everything = judge_case(plain.pulled(what_if.levers, card).case()).gate(phase).verdict
    for verdict in VERDICTS:
        reached = VERDICTS.index(everything) >= VERDICTS.index(verdict)
        assert what_if.reaches(what_if.levers, verdict) == reached


def _judged(
    *, criteria: list[dict[str, Any]], said: dict[str, Any], methods: set[str] | None = None, **more
) -> tuple[Case, Scorecard, Prospect]:
    plain = framework(section("poc", criteria, floors=FLOORS, **more))
    case = Case(
        plain,
        profile(),
        Assessment.model_validate({k: v for k, v in said.items() if k != "observations"}),
        tuple(said.get("observations", ())),
        AS_OF,
        frozenset(methods or ()),
    )
    card = judge_case(case)
    return case, card, prospect(case, card, "poc")


@pytest.mark.parametrize(("rule", "score"), [("left_out", 50), ("earns_nothing", 25)])
def test_what_is_tried_is_measured_as_the_card_is(rule, score):
    parts = [criterion("a"), criterion("b")]
    rubric = framework(section("poc", parts, floors=FLOORS), unanswered=rule)
    said = Assessment.model_validate(
        {"ratings": [rating("a", 2)], "evidence": [evidence("a", "test")]}
    )
    case = Case(rubric, profile(), said, (), AS_OF, frozenset())
    tried = WhatIf(case.facts, "poc", case.asked).gates()[0].figures.supported
    assert tried == judge_case(case).section("poc").supported
    assert tried.score == score


def test_points_part_into_proof_and_work():
    """Claimed low less supported low is proof, at most what misses; the rest is work."""
    parts = [criterion(id, remediation=REMEDY) for id in ("a", "b")]
    _, card, seen = _judged(criteria=parts, said={"ratings": [rating("a", 3), rating("b", 0)]})
    assert card.section("poc").supported.low == 20
    assert card.section("poc").claimed.low == 37.5
    assert (seen.missing.points, seen.missing.by_proof, seen.missing.by_work) == (35, 17.5, 17.5)
    assert missing_sentence(seen) == "Of 35 missing points, 18 are proof and 17 are work."


def test_a_closed_door_comes_before_points():
    """The first step opens the blocker, although another brings more points a day."""
    parts = [
        criterion("a", remediation=REMEDY, blocker={"gate": "poc", "required_level": 3}),
        criterion("b", remediation=REMEDY, weight=9),
    ]
    _, _, seen = _judged(criteria=parts, said={"ratings": [rating("a", 1), rating("b", 3)]})
    assert seen.shortfall.closed_door == ("a",)
    assert seen.path is not None and seen.path.steps is not None
    assert [(s.lever.id, s.lever.work, s.opened) for s in seen.path.steps] == [
        ("a", "do", ("a",)),
        ("b", "prove", ()),
    ]
    assert seen.path.days == 7, "do and prove of one, proof of the other"


def test_a_planned_action_replaces_the_estimate():
    action = {"id": "a-001", "criterion": "a", "kind": "do", "text": "x", "effort_days": 0.5}
    parts = [criterion("a", remediation=REMEDY)]
    said = {"ratings": [rating("a", 0)], "actions": [action]}
    _, _, seen = _judged(criteria=parts, said=said)
    assert seen.path is not None and seen.path.days == 1.5
    done = {**said, "actions": [{**action, "status": "done"}]}
    _, _, seen = _judged(criteria=parts, said=done)
    assert seen.path is not None and seen.path.days == 6


def test_a_set_that_does_not_exist_is_named():
    """Where even everything at its target is too little there is no set, and no path."""
    parts = [criterion("a", target_level=1, blocker={"gate": "poc", "required_level": 3})]
    _, _, seen = _judged(criteria=parts, said={"ratings": [rating("a", 0)]})
    assert seen.flip is not None and seen.flip.levers is None and seen.flip.reason == "no_set"
    assert seen.path is not None and seen.path.steps is None
    assert "No path leads to a go" in path_sentence(seen.path)


def test_not_applicable_and_waived_are_no_way_out():
    """No lever makes a criterion go away."""
    parts = [criterion("a"), criterion("b", blocker={"gate": "poc", "required_level": 3})]
    absent = {"criterion": "a", "respondent": "lead", "state": "not_applicable"}
    absent |= {"reason": "out_of_scope", "at": "2026-10-12T09:00:00Z"}
    _, _, seen = _judged(criteria=parts, said={"ratings": [absent, rating("b", 1)]})
    assert seen.flip is not None and seen.flip.levers is not None
    assert [(lever.kind, lever.id) for lever in seen.flip.levers] == [("lift", "b")]


def test_a_failed_method_is_no_quarter_of_a_day():
    """The run is; what makes it pass is said not to be in the estimate."""
    link = {"id": "accuracy", "proves": "activity"}
    parts = [criterion("a", remediation=REMEDY, methods=[link])]
    said = {
        "ratings": [rating("a", 3)],
        "evidence": [evidence("a", "test")],
        "observations": [run("accuracy", "fail")],
    }
    _, _, seen = _judged(criteria=parts, said=said, methods={"accuracy"}, must_pass=["accuracy"])
    assert seen.path is not None and seen.path.steps is not None
    assert [step.lever.failed for step in seen.path.steps] == [True]
    assert "it failed last time" in path_sentence(seen.path)


def test_many_levers_are_told_as_approximate():
    """Over twenty open choices a good set is taken, it does reach, and it is said."""
    parts = [criterion(f"c{n}", remediation=REMEDY, weight=1 + n % 3) for n in range(26)]
    ratings = [rating(f"c{n}", n % 3) for n in range(26)]
    case, _, seen = _judged(criteria=parts, said={"ratings": ratings})
    assert seen.path is not None and seen.path.approximate and seen.path.steps is not None
    chosen = [step.lever for step in seen.path.steps]
    what_if = WhatIf(case.facts, "poc", case.asked)
    assert what_if.reaches(chosen, "GO")
    for lever in chosen:
        assert not what_if.reaches([one for one in chosen if one is not lever], "GO")


def test_the_published_vector_names_the_lifts_that_reach_go():
    """POC, everything at level 2 by named respondents: conditional, and lifts lead to a go."""
    parts = [
        criterion("a", remediation=REMEDY, blocker={"gate": "poc", "required_level": 2}),
        criterion("b", remediation=REMEDY),
        criterion("c", remediation=REMEDY),
    ]
    plain = framework(section("poc", parts, floors=FLOORS, admits_unproved=True))
    said = Assessment.model_validate({"ratings": [rating(id, 2) for id in "abc"]})
    card = judge(plain, profile(), said, [], as_of=AS_OF, methods=set())
    case = Case(plain, profile(), said, (), AS_OF, frozenset())
    seen = prospect(case, card, "poc")
    assert card.gate("poc").rule == "blocker_unproved"
    assert seen.flip is not None and seen.flip.to == "GO" and seen.flip.levers is not None
    assert [lever.id for lever in seen.flip.levers] == ["a", "b"]
