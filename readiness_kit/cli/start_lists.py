"""What the lab's start page counts: answers and blockers, who answered, what was measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement import Scorecard
    from readiness_kit.judgement.scorecard import CriterionResult
    from readiness_kit.lab.page import Figure, Line

_BLOCKERS = {"not_rated": "not rated", "open": "below the level", "unproved": "without proof"}
_PEOPLE = 12


def figures(opened: Engagement, card: Scorecard) -> list[Figure]:
    """How far the answers are at the current gate, and when one was last saved."""
    from readiness_kit.lab.page import Figure

    asked = asked_now(card)
    rated = sum(result.state != "unrated" for result in asked)
    unknown = sum(result.state == "unknown" for result in asked)
    titles = {section.id: section.title for section in card.sections}
    gate = f"asked at the gate of {titles[card.phase]}" if card.phase in titles else "asked"
    told = [
        Figure(f"{rated} of {len(asked)}", "Answered", gate),
        Figure(str(unknown), "Don’t know", "asked, and nobody knows"),
    ]
    if in_force := blockers(card):
        states = Counter(state for _, state in in_force if state in _BLOCKERS)
        remark = ", ".join(f"{states[s]} {word}" for s, word in _BLOCKERS.items() if states[s])
        open_ = f"{states.total()} of {len(in_force)}"
        told.append(Figure(open_, "Blockers open", remark or "all met or waived"))
    return [*told, _saved(opened)]


def _saved(opened: Engagement) -> Figure:
    from readiness_kit.engagement.journal import JOURNAL, read_tail
    from readiness_kit.lab.page import Figure

    entry = read_tail(opened.path / JOURNAL).entry
    if entry is None:
        return Figure("–", "Last saved", "nothing is saved yet")
    at = entry.at.astimezone()
    day = "" if at.date() == datetime.now(at.tzinfo).date() else f"{at:%H:%M}, "
    value = f"{at.day} {at:%b}" if day else f"{at:%H:%M}"
    return Figure(value, "Last saved", f"{day}by {opened.profile.name_of(entry.by)}")


def people(opened: Engagement, card: Scorecard) -> list[Line]:
    """Who has answered how much of what is asked of them now; first who has not begun."""
    from readiness_kit.judgement.answers import counts
    from readiness_kit.lab.page import Line

    profile, criteria = opened.profile, opened.framework.criteria
    roles = {role.id: role.title for role in opened.framework.roles}
    said = {(r.criterion, r.respondent) for r in opened.assessment.ratings if r.state != "unrated"}
    lines = []
    for person in profile.people:
        mine = [r.id for r in asked_now(card) if counts(criteria[r.id], person.id, profile.roles)]
        done = sum((id, person.id) in said for id in mine)
        state = f"{done} of {len(mine)}" if done else "nothing yet" if mine else "not asked now"
        role = roles.get(person.role, person.role)
        lines.append(Line(profile.name_of(person.id), role, state, bool(mine) and not done))
    lines.sort(key=lambda line: not line.wanting)
    if len(lines) > _PEOPLE:
        rest = Line(f"{len(lines) - _PEOPLE} more", "", "", wanting=False)
        lines = [*lines[:_PEOPLE], rest]
    return lines


def measured(opened: Engagement) -> Iterator[Line]:
    """What has been measured, when, and whether that still holds; never what came out."""
    from readiness_kit.evidence.registry import provided
    from readiness_kit.evidence.run import missing_or_stale
    from readiness_kit.lab.page import Line
    from readiness_kit.views.cover import short_day

    methods = provided()
    due = missing_or_stale(opened, methods)
    for id, method in methods.items():
        runs = [run for run in opened.observations if run.method == id]
        newest = max(runs, key=lambda run: run.moment, default=None)
        if newest is None and id not in due:
            continue
        day = short_day(newest.as_of) if newest else "not yet"
        if newest and newest.state != "done":
            day = f"{day}, came to no end"
        elif newest and id in due:
            day = f"{day}, holds no more"
        yield Line(method.title, "", day, id in due)


def asked_now(card: Scorecard) -> list[CriterionResult]:
    """What is asked at the current phase's gate; of a framework without gates, everything."""
    phases = gated(card)
    sections = [s for s in card.sections if s.id == card.phase or s.id not in phases]
    return [result for section in sections for result in section.criteria]


def gated(card: Scorecard) -> set[str]:
    """The sections that have a gate."""
    return {gate.phase for gate in card.gates}


def blockers(card: Scorecard) -> list[tuple[str, str]]:
    """Each blocker that is in force up to the current gate, and how it stands."""
    phases = [gate.phase for gate in card.gates]
    reached = phases[: phases.index(card.phase) + 1] if card.phase in phases else []
    return [
        (result.id, result.blocker.state)
        for section in card.sections
        for result in section.criteria
        if result.blocker and result.blocker.gate in reached
    ]
