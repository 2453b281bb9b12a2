"""readiness demo: the sample engagements end to end, in copies that may be played with."""

from __future__ import annotations

import shutil
import webbrowser
from pathlib import Path

import click

from readiness_kit.cli.batch import Batch
from readiness_kit.cli.opening import judged, open_engagement
from readiness_kit.cli.options import NEW_FOLDER, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import NotSavedError

_LEFT_OUT = shutil.ignore_patterns("reports", ".cache", "__pycache__", ".readiness.lock")


@click.command(epilog=example("readiness demo", "readiness demo --out reports --open"))
@click.option(
    "--out",
    type=NEW_FOLDER,
    default="readiness-demo",
    show_default=True,
    metavar="DIR",
    help="Where the copies and reports go.",
)
@click.option("--open", "show", is_flag=True, help="Open the reports in a browser.")
def demo(out: Path, show: bool) -> int:
    """Run the sample engagements end to end: their model on their data, then the report."""
    from readiness_kit.resources import samples

    batch, reports = Batch(out=out), []
    copies = {name: out / "engagements" / name for name in samples()}
    for name, sample in samples().items():
        batch.again = _copy(sample, copies[name])
        reports += list(batch.reports(copies[name]))
    batch.close()
    if batch.failed:
        return 1
    for copy in copies.values():
        click.echo(_verdict(copy))
    click.echo("The reports:")
    for report in reports:
        click.echo(str(report))
        if show:
            webbrowser.open(report.as_uri())
    click.echo(f"An engagement of your own: {typed('new', 'acme')}")
    return 0


def _verdict(path: Path) -> str:
    """The verdict at the gate that is next, and why, in one line."""
    from readiness_kit.judgement.words import VERDICT_NAMES, gate_sentence, headline_sentence

    opened = open_engagement(path)
    card = judged(opened)
    about = f"{card.client} · {card.system}"
    if card.phase is None:
        return f"{about}: {headline_sentence(card)}"
    gate = card.gate(card.phase)
    return f"{about}: {VERDICT_NAMES[gate.verdict]}. {gate_sentence(gate, opened.framework)}"


def _copy(sample: Path, target: Path) -> bool:
    """Copy a sample unless a copy is there, which somebody may have worked in."""
    if target.exists():
        click.echo(f"Using the copy in {target}; delete it to start afresh.", err=True)
        return False
    # under another name until it is whole, so that half a copy is never taken for one
    partial = target.with_name(f".{target.name}.tmp")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(sample, partial, ignore=_LEFT_OUT)
        partial.rename(target)
    except OSError as error:
        raise NotSavedError(target, error) from error
    return True
