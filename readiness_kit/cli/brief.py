"""The brief of a section in the terminal: what to prepare before one sits down with a client."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.framework.briefing import Briefing

_WIDTH = 100


def print_brief(brief: Briefing) -> None:
    """Say what it is for, how to open, whom and what to ask for, and what to listen for."""
    click.secho(f"\nBrief: {brief.title}", bold=True)
    if not brief.prepared:
        click.echo("  This framework has no opening, documents or questions for it.")
    _paragraph(brief.purpose)
    if brief.opening:
        _paragraph(f"Open with: “{brief.opening}”")
    _paragraph(brief.hours)
    _paragraph(f"Gate: {brief.bar}" if brief.bar else "")
    _list("Blockers", (f"{b.id} ({b.terms}): {b.title}" for b in brief.blockers))
    for heading, seats in brief.invited.items():
        named = ", ".join(seat.words for seat in seats)
        _paragraph(f"{heading}, with criteria to answer: {named}")
    _list("Ask for beforehand", brief.documents)
    for talk in brief.talks:
        click.secho(f"\n{talk.title}", bold=True)
        _list("Ask", talk.interview)
        _list("Warning signs", talk.warning_signs)


def _list(heading: str, entries: Iterable[str]) -> None:
    told = list(entries)
    if told:
        click.echo(f"  {heading}:")
    for entry in told:
        click.echo(textwrap.fill(entry, _WIDTH, initial_indent="    - ", subsequent_indent=" " * 6))


def _paragraph(words: str) -> None:
    if words:
        click.echo(textwrap.fill(words, _WIDTH, initial_indent="  ", subsequent_indent="    "))
