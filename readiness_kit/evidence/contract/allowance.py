"""How often fresh records may break a rule: what the sample itself shows, and a point on top.

The sample is held against its own rules, and the far end of the 95 % interval is taken. Categories
need more care: the list was made from the same rows that would be counted. So a value counts as
unlisted where it would be if any one of its records were away; and since such values come and go as
a whole, the interval is that of lumps, where it is the wider one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import TYPE_CHECKING

from readiness_kit.evidence.accuracy_figures import rounded
from readiness_kit.evidence.contract.schema import schema_of
from readiness_kit.evidence.contract.terms import Field, specs
from readiness_kit.evidence.data_gap.column import Column
from readiness_kit.evidence.data_gap.kinds import Known
from readiness_kit.evidence.intervals import CONFIDENCE, wilson
from readiness_kit.evidence.labels import SMALLEST_COUNT
from readiness_kit.evidence.samples import Sample

if TYPE_CHECKING:
    from readiness_kit.evidence.data_gap.column import Flags

ON_TOP = 0.01
"""The share of records beyond what the sample shows that a rule lets pass."""
BAND = 0.04
"""So much further lies the share that is too much."""


def allowed_shares(sample: Sample, about: Known, entry: Field) -> dict[str, float]:
    """By rule: the largest share that may break it; what no share would break is left out."""
    from readiness_kit.evidence.contract.runner import failures  # loads pandas and pandera

    found = failures(sample.frame[[entry.name]], schema_of([entry]))
    seen = {failure.rule: len(failure.rows) for failure in found}
    allowed = {"unique": 0.0} if entry.unique else {}
    for rule in _rules(entry):
        lumps = _lumps(about, rule)
        single = 0 if rule == "values" else seen.get(rule, 0)
        far_end = _far_end(single + sum(lumps), single + sum(n * n for n in lumps), sample.rows)
        if far_end + ON_TOP + BAND < 1:
            allowed[rule] = rounded(far_end + ON_TOP)
    return allowed


def empty(column: Column) -> Flags:
    """By distinct cell: whether there is nothing in it."""
    import numpy as np
    import pyarrow.compute as pc

    flags: Flags = np.asarray(pc.equal(column.cells, ""))
    return flags


def _rules(entry: Field) -> Iterator[str]:
    from readiness_kit.evidence.contract.runner import AS_WRITTEN, RULES

    if entry.required:
        yield "empty"  # of the label: fresh records have none
    checks = {name for spec in specs(entry, AS_WRITTEN) for name in spec.checks}
    yield from (rule for check, rule in RULES.items() if check in checks)


def _lumps(about: Known, rule: str) -> list[int]:
    """The records of each word that a list has, or lacks, by one record more or less."""
    column = about.column
    if rule == "values":
        rare = (column.counts <= SMALLEST_COUNT) & ~empty(column)
    elif rule == "form":
        rare = (column.counts == SMALLEST_COUNT) & about.nothing & ~empty(column)
    else:
        return []
    return [int(count) for count in column.counts[rare]]


def _far_end(total: int, squares: int, n: int) -> float:
    """The upper end of the interval of a share, whose rows come in lumps with this sum of squares.

    Wilson's, or where it is the wider that of a sum of lumps, each there or not (Poisson).
    """
    spread = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2) * math.sqrt(squares)
    return max(wilson(min(total, n), n).high, (total + spread) / n)
