"""How far evidence carries a claim: grades and their lives, and what our own runs allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Evidence, Rating
from readiness_kit.engagement.observation import Observation
from readiness_kit.framework.schema import GRADES, Criterion, Grade
from readiness_kit.judgement.facts import Facts


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
        return min((c for c in (self.grade_cap, self.run_cap) if c is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Support:
    """One thing that gives a grade from a first day to a last one."""

    grade: Grade
    first: dt.date
    last: dt.date


def prove(criterion: Criterion, counted: Sequence[Rating], facts: Facts) -> Proof:
    """Find the best live grade of a criterion and the caps that follow."""
    days = _days(criterion, facts)
    supports = [
        *_statements(counted, facts),
        *(_linked(evidence, facts) for evidence in facts.evidence.get(criterion.id, ())),
        *_runs(criterion, facts, current_only=True),
    ]
    live: list[Grade] = [s.grade for s in supports if _holds(s, days)]
    if len(days) > 1:
        # what was current on the day of a decision cannot be known from today's version
        then = _runs(criterion, facts, current_only=False)
        live += [s.grade for s in then if _holds(s, days[1:])]
    grade: Grade = max(live, key=GRADES.index, default="none")
    ever = bool(supports) or any(facts.runs.get(link.id) for link in criterion.methods)
    caps = facts.framework.caps
    return Proof(
        grade=grade,
        lapsed=grade == "none" and ever,
        grade_cap=caps[criterion.kind][grade] if caps is not None else None,
        run_cap=_run_cap(criterion, facts),
    )


def _days(criterion: Criterion, facts: Facts) -> list[dt.date]:
    """The days on which evidence may hold: today, and that of a decision that closed the gate."""
    decision = facts.closed(facts.framework.section_of[criterion.id])
    ages_on = criterion.blocker is not None and criterion.blocker.stays_open
    return [facts.as_of] if decision is None or ages_on else [facts.as_of, decision.on]


def _holds(support: _Support, days: Iterable[dt.date]) -> bool:
    return any(support.first <= day <= support.last for day in days)


def _life(facts: Facts, grade: Grade) -> dt.timedelta:
    return dt.timedelta(days=facts.framework.lives_days.get(grade, 0))


def _statements(counted: Sequence[Rating], facts: Facts) -> Iterator[_Support]:
    for rating in counted:
        if rating.state == "rated" and rating.respondent is not None:
            on = rating.at.date()
            yield _Support("statement", on, on + _life(facts, "statement"))


def _linked(evidence: Evidence, facts: Facts) -> _Support:
    if evidence.grade != "recurring":
        last = evidence.expires or evidence.on + _life(facts, evidence.grade)
        return _Support(evidence.grade, evidence.on, last)
    dates = sorted({day for day in evidence.instances if day <= facts.as_of})
    if _recurs(dates, facts):
        last = evidence.expires or dates[-1] + _life(facts, "recurring")
        return _Support("recurring", dates[-1], last)
    return _Support("test", evidence.on, evidence.expires or evidence.on + _life(facts, "test"))


def _recurs(dates: Sequence[dt.date], facts: Facts) -> bool:
    rule = facts.framework.recurrence
    if len(dates) < rule.dates:
        return False
    return (dates[-1] - dates[-rule.dates]).days <= rule.within_days


def _runs(criterion: Criterion, facts: Facts, *, current_only: bool) -> Iterator[_Support]:
    for link in criterion.methods:
        runs = [
            run
            for run in facts.runs.get(link.id, ())
            if not current_only or facts.on_current_version(run)
        ]
        for run in runs:
            yield _Support("test", run.as_of, run.as_of + _life(facts, "test"))
        live = sorted({run.as_of for run in runs if facts.live(run) or not current_only})
        if _recurs(live, facts):
            yield _Support("recurring", live[-1], live[-1] + _life(facts, "recurring"))


def _property_runs(criterion: Criterion, facts: Facts) -> Iterator[Observation]:
    for link in criterion.methods:
        if link.proves == "property":
            yield from facts.latest_runs(link.id)


def _run_cap(criterion: Criterion, facts: Facts) -> float | None:
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
