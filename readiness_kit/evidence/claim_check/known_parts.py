"""Groups and days that the training data and the POC sample have in common."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from readiness_kit.evidence.claim_check.same_rows import in_one_spelling
from readiness_kit.evidence.samples import Sample

_LAYOUTS = ("", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d")
"""How days are written; the empty one is ISO 8601."""
_READABLE = 0.95
_LOOKED_AT = 1_000
"""So many different cells decide the layout."""
_LAST = 0.99
"""The training data ends with the day up to which so much of it lies: one typing error does not
move it."""


@dataclass(frozen=True)
class Known:
    """Rows of the POC sample that the training data knows something of."""

    n: int
    """Rows of the POC sample that say it."""
    known: int


def groups_known(poc: Sample, training: Sample, column: str) -> Known:
    """The rows whose group stands in the training data; rows without a group are left out."""
    theirs = {in_one_spelling(cell) for cell in set(training.column(column))}
    ours = Counter(poc.column(column))
    said = {cell: count for cell, count in ours.items() if in_one_spelling(cell)}
    known = sum(count for cell, count in said.items() if in_one_spelling(cell) in theirs)
    return Known(sum(said.values()), known)


def days_known(poc: Sample, training: Sample, column: str) -> Known | str:
    """The rows dated before the training data ends; or why the days cannot be compared."""
    ours, theirs = Counter(poc.column(column)), Counter(training.column(column))
    layouts = [layout for layout in _LAYOUTS if _fits(ours, layout) and _fits(theirs, layout)]
    if not layouts:
        return "the days of both files do not read in one layout"
    found = {_compared(ours, theirs, layout) for layout in layouts}
    if len(found) > 1:
        return "the days can be read as day/month and as month/day"
    return found.pop()


def _compared(ours: Counter[str], theirs: Counter[str], layout: str) -> Known:
    trained, days = _days(theirs, layout), _days(ours, layout)
    passed, last = 0, max(trained)
    for day in sorted(trained):
        passed += trained[day]
        if passed >= _LAST * sum(trained.values()):
            last = day
            break
    known = sum(count for day, count in days.items() if day < last)
    return Known(sum(days.values()), known)


def _days(cells: Counter[str], layout: str) -> Counter[dt.date]:
    """How many rows each day has; cells that do not read as one are left out."""
    days: Counter[dt.date] = Counter()
    for cell, count in cells.items():
        if (day := _day(cell, layout)) is not None:
            days[day] += count
    return days


def _fits(cells: Counter[str], layout: str) -> bool:
    said = [cell for cell in cells if cell.strip()][:_LOOKED_AT]
    read = sum(_day(cell, layout) is not None for cell in said)
    return bool(said) and read >= _READABLE * len(said)


def _day(cell: str, layout: str) -> dt.date | None:
    """The day of a cell; the time of day behind it is left out."""
    text = cell.strip()
    try:
        if not layout:
            return dt.datetime.fromisoformat(text).date()
        return dt.datetime.strptime(text.split(" ")[0], layout).date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
