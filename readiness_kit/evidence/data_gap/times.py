"""G13: whether production is newer than the POC, and how late its records arrive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.drift import FEWEST, Moved, numbers_moved
from readiness_kit.evidence.data_gap.findings import Finding
from readiness_kit.evidence.data_gap.notation import Days

if TYPE_CHECKING:
    import numpy as np


def age_finding(time: Days) -> Finding | None:
    """Whether B's records are newer than A's; None where a side has no day."""
    import numpy as np

    before, after = _ordinals_before(time), _ordinals(time)
    before, after = before[~np.isnan(before)], after[~np.isnan(after)]
    if not len(before) or not len(after):
        return None
    middle, old = float(np.median(after)), float(np.quantile(before, 0.25))
    stale = middle <= old
    later = float((after > before.max()).mean())
    return Finding(
        check="G13",
        kind="stale",
        column=time.b.name,
        verdict="warn" if stale else "pass",
        cause="Production is older than the POC: half of its records are from before the POC's "
        "first quarter."
        if stale
        else f"{later:.1%} of production's records are newer than the POC's last.",
        share=later,
        n=len(after),
        severity="medium" if stale else None,
        fix="Draw the latest intake; what the system will meet is not in an old extract."
        if stale
        else None,
    )


def lateness(time: Days, others: Mapping[str, Days]) -> Iterator[tuple[Finding, Moved]]:
    """How the days between another date of a record and its arrival changed, to be judged later."""
    import numpy as np

    arrival_before, arrival = _ordinals_before(time), _ordinals(time)
    for name, days in others.items():
        before, after = arrival_before - _ordinals_before(days), arrival - _ordinals(days)
        before, after = np.sort(before[~np.isnan(before)]), np.sort(after[~np.isnan(after)])
        if min(len(before), len(after)) < FEWEST:
            continue
        moved = numbers_moved(before, after)
        yield (
            Finding(
                check="G13",
                kind="late",
                column=name,
                verdict="pass",
                cause=f"Between {name} and {time.b.name} lie {_days(after)} days, "
                f"{_days(before)} in the POC (middle, and 95 of 100).",
                share=moved.distance,
                interval=moved.interval,
                n=len(after),
                fix="Ask what holds records up; whatever counts days will see other ones.",
                p_value=moved.p_value,
            ),
            moved,
        )


def _days(values: np.ndarray) -> str:
    import numpy as np

    return f"{np.median(values):.0f} and {np.quantile(values, 0.95):.0f}"


def _ordinals(days: Days) -> np.ndarray:
    """B's days by row, as numbers; NaN where there is none."""
    import numpy as np

    sentinels = {place for flags in days.sentinels.values() for place in np.flatnonzero(flags)}
    values = np.full(len(days.b.counts), np.nan)
    for place, day in days.read.items():
        if place not in sentinels:
            values[place] = day.toordinal()
    rows: np.ndarray = values[days.b.codes]
    return rows


def _ordinals_before(days: Days) -> np.ndarray:
    import numpy as np

    column = days.known.column
    values = np.full(len(column.counts), np.nan)
    for place, day in days.known.days.items():
        values[place] = day.toordinal()
    rows: np.ndarray = values[column.codes]
    return rows
