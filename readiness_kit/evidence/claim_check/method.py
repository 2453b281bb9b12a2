"""Whether the accuracy that was claimed is real: what G14 of the catalogue asks.

A figure counted on rows that the model was trained on, on a column that holds the answer, or on
labels of one kind says nothing of the model, however high it is. Each of these is looked for apart,
and the figure itself is held against its own interval and against a fresh measurement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from readiness_kit.engagement.observation import Check, CheckVerdict, Observation
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.claim_check import figure_words, rule, words
from readiness_kit.evidence.claim_check.figures import limits_said, run_figures
from readiness_kit.evidence.claim_check.findings import Found, found_in
from readiness_kit.evidence.claim_check.rule import Judged
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.verdict import method_verdict


@evidence_method(
    id="claim-check",
    version="1",
    title="Is the claimed accuracy real?",
    needs=("data.poc", "data.label"),
    uses=("data.training", "target"),
    settings=(
        "data.key",
        "data.time",
        "data.group",
        "claim",
        "human_baseline.accuracy",
        "excluded_segments",
    ),
)
def claim_check(context: Context) -> Observation:
    """Looks for leaks into the POC sample, and holds the claim against what can be measured."""
    found = found_in(context)
    human = context.engagement.profile.human_baseline.accuracy
    checks = list(_checks(found, human, context.seed)) if found.material.poc.rows else []
    verdict = _verdict(checks)
    figure = found.measured or found.claimed
    return context.observation(
        verdict=verdict,
        estimate=rounded(figure.accuracy) if figure else None,
        interval=bounds(figure.interval) if figure else None,
        n=figure.n if figure else len(found.material.labels),
        decides_at_n=_decides_at(found, context.seed) if verdict == "inconclusive" else None,
        limits=limits_said(),
        checks=checks,
        figures=run_figures(found, human),
        reason=_reason(checks) if verdict == "inconclusive" else None,
        inputs=found.material.sources,
        environment={**_environment(), **found.asked.about},
    )


def _checks(found: Found, human: float | None, seed: int) -> Iterator[Check]:
    yield words.overlap_check(found)
    if found.keys:
        yield words.keys_check(found, found.keys)
    yield words.repeats_check(found)
    if found.group:
        yield words.group_check(found, found.group)
    if found.days:
        yield words.days_check(found, found.days)
    if found.fault:
        yield words.label_check(found)
    else:
        yield from words.column_checks(found)
        yield _beyond(found, human, seed)
    yield from _claim(found)


def _beyond(found: Found, human: float | None, seed: int) -> Check:
    """Whether the figure is better than what takes no model."""
    judged = _shortfall(found, seed)
    if judged is None:
        return figure_words.unclaimed_check(found)
    if found.amounts:
        return figure_words.skill_check(found, judged)
    figure = found.measured or found.claimed
    assert figure is not None  # what was judged
    return figure_words.shortfall_check(found, figure, judged, human=human)


def _shortfall(found: Found, seed: int) -> Judged | None:
    if found.scored:
        judge = rule.judged_skill if found.amounts else rule.judged_shortfall
        return judge(found.scored, seed)
    if found.claimed:
        claimed = found.claimed
        return rule.claimed_shortfall(claimed.accuracy, claimed.n, found.material.labels)
    return None


def _claim(found: Found) -> Iterator[Check]:
    """The claim beside what was measured, and how firm the figure is."""
    judged = _gap(found)
    if judged and found.claimed and found.measured:
        yield figure_words.reproduced_check(found, found.claimed, found.measured, judged)
    elif found.scored is None and not found.fault:
        yield figure_words.unreproduced_check(found)
    if figure := found.claimed or found.measured:
        yield figure_words.firmness_check(figure, found.material.label)


def _gap(found: Found) -> Judged | None:
    claimed, scored = found.claimed, found.scored
    if claimed is None or scored is None or found.amounts or found.fault:
        return None
    same = found.claim.rows is None or found.claim.rows == scored.n
    return rule.judged_claim(claimed.accuracy, claimed.n, scored, whole=same)


def _verdict(checks: Sequence[Check]) -> CheckVerdict:
    """That of the checks; no figure is real before it is known what the model was trained on."""
    verdict = method_verdict(checks)
    trained_on = next((c.verdict for c in checks if c.check == words.IN_TRAINING), "inconclusive")
    return "inconclusive" if trained_on == "inconclusive" and verdict != "fail" else verdict


def _decides_at(found: Found, seed: int) -> int | None:
    """The labelled rows that would decide what is open about the figure."""
    judged = [] if found.fault else [_shortfall(found, seed), _gap(found)]
    needed = [one.decides_at_n for one in judged if one and one.decides_at_n]
    return max(needed, default=None)


def _reason(checks: Sequence[Check]) -> str:
    """What is open and holds the run, with the step that closes it."""
    if not checks:
        return "excluded_segments take out every row of the POC sample"
    holding = [c for c in checks if c.verdict == "inconclusive" and _holds(c)]
    return " ".join(f"{c.cause} {c.fix or ''}".strip() for c in holding)


def _holds(check: Check) -> bool:
    return check.column is not None or check.check == words.IN_TRAINING


def _environment() -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the sample

    return {"pandas": pd.__version__}
