"""How often a fault comes in production, by the comparison of the POC sample with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from readiness_kit.evidence.attribution.groups import unit_told
from readiness_kit.evidence.data_gap.findings import Finding, Gap, Kind
from readiness_kit.evidence.edge_cases.family import MOST_VARIANTS, Family, perturbed
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.intervals import Interval, newcombe_of_shares, wilson
from readiness_kit.evidence.labels import SMALLEST_COUNT
from readiness_kit.evidence.samples import Value, is_number
from readiness_kit.evidence.target import Record

_EVERY_ROW: tuple[Kind, ...] = ("column_missing", "column_renamed")
"""What is of a column concerns each row."""
_SPELLED: tuple[Kind, ...] = ("variant", "number_format", "date_format")
"""Where the comparison knows of each cell what it would be in the POC."""


class Prevalence(NamedTuple):
    """The share of production's rows with a fault in a field, beyond what the POC has."""

    share: float
    interval: Interval
    n: int
    how: str | None = None
    """By which variant of the fault, where that can be told: the commonest of them."""


def prevalence(gap: Gap | None, family: Family, field: Field) -> Prevalence | None:
    """How often a family's fault comes in a field; None where it was not found, or not looked for.

    A field without a name stands for faults of the record as a whole. Of several findings that are
    the same fault, the commonest counts; where cells tell by which variant of the family they came
    about, so does the commonest variant alone, since that is the one which is planted.
    """
    if gap is None:
        return None
    found = [seen for seen in _found(gap, family, field) if seen.share > 0]
    return max(found, key=lambda seen: seen.share, default=None)


def affected(gap: Gap | None, family: Family, fields: Sequence[Field], most: int) -> list[Field]:
    """The fields in which production has a family's fault, the commonest first; at most so many."""
    found = [
        (seen.share, field)
        for field in fields
        if family.applies(field) and (seen := prevalence(gap, family, field)) is not None
    ]
    return [field for _, field in sorted(found, key=lambda pair: -pair[0])[:most]]


def in_production(gap: Gap | None, family: Family, field: Field) -> Field:
    """The field, with the way in which production has the family's fault in it."""
    seen = prevalence(gap, family, field) if family.applies(field) else None
    return field if seen is None else replace(field, how=seen.how)


def known_of(gap: Gap | None, field: Field) -> Field:
    """The field, with the unit in which production has its numbers, and what stands for nothing."""
    if gap is None:
        return field
    units = (unit_told(finding) for finding in gap.of("unit", column=field.name))
    unit = next((unit for unit in units if unit is not None), None)
    return replace(field, unit=unit, nothing=_nothing(gap, field))


def _nothing(gap: Gap, field: Field) -> Value:
    """The commonest value of production that stands for nothing, as the model would get it."""
    cells: Counter[str] = Counter()
    for finding in gap.of("sentinel", "missing", column=field.name):
        cells.update(cell.strip() for cell in _cells(gap, finding) if cell.strip())
    value, count = min(cells.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    return _typed(value, field) if count >= SMALLEST_COUNT else None


def _typed(cell: str, field: Field) -> Value:
    if field.kind != "number" or not is_number(cell):
        return cell
    number = float(cell)
    return int(number) if field.span and field.span.whole and number == int(number) else number


def _cells(gap: Gap, finding: Finding) -> Iterator[str]:
    """The cells of production that a finding is about."""
    if finding.rows is not None and finding.column is not None:
        cells = gap.b.column(finding.column)
        yield from (cell for cell, has in zip(cells, finding.rows, strict=True) if has)


def _found(gap: Gap, family: Family, field: Field) -> Iterator[Prevalence]:
    if not field.name and "column_added" in family.gap and _new_columns(gap):
        yield _every_row(gap)
    if not family.gap:
        return
    for finding in gap.of(*family.gap):
        if finding.column != (field.name or None):
            continue
        if finding.kind in _EVERY_ROW:
            yield _every_row(gap)
        elif family.form is not None or finding.kind in _SPELLED:
            yield from _by_variant(gap, finding, family, field)
        elif finding.share is not None and finding.interval is not None:
            yield _of_rows(gap, finding.share, finding.interval, finding.n)


def _by_variant(gap: Gap, finding: Finding, family: Family, field: Field) -> Iterator[Prevalence]:
    """The rows of a finding that came about by the family's commonest variant."""
    known: dict[str, str | None] = {}

    def how(cell: str) -> str | None:
        if cell not in known:
            known[cell] = _how(family, field, cell, finding.spelled.get(cell, ""))
        return known[cell]

    hows = Counter(name for cell in _cells(gap, finding) if (name := how(cell)) is not None)
    name, count = min(hows.items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
    if count < SMALLEST_COUNT:
        return
    rows = gap.b.rows
    # of all the findings, empty cells alone may be in the POC as well
    before = (
        sum(how(cell) == name for cell in gap.a.column(field.name))
        if finding.kind == "missing"
        else 0
    )
    share, own = count / rows, before / gap.a.rows
    interval = newcombe_of_shares(share, rows, own, gap.a.rows) if before else wilson(count, rows)
    yield Prevalence(share - own, interval, rows, name)


def _how(family: Family, field: Field, cell: str, own: str) -> str | None:
    if family.form is not None:
        return family.form(cell, own, field)
    return _variants(family, field, own).get(cell) if own else None


def _variants(family: Family, field: Field, own: str) -> Mapping[str, str]:
    """What a family makes of a value of the POC, and by which variant."""
    record: Record = {field.name: own}
    made = (perturbed(family, record, field, turn) for turn in range(MOST_VARIANTS))
    found: dict[str, str] = {}
    for one in made:
        if one is not None:
            found.setdefault(str(one.record[field.name]), one.how)
    return found


def _of_rows(gap: Gap, share: float, interval: Interval, n: int) -> Prevalence:
    """A share of the cells that hold something, as one of all rows."""
    part = min(1.0, n / gap.b.rows)
    low, high = interval
    return Prevalence(share * part, Interval(max(0.0, low) * part, high * part), n)


def _new_columns(gap: Gap) -> bool:
    """Whether production has a column that the POC lacks under whatever name."""
    new = set(gap.b.columns) - set(gap.a.columns)
    return len(new) > sum(1 for _ in gap.of("column_renamed"))


def _every_row(gap: Gap) -> Prevalence:
    return Prevalence(1.0, Interval(1.0, 1.0), gap.b.rows)
