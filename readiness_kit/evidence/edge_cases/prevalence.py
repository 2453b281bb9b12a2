"""How often a fault comes in production, by the comparison of the POC sample with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readiness_kit.evidence.data_gap.findings import Finding, Gap, Kind
from readiness_kit.evidence.edge_cases.family import Family
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.intervals import Interval, wilson
from readiness_kit.evidence.labels import SMALLEST_COUNT

_EVERY_ROW: tuple[Kind, ...] = ("column_missing", "column_renamed")
"""What is of a column concerns each row."""


class Prevalence(NamedTuple):
    """The share of production's rows with a fault in a field, beyond what the POC has."""

    share: float
    interval: Interval
    n: int


def prevalence(gap: Gap | None, family: Family, name: str) -> Prevalence | None:
    """How often a family's fault comes in a field; None where it was not found, or not looked for.

    An empty name stands for faults of the record as a whole. Of several findings that are the same
    fault, the commonest counts.
    """
    if gap is None:
        return None
    found = [seen for seen in _found(gap, family, name) if seen.share > 0]
    return max(found, key=lambda seen: seen.share, default=None)


def affected(gap: Gap | None, family: Family, fields: Sequence[Field], most: int) -> list[Field]:
    """The fields in which production has a family's fault, the commonest first; at most so many."""
    found = [
        (seen.share, field)
        for field in fields
        if family.applies(field) and (seen := prevalence(gap, family, field.name)) is not None
    ]
    return [field for _, field in sorted(found, key=lambda pair: -pair[0])[:most]]


def factor_of(gap: Gap | None, name: str) -> float | None:
    """By how much a field's numbers come too large in production; None where they do not."""
    if gap is None:
        return None
    found = (finding.factor for finding in gap.of("unit", column=name))
    return next((factor for factor in found if factor), None)


def _found(gap: Gap, family: Family, name: str) -> Iterator[Prevalence]:
    if not name and "column_added" in family.gap and _new_columns(gap):
        yield _every_row(gap)
    if not family.gap:
        return
    for finding in gap.of(*family.gap):
        if finding.column != (name or None):
            continue
        if finding.kind in _EVERY_ROW:
            yield _every_row(gap)
        elif family.like is not None:
            yield from _alike(gap, finding, family)
        elif finding.share is not None and finding.interval is not None:
            yield _of_rows(gap, finding.share, finding.interval, finding.n)


def _alike(gap: Gap, finding: Finding, family: Family) -> Iterator[Prevalence]:
    """The rows of a finding whose cells have the family's own fault."""
    if finding.rows is None or finding.column is None or family.like is None:
        return
    cells = gap.b.column(finding.column)
    known: dict[str, bool] = {}
    count = 0
    for cell, has in zip(cells, finding.rows, strict=True):
        if has:
            if cell not in known:
                known[cell] = family.like(cell, finding.spelled.get(cell, ""))
            count += known[cell]
    if count >= SMALLEST_COUNT:
        yield Prevalence(count / len(cells), wilson(count, len(cells)), len(cells))


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
