"""Which rows of the POC sample stand in the training data too, and how many would by chance.

Records of few, coarse columns coincide without any leak. How often they do shows within the
training data: a clean POC sample meets it as often as it meets itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from readiness_kit.evidence.claim_check.numbering import numbering
from readiness_kit.evidence.labels import SMALLEST_COUNT, canonical
from readiness_kit.evidence.samples import Sample

if TYPE_CHECKING:
    import numpy as np

NO_POWER = 0.1
"""Where a larger share of rows coincides by chance, a leak does not show among them."""
_IMPROBABLE = 0.01
"""Training data that repeats itself so much more than the POC sample does holds copies."""


@dataclass(frozen=True)
class Overlap:
    """Rows of the POC sample that are in the training data."""

    n: int
    alike: int
    """With the same inputs, compared in one spelling."""
    exact: int | None
    """With the same cells throughout, key and label too; None where the files share no key."""
    training: int
    """Rows of the training data that were looked at."""
    more: int
    """Rows of the training data that were not: whatever they hold was not found."""
    by_chance: float
    """The share of rows that would be alike without any leak."""
    columns: int
    """So many inputs were compared."""
    inputs: int
    """So many there are in the sample."""
    seen: np.ndarray = field(repr=False, compare=False)
    """For each row of the sample, whether it is alike one of the training data."""
    but_for: tuple[str, ...] = ()
    """Inputs of both files that were left out, since more rows are alike without them."""

    @property
    def shared(self) -> int:
        """How many inputs both files have."""
        return self.columns + len(self.but_for)

    @property
    def partial(self) -> bool:
        """Whether the training data has too few of the inputs to tell a row by them."""
        return 2 * self.shared < self.inputs

    @property
    def powerless(self) -> bool:
        """Whether so many rows coincide by chance that a leak would not show."""
        return self.by_chance > NO_POWER

    @property
    def excess(self) -> float:
        """The share of rows that are alike beyond what chance makes so."""
        return self.alike / self.n - self.by_chance


@dataclass(frozen=True)
class Repeats:
    """Rows of one sample that stand in it more than once."""

    n: int
    copies: int
    """Rows beyond the first of each kind."""
    by: str
    """What makes two rows one case: `key` or `cells`."""


def overlap(
    poc: Sample,
    training: Sample,
    *,
    inputs: Sequence[str],
    key: str | None,
    time: str | None = None,
) -> Overlap:
    """Compare the rows of both files in the inputs that both have; there is at least one.

    They are compared once more without the columns that tell the files apart rather than the rows,
    such as the day of an export, and without those that number the rows; what is told is the
    comparison that shows more. Where nothing shows, a running number is no more than a key that was
    not named: what cannot be told without it cannot be told by it.
    """
    shared = [name for name in inputs if name in training.columns]
    apart = [n for n in shared if n == time or _tells_files_apart(poc, training, n)]
    counting, others = numbering(poc, training, [n for n in shared if n not in apart])
    ways: list[list[str]] = []
    for out in ((), apart, counting, (*counting, *others), (*apart, *counting, *others)):
        way = [name for name in shared if name in out]
        if len(way) < len(shared) and way not in ways:
            ways.append(way)
    compared = [_compared(poc, training, inputs, key, way) for way in ways]
    found = compared[0]
    for other in compared[1:]:
        found = other if _shows_more(other, found) else found
    if counting and counting in ways and found.alike < SMALLEST_COUNT and not found.exact:
        return compared[ways.index(counting)]
    return found


def _shows_more(without: Overlap, throughout: Overlap) -> bool:
    if without.powerless and not throughout.powerless:
        return False
    enough = without.alike >= SMALLEST_COUNT or bool(without.exact)
    return enough and without.excess > throughout.excess


def _tells_files_apart(poc: Sample, training: Sample, column: str) -> bool:
    """Whether a column holds one value in the one file, and another one in the other."""
    values = [sample.frame[column].unique() for sample in (poc, training)]
    if any(len(kinds) != 1 for kinds in values):
        return False
    ours, theirs = (in_one_spelling(str(kinds[0])) for kinds in values)
    return ours != theirs


def _compared(
    poc: Sample,
    training: Sample,
    inputs: Sequence[str],
    key: str | None,
    but_for: Sequence[str],
) -> Overlap:
    import numpy as np  # with pandas, already loaded by reading the samples

    both = [n for n in poc.columns if n in training.columns and n not in but_for]
    compared = [name for name in inputs if name in both]
    ours, theirs = row_ids(poc, training, compared)
    exact = None
    if key in both:
        exact = int(np.isin(*row_ids(poc, training, both, spelled=True)).sum())
    seen = np.isin(ours, theirs)
    return Overlap(
        n=len(ours),
        alike=int(seen.sum()),
        exact=exact,
        training=len(theirs),
        more=training.total_rows - training.rows,
        by_chance=_by_chance(ours, theirs),
        columns=len(compared),
        inputs=len(inputs),
        seen=seen,
        but_for=tuple(but_for),
    )


def repeats(poc: Sample, *, key: str | None) -> Repeats:
    """Count the rows that stand for a case already counted: the same key, else the same cells."""
    by = [key] if key in poc.columns else poc.columns
    keyed = poc.frame[[name for name in by if name is not None]]
    copies = keyed.duplicated()
    if key in poc.columns:
        copies &= keyed[key] != ""  # an empty key names nothing
    return Repeats(poc.rows, int(copies.sum()), "key" if key in poc.columns else "cells")


def row_ids(
    first: Sample, second: Sample, columns: Sequence[str], *, spelled: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """A number for each row of both files, the same where these columns hold the same.

    Compared are cells as spelled, or in one spelling: NFKC, letter case and outer space ignored,
    numbers by value.
    """
    import numpy as np
    import pandas as pd

    ids = np.zeros(first.rows + second.rows, dtype=np.int64)
    for name in columns:
        cells = pd.concat([first.frame[name], second.frame[name]], ignore_index=True)
        codes = _codes(cells, spelled=spelled)
        # numbered anew after each column, so that the product never leaves 64 bits
        ids = np.asarray(
            pd.factorize(ids * (int(codes.max(initial=0)) + 1) + codes)[0], dtype=np.int64
        )
    return ids[: first.rows], ids[first.rows :]


def in_one_spelling(cell: str) -> str:
    """A cell as it is compared: NFKC, without case and outer space, a number by its value."""
    return canonical(" ".join(unicodedata.normalize("NFKC", cell).casefold().split())) or ""


def _codes(cells: Any, *, spelled: bool) -> np.ndarray:
    import numpy as np
    import pandas as pd

    codes, kinds = pd.factorize(cells)
    codes = np.asarray(codes, dtype=np.int64)
    if spelled or not len(kinds):
        return codes
    spelled_once = np.array([in_one_spelling(str(kind)) for kind in kinds], dtype=object)
    same = np.asarray(pd.factorize(spelled_once)[0], dtype=np.int64)
    return np.take(same, codes)


def _by_chance(ours: np.ndarray, theirs: np.ndarray) -> float:
    """The share of rows that meet another row of the training data without being a copy of it.

    Normally that of the training rows which meet one another. Where these repeat far more than the
    pairs of the POC sample let expect, they were copied, as oversampling does; then what the POC
    sample's own pairs let expect.
    """
    import numpy as np
    from scipy.stats import poisson  # scipy takes most of a second to import

    in_training, in_poc = (_pairs(ids) for ids in (theirs, ours))
    possible = [len(ids) * (len(ids) - 1) / 2 for ids in (theirs, ours)]
    if not in_training or not all(possible):
        return 0.0
    expected = in_training / possible[0] * possible[1]
    if poisson.cdf(in_poc, expected) < _IMPROBABLE:
        return min(1.0, len(theirs) * in_poc / possible[1])
    _, place, counts = np.unique(theirs, return_inverse=True, return_counts=True)
    return float((counts[place] > 1).mean())


def _pairs(ids: np.ndarray) -> int:
    """How many pairs of rows are alike."""
    import numpy as np

    counts = np.unique(ids, return_counts=True)[1].astype(float)
    return int((counts * (counts - 1) / 2).sum())
