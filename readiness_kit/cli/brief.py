"""The brief of a section in the terminal: what to prepare before one sits down with a client."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.framework import Section

_WIDTH = 100


def print_brief(section: Section) -> None:
    """Say how to open, what to ask for, three questions a practice, and what to listen for."""
    click.secho(f"\nBrief: {section.title}", bold=True)
    if section.brief is not None:
        least, usual, most = section.brief.hours
        _paragraph(f"“{section.brief.opening}”")
        _paragraph(f"It takes {usual:g} hours of talking and rating, {least:g} to {most:g}.")
        _list("Ask for beforehand", section.brief.documents)
    for practice in section.practices:
        click.secho(f"\n{practice.title}", bold=True)
        for criterion in practice.criteria:
            mark = f" (blocker at {criterion.blocker.gate})" if criterion.blocker else ""
            _paragraph(f"{criterion.id}{mark}: {criterion.title}")
        _list("Ask", practice.interview)
        _list("Warning signs", practice.warning_signs)


def _list(heading: str, entries: Iterable[str]) -> None:
    told = list(entries)
    if told:
        click.echo(f"  {heading}:")
    for entry in told:
        click.echo(textwrap.fill(entry, _WIDTH, initial_indent="    - ", subsequent_indent=" " * 6))


def _paragraph(words: str) -> None:
    click.echo(textwrap.fill(words, _WIDTH, initial_indent="  ", subsequent_indent="    "))
