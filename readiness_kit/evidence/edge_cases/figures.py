"""The figures of the edge-case method, as an observation records them and charts want them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import Any

from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.edge_cases.catalogue import PLANNED
from readiness_kit.evidence.edge_cases.daily import Daily, Volume
from readiness_kit.evidence.edge_cases.guard import Guard
from readiness_kit.evidence.edge_cases.outcomes import OUTCOMES
from readiness_kit.evidence.edge_cases.rule import (
    DROP_HIGH,
    DROP_MEDIUM,
    FamilyResult,
    FieldResult,
    right,
)
from readiness_kit.evidence.edge_cases.running import Tried
from readiness_kit.evidence.edge_cases.silent import N_MIN, SILENT_FAIL, SILENT_WARN
from readiness_kit.evidence.edge_cases.trial import Case
from readiness_kit.evidence.intervals import CONFIDENCE, wilson


def run_figures(
    seen: Tried, results: Sequence[FamilyResult], volume: Volume, repro: list[dict[str, Any]]
) -> dict[str, Any]:
    """All figures of a run; aggregates only."""
    control = seen.control
    return {
        "records": len(seen.drawn.records),
        "labelled": sum(label is not None for label in seen.drawn.truth),
        "fields": [
            {
                "field": entry.field.name,
                "kind": entry.field.kind,
                "moved": rounded(entry.moved / len(control.answers)),
            }
            for entry in seen.weights.main
        ],
        "families": [_family(result) for result in results],
        "daily": daily_figures(results),
        "volume": {
            "records_per_day": volume.records,
            "limit": volume.limit,
            "limit_share": None if volume.limit_share is None else rounded(volume.limit_share),
            "currency": volume.currency,
        },
        "production": seen.gap is not None,
        "control": {
            "n": control.n,
            "answered": len(control.answers),
            "twice": control.twice.differing,
            "shuffled": control.shuffled.differing,
            "rewritten": control.rewritten.differing,
            "alone": control.alone.differing,
            "alone_n": control.alone.n,
        },
        "poison_sought": seen.planted.poison_sought,
        "guard": _guard(seen.guard),
        "repro": repro,
        "not_tried": [planned._asdict() for planned in PLANNED],
        "notes": [*seen.drawn.notes, *seen.weights.notes],
    }


def limits_said(volume: Volume) -> dict[str, Any]:
    """The limits that were applied."""
    return {
        "silent_warn": SILENT_WARN,
        "silent_fail": SILENT_FAIL,
        "drop_high": DROP_HIGH,
        "drop_medium": DROP_MEDIUM,
        "wrong_answers_per_day": volume.limit,
        "n_min": N_MIN,
        "confidence": CONFIDENCE,
    }


def daily_figures(results: Sequence[FamilyResult]) -> list[dict[str, Any]]:
    """Every fault that production has, by what it costs a day, the costliest first."""
    found = [
        (field.daily, result, field)
        for result in results
        for field in result.fields
        if field.daily is not None
    ]
    found.sort(key=lambda entry: -entry[0].share)
    return [
        {
            "id": result.trial.family.id,
            "title": result.trial.family.title,
            "field": field.field,
            **_daily(daily),
        }
        for daily, result, field in found
    ]


def counts(cases: Sequence[Case]) -> dict[str, int]:
    """How often each outcome came; those that never did are 0."""
    found = Counter(case.outcome for case in cases)
    return {outcome: found[outcome] for outcome in OUTCOMES}


def _daily(daily: Daily) -> dict[str, Any]:
    seen, loss = daily.prevalence, daily.loss
    per_day = [daily.a_day(share) for share in (daily.share, *daily.interval)]
    told = [None if count is None else round(count, 1) + 0.0 for count in per_day]
    costs = [
        None if count is None or daily.each is None else round(count * daily.each, 2) + 0.0
        for count in per_day
    ]
    return {
        "prevalence": rounded(seen.share),
        "prevalence_interval": bounds(seen.interval),
        "loss": rounded(loss.share),
        "loss_interval": bounds(loss.interval),
        "loss_n": loss.n,
        "estimated": loss.estimated,
        "share": rounded(daily.share),
        "interval": bounds(daily.interval),
        "per_day": told[0],
        "per_day_interval": told[1:],
        "cost_per_day": costs[0],
        "cost_per_day_interval": costs[1:],
        "over": daily.over,
    }


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
        "poisoned": trial.poisoned,
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
        "expected": result.cases[0].expectation.expected,
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


def _guard(guard: Guard | None) -> dict[str, Any] | None:
    if guard is None:
        return None
    caught = wilson(guard.caught, guard.failing) if guard.failing else None
    stopped = wilson(guard.stopped, guard.clean) if guard.clean else None
    return {
        "failing": guard.failing,
        "caught": guard.caught,
        "caught_interval": bounds(caught) if caught else None,
        "clean": guard.clean,
        "stopped": guard.stopped,
        "stopped_interval": bounds(stopped) if stopped else None,
        "problem": guard.problem,
    }
