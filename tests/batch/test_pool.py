"""Many jobs at a time end as if they had been done one by one; a stop leaves none running."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest

from readiness_kit.batch.jobs import Job, Outcome
from readiness_kit.batch.pool import Pool, cores
from readiness_kit.errors import NotebookError
from readiness_kit.report.process import run_child


class Heard:
    """A watcher that writes down what it hears."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.over: list[str] = []

    def started(self, job: Job) -> None:
        """Write down its name."""
        self.begun.append(job.notebook.name)

    def step(self, job: Job, done: int, total: int) -> None:
        """Jobs of these tests have no cells."""
        raise AssertionError("nothing here has steps")

    def ended(self, outcome: Outcome) -> None:
        """Write down its name."""
        self.over.append(outcome.job.notebook.name)


def job(name: str, folder: Path = Path("out")) -> Job:
    return Job(Path("acme"), Path(name), folder)


def test_outcomes_come_in_the_order_of_the_jobs_whichever_ends_first() -> None:
    second_is_over, heard = threading.Event(), Heard()

    def do(job: Job, **_: Any) -> Outcome:
        if job.notebook.name == "first":
            assert second_is_over.wait(30)
        else:
            second_is_over.set()
        return Outcome(job, job.out, None)

    with Pool(2, heard, do=do) as pool:
        pool.submit(job("first"))
        pool.submit(job("second"))
        assert [outcome.job.notebook.name for outcome in pool.outcomes()] == ["first", "second"]
    assert sorted(heard.over) == ["first", "second"]


def test_a_failed_job_stops_no_other() -> None:
    def do(job: Job, **_: Any) -> Outcome:
        bad = job.notebook.name == "bad"
        return Outcome(job, None if bad else job.out, NotebookError("no") if bad else None)

    with Pool(1, Heard(), do=do) as pool:
        for name in ("bad", "good"):
            pool.submit(job(name))
        assert [outcome.report for outcome in pool.outcomes()] == [None, Path("out")]


SLEEPS = """
import pathlib, subprocess, sys
pathlib.Path("pid").write_text("there", encoding="utf-8")
subprocess.run([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
input()
"""


def test_what_stops_it_ends_every_child_and_begins_no_other(tmp_path: Path) -> None:
    both, heard = threading.Barrier(3), Heard()

    def do(job: Job, **_: Any) -> Outcome:
        job.out.mkdir()
        both.wait(30)
        try:
            run_child(
                [sys.executable, "-c", SLEEPS],
                folder=job.out,
                environment=dict(os.environ),
                timeout_s=60,
                progress=lambda done: None,
            )
        except Exception as error:
            return Outcome(job, None, error)
        raise AssertionError("it cannot end by itself")

    with pytest.raises(KeyboardInterrupt), Pool(2, heard, do=do) as pool:
        for name in ("a", "b", "c", "d"):
            pool.submit(job(name, tmp_path / name))
        both.wait(30)
        raise KeyboardInterrupt
    assert psutil.Process().children(recursive=True) == []
    assert sorted(heard.begun) == ["a", "b"]
    assert heard.over == []


def test_what_a_watcher_raises_is_not_lost() -> None:
    class Gone(Heard):
        def ended(self, outcome: Outcome) -> None:
            """Say so to a terminal that is closed."""
            raise BrokenPipeError

    def do(job: Job, **_: Any) -> Outcome:
        return Outcome(job, job.out, None)

    with pytest.raises(BrokenPipeError), Pool(1, Gone(), do=do) as pool:
        pool.submit(job("only"))
        list(pool.outcomes())


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1
