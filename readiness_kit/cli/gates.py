"""readiness waive and readiness decide: what people accept and what they decide."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness_kit.cli import notices
from readiness_kit.cli.opening import PROFILE, judged, known_criterion, open_engagement
from readiness_kit.cli.options import DAY, WORDS, engagement, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement


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
        _must_be_asked(opened, str(method))
    since = said["granted"] or opened.as_of()
    if said["expires"] < since:
        raise UsageError(
            f"a waiver ends on the day it is granted ({since}) or later; got --expires "
            f"{said['expires']}"
        )
    change = acts.waive(criterion=criterion, method=method, **said)
    after = Writer(path, via="command line").apply([change], by=said["owner"], op="waive")
    click.echo(f"Waived {criterion or method} until {said['expires']}, owner {said['owner']}.")
    card = judged(replace(opened, assessment=after))
    key = ("criterion", criterion) if criterion else ("method", method)
    waiver = next(each for each in after.waivers if each.key == key)
    if notice := notices.of_waiver(waiver, opened, card):
        click.echo(notice)
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
    Writer(path, via="command line").apply([change], by=by, op="decide")
    on = day_ or opened.as_of()
    click.echo(f"Recorded: {verdict} at the gate of {phase}, {on}, by {by}.")
    if notice := notices.of_decision(phase, on, opened.assessment.decisions):
        click.echo(notice)
    later = known[known.index(phase) + 1 :]
    if verdict != "NO_GO" and later and opened.profile.phase == phase:
        click.echo(f"When work on {later[0]} begins, set `phase: {later[0]}` in {path / PROFILE}.")
    click.echo(f"How the gate stands now: {typed('gate', path, '--phase', phase)}")


def _must_be_asked(opened: Engagement, method: str) -> None:
    """Raise UsageError for a method of no gate, with those that could be meant here and now."""
    from readiness_kit.evidence.registry import provided

    by_phase = {p.id: {*p.must_run, *p.must_pass} for p in opened.framework.phases}
    known = set().union(*by_phase.values())
    if method in known:
        return
    listed = (known & provided().keys()) | by_phase.get(opened.profile.phase or "", set())
    there = f"there is {_listed(listed)}" if listed else "none can be waived here"
    raise UsageError(f"no gate asks for a method {method!r}; {there}")


def _listed(names: Any) -> str:
    return ", ".join(sorted(names) if isinstance(names, set) else names)
