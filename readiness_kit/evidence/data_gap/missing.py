"""G1: cells that stand for nothing, in B beyond those in A."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.findings import GRAVITY, Finding, Kind
from readiness_kit.evidence.data_gap.nothing import spelled_number
from readiness_kit.evidence.data_gap.shares import MISSING, Judged, judged

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column, Flags
    from readiness_kit.evidence.data_gap.kinds import Known


def missing_findings(
    known: Known, b: Column, nothing: Flags, sentinels: Mapping[str, Flags]
) -> Iterator[Finding]:
    """Empty cells and words for nothing; and the values of B that only stand for nothing.

    `sentinels` are by how a reader knows them. Each part is judged by itself, and the larger one
    by both together, since two small ways to say nothing add up.
    """
    before = known.column.count(known.nothing) / known.column.rows
    parts: list[tuple[Kind, np.ndarray, float]] = [("missing", b.in_rows(nothing), before)]
    for flags in sentinels.values():
        rows = b.in_rows(flags)
        if parts[-1][0] == "sentinel":
            rows |= parts.pop()[1]
        parts.append(("sentinel", rows, 0.0))
    both = parts[0][1] | parts[-1][1]
    whole = _judged(known, both, before)
    larger = max(parts, key=lambda part: part[1].mean() - part[2])
    for kind, rows, share_before in parts:
        result = _judged(known, rows, share_before)
        finding = _finding(kind, b.name, result, rows, share_before, list(sentinels))
        if (
            kind == larger[0]
            and len(parts) > 1
            and GRAVITY[whole.verdict] < GRAVITY[result.verdict]
        ):
            finding = replace(finding, verdict=whole.verdict, severity=whole.severity)
        yield finding


def _judged(known: Known, rows: np.ndarray, before: float) -> Judged:
    return judged(int(rows.sum()), len(rows), MISSING, before=before, n_before=known.column.rows)


def _finding(
    kind: Kind,
    column: str,
    result: Judged,
    rows: np.ndarray,
    before: float,
    sentinels: list[str],
) -> Finding:
    if kind == "missing":
        cause = (
            f"{result.share:.1%} of the cells are empty or say nothing, {before:.1%} in the POC."
        )
        fix = "Ask the source why the field stays empty; decide for each case whether the record "
        fix += "is refused, filled in and marked, or answered by a person."
    else:
        cause = f"In {result.share:.1%} of rows {_listed(sentinels)} stands for a value that is "
        cause += "not known; the POC has none of it."
        fix = "Turn it into an empty field where the data come in, and treat that as missing; a "
        fix += "model takes it for a number."
    return result.finding(
        check="G1",
        kind=kind,
        column=column,
        cause=cause,
        n=len(rows),
        fix=fix,
        rows=rows,
    )


def _listed(sentinels: list[str]) -> str:
    return " or ".join(sentinels)


def number_sentinels(found: Mapping[float, Flags]) -> dict[str, Flags]:
    """Numbers for nothing by how a reader knows them."""
    return {spelled_number(number): flags for number, flags in found.items()}
