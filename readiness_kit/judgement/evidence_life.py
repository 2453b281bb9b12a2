"""The life of evidence: what supports a criterion, until when, and what no longer does and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.assessment import Evidence
from readiness_kit.engagement.observation import Observation
from readiness_kit.framework.criterion import GRADES, Criterion, Grade
from readiness_kit.judgement.answers import agree
from readiness_kit.judgement.facts import Facts, Look
from readiness_kit.judgement.proof import is_statement, recurs

LifeState = Literal["live", "lapsed", "stale", "superseded"]


@dataclass(frozen=True, slots=True)
class Support:
    """One word, link or run for a criterion, and whether it holds on the day of judgement."""

    source: Literal["word", "link", "run"]
    id: str
    """Of a respondent ("" is anonymous), a link, or a run."""
    grade: Grade
    on: dt.date
    until: dt.date | None
    """The last day on which it holds; None where its grade has no life."""
    state: LifeState
    """stale: of another version of the model; superseded: a newer run of its method counts."""


def supports(criterion: Criterion, facts: Facts) -> tuple[Support, ...]:
    """Everything that ever supported a criterion: what holds first, the stronger before the weaker.

    On the day of judgement; that a closed gate also remembers its own day is left aside.
    """
    found = [*_words(criterion, facts), *_links(criterion, facts), *_runs(criterion, facts)]
    return tuple(
        sorted(
            found,
            key=lambda s: (s.state != "live", -GRADES.index(s.grade), -s.on.toordinal(), s.id),
        )
    )


def _words(criterion: Criterion, facts: Facts) -> Iterator[Support]:
    ratings = facts.ratings.get(criterion.id, ())
    answer = agree(criterion, ratings, facts.profile.roles, facts.framework.values)
    for rating in answer.stated:
        if is_statement(rating):
            on = rating.at.date()
            yield _support("word", rating.respondent or "", "statement", on, facts)


def _links(criterion: Criterion, facts: Facts) -> Iterator[Support]:
    for link in facts.evidence.get(criterion.id, ()):
        grade, on = _grade(link, facts)
        yield _support("link", link.id, grade, on, facts, expires=link.expires)


def _grade(link: Evidence, facts: Facts) -> tuple[Grade, dt.date]:
    """What recurs too seldom counts as a test."""
    if link.grade != "recurring":
        return link.grade, link.on
    last = recurs(link.instances, facts, facts.as_of)
    return ("recurring", last) if last else ("test", link.on)


def _runs(criterion: Criterion, facts: Facts) -> Iterator[Support]:
    today = Look(facts.as_of, versions=True)
    for method in dict.fromkeys(link.id for link in criterion.methods):
        runs, latest = facts.runs.get(method, ()), facts.latest_runs(method)
        live = facts.live_runs(method, today)
        for run in runs:
            superseded = run not in latest
            yield _of_run(run, facts, live=run in live, superseded=superseded)


def _of_run(run: Observation, facts: Facts, *, live: bool, superseded: bool) -> Support:
    made = _support("run", run.id, "test", run.as_of, facts)
    state: LifeState = made.state
    if state == "live" and not live:
        state = "stale"
    elif state == "live" and superseded:
        state = "superseded"
    return Support(made.source, made.id, made.grade, made.on, made.until, state)


def _support(
    source: Literal["word", "link", "run"],
    id: str,
    grade: Grade,
    on: dt.date,
    facts: Facts,
    *,
    expires: dt.date | None = None,
) -> Support:
    life = facts.framework.lives_days.get(grade)
    until = expires
    if expires is None and life is not None:
        until = on + dt.timedelta(days=life)
    live = facts.lives(on, grade, facts.as_of, expires=expires)
    return Support(source, id, grade, on, until, "live" if live else "lapsed")
