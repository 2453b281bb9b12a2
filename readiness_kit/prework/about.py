"""The hidden sheet of a pre-work file: whose it is, which text it asks, what stood there.

It is hidden, not very hidden: mail filters hold what cannot be unhidden for a macro virus.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from readiness_kit.framework.criterion import Criterion
from readiness_kit.prework.cells import ID, INPUTS, Cells, as_text, read_cells

SHEET: Final = "readiness"
SCHEMA: Final = "readiness-prework/1"
_SCHEMA, _TEXT, _DUE = "schema", "Text", "due"


@dataclass(frozen=True)
class Stood:
    """One criterion when the file was written: a mark of its text, and the person's answer."""

    text: str
    cells: Cells


@dataclass(frozen=True)
class About:
    """What a file says of itself; all of it is text, since it has been in other hands."""

    folder: str
    client: str
    system: str
    framework: str
    version: str
    sha256: str
    person: str
    role: str
    sections: str
    """Their ids with blanks between them."""
    written: str
    stood: Mapping[str, Stood]
    """By criterion, in the order of the file."""
    due: str = ""
    """By when the answers are wanted; empty where that was left open."""

    @property
    def due_day(self) -> dt.date | None:
        """The day that `due` names, if it names one."""
        try:
            return dt.date.fromisoformat(self.due)
        except ValueError:
            return None


_WORDS = tuple(field.name for field in fields(About) if field.name not in ("stood", "due"))


def text_mark(criterion: Criterion) -> str:
    """A mark of what somebody reads who answers: it changes with the question and the levels."""
    said = json.dumps([criterion.question, sorted(criterion.levels.items())], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def about_rows(about: About) -> Iterator[Sequence[str]]:
    """The rows of the hidden sheet."""
    yield _SCHEMA, SCHEMA
    for word in _WORDS:
        yield word, getattr(about, word)
    yield _DUE, about.due
    yield ID, _TEXT, *INPUTS
    for id, stood in about.stood.items():
        yield id, stood.text, *stood.cells


def read_about(rows: Iterable[Sequence[Any]]) -> About | None:
    """What a sheet's rows say of their file; None where they are no such sheet.

    Raises ValueError for a schema that this version does not read, or a part that is missing.
    """
    said: dict[str, str] = {}
    stood: dict[str, Stood] = {}
    listed = False
    for row in rows:
        first, second, *rest = [*row, *[None] * (2 + len(INPUTS))][: 2 + len(INPUTS)]
        name = as_text(first)
        if not said and (name != _SCHEMA or not as_text(second).startswith("readiness-prework/")):
            return None
        if listed and name:
            stood[name] = Stood(as_text(second), read_cells(*rest))
        elif name == ID:
            listed = True
        elif name:
            said[name] = as_text(second)
    if not said:
        return None
    if said[_SCHEMA] != SCHEMA:
        raise ValueError(said[_SCHEMA])
    if missing := [word for word in _WORDS if not said.get(word)]:
        raise ValueError(f"a hidden sheet without {', '.join(missing)}")
    return About(**{word: said[word] for word in _WORDS}, stood=stood, due=said.get(_DUE, ""))
