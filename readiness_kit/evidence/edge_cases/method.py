"""What the model does with records that are not as expected: families of faults, planted.

Clean records of the POC sample are asked first, in every way that must not matter. Then each family
changes records in the fields that matter most and in those where production has the fault, and each
reply gets one outcome. The run as a whole is the evidence that edge cases were tried; what it finds
warns, and fails where a record does harm beyond its own answer, or where production has the fault
and it costs more wrong answers a day than the client can take.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness_kit.engagement.observation import Check, CheckVerdict, InputFile, Observation
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.edge_cases import control_words, words
from readiness_kit.evidence.edge_cases.daily import Daily, Volume, daily
from readiness_kit.evidence.edge_cases.drawing import Drawn, drawn_records
from readiness_kit.evidence.edge_cases.figures import limits_said, run_figures
from readiness_kit.evidence.edge_cases.prevalence import prevalence
from readiness_kit.evidence.edge_cases.repro import repros
from readiness_kit.evidence.edge_cases.rule import FamilyResult, judged
from readiness_kit.evidence.edge_cases.running import Tried, tried
from readiness_kit.evidence.edge_cases.silent import silent
from readiness_kit.evidence.edge_cases.trial import Case, Trial
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.verdict import method_verdict


@evidence_method(
    id="edge-cases",
    version="2",
    title="Edge cases",
    needs=("target", "data.poc", "data.label"),
    settings=(
        "data.key",
        "data.time",
        "depth",
        "edge_cases",
        "error_costs",
        "excluded_segments",
        "service_levels",
    ),
    uses=("data.production",),
)
def edge_cases(context: Context) -> Observation:
    """Plants faults in records of the POC sample and counts the answers that change in silence."""
    drawn = drawn_records(context)
    if not drawn.records:
        return _nothing(context, drawn, "excluded_segments take out every row of the POC sample")
    seen = tried(context, drawn)
    volume = Volume.of(context.engagement.profile)
    results = [_judged(trial, seen, volume, context.seed) for trial in seen.planted.trials]
    return _observation(context, seen, volume, results)


def _judged(trial: Trial, seen: Tried, volume: Volume, seed: int) -> FamilyResult:
    floor = seen.control.floor

    def cost_of(name: str, cases: Sequence[Case]) -> Daily | None:
        found = prevalence(seen.gap, trial.family, cases[0].plan.field) if cases else None
        return daily(cases, found, volume, floor, seed)

    return judged(trial, floor, seed, cost_of)


def _observation(
    context: Context, seen: Tried, volume: Volume, results: Sequence[FamilyResult]
) -> Observation:
    cases = [case for result in results for case in result.trial.cases]
    whole = silent(cases, seen.control.floor) if cases else None
    checks = [words.family_check(result) for result in results]
    checks += control_words.control_checks(seen)
    if seen.guard is not None:
        checks.append(control_words.guard_check(seen.guard))
    verdict = _verdict(results, checks)
    undecided = verdict == "inconclusive"
    repro = repros(results, seen.drawn, context.engagement.profile.target)
    return context.observation(
        verdict=verdict,
        estimate=rounded(whole.share) if whole else None,
        interval=bounds(whole.interval) if whole else None,
        n=len(seen.control.answers),
        decides_at_n=_decides_at(results) if undecided else None,
        limits=limits_said(volume),
        checks=checks,
        figures=run_figures(seen, results, volume, repro),
        reason=words.undecided(results) if undecided else None,
        inputs=_inputs(seen),
        environment={**_environment(), **seen.about},
    )


def _verdict(results: Sequence[FamilyResult], checks: Sequence[Check]) -> CheckVerdict:
    """That of the checks, except where no field was spoiled: a control alone proves nothing.

    A family's share warns at most. So once one family warns, whatever an undecided one would show
    changes nothing, and it does not hold the run open.
    """
    verdicts = {result.verdict for result in results}
    if not any(field.field for result in results for field in result.fields):
        return "inconclusive"
    return method_verdict(checks, columns=() if "warn" in verdicts else None)


def _decides_at(results: Sequence[FamilyResult]) -> int | None:
    """The records that would decide the last undecided family."""
    undecided = [r.silent for r in results if r.silent and r.verdict == "inconclusive"]
    needed = [silent.decides_at_n for silent in undecided]
    return max((n for n in needed if n is not None), default=None)


def _nothing(context: Context, drawn: Drawn, why: str) -> Observation:
    return context.observation(
        verdict="inconclusive",
        reason=why,
        inputs=[drawn.scope.source],
        limits=limits_said(Volume.of(context.engagement.profile)),
        figures={"notes": drawn.notes},
        n=0,
    )


def _inputs(seen: Tried) -> list[InputFile]:
    return [seen.drawn.scope.source, *([seen.production.source] if seen.production else [])]


def _environment() -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the sample

    return {"pandas": pd.__version__}
