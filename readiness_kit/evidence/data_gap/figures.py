"""The figures of the comparison, as an observation records them and charts want them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from readiness_kit.engagement.observation import CheckVerdict
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.data_gap import drift
from readiness_kit.evidence.data_gap.findings import GRAVITY, Finding, Gap
from readiness_kit.evidence.data_gap.numbers import UNIT_FAIL
from readiness_kit.evidence.data_gap.shares import (
    BASE_RATE,
    DRIFT,
    DUPLICATES,
    JOINT,
    MISSING,
    N_MIN,
    RANGE,
    UNPARSABLE,
    UNSEEN,
    Limits,
)
from readiness_kit.evidence.intervals import CONFIDENCE
from readiness_kit.evidence.samples import Sample

MOST_COLUMNS = 40
"""Columns that are told one by one, the worst first; the others are counted."""
_ALL: tuple[tuple[str, Limits], ...] = (
    ("missing", MISSING),
    ("unparsable", UNPARSABLE),
    ("unseen", UNSEEN),
    ("range", RANGE),
    ("drift", DRIFT),
    ("joint", JOINT),
    ("duplicates", DUPLICATES),
    ("base_rate", BASE_RATE),
)


def gap_figures(gap: Gap, columns: Sequence[str], notes: Sequence[str]) -> dict[str, Any]:
    """All figures of a run; aggregates only. `columns` are those of A that matter, in order."""
    told = _by_column(gap, columns)
    return {
        "poc": _side(gap.a),
        "production": _side(gap.b),
        "columns": told[:MOST_COLUMNS],
        "columns_in_all": len(columns),
        "columns_in_trouble": sum(entry["worst"] in ("fail", "warn") for entry in told),
        "verdicts": dict(sorted(Counter(f.verdict for f in gap.findings).items())),
        "checks": _by_check(gap.findings),
        "findings": [
            _finding(found) for found in gap.findings if found.verdict in ("fail", "warn")
        ],
        "notes": list(notes),
    }


def limits_said() -> dict[str, Any]:
    """The limits that were applied."""
    return {
        **{
            f"{name}_{end}": getattr(limit, end) for name, limit in _ALL for end in ("warn", "fail")
        },
        "unit_warn": 0.0,
        "unit_fail": UNIT_FAIL,
        "n_min": N_MIN,
        "n_min_drift": drift.N_MIN,
        "false_discoveries": drift.FALSE_DISCOVERIES,
        "confidence": CONFIDENCE,
    }


def _side(sample: Sample) -> dict[str, Any]:
    return {
        "rows": sample.rows,
        "rows_in_file": sample.total_rows,
        "columns": len(sample.columns),
        "read_as": sample.read_as,
    }


def _by_column(gap: Gap, columns: Sequence[str]) -> list[dict[str, Any]]:
    """The verdict of each check on each column, columns in trouble first."""
    entries = []
    for name in columns:
        verdicts: dict[str, CheckVerdict] = {}
        for found in gap.findings:
            if found.column == name and found.check not in verdicts:
                verdicts[found.check] = found.verdict  # the gravest comes first
        worst = min(verdicts.values(), key=lambda v: GRAVITY[v], default="pass")
        entries.append(
            {
                "column": name,
                "kind": gap.kinds.get(name),
                "worst": worst,
                "verdicts": dict(sorted(verdicts.items())),
            }
        )
    return sorted(entries, key=lambda entry: GRAVITY[entry["worst"]])


def _by_check(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for found in findings:
        counts.setdefault(found.check, Counter())[found.verdict] += 1
    return {check: dict(sorted(counts[check].items())) for check in sorted(counts)}


def _finding(found: Finding) -> dict[str, Any]:
    return {
        "check": found.check,
        "kind": found.kind,
        "column": found.column,
        "verdict": found.verdict,
        "share": None if found.share is None else rounded(found.share),
        "interval": None if found.interval is None else bounds(found.interval),
        "bins": [[name, rounded(before), rounded(after)] for name, before, after in found.bins],
        "unit": found.unit,
        "factor": None if found.factor is None else rounded(found.factor),
    }
