"""Coverage on a terminal: a line for a catalogue, or each of its entries with its criteria."""

from __future__ import annotations

import textwrap

import click

from readiness_kit.framework.crosswalks import Catalogue
from readiness_kit.judgement.coverage import Coverage, EntryCoverage
from readiness_kit.judgement.coverage_words import (
    answered_sentence,
    covered_sentence,
    level_words,
    rated_words,
    reason_words,
    standing_words,
)

_WIDTH = 100
_INDENT = " " * 17


def print_line(found: Coverage) -> None:
    """One line: how many entries of the catalogue are covered, asked and answered."""
    counts = f"{len(found.covered):3} of {len(found.entries):2} {found.catalogue.entries_are}"
    answers = f", {len(found.asked)} asked, {len(found.answered)} with a level"
    click.echo(f"{found.catalogue.id:14}{counts} covered{answers if found.judged else ''}")


def print_table(found: Coverage) -> None:
    """Every entry, the criteria that cover it, and where they stand."""
    click.echo(covered_sentence(found))
    if answered := answered_sentence(found):
        click.echo(answered)
    for name, group in found.groups.items():
        click.secho(f"\n{name}", bold=True)
        for each in group:
            _entry(each, explained=bool(found.covered))
    _notes(found.catalogue)


def _entry(each: EntryCoverage, *, explained: bool) -> None:
    _wrapped(f"{each.entry.id:14} {each.entry.title}{_level(each)}", first="  ")
    if not each.criteria and explained:
        _wrapped(f"not covered: {reason_words(each)}", first=_INDENT)
    for id in each.criteria:
        through = f"through {each.entry.part_of}" if id in each.through else ""
        told = ", ".join(words for words in (standing_words(each, id), through) if words)
        click.echo(f"{_INDENT}{id:48} {told}".rstrip())


def _level(each: EntryCoverage) -> str:
    """The lowest level that is supported, and how many of the criteria have one."""
    if each.supported_level is not None:
        return f": level {each.supported_level} ({rated_words(each)} rated)"
    told = level_words(each)
    return f": {told}" if told and each.criteria else ""


def _notes(of: Catalogue) -> None:
    for date in of.dates:
        doubt = "" if date.verified else "NOT VERIFIED, "
        first = "\nDates, as known:\n" if date is of.dates[0] else ""
        told = f"{date.on}  {date.what} ({doubt}{date.source}; {date.as_known})"
        _wrapped(told, first="  ", rest=" " * 14, before=first)
    click.echo()
    _wrapped(
        "Covered means that what is asked here answers an entry in whole or in part, never that a "
        f"law or a standard is met. {of.note or ''}",
        rest="",
    )
    _wrapped(f"Source: {of.source.rstrip('.')}; {of.publisher}; {of.edition}.", rest="")


def _wrapped(told: str, *, first: str = "", rest: str = _INDENT, before: str = "") -> None:
    lines = textwrap.fill(told, _WIDTH, initial_indent=first, subsequent_indent=rest)
    click.echo(f"{before}{lines}")
