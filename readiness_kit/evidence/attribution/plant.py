"""Production's defects planted in records of the POC, in the share in which they were measured.

Which records get one is drawn by the seed: the POC has none of the reasons why production's
records have them. A cell gets one defect at the most, as in production a cell is explained once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness_kit.evidence.attribution.changes import Change, must_differ
from readiness_kit.evidence.attribution.groups import BY_CELL, Group, findings_of, unit_told
from readiness_kit.evidence.attribution.known_columns import (
    KnownColumn,
    KnownColumns,
    spelled,
)
from readiness_kit.evidence.attribution.styles import (
    day_layouts,
    number_styles,
    written_day,
)
from readiness_kit.evidence.data_gap.findings import Finding, Gap
from readiness_kit.evidence.samples import Sample, is_number

if TYPE_CHECKING:
    import numpy as np

Options = Callable[[str], list[tuple[str, int]]]
"""For a cell of the POC: what it could be in production, and how common each is there."""


@dataclass(frozen=True)
class Planted:
    """What was planted, and what could not be."""

    changes: list[Change]
    nowhere: list[tuple[Group, str]]
    """Groups and columns for which the drawn records have no cell that it could be planted in."""


def plant(gap: Gap, drawn: Sample, columns: KnownColumns, label: str, seed: int) -> Planted:
    """Plant every finding of production in drawn records of the POC.

    Raises UnchangedError where a planted cell is the one that it was: then the effect would be
    told as nothing, and the model as robust.
    """
    import numpy as np

    found = Planted([], [])
    taken: dict[str, set[int]] = {}
    for group in BY_CELL:
        for place, finding in enumerate(findings_of(gap, group, (label, columns.key))):
            name = finding.column or ""
            rng = np.random.default_rng([seed, BY_CELL.index(group), place])
            free = taken.setdefault(name, set())
            cells = _planted(finding, gap, drawn, columns[name], free, rng)
            free |= set(cells)
            if cells:
                found.changes.append(Change(group, name, cells))
            else:
                found.nowhere.append((group, name))
    must_differ(drawn, found.changes)
    return found


def _planted(
    finding: Finding,
    gap: Gap,
    drawn: Sample,
    own: KnownColumn,
    taken: set[int],
    rng: np.random.Generator,
) -> dict[int, str]:
    options = _options(finding, gap, own)
    cells = drawn.column(finding.column or "")
    wanted = round((finding.share or 0.0) * len(cells))
    planted: dict[int, str] = {}
    for row in rng.permutation(len(cells)):
        if len(planted) >= wanted:
            break
        open_ = options(cells[row]) if row not in taken else []
        if open_:
            planted[int(row)] = _drawn(open_, rng)
    return planted


def _drawn(options: list[tuple[str, int]], rng: np.random.Generator) -> str:
    """One of them, the commoner the likelier."""
    point = int(rng.integers(sum(count for _, count in options)))
    for cell, count in options:
        point -= count
        if point < 0:
            return cell
    raise AssertionError("the counts were summed above")


def _options(finding: Finding, gap: Gap, own: KnownColumn) -> Options:
    counts = _counts(finding, gap)
    if finding.kind in ("missing", "sentinel"):
        ways = sorted(counts.items())
        return lambda cell: [(way, n) for way, n in ways if way != cell]
    if finding.kind == "unit":
        return lambda cell: _differing(cell, [(_in_unit(finding, cell), 1)])
    if finding.kind == "variant":
        return _spellings(finding, counts)
    if finding.kind == "number_format":
        styles = sorted(number_styles(finding.spelled, counts).items())
        return lambda cell: _differing(cell, ((style.write(cell), n) for style, n in styles))
    layouts, layout = sorted(day_layouts(finding.spelled, counts).items()), own.told.layout
    if layout is None:
        return lambda cell: []
    return lambda cell: _differing(cell, ((written_day(cell, layout, n), k) for n, k in layouts))


def _spellings(finding: Finding, counts: Counter[str]) -> Options:
    """Production's spellings of each category of the POC."""
    ways: dict[str, list[tuple[str, int]]] = {}
    for cell in sorted(finding.spelled):
        if counts[cell]:
            ways.setdefault(finding.spelled[cell], []).append((cell, counts[cell]))
    return lambda cell: ways.get(cell, [])


def _differing(cell: str, ways: Iterable[tuple[str | None, int]]) -> list[tuple[str, int]]:
    return [(way, n) for way, n in ways if way is not None and way != cell]


def _in_unit(finding: Finding, cell: str) -> str | None:
    """A number in production's unit."""
    import numpy as np

    unit = unit_told(finding)
    if unit is None or not is_number(cell):
        return None
    return spelled(float(unit.of(np.array(float(cell)))))


def _counts(finding: Finding, gap: Gap) -> Counter[str]:
    """The cells of production that have the defect."""
    return Counter(_with(finding, gap))


def _with(finding: Finding, gap: Gap) -> Iterator[str]:
    cells = gap.b.column(finding.column or "")
    for row, cell in enumerate(cells):
        if finding.rows is None or finding.rows[row]:
            yield cell
