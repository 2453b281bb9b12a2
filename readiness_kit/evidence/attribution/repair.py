"""Production's cells as they would be without a defect: A's unit, spelling, notation, a value."""

from __future__ import annotations

from collections.abc import Sequence

from readiness_kit.evidence.attribution.changes import Change
from readiness_kit.evidence.attribution.groups import BY_CELL, Group, findings_of, unit_told
from readiness_kit.evidence.attribution.known_columns import KnownColumn, KnownColumns
from readiness_kit.evidence.data_gap.findings import Finding, Gap
from readiness_kit.evidence.samples import Sample, is_number


def repairs(
    gap: Gap, drawn: Sample, rows: Sequence[int], columns: KnownColumns, label: str
) -> list[Change]:
    """Every cell of the drawn records that a finding explains, repaired.

    `rows` are the drawn rows' places in the gap's own sample. A missing cell is filled with the
    POC's middle or commonest value, which is no more than a system could do itself.
    """
    found: list[Change] = []
    taken: dict[str, set[int]] = {}
    for group in BY_CELL:
        for finding in findings_of(gap, group, (label, columns.key)):
            change = _change(group, finding, drawn, rows, columns)
            before = taken.setdefault(change.column, set())
            cells = {row: cell for row, cell in change.cells.items() if row not in before}
            before |= set(cells)
            if cells:
                found.append(Change(group, change.column, cells))
    return found


def _change(
    group: Group, finding: Finding, drawn: Sample, rows: Sequence[int], columns: KnownColumns
) -> Change:
    name = finding.column or ""
    cells, own = drawn.column(name), columns[name]
    flags = finding.rows
    mended = {}
    for place, row in enumerate(rows):
        if flags is not None and not flags[row]:
            continue
        cell = _mended(group, finding, cells[place], own)
        if cell is not None and cell != cells[place]:
            mended[place] = cell
    return Change(group, name, mended)


def _mended(group: Group, finding: Finding, cell: str, own: KnownColumn) -> str | None:
    """The cell repaired; None where this finding does not explain it."""
    if group == "missing":
        return own.usual
    if group == "unit":
        return _back(finding, cell, own)
    return finding.spelled.get(cell)


def _back(finding: Finding, cell: str, own: KnownColumn) -> str | None:
    """A number in the POC's unit."""
    import numpy as np

    unit = unit_told(finding)
    if unit is None or not is_number(cell):
        return None
    return own.spell(float(unit.back(np.array(float(cell)))))
