"""Takes the terms of a data contract from the POC sample, without taking over its records.

Numbers are bounded by quantiles, moved outwards and rounded, never by the smallest and the largest
value: those would raise an alarm with every new record that is a little larger.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace

from readiness_kit.engagement.observation import InputFile
from readiness_kit.evidence.accuracy_task import task_of
from readiness_kit.evidence.contract.allowance import allowed_shares, empty
from readiness_kit.evidence.contract.terms import NUMERIC, Contract, Field
from readiness_kit.evidence.data_gap.column import Column, column_of
from readiness_kit.evidence.data_gap.findings import ColumnKind
from readiness_kit.evidence.data_gap.forms import DayLayout
from readiness_kit.evidence.data_gap.kinds import MOST_CATEGORIES, Known, known
from readiness_kit.evidence.labels import SMALLEST_COUNT, canonical
from readiness_kit.evidence.samples import Sample

QUANTILES = (0.001, 0.999)
WIDENED = 0.1
"""The part of the distance between both quantiles by which each is moved outwards."""
_MOST_ODD = 20
_DIGITS = r"(?:0|[1-9][0-9]{0,17})"
_WHOLE = rf"-?{_DIGITS}(?:\.0*)?"
_NUMBER = rf"-?(?:{_DIGITS}(?:\.[0-9]{{0,30}})?|\.[0-9]{{1,30}})(?:[eE][-+]?[0-9]{{1,2}})?"
_TIME = (
    r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?\s*(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_PARTS = {"m": "(?:0?[1-9]|1[0-2])", "d": "(?:0?[1-9]|[12][0-9]|3[01])"}


def build_contract(
    sample: Sample,
    *,
    source: InputFile,
    system: str,
    day: dt.date,
    label: str | None = None,
    key: str | None = None,
) -> Contract:
    """Take the contract from the rows of a file that are in scope; `source` is the file itself.

    The label may be absent from a file of fresh records, and the key identifies each; where it
    repeats in the sample already, that it is unique is no rule, and a note says so.
    """
    notes = list(sample.notes)
    fields = []
    for name in sample.columns:
        about = known(column_of(sample, name), key=name == key)
        entry = _field(sample, about, key=name == key, label=name == label)
        fields.append(replace(entry, allowed=allowed_shares(sample, about, entry)))
        if name == key and not entry.unique:
            notes.append(f"{name} repeats in {sample.path}, so that it is unique is no rule")
    return Contract(system, day, source, sample.rows, tuple(fields), tuple(notes), sample.decimal)


def _field(sample: Sample, about: Known, *, key: bool, label: bool) -> Field:
    from readiness_kit.evidence.contract.runner import AS_WRITTEN  # loads pandas and pandera

    column, name = about.column, about.column.name
    entry = Field(
        name,
        about.kind,
        required=not label,
        nullable=label or bool(empty(column).any()),
        unique=key and int(column.counts.max()) == 1,
    )
    amount = label and _is_amount(column)
    if amount and entry.kind not in NUMERIC:
        entry = replace(entry, kind="number")
    listed = about.kind == "category" or (label and not amount)
    if listed and (values := _common(column)):
        return replace(entry, kind="category", values=tuple(sorted(values)))
    if entry.kind in NUMERIC and name + AS_WRITTEN not in sample.columns:
        return _number(entry, about)
    if about.kind == "date" and about.layout is not None:
        pattern = _either(_day_pattern(about.layout), about)
        return replace(entry, pattern=pattern, layout=about.layout.name)
    if about.kind == "boolean":
        return replace(entry, pattern=_either("(?i:true|false)", about), layout="true or false")
    kind: ColumnKind = "identifier" if about.kind == "identifier" else "text"
    return replace(entry, kind=kind, longest=_longest(column))


def _is_amount(column: Column) -> bool:
    """Whether labels measure something, as accuracy tells it, so that no list can hold them all."""
    kinds = (canonical(column.text(place)) for place in range(len(column.counts)))
    return task_of(list(kinds), ()).kind == "number"


def _number(entry: Field, about: Known) -> Field:
    import numpy as np

    values = about.column.numbers[about.column.codes]
    first, last = (float(q) for q in np.nanquantile(values, QUANTILES))
    low, high = widened(first, last, whole=entry.kind == "integer")
    form, said = (_WHOLE, "a whole number") if entry.kind == "integer" else (_NUMBER, "a number")
    return replace(entry, low=low, high=high, pattern=_either(form, about), layout=said)


def widened(first: float, last: float, *, whole: bool) -> tuple[float, float]:
    """Bounds a tenth of their distance further out, on round figures; none goes below 0 for it."""
    reach = (last - first) or abs(last) or 1.0
    step = 10.0 ** (math.floor(math.log10(reach)) - 1)
    step = max(1.0, step) if whole else step
    low = math.floor((first - WIDENED * reach) / step) * step
    high = math.ceil((last + WIDENED * reach) / step) * step
    if low < 0 <= first:
        low = 0.0
    return _tidy(low), _tidy(high)


def _tidy(value: float) -> float:
    """Without the last bits of an arithmetic in tenths."""
    return float(f"{value:.12g}")


def _common(column: Column) -> list[str]:
    """The values that stand in so many rows that they tell of nobody; none where there are many."""
    places = (column.counts >= SMALLEST_COUNT).nonzero()[0]
    if len(places) > MOST_CATEGORIES:
        return []
    return [text for place in places if (text := column.text(int(place)))]


def _longest(column: Column) -> int:
    """Twice the length that one in a thousand cells exceeds, on a round figure."""
    import numpy as np
    import pyarrow.compute as pc

    lengths = np.asarray(pc.utf8_length(column.cells))[column.codes]
    usual = 2 * float(np.quantile(lengths, QUANTILES[1]))
    step = 10.0 ** max(0, math.floor(math.log10(max(1.0, usual))) - 1)
    return max(10, int(math.ceil(usual / step) * step))


def _either(form: str, about: Known) -> str:
    """The form, or one of the words for nothing that the sample has in enough rows."""
    column = about.column
    odd = about.nothing & (column.counts >= SMALLEST_COUNT)
    words = sorted(text for place in odd.nonzero()[0] if (text := column.text(int(place))))
    return f"^(?:{'|'.join([form, *(re.escape(word) for word in words[:_MOST_ODD])])})$"


def _day_pattern(layout: DayLayout) -> str:
    year = "[0-9]{4}" if layout.order == "ymd" else "(?:[0-9]{4}|[0-9]{2})"
    parts = {"y": year, **_PARTS}
    return re.escape(layout.joint).join(parts[letter] for letter in layout.order) + _TIME
