"""What judging the sample costs, against parsing its own result document."""

from __future__ import annotations

import json

from bench.table import Line, paired
from readiness_kit.engagement.folder import Engagement
from readiness_kit.evidence.registry import provided
from readiness_kit.judgement import canonical_json, judge, result_document
from readiness_kit.resources import samples

ROUNDS = 50


def lines() -> list[Line]:
    """One judgement, files already read; and reading them."""
    opened = Engagement.open(samples()["claims-triage"])
    methods = provided().keys()

    def once() -> object:
        return judge(
            opened.framework,
            opened.profile,
            opened.assessment,
            opened.observations,
            as_of=opened.as_of(),
            methods=methods,
        )

    text = canonical_json(result_document(once()))  # type: ignore[arg-type]
    ours, theirs = paired(once, lambda: json.loads(text), rounds=ROUNDS)
    path = samples()["claims-triage"]
    reading, _ = paired(lambda: Engagement.open(path), lambda: None, rounds=10)
    peer = "json.loads of its result document"
    return [
        Line("judge the sample", ours * 1000, "ms", peer, theirs * 1000, "stated, no aim yet"),
        Line("open the sample", reading * 1000, "ms", peer, theirs * 1000, "stated, no aim yet"),
    ]
