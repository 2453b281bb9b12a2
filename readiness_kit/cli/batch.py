"""readiness run and readiness demo: notebooks to reports."""

from __future__ import annotations

import shutil
import webbrowser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.options import example
from readiness_kit.cli.progress import Progress
from readiness_kit.errors import ReadinessError, UsageError

if TYPE_CHECKING:
    from readiness_kit.batch.jobs import Job
    from readiness_kit.engagement.folder import Engagement


@click.command(epilog=example("readiness run acme", "readiness run clients/* --out reports"))
@click.argument(
    "paths", metavar="PATH...", type=click.Path(path_type=Path), nargs=-1, required=True
)
@click.option("--notebook", "names", multiple=True, metavar="N", help="Only this one; repeatable.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where reports go [PATH/reports].",
)
def run(paths: tuple[Path, ...], names: tuple[str, ...], out: Path | None) -> int:
    """Collect missing evidence, execute the notebooks, write one HTML file each.

    Takes every packaged notebook up to the current phase. Leaves with 1 if any report could not
    be made, whatever the verdicts are.
    """
    _known(names)
    return _run(paths, names=names, out=out, again=False)


@click.command(epilog=example("readiness demo", "readiness demo --out reports --open"))
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("readiness-demo"),
    show_default=True,
    metavar="DIR",
    help="Where the copies and reports go.",
)
@click.option("--open", "show", is_flag=True, help="Open the report in a browser.")
def demo(out: Path, show: bool) -> int:
    """Run the sample engagements end to end: their model on their data, then the report."""
    from readiness_kit.resources import samples

    copies, code = [], 0
    for name, sample in samples().items():
        copy = out / "engagements" / name
        fresh = _copy(sample, copy)
        code = max(code, _run([copy], names=(), out=out, again=fresh))
        copies.append(copy)
    if show and code == 0:
        for copy in copies:
            for report in sorted((out / copy.name).glob("*.html")):
                webbrowser.open(report.resolve().as_uri())
    return code


def _run(paths: Sequence[Path], *, names: Sequence[str], out: Path | None, again: bool) -> int:
    from readiness_kit.batch.jobs import run_jobs

    progress, failures = Progress(), 0
    for path in paths:
        try:
            jobs = list(_prepare(path, names=names, out=out, again=again, progress=progress))
        except ReadinessError as error:
            progress.line(f"failed  {path}: {error}")
            failures += 1
            continue
        for outcome in run_jobs(jobs, progress=progress):
            name = outcome.job.notebook.stem
            if outcome.done:
                progress.line(f"done    {path.name} {name}")
                click.echo(str(outcome.report))
            else:
                progress.line(f"failed  {path.name} {name}: {outcome.problem}")
                failures += 1
    return 1 if failures else 0


def _prepare(
    path: Path, *, names: Sequence[str], out: Path | None, again: bool, progress: Progress
) -> Iterator[Job]:
    """Bring the engagement's evidence up to date, and name its jobs."""
    from readiness_kit.batch.jobs import Job
    from readiness_kit.engagement.folder import Engagement

    opened = Engagement.open(path)
    _collect(path, opened, again=again, progress=progress)
    target = path / "reports" if out is None else out / path.resolve().name
    for notebook in _notebooks(opened, names):
        yield Job(path.resolve(), notebook, target.resolve())


def _collect(path: Path, opened: Engagement, *, again: bool, progress: Progress) -> None:
    from readiness_kit.engagement.writer import Writer
    from readiness_kit.evidence.registry import provided
    from readiness_kit.evidence.run import missing_or_stale, run_method

    methods = provided()
    for name in list(methods) if again else missing_or_stale(opened, methods):
        progress.line(f"running {path.name} {name} …")
        seen = run_method(name, opened, progress=progress)
        if seen.state == "skipped":
            progress.line(f"skipped {path.name} {name}: {seen.reason}")
            continue
        Writer(path, via="run").save_observation(seen)
        progress.line(f"seen    {path.name} {name}: {seen.verdict or seen.reason}")


def _notebooks(opened: Engagement, names: Sequence[str]) -> Iterator[Path]:
    """The named notebooks, else all whose phase is not ahead of the engagement's."""
    from readiness_kit.report.execute import notebook_section
    from readiness_kit.resources import notebooks

    phases = [phase.id for phase in opened.framework.phases]
    for name, notebook in notebooks().items():
        section = notebook_section(notebook)
        reached = section is None or (
            section in phases
            and opened.profile.phase is not None
            and phases.index(section) <= phases.index(opened.profile.phase)
        )
        if name in names or (not names and reached):
            yield notebook


def _known(names: Sequence[str]) -> None:
    from readiness_kit.resources import notebooks

    for name in names:
        if name not in notebooks():
            raise UsageError(f"no notebook {name!r}; there is {', '.join(notebooks())}")


def _copy(sample: Path, target: Path) -> bool:
    """Copy a sample unless a copy is there, which somebody may have worked in."""
    if target.exists():
        click.echo(f"Using the copy in {target}; delete it to start afresh.", err=True)
        return False
    left = shutil.ignore_patterns("reports", ".cache", "__pycache__", ".readiness.lock")
    shutil.copytree(sample, target, ignore=left)
    return True
