"""Whether the first line of a file names its columns, or is a row of the client's data already."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_LISTED = 12
"""So many columns of a file are named in a message."""
_AMOUNT = r"[-+]?[$€£]? ?\.?[0-9][0-9.,' \u00a0\u202f]*([eE][-+]?[0-9]+)? ?[%$€£]?"
_DAY = r"([0-9]{4}[-/.][0-9]{1,2}([-/.][0-9]{1,2})?|[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2,4})"
_DATA = re.compile(rf"{_AMOUNT}|{_DAY}([T ][0-9].*)?", re.DOTALL)
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Control characters, halves of a pair and line ends, as Unicode classes them."""
_SERIES = 5
"""So many numbers at equal steps are names, such as years or the places of a vector."""


def looks_like_data(header: str) -> bool:
    """Whether a column's name may be a client's value: nothing, a number, a day or an address."""
    text = header.strip()
    return not text or any(form.fullmatch(text) for form in (_DATA, _ADDRESS))


def is_data(header: Sequence[str]) -> bool:
    """Whether a first line is a row of data: an e-mail address, or half of it numbers and days."""
    if any(_ADDRESS.fullmatch(name.strip()) for name in header):
        return True
    data = [name.strip() for name in header if name.strip() and looks_like_data(name)]
    return 2 * len(data) >= max(1, len(header)) and not _is_series(data)


def has_unseen(name: str) -> bool:
    """Whether a column's name has a character that no one sees, or that cannot be written."""
    return any(unicodedata.category(sign) in _UNSEEN for sign in name)


def names_said(columns: Sequence[str]) -> str | None:
    """The first dozen columns of a file; None where one of them may be a client's value."""
    if any(map(looks_like_data, columns)):
        return None
    return ", ".join(columns[:_LISTED]) + (", ..." if len(columns) > _LISTED else "")


def _is_series(names: Sequence[str]) -> bool:
    if len(names) < _SERIES or not all(re.fullmatch("[0-9]{1,9}", name) for name in names):
        return False
    numbers = [int(name) for name in names]
    step = numbers[1] - numbers[0]
    return step > 0 and numbers == list(range(numbers[0], numbers[-1] + 1, step))
