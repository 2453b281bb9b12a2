"""Levers: what could be brought about, what it would cost, and the facts as they would then be.

A lift takes a criterion to its target level with evidence of its target grade and every method
that it names passed. What is not rated yet is given such a rating. A method alone is passed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from readiness_kit.engagement.assessment import Evidence, Rating
from readiness_kit.engagement.observation import Observation, TargetReference
from readiness_kit.framework.criterion import GRADES, Criterion
from readiness_kit.judgement.answers import CONSENSUS
from readiness_kit.judgement.facts import Facts
from readiness_kit.judgement.standing import Standing

LeverKind = Literal["lift", "method", "rating"]
Work = Literal["prove", "do", "run"]

LEAST_DAYS = 0.25
"""No effort counts as less; passing a method counts as just this."""


@dataclass(frozen=True, slots=True)
class Lever:
    """One thing that could be brought about."""

    kind: LeverKind
    id: str
    """Of a criterion, or of a method."""
    work: Work
    """prove: the level is there, evidence is missing; do: the level is not; run: a method."""
    effort_days: float
    """Middle of the estimate in working days, or what a planned action says."""
    effort_range: tuple[float, float]
    estimated: bool = True
    """False where nobody has said what it takes, and the least is counted."""
    failed: bool = False
    """Of a method: it failed last time, so that more than running it has to be done."""


def lever_of(standing: Standing, facts: Facts) -> Lever:
    """What it takes to bring one criterion to its target."""
    criterion = standing.criterion
    to_do = (standing.observed_level or 0) < criterion.target_level or not standing.rated
    to_prove = GRADES.index(standing.grade) < GRADES.index(criterion.target_grade)
    kinds: list[Literal["prove", "do"]] = ["do"] if to_do else []
    kinds += ["prove"] if to_prove or not to_do else []
    parts = [_effort(criterion, kind, facts) for kind in kinds]
    low, middle, high = (sum(days) for days in zip(*(days for days, _ in parts), strict=True))
    return Lever(
        kind="lift" if standing.rated else "rating",
        id=criterion.id,
        work="do" if to_do else "prove",
        effort_days=max(LEAST_DAYS, middle),
        effort_range=(low, high),
        estimated=all(known for _, known in parts),
    )


def method_lever(method: str, *, failed: bool) -> Lever:
    """A method that has to be run, and to pass."""
    return Lever("method", method, "run", LEAST_DAYS, (LEAST_DAYS, LEAST_DAYS), failed=failed)


def _effort(
    criterion: Criterion, kind: Literal["prove", "do"], facts: Facts
) -> tuple[tuple[float, float, float], bool]:
    """Low, middle and high in days, and whether somebody estimated them."""
    planned = [
        action.effort_days
        for action in facts.actions
        if action.criterion == criterion.id and action.kind == kind
    ]
    own = [days for days in planned if days is not None]
    if own:
        return (sum(own), sum(own), sum(own)), True
    if criterion.remediation is None:
        return (LEAST_DAYS, LEAST_DAYS, LEAST_DAYS), False
    remedy = criterion.remediation
    low, middle, high = remedy.prove_days if kind == "prove" else remedy.effort_days
    return (low, middle, high), True


def with_passed(facts: Facts, methods: Collection[str]) -> Facts:
    """The facts if these methods were run today, and passed."""
    if not methods:
        return facts
    runs = {m: (*facts.runs.get(m, ()), *_passes(m, facts)) for m in sorted(methods)}
    return replace(facts, runs={**facts.runs, **runs})


def _passes(method: str, facts: Facts) -> Iterator[Observation]:
    """A pass on today's target, and on every other that a run has judged, newest last."""
    today = facts.profile.target
    current = TargetReference(id=today.id, version=today.version) if today else None
    seen = [run.target for run in facts.latest_runs(method)]
    others = [target for target in seen if target is None or target.id != (today and today.id)]
    for target in (*others, current):
        yield Observation(
            id="what-if",
            method=method,
            method_version="what-if",
            finished_at=_midnight(facts.as_of),
            state="done",
            verdict="pass",
            as_of=facts.as_of,
            target=target,
        )


def with_lifted(facts: Facts, standing: Standing) -> Facts:
    """The facts if a criterion were rated and proved at its target; its methods stay as they are.

    The room agrees on the level, so that it stands whatever single people said.
    """
    criterion = standing.criterion
    level = max(standing.level or 0, criterion.target_level)
    rating = Rating(
        criterion=criterion.id,
        respondent=CONSENSUS,
        state="rated",
        level=level,
        at=_midnight(facts.as_of),
    )
    people = [r for r in facts.ratings.get(criterion.id, ()) if r.respondent != CONSENSUS]
    links = facts.evidence.get(criterion.id, ())
    if criterion.target_grade != "none":
        links = (*links, _link(criterion, facts))
    return replace(
        facts,
        ratings={**facts.ratings, criterion.id: (*people, rating)},
        evidence={**facts.evidence, criterion.id: links},
    )


def _link(criterion: Criterion, facts: Facts) -> Evidence:
    """Evidence of the target grade, seen today; what recurs was seen as often as it takes."""
    rule = facts.framework.recurrence
    step = rule.within_days // max(1, rule.dates - 1)
    recurs = criterion.target_grade == "recurring"
    days = [facts.as_of - dt.timedelta(days=step * n) for n in range(rule.dates)] if recurs else []
    return Evidence(
        id="what-if",
        criterion=criterion.id,
        grade=criterion.target_grade,
        reference="what-if",
        on=facts.as_of,
        instances=sorted(days),
    )


def named_methods(levers: Iterable[Lever], facts: Facts) -> frozenset[str]:
    """Every method that these levers pass: those that are levers, and those that a lift names.

    A method that is neither provided nor on record cannot be passed by anybody.
    """
    criteria = facts.framework.criteria
    named = (
        id
        for lever in levers
        for id in (
            [lever.id]
            if lever.kind == "method"
            else [link.id for link in criteria[lever.id].methods]
        )
    )
    return frozenset(id for id in named if id in facts.methods or id in facts.runs)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
