"""Whether a file that would read as one column is a table, whose columns would all be lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from readiness_kit.evidence.samples.delimiter import DELIMITER_NAMES, first_lines, widths
from readiness_kit.evidence.samples.header import looks_like_data
from readiness_kit.evidence.samples.refusal import refuse

_SIGNS = {**DELIMITER_NAMES, "^": "caret"}
_EVEN = 0.9
"""So many lines of a table have as many fields as its first."""
_TITLES = 10
"""Lines that may stand above a table."""
_FEW = 3
"""Two words a line may well be one value, as a name is."""
_THOUSANDS = re.compile(r"[0-9]{1,3}( [0-9]{3})+([.,][0-9]+)?")
_RUN = re.compile(r"\S {2,}\S")


class _Table(NamedTuple):
    """The lines that a sign parts into equally many fields, up to the end."""

    titles: int
    """Lines above them."""
    even: int
    width: int = 0


def check_one_column(text: str, name: str) -> None:
    """Raise InvalidFileError where the one column of a file seems to be several.

    `text` is its beginning, whose first line no delimiter splits.
    """
    lines = first_lines(text)
    line = next((n for n, row in enumerate(lines, 1) if row.strip()), 1)
    filled = [row for row in lines if row.strip()]
    tables = {sign: _table(widths(filled, sign)) for sign in _SIGNS}
    sign = max(tables, key=lambda each: tables[each].even)
    found = tables[sign]
    if found.titles and found.even:
        quotes = f"quotes around cells that hold a {_SIGNS[sign]}"
        came = f"1 field, where the lines below have {found.width}"
        refuse(name, line, f"a first line with the names of the columns, or {quotes}", came)
    if found.even or _parted_by_blanks(filled):
        taken = ", ".join(DELIMITER_NAMES.values())
        came = f"a {_SIGNS[sign]}" if found.even else "blanks"
        refuse(name, line, f"fields parted by one of {taken}", came)


def _table(fields: Sequence[int]) -> _Table:
    """The table that begins with the first line of several fields; an empty one where none does."""
    titles = next((n for n, width in enumerate(fields) if width > 1), len(fields))
    below = fields[titles:]
    even = below.count(below[0]) if below else 0
    if titles > _TITLES or len(below) < max(2, 2 * titles) or even < _EVEN * len(below):
        return _Table(titles, 0)
    return _Table(titles, even, below[0])


def _parted_by_blanks(lines: Sequence[str]) -> bool:
    """Whether all lines have as many words: a row of figures each, or below a first with gaps."""
    words = [line.split() for line in lines]
    if len({len(row) for row in words}) > 1 or len(words[0]) < 2 or '"' in "".join(lines):
        return False
    if len(lines) > 1 and _RUN.search(lines[0].strip()):
        return True
    if len(lines) < _FEW or len(words[0]) < _FEW or any(map(_is_one_value, lines)):
        return False
    return any(all(map(looks_like_data, place)) for place in zip(*words[1:], strict=True))


def _is_one_value(line: str) -> bool:
    """Whether the words of a line are one value together: a day with its time, a large number."""
    if _THOUSANDS.fullmatch(line.strip()):
        return True
    return looks_like_data(line) and not all(map(looks_like_data, line.split()))
