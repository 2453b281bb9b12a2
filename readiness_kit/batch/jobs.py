"""A job is one notebook over one engagement; its outcome says what came of it, never a score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.errors import ReadinessError


@dataclass(frozen=True, slots=True)
class Job:
    """Execute `notebook` over `engagement` and put its report into `out`."""

    engagement: Path
    notebook: Path
    out: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one job: a report, or the reason why there is none."""

    job: Job
    report: Path | None
    """Absent where none was published."""
    problem: str | None


def run_jobs(
    jobs: Iterable[Job], *, progress: Callable[[int, int, str], None] | None = None
) -> Iterator[Outcome]:
    """Do one job after the other, each in a process of its own; a failed one stops no other."""
    from readiness_kit.report.publish import publish

    for job in jobs:
        try:
            report = publish(job.notebook, job.engagement, job.out, progress=progress)
        except ReadinessError as error:
            yield Outcome(job, None, str(error))
        else:
            yield Outcome(job, report.html, None)
