"""Days that are written otherwise, that cannot be, or that have not come yet."""

from __future__ import annotations

import datetime as dt
import re

from readiness_kit.evidence.data_gap.forms import EVERY_LAYOUT, DayLayout
from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, first_other, words_in
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.target import Record

_EPOCH = dt.date(1970, 1, 1)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FEBRUARY, _ZEROS, _NINES = (
    f"a {what} came" for what in ("31st of February", "day of zeros", "day of nines")
)
_WRONG = {
    _FEBRUARY: ("2026", "02", "31"),
    _ZEROS: ("0000", "00", "00"),
    _NINES: ("9999", "99", "99"),
}
_TIME = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2}))?")


def _as(layout: DayLayout) -> str:
    return f"the day came as {layout.name}"


def _other_layout(cell: str, own: str, field: Field) -> str | None:
    if field.days is None:
        return None
    day = field.days.layout.day(own.strip())
    others = (layout for layout in EVERY_LAYOUT if layout != field.days.layout)
    return next((_as(layout) for layout in others if day and layout.day(cell.strip()) == day), None)


def _no_such_day(cell: str, own: str, field: Field) -> str | None:
    layout = field.days and field.days.layout
    found = layout and layout.pattern.fullmatch(cell.strip())
    if not layout or not found or layout.day(cell.strip()):
        return None
    digits = set("".join(found.group(1, 2, 3)))
    return {"0": _ZEROS, "9": _NINES}.get("".join(digits), _FEBRUARY)


@edge_case(
    id="E26",
    name="date_format",
    title="a day comes in another layout",
    expected="R",
    kinds=("date",),
    gap=("date_format",),
    form=_other_layout,
    fix="Agree on one layout (2026-01-31) with the sender, and refuse any other: of 02/03 nobody "
    "can tell day from month.",
)
def date_format(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the same day in another layout, or as seconds or milliseconds."""
    day = _day_in(record, field)
    if day is None or field.days is None:
        return None
    rest = _rest(record, field)
    seconds = (day - _EPOCH).days * 86_400 + _seconds(rest)
    others = [
        Other(layout.write(day) + rest, _as(layout), f"<day, as {layout.name}>")
        for layout in EVERY_LAYOUT
        if layout != field.days.layout
    ]
    others += [
        Other(seconds, "the day came as seconds since 1970", "<day, in seconds since 1970>"),
        Other(seconds * 1000, "the day came as milliseconds since 1970", "<day, in milliseconds>"),
        Other(
            f"{day.day} {_MONTHS[day.month - 1]} {day.year}{rest}",
            "the day came in words",
            "<day, as 31 January 2026>",
        ),
    ]
    return first_other(record, field, others, turn)


@edge_case(
    id="E28",
    name="impossible_date",
    title="a day comes that there is not",
    expected="R",
    kinds=("date",),
    gap=("unparsable",),
    form=_no_such_day,
    fix="Read days strictly where the data come in, and refuse what is none by the field's name.",
)
def impossible_date(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a 31st of February there, or a day of zeros or nines."""
    if words_in(record, field) is None or field.days is None:
        return None
    layout, rest = field.days.layout, _rest(record, field)
    others = []
    for how, parts in _WRONG.items():
        spelled = dict(zip("ymd", parts, strict=True))
        day = layout.joint.join(spelled[letter] for letter in layout.order)
        others.append(Other(day + rest, how, day))
    return first_other(record, field, others, turn)


@edge_case(
    id="E29",
    name="future_date",
    title="a day lies in the future",
    expected="R",
    kinds=("date",),
    fix="Refuse days that have not come yet, or mark the answer for a person.",
)
def future_date(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a day there that lies two years after the last of the sample."""
    if words_in(record, field) is None or field.days is None or field.days.last.year > 9990:
        return None
    last = field.days.last
    later = field.days.layout.write(last.replace(year=last.year + 2, day=min(last.day, 28)))
    later += _rest(record, field)
    how = "the day lies two years after the last of the sample"
    return first_other(record, field, [Other(later, how, "<two years on>")], turn)


def _day_in(record: Record, field: Field) -> dt.date | None:
    cell = words_in(record, field)
    return None if cell is None or field.days is None else field.days.layout.day(cell.strip())


def _rest(record: Record, field: Field) -> str:
    """The time of day behind the field's day, as it stands."""
    cell = words_in(record, field)
    return "" if cell is None or field.days is None else field.days.layout.rest(cell.strip())


def _seconds(rest: str) -> int:
    found = _TIME.match(rest)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds
