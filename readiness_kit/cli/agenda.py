"""readiness agenda: what a workshop would talk about, and why."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness_kit.cli.opening import case_of, open_engagement
from readiness_kit.cli.options import WholeNumberType, as_of, engagement, example
from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.framework.schema import Framework
    from readiness_kit.judgement.agenda import Agenda, Proposed

_WIDTH = 100
_INDENT = " " * 6


@click.command(epilog=example("readiness agenda acme", "readiness agenda acme --minutes 90 --json"))
@engagement
@click.option(
    "--minutes",
    type=WholeNumberType("minutes: a whole number from 5 to 600"),
    metavar="N",
    default=120,
    show_default=True,
    help="How long the workshop is.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the agenda as JSON.")
@as_of
def agenda(path: Path, minutes: int, as_json: bool, as_of: dt.date | None) -> None:
    """Propose what a workshop talks about: what its time holds, what pays most first.

    Open blockers of the current gate, then where people are far apart, then what nobody knows or
    was asked, then claims that could be shown. Nothing is written.
    """
    from readiness_kit.judgement import agenda as picking
    from readiness_kit.judgement import canonical_json, judge_case

    _must_be_possible(minutes)
    opened = open_engagement(path)
    case = case_of(opened, as_of)
    sections = picking.sections_at(case)
    found = picking.agenda(case, judge_case(case), minutes=minutes, sections=sections)
    if as_json:
        click.echo(canonical_json(_document(found, opened.framework)), nl=False)
        return
    click.secho(f"{opened.profile.client} · {opened.profile.system}", bold=True)
    _print(found, opened.framework)
    click.echo(f"\nTo hold it, open the workbook: {typed('lab', path)}")


def _must_be_possible(minutes: int) -> None:
    from readiness_kit.engagement.workshop import LONGEST, SHORTEST

    if not SHORTEST <= minutes <= LONGEST:
        allowed = f"a whole number from {SHORTEST} to {LONGEST}"
        raise click.BadParameter(f"{minutes} is not {allowed}", param_hint="--minutes")


def _print(found: Agenda, framework: Framework) -> None:
    planned = sum(topic.minutes for topic in found.topics)
    many = len(found.topics)
    if not found.topics and not found.left:
        click.echo("Nothing needs a talk: all is rated, proved as far as asked, and agreed on.")
        return
    click.echo(
        f"agenda for {found.minutes} minutes: {many} topic{'s' if many != 1 else ''}, "
        f"{planned:g} minutes"
    )
    _list(found.topics, framework)
    if found.left:
        click.echo(f"\nwhat {found.minutes} minutes do not hold:")
        _list(found.left, framework, start=many + 1)


def _list(topics: Iterable[Proposed], framework: Framework, *, start: int = 1) -> None:
    for place, topic in enumerate(topics, start):
        title = framework.criteria[topic.criterion].title
        click.echo(f"{place:>4}. {title}  [{topic.criterion}]")
        lines = textwrap.wrap(topic.reason, _WIDTH - len(_INDENT))
        click.echo(textwrap.indent("\n".join(lines), _INDENT))


def _document(found: Agenda, framework: Framework) -> dict[str, Any]:
    return {
        "minutes": found.minutes,
        "topics": [_entry(topic, framework) for topic in found.topics],
        "left": [_entry(topic, framework) for topic in found.left],
    }


def _entry(topic: Proposed, framework: Framework) -> dict[str, Any]:
    return {
        "criterion": topic.criterion,
        "title": framework.criteria[topic.criterion].title,
        "section": topic.section,
        "minutes": topic.minutes,
        "why": list(topic.why),
        "reason": topic.reason,
    }
