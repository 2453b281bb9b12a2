"""What a workshop changed: what people said of each criterion before its round, and after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from readiness_kit.engagement.assessment import Rating
from readiness_kit.engagement.workshop import Workshop
from readiness_kit.framework.criterion import Criterion
from readiness_kit.judgement.answers import CONSENSUS, Answer, agree
from readiness_kit.judgement.case import Case


@dataclass(frozen=True, slots=True)
class Moved:
    """What people said of one criterion before a workshop and after it.

    A level that a test gave is in neither: it may have run since.
    """

    before: Answer
    after: Answer
    agreed: Rating | None
    """The consensus of that round."""


def moved(case: Case, workshop: Workshop, criteria: Iterable[str]) -> dict[str, Moved]:
    """By criterion of the framework; what earlier and later rounds said is each in its place."""
    before = _only(case, lambda rating: rating.round < workshop.number)
    after = _only(case, lambda rating: rating.round <= workshop.number)
    known = case.framework.criteria
    return {
        id: Moved(
            before=_said(known[id], before),
            after=_said(known[id], after),
            agreed=_agreed(after, id, workshop.number),
        )
        for id in criteria
        if id in known
    }


def _only(case: Case, counts: Callable[[Rating], bool]) -> Case:
    """The case with only those ratings."""
    ratings = [rating for rating in case.assessment.ratings if counts(rating)]
    return replace(case, assessment=case.assessment.model_copy(update={"ratings": ratings}))


def _said(criterion: Criterion, case: Case) -> Answer:
    ratings = case.facts.ratings.get(criterion.id, ())
    return agree(criterion, ratings, case.profile.roles, case.framework.values)


def _agreed(case: Case, criterion: str, round: int) -> Rating | None:
    for rating in case.facts.ratings.get(criterion, ()):
        if rating.respondent == CONSENSUS and rating.round == round:
            return rating
    return None
