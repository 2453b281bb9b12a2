"""However a run ends, nothing that it started is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from readiness_kit.errors import NotebookError
from readiness_kit.report.execute import execute
from readiness_kit.report.process import (
    StoppedError,
    WallLimitError,
    called_off_by,
    end_politely,
    own_session,
    run_child,
)

STARTS_ANOTHER = """
import pathlib, subprocess, sys
other = subprocess.Popen(
    [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
)
pathlib.Path("other").write_text(str(other.pid), encoding="utf-8")
pathlib.Path("progress").write_bytes(b".")
other.wait()
"""


def run(folder: Path, source: str, progress: Callable[[int], None], *, limit: float = 60) -> int:
    """Run a Python source as the child."""
    command = [sys.executable, "-c", source]
    environment = dict(os.environ)
    return run_child(
        command, folder=folder, environment=environment, timeout_s=limit, progress=progress
    )


def _interrupt(done: int) -> None:
    raise KeyboardInterrupt


def _terminate(done: int) -> None:
    signal.raise_signal(signal.SIGTERM)


def assert_nothing_left(folder: Path) -> None:
    """The grandchild, in a session of its own, is gone too."""
    other = int((folder / "other").read_text(encoding="utf-8"))
    assert not psutil.pid_exists(other)
    assert psutil.Process().children(recursive=True) == []


def test_ctrl_c_goes_on_once_all_is_gone(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, STARTS_ANOTHER, _interrupt)
    assert_nothing_left(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a Windows process at once")
def test_sigterm_ends_as_its_exit_code_once_all_is_gone(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        run(tmp_path, STARTS_ANOTHER, _terminate)
    assert caught.value.code == 143
    assert_nothing_left(tmp_path)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_the_wall_limit_kills_grandchildren_too(tmp_path: Path) -> None:
    # the limit is over as soon as the first look; the grandchild stands by then or never starts
    with pytest.raises(WallLimitError):
        run(tmp_path, STARTS_ANOTHER, lambda done: None, limit=1.5)
    assert psutil.Process().children(recursive=True) == []


def test_an_ordinary_end_gives_the_exit_code_and_the_last_progress(tmp_path: Path) -> None:
    told: list[int] = []
    source = "import pathlib; pathlib.Path('progress').write_bytes(b'...'); raise SystemExit(7)"
    assert run(tmp_path, source, told.append) == 7
    assert told[-1] == 3


def test_off_the_main_thread_an_event_ends_it_with_all_that_it_started(tmp_path: Path) -> None:
    off, caught = threading.Event(), []

    def watch() -> None:
        with called_off_by(off):
            try:
                run(tmp_path, STARTS_ANOTHER, lambda done: off.set())
            except StoppedError as error:
                caught.append(error)

    thread = threading.Thread(target=watch)
    thread.start()
    thread.join(60)
    assert len(caught) == 1
    assert_nothing_left(tmp_path)


def test_an_event_of_another_block_ends_nothing(tmp_path: Path) -> None:
    off = threading.Event()
    off.set()
    with called_off_by(off):
        pass
    assert run(tmp_path, "raise SystemExit(7)", lambda done: None) == 7


LISTENS = """
import pathlib, subprocess, sys
other = subprocess.Popen(
    [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
)
pathlib.Path("other").write_text(str(other.pid), encoding="utf-8")
print("up", flush=True)
input()
"""


@pytest.mark.parametrize("heeds", [True, False])
def test_a_polite_end_leaves_nothing_whether_it_is_heeded_or_not(
    heeds: bool, tmp_path: Path
) -> None:
    """Even what has outlived its parent, which nothing ties to us any more."""
    child = subprocess.Popen(
        [sys.executable, "-c", LISTENS],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **own_session(),
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"up"
    ask = child.stdin.close if heeds else lambda: None
    end_politely(child, ask, patience_s=30 if heeds else 0.1)
    child.stdin.close()
    child.stdout.close()
    assert child.returncode == (1 if heeds else -signal.SIGKILL if os.name == "posix" else 1)
    assert_nothing_left(tmp_path)


@pytest.mark.parametrize(("codes", "asked"), [([1, 1], 2), ([1, 0], 2), ([0], 1)])
def test_a_kernel_that_does_not_come_up_is_tried_once_more(
    codes: list[int], asked: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may take its port between the choice and the use of it."""
    left, notebook = list(codes), tmp_path / "01_poc.ipynb"
    cell = '{"cell_type": "code", "metadata": {}, "source": "1", "outputs": []}'
    text = f'{{"cells": [{cell}], "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}'
    notebook.write_text(text.replace('"outputs"', '"execution_count": null, "outputs"'), "utf-8")
    monkeypatch.setattr(
        "readiness_kit.report.execute.run_child", lambda *args, **named: left.pop(0)
    )
    with pytest.raises(NotebookError, match="the runner failed"):
        execute(notebook, tmp_path / "out.ipynb", {})
    assert len(codes) - len(left) == asked
