"""The five states on the way from A to B: each takes one more thing from B than the one before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from readiness_kit.engagement.assessment import Assessment, Rating
from readiness_kit.engagement.profile import Profile
from readiness_kit.judgement.case import Case


def stages(a: Case, b: Case) -> tuple[Case, Case, Case, Case, Case]:
    """A; with B's ratings; with B's evidence and day; with B's scope; B.

    Ratings: what B's people said by B's day. A criterion that does not apply in A or in B keeps
    A's answers until the scope is taken, and one rated on a level that A's scale lacks until the
    rubric is. A rating later than A's day is taken as said on it, so that the word that it carries
    comes with the rating, and its ageing with the evidence.
    Evidence: links, observations, the target's version, the methods provided, the day.
    Scope: the profile, answers of "not applicable", decisions and waivers. B's phase waits for the
    rubric where A's framework does not know it.
    """
    said = [rating for rating in b.assessment.ratings if rating.at.date() <= b.as_of]
    absent = _absent(a) | _absent(b)
    waits = _off_scale(said, a)
    with_ratings = replace(
        a,
        profile=_updated(a.profile, people=b.profile.people),
        assessment=_with(a, [_by(r, a.as_of) for r in said], keep=absent | waits),
    )
    with_evidence = replace(
        with_ratings,
        profile=_updated(with_ratings.profile, target=b.profile.target),
        assessment=_supported(_with(a, said, keep=absent | waits), b),
        observations=b.observations,
        as_of=b.as_of,
        methods=b.methods,
    )
    known = {phase.id for phase in a.framework.phases}
    phase = b.profile.phase if b.profile.phase in known else a.profile.phase
    with_scope = replace(
        with_evidence,
        profile=_updated(b.profile, phase=phase),
        assessment=b.assessment.model_copy(
            update={"ratings": _with(a, said, keep=waits).ratings, "framework": None}
        ),
    )
    return a, with_ratings, with_evidence, with_scope, b


def _absent(case: Case) -> set[str]:
    """The criteria that are asked and called not applicable."""
    return {s.criterion.id for part in case.asked for s in part.standings if not s.applicable}


def _off_scale(ratings: Iterable[Rating], a: Case) -> set[str]:
    levels = a.framework.values
    return {r.criterion for r in ratings if r.level is not None and r.level not in levels}


def _by(rating: Rating, day: dt.date) -> Rating:
    """A rating as said on this day at the latest."""
    if rating.at.date() <= day:
        return rating
    return rating.model_copy(update={"at": dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)})


def _with(a: Case, ratings: Iterable[Rating], *, keep: set[str]) -> Assessment:
    """A's assessment with these ratings, but for the criteria that keep A's own."""
    own = [rating for rating in a.assessment.ratings if rating.criterion in keep]
    others = [rating for rating in ratings if rating.criterion not in keep]
    return a.assessment.model_copy(update={"ratings": [*own, *others]})


def _supported(assessment: Assessment, b: Case) -> Assessment:
    return assessment.model_copy(update={"evidence": b.assessment.evidence})


def _updated(profile: Profile, **new: object) -> Profile:
    return profile.model_copy(update=new)
