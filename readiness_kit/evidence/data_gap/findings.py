"""What a comparison of two samples found: a cause in a column, how much of it, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.intervals import Interval
from readiness_kit.evidence.samples import Sample

if TYPE_CHECKING:
    import numpy as np

Kind = Literal[
    "missing",  # G1: empty cells, and words for nothing such as N/A
    "sentinel",  # G1: numbers and days that stand for nothing, such as -999
    "unparsable",  # G2: no number, day or truth value where A has nothing else
    "variant",  # G3: a known category in other letters, spaces or encoding
    "new_category",  # G3
    "number_format",  # G4: decimal comma, thousands marks, units behind the number
    "date_format",  # G4: days written in another order or layout
    "shape",  # G4: any other form of text that A does not have
    "vocabulary",  # G4: texts in words that A does not know
    "range",  # G5
    "unit",  # G6: a multiple of what A has, such as cents for euros
    "shift",  # G7: a number's distribution
    "mix",  # G8: a category's distribution
    "joint",  # G9: what no single column shows
    "duplicate",  # G10: the same record twice
    "near_duplicate",  # G10: the same but for letters and spaces
    "key",  # G10: an identifier that is not unique any more
    "column_missing",  # G11
    "column_added",
    "column_renamed",
    "column_order",
    "base_rate",  # G12: how often each label comes
    "label_noise",  # G12: the same record with another label
    "late",  # G13: days between event and arrival
    "stale",  # G13: production is not newer than the POC
]

ColumnKind = Literal["integer", "number", "boolean", "date", "category", "text", "identifier"]
"""What a column of A holds: `text` is prose, `identifier` names single things."""

Severity = Literal["critical", "high", "medium", "low"]


GRAVITY: Mapping[CheckVerdict, int] = {"fail": 0, "warn": 1, "inconclusive": 2, "pass": 3}
"""The gravest verdict first."""


class Bin(NamedTuple):
    """One part of a distribution, in A and in B."""

    name: str
    before: float
    """Its share of A."""
    after: float
    """Its share of B."""


@dataclass(frozen=True)
class Finding:
    """One thing in which production differs from the POC, judged."""

    check: str
    """Of the catalogue, G1 to G13."""
    kind: Kind
    column: str | None
    verdict: CheckVerdict
    cause: str
    """In words a client understands, with shares; never a rare value."""
    share: float | None = None
    """Of B's rows, or the figure that the check judges: an index, an AUC, a difference."""
    interval: Interval | None = None
    n: int = 0
    """Rows of B that were looked at."""
    severity: Severity | None = None
    fix: str | None = None
    rows: np.ndarray | None = field(default=None, repr=False, compare=False)
    """Which rows of B have it, as a mask of `n` truth values; None where it is of no single row."""
    unit: str | None = None
    """Of `unit`: in words, such as 100 times as large, as cents instead of euros."""
    factor: float | None = None
    """Of `unit`: what a value of B has to be divided by to be one of A."""
    spelled: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Of `variant`, `number_format` and `date_format`: B's spelling to A's."""
    bins: tuple[Bin, ...] = field(default=(), repr=False)
    """Of `shift` and `mix`: the distribution in both samples; no part of fewer than five rows."""
    p_value: float | None = None
    decides_at_n: int | None = None


@dataclass(frozen=True)
class Gap:
    """The POC sample A, production-like B, both in scope, and what differs."""

    a: Sample
    b: Sample
    kinds: Mapping[str, ColumnKind]
    """By column of A."""
    findings: tuple[Finding, ...]
    """Gravest first; those that pass too."""

    def of(self, *kinds: Kind, column: str | None = None) -> Iterator[Finding]:
        """The findings of these kinds that warn or fail, in one column or in all."""
        for finding in self.findings:
            wanted = finding.kind in kinds and finding.verdict in ("warn", "fail")
            if wanted and (column is None or finding.column == column):
                yield finding
