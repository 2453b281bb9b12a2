"""How the claim check says what it found about the figure itself: claimed, and measured again."""

from __future__ import annotations

from readiness_kit.engagement.observation import Check
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.claim_check import rule
from readiness_kit.evidence.claim_check.findings import Figure, Found
from readiness_kit.evidence.claim_check.rule import Judged
from readiness_kit.evidence.claim_check.words import check, more_labels, open_check

BEYOND = "better than no model"
REPRODUCED = "claim measured again"
FIRMNESS = "how firm the figure is"


def unclaimed_check(found: Found) -> Check:
    """That there is no figure to check, neither claimed nor measured."""
    label, why = found.material.label, found.asked.why_not
    if found.amounts:
        cause = f"The label is a number, and no error was measured: {why}."
        return open_check(BEYOND, cause, "Name the model as target.", column=label)
    cause = f"No accuracy is claimed, and none was measured: {why}."
    fix = "Name claim.accuracy in engagement.yaml, or the model as target."
    return open_check(BEYOND, cause, fix, column=label)


def shortfall_check(found: Found, figure: Figure, judged: Judged, *, human: float | None) -> Check:
    """On always giving the commonest answer, which takes no model; people are told beside it."""
    above = -100 * judged.estimate
    low, high = -100 * judged.interval.high, -100 * judged.interval.low
    cause = (
        f"The {'measured' if found.measured else 'claimed'} accuracy, {figure.accuracy:.1%}, lies "
        f"{above:.1f} points ({low:.1f} to {high:.1f}) above always giving the commonest answer"
    )
    if human is not None:
        cause += f"; people reach {human:.1%}"
    return check(BEYOND, judged, f"{cause}.", column=found.material.label, fix=_decides(judged))


def skill_check(found: Found, judged: Judged) -> Check:
    """The same where the label is a number: against always answering the mean."""
    cause = (
        f"The mean error is {judged.estimate:.1%} of that of always answering the mean. The label "
        "is a number, so no share of right answers was judged, nor a claim of one."
    )
    return check(BEYOND, judged, cause, column=found.material.label, fix=_decides(judged))


def reproduced_check(found: Found, claimed: Figure, measured: Figure, judged: Judged) -> Check:
    """On what the model reaches when it is asked for the sample again."""
    apart = 100 * judged.estimate
    way = "above" if apart >= 0 else "below"
    cause = (
        f"The claim is {claimed.accuracy:.1%}; asked for the {measured.n:,} labelled rows of the "
        f"sample, the model is right in {measured.accuracy:.1%} ({measured.interval.low:.1%} to "
        f"{measured.interval.high:.1%}). The claim lies {abs(apart):.1f} points {way} that."
    )
    fix = "Find out on which rows, and with which version of the model, the claim was counted."
    if judged.verdict == "inconclusive":
        fix = _decides(judged)
    return check(REPRODUCED, judged, cause, column=found.material.label, fix=fix)


def unreproduced_check(found: Found) -> Check:
    """That nothing was measured, and why; the other checks stand without it."""
    fix = "Name the model as target in engagement.yaml and run this again."
    if found.asked.failed:
        fix = "Mend this and run the claim check again."
    return open_check(REPRODUCED, f"Not measured: {found.asked.why_not}.", fix)


def firmness_check(figure: Figure, label: str) -> Check:
    """How far the figure reaches at its rows, and how many labels would pin it down."""
    low, high = figure.interval
    needed = rule.labels_to_narrow(figure.accuracy)
    cause = (
        f"{figure.accuracy:.1%} on {figure.n:,} labelled rows means {low:.1%} to {high:.1%}. "
        f"{provable(needed)}"
    )
    few = figure.n < rule.CLAIM.n_min
    return Check(
        check=FIRMNESS,
        column=label if few else None,
        cause=cause,
        share=rounded(figure.accuracy),
        interval=bounds(figure.interval),
        verdict="inconclusive" if few else None,
        fix=more_labels() if few else None,
        n=figure.n,
    )


def provable(needed: int) -> str:
    """How many labels prove a figure of this size to two points."""
    return f"To know it within 2 points takes {needed:,} labels."


def _decides(judged: Judged) -> str:
    if judged.verdict == "inconclusive":
        if judged.decides_at_n:
            return f"About {judged.decides_at_n:,} labelled rows would decide."
        return "More labelled rows of the same kind would hardly decide it."
    return "Do not go on with this figure: it shows no more than a rule without any model would."
