"""How an exception that nobody foresaw is told: one line, unless somebody wants to look into it."""

from __future__ import annotations

import os


def debugging() -> bool:
    """Whether whoever runs us asked for tracebacks."""
    return os.environ.get("READINESS_DEBUG") == "1"


def unexpected(error: Exception) -> str:
    """Name an exception, whose fault it is, and how to see more of it."""
    return (
        f"unexpected {type(error).__name__}: {one_line(error)}; this is a fault of readiness-kit. "
        "Set READINESS_DEBUG=1 for the traceback"
    )


def one_line(told: object) -> str:
    """A message without its line breaks, for a list in which each entry has a line."""
    return " ".join(str(told).split())
