"""How much each drawn record counts once duplicates are dropped and the mix is another one.

A mix is changed by raking: records are weighted until each column whose distribution moved has the
shares that the other sample has (Deming and Stephan 1940, Annals of Mathematical Statistics 11,
427-444). A classifier would learn the defects themselves, and chance, as a difference of mix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness_kit.evidence.attribution.groups import findings_of
from readiness_kit.evidence.attribution.known_columns import KnownColumns
from readiness_kit.evidence.data_gap.findings import Gap
from readiness_kit.evidence.samples import Sample, is_number

if TYPE_CHECKING:
    import numpy as np

MOST = 10.0
"""No record counts more than so many records."""
FEWEST_LEFT = 0.1
"""Weights that leave less of the sample than this, in records of equal weight, tell nothing."""
UNDONE = 0.5
"""Weights that leave more than this of the difference do not undo it."""
LEVELS = 50
_ROUNDS = 50
_PARTS = (0.2, 0.4, 0.6, 0.8)
_NONE = -1
"""The part of cells that say nothing, or what the POC does not know: their share stays."""


@dataclass(frozen=True)
class Mix:
    """One column whose distribution moved: the part of each cell, and the shares to reach."""

    parts: np.ndarray
    shares: np.ndarray


def repeated(gap: Gap, rows: Sequence[int]) -> np.ndarray:
    """Which drawn records of production repeat an earlier one."""
    import numpy as np

    flags = np.zeros(len(rows), dtype=bool)
    for finding in findings_of(gap, "duplicates", ()):
        if finding.rows is not None:
            flags |= np.asarray(finding.rows)[list(rows)]
    return flags


def mix_weights(
    gap: Gap, drawn: Sample, other: Sample, columns: KnownColumns, label: str
) -> np.ndarray | None:
    """Weights that give the drawn records the other sample's mix; None where none would do.

    Both samples have been repaired, so that a defect is not taken for another mix.
    """
    moved = dict.fromkeys(f.column for f in findings_of(gap, "shift", (label, columns.key)))
    mixes = [_mix(drawn, other, columns, name) for name in moved if name is not None]
    if not mixes or not drawn.rows:
        return None
    import numpy as np

    weights = raked(mixes)
    even = np.ones(len(weights))
    before, after = (max(_missed(mix, one) for mix in mixes) for one in (even, weights))
    left = weights.sum() ** 2 / (weights**2).sum() / len(weights)
    return weights if after <= UNDONE * before and left >= FEWEST_LEFT else None


def raked(mixes: Sequence[Mix]) -> np.ndarray:
    """Weights under which every column has its shares, as far as there are records for them."""
    import numpy as np

    weights = np.ones(len(mixes[0].parts))
    for _ in range(_ROUNDS):
        for mix in mixes:
            have = _shares(mix, weights)
            wanted = np.where(have > 0, mix.shares, 0.0)
            known = wanted[:-1].sum()
            # what no record has falls to the other known parts; what says nothing keeps its share
            wanted[:-1] *= mix.shares[:-1].sum() / known if known else 0.0
            ratio = np.divide(wanted, have, out=np.ones_like(have), where=have > 0)
            weights = weights * ratio[mix.parts]
        weights = np.minimum(weights * len(weights) / weights.sum(), MOST)
    return weights


def _shares(mix: Mix, weights: np.ndarray) -> np.ndarray:
    import numpy as np

    shares: np.ndarray = np.bincount(mix.parts, weights, minlength=len(mix.shares)) / weights.sum()
    return shares


def _missed(mix: Mix, weights: np.ndarray) -> float:
    """The share of records that would still have to be in another part."""
    import numpy as np

    return float(np.abs(_shares(mix, weights) - mix.shares).sum() / 2)


def _mix(drawn: Sample, other: Sample, columns: KnownColumns, name: str) -> Mix:
    """The parts of one column; the last is what says nothing, and keeps its share."""
    import numpy as np

    own, there = (_parts(sample.column(name), columns, name) for sample in (drawn, other))
    size = int(max(own.max(initial=0), there.max(initial=0))) + 1
    known = np.bincount(there[there != _NONE], minlength=size).astype(float)
    nothing = float((own == _NONE).mean())
    if not known.sum():
        known = np.bincount(own[own != _NONE], minlength=size).astype(float)
    shares = np.append(known / max(1.0, known.sum()) * (1 - nothing), nothing)
    return Mix(np.where(own == _NONE, size, own), shares)


def _parts(cells: Sequence[str], columns: KnownColumns, name: str) -> np.ndarray:
    """By row: the fifth of the POC's numbers, or the place among its commonest words."""
    import numpy as np

    column = columns[name]
    if column.numeric:
        edges = np.unique(np.quantile(column.numbers, _PARTS, method="inverted_cdf"))
        values = np.array([float(cell) if is_number(cell) else np.nan for cell in cells])
        placed = np.searchsorted(edges, values, side="left")
        return np.where(np.isnan(values), _NONE, placed)
    told = column.told
    common = sorted(
        (place for place, empty in enumerate(told.nothing) if not empty),
        key=lambda place: (-told.column.counts[place], place),
    )[:LEVELS]
    ranks = {told.column.text(place): rank for rank, place in enumerate(common)}
    return np.array([ranks.get(cell, _NONE) for cell in cells])
