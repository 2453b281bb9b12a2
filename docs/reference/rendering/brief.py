"""The brief of one section: a printed page from which a facilitator prepares in ten minutes.

What is rated, by which levels, and which blockers of other sections a gate looks at stand on the
section's page: on this one they would be a second sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import indent

from readiness_kit.framework import Framework, Section
from readiness_kit.framework.briefing import Briefing, Talk, briefing
from rendering.markdown import labelled, link, nested, numbered, page, prose


def brief_page(section: Section, framework: Framework) -> str:
    """What to open with, ask for and listen to, and who has to be there."""
    place = link("the section in full", f"../sections/{section.id}.md")
    return page(_blocks(briefing(section, framework), place))


def _blocks(brief: Briefing, section: str) -> Iterator[str]:
    yield f"# Brief: {prose(brief.title)}"
    yield f"{prose(brief.purpose)} Levels and evidence: {section}.".strip()
    yield labelled("Open with", f"“{brief.opening}”" if brief.opening else None)
    yield nested(_facts(brief))
    if brief.talks:
        yield "**Talk about before anything is rated**"
        yield "\n".join(map(_talk, brief.talks))


def _facts(brief: Briefing) -> Iterator[tuple[str, Iterable[str]]]:
    """Each fact with the list that belongs to it."""
    if brief.hours:
        yield prose(brief.hours), ()
    if brief.bar:
        yield f"**Gate.** {prose(brief.bar)}", ()
    if brief.blockers:
        told = (f"{prose(entry.title)} ({prose(entry.terms)})" for entry in brief.blockers)
        yield f"**Blockers.** {'; '.join(told)}.", ()
    for heading, seats in brief.invited.items():
        named = ", ".join(prose(seat.words) for seat in seats)
        yield f"**{heading}**, with criteria to answer: {named}.", ()
    if brief.documents:
        yield "**Ask for beforehand**", map(prose, brief.documents)


def _talk(talk: Talk) -> str:
    """Questions and signs in one list, since the gap between two would cost the page."""
    lines = [f"- **{prose(talk.title)}**"]
    if talk.interview:
        lines.append(indent(numbered(map(prose, talk.interview)), "  "))
    if talk.warning_signs:
        lines.append(f"  - *Warning signs:* {' '.join(map(prose, talk.warning_signs))}")
    return "\n".join(lines)
