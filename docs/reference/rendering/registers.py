"""All ids of a framework, one table each, for those who write files, scripts and spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework import Criterion, Framework, Section
from rendering import words
from rendering.markdown import code, codes, link, prose, table


def registers(framework: Framework) -> Iterator[str]:
    """The blocks of every table that has a row, each under its heading."""
    for heading, text, rows in (
        ("Sections", _SECTIONS if framework.phases else "", _sections(framework)),
        ("Practices", "", _practices(framework)),
        ("Criteria", _CRITERIA if framework.phases else "", _criteria(framework)),
        ("Evidence methods", _METHODS, _methods(framework)),
        ("Roles", _ROLES, _roles(framework)),
        ("Pitfalls", "", _pitfalls(framework)),
        ("Metrics", "", _metrics(framework)),
        ("Rules of thumb", "Questions to ask of a plan, never verdicts.", _rules(framework)),
        ("Operation", "To have settled; asked, not gated.", _operation(framework)),
    ):
        if rows:
            yield f"## {heading}"
            yield text
            yield rows


_SECTIONS = (
    "A section with floors is a phase and ends in a gate: below the first floor it is no go, from "
    "the second on it may be go."
)
_CRITERIA = "A blocker names its gate and the supported level that the gate requires."
_METHODS = (
    "A property is capped by a run that contradicts it; an activity is shown by the run itself. A "
    "method that is not in this version, and that no installed plug-in brings, is not required by "
    "any gate: `readiness evidence list` names those that can be run."
)
_ROLES = (
    "Whom a criterion's `answered_by` names counts for it; where it names nobody, everybody does. "
    "The facilitator always counts."
)


def _place(criterion: Criterion, framework: Framework) -> str:
    return f"sections/{framework.section_of[criterion.id].id}.md#{criterion.id}"


def _sections(framework: Framework) -> str:
    head = ["id", "title", "brief"]
    gate = ["weeks", "floors", "must run", "must pass"] if framework.phases else []
    return table(
        [*head, *gate],
        (_section(section)[: len(head) + len(gate)] for section in framework.sections),
    )


def _section(section: Section) -> list[str]:
    return [
        code(section.id),
        link(section.title, f"sections/{section.id}.md"),
        link("brief", f"briefs/{section.id}.md"),
        words.weeks(section),
        words.floors(section),
        codes(section.must_run),
        codes(section.must_pass),
    ]


def _practices(framework: Framework) -> str:
    return table(
        ["id", "title", "criteria", "blockers"],
        (
            [
                code(practice.id),
                link(practice.title, f"sections/{section.id}.md#{practice.id}"),
                str(len(practice.criteria)),
                str(sum(entry.blocker is not None for entry in practice.criteria)),
            ]
            for section in framework.sections
            for practice in section.practices
        ),
    )


def _criteria(framework: Framework) -> str:
    return table(
        ["id", "title", "kind", "theme", "weight", "depth", "scope", "blocker", "methods"],
        (
            [
                code(entry.id),
                link(entry.title, _place(entry, framework)),
                entry.kind,
                entry.theme,
                words.number(entry.weight),
                entry.depth,
                words.scope(entry.scope),
                words.blocker(entry.blocker),
                words.methods(entry),
            ]
            for entry in framework.criteria.values()
        ),
    )


def _methods(framework: Framework) -> str:
    own = words.runnable()
    required = [m for s in framework.sections for m in (*s.must_run, *s.must_pass)]
    linked = [method.id for c in framework.criteria.values() for method in c.methods]
    return table(
        ["id", "in this version", "must run at", "must pass at", "bears on"],
        (
            [
                code(id),
                "yes" if id in own else "-",
                ", ".join(s.id for s in framework.sections if id in s.must_run) or "-",
                ", ".join(s.id for s in framework.sections if id in s.must_pass) or "-",
                codes(c.id for c in framework.criteria.values() if id in [m.id for m in c.methods]),
            ]
            for id in dict.fromkeys([*required, *linked])
        ),
    )


def _roles(framework: Framework) -> str:
    named = [entry.answered_by for entry in framework.criteria.values()]
    return table(
        ["id", "title", "criteria that name it"],
        (
            [code(role.id), prose(role.title), str(sum(role.id in roles for roles in named))]
            for role in framework.roles
        ),
    )


def _pitfalls(framework: Framework) -> str:
    return table(
        ["id", "title", "closed by"],
        (
            [code(p.id), link(p.title, f"pitfalls.md#{p.id}"), code(p.close_by)]
            for p in framework.pitfalls
        ),
    )


def _metrics(framework: Framework) -> str:
    return table(
        ["id", "title", "dimension", "unit", "better"],
        (
            [code(m.id), link(m.title, f"metrics.md#{m.id}"), m.dimension, prose(m.unit), m.better]
            for m in framework.metrics
        ),
    )


def _rules(framework: Framework) -> str:
    return table(
        ["id", "title", "range", "unit", "source"],
        (
            [code(r.id), prose(r.title), words.between(*r.range), prose(r.unit), prose(r.source)]
            for r in framework.rules_of_thumb
        ),
    )


def _operation(framework: Framework) -> str:
    return table(
        ["id", "title"],
        ([code(o.id), link(o.title, f"operation.md#{o.id}")] for o in framework.operation),
    )
