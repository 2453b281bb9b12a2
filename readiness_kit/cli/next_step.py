"""What leads on from a scorecard or a verdict, as commands that can be pasted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.opening import framework_name
from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement import Scorecard
    from readiness_kit.judgement.scorecard import GateVerdict

_OF_METHODS = {
    "method_open": "Let it be measured",
    "method_failed": "Once that is mended, measure again",
}


def unanswered(card: Scorecard) -> list[str]:
    """What is asked at the current phase's gate, or of a framework without gates, and not rated."""
    phases = {gate.phase for gate in card.gates}
    return [
        result.id
        for section in card.sections
        if section.id == card.phase or section.id not in phases
        for result in section.criteria
        if result.state == "unrated"
    ]


def show_after_answer(path: Path, opened: Engagement, card: Scorecard) -> None:
    """What to answer next, and where it stands by now."""
    _show_next_answer(path, opened, card)
    click.echo(f"Where it stands: {typed('score', path)}")


def show_after_score(path: Path, opened: Engagement, card: Scorecard) -> None:
    """What to do about a scorecard."""
    _show_next_answer(path, opened, card)
    if card.gates:
        click.echo(f"Whether it may go on: {typed('gate', path)}")


def show_after_gate(path: Path, opened: Engagement, card: Scorecard, gate: GateVerdict) -> None:
    """What would bring this gate nearer, or record what is decided at it."""
    click.echo()
    if gate.phase == card.phase:
        _show_next_answer(path, opened, card)
    for method, purpose in _to_run(gate).items():
        click.echo(f"{purpose}: {typed('evidence', 'run', method, path)}")
    if gate.verdict in ("GO", "CONDITIONAL") and gate.decision is None:
        decide = typed("decide", path, gate.phase, gate.verdict)
        condition = " --condition TEXT" if gate.verdict == "CONDITIONAL" else ""
        click.echo(f"Once it is decided: {decide} --by NAME{condition}")
    if gate.verdict != "GO":
        click.echo(f"What counts how much: {typed('score', path, '--explain', gate.phase)}")
    click.echo(f"The report: {typed('run', path)}")


def _show_next_answer(path: Path, opened: Engagement, card: Scorecard) -> None:
    missing = unanswered(card)
    if not missing:
        return
    first = missing[0]
    many = "criteria are" if len(missing) > 1 else "criterion is"
    section = opened.framework.section_of[first].id
    show = typed("framework", "show", framework_name(opened), "--section", section)
    click.echo(f"{len(missing)} {many} still to be rated. The next, and what its levels mean:")
    click.echo(f"  {typed('rate', path, first)} --level N")
    click.echo(f"  {show}")


def _to_run(gate: GateVerdict) -> dict[str, str]:
    """The methods that this gate waits for and this version can run, and why to run each."""
    from readiness_kit.evidence.registry import provided

    methods = provided()
    return {
        method: _OF_METHODS[reason.rule]
        for reason in gate.reasons
        if reason.rule in _OF_METHODS
        for method in reason.ids
        if method in methods
    }
