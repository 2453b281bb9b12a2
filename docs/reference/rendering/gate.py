"""What the gate at the end of a phase demands, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_kit.framework import Framework, Section
from readiness_kit.framework.briefing import bar
from rendering import words
from rendering.markdown import code, link


def gate_lines(section: Section, framework: Framework) -> Iterator[str]:
    """Lines of markup for a phase; none for a section without a gate."""
    if section.floors is None:
        return
    yield bar(section, framework)
    for verb, methods in (("run", section.must_run), ("pass", section.must_pass)):
        if methods:
            yield f"Must {verb}: {_required(methods)}."
    if section.admits_unproved:
        yield "A blocker that is claimed, but not yet proved, makes it conditional."
    foreign = [
        link(entry.title, f"../sections/{framework.section_of[id].id}.md#{id}")
        for id, entry in framework.criteria.items()
        if id in framework.in_force[section.id] and framework.section_of[id] is not section
    ]
    if foreign:
        yield f"Blockers of other sections in force here: {', '.join(foreign)}."


def _required(methods: Sequence[str]) -> str:
    """What can be required today; then what waits for a later version or a plug-in."""
    own = words.runnable()
    here = ", ".join(code(id) for id in methods if id in own)
    later = ", ".join(code(id) for id in methods if id not in own)
    return "; ".join(part for part in (here, later and f"{later} (not in this version)") if part)
