"""The client's side of a target: its interpreter, its source file, and the end of its process."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from readiness_kit.errors import TargetError

_PATIENCE_S = 3.0
"""Longer than the keeper's own."""


def source_of(folder: Path, module: str) -> str:
    """The module's file, relative to the folder; where it lies elsewhere, its name in words."""
    inside = module.replace(".", "/")
    there = (
        name for name in (f"{inside}.py", f"{inside}/__init__.py") if (folder / name).is_file()
    )
    return next(there, f"the module {module}")


def find_interpreter(named: str | None, folder: Path) -> str:
    """The interpreter's path: ours, one relative to the engagement, or a command on PATH."""
    if named is None:
        return sys.executable
    path = folder / named  # not resolved: a virtual environment's python is a link with a meaning
    if path.is_file():
        return str(path)
    if Path(named).name == named and (found := shutil.which(named)):
        return found
    raise TargetError(
        f"target.interpreter: {named} is not there. Give the path of a Python interpreter, "
        f"relative to the engagement's folder."
    )


def end_with_all(process: subprocess.Popen[bytes]) -> None:
    """End a process and everything it started; only on Linux also what left its group."""
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False
        )
        return
    if sys.platform == "linux":
        process.terminate()  # the keeper knows best what is below it
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=_PATIENCE_S)
            return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def how_it_ended(code: int | None) -> str:
    """Spell an exit code or the name of a signal."""
    if code is None:
        return "how is not known"
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"
