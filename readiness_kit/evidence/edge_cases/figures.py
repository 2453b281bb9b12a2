"""The figures of the edge-case method, as an observation records them and charts want them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.edge_cases.control import Control
from readiness_kit.evidence.edge_cases.drawing import Drawn, MainField
from readiness_kit.evidence.edge_cases.outcomes import OUTCOMES
from readiness_kit.evidence.edge_cases.rule import (
    DROP_HIGH,
    DROP_MEDIUM,
    N_MIN,
    SILENT_FAIL,
    SILENT_WARN,
    FamilyResult,
    FieldResult,
    right,
)
from readiness_kit.evidence.edge_cases.trial import Case
from readiness_kit.evidence.intervals import CONFIDENCE


def run_figures(
    drawn: Drawn, control: Control, main: Sequence[MainField], results: Sequence[FamilyResult]
) -> dict[str, Any]:
    """All figures of a run; aggregates only."""
    return {
        "records": len(drawn.records),
        "labelled": sum(label is not None for label in drawn.truth),
        "fields": [
            {
                "field": entry.field.name,
                "kind": entry.field.kind,
                "moved": rounded(entry.moved / len(control.answers)),
            }
            for entry in main
        ],
        "outcomes": {result.trial.family.name: counts(result.trial.cases) for result in results},
        "changed_cells": {r.trial.family.name: r.trial.changed_cells for r in results},
        "families": [_family(result) for result in results],
        "control": {
            "n": control.n,
            "answered": len(control.answers),
            "twice": control.twice,
            "alone": control.alone,
            "alone_n": control.alone_n,
        },
        "notes": drawn.notes,
    }


def limits_said() -> dict[str, Any]:
    """The limits that were applied."""
    return {
        "silent_warn": SILENT_WARN,
        "silent_fail": SILENT_FAIL,
        "drop_high": DROP_HIGH,
        "drop_medium": DROP_MEDIUM,
        "n_min": N_MIN,
        "confidence": CONFIDENCE,
    }


def counts(cases: Sequence[Case]) -> dict[str, int]:
    """How often each outcome came; those that never did are 0."""
    found = Counter(case.outcome for case in cases)
    return {outcome: found[outcome] for outcome in OUTCOMES}


def _family(result: FamilyResult) -> dict[str, Any]:
    trial, worst = result.trial, result.worst
    figures: dict[str, Any] = {
        "id": trial.family.id,
        "family": trial.family.name,
        "title": trial.family.title,
        "expected": trial.family.expected,
        "state": trial.state,
        "changed_cells": trial.changed_cells,
        "cases": len(trial.cases),
        "unasked": trial.unasked,
        "ended": result.ended,
        "outcomes": counts(trial.cases),
        "worst": worst.field if worst else None,
        "silent": None,
        "accuracy": _accuracy(trial.cases),
        "fields": [_field(field) for field in result.fields],
    }
    if result.silent:
        figures["silent"] = {
            "share": rounded(result.silent.share),
            "interval": bounds(result.silent.interval),
            "effective_n": result.silent.effective,
        }
    return figures


def _field(result: FieldResult) -> dict[str, Any]:
    figures: dict[str, Any] = {
        "field": result.field,
        "cases": len(result.cases),
        "outcomes": counts(result.cases),
        "share": rounded(result.silent.share),
        "interval": bounds(result.silent.interval),
        "named": sum(case.named for case in result.cases),
        "accuracy": _accuracy(result.cases),
    }
    if result.drop and figures["accuracy"]:
        figures["accuracy"] |= {
            "interval": bounds(result.drop.interval),
            "p_value": rounded(result.drop.p_value),
        }
    return figures


def _accuracy(cases: Sequence[Case]) -> dict[str, Any] | None:
    """Accuracy before and under the fault, on labelled records that were still answered."""
    before, after = right(cases)
    if not before:
        return None
    return {
        "before": rounded(fmean(before)),
        "under": rounded(fmean(after)),
        "drop": rounded(fmean(before) - fmean(after)),
        "n": len(before),
    }
