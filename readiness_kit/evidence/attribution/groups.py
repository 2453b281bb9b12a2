"""The groups of defects that a fall is shared out among, and which findings belong to each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from readiness_kit.evidence.data_gap.findings import Finding, Gap, Kind
from readiness_kit.evidence.data_gap.units import UNITS, Unit

Group = Literal["unit", "missing", "variants", "format", "duplicates", "shift"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""In the order of the bars."""
BY_CELL: tuple[Group, ...] = GROUPS[:4]
"""Those that change cells; the other two change how much a record counts."""
TITLES: dict[Group, str] = {
    "unit": "numbers in another unit",
    "missing": "missing values",
    "variants": "other spellings",
    "format": "other notations",
    "duplicates": "records that come twice",
    "shift": "another mix of records",
}
_KINDS: dict[Group, tuple[Kind, ...]] = {
    "unit": ("unit",),
    "missing": ("missing", "sentinel"),
    "variants": ("variant",),
    "format": ("number_format", "date_format"),
    "duplicates": ("duplicate", "near_duplicate"),
    "shift": ("shift", "mix"),
}
_FILLED = ("integer", "number", "boolean", "category", "date")
"""The kinds of column that have a middle or a commonest value to fill in."""
_NO_CAUSE: tuple[Kind, ...] = ("joint", "key", "column_order")
"""Kinds that no answer depends on, or that only sum up the others."""
_WEIGHED = ("integer", "number", "category", "boolean")


def findings_of(gap: Gap, group: Group, without: tuple[str | None, ...]) -> Iterator[Finding]:
    """The findings of a group that can be repaired; `without` are label and key.

    Only what the comparison is sure of counts: findings that warn or fail.
    """
    for found in gap.of(*_KINDS[group]):
        own = found.column is None or found.column not in without
        if own and _repairable(found, gap, group):
            yield found


def unit_told(found: Finding) -> Unit | None:
    """The unit of a finding, by its words, else by its factor."""
    by_words = (unit for unit in UNITS if unit.words == found.unit)
    own = Unit(found.factor, "") if found.factor else None
    return next(by_words, own)


def left_over(gap: Gap, without: tuple[str | None, ...]) -> Iterator[Finding]:
    """What differs for sure and no repair touches; its part of the fall stays in the remainder."""
    repaired = [found for group in GROUPS for found in findings_of(gap, group, without)]
    for found in gap.findings:
        told = found.verdict in ("warn", "fail") and found.kind not in _NO_CAUSE
        if told and not any(found is one for one in repaired):
            yield found


def _repairable(found: Finding, gap: Gap, group: Group) -> bool:
    kind = gap.kinds.get(found.column or "")
    if group == "unit":
        return unit_told(found) is not None and found.rows is not None
    if group == "missing":
        return found.rows is not None and kind in _FILLED
    if group == "shift":
        return kind in _WEIGHED
    if group == "duplicates":
        return found.rows is not None
    return bool(found.spelled)
