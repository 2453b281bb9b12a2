"""The first page of a framework: what it is, how much it asks, and all its ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readiness_kit.framework import Framework
from rendering.conventions import conventions
from rendering.markdown import code, link, page, prose, table
from rendering.registers import registers
from rendering.systems import system_table


def overview_page(framework: Framework) -> str:
    """What the framework is, its tables of ids, examples of scope, and its conventions."""
    return page(_blocks(framework))


def _blocks(framework: Framework) -> Iterator[str]:
    yield f"# {prose(framework.title)}"
    yield f"{code(framework.id)}, version {prose(framework.version)}: {_size(framework)}."
    yield prose(framework.description or "")
    yield (
        "Files, scripts and spreadsheets name criteria by the ids on this page. They are for ever: "
        "a criterion that is renamed or asks for something else is a new one, whose `replaces` "
        f"names the old. The same texts in a terminal: `readiness framework show {framework.id}`."
    )
    yield from registers(framework)
    yield "## How much is asked of which system"
    yield (
        "Scope and depth decide. A deeper assessment asks everything that a shallower one asks; "
        "the examples are of criticality B."
    )
    yield system_table(framework)
    yield from conventions(framework)


def _size(framework: Framework) -> str:
    criteria = framework.criteria.values()
    parts = [
        (len(framework.sections), "section"),
        (sum(len(section.practices) for section in framework.sections), "practice"),
        (len(criteria), "criterion"),
        (sum(entry.blocker is not None for entry in criteria), "blocker"),
    ]
    return ", ".join(_counted(count, noun) for count, noun in parts if count)


def _counted(count: int, noun: str) -> str:
    many = "criteria" if noun == "criterion" else f"{noun}s"
    return f"{count} {noun if count == 1 else many}"


def index_page(frameworks: Iterable[Framework]) -> str:
    """The list of frameworks."""
    return page(_index(frameworks))


def _index(frameworks: Iterable[Framework]) -> Iterator[str]:
    yield "# Frameworks"
    yield (
        "Every built-in framework in full: its ids, a page a section, and briefs for those who "
        "lead the interviews."
    )
    yield table(
        ["id", "what it is", "version", "size"],
        (
            [code(f.id), link(f.title, f"{f.id}/README.md"), prose(f.version), _size(f)]
            for f in frameworks
        ),
    )
    yield "`make reference` writes these pages after a change of a framework."
