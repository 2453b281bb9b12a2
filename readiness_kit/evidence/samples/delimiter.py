"""Which sign parts the fields of a CSV file."""

from __future__ import annotations

import csv
import io

DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
DELIMITERS = tuple(DELIMITER_NAMES)
HEAD = 1_000_000
"""Characters, from the first on, in which the delimiter is looked for."""
_LOOKED_AT = 200
"""Lines that decide the delimiter."""


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the first lines most evenly; a comma where none splits them."""
    head = first_lines(text)

    def fit(delimiter: str) -> tuple[float, int]:
        found = widths(head, delimiter)
        if not found or found[0] < 2:
            return (0.0, 0)
        return (found.count(found[0]) / len(found), found[0])

    return max(DELIMITERS, key=fit)  # the first of equals: a comma


def first_lines(text: str) -> list[str]:
    """The lines that decide, with their ends."""
    return text[:HEAD].splitlines(keepends=True)[:_LOOKED_AT]


def widths(lines: list[str], delimiter: str) -> list[int]:
    """How many fields each record has that is not empty; none where quotes do not close."""
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=delimiter)
    try:
        return [len(row) for row, _ in zip(reader, range(_LOOKED_AT), strict=False) if row]
    except csv.Error:
        return []
