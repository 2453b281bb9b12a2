"""What the comparison says of a column of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.drift import Moved, number_bins
from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.shares import Judged, severity_of
from readiness_kit.evidence.data_gap.spelling import rounded_number
from readiness_kit.evidence.data_gap.units import UnitFound
from readiness_kit.evidence.intervals import Interval

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.numbers import Numbers


def unit(
    numbers: Numbers,
    found: UnitFound,
    share: float,
    interval: Interval,
    rows: np.ndarray,
    *,
    fails: bool,
) -> Finding:
    """Numbers in another unit."""
    verdict = "fail" if fails else "warn"
    return Finding(
        check="G6",
        kind="unit",
        column=numbers.b.name,
        verdict=verdict,  # type: ignore[arg-type]
        cause=f"In {share:.1%} of rows the number is {found.unit.words}; those outside the POC's "
        f"range fit that to {found.match:.0%}.",
        share=share,
        interval=interval,
        n=numbers.b.rows,
        severity=severity_of(verdict),  # type: ignore[arg-type]
        fix="Find which source sends it and fix the unit in the contract with it; until then "
        "refuse numbers outside the POC's range.",
        rows=rows,
        unit=found.unit.words,
        factor=found.unit.factor if not found.unit.offset else None,
    )


def out_of_range(numbers: Numbers, result: Judged, rows: np.ndarray, n: int) -> Finding:
    """Numbers outside the range that nearly all of A lies in."""
    return result.finding(
        check="G5",
        kind="range",
        column=numbers.b.name,
        cause=f"{result.share:.1%} of the numbers lie outside the range that 99.8% of the POC's "
        f"lie in.",
        n=n,
        fix="Ask the source what such numbers mean; refuse them, or train on them.",
        rows=rows,
    )


def shift(numbers: Numbers, moved: Moved, after: np.ndarray) -> Finding:
    """A distribution that moved; the verdict comes with those of the other columns."""
    return Finding(
        check="G7",
        kind="shift",
        column=numbers.b.name,
        verdict="pass",
        cause=f"The distribution moved: {moved.distance:.1%} of the records would have to take "
        f"other numbers (stability index {moved.index:.2f}){_middles(numbers.before, after)}.",
        share=moved.distance,
        interval=moved.interval,
        n=len(after),
        fix="Find out whether the world changed or its record did. If the world, measure accuracy "
        "on the new values and retrain.",
        bins=number_bins(numbers.before, after),
        p_value=moved.p_value,
    )


def _middles(before: np.ndarray, after: np.ndarray) -> str:
    """Both medians, to three digits: no single record's number; nothing where they look alike."""
    one, other = (rounded_number(float(values[len(values) // 2])) for values in (before, after))
    return f"; the middle went from {one} to {other}" if one != other else ""
