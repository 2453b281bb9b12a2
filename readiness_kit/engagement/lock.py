"""One writer at a time: the lock that every writer of an engagement's folder takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from readiness_kit.errors import NotSavedError, ReadinessError

LOCK = ".readiness.lock"
WAIT_S = 5
ASK_EVERY_S = 0.01
"""Often enough that writers which save one thing after the other leave a gap to others."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold an engagement's lock; the system frees it when a process dies, so none is ever stale."""
    lock = FileLock(folder / LOCK, timeout=WAIT_S)
    try:
        lock.acquire(poll_interval=ASK_EVERY_S)
    except Timeout:
        raise ReadinessError(
            f"another process has been writing to {folder.name} for {WAIT_S} seconds. "
            "Nothing was written; close it or wait, and repeat your change."
        ) from None
    except OSError as error:
        raise NotSavedError(folder / LOCK, error) from None
    try:
        yield
    finally:
        lock.release()
