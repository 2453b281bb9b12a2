"""How the accuracy method says what it saw: checks in plain words, and figures for charts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from statistics import fmean
from typing import Any

from readiness_kit.engagement.observation import Check
from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence.accuracy_rule import (
    FALL_FAIL,
    FALL_WARN,
    N_MIN,
    Fall,
    Limits,
    ProductionError,
)
from readiness_kit.evidence.answers import Part, Scored
from readiness_kit.evidence.intervals import CONFIDENCE, Interval, wilson
from readiness_kit.evidence.labels import SMALLEST_COUNT, confusion, error_cost
from readiness_kit.evidence.target import Result
from readiness_kit.evidence.vocabulary import answers_said, labels_said

_DIGITS = 6
WRONG_IN_PRODUCTION = "wrong answers in production"
_MAP = "map one to the other in the callable"
FALL = "fall since the POC"


def production_check(error: ProductionError, label: str, *, strange: int = 0) -> Check:
    """The check on the share of wrong answers; `strange` of them are no label that occurs."""
    fixes = {
        "fail": "Do not go on with this model: find which records it answers wrongly, repair their "
        "data or retrain, and measure again.",
        "warn": "Repair the commonest wrong answers before volume grows; agree who stops the "
        "system if accuracy falls further.",
    }
    return Check(
        check=WRONG_IN_PRODUCTION,
        column=label,
        cause=_cause(error) + _unknown_labels(strange, error.n),
        share=_rounded(error.estimate),
        interval=_both(error.interval),
        verdict=error.verdict,
        severity={"fail": "high", "warn": "medium"}.get(error.verdict),
        fix=undecided(error) if error.verdict == "inconclusive" else fixes.get(error.verdict),
        n=error.n,
    )


def foreign_answers(given: list[str | None], truth: list[str]) -> str:
    """Say that no answer is a label, and what both look like."""
    return f"the model answers {answers_said(given)}; the labels are {labels_said(truth)}: {_MAP}"


def foreign_check(label: str, why: str, n: int) -> Check:
    """The check that stands in where the model answers in other words than the labels are in."""
    return Check(
        check=WRONG_IN_PRODUCTION,
        column=label,
        cause=f"Nothing was compared: {why}.",
        verdict="inconclusive",
        fix="Return the labels as the column spells them, a probability as `proba` beside them, "
        "and measure again.",
        n=n,
    )


def unlabelled_check(label: str, why: str, *, needed: int | None = None) -> Check:
    """The check that stands in where production has no labels; `needed` would decide."""
    enough = (
        f"about {max(needed, N_MIN):,} decide if the model is right as often as in the POC"
        if needed
        else "a large fall shows in 50"
    )
    return Check(
        check=WRONG_IN_PRODUCTION,
        column=label,
        cause=why,
        verdict="inconclusive",
        fix=f"Label a random sample of production rows, {N_MIN} at the least; {enough}.",
        n=0,
    )


def unmeasured_fall_check(why: str) -> Check:
    """The check that stands in where nothing was measured on the POC sample."""
    return Check(
        check=FALL,
        cause=f"Not measured: {why}.",
        verdict="inconclusive",
    )


def fall_check(fall: Fall, *, unpaired: str = "") -> Check:
    """The check on the fall since the POC; it compares two samples, so it has no column.

    `unpaired` says which column the rows could not be matched by.
    """
    rows = f"; {_rows_compared(fall)}" if fall.shared is not None else ""
    if unpaired:
        rows = f"; {unpaired}, so rows were not matched"
    way, fix = "rose" if fall.estimate < 0 else "fell", None
    if fall.verdict == "warn":
        fix = "Find what differs between the two samples before trusting the figure of the POC."
    elif fall.verdict == "inconclusive" and fall.decides_at_n:
        fix = f"About {fall.decides_at_n:,} labelled rows in each sample would settle it."
    return Check(
        check=FALL,
        cause=f"Accuracy {way} by {abs(100 * fall.estimate):.1f} points from the POC to production "
        f"(a fall of {_points(fall.interval)} points{rows}).",
        share=_rounded(fall.estimate),
        interval=_both(fall.interval),
        verdict=fall.verdict,
        severity="medium" if fall.verdict == "warn" else None,
        fix=fix,
        n=fall.n,
    )


def control_check(differing: int, n: int) -> Check:
    """The check that the same rows get the same answers when they are asked twice."""
    return Check(
        check="same answer twice",
        cause=f"{differing} of {n} rows got another answer when they were asked again.",
        share=_rounded(differing / n),
        interval=_both(wilson(differing, n)),
        verdict="warn" if differing else "pass",
        severity="medium" if differing else None,
        fix="Fix the seed, the temperature or the order of the data: every other figure is blurred "
        "by this share."
        if differing
        else None,
        n=n,
    )


def undecided(error: ProductionError) -> str:
    """Why the rows in hand do not decide, and how many would."""
    if error.limits.undecidable:
        if error.limits.majority.kinds == 1:
            return (
                "Every labelled production row has the same label, so nothing shows that the model "
                "can tell labels apart; label rows of the other kinds."
            )
        return "The stop number tolerates no error, which no sample can prove; agree a lower one."
    if error.decides_at_n:
        return f"{error.n:,} labelled rows do not decide; about {error.decides_at_n:,} would."
    return "The estimate lies on a limit or too close to one, so no number of rows would decide it."


def sample_figures(part: Part, scored: Scored, labels: Collection[str]) -> dict[str, Any]:
    """The accuracy on one sample, with what it rests on; none where no answer is a label."""
    figures: dict[str, Any] = {
        "accuracy": None,
        "low": None,
        "high": None,
        "n": len(part.records),
        "labelled": scored.n,
        "excluded": part.excluded,
    }
    if scored.n and not scored.foreign(labels):
        low, high = wilson(scored.correct, scored.n)
        figures |= {
            "accuracy": _rounded(scored.correct / scored.n),
            "low": _rounded(low),
            "high": _rounded(high),
            "no_answer": sum(answer is None for answer in scored.given),
        }
    return figures


def estimated_accuracy(guesses: list[Result]) -> dict[str, Any] | None:
    """What the model's own confidence suggests; no measurement, and marked so.

    A probability below one half is read as that of the other of two labels.
    """
    sure = [max(g.proba, 1 - g.proba) for g in guesses if g.proba is not None and 0 <= g.proba <= 1]
    if not sure:
        return None
    return {"accuracy": _rounded(fmean(sure)), "n": len(sure), "basis": "ESTIMATED from confidence"}


def fall_figures(fall: Fall) -> dict[str, Any]:
    """The fall as charts want it."""
    return {
        "estimate": _rounded(fall.estimate),
        "low": _rounded(fall.interval.low),
        "high": _rounded(fall.interval.high),
        "paired": fall.paired,
        "p_value": None if fall.p_value is None else _rounded(fall.p_value),
        "decides_at_n": fall.decides_at_n,
    }


def consequence_figures(profile: Profile, after: Scored, error: ProductionError) -> dict[str, Any]:
    """What the wrong answers mean: which labels, how many a day, at which cost."""
    common = error.limits.majority
    figures: dict[str, Any] = {
        "majority": {
            "label": common.label if common.count >= SMALLEST_COUNT else None,
            "share": _rounded(common.share),
        },
        "binding_limit": error.limits.binding,
        "confusion": confusion(after.truth, after.given),
        "cost_per_1000": None,
        "wrong_per_day": None,
    }
    if profile.error_costs:
        wrong = [label for label, right in zip(after.truth, after.right, strict=True) if not right]
        cost = error_cost(wrong, after.n, profile.error_costs)
        figures["cost_per_1000"] = round(cost.per_1000, 2)
        figures["cost_unpriced"] = cost.unpriced
        figures["currency"] = profile.budget.currency
    if (daily := profile.service_levels.records_per_day) is not None:
        figures["wrong_per_day"] = round(daily * error.estimate, 1)
        figures["wrong_per_day_interval"] = [round(daily * bound, 1) for bound in error.interval]
    return figures


def limits_said(limits: Limits) -> dict[str, Any]:
    """The limits that were applied."""
    return {
        "accuracy_min": limits.accuracy_min,
        "majority": _rounded(limits.majority.share),
        "fail_error": _rounded(limits.fail),
        "warn_error": _rounded(limits.warn),
        "fall_warn": FALL_WARN,
        "fall_fail": FALL_FAIL,
        "n_min": N_MIN,
        "confidence": CONFIDENCE,
    }


def accuracy_interval(error: ProductionError) -> list[float]:
    """The interval of the accuracy: that of the error, turned round."""
    return [_rounded(1 - error.interval.high), _rounded(1 - error.interval.low)]


def _cause(error: ProductionError) -> str:
    limits = error.limits
    bound = (
        "the stop number"
        if limits.binding == "accuracy_min"
        else "what always answering the commonest label would reach"
    )
    none = " (the engagement names no accuracy_min)" if limits.accuracy_min is None else ""
    return (
        f"{error.estimate:.1%} of the answers are wrong in production ({error.interval.low:.1%} to "
        f"{error.interval.high:.1%}); the limit is {limits.fail:.1%}, from {bound}{none}."
    )


def _unknown_labels(strange: int, n: int) -> str:
    if not strange:
        return ""
    return f" {strange:,} of the {n:,} answers are no label that occurs in either sample."


def listed(parts: Iterable[str | None]) -> str:
    """What there is of these, one after another."""
    return " and ".join(part for part in parts if part)


def _rows_compared(fall: Fall) -> str:
    """Which rows of both samples were compared, as far as their keys tell."""
    if fall.paired:
        return f"the same {fall.n:,} rows"
    if not fall.shared:
        return "the two samples share no rows"
    return f"{fall.shared:,} keys are in both samples, but not all rows have a twin"


def _points(interval: Interval) -> str:
    return f"{100 * interval.low:.1f} to {100 * interval.high:.1f}"


def _both(interval: Interval) -> list[float]:
    return [_rounded(interval.low), _rounded(interval.high)]


def _rounded(value: float) -> float:
    """Six digits: more would only differ between platforms."""
    return round(value, _DIGITS) + 0.0  # never -0.0
