"""Which columns of two files number their rows rather than saying what a row is about.

A running number that is given anew with each export hides every leak. So does an identifier or a
moment of which every row has its own. A measured amount may be as unique: numbers with fractions
and free text are not taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from readiness_kit.evidence.data_gap.column import Column, column_of
from readiness_kit.evidence.data_gap.kinds import NEARLY_ALL, known
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import Sample

_NAMING = ("identifier", "integer", "date")
"""Kinds of columns that can name a row."""


class Numbering(NamedTuple):
    """Columns of which each row of both files has a value of its own."""

    counting: list[str]
    """Whole numbers that count on in one file at least."""
    others: list[str]
    """Identifiers, and what names no row of the one file as any of the other."""


def numbering(poc: Sample, training: Sample, columns: Sequence[str]) -> Numbering:
    """Find these columns among those that both files have."""
    found = Numbering([], [])
    for name in columns:
        pair = column_of(poc, name), column_of(training, name)
        if not all(_unique(column) for column in pair):
            continue
        kinds = [known(column).kind for column in pair]
        if any(kind not in _NAMING for kind in kinds):
            continue
        if "identifier" in kinds and all(_numeric(column) for column in pair):
            found.counting.append(name)
        elif "identifier" in kinds or _spelled(pair[0]).isdisjoint(_spelled(pair[1])):
            found.others.append(name)
    return found


def _unique(column: Column) -> bool:
    return len(column.counts) > 0 and len(column.counts) >= NEARLY_ALL * column.rows


def _numeric(column: Column) -> bool:
    import numpy as np

    return float(np.isnan(column.numbers).mean()) <= 1 - NEARLY_ALL


def _spelled(column: Column) -> set[str | None]:
    return {canonical(cell.casefold()) for cell in column.texts} - {None}
