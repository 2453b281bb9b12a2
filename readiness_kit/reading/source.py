"""What is taken from a file before it is parsed: its bytes up to a limit, its levels up to one."""

from __future__ import annotations

import stat
from pathlib import Path

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading.document import file_name

MAX_DEPTH = 50
"""Levels of lists and groups within each other; no file of ours needs more than ten."""


def contents(path: Path, *, most: int) -> bytes:
    """The bytes of a regular file of at most `most` bytes; raises InvalidFileError otherwise."""
    try:
        seen = path.stat()
        if not stat.S_ISREG(seen.st_mode):
            # a folder has no bytes, a pipe waits for them, and a device never ends
            raise _refused(path, "a regular file", "a folder" if path.is_dir() else "a device")
        if seen.st_size > most:
            raise _refused(path, f"at most {most:,} bytes", f"{seen.st_size:,} bytes")
        with path.open("rb") as file:
            raw = file.read(most + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _refused(path, f"a file that can be read ({reason})", "") from None
    if len(raw) > most:
        raise _refused(path, f"at most {most:,} bytes", "a file that grew while it was read")
    return raw


def _refused(path: Path, allowed: str, came: str) -> InvalidFileError:
    return InvalidFileError([Problem(file_name(path), None, "", allowed, came)])
