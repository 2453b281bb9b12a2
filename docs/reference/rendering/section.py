"""The page of one section: its gate, its practices, and every criterion in full."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework import Criterion, Framework, Practice, Section
from rendering import words
from rendering.criterion import criterion
from rendering.gate import gate_lines
from rendering.markdown import anchor, bullets, code, link, nested, page, prose


def section_page(section: Section, framework: Framework) -> str:
    """Everything that the framework says of a section."""
    return page(_blocks(section, framework))


def _blocks(section: Section, framework: Framework) -> Iterator[str]:
    yield f"# {prose(section.title)}"
    yield (
        f"{code(section.id)} of {link(framework.title, '../README.md')}, version "
        f"{prose(framework.version)} · {link('brief for the facilitator', _brief(section))}"
    )
    yield prose(section.purpose or "")
    yield bullets(_facts(section, framework))
    yield "**On this page**"
    yield _contents(section)
    for practice in section.practices:
        yield from _practice(practice, framework)


def _brief(section: Section) -> str:
    return f"../briefs/{section.id}.md"


def _facts(section: Section, framework: Framework) -> Iterator[str]:
    if section.weeks:
        yield f"Weeks {words.weeks(section)}."
    yield from gate_lines(section, framework)
    yield f"Criteria, over all scopes: {words.depths(section)}."
    closing = [pitfall for pitfall in framework.pitfalls if pitfall.close_by == section.id]
    if closing:
        links = (link(p.title, f"../pitfalls.md#{p.id}") for p in closing)
        yield f"Pitfalls to be out of by the end: {', '.join(links)}."


def _contents(section: Section) -> str:
    return nested(
        (link(practice.title, f"#{practice.id}"), map(_listed, practice.criteria))
        for practice in section.practices
    )


def _listed(entry: Criterion) -> str:
    return f"{link(entry.title, f'#{entry.id}')}{' (blocker)' if entry.blocker else ''}"


def _practice(practice: Practice, framework: Framework) -> Iterator[str]:
    yield anchor(practice.id)
    yield f"## {prose(practice.title)}"
    yield code(practice.id)
    yield prose(practice.purpose or "")
    if practice.interview:
        yield "**To talk about before rating.**"
        yield bullets(map(prose, practice.interview))
    if practice.warning_signs:
        yield "**Warning signs.**"
        yield bullets(map(prose, practice.warning_signs))
    for entry in practice.criteria:
        yield from criterion(entry, framework)
