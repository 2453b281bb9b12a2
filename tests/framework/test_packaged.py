"""The built-in framework holds the article's structure and the published numbers, by hand here."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from readiness_kit.evidence.registry import provided
from readiness_kit.framework import GRADES, load_framework
from readiness_kit.framework.criterion import DEPTHS, Criterion
from readiness_kit.judgement.facts import trigger
from readiness_kit.reading.types import _IDENTIFIER
from tests.checkout import ROOT
from tests.judgement.build import profile

FRAMEWORK = load_framework("poc-to-production")
CRITERIA = list(FRAMEWORK.criteria.values())

PHASES = {  # weeks, floors no_go and go, must run, must pass
    "poc": (1, 4, 35, 55, {"claim-check", "accuracy", "data-gap", "edge-cases"}, {"accuracy"}),
    "mvp": (5, 12, 45, 60, {"contract", "probes", "monitoring-drill"}, {"rollback-drill"}),
    "pilot": (13, 20, 50, 65, {"pilot-metrics"}, {"pilot-metrics"}),
    "hardening": (21, 28, 60, 70, {"documents"}, {"load", "recovery-drill", "security-probes"}),
    "rollout": (29, 36, 60, 70, {"adoption"}, {"monitoring-drill"}),
}
PRACTICES = {"poc": 4, "mvp": 5, "pilot": 5, "hardening": 5, "rollout": 5, "factors": 5}
CAPS = {
    "measurable": [0.25, 0.40, 0.50, 0.65, 0.90, 1],
    "operating": [0.25, 0.50, 0.60, 0.75, 0.90, 1],
    "organisational": [0.25, 0.50, 0.75, 0.90, 0.90, 1],
}
BLOCKERS = {  # by gate: what is required, and whether at every later gate as well
    "poc": [
        ("poc.production_like_data.representative", 2, False),
        ("poc.production_like_data.lawful_basis", 2, True),
        ("poc.production_metrics.stop_number", 2, False),
        ("poc.integration_points.mapped", 2, False),
        ("factors.sponsorship.committed", 2, True),
    ],
    "mvp": [
        ("mvp.deployment.rollback", 3, True),
        ("mvp.api_layer.security_minimum", 2, False),
        ("mvp.monitoring.planted_fault", 2, True),
        ("mvp.basic_ui.overrule", 3, False),
    ],
    "pilot": [
        ("poc.integration_points.owned", 2, False),
        ("pilot.success_criteria.dated", 3, False),
        ("pilot.measure_everything.accuracy_in_production", 3, False),
    ],
    "hardening": [
        ("hardening.scalability.load", 3, False),
        ("hardening.failure_recovery.recovery", 3, False),
        ("hardening.security_review.independent", 3, False),
        ("hardening.documentation.runbook_drill", 3, False),
    ],
    "rollout": [
        ("rollout.change_management.owner", 2, False),
        ("rollout.support.alert_drill", 3, False),
    ],
}


def test_five_phases_of_24_practices_and_five_factors() -> None:
    assert {s.id: len(s.practices) for s in FRAMEWORK.sections} == PRACTICES
    assert sum(PRACTICES[phase] for phase in PHASES) == 24
    assert [section.id for section in FRAMEWORK.factors] == ["factors"]


@pytest.mark.parametrize("phase", PHASES)
def test_a_gate_asks_what_was_published(phase: str) -> None:
    start, end, no_go, go, must_run, must_pass = PHASES[phase]
    section = FRAMEWORK.section(phase)
    assert section.weeks == [start, end]
    assert section.floors is not None
    assert (section.floors.no_go, section.floors.go) == (no_go, go)
    assert (set(section.must_run), set(section.must_pass)) == (must_run, must_pass)
    assert section.admits_unproved is (phase == "poc")


def test_the_weeks_follow_each_other_without_a_gap() -> None:
    weeks = [phase.weeks or [0, 0] for phase in FRAMEWORK.phases]
    assert all(later[0] == earlier[1] + 1 for earlier, later in pairwise(weeks))


@pytest.mark.parametrize("gate", BLOCKERS)
def test_the_blockers_are_those_of_the_table(gate: str) -> None:
    found = [
        (c.id, c.blocker.required_level, c.blocker.stays_open)
        for c in CRITERIA
        if c.blocker and c.blocker.gate == gate
    ]
    assert found == BLOCKERS[gate]


def test_only_the_lawful_basis_depends_on_the_scope() -> None:
    scoped = [c.id for c in CRITERIA if c.blocker and c.scope.model_dump(exclude_none=True)]
    assert scoped == ["poc.production_like_data.lawful_basis"]
    assert FRAMEWORK.criteria[scoped[0]].scope.regulated is True


def test_the_conventions_are_the_published_ones() -> None:
    assert FRAMEWORK.values == {0: 0, 1: 0.25, 2: 0.5, 3: 0.75, 4: 1}
    assert FRAMEWORK.caps is not None
    assert {kind: [caps[g] for g in GRADES] for kind, caps in FRAMEWORK.caps.items()} == CAPS
    lives = {"statement": 90, "document": 180, "demonstrated": 90, "test": 90, "recurring": 35}
    assert FRAMEWORK.lives_days == lives
    assert FRAMEWORK.observation_caps == {"warn": 0.60, "fail": 0.25}
    filled = {"property_pass": 3, "property_warn": 2, "property_fail": 1, "activity": 2}
    assert FRAMEWORK.filled_levels.model_dump() == filled
    assert FRAMEWORK.recurrence.model_dump() == {"dates": 3, "within_days": 90}
    thresholds = FRAMEWORK.thresholds
    assert (thresholds.coverage, thresholds.na_warning) == (0.80, 0.20)
    assert thresholds.factors_offset == -10
    assert thresholds.criticality.model_dump() == {"A": 5, "B": 0, "C": -5}
    assert FRAMEWORK.display.model_dump() == {"of": 100, "unit": "points", "bands": []}


def test_every_convention_has_a_source() -> None:
    conventions = {"caps", "lives_days", "observation_caps", "filled_levels", "recurrence"}
    assert conventions | {"floors", "thresholds", "weights"} <= {s.id for s in FRAMEWORK.sources}


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda c: c.id)
def test_a_criterion_can_be_asked_answered_proved_and_closed(criterion) -> None:
    assert criterion.question.rstrip().endswith("?")
    assert sorted(criterion.levels) == [0, 1, 2, 3, 4]
    assert len(set(criterion.levels.values())) == 5
    assert criterion.evidence is not None
    assert set(criterion.answered_by) < {role.id for role in FRAMEWORK.roles}
    assert criterion.answered_by
    assert "facilitator" not in criterion.answered_by
    assert criterion.remediation is not None
    for days in (criterion.remediation.effort_days, criterion.remediation.prove_days):
        assert 0 < days[0] <= days[1] <= days[2]
    assert criterion.remediation.effort_days[2] > criterion.remediation.effort_days[0]


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda c: c.id)
def test_a_criterion_says_where_it_lives(criterion) -> None:
    practice = FRAMEWORK.practice_of[criterion.id]
    assert criterion.id.startswith(f"{practice.id}.")
    assert practice.id.startswith(f"{FRAMEWORK.section_of[criterion.id].id}.")
    assert _IDENTIFIER.fullmatch(criterion.id)
    assert criterion.id == criterion.id.lower()


def test_a_quick_assessment_asks_each_practice_and_every_blocker() -> None:
    quick = {c.id for c in CRITERIA if c.depth == "quick"}
    assert {c.id for c in CRITERIA if c.blocker} <= quick
    assert {FRAMEWORK.practice_of[id].id for id in quick} == {
        practice.id for section in FRAMEWORK.sections for practice in section.practices
    }


def test_every_practice_is_asked_in_depth() -> None:
    """Two to four criteria each, at least 72 in all, and each depth asks more than the last."""
    sizes = [len(p.criteria) for section in FRAMEWORK.sections for p in section.practices]
    assert {2, 3, 4} == set(sizes)
    assert len(CRITERIA) == sum(sizes) == 91
    depths = Counter(criterion.depth for criterion in CRITERIA)
    assert depths == {"quick": 37, "standard": 42, "full": 12}


def test_texts_generators_and_agents_have_criteria_of_their_own() -> None:
    assert sum(c.scope.kind is not None and "tabular" not in c.scope.kind for c in CRITERIA) == 18
    assert sum(c.scope.acts is True for c in CRITERIA) == 12


@pytest.mark.parametrize(
    ("scope", "counts"),
    [
        ({"kind": "tabular"}, [36, 54, 60]),
        ({"kind": "generative", "regulated": True}, [37, 66, 76]),
        ({"kind": "generative", "regulated": True, "acts": True}, [37, 77, 88]),
        ({"kind": "tabular", "criticality": "C"}, [36, 53, 58]),
    ],
)
def test_scope_and_depth_choose_what_is_asked(scope: dict, counts: list[int]) -> None:
    """A read-only scorer of tables, a regulated generative assistant, an agent, a minor one."""
    asked = []
    for depth in DEPTHS:
        about = profile(framework="poc-to-production", phase="poc", scope=scope, depth=depth)
        asked.append(sum(trigger(criterion, about) is None for criterion in CRITERIA))
    assert asked == counts


def test_a_quick_assessment_weighs_and_requires_what_it_did_in_version_one() -> None:
    """At this depth 1.1 computes as 1.0 did: its 37 rows, from then.

    A link to a method that nobody can run yet changes no score.
    """
    then = version_one()
    assert len(then) == 37
    linked = {row["criterion"]: row["methods"].split() for row in then}
    now = [
        {
            "criterion": c.id,
            "kind": c.kind,
            "weight": f"{c.weight:g}",
            "target_grade": c.target_grade,
            "blocker": blocker(c),
            "methods": " ".join(
                link
                for m in c.methods
                if (link := f"{m.id}:{m.proves}") in linked[c.id] or m.id in provided()
            ),
            "texts": texts(c),
        }
        for c in CRITERIA
        if c.depth == "quick"
    ]
    reworded = {n["criterion"] for n, t in zip(now, then, strict=True) if n["texts"] != t["texts"]}
    assert [{**row, "texts": ""} for row in now] == [{**row, "texts": ""} for row in then]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    told = changes.partition("\n### Framework\n")[2].partition("\n- `poc-to-production` 1.0")[0]
    assert set(re.findall(r"`([a-z]+\.[a-z_]+\.[a-z_]+)`", told)) == reworded


def version_one() -> list[dict[str, str]]:
    """What the criteria of depth quick asked, weighed and required in version 1.0."""
    path = Path(__file__).parent / "version-1.0.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def texts(criterion: Criterion) -> str:
    """The beginning of the SHA-256 of the question and the levels, a line each."""
    lines = "\n".join([criterion.question, *criterion.levels.values()])
    return hashlib.sha256(lines.encode()).hexdigest()[:12]


def blocker(criterion: Criterion) -> str:
    """The gate, what it requires, and whether it stays open."""
    if (rule := criterion.blocker) is None:
        return ""
    return f"{rule.gate} {rule.required_level}{' stays_open' if rule.stays_open else ''}"


def test_every_practice_can_be_talked_about_before_it_is_rated() -> None:
    for section in FRAMEWORK.sections:
        assert section.brief is not None
        assert len(section.brief.documents) >= 5
        for practice in section.practices:
            assert len(practice.interview) == 3
            assert all("?" in question for question in practice.interview)
            assert len(practice.warning_signs) >= 2


def test_metrics_pitfalls_and_operation_are_told_in_full() -> None:
    assert all(m.formula and m.data and m.trap for m in FRAMEWORK.metrics)
    assert all(pitfall.text for pitfall in FRAMEWORK.pitfalls)
    assert all(o.text and len(o.signals) >= 2 and o.remedy for o in FRAMEWORK.operation)


def test_blockers_weigh_three() -> None:
    assert {c.weight for c in CRITERIA if c.blocker} == {3}
    assert {c.weight for c in CRITERIA if not c.blocker} == {1, 2}


def test_every_method_of_a_gate_bears_on_a_criterion_or_checks_claims() -> None:
    required = {m for p in FRAMEWORK.phases for m in (*p.must_run, *p.must_pass)}
    linked = {link.id for c in CRITERIA for link in c.methods}
    assert required - linked == {"claim-check"}


def test_what_must_pass_is_a_property_of_something() -> None:
    required = {m for p in FRAMEWORK.phases for m in p.must_pass}
    proved = {link.id for c in CRITERIA for link in c.methods if link.proves == "property"}
    assert required <= proved


def test_ids_are_used_once_over_the_whole_framework() -> None:
    groups = (FRAMEWORK.sections, FRAMEWORK.pitfalls, FRAMEWORK.metrics, FRAMEWORK.rules_of_thumb)
    practices = [p for s in FRAMEWORK.sections for p in s.practices]
    ids = [entry.id for group in (*groups, FRAMEWORK.operation, practices) for entry in group]
    ids += FRAMEWORK.criteria
    assert sorted(ids) == sorted(set(ids))


def test_five_pitfalls_with_signals_a_remedy_and_an_end() -> None:
    assert len(FRAMEWORK.pitfalls) == 5
    for pitfall in FRAMEWORK.pitfalls:
        assert pitfall.signals
        assert pitfall.remedy
        assert pitfall.close_by in PHASES


def test_sixteen_metrics_in_four_dimensions() -> None:
    dimensions = [metric.dimension for metric in FRAMEWORK.metrics]
    names = ("technical", "adoption", "business", "quality")
    assert {name: dimensions.count(name) for name in names} == dict.fromkeys(names, 4)
    assert len(dimensions) == 16


def test_the_fingerprint_changes_with_every_word() -> None:
    same = load_framework("poc-to-production")
    other = same.model_copy(update={"title": same.title + "."})
    assert same.sha256 == FRAMEWORK.sha256
    assert len(same.sha256) == 64
    assert other.model_fields_set == same.model_fields_set
    assert type(other).model_validate(other.model_dump(by_alias=True)).sha256 != same.sha256
