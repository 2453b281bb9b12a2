"""What is saved and yet changes nothing, or not what one would expect: said at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.engagement.assessment import Assessment, Decision, Evidence, Rating, Waiver
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.framework import Criterion
    from readiness_kit.judgement import Scorecard

_LISTED = 5
"""So many lines, as of a large import, before the rest is counted."""


def show(notices: Sequence[str]) -> None:
    """Print notices, the first few in full."""
    for notice in notices[:_LISTED]:
        click.echo(notice)
    if len(notices) > _LISTED:
        click.echo(f"… and {len(notices) - _LISTED} more like these.")


def of_answers(opened: Engagement, after: Assessment, card: Scorecard) -> list[str]:
    """What to know of the answers and evidence that an act has added to an engagement."""
    before = opened.assessment
    links = {link.id for link in before.evidence}
    ratings = [rating for rating in after.ratings if rating not in before.ratings]
    new = [link for link in after.evidence if link.id not in links]
    return [*_not_asked(opened, ratings, card), *_without_life(opened, new, card.as_of)]


def _not_asked(opened: Engagement, ratings: Sequence[Rating], card: Scorecard) -> Iterator[str]:
    skipped = {each.id: each.trigger for section in card.sections for each in section.skipped}
    for id in dict.fromkeys(rating.criterion for rating in ratings):
        if id in skipped:
            cause = f"{skipped[id]}: {_said(opened, skipped[id])}"
            yield f"{id} is not asked here ({cause}): it changes no score."


def _said(opened: Engagement, trigger: str) -> str:
    profile = opened.profile
    value = profile.depth if trigger == "depth" else getattr(profile.scope, trigger)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _without_life(opened: Engagement, new: Sequence[Evidence], today: dt.date) -> Iterator[str]:
    """The evidence that does not hold on the day that is judged."""
    for link in new:
        days = [day for day in (*link.instances, link.on) if day > today]
        if days:
            allowed = f"a day up to {today}; what is dated later does not count yet"
            yield f"warning: evidence for {link.criterion}: {allowed}; got {max(days)}"
        elif (end := _end(link, opened)) is not None and end < today:
            told = f"a life that reaches {today}; it supports nothing any more"
            yield f"warning: evidence for {link.criterion}: {told}; got {end} as its last day"


def _end(link: Evidence, opened: Engagement) -> dt.date | None:
    """The last day on which evidence holds; None where its grade does not lapse."""
    rule, dates = opened.framework.recurrence, sorted(set(link.instances))
    recurs = len(dates) >= rule.dates and (dates[-1] - dates[-rule.dates]).days <= rule.within_days
    # what was seen too seldom to recur counts, and lives, as a test does
    too_seldom = link.grade == "recurring" and not recurs
    life = opened.framework.lives_days.get("test" if too_seldom else link.grade)
    if link.expires is not None or life is None:
        return link.expires
    return link.on + dt.timedelta(days=life)


def of_waiver(waiver: Waiver, opened: Engagement, card: Scorecard) -> str | None:
    """Why a waiver lifts nothing today; None where it does, or where there are no gates."""
    kind, id = waiver.key
    if card.phase is None:
        return None
    if not waiver.live(card.as_of):
        return f"It does not hold on {card.as_of}, but from {waiver.granted} to {waiver.expires}."
    if kind == "method" and id not in card.methods_provided:
        return f"This version does not provide {id}: no gate requires it, and there is no run."
    rules = {rule for rule, named in _reasons(card) if id in named}
    at = f"at the gate of {opened.framework.section(card.phase).title}"
    if "waiver" in rules:
        return None
    if "blocker_unrated" in rules:
        return f"It is not rated, and {at} a waiver does not stand in for a rating."
    if rules:
        return f"It changes nothing {at} today: that takes an open blocker or a failed test."
    return f"It holds nothing back {at} today."


def _reasons(card: Scorecard) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The rules that hold at the current gate, and at those before it that are still open."""
    for gate in card.gates:
        behind = gate.decision is not None and gate.decision.closes
        if gate.phase == card.phase or not (gate.ahead or behind):
            yield from ((reason.rule, reason.ids) for reason in gate.reasons)


def of_decision(phase: str, on: dt.date, before: Sequence[Decision]) -> str | None:
    """What becomes of the decision that stood at this gate until now."""
    here = sorted((d for d in before if d.phase == phase), key=lambda d: d.on)
    if not here:
        return None
    stood = here[-1]
    if stood.on > on:
        return f"The decision of {stood.on} by {stood.by} is later, and goes on to stand."
    return f"It replaces the decision of {stood.on} by {stood.by} (kept in the history)."


def live_waivers(phase: str, opened: Engagement, today: dt.date) -> list[str]:
    """The waivers that hold on a day for what the gate of a phase looks at, one a line."""
    section = opened.framework.section(phase)
    asked = {("method", method) for method in (*section.must_run, *section.must_pass)}
    asked |= {
        ("criterion", criterion.id)
        for criterion in opened.framework.criteria.values()
        if _looked_at(criterion, phase, opened)
    }
    return [
        f"Waived until {waiver.expires}: {waiver.key[1]}, owner {waiver.owner}; "
        f"control: {waiver.control}"
        for waiver in opened.assessment.waivers
        if waiver.key in asked and waiver.live(today)
    ]


def _looked_at(criterion: Criterion, phase: str, opened: Engagement) -> bool:
    """Whether a criterion is the phase's own, or a blocker at its gate."""
    own = opened.framework.section_of[criterion.id].id == phase
    return own or criterion.id in opened.framework.in_force[phase]
