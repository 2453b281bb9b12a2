"""How one of the client's files was read, as forms and reports tell it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class ReadAs(NamedTuple):
    """One file as a table: what it holds, and what had to be assumed to read it."""

    rows: int
    """That the file holds."""
    columns: tuple[str, ...]
    how: str
    """Such as `CSV, UTF-8, semicolon, decimal comma, 12,000 rows`."""
    notes: tuple[str, ...] = ()
    """What a reader should know besides, such as that rows were drawn."""


Reader = Callable[[str], ReadAs]
"""Reads the file of this name in an engagement's folder; raises ReadinessError where none reads."""
