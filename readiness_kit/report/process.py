"""One child process, watched to its end: by its exit, the wall limit, or a signal to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from types import FrameType
from typing import Any

from readiness_kit.report.child import KERNEL, PROGRESS

_LOOK_EVERY_S = 0.1
_DYING_S = 5.0
_ENDING = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals by name; those that a system does not know are left out."""


class WallLimitError(Exception):
    """The child did not end within its time; it and all it started were killed."""


class StoppedError(Exception):
    """The run was called off from another thread; the child and all it started were killed."""


_calls_off: ContextVar[threading.Event | None] = ContextVar("calls_off", default=None)
"""What calls off the children of the current thread, to which no signal is ever delivered."""


@contextmanager
def called_off_by(event: threading.Event) -> Iterator[None]:
    """Let an event end every child that is run within this block, as StoppedError."""
    before = _calls_off.set(event)
    try:
        yield
    finally:
        _calls_off.reset(before)


def run_child(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    timeout_s: float,
    progress: Callable[[int], None],
) -> int:
    """Run a command in its own session and folder; the exit code.

    Whatever ends the wait, nothing of the child's session or its kernel's is left behind. Ctrl-C
    goes on as KeyboardInterrupt and SIGTERM as SystemExit, so that a batch ends and its callers
    clean up. Off the main thread `called_off_by` does what a signal does here.
    """
    with (folder / "child.log").open("wb") as log, unwinding():
        child = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            # its closing tells the child that we are gone, even after SIGKILL
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            **own_session(),
        )
        try:
            return _watch(child, folder, timeout_s, progress)
        finally:
            kernel = kernel_process(folder)
            kill_trees([pid for pid in (child.pid, kernel) if pid])
            if child.stdin:
                child.stdin.close()
            child.wait()


def kernel_process(folder: Path) -> int | None:
    """The kernel that a child working in this folder has started, if it got so far."""
    with suppress(OSError, ValueError):
        return int((folder / KERNEL).read_text(encoding="utf-8"))
    return None


def kill_trees(roots: Iterable[int]) -> None:
    """Kill these processes and all below them, and their process groups: none outlives a run."""
    roots = list(roots)
    below = [process for root in roots for process in _below(root)]
    for root in roots:
        _kill_group(root)
    _kill(below)


def end_politely(
    child: subprocess.Popen[bytes], ask: Callable[[], object], *, patience_s: float
) -> None:
    """Ask a process to end, give it time, then kill it and whatever it had started.

    What it had started is noted first: once it is gone, nothing tells whose they were.
    """
    below = _below(child.pid)
    with suppress(Exception):
        ask()
        child.wait(timeout=patience_s)
    if child.poll() is None:
        kill_trees([child.pid])
    _kill(below)
    child.wait()


def kill_below(root: int) -> None:
    """Kill everything that a process has started, and leave the process itself."""
    _kill(_below(root))


def _kill(processes: Sequence[Any]) -> None:
    for process in processes:
        with suppress(Exception):
            # psutil compares start times: a number that was given to another is left alone
            process.kill()
    _wait_gone(processes)


def _watch(
    child: subprocess.Popen[bytes],
    folder: Path,
    timeout_s: float,
    progress: Callable[[int], None],
) -> int:
    deadline, told, off = time.monotonic() + timeout_s, 0, _calls_off.get()
    while True:
        code = _exit_code(child)
        done = _length(folder / PROGRESS)
        if done > told:
            told = done
            progress(done)
        if code is not None:
            return code
        if off is not None and off.is_set():
            raise StoppedError
        if time.monotonic() > deadline:
            raise WallLimitError


def _exit_code(child: subprocess.Popen[bytes]) -> int | None:
    """The child's exit code, if it comes before it is time to look again."""
    with suppress(subprocess.TimeoutExpired):
        return child.wait(timeout=_LOOK_EVERY_S)
    return None


def _length(path: Path) -> int:
    with suppress(OSError):
        return path.stat().st_size
    return 0


def own_session() -> dict[str, Any]:
    """How a process is started so that Ctrl-C in our terminal reaches us and not it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _kill_group(root: int) -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/F", "/T", "/PID", str(root)]
        subprocess.run(command, capture_output=True, check=False)
        return
    # child and kernel each lead a group of their own; without members there is nothing to kill
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(root, signal.SIGKILL)


def _below(root: int) -> list[Any]:
    """Everything that a process has started, in whatever session; empty where it is gone."""
    try:
        # it comes with ipykernel; without it groups and taskkill still get all but escapees
        import psutil
    except ImportError:
        return []
    try:
        return list(psutil.Process(root).children(recursive=True))
    except psutil.Error:
        return []


def _wait_gone(processes: Sequence[Any]) -> None:
    if processes:
        import psutil

        psutil.wait_procs(processes, timeout=_DYING_S)


@contextmanager
def unwinding() -> Iterator[None]:
    """Let a polite end from outside unwind like Ctrl-C, so that whatever was started is stopped.

    Within it such a signal raises SystemExit with 128 and its number.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in _ENDING if hasattr(signal, name)]
    # what somebody else handles or has told us to ignore, as nohup does, stays as it is
    taken = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
