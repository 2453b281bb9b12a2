"""How far evidence carries a claim: grades and their lives, and what our own runs allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Evidence, Rating
from readiness_kit.engagement.observation import Observation
from readiness_kit.framework.criterion import GRADES, Criterion, Grade
from readiness_kit.judgement.facts import Facts, Look

_STRENGTH: dict[Grade, int] = {grade: place for place, grade in enumerate(GRADES)}


@dataclass(frozen=True, slots=True)
class Proof:
    """What supports one criterion on the day of judgement."""

    grade: Grade
    lapsed: bool
    """There was evidence once; none of it holds any more."""
    grade_cap: float | None
    run_cap: float | None
    """Set where a run for a property of the criterion ended in warn or fail."""

    @property
    def cap(self) -> float | None:
        """The lower of both caps."""
        if self.grade_cap is None or self.run_cap is None:
            return self.run_cap if self.grade_cap is None else self.grade_cap
        return min(self.grade_cap, self.run_cap)


def prove(criterion: Criterion, stated: Sequence[Rating], facts: Facts) -> Proof:
    """Find the best live grade of a criterion and the caps that follow."""
    grade: Grade = "none"
    for look in _looks(criterion, facts):
        grade = max((grade, *_grades(criterion, stated, facts, look)), key=_STRENGTH.__getitem__)
    caps = facts.framework.caps
    return Proof(
        grade=grade,
        lapsed=grade == "none" and _ever(criterion, stated, facts),
        grade_cap=caps[criterion.kind][grade] if caps is not None else None,
        run_cap=_run_cap(criterion, facts),
    )


def _looks(criterion: Criterion, facts: Facts) -> list[Look]:
    """The days on which a criterion's evidence may hold; a blocker that stays open ages on."""
    looks = facts.looks(facts.framework.section_of[criterion.id])
    ages_on = criterion.blocker is not None and criterion.blocker.stays_open
    return looks[:1] if ages_on else looks


def _grades(
    criterion: Criterion, stated: Sequence[Rating], facts: Facts, look: Look
) -> Iterator[Grade]:
    """Every grade that is live on this day."""
    for rating in stated:
        if is_statement(rating) and facts.lives(rating.at.date(), "statement", look.day):
            yield "statement"
    for evidence in facts.evidence.get(criterion.id, ()):
        if grade := _linked(evidence, facts, look.day):
            yield grade
    for link in criterion.methods:
        yield from _measured(link.id, facts, look)


def _ever(criterion: Criterion, stated: Sequence[Rating], facts: Facts) -> bool:
    """Whether anything supported the criterion once, live or not."""
    return (
        any(is_statement(rating) for rating in stated)
        or criterion.id in facts.evidence
        or any(facts.runs.get(link.id) for link in criterion.methods)
    )


def is_statement(rating: Rating) -> bool:
    """Whether a rating is somebody's word: a level, given under a name."""
    return rating.state == "rated" and rating.respondent is not None


def _linked(evidence: Evidence, facts: Facts, day: dt.date) -> Grade | None:
    """The grade that a link gives on this day; recurring takes enough dates, else it is a test."""
    if evidence.on > day:
        return None
    grade, on = evidence.grade, evidence.on
    if grade == "recurring":
        last = recurs(evidence.instances, facts, day)
        grade, on = ("recurring", last) if last else ("test", on)
    return grade if facts.lives(on, grade, day, expires=evidence.expires) else None


def _measured(method: str, facts: Facts, look: Look) -> Iterator[Grade]:
    """What our own runs of a method give on this day."""
    live = [run.as_of for run in facts.live_runs(method, look)]
    if live:
        yield "test"
    last = recurs(live, facts, look.day)
    if last and facts.lives(last, "recurring", look.day):
        yield "recurring"


def recurs(dates: Iterable[dt.date], facts: Facts, day: dt.date) -> dt.date | None:
    """The last of the dates up to this day, if enough of them lie close enough together."""
    rule = facts.framework.recurrence
    known = sorted({date for date in dates if date <= day})
    if len(known) < rule.dates:
        return None
    return known[-1] if (known[-1] - known[-rule.dates]).days <= rule.within_days else None


def _property_runs(criterion: Criterion, facts: Facts) -> Iterator[Observation]:
    for link in criterion.methods:
        if link.proves == "property":
            yield from facts.latest_runs(link.id)


def _run_cap(criterion: Criterion, facts: Facts) -> float | None:
    if facts.framework.caps is None:
        return None
    caps = facts.framework.observation_caps
    found = [caps[run.verdict] for run in _property_runs(criterion, facts) if run.verdict in caps]
    return min(found, default=None)


def filled_level(criterion: Criterion, facts: Facts) -> int | None:
    """The level that our own runs give a criterion which nobody rated; None without runs."""
    fill = facts.framework.filled_levels
    by_verdict = {
        "pass": fill.property_pass,
        "warn": fill.property_warn,
        "fail": fill.property_fail,
    }
    levels = [by_verdict[run.verdict] for run in _property_runs(criterion, facts) if run.verdict]
    if levels:
        return min(levels)
    ran = any(facts.runs.get(link.id) for link in criterion.methods)
    return fill.activity if ran else None
