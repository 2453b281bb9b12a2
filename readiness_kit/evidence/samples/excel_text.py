"""A cell of an Excel workbook as the text that a CSV file would hold."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Any

_NO_LETTERS = re.compile(r"\[[^\]]*\]|\"[^\"]*\"")
_EXACT = 2**53


def as_text(cell: Any) -> str:
    """Empty as no text, truth as true and false, whole numbers without a point, days in ISO."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < _EXACT
        return str(int(value)) if whole else repr(value)
    return str(value) if isinstance(value, int) else _moment(value, cell)


def _moment(value: Any, cell: Any) -> str:
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, dt.datetime) and value.time() == dt.time() and not _shows_time(cell):
        return value.date().isoformat()
    return str(value.isoformat())


def _shows_time(cell: Any) -> bool:
    return _has_hours(cell.number_format)


@lru_cache
def _has_hours(number_format: str) -> bool:
    return "h" in _NO_LETTERS.sub("", number_format).lower()
