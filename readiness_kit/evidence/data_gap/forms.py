"""The forms that numbers, days and words are written in, and how one is turned into another."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from readiness_kit.evidence.samples import is_number

_SPACES = "\u00a0\u202f "
_MARK = r"[€$£¥%]|[A-Za-zµ°]{1,6}[²³]?\.?"
_WITH_MARK = re.compile(
    rf"(?P<before>[€$£¥])?\s*(?P<number>-?[\d.,'{_SPACES}]*\d)\s*(?P<after>{_MARK})?"
)
_EURO = re.compile(rf"-?\d{{1,3}}([.'{_SPACES}]\d{{3}})*,\d+|-?\d+,\d+")
_THOUSANDS = re.compile(rf"-?\d{{1,3}}([,'{_SPACES}]\d{{3}})+(\.\d+)?")
_POINTS = re.compile(r"-?\d{1,3}(\.\d{3}){2,}")
_LEADING = re.compile(r"[-+]?0+\d+(\.\d+)?")


_LONGEST_NUMBER = 40
"""Characters; a longer run of digits is no amount, and may be beyond what a number can hold."""


class NumberForm(NamedTuple):
    """A number that was written otherwise than the POC writes them."""

    value: float
    how: str
    """In words: `with a decimal comma`."""


def number_form(cell: str) -> NumberForm | None:
    """Read a number in a form that is not the plain one; None where it is none.

    A lone comma before three digits, as in 1,234, is read as a thousands mark: a decimal comma
    with exactly three digits behind it is the rarer of the two.
    """
    text = cell.strip()
    if len(text) > _LONGEST_NUMBER:
        return None
    if is_number(text):
        return NumberForm(float(text), "with spaces around it")
    if _LEADING.fullmatch(text) or (text.startswith("+") and is_number(text[1:])):
        return NumberForm(float(text), "with leading zeros or a plus sign")
    for pattern, plain, how in _SPELLINGS:
        if pattern.fullmatch(text):
            return NumberForm(float(plain(text)), how)
    return _marked(text)


def _marked(text: str) -> NumberForm | None:
    found = _WITH_MARK.fullmatch(text)
    if found is None or not (found["before"] or found["after"]):
        return None
    inner = found["number"].strip()
    form = NumberForm(float(inner), "") if is_number(inner) else number_form(inner)
    return form and NumberForm(form.value, "with a unit or a currency beside it")


def _without(marks: str, text: str) -> str:
    return "".join(letter for letter in text if letter not in marks)


_SPELLINGS: tuple[tuple[re.Pattern[str], Callable[[str], str], str], ...] = (
    (_THOUSANDS, lambda text: _without(f",'{_SPACES}", text), "with thousands marks"),
    (
        _EURO,
        lambda text: _without(f".'{_SPACES}", text).replace(",", "."),
        "with a decimal comma",
    ),
    (_POINTS, lambda text: _without(".", text), "with thousands marks"),
)


class DayLayout(NamedTuple):
    """A way to write a day, or a moment."""

    name: str
    """As a reader would say it."""
    pattern: re.Pattern[str]
    order: str
    """Which of its three numbers is year, month and day: `ymd`, `dmy` or `mdy`."""

    def day(self, cell: str) -> dt.date | None:
        """The day that is written; None where the cell is not in this layout, or no such day is."""
        found = self.pattern.fullmatch(cell)
        if found is None:
            return None
        parts = dict(zip(self.order, found.group(1, 2, 3), strict=True))
        century = 2000 if len(parts["y"]) == 2 else 0
        try:
            return dt.date(century + int(parts["y"]), int(parts["m"]), int(parts["d"]))
        except ValueError:
            return None

    def rest(self, cell: str) -> str:
        """What follows the day in a cell of this layout, such as a time, as it stands."""
        found = self.pattern.fullmatch(cell)
        return cell[found.end(3) :] if found else ""

    def write(self, day: dt.date) -> str:
        """A day in this layout, without a time of day."""
        spelled = {"y": f"{day.year:04d}", "m": f"{day.month:02d}", "d": f"{day.day:02d}"}
        return self.joint.join(spelled[letter] for letter in self.order)

    @property
    def joint(self) -> str:
        """What stands between its numbers."""
        return next((mark for mark in "-/." if mark in self.name), "")


_TIME = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?"
LAYOUTS = (
    DayLayout("2026-01-31", re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_TIME}"), "ymd"),
    DayLayout("2026/01/31", re.compile(rf"(\d{{4}})/(\d{{1,2}})/(\d{{1,2}}){_TIME}"), "ymd"),
    DayLayout(
        "31/01/2026", re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){_TIME}"), "dmy"
    ),
    DayLayout(
        "01/31/2026", re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}|\d{{2}}){_TIME}"), "mdy"
    ),
    DayLayout(
        "31.01.2026", re.compile(rf"(\d{{1,2}})\.(\d{{1,2}})\.(\d{{4}}|\d{{2}}){_TIME}"), "dmy"
    ),
    DayLayout("31-01-2026", re.compile(rf"(\d{{1,2}})-(\d{{1,2}})-(\d{{4}}){_TIME}"), "dmy"),
)
"""Those that are told apart; the first that fits nearly all cells of A is A's."""
COMPACT = DayLayout("20260131", re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)"), "ymd")
"""Days as whole numbers of eight digits, which hold nothing but digits."""
EVERY_LAYOUT = (*LAYOUTS, COMPACT)


def same_word(cell: str) -> str:
    """A word without what tells its spellings apart: case, spaces, forms, lost encoding."""
    text = cell if cell.isascii() else unicodedata.normalize("NFKC", _mended(cell))
    word = " ".join(text.replace("_", " ").split()).casefold()
    return word.lstrip("0") or "0" if word.isdecimal() else word  # a spreadsheet drops the zeros


def _mended(cell: str) -> str:
    """UTF-8 that was once read as Windows-1252, read anew; anything else as it is."""
    try:
        return cell.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return cell


_SHAPES = (
    (r"\p{Lu}+", "A"),
    (r"\p{Ll}+", "a"),
    (r"\p{Lo}+", "a"),
    (r"\p{Nd}+", "9"),
    (r"\s+", " "),
)


def shapes(cells: Any) -> Any:
    """The forms of texts: runs of capitals, small letters, digits and spaces, a letter each.

    Takes and gives an array of the arrow library.
    """
    import pyarrow.compute as pc

    for pattern, letter in _SHAPES:
        cells = pc.replace_substring_regex(cells, pattern, letter)
    return cells
