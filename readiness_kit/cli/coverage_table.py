"""Coverage on a terminal: a line for a catalogue, or each of its entries with its criteria."""

from __future__ import annotations

import textwrap

import click

from readiness_kit.framework.crosswalks import Catalogue
from readiness_kit.judgement.coverage import Coverage, EntryCoverage
from readiness_kit.judgement.coverage_words import (
    COVERED_MEANS,
    answered_sentence,
    covered_sentence,
    dangling_sentences,
    level_words,
    rated_words,
    reason_words,
    standing_words,
)

_WIDTH = 100
_LEAST = 14
"""Characters of the narrowest column of ids; a longer id widens it for all."""


def print_line(found: Coverage) -> None:
    """One line: how many entries of the catalogue are covered, asked and answered."""
    counts = f"{len(found.covered):3} of {len(found.entries):2} {found.catalogue.entries_are}"
    answers = f", {len(found.asked)} asked, {len(found.answered)} with a level"
    click.echo(f"{found.catalogue.id:14}{counts} covered{answers if found.judged else ''}")
    _warn(found)


def print_table(found: Coverage) -> None:
    """Every entry, the criteria that cover it, and where they stand."""
    click.echo(covered_sentence(found))
    if answered := answered_sentence(found):
        click.echo(answered)
    width = max(_LEAST, *(len(each.entry.id) for each in found.entries))
    for name, group in found.groups.items():
        click.secho(f"\n{name}", bold=True)
        for each in group:
            _entry(each, width, explained=bool(found.covered))
    _notes(found.catalogue)
    _warn(found)


def _warn(found: Coverage) -> None:
    """Name on stderr what was left out of the count, so that a misspelled id is not lost."""
    for sentence in dangling_sentences(found):
        click.echo(f"warning {sentence}", err=True)


def _entry(each: EntryCoverage, width: int, *, explained: bool) -> None:
    indent = " " * (width + 3)
    _wrapped(f"{each.entry.id:{width}} {each.entry.title}{_level(each)}", first="  ", rest=indent)
    if not each.criteria and explained:
        _wrapped(f"not covered: {reason_words(each)}", first=indent, rest=indent)
    for id in each.criteria:
        through = f"through {each.entry.part_of}" if id in each.through else ""
        told = ", ".join(words for words in (standing_words(each, id), through) if words)
        click.echo(f"{indent}{id:48} {told}".rstrip())


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
    _wrapped(f"{COVERED_MEANS} {of.note or ''}")
    _wrapped(f"Source: {of.source.rstrip('.')}; {of.publisher}; {of.edition}.")


def _wrapped(told: str, *, first: str = "", rest: str = "", before: str = "") -> None:
    lines = textwrap.fill(told, _WIDTH, initial_indent=first, subsequent_indent=rest)
    click.echo(f"{before}{lines}")
