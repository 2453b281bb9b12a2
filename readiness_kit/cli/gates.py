"""readiness waive and readiness decide: what people accept and what they decide."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from readiness_kit.cli.opening import PROFILE, known_criterion, open_engagement
from readiness_kit.cli.options import DAY, WORDS, engagement, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError


@click.command(
    epilog=example(
        "readiness waive acme poc.integration_points.owned --owner 'J. Smith' \\",
        "    --reason 'supplier signs in November' --control 'daily export by hand' \\",
        "    --expires 2026-12-31",
    )
)
@engagement
@click.argument("criterion", metavar="[CRITERION]", required=False)
@click.option("--method", metavar="M", help="Waive a failed method instead of a criterion.")
@click.option("--owner", required=True, type=WORDS, metavar="NAME", help="Who answers for it.")
@click.option("--reason", required=True, type=WORDS, metavar="TEXT", help="Why it is accepted.")
@click.option(
    "--control",
    required=True,
    type=WORDS,
    metavar="TEXT",
    help="What keeps the harm away meanwhile.",
)
@click.option("--expires", required=True, type=DAY, help="The last day on which it holds.")
@click.option("--granted", type=DAY, help="Since when [today].")
def waive(
    path: Path,
    criterion: str | None,
    method: str | None,
    **said: Any,
) -> None:
    """Accept a shortfall for a time: it changes no number, only what the gate makes of it."""
    from readiness_kit.engagement import acts
    from readiness_kit.engagement.writer import Writer

    if (criterion is None) == (method is None):
        raise click.UsageError("name either a CRITERION or a --method")
    opened = open_engagement(path)
    if criterion is not None:
        known_criterion(opened, criterion)
    else:
        known = {
            m for phase in opened.framework.phases for m in (*phase.must_run, *phase.must_pass)
        }
        if method not in known:
            raise UsageError(f"no gate asks for a method {method!r}; there is {_listed(known)}")
    since = said["granted"] or opened.as_of()
    if said["expires"] < since:
        raise UsageError(
            f"a waiver ends on the day it is granted ({since}) or later; got --expires "
            f"{said['expires']}"
        )
    change = acts.waive(criterion=criterion, method=method, **said)
    Writer(path, via="command line").apply([change], by=said["owner"], op="waive")
    click.echo(f"Waived {criterion or method} until {said['expires']}, owner {said['owner']}.")
    click.echo(f"What it changes: {typed('gate', path)}")


@click.command(
    epilog=example(
        "readiness decide acme poc CONDITIONAL --by 'steering committee' \\",
        "    --condition 'stop number signed by 1 November' --reference 'minutes 7'",
    )
)
@engagement
@click.argument("phase", metavar="PHASE")
@click.argument("verdict", metavar="VERDICT", type=click.Choice(["GO", "CONDITIONAL", "NO_GO"]))
@click.option(
    "--by", required=True, type=WORDS, metavar="NAME", help="The body or person that decided."
)
@click.option("--on", "day_", type=DAY, help="When [today].")
@click.option(
    "--condition", "conditions", multiple=True, type=WORDS, metavar="TEXT", help="May be repeated."
)
@click.option("--reference", type=WORDS, metavar="TEXT", help="Minutes, mail or ticket.")
def decide(
    path: Path,
    phase: str,
    verdict: Any,
    by: str,
    day_: dt.date | None,
    conditions: tuple[str, ...],
    reference: str | None,
) -> None:
    """Record a decision at a gate: GO and CONDITIONAL close it, NO_GO leaves it open.

    PHASE is a phase of the framework, such as poc; VERDICT is GO, CONDITIONAL or NO_GO.
    """
    from readiness_kit.engagement import acts
    from readiness_kit.engagement.writer import Writer

    opened = open_engagement(path)
    known = [section.id for section in opened.framework.phases]
    if phase not in known:
        raise UsageError(f"{phase!r} is not a phase; there is {_listed(known)}")
    change = acts.decide(
        phase=phase, verdict=verdict, by=by, on=day_, conditions=conditions, reference=reference
    )
    after = Writer(path, via="command line").apply([change], by=by, op="decide")
    on = max(decision.on for decision in after.decisions if decision.phase == phase)
    click.echo(f"Recorded: {verdict} at the gate of {phase}, {day_ or on}, by {by}.")
    later = known[known.index(phase) + 1 :]
    if verdict != "NO_GO" and later and opened.profile.phase == phase:
        click.echo(f"When work on {later[0]} begins, set `phase: {later[0]}` in {path / PROFILE}.")
    click.echo(f"How the gate stands now: {typed('gate', path, '--phase', phase)}")


def _listed(names: Any) -> str:
    return ", ".join(sorted(names) if isinstance(names, set) else names)
