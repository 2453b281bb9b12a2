"""Prints the way on from a gate: how little would turn it, and the cheapest path to a GO."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.framework.schema import Framework
    from readiness_kit.judgement.levers import Lever
    from readiness_kit.judgement.prospect import Flip, Path, Prospect


def show_prospect(prospect: Prospect, framework: Framework) -> None:
    """What is missing, what would flip the verdict, and the steps to a GO."""
    from readiness_kit.judgement.prospect_words import (
        flip_sentence,
        missing_sentence,
        path_sentence,
    )

    if missing := missing_sentence(prospect):
        click.echo(f"\n{missing}")
    if prospect.flip:
        click.echo(f"\n{flip_sentence(prospect.flip, framework)}")
        _show_flip(prospect.flip)
    if prospect.path and prospect.path.steps:
        click.echo(f"\n{path_sentence(prospect.path)}")
        _show_steps(prospect.path)


def _show_flip(flip: Flip) -> None:
    for lever in flip.levers or ():
        click.echo(f"  {_work(lever):7} {lever.id}")


def _show_steps(path: Path) -> None:
    click.echo(f"  {'':10} {'days':>6} {'points':>8}  {'':44}  opens")
    for step in path.steps or ():
        click.echo(
            f"  {_work(step.lever):10} {step.lever.effort_days:>6g} "
            f"{step.points + step.factor_points:>8.1f}  {step.lever.id:44}  "
            f"{', '.join(step.opened)}".rstrip()
        )


def _work(lever: Lever) -> str:
    """What has to be done about it, in a word that `readiness gate --help` explains."""
    return "answer" if lever.kind == "rating" else lever.work
