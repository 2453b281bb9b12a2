"""What many assessments cost: loading and scoring 10,000, and shaking the weights of one."""

from __future__ import annotations

import json
import random
import time
from typing import Any

from bench.table import Line, paired
from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.changes import canonical_bytes, empty
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence.registry import provided
from readiness_kit.framework import Framework, load_framework
from readiness_kit.judgement import Case, judge_case
from readiness_kit.judgement.robustness import ROUNDS, robustness
from readiness_kit.reading import parse_json, validated
from readiness_kit.resources import samples

ASSESSMENTS = 10_000
CRITERIA = 80
DAY = "2026-10-12"


def lines() -> list[Line]:
    """Each assessment is parsed strictly, checked and scored; nothing is kept between them."""
    rubric = _rubric()
    texts = [_assessment(rubric, random.Random(seed)) for seed in range(200)]
    profile = Profile.model_validate(_PROFILE)
    score = _timed(lambda text: _scored(text, rubric, profile), texts)
    parse = _timed(json.loads, texts)
    single, shaken = _robustness()
    return [
        Line(
            f"load and score {ASSESSMENTS:,} assessments of {CRITERIA} criteria",
            score * 1000,
            "ms",
            "json.loads of the same files",
            parse * 1000,
            "at most 3",
        ),
        Line(
            f"robustness, {ROUNDS:,} reweightings",
            shaken * 1000,
            "ms",
            f"{ROUNDS:,} single scorings",
            single * 1000,
            "at most 0.1",
        ),
    ]


_PROFILE = {
    "schema": "readiness-engagement/1",
    "client": "Bench",
    "system": "Bench",
    "framework": "bench",
    "phase": "rollout",
    "people": [{"id": "lead", "role": "facilitator"}, {"id": "ml", "role": "ml_engineer"}],
}


def _rubric() -> Framework:
    """The built-in framework with criteria added from copies until there are enough."""
    data: dict[str, Any] = load_framework("poc-to-production").model_dump(by_alias=True)
    practices = [p for section in data["sections"] for p in section["practices"]]
    missing = CRITERIA - sum(len(p["criteria"]) for p in practices)
    for n in range(missing):
        practice = practices[n % len(practices)]
        plain = {**practice["criteria"][0], "blocker": None, "id": f"extra.{n}"}
        practice["criteria"].append({**plain, "scope": {}, "depth": "quick"})
    return Framework.model_validate(data)


def _assessment(rubric: Framework, rng: random.Random) -> bytes:
    """An answer by two people to everything but some, and evidence for half of it, as a file."""
    ratings: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for id in rubric.criteria:
        for person in ("lead", "ml")[: rng.choice((0, 1, 1, 2))]:
            said: dict[str, Any] = {
                "criterion": id,
                "respondent": person,
                "round": 0,
                "state": "rated",
            }
            said |= {"level": rng.randrange(5), "note": "what was said of it", "reason": None}
            ratings.append({**said, "approver": None, "choices": None, "at": f"{DAY}T09:00:00Z"})
        if rng.random() < 0.5:
            grade = rng.choice(("document", "demonstrated", "test"))
            link: dict[str, Any] = {"id": f"e-{len(links) + 1:04}", "criterion": id, "grade": grade}
            link |= {"reference": "where it is", "by": "lead", "on": DAY, "expires": None}
            links.append({**link, "instances": []})
    return canonical_bytes({**empty(), "ratings": ratings, "evidence": links})


def _scored(text: bytes, rubric: Framework, profile: Profile) -> object:
    assessment = validated(Assessment, parse_json(text, "assessment.json"))
    as_of = assessment.ratings[0].at.date()
    return judge_case(Case(rubric, profile, assessment, (), as_of, frozenset()))


def _timed(act: Any, texts: list[bytes]) -> float:
    start = time.perf_counter()
    for n in range(ASSESSMENTS):
        act(texts[n % len(texts)])
    return time.perf_counter() - start


def _robustness() -> tuple[float, float]:
    """Seconds for a thousand single scorings of the sample, and for shaking it as often."""
    opened = Engagement.open(samples()["claims-triage"])

    def case() -> Case:
        return Case.of(opened, as_of=opened.as_of(), methods=provided().keys())

    one, shaken = paired(lambda: judge_case(case()), lambda: robustness(case(), "poc"), rounds=30)
    return one * ROUNDS, shaken
