"""The ways in which production writes numbers and days, put on values of the POC."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from readiness_kit.evidence.data_gap.forms import EVERY_LAYOUT, DayLayout, number_form
from readiness_kit.evidence.samples import is_number

_CORE = re.compile(r"(?P<before>[^\d-]*)(?P<sign>-?)(?P<core>\d(?:.*\d)?)(?P<after>\D*)", re.DOTALL)
_MARKS = ".,' \u00a0\u202f"


class NumberStyle(NamedTuple):
    """How a number is written: what stands before and after it, and its marks."""

    before: str
    after: str
    thousands: str
    decimal: str
    zero: bool
    """Whether a zero leads it."""

    def write(self, plain: str) -> str | None:
        """A plain number in this style; None where that changes nothing or reads otherwise."""
        if not is_number(plain) or "e" in plain.lower():
            return None
        sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
        whole, point, rest = digits.partition(".")
        if self.thousands:
            whole = f"{int(whole or 0):,}".replace(",", self.thousands)
        zero = "0" if self.zero else ""
        told = f"{self.before}{sign}{zero}{whole}{self.decimal if point else ''}{rest}{self.after}"
        form = number_form(told) if told != plain else None
        return told if form is not None and form.value == float(plain) else None


def number_style(cell: str) -> NumberStyle | None:
    """The style of a cell that is a number in another notation; None where it is none."""
    found, form = _CORE.fullmatch(cell), number_form(cell)
    if found is None or form is None:
        return None
    core = found["core"]
    marks = [letter for letter in core if letter in _MARKS]
    fraction = form.value != int(form.value) or (marks and marks[-1] == ",")
    decimal = marks[-1] if marks and fraction and _is_decimal(core, marks, form.value) else "."
    thousands = next((mark for mark in marks if mark != decimal or marks.count(mark) > 1), "")
    zero = core.startswith("0") and len(core) > 1 and core[1].isdigit()
    return NumberStyle(found["before"], found["after"], thousands, decimal, zero)


def _is_decimal(core: str, marks: list[str], value: float) -> bool:
    """Whether the last mark parts the fraction off: then the value has as many digits there."""
    behind = len(core) - 1 - core.rfind(marks[-1])
    digits = "".join(letter for letter in core if letter.isdigit())
    return math.isclose(abs(value), int(digits) / 10**behind, rel_tol=1e-12)


def number_styles(spelled: Mapping[str, str], counts: Mapping[str, int]) -> Counter[NumberStyle]:
    """The styles of production, and in how many cells each comes."""
    styles: Counter[NumberStyle] = Counter()
    for cell in sorted(spelled):
        style = number_style(cell)
        if style is not None and counts.get(cell, 0):
            styles[style] += counts[cell]
    return styles


def day_layouts(spelled: Mapping[str, str], counts: Mapping[str, int]) -> Counter[str]:
    """The layouts in which production writes days, by their names."""
    layouts: Counter[str] = Counter()
    for cell in sorted(spelled):
        layout = next((one for one in EVERY_LAYOUT if one.day(cell.strip()) is not None), None)
        if layout is not None and counts.get(cell, 0):
            layouts[layout.name] += counts[cell]
    return layouts


def written_day(cell: str, own: DayLayout, layout_name: str) -> str | None:
    """A day of the POC in another layout; None where it is no day or nothing changes."""
    layout = next(one for one in EVERY_LAYOUT if one.name == layout_name)
    day = own.day(cell.strip())
    told = layout.write(day) + own.rest(cell.strip()) if day is not None else None
    return told if told != cell else None
