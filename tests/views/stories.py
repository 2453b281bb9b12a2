"""Stories to render: the sample, a new engagement, one without gates, and a hostile one."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from readiness_kit.engagement import Engagement, new_engagement
from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.integrations import Integration, IntegrationMap
from readiness_kit.engagement.metrics import Metrics, MetricTarget, MetricValue
from readiness_kit.engagement.observation import Observation
from readiness_kit.framework import Framework
from readiness_kit.judgement import judge
from readiness_kit.resources import samples
from readiness_kit.views.story import Story
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

METRIC = {"id": "m", "dimension": "quality", "better": "up"}
FLOORS = {"no_go": 35, "go": 55}
HOSTILE = "</b></script><img src=x onerror=alert(1)>\"' onmouseover='x {{7*7}} <!--"
"""Breaks out of text, of attributes in either quotes, of a script, and of a comment."""


def told(engagement: Engagement, section_id: str = "poc") -> Story:
    """One section of an engagement, judged."""
    card = judge(
        engagement.framework,
        engagement.profile,
        engagement.assessment,
        engagement.observations,
        as_of=engagement.profile.as_of or AS_OF,
        methods={"accuracy"},
    )
    return Story(engagement, card, section_id)


@cache
def sample() -> Story:
    """The sample engagement at its gate."""
    return told(Engagement.open(samples()["claims-triage"]))


def empty(folder: Path) -> Story:
    """A new engagement in which nobody has said anything."""
    made = new_engagement(folder / "new", framework="poc-to-production")
    return told(Engagement.open(made.parent))


def built(
    rubric: Framework,
    section_id: str,
    *,
    runs: tuple[Observation, ...] = (),
    said: dict[str, Any] | None = None,
    integrations: IntegrationMap | None = None,
    metrics: Metrics | None = None,
    **about: Any,
) -> Story:
    """A story of what is given, without a folder."""
    assessment = Assessment.model_validate(said or {})
    sheets = {"integrations": integrations, "metrics": metrics}
    opened = Engagement(Path(), profile(**about), rubric, assessment, runs, **sheets)
    return told(opened, section_id)


def gateless() -> Story:
    """A section of a framework that scores and decides nothing."""
    rubric = framework(
        section("one", [criterion("a"), criterion("b", weight=3)]),
        section("two", [criterion("c")]),
    )
    said = {"ratings": [rating("a", 3), rating("b", 1)], "evidence": [evidence("a", "test")]}
    return built(rubric, "one", said=said, phase=None)


@cache
def hostile(text: str = HOSTILE) -> Story:
    """Every text that a client, a framework or a run can choose, hostile at once."""
    days = [1, 2, 3]
    remediation = {
        "text": text,
        "effort_days": days,
        "prove_days": days,
        "cost_of_neglect": text,
    }
    more: dict[str, Any] = {
        "title": text,
        "question": text,
        "levels": dict.fromkeys(range(5), text),
        "remediation": remediation,
        "answered_by": ["lead"],
    }
    blocker = {"blocker": {"gate": "poc", "required_level": 3}}
    parts = [
        criterion("a", **more, **blocker),
        criterion("b", **more, methods=[{"id": "accuracy", "proves": "property"}]),
        criterion("c", **more, scope={"acts": True}),
        criterion("d", **more, **blocker),
    ]
    poc = section("poc", parts, floors=FLOORS, must_pass=["accuracy"], purpose=text)
    poc |= {"title": text, "weeks": [1, 4]}
    poc["practices"][0]["title"] = text
    scale = [{"level": n, "value": n / 4, "name": text} for n in range(5)]
    rubric = framework(
        poc,
        section("factors", [criterion("f")]) | {"title": text},
        scale=scale,
        roles=[{"id": "lead", "title": text}],
        metrics=[{**METRIC, "title": text, "unit": text, "definition": text}],
        title=text,
        version=text,
    )
    return built(
        rubric,
        "poc",
        runs=(seen(text),),
        said=_said(text),
        integrations=mapped(text),
        metrics=measured(text),
        client=text,
        system=text,
        decision_body=text,
        error_costs={text: 1},
        people=[{"id": "lead", "role": "lead", "name": text}],
    )


def seen(text: str, verdict: str = "fail", **more: Any) -> Observation:
    """An accuracy run whose every word is this text."""
    share = {"accuracy": 0.7, "low": 0.69, "high": 0.71, "n": 1000, "labelled": 400}
    check = {
        "check": text,
        "column": text,
        "cause": text,
        "fix": text,
        "example": text,
        "verdict": "fail",
        "share": 0.5,
        "interval": [0.4, 0.6],
    }
    return run(
        "accuracy",
        verdict,
        **{
            "estimate": 0.7,
            "interval": [0.69, 0.71],
            "n": 1000,
            "target": {"id": text, "version": text},
            "inputs": [{"path": text, "sha256": text, "rows": 5}],
            "checks": [check],
            "figures": {"poc": share, "production": share, "excluded_segments": [text]},
            "reason": text,
            **more,
        },
    )


def mapped(text: str) -> IntegrationMap:
    """A map whose every word is this text."""
    words = ("kind", "owner", "protocol", "authentication", "failure_mode", "fallback")
    return IntegrationMap(
        (
            Integration(system=text, **dict.fromkeys(words, text), depends_on=["b"]),
            Integration(system="b", direction="in", criticality="A"),
        )
    )


def measured(text: str) -> Metrics:
    """A metric of two cohorts, the one of this name."""
    day = dt.date(2026, 10, 5)
    values = [
        MetricValue(date=day, metric="m", value=value, cohort=cohort)
        for value, cohort in ((0.4, text[:200]), (0.6, "b"))
    ]
    return Metrics(tuple(values), {"m": MetricTarget(metric="m", baseline=0.5, target=0.9)})


def _said(text: str) -> dict[str, Any]:
    absent = {"state": "not_applicable", "reason": "other", "approver": text, "note": text}
    waiver = {"owner": text, "reason": text, "control": text, "granted": "2026-10-01"}
    waiver |= {"expires": "2026-12-31"}
    decision = {"phase": "poc", "verdict": "NO_GO", "on": "2026-10-01", "by": text}
    return {
        "ratings": [
            rating("a", 1, note=text),
            rating("b", 3, note=text),
            rating("d", **absent),
            rating("f", 0, note=text),
        ],
        "evidence": [evidence("a", "document", reference=text, by=text)],
        "waivers": [waiver | {"criterion": "a"}, waiver | {"method": "accuracy"}],
        "decisions": [decision | {"conditions": [text], "reference": text}],
    }
