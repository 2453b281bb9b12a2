"""The records to ask for, each once: what a drawn record is under every set of changes to it.

A record is asked for under a set of groups only as far as these change it; the answer is kept by
the record's content. So a record with two groups is asked for four times, not sixty-four.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness_kit.evidence.attribution.changes import Change, changed
from readiness_kit.evidence.attribution.groups import BY_CELL, Group
from readiness_kit.evidence.samples import ColumnType, Sample, typed_records
from readiness_kit.evidence.target.cases import case_id

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.target import Record


@dataclass
class Questions:
    """Records by what they say, in the order in which they first came."""

    places: dict[str, int] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list, repr=False)

    def place(self, record: Record) -> int:
        """Where the answer to a record will stand."""
        id = case_id(record)
        if id not in self.places:
            self.places[id] = len(self.records)
            self.records.append(record)
        return self.places[id]


@dataclass(frozen=True)
class Asked:
    """The drawn records of one sample, and where each of their answers stands."""

    groups: tuple[Group, ...]
    """Those that change a cell of a drawn record, in the order of the bars."""
    places: np.ndarray
    """By record and by set of these groups."""
    touched: dict[Group, int]
    """How many records each group changes."""


def asked(
    sample: Sample,
    changes: Sequence[Change],
    types: dict[str, ColumnType],
    without: Sequence[str],
    questions: Questions,
) -> Asked:
    """Put what has to be asked of one sample's drawn records into the questions."""
    import numpy as np

    groups = tuple(g for g in BY_CELL if any(change.group == g for change in changes))
    before = typed_records(sample, types, without=without)
    after = typed_records(changed(sample, changes), types, without=without)
    cells = _cells(changes, groups)
    places = np.zeros((sample.rows, 2 ** len(groups)), dtype=np.int64)
    for row, record in enumerate(before):
        mine = cells.get(row, {})
        own = 0
        for bits in mine.values():
            own |= bits
        for members in _subsets(own):
            swapped = {n: after[row][n] for n, bit in mine.items() if bit & members and n in record}
            places[row, members] = questions.place({**record, **swapped})
        for members in range(2 ** len(groups)):
            places[row, members] = places[row, members & own]
    touched = {
        group: len({row for change in changes if change.group == group for row in change.cells})
        for group in groups
    }
    return Asked(groups, places, touched)


def _cells(changes: Sequence[Change], groups: Sequence[Group]) -> dict[int, dict[str, int]]:
    """By row and column: the bit of the group that changes the cell."""
    cells: dict[int, dict[str, int]] = {}
    for change in changes:
        for row in change.cells:
            cells.setdefault(row, {})[change.column] = 1 << groups.index(change.group)
    return cells


def _subsets(bits: int) -> Iterator[int]:
    """Every set of the bits that are set, the empty one first."""
    members = 0
    while True:
        yield members
        members = (members - bits) & bits
        if not members:
            return
