"""Two implementations of one text agree: judge(), and a recomputation written apart from it."""

from __future__ import annotations

import random
from typing import Any

import pytest

from readiness_kit.judgement import result_document
from tests.judgement.random_cases import random_case, small_framework
from tests.judgement.recompute import recompute
from tests.judgement.test_laws import Case, provided

LEFT_ASIDE = {
    "warnings",  # words, not figures
    "sha256",
    "produced_by",
    "schema",
}
OURS = {"closed", "mixed", "observed_level", "supported_level"}
"""Fields that we add beyond the schema of the result document."""


def compared(value: Any, *, inside_blocker: bool = False) -> Any:
    """Plain data without what only one side writes."""
    if isinstance(value, dict):
        return {
            key: compared(part, inside_blocker=key == "blocker")
            for key, part in value.items()
            if key not in LEFT_ASIDE and (inside_blocker or key not in OURS)
        }
    return [compared(part) for part in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("block", range(20))
def test_hundreds_of_random_engagements(block):
    """Thirty random engagements on one random framework, figure for figure."""
    framework = small_framework(random.Random(1_000 + block))
    for seed in range(30):
        engagement, assessment, observations, as_of = random_case(block * 1_000 + seed, framework)
        methods = provided(framework) if seed % 3 else set()
        one = Case(framework, engagement, assessment, observations, as_of)
        ours = result_document(one.judged() if seed % 3 else _bare(one))
        theirs = recompute(
            framework, engagement, assessment, observations, as_of=as_of, methods=methods
        )
        assert compared(theirs) == compared(ours), f"seed {block * 1_000 + seed}"


def _bare(case: Case):
    """The case judged by a version that provides no method."""
    from readiness_kit.engagement.assessment import Assessment
    from readiness_kit.engagement.observation import Observation
    from readiness_kit.engagement.profile import Profile
    from readiness_kit.framework import Framework
    from readiness_kit.judgement import judge

    return judge(
        Framework.model_validate(case.framework),
        Profile.model_validate(case.engagement),
        Assessment.model_validate(case.assessment),
        [Observation.model_validate(o) for o in case.observations],
        as_of=case.as_of,
        methods=(),
    )
