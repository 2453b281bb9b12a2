"""Which rows of the POC sample stand in the training data too, and how many would by chance.

Records of few, coarse columns coincide without any leak. How often they do shows within the
training data: a clean POC sample meets it as often as it meets itself.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import Sample

if TYPE_CHECKING:
    import numpy as np

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
    seen: np.ndarray = field(repr=False, compare=False)
    """For each row of the sample, whether it is alike one of the training data."""


@dataclass(frozen=True)
class Repeats:
    """Rows of one sample that stand in it more than once."""

    n: int
    copies: int
    """Rows beyond the first of each kind."""
    by: str
    """What makes two rows one case: `key` or `cells`."""


def overlap(poc: Sample, training: Sample, *, inputs: Sequence[str], key: str | None) -> Overlap:
    """Compare the rows of both files in the inputs that both have; there is at least one."""
    import numpy as np  # with pandas, already loaded by reading the samples

    shared = [name for name in inputs if name in training.columns]
    ours, theirs = row_ids(poc, training, shared)
    exact = None
    if key in poc.columns and key in training.columns:
        both = [name for name in poc.columns if name in training.columns]
        exact = int(np.isin(*row_ids(poc, training, both, spelled=True)).sum())
    seen = np.isin(ours, theirs)
    return Overlap(
        n=len(ours),
        alike=int(seen.sum()),
        exact=exact,
        training=len(theirs),
        more=training.total_rows - training.rows,
        by_chance=_by_chance(ours, theirs),
        columns=len(shared),
        seen=seen,
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
