"""A batch as the command line sees it: counts, says a line an outcome, and keeps the index."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.batch.telling import mailable, shown
from readiness_kit.cli.faults import debugging, one_line, unexpected
from readiness_kit.cli.index import Entry, standing_of, title_of, write_index
from readiness_kit.cli.opening import open_engagement
from readiness_kit.cli.progress import Overview, Progress
from readiness_kit.cli.typed import typed
from readiness_kit.errors import InvalidFileError, ReadinessError

if TYPE_CHECKING:
    from readiness_kit.batch.choice import Reached, Shelf
    from readiness_kit.batch.jobs import Job, Outcome
    from readiness_kit.batch.pool import Pool
    from readiness_kit.engagement.folder import Engagement


class Batch:
    """Runs many engagements and counts; a fault of one stops no other."""

    def __init__(
        self,
        *,
        names: Sequence[str] = (),
        out: Path | None = None,
        jobs: int | None = None,
        again: Iterable[Path] = (),
        contact: bool = False,
    ) -> None:
        self.failed, self.made = 0, 0
        self.index: Path | None = None
        """The page that lists the reports, once it is written."""
        self._names, self._out, self._at_a_time = names, out, jobs
        self._contact = contact
        self._again = {path.resolve() for path in again}
        self._progress = Progress()
        self._overview = Overview(self._progress)
        self._entries: dict[Path, Entry] = {}
        self._lock = threading.Lock()

    def run(self, paths: Sequence[Path], *, each: Callable[[Path], object]) -> None:
        """Run all; `each` gets the reports in the order of the jobs.

        Whatever stops it, nothing is left running, and what is published stays and is listed.
        """
        from readiness_kit.batch.pool import Pool, cores

        try:
            self._prepare(paths)
            with Pool(self._at_a_time or cores(), self) as pool:
                for entry in self._entries.values():
                    self._guarded(entry, lambda entry: self._hand_in(entry, pool))
                for outcome in pool.outcomes():
                    if outcome.report is not None:
                        self._progress.clear()
                        each(outcome.report)
        except (KeyboardInterrupt, SystemExit):
            total = self._overview.total
            self._progress.line(f"stopped {self.made} of {total} reports are done, and stay")
            self._list()
            raise
        self._list()
        many = "s" if self.made != 1 else ""
        self._progress.line(f"{self.made} report{many}, {self.failed} failed")

    def started(self, job: Job) -> None:
        """Show that a notebook has begun; called from a thread of its own, as the next two."""
        self._overview.step(self._about(job), 0, 1)

    def step(self, job: Job, done: int, total: int) -> None:
        """Show how far a notebook is."""
        self._overview.step(self._about(job), done, total)

    def ended(self, outcome: Outcome) -> None:
        """Count one outcome and tell it in a line."""
        job, about = outcome.job, self._about(outcome.job)
        entry, name = self._entries[job.engagement], job.notebook.stem
        self._overview.ended(about)
        for warning in outcome.warnings:
            self._progress.line(f"warning {about}: {one_line(warning)}")
        if outcome.problem is not None:
            self._fail(entry, about, outcome.problem, title=entry.titles[name])
            return
        with self._lock:
            self.made += 1
            entry.made.append(name)
        self._progress.line(f"done    {about}")

    def _about(self, job: Job) -> str:
        return shown(f"{job.engagement.name} {job.notebook.stem}")

    def _prepare(self, paths: Sequence[Path]) -> None:
        """Find out all that there is to do, so that it can be told how much that is."""
        from readiness_kit.batch.choice import Shelf
        from readiness_kit.batch.folders import folder_names
        from readiness_kit.resources import notebooks

        self._load_plug_ins()
        shelf = Shelf.read(list(notebooks().values()))
        for path, error in shelf.broken.items():
            if not self._names or path.stem in self._names:
                self._count_failure(path.stem, one_line(error))
        folders = folder_names(path.resolve().name for path in paths)
        for path in paths:
            entry = Entry(path, folders[path.resolve().name])
            self._entries[path.resolve()] = entry
            self._guarded(entry, lambda entry: self._open(entry, shelf))

    def _load_plug_ins(self) -> None:
        from readiness_kit.evidence.registry import provided

        # one that does not load is left out with a warning, which is a line here
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            provided()
        for warning in told:
            self._progress.line(f"warning {one_line(warning.message)}")

    def _open(self, entry: Entry, shelf: Shelf) -> None:
        from readiness_kit.batch.jobs import Job

        opened = open_engagement(entry.path)
        reached, target = _reached(opened), self._target(entry)
        for error in shelf.foreign(self._names, reached):
            self._fail(entry, entry.name, error)
        for notebook in shelf.chosen(self._names, reached):
            section = shelf.notebooks[notebook].section
            entry.titles[notebook.stem] = title_of(notebook, section, opened)
            entry.jobs.append(Job(entry.path.resolve(), notebook, target))
        if not entry.jobs and not self._names:
            about = shown(str(entry.path))
            self._progress.line(f"nothing {about}: no notebook is of this framework and phase")
        entry.opened = opened
        self._overview.total += len(entry.jobs)

    def _target(self, entry: Entry) -> Path:
        from readiness_kit.batch.folders import inside

        if self._out is None:
            return (entry.path.resolve() / "reports").resolve()
        return inside(self._out, entry.folder)

    def _hand_in(self, entry: Entry, pool: Pool) -> None:
        """Bring an engagement's evidence up to date, then have its notebooks run."""
        if entry.opened is None:
            return
        self._collect(entry, entry.opened)
        if self._out is not None:
            # what was measured just now is judged, too
            entry.standing = standing_of(open_engagement(entry.path))
        for job in entry.jobs:
            pool.submit(job)

    def _collect(self, entry: Entry, opened: Engagement) -> None:
        from readiness_kit.evidence.registry import provided
        from readiness_kit.evidence.run import missing_or_stale

        again = entry.path.resolve() in self._again
        for method in list(provided()) if again else missing_or_stale(opened, provided()):
            about = shown(f"{entry.name} {method}")
            try:
                self._measure(entry, opened, method, about)
            except Exception as error:
                # of one method alone: the others, and the notebooks, go on
                self._fail(entry, about, error)
            finally:
                self._overview.ended(about, counts=False)

    def _measure(self, entry: Entry, opened: Engagement, method: str, about: str) -> None:
        from readiness_kit.engagement.writer import Writer
        from readiness_kit.evidence.run import run_method

        def step(done: int, total: int, what: str) -> None:
            self._overview.step(about, done, total)

        self._progress.line(f"running {about} …")
        seen = run_method(method, opened, contact=self._contact, progress=step)
        if seen.state == "skipped":
            self._progress.line(f"skipped {about}: {one_line(seen.reason)}")
            return
        Writer(entry.path, via="run").save_observation(seen)
        self._progress.line(
            f"seen    {about}: {one_line(seen.verdict or seen.reason or 'explained')}"
        )

    def _guarded(self, entry: Entry, act: Callable[[Entry], None]) -> None:
        try:
            act(entry)
        except Exception as error:
            self._fail(entry, str(entry.path), error)

    def _fail(self, entry: Entry, about: str, problem: Exception, *, title: str = "") -> None:
        """Count and tell one failure, and keep it for the index in words that can be mailed."""
        if debugging() and not isinstance(problem, ReadinessError):
            raise problem
        told = _told(entry.path, problem)
        self._count_failure(about, told)
        cause = mailable(told, known=[entry.path, entry.path.resolve(), *_around()])
        with self._lock:
            entry.failures.append(f"{title}: {cause}" if title else cause)

    def _count_failure(self, about: str, told: str) -> None:
        with self._lock:
            self.failed += 1
        self._progress.line(f"failed  {shown(about)}: {told}")

    def _list(self) -> None:
        """Write the index, where there is one folder for all."""
        if self._out is not None:
            entries = self._entries.values()
            self.index = write_index(entries, self._out, warn=self._progress.line)
            if self.index is not None:
                self._progress.line(f"index   {self.index}")


def _reached(opened: Engagement) -> Reached:
    from readiness_kit.batch.choice import Reached

    framework = opened.framework
    return Reached(
        sections=[section.id for section in framework.sections],
        phases=[phase.id for phase in framework.phases],
        phase=opened.profile.phase,
    )


def _around() -> Iterator[Path]:
    """Folders whose names may hold a space, and are nobody's business."""
    yield Path.cwd()
    # a service may have no home
    with suppress(RuntimeError):
        yield Path.home()


def _told(path: Path, error: Exception) -> str:
    """An error in a line: of many problems in files, the first and where the others are."""
    if not isinstance(error, ReadinessError):
        return unexpected(error)
    if not isinstance(error, InvalidFileError) or len(error.problems) < 2:
        return one_line(error)
    others = len(error.problems) - 1
    return one_line(f"{error.problems[0]}, and {others} more: {typed('check', path)}")
