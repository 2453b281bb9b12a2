"""However a run ends, nothing that it started is left."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from readiness_kit.report.process import WallLimitError, run_child

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
