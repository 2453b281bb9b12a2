"""Several people's answers to one criterion, made one by the rules of who counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import REASONS, Rating, Reason, State
from readiness_kit.framework.criterion import Criterion
from readiness_kit.judgement.numbers import settled

CONSENSUS = "consensus"
FACILITATOR = "facilitator"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the people who count say, and how far apart everybody is."""

    state: State
    level: int | None
    reason: Reason | None
    outside_role: bool
    disagreement: float | None
    mixed: bool
    stated: tuple[Rating, ...]
    """What those who count said, the consensus included."""


def agree(
    criterion: Criterion,
    ratings: Sequence[Rating],
    roles: Mapping[str, str],
    values: Mapping[int, float],
) -> Answer:
    """Reduce the newest ratings of one criterion to one answer."""
    people = [rating for rating in ratings if rating.respondent != CONSENSUS]
    consensus = [rating for rating in ratings if rating.respondent == CONSENSUS]
    counting = [rating for rating in people if counts(criterion, rating.respondent, roles)]
    outside = bool(people) and not counting and not consensus
    counted = tuple(consensus or counting or people)
    absent = [r for r in counted if r.state == "not_applicable"]
    given = sorted(r.level for r in counted if r.level is not None)
    state: State
    if counted and len(absent) == len(counted):
        state = "not_applicable"
    elif given:
        state = "rated"
    else:
        state = "unknown" if any(r.state == "unknown" for r in counted) else "unrated"
    return Answer(
        state=state,
        # the lower median: with two people apart, the doubt decides
        level=given[(len(given) - 1) // 2] if state == "rated" else None,
        reason=min((r.reason for r in absent if r.reason), key=REASONS.index, default=None)
        if state == "not_applicable"
        else None,
        outside_role=outside,
        disagreement=_spread([values[r.level] for r in people if r.level is not None]),
        mixed=bool(absent) and len(absent) < len(counted),
        stated=(*consensus, *(counting or people)),
    )


def counts(criterion: Criterion, respondent: str | None, roles: Mapping[str, str]) -> bool:
    """Whether a person is among those whose answer to this criterion counts."""
    if respondent is None or not criterion.answered_by:
        return True
    role = roles.get(respondent)
    return role == FACILITATOR or role in criterion.answered_by


def _spread(values: Sequence[float]) -> float | None:
    return settled(max(values) - min(values)) if values else None
