"""The brief of one section: a page or two from which a facilitator prepares in ten minutes."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework import Criterion, Framework, Practice, Section
from rendering import words
from rendering.gate import gate_lines
from rendering.markdown import bullets, code, labelled, link, numbered, page, prose


def brief_page(section: Section, framework: Framework) -> str:
    """What to open with, ask for and listen to, and who has to be there."""
    return page(_blocks(section, framework))


def _blocks(section: Section, framework: Framework) -> Iterator[str]:
    yield f"# Brief: {prose(section.title)}"
    yield (
        f"{prose(section.purpose or '')} Levels and evidence: "
        f"{link('the section in full', f'../sections/{section.id}.md')}."
    ).strip()
    if section.brief:
        yield labelled("Open with", f"“{section.brief.opening}”")
    yield bullets(_facts(section, framework))
    if section.brief:
        yield "**Ask for beforehand**"
        yield bullets(map(prose, section.brief.documents))
    for practice in section.practices:
        yield from _practice(practice)


def _facts(section: Section, framework: Framework) -> Iterator[str]:
    if section.brief:
        yield f"**Hours**, low / middle / high: {words.days(section.brief.hours)}"
    if section.is_phase:
        yield f"**Gate.** {' '.join(gate_lines(section, framework))}"
    yield f"**Criteria**, over all scopes: {words.depths(section)}"
    yield from _room(section, framework)


def _room(section: Section, framework: Framework) -> Iterator[str]:
    """The roles that answer: those for blockers first, with how many criteria each answers."""
    titles = words.role_titles(framework)
    entries = list(section.criteria)
    for_blockers = {role for entry in entries if entry.blocker for role in entry.answered_by}
    counts = {
        role: sum(role in entry.answered_by for entry in entries)
        for role in titles
        if any(role in entry.answered_by for entry in entries)
    }
    for label, wanted in (("Must be in the room", True), ("For a part", False)):
        named = [r for r in counts if (r in for_blockers) is wanted]
        if named:
            said = (f"{prose(titles[role])} ({counts[role]})" for role in named)
            yield f"**{label}**, with criteria to answer: {', '.join(said)}"


def _practice(practice: Practice) -> Iterator[str]:
    yield f"## {prose(practice.title)}"
    yield f"Rated: {'; '.join(map(_rated, practice.criteria))}."
    yield numbered(map(prose, practice.interview))
    if practice.warning_signs:
        yield f"*Warning signs:* {' '.join(map(prose, practice.warning_signs))}"


def _rated(entry: Criterion) -> str:
    rule, asked = entry.blocker, words.scope(entry.scope)
    notes = [] if asked == words.EVERY else [f"if {asked}"]
    if rule is None:
        title = prose(entry.title)
    else:
        title = f"**{prose(entry.title)}**"
        notes.insert(0, f"blocker: level {rule.required_level} at {code(rule.gate)}")
    return f"{title} ({', '.join(notes)})" if notes else title
