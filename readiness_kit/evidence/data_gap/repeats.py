"""G10: records that come twice, and identifiers that are not unique any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness_kit.evidence.data_gap.findings import Finding, Kind
from readiness_kit.evidence.data_gap.nothing import words_for_nothing
from readiness_kit.evidence.data_gap.record import Records, repeated
from readiness_kit.evidence.data_gap.redrawn import judged_beyond, usual_repeats
from readiness_kit.evidence.data_gap.shares import DUPLICATES, Judged, judged
from readiness_kit.evidence.intervals import wilson

if TYPE_CHECKING:
    import numpy as np

    from readiness_kit.evidence.data_gap.column import Column


def repeat_findings(a: Records, b: Records) -> Iterator[Finding]:
    """Compare the records of both samples over the columns that both have.

    With a key, a record that comes twice has the same key too; what differs in the key alone, or
    in letters and spaces, is a near duplicate.
    """
    if not a.rows or not b.rows:
        return
    exact = repeated(b.exact)
    yield _duplicate("duplicate", exact, a.exact, b.exact)
    yield _duplicate("near_duplicate", repeated(b.near) & ~exact, a.near, b.near)


def _duplicate(kind: Kind, rows: np.ndarray, before: np.ndarray, after: np.ndarray) -> Finding:
    n, count, natural = len(rows), int(rows.sum()), 0.0
    result = judged(count, n, DUPLICATES)
    # few are few, whatever would be usual
    if result.verdict != "pass" and not _strangers(before, after):
        natural = usual_repeats(before, n)
        result = judged_beyond(count, n, DUPLICATES, natural, len(before))
    return result.finding(
        check="G10",
        kind=kind,
        column=None,
        cause=_cause(kind, result, natural),
        n=n,
        fix="Find out who sends records twice; make the service answer a repeated record once.",
        rows=rows,
    )


def _strangers(before: np.ndarray, after: np.ndarray) -> bool:
    """Whether no record of either sample comes in A as well.

    Then chance repeats none: it would do so between the samples first, where there are more pairs.
    """
    import numpy as np

    return not repeated(before).any() and not np.isin(after, before).any()


def _cause(kind: Kind, result: Judged, natural: float) -> str:
    what = (
        "repeat an earlier record cell by cell"
        if kind == "duplicate"
        else "repeat an earlier record but for its key, letters or spaces"
    )
    usual = f", where {natural:.1%} would be usual" if natural >= 0.0005 else ""
    return f"{result.share:.1%} of the rows {what}{usual}."


def key_finding(key: str, one: Column, other: Column) -> Finding:
    """Whether the identifiers of B are unique, as far as A's are."""
    given = one.counts[~words_for_nothing(one)]
    unique_before = len(given) > 0 and bool((given == 1).all())
    # records without an identifier are missing values, and no two of one identifier
    rows = repeated(other.codes) & ~other.in_rows(words_for_nothing(other))
    count, n = int(rows.sum()), other.rows
    broken = count > 0
    verdict = "fail" if broken and unique_before else "warn" if broken else "pass"
    return Finding(
        check="G10",
        kind="key",
        column=key,
        verdict=verdict,  # type: ignore[arg-type]
        cause=_key_cause(count, n, unique_before=unique_before),
        share=count / n,
        interval=wilson(count, n),
        n=n,
        severity="high" if verdict == "fail" else "medium" if verdict == "warn" else None,
        fix="Agree on who gives out the identifier, and on what a second record of the same one "
        "means."
        if broken
        else None,
        rows=rows,
    )


def _key_cause(count: int, n: int, *, unique_before: bool) -> str:
    if not count:
        return "Every identifier comes once."
    was = "in the POC each comes once" if unique_before else "nor is it unique in the POC"
    return f"{count / n:.1%} of the rows have an identifier that came before; {was}."
