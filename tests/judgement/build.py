"""Small frameworks, engagements and assessments, in as few words as a test needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework import Framework
from readiness_kit.judgement import Scorecard, judge

AS_OF = dt.date(2026, 10, 12)
CAPS = {
    "measurable": [0.25, 0.40, 0.50, 0.65, 0.90, 1],
    "operating": [0.25, 0.50, 0.60, 0.75, 0.90, 1],
    "organisational": [0.25, 0.50, 0.75, 0.90, 0.90, 1],
}
GRADES = ["none", "statement", "document", "demonstrated", "test", "recurring"]


def criterion(id: str, **more: Any) -> dict[str, Any]:
    """One criterion of weight 1 and kind measurable, unless told."""
    return {
        "id": id,
        "title": id,
        "question": f"What about {id}?",
        "kind": "measurable",
        "theme": "data",
        "weight": 1,
        "levels": {level: f"level {level}" for level in range(5)},
        **more,
    }


def section(id: str, criteria: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A section of one practice; with `floors` it is a phase."""
    practice = {"id": f"{id}.practice", "title": id, "criteria": criteria}
    return {"id": id, "title": id.title(), "practices": [practice], **more}


def framework(*sections: dict[str, Any], **more: Any) -> Framework:
    """A framework with the conventions of the built-in one."""
    return Framework.model_validate(
        {
            "schema": "readiness-framework/1",
            "id": "small",
            "version": "1",
            "title": "Small",
            "scale": [{"level": n, "value": n / 4, "name": str(n)} for n in range(5)],
            "caps": {kind: dict(zip(GRADES, caps, strict=True)) for kind, caps in CAPS.items()},
            "lives_days": {
                "statement": 90,
                "document": 180,
                "demonstrated": 90,
                "test": 90,
                "recurring": 35,
            },
            "observation_caps": {"warn": 0.60, "fail": 0.25},
            "thresholds": {"criticality": {"A": 5, "B": 0, "C": -5}},
            "sections": list(sections),
            **more,
        }
    )


def profile(**more: Any) -> Profile:
    """An engagement at its poc gate, led by a facilitator called lead."""
    return Profile.model_validate(
        {
            "schema": "readiness-engagement/1",
            "client": "Client",
            "system": "System",
            "framework": "small",
            "phase": "poc",
            **more,
        }
    )


def rating(criterion: str, level: int | None = None, **more: Any) -> dict[str, Any]:
    """A rating by lead on the day of judgement; without a level it says unknown."""
    state = "unknown" if level is None else "rated"
    return {
        "criterion": criterion,
        "respondent": "lead",
        "state": state,
        "level": level,
        "at": "2026-10-12T09:00:00Z",
        **more,
    }


def evidence(criterion: str, grade: str, on: str = "2026-10-12", **more: Any) -> dict[str, Any]:
    """A link of this grade; recurring ones get three dates."""
    dates = ["2026-09-14", "2026-09-28", on] if grade == "recurring" else []
    return {
        "id": f"e-{criterion}-{grade}-{on}",
        "criterion": criterion,
        "grade": grade,
        "reference": "somewhere",
        "on": on,
        "instances": dates,
        **more,
    }


def run(method: str, verdict: str | None, on: str = "2026-10-12", **more: Any) -> Observation:
    """What one run of a method saw."""
    return Observation.model_validate(
        {
            "id": f"{method}-{on}-{verdict}",
            "method": method,
            "method_version": "1",
            "finished_at": f"{on}T10:00:00Z",
            "state": "done",
            "verdict": verdict,
            "as_of": on,
            **more,
        }
    )


def judged(
    framework: Framework,
    *,
    ratings: list[dict[str, Any]] = [],  # noqa: B006 - never changed
    evidence: list[dict[str, Any]] = [],  # noqa: B006
    runs: list[Observation] = [],  # noqa: B006
    methods: set[str] = set(),  # noqa: B006
    as_of: dt.date = AS_OF,
    waivers: list[dict[str, Any]] = [],  # noqa: B006
    decisions: list[dict[str, Any]] = [],  # noqa: B006
    **about: Any,
) -> Scorecard:
    """Judge what is given; everything else is empty."""
    assessment = Assessment.model_validate(
        {"ratings": ratings, "evidence": evidence, "waivers": waivers, "decisions": decisions}
    )
    return judge(framework, profile(**about), assessment, runs, as_of=as_of, methods=methods)
