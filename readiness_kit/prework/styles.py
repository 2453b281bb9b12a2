"""How the cells of a pre-work file look, and how a text gets into one without becoming more."""

from __future__ import annotations

import math
import re
import textwrap
from typing import Any, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

INK, MUTED, ALARM = "1F2933", "52606D", "8A1C1C"
HEAD, SECTION, PRACTICE = "243B53", "D9E2EC", "F0F4F8"
BLOCKER, OPEN, MISSING = "FBE9E7", "FFF7CC", "F8C9C4"
_LINE = Side(style="thin", color="BCCCDC")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_MOST_HEIGHT = 409
"""Points; no spreadsheet shows a taller row."""
_LINE_HEIGHT = 13.5
_NOT_IN_XML = re.compile("[\ufffe\uffff]")

TEXT_FORMAT: Final = "@"
"""What is typed stays as it was typed: `=> see wiki` and `2-3` among them."""


def put(cell: Any, value: str | int | None, **look: Any) -> Any:
    """Write a value and return the cell; a text is never a formula, whatever it begins with."""
    style(cell, **look)
    if isinstance(value, str):
        value = _NOT_IN_XML.sub("\ufffd", value)
    cell.value = value
    if isinstance(value, str):
        # openpyxl makes a formula of "=…" and an error of "#N/A"
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@", "\t"):
            cell.quotePrefix = True  # so that editing the cell makes no formula of it either
    return cell


def style(
    cell: Any,
    *,
    size: float = 10,
    bold: bool = False,
    color: str = INK,
    fill: str | None = None,
    framed: bool = False,
    centred: bool = False,
    wrapped: bool = True,
    filled_in: bool = False,
) -> None:
    """Give a cell its look; `filled_in` marks those that stay open in a protected sheet."""
    cell.font = Font(name="Calibri", size=size, bold=bold, color=color)
    cell.alignment = Alignment(
        horizontal="center" if centred else "left",
        vertical="center" if centred else "top",
        wrap_text=wrapped,
    )
    cell.protection = Protection(locked=not filled_in)
    if fill:
        cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
    if framed:
        cell.border = _FRAME


def height_for(texts: list[tuple[str, float]], *, least: float = 18) -> float:
    """Points that a row needs for texts in columns of these widths, in characters.

    No program grows a row of ours while it is protected, so it errs towards too much.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(_MOST_HEIGHT, max(least, math.ceil(lines * _LINE_HEIGHT + 6)))


def _lines(text: str, width: float) -> int:
    # widths count zeros at 11 points, and a text has narrower letters than that
    wide = max(4, int(width * 1.1))
    return sum(len(textwrap.wrap(line, wide)) or 1 for line in text.split("\n"))
