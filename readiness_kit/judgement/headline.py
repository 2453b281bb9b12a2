"""The headline: the weakest link first, and the flattering figures beside it, not in its place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from readiness_kit.judgement.facts import Facts
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.scorecard import Headline, LowestClaim, Pair, SectionResult


def headline(facts: Facts, results: Mapping[str, SectionResult]) -> Headline:
    """Find the section of smallest margin among the undecided phases so far and the factors."""
    pool = _pool(facts, results)
    weakest = min(
        (s for s in pool if s.margin is not None), key=lambda s: s.margin or 0.0, default=None
    )
    lowest = min(
        (s for s in pool if s.claimed.score is not None),
        key=lambda s: s.claimed.score or 0.0,
        default=None,
    )
    return Headline(
        section=weakest.id if weakest else None,
        margin=weakest.margin if weakest else None,
        supported=weakest.supported.score if weakest else None,
        low=weakest.supported.low if weakest else None,
        high=weakest.supported.high if weakest else None,
        claimed=LowestClaim(
            lowest.id if lowest else None, lowest.claimed.score if lowest else None
        ),
        mean=Pair(_mean([s.claimed.score for s in pool]), _mean([s.supported.score for s in pool])),
        not_scored=tuple(s.id for s in pool if s.state != "scored"),
    )


def _pool(facts: Facts, results: Mapping[str, SectionResult]) -> list[SectionResult]:
    if not facts.framework.phases:
        return list(results.values())
    chosen = {s.id for s in (*facts.undecided_to_here, *facts.framework.factors)}
    return [result for id, result in results.items() if id in chosen]


def _mean(scores: Sequence[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return settled(math.fsum(known) / len(known)) if known else None
