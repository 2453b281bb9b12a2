"""Stands between us and a worker on Linux, so that nothing the client's code started outlives it.

Run as a script by our own interpreter, standard library only. What loses its parent anywhere below
becomes a child of this process, also what has left the worker's group and session. So all of it can
be found and ended when the worker has ended, when we want it to (SIGTERM), and when we are gone.

    keeper.py FD COMMAND...    FD gets the number of the error where the command does not start
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PATIENCE_S = 2.0
"""For what cannot be ended: another user's, or one that waits in the kernel."""


def main() -> None:
    """Start the command and wait for its end or ours."""
    report = int(sys.argv[1])
    _control(_PR_SET_CHILD_SUBREAPER, 1)
    try:
        worker = subprocess.Popen(sys.argv[2:], start_new_session=True, preexec_fn=_end_with_us)
    except OSError as error:
        os.write(report, str(error.errno or 0).encode("ascii"))
        return
    signal.signal(signal.SIGTERM, lambda *_: _end(worker.pid))
    _leave_the_streams()
    os.close(report)
    threading.Thread(target=_see_the_end, daemon=True).start()
    worker.returncode = _ended(worker.pid)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worker's number may soon be another's
    _end_what_is_left()
    _end_like(worker.returncode)


def _control(option: int, value: int) -> None:
    """Ask the kernel; where it refuses, the worker's group alone is ended."""
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _end_with_us() -> None:
    _control(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _leave_the_streams() -> None:
    """Else the line would not end with the worker."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)


def _see_the_end() -> None:
    """Wait for the far end of our stdin to close, reading nothing of it."""
    end = select.poll()
    end.register(0, 0)
    end.poll()
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def _end(worker: int) -> None:
    """End the worker with its group at once; what is in neither follows when it has ended."""
    for end in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(worker, signal.SIGKILL)


def _ended(worker: int) -> int:
    """How the worker ended; on the way, what it abandoned is collected as it ends."""
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == worker:
            return os.waitstatus_to_exitcode(status)


def _end_what_is_left() -> None:
    """End our children until there are none: what they had started becomes ours in its turn."""
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until:
        for pid in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def _children() -> list[int]:
    try:
        names = os.listdir("/proc")  # noqa: PTH208  quick to start, without pathlib
    except OSError:
        return []
    return [int(name) for name in names if name.isdigit() and _is_ours(name)]


def _is_ours(pid: str) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as stream:  # noqa: PTH123  a number, no path
            state_and_parent = stream.read().rpartition(b")")[2].split()
    except OSError:  # it has just ended
        return False
    return int(state_and_parent[1]) == os.getpid()


def _end_like(code: int) -> None:
    """End as the worker did, so that it can be told how."""
    if code >= 0:
        os._exit(code)
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # one core file is enough
    with contextlib.suppress(OSError):  # SIGKILL has no other handler
        signal.signal(-code, signal.SIG_DFL)
    os.kill(os.getpid(), -code)


if __name__ == "__main__":
    main()
