"""A job is one notebook over one engagement; its outcome says what came of it, never a score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.errors import ReadinessError

Step = Callable[[int, int, str], None]
"""Called with the cells done, their number, and what they are."""


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
    problem: ReadinessError | Exception | None
    warnings: tuple[str, ...] = ()


def do_job(job: Job, *, progress: Step | None = None) -> Outcome:
    """Do one job in a process of its own; whatever goes wrong in it is its outcome."""
    # half a second of imports that a refused call must not wait for
    from readiness_kit.report.publish import publish

    try:
        published = publish(job.notebook, job.engagement, job.out, progress=progress)
    except Exception as error:
        return Outcome(job, None, error)
    return Outcome(job, published.html, None, _warnings(published.masked))


def _warnings(masked: Mapping[str, int]) -> tuple[str, ...]:
    """What was masked in a report lest it leave the house, by kind."""
    told = ", ".join(f"{kind} ({count})" for kind, count in masked.items())
    return (f"masked in the report: {told}",) if told else ()
