"""Samples made in memory, and what a comparison says of one column."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

import pandas as pd

from readiness_kit.evidence.data_gap.findings import Finding, Gap, Kind
from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.samples import Sample


def sample(columns: Mapping[str, Sequence[str]], name: str = "data/a.csv") -> Sample:
    """A sample of these columns."""
    frame = pd.DataFrame({key: list(cells) for key, cells in columns.items()}, dtype="str")
    return Sample(name, "0" * 64, "utf-8", ",", frame)


def compared(a: Sequence[str], b: Sequence[str], **named: str) -> Gap:
    """The comparison of one column, called x."""
    return measure_gap(sample({"x": a}), sample({"x": b}, "data/b.csv"), **named)  # type: ignore[arg-type]


def found(gap: Gap, kind: Kind, column: str | None = "x") -> Finding:
    """The one finding of a kind on a column."""
    alike = [f for f in gap.findings if f.kind == kind and f.column == column]
    assert len(alike) == 1, [(f.kind, f.column, f.verdict) for f in gap.findings]
    return alike[0]


def troubles(gap: Gap) -> list[tuple[str, str | None]]:
    """What warns or fails: kind and column."""
    return sorted(
        ((f.kind, f.column) for f in gap.findings if f.verdict in ("warn", "fail")),
        key=lambda pair: (pair[0], pair[1] or ""),
    )


def numbers(n: int, seed: int, *, middle: float = 100, spread: float = 10) -> list[str]:
    """Normal numbers of two decimals."""
    draw = random.Random(seed)
    return [f"{draw.gauss(middle, spread):.2f}" for _ in range(n)]


def drawn(n: int, seed: int, values: Sequence[str]) -> list[str]:
    """Values by chance, the first ones likelier."""
    draw = random.Random(seed)
    weights = [1 / (place + 1) for place in range(len(values))]
    return draw.choices(values, weights, k=n)
