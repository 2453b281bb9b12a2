"""What a grid needs of the file behind it: columns, rows as text, their faults, and a save.

A source has no rules of its own: faults come from the strict reader of its file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, Protocol, get_args

from readiness_kit.errors import Problem
from readiness_kit.reading import StrictModel

Kind = Literal["text", "number", "choice", "date", "list"]
Cells = Mapping[str, str]
"""By column: the text of a cell, "" where it is empty."""


@dataclass(frozen=True)
class Column:
    """One column, and what the page tells about it."""

    id: str
    title: str
    kind: Kind = "text"
    help: str = ""
    unit: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """Each value that is allowed, and how the page calls it."""
    fixed: bool = False
    """Shown and never typed, such as an id that the writer gives."""
    hidden: bool = False
    """Not shown; kept with its row."""

    def data(self) -> dict[str, Any]:
        """The column as the page gets it."""
        return asdict(self)


@dataclass(frozen=True)
class Row:
    """One row as text, and the name by which the file knows it."""

    ref: str | None
    """None: it is not in the file yet."""
    cells: Cells


@dataclass(frozen=True)
class Table:
    """A file's rows at one moment, and what a save must still find there."""

    rows: tuple[Row, ...]
    origin: Any
    """Whatever the source needs to know what was read."""


@dataclass(frozen=True)
class Fault:
    """One thing that the strict reader has against some rows."""

    row: int | None
    """Its place among the rows; None where it is about all of them."""
    column: str
    text: str


class Source(Protocol):
    """One file, or one list of one, as rows."""

    @property
    def name(self) -> str:
        """By this commands and notebooks name it."""

    @property
    def title(self) -> str:
        """What the page calls it."""

    @property
    def file(self) -> str:
        """As messages call it."""

    @property
    def place(self) -> str:
        """By this a page knows its unsaved edits again, also after a reload."""

    @property
    def hint(self) -> str:
        """One sentence above the table."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns by which people know a row; a paste with a header finds rows by them."""

    def columns(self) -> tuple[Column, ...]:
        """What a row may say, as engagement and framework are now."""

    def stamp(self) -> object:
        """Differs where a file has changed that rows or columns come from."""

    def read(self) -> Table:
        """Read the rows; raises InvalidFileError where the file cannot be read as rows at all."""

    def faults(self, table: Table, rows: Sequence[Row]) -> list[Fault]:
        """What the strict reader would say of these rows in place of the table's."""

    def save(self, table: Table, rows: Sequence[Row]) -> list[Row]:
        """Write these rows in place of the table's, and return each as the file now has it.

        Raises ConflictError where the file is not what `table` was read from any more,
        InvalidFileError where the rows have faults, and NotSavedError.
        """


def words(problem: Problem) -> str:
    """A problem as it is told at its cell, where what a file calls a key is the cell."""
    allowed = problem.allowed.replace("this key is", "this cell is")
    return f"{allowed}; got {problem.came}" if problem.came else allowed


def choices_of(model: type[StrictModel], field: str) -> tuple[tuple[str, str], ...]:
    """The words that a field of a file's own type allows."""
    found: list[str] = []
    pending: list[Any] = [model.model_fields[field].annotation]
    while pending:
        kind = pending.pop(0)
        if isinstance(kind, str):
            found.append(kind)
        else:
            pending += get_args(kind)
    return tuple((word, word) for word in found)


def named(rows: Iterable[Cells], keys: Sequence[str]) -> list[str]:
    """A name for each row from its key cells; a second row of the same key is told apart."""
    names: list[str] = []
    taken: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        key = tuple(row.get(column, "").casefold() for column in keys)
        taken[key] += 1
        names.append(json.dumps([*key, taken[key]] if taken[key] > 1 else key))
    return names
