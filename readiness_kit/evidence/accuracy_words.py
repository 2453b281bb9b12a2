"""How the accuracy method says what it saw: its checks in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.accuracy_rule import (
    N_MIN,
    Fall,
    ProductionError,
)
from readiness_kit.evidence.accuracy_slices import Slices
from readiness_kit.evidence.data_gap.spelling import rounded_number
from readiness_kit.evidence.intervals import Interval, wilson
from readiness_kit.evidence.vocabulary import answers_said, labels_said

WRONG_IN_PRODUCTION = "wrong answers in production"
WORST_SLICE = "where it is wrong most"
UNTOLD = (
    "nine in ten labels are the same number, so their span does not tell how far an answer may be "
    "off; give the label as classes, such as none, small and large"
)
_MAP = "map one to the other in the callable"
FALL = "fall since the POC"


def production_check(
    error: ProductionError, label: str, *, strange: int = 0, tolerance: float | None = None
) -> Check:
    """The check on the share of wrong answers; `strange` of them are no label that occurs.

    Where the label is a number, an answer off by more than the tolerance is wrong.
    """
    fixes = {
        "fail": "Do not go on with this model: find which records it answers wrongly, repair their "
        "data or retrain, and measure again.",
        "warn": "Repair the commonest wrong answers before volume grows; agree who stops the "
        "system if accuracy falls further.",
    }
    return Check(
        check=WRONG_IN_PRODUCTION,
        column=label,
        cause=_cause(error, tolerance) + _unknown_labels(strange, error.n, tolerance),
        share=rounded(error.estimate),
        interval=bounds(error.interval),
        verdict=error.verdict,
        severity={"fail": "high", "warn": "medium"}.get(error.verdict),
        fix=undecided(error) if error.verdict == "inconclusive" else fixes.get(error.verdict),
        n=error.n,
    )


def foreign_answers(given: list[str | None], truth: list[str]) -> str:
    """Say that no answer is a label, and what both look like."""
    return f"the model answers {answers_said(given)}; the labels are {labels_said(truth)}: {_MAP}"


def no_numbers(given: list[str | None]) -> str:
    """Say that the labels are numbers, and what the answers are instead."""
    return f"the model answers {answers_said(given)}; the labels are numbers"


def foreign_check(label: str, why: str, n: int) -> Check:
    """The check that stands in where the model answers in other words than the labels are in."""
    return Check(
        check=WRONG_IN_PRODUCTION,
        column=label,
        cause=f"Nothing was compared: {why}.",
        verdict="inconclusive",
        fix=None
        if why == UNTOLD
        else "Return the labels as the column spells them, a probability as `proba` beside them, "
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
        share=rounded(fall.estimate),
        interval=bounds(fall.interval),
        verdict=fall.verdict,
        severity="medium" if fall.verdict == "warn" else None,
        fix=fix,
        n=fall.n,
    )


def slice_checks(slices: Slices) -> list[Check]:
    """The part of production where the model errs most, where there is one; it is not judged."""
    if not slices.worst:
        return []
    one = slices.worst[0]
    return [
        Check(
            check=WORST_SLICE,
            column=one.column,
            cause=f"Where {one.column} {one.value}, {one.error:.1%} of the answers are wrong; in "
            f"all other records {one.rest:.1%} are.",
            share=rounded(one.error - one.rest),
            interval=bounds(one.interval),
            n=one.n,
        )
    ]


def control_check(differing: int, n: int) -> Check:
    """The check that the same rows get the same answers when they are asked twice."""
    return Check(
        check="same answer twice",
        cause=f"{differing} of {n} rows got another answer when they were asked again.",
        share=rounded(differing / n),
        interval=bounds(wilson(differing, n)),
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
    if error.limits.missing:
        return (
            "The label is a number, so nothing but a stop number says how many answers may be too "
            "far off; agree service_levels.accuracy_min, the share that has to be near enough."
        )
    if error.limits.undecidable:
        if error.limits.majority and error.limits.majority.kinds == 1:
            return (
                "Every labelled production row has the same label, so nothing shows that the model "
                "can tell labels apart; label rows of the other kinds."
            )
        return "The stop number tolerates no error, which no sample can prove; agree a lower one."
    if error.decides_at_n:
        return f"{error.n:,} labelled rows do not decide; about {error.decides_at_n:,} would."
    return "The estimate lies on a limit or too close to one, so no number of rows would decide it."


def _cause(error: ProductionError, tolerance: float | None) -> str:
    limits = error.limits
    wrong = "wrong"
    if tolerance is not None:
        wrong = f"off by more than {rounded_number(tolerance)}"
    told = (
        f"{error.estimate:.1%} of the answers are {wrong} in production "
        f"({error.interval.low:.1%} to {error.interval.high:.1%})"
    )
    if limits.missing:
        return f"{told}; the engagement names no accuracy_min, so there is no limit."
    bound = (
        "the stop number"
        if limits.binding == "accuracy_min"
        else "what always answering the commonest label would reach"
    )
    none = " (the engagement names no accuracy_min)" if limits.accuracy_min is None else ""
    return f"{told}; the limit is {limits.fail:.1%}, from {bound}{none}."


def _unknown_labels(strange: int, n: int, tolerance: float | None) -> str:
    if not strange:
        return ""
    what = "number" if tolerance is not None else "label that occurs in either sample"
    return f" {strange:,} of the {n:,} answers are no {what}."


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
