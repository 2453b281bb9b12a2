"""readiness run: evidence and notebooks of many engagements to reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.faults import debugging, one_line, unexpected
from readiness_kit.cli.opening import PROFILE, open_engagement
from readiness_kit.cli.options import NEW_FOLDER, engagements, example
from readiness_kit.cli.progress import Progress
from readiness_kit.cli.typed import typed
from readiness_kit.errors import InvalidFileError, ReadinessError, UsageError

if TYPE_CHECKING:
    from readiness_kit.batch.jobs import Job
    from readiness_kit.engagement.folder import Engagement


@click.command(epilog=example("readiness run acme", "readiness run clients/* --out reports"))
@engagements
@click.option(
    "--notebook",
    "names",
    multiple=True,
    metavar="N",
    help="Only this one, by its name or how that begins, such as 01; repeatable.",
)
@click.option("--out", type=NEW_FOLDER, metavar="DIR", help="Where reports go [PATH/reports].")
def run(paths: tuple[Path, ...], names: tuple[str, ...], out: Path | None) -> int:
    """Collect missing evidence, execute the notebooks, write one HTML file each.

    Takes every packaged notebook up to the current phase. Leaves with 1 if any report could not
    be made, whatever the verdicts are.
    """
    names = _named(names)
    # one engagement may be named in several ways; it is run once, under the first
    distinct: dict[Path, Path] = {}
    for path in paths:
        distinct.setdefault(path.resolve(), path)
    if out is not None:
        _must_not_meet(distinct.values(), out)
    batch = Batch(names=names, out=out)
    for path in distinct.values():
        for report in batch.reports(path):
            click.echo(str(report))
    batch.close()
    return 1 if batch.failed else 0


@dataclass
class Batch:
    """Runs one engagement after the other and counts; a fault of one stops no other."""

    names: Sequence[str] = ()
    """The notebooks; empty: all up to the engagement's phase."""
    out: Path | None = None
    again: bool = False
    """Measure anew what was measured before."""
    done: int = 0
    failed: int = 0
    progress: Progress = field(default_factory=Progress)

    def reports(self, path: Path) -> Iterator[Path]:
        """Yield each report of one engagement as it is published."""
        try:
            yield from self._reports(path)
        except ReadinessError as error:
            self._fail(str(path), _told(path, error))
        except Exception as error:
            if debugging():
                raise
            self._fail(str(path), unexpected(error))

    def close(self) -> None:
        """Say what came of all."""
        many = "s" if self.done != 1 else ""
        self.progress.line(f"{self.done} report{many}, {self.failed} failed")

    def _reports(self, path: Path) -> Iterator[Path]:
        from readiness_kit.batch.jobs import run_jobs

        opened = open_engagement(path)
        self._collect(path, opened)
        jobs = list(self._jobs(path, opened))
        if not jobs:
            self.progress.line(f"nothing {path}: no notebook is of this framework and phase")
        for outcome in run_jobs(jobs, progress=self.progress):
            about = f"{path.resolve().name} {outcome.job.notebook.stem}"
            if outcome.report is None:
                self._fail(about, outcome.problem)
                continue
            self.done += 1
            self.progress.line(f"done    {about}")
            yield outcome.report

    def _collect(self, path: Path, opened: Engagement) -> None:
        """Bring the engagement's evidence up to date."""
        from readiness_kit.engagement.writer import Writer
        from readiness_kit.evidence.registry import provided
        from readiness_kit.evidence.run import missing_or_stale, run_method

        methods, name = provided(), path.resolve().name
        for method in list(methods) if self.again else missing_or_stale(opened, methods):
            self.progress.line(f"running {name} {method} …")
            seen = run_method(method, opened, progress=self.progress)
            if seen.state == "skipped":
                self.progress.line(f"skipped {name} {method}: {seen.reason}")
                continue
            Writer(path, via="run").save_observation(seen)
            self.progress.line(f"seen    {name} {method}: {seen.verdict or seen.reason}")

    def _jobs(self, path: Path, opened: Engagement) -> Iterator[Job]:
        from readiness_kit.batch.jobs import Job

        folder = path.resolve()
        target = folder / "reports" if self.out is None else self.out / folder.name
        for notebook in _notebooks(opened, self.names):
            yield Job(folder, notebook, target.resolve())

    def _fail(self, about: str, problem: object) -> None:
        self.failed += 1
        self.progress.line(f"failed  {about}: {one_line(problem)}")


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


def _named(names: Sequence[str]) -> tuple[str, ...]:
    """The notebooks that were named, in full."""
    from readiness_kit.resources import notebooks

    return tuple(_notebook(name, list(notebooks())) for name in names)


def _notebook(name: str, known: Sequence[str]) -> str:
    """The one notebook of this name, or whose name alone begins so."""
    begins = [each for each in known if name and each.startswith(name)]
    if name in known or len(begins) == 1:
        return name if name in known else begins[0]
    if begins:
        raise UsageError(f"several notebooks begin with {name!r}: {', '.join(begins)}")
    raise UsageError(f"no notebook {name!r}; there is {', '.join(known)}")


def _must_not_meet(paths: Iterable[Path], out: Path) -> None:
    """Refuse engagements whose reports would go into one folder, on some systems in any case."""
    sharing: dict[str, list[Path]] = defaultdict(list)
    for path in paths:
        if (path / PROFILE).exists():
            sharing[path.resolve().name.casefold()].append(path)
    for name, meeting in sharing.items():
        if len(meeting) > 1:
            named = " and ".join(str(path) for path in meeting)
            raise UsageError(
                f"{named} would both write to {out / name}; nothing was run. Give each a folder "
                "name of its own, or run them one by one, each with an --out of its own."
            )


def _told(path: Path, error: ReadinessError) -> str:
    """An error in a line: of many problems in files, the first and where the others are."""
    if not isinstance(error, InvalidFileError) or len(error.problems) < 2:
        return str(error)
    others = len(error.problems) - 1
    return f"{error.problems[0]}, and {others} more: {typed('check', path)}"
