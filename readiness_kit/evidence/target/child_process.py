"""One child process that answers JSON lines, with its streams and the threads that serve them.

What the child prints is read and dropped but for its last lines, which a live session may look at;
no message quotes it, since it may hold records.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import IO, Any

from readiness_kit.evidence.target.client_side import end_with_all
from readiness_kit.starting import with_patience

_WORKER = Path(__file__).with_name("worker.py")
_KEEPER = Path(__file__).with_name("keeper.py")
_GIVEN_UP_AFTER_S = 1.0
"""The streams of processes that have ended are read to their end long before."""
MOST_BYTES = 10 * 10**6
"""No reply is read further than this."""
_OURS = ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
"""Variables that describe our interpreter and would mislead another one."""


class TooLargeError(Exception):
    """A reply has no reasonable end; the rest of it was not read."""


class ChildProcess:
    """A running worker; raises OSError where the interpreter does not start.

    `own` says that it runs in our interpreter, `isolated` that it imports nothing but what is
    installed there.
    """

    def __init__(
        self, command: str, folder: Path, *, own: bool, isolated: bool, printed: deque[bytes]
    ) -> None:
        start = _kept if sys.platform == "linux" else _popen
        self._process = start([command, str(_WORKER)], folder, _environment(own, isolated))
        # Each process has replies of its own: what an ended one still sends must not answer for it.
        self._replies: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._spawn(_collect, self._process.stdout, self._replies)
        self._spawn(_drain, self._process.stderr, printed)

    @property
    def pid(self) -> int:
        """The id of the process that we started, on Linux the keeper."""
        return self._process.pid

    def ask(self, request: Any, limit_s: float) -> bytes | None:
        """The reply to one request; None where the process ended.

        Raises TimeoutError, or TooLargeError for a reply of more than MOST_BYTES.
        """
        line = json.dumps(request).encode("ascii") + b"\n"
        # A thread of its own writes: a child that does not read must not stop us as well.
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._spawn(_send, self._process.stdin, line)
        try:
            reply = self._replies.get(timeout=limit_s)
        except queue.Empty:
            raise TimeoutError from None
        if reply is not None and len(reply) > MOST_BYTES:
            raise TooLargeError
        return reply

    def exit_code(self) -> int | None:
        """How it ended; None where it has not within a few seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=5)
        return None

    def close(self) -> None:
        """End the child and everything it started."""
        end_with_all(self._process)
        self._process.wait()
        until = time.monotonic() + _GIVEN_UP_AFTER_S
        for thread in self._threads:
            thread.join(timeout=max(0.0, until - time.monotonic()))
        # What could not be ended may hold the other end of a stream; then its reader still waits,
        # and closing the stream here would wait as well.
        if not any(thread.is_alive() for thread in self._threads):
            for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
                with contextlib.suppress(OSError):
                    stream.close()  # type: ignore[union-attr]

    def _spawn(self, work: Any, stream: IO[bytes] | None, *more: Any) -> None:
        thread = threading.Thread(target=work, args=(stream, *more), daemon=True)
        thread.start()
        self._threads.append(thread)


def _popen(
    command: list[str], folder: Path, environment: dict[str, str], passed: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # bytes on purpose: each line is decoded as JSON
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=folder,
        env=environment,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        pass_fds=passed,
    )


def _kept(command: list[str], folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a command below a keeper; raise OSError where it does not start, as Popen does."""
    ours, theirs = os.pipe()
    keeper = [sys.executable, "-I", "-S", str(_KEEPER), str(theirs)]
    with os.fdopen(ours, "rb") as report:
        try:
            process = _popen([*keeper, *command], folder, environment, (theirs,))
        finally:
            os.close(theirs)
        failed = report.read()  # ends as soon as the command has started
    if failed:
        process.communicate()
        raise OSError(int(failed), os.strerror(int(failed)))
    return process


def _environment(own: bool, isolated: bool) -> dict[str, str]:
    environment = dict(os.environ)
    if not own:
        for name in _OURS:
            environment.pop(name, None)
    if isolated:
        environment.pop("PYTHONPATH", None)
        environment["PYTHONSAFEPATH"] = "1"  # for what the libraries may start in their turn, too
    environment["PYTHONDONTWRITEBYTECODE"] = "1"  # asking leaves no trace in the engagement
    environment["PYTHONIOENCODING"] = "utf-8"  # a print must not fail on the client's letters
    with_patience(environment)
    return environment


def _collect(stream: IO[bytes], replies: queue.SimpleQueue[bytes | None]) -> None:
    for line in iter(lambda: stream.readline(MOST_BYTES + 1), b""):
        replies.put(line)
        if len(line) > MOST_BYTES:
            return
    replies.put(None)


def _drain(stream: IO[bytes], printed: deque[bytes]) -> None:
    for line in iter(lambda: stream.readline(4096), b""):
        printed.append(line)


def _send(stream: IO[bytes], line: bytes) -> None:
    with contextlib.suppress(OSError, ValueError):  # its death is told by the end of its replies
        stream.write(line)
        stream.flush()
