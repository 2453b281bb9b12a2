"""The brief of a section in the terminal: what to prepare before one sits down with a client."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.framework import Criterion, Section

_WIDTH = 100


def print_brief(section: Section) -> None:
    """Say how to open, what to ask for, three questions a practice, and what to listen for."""
    click.secho(f"\nBrief: {section.title}", bold=True)
    if section.brief is not None:
        _paragraph(f"“{section.brief.opening}”")
        _paragraph(section.brief.duration)
        _list("Ask for beforehand", section.brief.documents)
    for practice in section.practices:
        click.secho(f"\n{practice.title}", bold=True)
        for criterion in practice.criteria:
            mark = f" (blocker at {criterion.blocker.gate})" if criterion.blocker else ""
            _paragraph(f"{criterion.id}{mark}: {criterion.title}{where(criterion)}")
        _list("Ask", practice.interview)
        _list("Warning signs", practice.warning_signs)


def where(criterion: Criterion) -> str:
    """Of which systems, and from which depth on, a criterion is asked; nothing where always."""
    scope = criterion.scope
    limits = [
        f"kind is {' or '.join(scope.kind)}" if scope.kind else "",
        "" if scope.acts is None else "it acts" if scope.acts else "it does not act",
        "" if scope.regulated is None else "regulated" if scope.regulated else "not regulated",
        f"criticality is {' or '.join(scope.criticality)}" if scope.criticality else "",
        f"depth is at least {criterion.depth}" if criterion.depth != "quick" else "",
    ]
    named = " and ".join(limit for limit in limits if limit)
    return f"  asked where {named}" if named else ""


def _list(heading: str, entries: Iterable[str]) -> None:
    told = list(entries)
    if told:
        click.echo(f"  {heading}:")
    for entry in told:
        click.echo(textwrap.fill(entry, _WIDTH, initial_indent="    - ", subsequent_indent=" " * 6))


def _paragraph(words: str) -> None:
    click.echo(textwrap.fill(words, _WIDTH, initial_indent="  ", subsequent_indent="    "))
