"""Runs jobs N at a time: a process a notebook, and a thread that does nothing but watch it."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from types import TracebackType
from typing import Protocol, Self

from readiness_kit.batch.jobs import Job, Outcome, do_job
from readiness_kit.report.process import called_off_by

_LOOK_EVERY_S = 0.2


def cores() -> int:
    """How many jobs this machine can do at a time: the cores that we may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return max(1, len(allowed(0)) if allowed else os.cpu_count() or 1)


class Watcher(Protocol):
    """What hears of jobs as they go; it is called from several threads."""

    def started(self, job: Job) -> None:
        """A job has begun."""

    def step(self, job: Job, done: int, total: int) -> None:
        """So many of its cells are behind it."""

    def ended(self, outcome: Outcome) -> None:
        """It is over."""


class Pool:
    """Jobs are handed in one by one and run at once where there is room.

    Leaving it early, by an exception or Ctrl-C, ends all that runs, with its kernels, and waits
    until that is gone; what was not begun is not begun any more.
    """

    def __init__(self, jobs: int, watcher: Watcher, *, do: Callable[..., Outcome] = do_job) -> None:
        self._watcher, self._do = watcher, do
        self._called_off = threading.Event()
        self._executor = ThreadPoolExecutor(jobs, thread_name_prefix="job")
        self._futures: list[Future[Outcome | None]] = []

    def submit(self, job: Job) -> None:
        """Hand in a job."""
        self._futures.append(self._executor.submit(self._run, job))

    def outcomes(self) -> Iterator[Outcome]:
        """Every outcome, in the order in which the jobs were handed in."""
        for future in self._futures:
            outcome = _waited(future)
            if outcome is not None:
                yield outcome

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._called_off.set()
        for future in self._futures:
            if kind is not None:
                future.cancel()
        while not all(future.done() for future in self._futures):
            # a second Ctrl-C must not leave behind what the first is about to end
            with suppress(KeyboardInterrupt, SystemExit):
                wait(self._futures, timeout=_LOOK_EVERY_S)
        self._executor.shutdown()

    def _run(self, job: Job) -> Outcome | None:
        """One job; None where it was called off."""
        self._watcher.started(job)
        with called_off_by(self._called_off):
            outcome = self._do(job, progress=lambda n, of, what: self._watcher.step(job, n, of))
        if outcome.report is None and self._called_off.is_set():
            return None
        self._watcher.ended(outcome)
        return outcome


def _waited(future: Future[Outcome | None]) -> Outcome | None:
    # in short waits: on Windows a long one hears no Ctrl-C
    while not wait([future], timeout=_LOOK_EVERY_S).done:
        pass
    return future.result()
