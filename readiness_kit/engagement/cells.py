"""The cells of our CSV files: numbers and lists as people type them, and as we write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from readiness_kit.engagement.sheet import Row, Sheet
from readiness_kit.errors import Problem
from readiness_kit.reading.document import shown

_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,30})?")
_WHOLE = re.compile(r"[0-9]{1,12}")


def number(sheet: Sheet, row: Row, column: str, problems: list[Problem]) -> float | None:
    """The number in a cell, None where it is empty or, with a problem, where it is none."""
    text = row[column]
    if not text or _NUMBER.fullmatch(text):
        return float(text) if text else None
    allowed = "a number with a decimal point and no other mark, such as 1250.5"
    problems.append(Problem(sheet.name, row.line, column, allowed + _hint(text), shown(text)))
    return None


def whole(sheet: Sheet, row: Row, column: str, problems: list[Problem]) -> int | None:
    """The same for a count."""
    text = row[column]
    if not text or _WHOLE.fullmatch(text):
        return int(text) if text else None
    problems.append(Problem(sheet.name, row.line, column, "a count such as 120", shown(text)))
    return None


def listed(text: str) -> list[str]:
    """The entries of a cell that holds several, separated by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def cell_of(value: object) -> str:
    """A value as it is written into a cell; the reader takes it for the same value."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(str(entry) for entry in value)
    if isinstance(value, float):
        # as few digits as mean this number, and none of them as a power of ten
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _hint(text: str) -> str:
    if re.fullmatch(r"[-+]?[0-9]+(\.[0-9]+)? ?%", text):
        return f"; {text} is written {float(text.rstrip(' %')) / 100:g}"
    if re.fullmatch(r"[-+]?[1-9][0-9]{0,2}(,[0-9]{3})+", text):
        return f"; {text} can be read as a fraction or as thousands: write it without the mark"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return f"; {text} is written {text.replace(',', '.')}"
    return ""
