"""Where each person's mark stands in the chart of disagreement, and the letters it bears."""

from __future__ import annotations

import itertools
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

SLOT = 25
"""Pixels that a mark takes, with the air around it."""
LINE = 16
_GAP = 20
"""Pixels between two rows."""
_TOP = 8
"""Pixels between the axis and the first name."""
_LETTER = 6.4
"""Pixels of an average letter of a row's name; a line of words is broken by it."""
_LINES = 3
"""So many lines of marks stand at one level before the rest is counted."""
_JOINING = {"and", "of", "the", "for", "to", "in", "on"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One person's level, or the room's, on one criterion."""

    code: str
    """The letters of the role; empty for the room."""
    who: str
    level: int
    told: str
    """What becomes of the answer, in words."""
    look: str
    """`filled` where it counts, `open` where not, `room` for what was agreed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion and what was said of it."""

    title: str
    marks: tuple[Mark, ...]


def codes(titles: Iterable[str]) -> dict[str, str]:
    """A letter or two for each role, no two alike."""
    taken: dict[str, str] = {}
    for title in dict.fromkeys(titles):
        first = _code(title)
        numbered = (f"{first[0]}{number}" for number in itertools.count(2))
        free = (code for code in itertools.chain([first], numbered) if code not in taken.values())
        taken[title] = next(free)
    return taken


def _code(title: str) -> str:
    words: list[str] = [w for w in re.findall(r"[^\W_]+", title) if w.lower() not in _JOINING]
    if not words:
        return "?"
    if len(words) == 1:
        return words[0][:2].capitalize()
    if len(words[0]) == 2 and words[0].isupper():
        return words[0]
    return (words[0][0] + words[1][0]).upper()


@dataclass(frozen=True, slots=True)
class Layout:
    """The rows of data for each kind of mark, placed in pixels from the top."""

    marks: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    names: list[dict[str, Any]]
    more: list[dict[str, Any]]
    """Where there are more people at a level than fit, how many."""
    height: int


def lay_out(rows: Sequence[Row], *, column: float, width: int) -> Layout:
    """Place people of one level side by side, then below each other, in columns of this width."""
    made = Layout([], [], [], [], 0)
    top = _TOP
    for row in rows:
        words = broken(row.title, width)
        made.names.append({"name": "\n".join(words), "y": top})
        first = top + len(words) * LINE + SLOT // 2
        deep = _place(row, made, first, column)
        top = first + deep * SLOT - SLOT // 2 + _GAP
    return Layout(made.marks, made.lines, made.names, made.more, top - _GAP)


def _place(row: Row, made: Layout, first: int, column: float) -> int:
    """Add the marks of one row; returns how many lines of marks it takes."""
    fit = max(1, int(column // SLOT))
    levels: dict[int, list[Mark]] = defaultdict(list)
    for mark in row.marks:
        levels[mark.level].append(mark)
    people = [mark.level for mark in row.marks if mark.look != "room"]
    line = {"low": min(people), "high": max(people), "y": first}
    made.lines.append({**line, "criterion": row.title})
    for level, marks in levels.items():
        kept = marks if len(marks) <= fit * _LINES else marks[: fit * _LINES - 1]
        count = len(kept) + (len(kept) < len(marks))
        for place in range(count):
            at = _at(place, count, level, fit=fit, column=column, first=first)
            if place < len(kept):
                made.marks.append({**at, **_cells(row.title, kept[place])})
            else:
                made.more.append({**at, "more": f"+{len(marks) - len(kept)}"})
    return max(-(-min(len(marks), fit * _LINES) // fit) for marks in levels.values())


def _at(
    place: int, count: int, level: int, *, fit: int, column: float, first: int
) -> dict[str, float]:
    """Each line of marks is centred on its level."""
    line, across = divmod(place, fit)
    here = min(fit, count - line * fit)
    beside = (across - (here - 1) / 2) * SLOT / column
    return {"x": round(level + beside, 4), "y": first + line * SLOT}


def _cells(criterion: str, mark: Mark) -> dict[str, Any]:
    return {
        "criterion": criterion,
        "code": mark.code,
        "who": mark.who,
        "level": mark.level,
        "told": mark.told,
        "look": mark.look,
    }


def broken(title: str, width: int) -> list[str]:
    """A name in at most two lines of this width."""
    return textwrap.wrap(title, int(width / _LETTER), max_lines=2, placeholder=" …") or [""]
