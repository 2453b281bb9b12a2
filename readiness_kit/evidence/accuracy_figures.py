"""The figures of the accuracy method, as an observation records them and charts want them."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence.accuracy_rule import (
    FALL_FAIL,
    FALL_WARN,
    N_MIN,
    Fall,
    Limits,
    ProductionError,
)
from readiness_kit.evidence.accuracy_scores import scores
from readiness_kit.evidence.accuracy_slices import Slices
from readiness_kit.evidence.accuracy_task import Task
from readiness_kit.evidence.answers import Part, Scored
from readiness_kit.evidence.intervals import CONFIDENCE, Interval, wilson
from readiness_kit.evidence.labels import SMALLEST_COUNT, confusion, error_cost
from readiness_kit.evidence.target import Result

_DIGITS = 6


def sample_figures(part: Part, scored: Scored, task: Task, *, compared: bool) -> dict[str, Any]:
    """The accuracy on one sample, with what it rests on; none where nothing was compared."""
    figures: dict[str, Any] = {
        "accuracy": None,
        "low": None,
        "high": None,
        "n": len(part.records),
        "labelled": scored.n,
        "excluded": part.excluded,
    }
    if compared:
        low, high = wilson(scored.correct, scored.n)
        figures |= {
            "accuracy": rounded(scored.correct / scored.n),
            "low": rounded(low),
            "high": rounded(high),
            "no_answer": sum(answer is None for answer in scored.given),
            "scores": score_figures(scored, task),
        }
    return figures


def estimated_accuracy(guesses: list[Result], task: Task) -> dict[str, Any] | None:
    """What the model's own confidence suggests; no measurement, and marked so.

    Of two labels, a probability below one half is read as that of the other one. How sure a model
    is of a number says nothing of how near it is.
    """
    sure = [g.proba for g in guesses if g.proba is not None and 0 <= g.proba <= 1]
    if not sure or task.kind == "number":
        return None
    if task.kind == "two":
        sure = [max(p, 1 - p) for p in sure]
    return {"accuracy": rounded(fmean(sure)), "n": len(sure), "basis": "ESTIMATED from confidence"}


def fall_figures(fall: Fall) -> dict[str, Any]:
    """The fall as charts want it."""
    return {
        "estimate": rounded(fall.estimate),
        "low": rounded(fall.interval.low),
        "high": rounded(fall.interval.high),
        "paired": fall.paired,
        "p_value": None if fall.p_value is None else rounded(fall.p_value),
        "decides_at_n": fall.decides_at_n,
    }


def consequence_figures(profile: Profile, after: Scored, error: ProductionError) -> dict[str, Any]:
    """What the wrong answers mean: which labels, how many a day, at which cost."""
    amounts = after.tolerance is not None
    figures: dict[str, Any] = {
        "majority": _majority(error.limits),
        "binding_limit": None if error.limits.missing else error.limits.binding,
        "confusion": [] if amounts else confusion(after.truth, after.given),
        "cost_per_1000": None,
        "wrong_per_day": None,
    }
    if profile.error_costs and not amounts:  # they are by label
        wrong = [label for label, right in zip(after.truth, after.right, strict=True) if not right]
        cost = error_cost(wrong, after.n, profile.error_costs)
        figures["cost_per_1000"] = round(cost.per_1000, 2)
        figures["cost_unpriced"] = cost.unpriced
        figures["currency"] = profile.budget.currency
    if (daily := profile.service_levels.records_per_day) is not None:
        figures["wrong_per_day"] = round(daily * error.estimate, 1)
        figures["wrong_per_day_interval"] = [round(daily * bound, 1) for bound in error.interval]
    return figures


def task_figures(task: Task) -> dict[str, Any]:
    """What the model is asked for, and how far a number may be off."""
    known = task.tolerance is not None
    return {"kind": task.kind, "tolerance": rounded(task.tolerance or 0) if known else None}


def score_figures(scored: Scored, task: Task) -> dict[str, Any]:
    """The further scores of one sample, as they are recorded."""
    found: dict[str, Any] = {
        name: rounded(score) if isinstance(score, float) else score
        for name, score in scores(scored, task).items()
    }
    for entry in found.get("classes", []):
        entry["recall"] = rounded(entry["recall"])
    return found


def slice_figures(slices: Slices) -> dict[str, Any]:
    """The worst parts of the production sample."""
    return {
        "tried": slices.tried,
        "columns": slices.columns,
        "worst": [
            {
                "column": one.column,
                "value": one.value,
                "n": one.n,
                "error": rounded(one.error),
                "rest": rounded(one.rest),
                "interval": bounds(one.interval),
                "q_value": rounded(one.q_value),
            }
            for one in slices.worst
        ],
    }


def _majority(limits: Limits) -> dict[str, Any] | None:
    common = limits.majority
    if common is None:
        return None
    name = common.label if common.count >= SMALLEST_COUNT else None
    return {"label": name, "share": rounded(common.share)}


def limits_said(limits: Limits) -> dict[str, Any]:
    """The limits that were applied."""
    return {
        "accuracy_min": limits.accuracy_min,
        "majority": rounded(limits.majority.share) if limits.majority else None,
        "fail_error": None if limits.missing else rounded(limits.fail),
        "warn_error": None if limits.missing else rounded(limits.warn),
        "fall_warn": FALL_WARN,
        "fall_fail": FALL_FAIL,
        "n_min": N_MIN,
        "confidence": CONFIDENCE,
    }


def accuracy_interval(error: ProductionError) -> list[float]:
    """The interval of the accuracy: that of the error, turned round."""
    return [rounded(1 - error.interval.high), rounded(1 - error.interval.low)]


def bounds(interval: Interval) -> list[float]:
    """Both ends of an interval, as they are recorded."""
    return [rounded(interval.low), rounded(interval.high)]


def rounded(value: float) -> float:
    """Six digits: more would only differ between platforms."""
    return round(value, _DIGITS) + 0.0  # never -0.0
