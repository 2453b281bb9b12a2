"""Days that are written otherwise, that cannot be, or that have not come yet."""

from __future__ import annotations

import datetime as dt

from readiness_kit.evidence.data_gap.forms import LAYOUTS
from readiness_kit.evidence.edge_cases.family import Perturbed, edge_case
from readiness_kit.evidence.edge_cases.faults.cells import Other, constants, first_other, words_in
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.target import Record

_EPOCH = dt.date(1970, 1, 1)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@edge_case(
    id="E26",
    name="date_format",
    title="a day comes in another layout",
    expected="R",
    kinds=("date",),
    gap=("date_format",),
    fix="Agree on one layout (2026-01-31) with the sender, and refuse any other: of 02/03 nobody "
    "can tell day from month.",
)
def date_format(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Write the same day in another layout, or as seconds or milliseconds."""
    day = _day_in(record, field)
    if day is None or field.days is None:
        return None
    seconds = (day - _EPOCH).days * 86_400
    others = [
        Other(layout.write(day), "the day came in another layout", f"<day, as {layout.name}>")
        for layout in LAYOUTS
        if layout != field.days.layout
    ]
    others += [
        Other(seconds, "the day came as seconds since 1970", "<day, in seconds since 1970>"),
        Other(seconds * 1000, "the day came as milliseconds since 1970", "<day, in milliseconds>"),
        Other(
            f"{day.day} {_MONTHS[day.month - 1]} {day.year}",
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
    fix="Read days strictly where the data come in, and refuse what is none by the field's name.",
)
def impossible_date(record: Record, field: Field, turn: int) -> Perturbed | None:
    """Put a 31st of February there, or a day of zeros or nines."""
    if words_in(record, field) is None or field.days is None:
        return None
    layout = field.days.layout
    wrong = (("2026", "02", "31"), ("0000", "00", "00"), ("9999", "99", "99"))
    spelled = [
        layout.joint.join(dict(zip("ymd", parts, strict=True))[letter] for letter in layout.order)
        for parts in wrong
    ]
    return first_other(record, field, constants(spelled, "a day came that there is not"), turn)


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
    how = "the day lies two years after the last of the sample"
    return first_other(record, field, [Other(later, how, "<two years on>")], turn)


def _day_in(record: Record, field: Field) -> dt.date | None:
    cell = words_in(record, field)
    return None if cell is None or field.days is None else field.days.layout.day(cell.strip())
