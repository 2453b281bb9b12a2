"""readiness demo: the sample engagements end to end, in copies that may be played with."""

from __future__ import annotations

import shutil
import webbrowser
from pathlib import Path

import click

from readiness_kit.cli.batch import jobs_option
from readiness_kit.cli.options import NEW_FOLDER, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import NotSavedError

_LEFT_OUT = shutil.ignore_patterns("reports", ".cache", "__pycache__", ".readiness.lock")


@click.command(epilog=example("readiness demo", "readiness demo --all --out reports --open"))
@click.option(
    "--out",
    type=NEW_FOLDER,
    default="readiness-demo",
    show_default=True,
    metavar="DIR",
    help="Where the copies and reports go.",
)
@click.option(
    "--all", "every", is_flag=True, help="Also the light samples, which bring no data of their own."
)
@jobs_option
@click.option("--open", "show", is_flag=True, help="Open the index of the reports in a browser.")
def demo(out: Path, every: bool, jobs: int | None, show: bool) -> int:
    """Run the sample engagements end to end: their model on their data, then the report."""
    from readiness_kit.cli.running import Batch

    reports: list[Path] = []
    copies, fresh = _copies(out, every=every)
    batch = Batch(out=out, jobs=jobs, again=fresh)
    batch.run(copies, each=reports.append)
    if batch.failed:
        return 1
    for copy in copies:
        click.echo(_verdict(copy))
    click.echo("The reports:")
    for report in reports:
        click.echo(str(report))
    if batch.index is not None:
        page = batch.index.resolve()
        click.echo(f"All of them on one page: {page}")
        if show:
            webbrowser.open(page.as_uri())
    click.echo(f"An engagement of your own: {typed('new', 'acme')}")
    return 0


def _copies(out: Path, *, every: bool) -> tuple[list[Path], list[Path]]:
    """The copies of the samples to run, and those of them that were made just now."""
    from readiness_kit.resources import samples

    copies, fresh = [], []
    for name, sample in samples().items():
        if every or (sample / "data").is_dir():
            copy = out / "engagements" / name
            copies.append(copy)
            if _copy(sample, copy):
                fresh.append(copy)
    return copies, fresh


def _verdict(path: Path) -> str:
    """The verdict at the gate that is next, and why, in one line."""
    from readiness_kit.cli.index import standing_of
    from readiness_kit.cli.opening import open_engagement

    stands = standing_of(open_engagement(path))
    verdict = f"{stands.verdict}. " if stands.phase else ""
    return f"{stands.client} · {stands.system}: {verdict}{stands.reason}"


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
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return True
