"""The figures of the claim check, as an observation records them and charts want them."""

from __future__ import annotations

from typing import Any

from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.claim_check import rule
from readiness_kit.evidence.claim_check.findings import Figure, Found, Part
from readiness_kit.evidence.claim_check.same_rows import NO_POWER
from readiness_kit.evidence.claim_check.single_columns import MOST_ROWS
from readiness_kit.evidence.intervals import CONFIDENCE, wilson
from readiness_kit.evidence.labels import SMALLEST_COUNT, majority

_SHOWN_COLUMNS = 10


def run_figures(found: Found, human: float | None) -> dict[str, Any]:
    """All figures of a run; aggregates only."""
    stuff, figure = found.material, found.measured or found.claimed
    return {
        "task": "number" if found.amounts else "label",
        "rows": stuff.poc.rows,
        "labelled": len(stuff.labels),
        "excluded": stuff.excluded,
        "label_fault": found.fault,
        "claim": _figure(found.claimed),
        "measured": _figure(found.measured),
        "unseen": _figure(found.unseen),
        "not_measured": None if found.scored else found.asked.why_not,
        "majority": _majority(found),
        "human": human,
        "labels_for_2_points": rule.labels_to_narrow(figure.accuracy) if figure else None,
        "overlap": _overlap(found),
        "keys": {"known": found.keys.known, "n": found.keys.n} if found.keys else None,
        "repeats": {"copies": found.repeats.copies, "by": found.repeats.by},
        "group": _part(found.group),
        "days": _part(found.days),
        "columns": [
            {
                "column": single.column,
                "estimate": rounded(single.estimate),
                "interval": bounds(single.interval),
                "copy": single.copy,
            }
            for single in found.singles[:_SHOWN_COLUMNS]
        ],
        "columns_looked_at": len(found.singles),
        # what could not be compared for the model's part is mended in its code: look again
        "compared": not found.asked.failed,
        "notes": [*stuff.notes, *_drawn(found)],
    }


def limits_said() -> dict[str, Any]:
    """The limits that were applied."""
    named = {
        "overlap": rule.OVERLAP,
        "keys": rule.KEYS,
        "repeats": rule.REPEATS,
        "groups": rule.GROUPS,
        "days": rule.DAYS,
        "claim": rule.CLAIM,
        "shortfall": rule.SHORTFALL,
        "skill": rule.SKILL,
    }
    limits: dict[str, Any] = {name: limits._asdict() for name, limits in named.items()}
    limits["overlap"]["chance"] = NO_POWER
    limits["column"] = {"warn": rule.COLUMN_WARN, "fail": rule.COLUMN_FAIL}
    return limits | {"confidence": CONFIDENCE}


def _drawn(found: Found) -> list[str]:
    """That not every row was used to score single columns."""
    if len(found.material.labels) <= MOST_ROWS:
        return []
    return [f"single columns were scored on {MOST_ROWS:,} labelled rows, drawn by the seed"]


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    low, high = bounds(figure.interval)
    return {"accuracy": rounded(figure.accuracy), "low": low, "high": high, "n": figure.n}


def _majority(found: Found) -> dict[str, Any] | None:
    labels = found.material.labels
    if not labels or found.amounts:
        return None
    common = majority(labels)
    low, high = bounds(wilson(common.count, len(labels)))
    name = common.label if common.count >= SMALLEST_COUNT else None
    return {
        "label": name,
        "accuracy": rounded(common.share),
        "low": low,
        "high": high,
        "n": len(labels),
    }


def _overlap(found: Found) -> dict[str, Any] | None:
    same = found.overlap
    if same is None:
        return None
    return {
        "alike": same.alike,
        "exact": same.exact,
        "n": same.n,
        "training": same.training,
        "training_not_looked_at": same.more,
        "by_chance": rounded(same.by_chance),
        "columns": same.columns,
        "inputs": same.inputs,
        "but_for": list(same.but_for),
    }


def _part(part: Part | None) -> dict[str, Any] | None:
    if part is None or part.known is None:
        return None
    return {"known": part.known.known, "n": part.known.n}
