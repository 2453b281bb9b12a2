"""readiness reply: what the client answers to a finding."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.opening import judged, known_criterion, open_engagement
from readiness_kit.cli.options import DAY, WORDS, engagement, example
from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

RESPONSES = ("accept", "dispute", "comment")


@click.command(
    epilog=example(
        "readiness reply acme poc.edge_cases.tested --response dispute \\",
        "    --text 'tested in March; the record is in the wiki' --by 'J. Smith'",
    )
)
@engagement
@click.argument("finding", metavar="FINDING")
@click.option(
    "--response",
    required=True,
    type=click.Choice(RESPONSES),
    metavar="RESPONSE",
    help=f"What it is: {', '.join(RESPONSES)}.",
)
@click.option("--text", required=True, type=WORDS, metavar="TEXT", help="The answer, as given.")
@click.option("--by", required=True, type=WORDS, metavar="NAME", help="Who answers.")
@click.option("--on", "day_", type=DAY, help="When [today].")
def reply(
    path: Path, finding: str, response: str, text: str, by: str, day_: dt.date | None
) -> None:
    """Record what the client answers to a finding; it stands beside it and changes no figure.

    FINDING is the id of its criterion. Replies are kept: a later one stands below the earlier.
    """
    from readiness_kit.engagement import acts
    from readiness_kit.engagement.writer import Writer

    opened = open_engagement(path)
    known_criterion(opened, finding)
    change = acts.reply(
        opened.framework, finding=finding, response=response, text=text, by=by, on=day_
    )
    Writer(path, via="command line").apply([change], by=by, op="reply")
    on = day_ or opened.as_of()
    click.echo(f"Recorded: {response} of {finding}, {on}, by {by}.")
    if on > opened.as_of():
        click.echo(
            f"Reports show it from {on} on; the engagement is judged as of {opened.as_of()}."
        )
    if not _found(opened, finding):
        click.echo(f"{finding} is no finding today: no report shows the reply now.")
    click.echo(f"The report that shows it: {typed('run', path)}")


def _found(opened: Engagement, criterion: str) -> bool:
    """Whether the criterion falls short of its target today."""
    from readiness_kit.judgement import findings

    found = findings(judged(opened), opened.framework, opened.observations)
    return any(each.criterion == criterion for each in found)
