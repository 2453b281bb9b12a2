"""Why a file is refused: in words that lead to its repair, and that quote no cell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.evidence.samples.header import has_unseen, is_data
from readiness_kit.evidence.samples.limits import MAX_BYTES, MAX_COLUMNS, MAX_FILE_CELLS

_SHOWN = 20
_LISTED = 12
_MOST = 1_000
"""After so many faults a file is not read on: they will be all of one kind."""


def refuse(name: str, line: int | None, allowed: str, came: str = "") -> NoReturn:
    """Raise InvalidFileError for one fault."""
    raise InvalidFileError([Problem(name, line, "", allowed, came)]) from None


def too_large(name: str, size: int) -> NoReturn:
    """Raise InvalidFileError for a file that is too large, packed or not."""
    refuse(name, None, f"at most {MAX_BYTES:,} bytes; draw a sample", f"{size:,} bytes")


def damaged_parquet(name: str) -> NoReturn:
    """Raise InvalidFileError for a Parquet file that does not read."""
    refuse(name, None, "a Parquet file that reads", "a damaged or incomplete one")


def too_many_cells(name: str, cells: int) -> NoReturn:
    """Raise InvalidFileError for a file of too many rows by columns, empty or not."""
    refuse(name, None, f"at most {MAX_FILE_CELLS:,} cells; draw a sample", f"{cells:,}")


class Faults:
    """The faults of a file, gathered so that all are told at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._shown: list[Problem] = []
        self._count = 0

    def add(self, line: int | None, allowed: str, came: str = "", field: str = "") -> None:
        """Take one up; raises InvalidFileError where there are too many to read on."""
        self._count += 1
        if self._count <= _SHOWN:
            self._shown.append(Problem(self.name, line, field, allowed, came))
        if self._count >= _MOST:
            self.settle("at least ")

    def ragged(self, line: int, wanted: int, came: int) -> None:
        """Take up a row that has more or fewer fields than the header."""
        self.add(line, f"{counted(wanted, 'field')}, as in the header", f"{came}")

    def header(self, header: Sequence[str], line: int | None) -> None:
        """Take up what is wrong with the names of the columns; places tell them, not their text.

        Raises InvalidFileError where the first line is a row of data: no name of it is one.
        """
        if len(header) > MAX_COLUMNS:
            refuse(self.name, line, f"at most {MAX_COLUMNS:,} columns", f"{len(header):,}")
        if is_data(header):
            refuse(self.name, line, "a first line with the names of the columns", "a row of data")
        seen: dict[str, int] = {}
        for index, column in enumerate(header, 1):
            first = seen.setdefault(column, index)
            if not column.strip():
                self.add(line, "a name for every column", "none", f"column {index}")
            elif has_unseen(column):
                plain = "a name without line ends and control characters"
                self.add(line, plain, "one with them", f"column {index}")
            elif first < index:
                again = f"that of column {first} again"
                self.add(line, "each column name once", again, f"column {index}")

    def settle(self, about: str = "") -> None:
        """Raise InvalidFileError if there was any fault."""
        if not self._count:
            return
        rest = self._count - _SHOWN
        lines = f"{about}{counted(rest, 'more line')} like these"
        more = [Problem(self.name, None, "", lines, "")] if rest > 0 else []
        raise InvalidFileError(self._shown + more) from None


def counted(count: int, what: str) -> str:
    """How many of a thing there are: `1 empty line`, `2 empty lines`."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def listed(names: Iterable[str]) -> str:
    """Column names in a sentence, the first dozen."""
    some = list(names)
    rest = len(some) - _LISTED
    return ", ".join(some[:_LISTED]) + (f" and {rest:,} more" if rest > 0 else "")
