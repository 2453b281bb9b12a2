"""readiness snapshot and readiness diff: freeze a state, and see what changed since."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.explain import points
from readiness_kit.cli.opening import case_of, must_be_engagement, open_engagement
from readiness_kit.cli.options import as_of, engagement, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement import Case
    from readiness_kit.judgement.delta import CriterionChange, Delta
    from readiness_kit.judgement.difference import Difference
    from readiness_kit.judgement.rubric_changes import RubricChange

_LISTED = 12
"""So many changes of a rubric are listed before the rest is counted."""

_WAYS = {"fell": "fell", "rose": "rose", "claimed_only": "claimed", "unchanged": "changed"}


@click.command(
    epilog=example("readiness snapshot acme kick-off", "readiness snapshot acme   # lists them")
)
@engagement
@click.argument("name", metavar="[NAME]", required=False)
@as_of
def snapshot(path: Path, name: str | None, as_of: dt.date | None) -> None:
    """Freeze the engagement's state under NAME; without NAME, list what was frozen.

    A snapshot holds the framework's text, engagement.yaml, all answers and all observations, so
    that it can be judged again years later. It is never overwritten.
    """
    if name is None:
        _list(path)
        return
    from readiness_kit import __version__
    from readiness_kit.engagement.snapshots import take_snapshot
    from readiness_kit.evidence.registry import provided

    must_be_engagement(path)
    made = take_snapshot(path, name, methods=provided().keys(), version=__version__, as_of=as_of)
    click.echo(f"Frozen: {made}.")
    click.echo(f"What changed since, at any later time: {typed('diff', path, name)}")


def _list(path: Path) -> None:
    from readiness_kit.engagement.snapshots import read_snapshots
    from readiness_kit.judgement import Case, displayed, judge_case

    must_be_engagement(path)
    found = read_snapshots(path)
    if not found:
        click.echo(f"No snapshot yet. Freeze the state: {typed('snapshot', path)} NAME")
        return
    click.echo(f"{'name':24}{'as of':12}{'gate':12}{'verdict':16}{'weakest':>8}")
    for frozen in found:
        card = displayed(judge_case(Case.frozen(frozen)))
        verdict = card.gate(card.phase).verdict if card.phase and card.gates else "-"
        click.echo(
            f"{frozen.name:24}{frozen.as_of!s:12}{card.phase or '-':12}{verdict:16}"
            f"{points(card.headline.supported):>8}"
        )


@click.command(epilog=example("readiness diff acme kick-off", "readiness diff acme june october"))
@engagement
@click.argument("a", metavar="A")
@click.argument("b", metavar="[B]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
def diff(path: Path, a: str, b: str | None, as_json: bool) -> None:
    """Say what changed from snapshot A to snapshot B, by default to now.

    Every difference is split into four parts that sum to it: what people say, what proves it, what
    is assessed, and the rubric. Regressions come first.
    """
    from readiness_kit.judgement import canonical_json
    from readiness_kit.judgement.delta import delta
    from readiness_kit.judgement.delta_words import delta_document
    from readiness_kit.judgement.displayed import displayed_delta

    opened = open_engagement(path)
    names = (a, b or "now")
    found = delta(*(_case(opened, name) for name in names))
    if as_json:
        click.echo(canonical_json(delta_document(found)), nl=False)
        return
    _show(displayed_delta(found), names, opened)


def _case(opened: Engagement, name: str) -> Case:
    from readiness_kit.engagement.snapshots import NOW, read_snapshot
    from readiness_kit.judgement import Case

    if name == NOW:
        return case_of(opened)
    try:
        return Case.frozen(read_snapshot(opened.path, name))
    except UsageError as error:
        listing = typed("snapshot", opened.path)
        raise UsageError(f"{error}. All of them, with their days: {listing}") from None


def _show(found: Delta, names: tuple[str, str], opened: Engagement) -> None:
    from readiness_kit.judgement.delta_words import (
        carried_sentence,
        delta_sentence,
        rubric_sentence,
        verdict_sentence,
    )

    days = (found.before.as_of, found.after.as_of)
    click.secho(f"{names[0]} ({days[0]}) to {names[1]} ({days[1]})", bold=True)
    for line in (
        delta_sentence(found),
        verdict_sentence(found, opened.framework),
        rubric_sentence(found),
        carried_sentence(found),
    ):
        if line:
            click.echo(line)
    _table(found)
    _changes(found)
    _rubric(found)


def _table(found: Delta) -> None:
    click.echo(
        f"\n{'supported':34}{'before':>8}{'after':>8}{'change':>8}   "
        f"{'ratings':>8}{'evidence':>9}{'scope':>7}{'rubric':>8}"
    )
    titles = {s.id: s.title for card in (found.before, found.after) for s in card.sections}
    for score in (*found.sections, found.headline):
        title = titles.get(score.id, "weakest section")
        click.echo(f"{title[:33]:34}{_row(score.supported)}")


def _row(difference: Difference) -> str:
    """One line of the table, whose parts sum as they are printed."""
    printed = difference.printed
    if printed is None:
        ends = f"{points(difference.before):>8}{points(difference.after):>8}"
        return f"{ends}{'-':>8}   not comparable"
    ratings, evidence, scope, rubric = (_signed(part) for part in printed.parts)
    return (
        f"{printed.before:>8.1f}{printed.after:>8.1f}{_signed(printed.total):>8}   "
        f"{ratings:>8}{evidence:>9}{scope:>7}{rubric:>8}"
    )


def _signed(tenths: float) -> str:
    return f"{tenths:+.1f}" if tenths else "."


def _changes(found: Delta) -> None:
    from readiness_kit.judgement.delta_words import asked_sentence

    if asked := asked_sentence(found):
        click.echo(f"\n{asked}")
    if not found.told:
        click.echo(f"\nNo {'other ' if asked else ''}criterion changed.")
        return
    click.echo(f"\n{'':9}{'criterion':46}{'level':>9}{'supported':>14}  {'evidence':26}due to")
    for change in found.told:
        click.echo(
            f"{_WAYS[change.way]:9}{change.id[:45]:46}{_levels(change):>9}{_values(change):>14}  "
            f"{_grades(change):26}{change.cause or '-'}"
            f"{', carried forward' if change.id in found.carried_forward else ''}"
        )


def _levels(change: CriterionChange) -> str:
    ends = [
        "-" if r is None or r.level is None else str(r.level) for r in (change.before, change.after)
    ]
    return " > ".join(ends)


def _values(change: CriterionChange) -> str:
    ends = (change.supported.before, change.supported.after)
    return " > ".join("-" if value is None else f"{value:.2f}" for value in ends)


def _grades(change: CriterionChange) -> str:
    grades = [str(r.evidence_grade) if r else "-" for r in (change.before, change.after)]
    return grades[0] if grades[0] == grades[1] else " > ".join(grades)


def _rubric(found: Delta) -> None:
    if not found.rubric:
        return
    click.echo("\nThe rubric")
    for change in found.rubric[:_LISTED]:
        click.echo(f"  {_rubric_line(change)}")
    if (more := len(found.rubric) - _LISTED) > 0:
        click.echo(f"  and {more} more; --json lists them all")


def _rubric_line(change: RubricChange) -> str:
    aspect = change.aspect.replace("_", " ")
    ends = f" {change.before} > {change.after}" if change.before and change.after else ""
    return f"{change.what:10}{change.id[:45]:46}{aspect}{ends}"
