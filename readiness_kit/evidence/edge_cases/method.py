"""What the model does with records that are not as expected: five families of faults, planted.

Clean records of the POC sample are asked first, twice and alone. Then each family changes one cell
a record in the fields that matter most, and each reply gets one outcome. The run as a whole is the
evidence that edge cases were tried; what it finds warns, and fails only where a record takes the
process down.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readiness_kit.engagement.observation import Check, CheckVerdict, Observation
from readiness_kit.errors import TargetError
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.edge_cases import words
from readiness_kit.evidence.edge_cases.asking import Asker
from readiness_kit.evidence.edge_cases.control import Control, controlled
from readiness_kit.evidence.edge_cases.drawing import (
    Drawn,
    MainField,
    drawn_records,
    main_fields,
)
from readiness_kit.evidence.edge_cases.figures import limits_said, run_figures
from readiness_kit.evidence.edge_cases.perturbers import FAMILIES
from readiness_kit.evidence.edge_cases.rule import FamilyResult, judged, silent
from readiness_kit.evidence.edge_cases.trial import Trial, try_family
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.target import Target, open_target
from readiness_kit.evidence.verdict import method_verdict


@evidence_method(
    id="edge-cases",
    version="1",
    title="Edge cases",
    needs=("target", "data.poc", "data.label"),
    settings=("data.key", "depth", "excluded_segments"),
)
def edge_cases(context: Context) -> Observation:
    """Plants faults in records of the POC sample and counts the answers that change in silence."""
    drawn = drawn_records(context)
    if not drawn.records:
        return _nothing(context, drawn, "excluded_segments take out every row of the POC sample")
    with open_target(context.engagement.profile, Path(context.engagement.path)) as target:
        control = controlled(target, drawn.records, drawn.names)
        if not control.answers:
            raise TargetError(_unanswered(control))
        main, trials = _tried(context, target, drawn, control)
        about = {
            "target_python": getattr(target, "python_version", None),
            "target_interpreter": getattr(target, "interpreter", None),
        }
    results = [judged(trial, control.floor, context.seed) for trial in trials]
    return _observation(context, drawn, control, main, results, about)


def _tried(
    context: Context, target: Target, drawn: Drawn, control: Control
) -> tuple[list[MainField], list[Trial]]:
    """The fields that matter most, and every family tried in them."""
    names, rows = drawn.names, list(control.answers)
    context.progress(0, len(FAMILIES), "which fields matter")
    asker = Asker(target, names, control.limit_s)
    main = main_fields(asker, drawn, rows, list(control.answers.values()), context.seed)
    fields = [entry.field for entry in main]
    trials = []
    for place, family in enumerate(FAMILIES):
        context.progress(place, len(FAMILIES), family.title)
        # each family has its own bound: one that ends the process must not hide the others
        asker = Asker(target, names, control.limit_s)
        trials.append(try_family(family, fields, drawn, control.answers, asker))
    context.progress(len(FAMILIES), len(FAMILIES), "done")
    return main, trials


def _observation(
    context: Context,
    drawn: Drawn,
    control: Control,
    main: Sequence[MainField],
    results: Sequence[FamilyResult],
    about: dict[str, Any],
) -> Observation:
    cases = [case for result in results for case in result.trial.cases]
    whole = silent(cases, control.floor) if cases else None
    checks = [words.family_check(result) for result in results]
    checks += words.control_checks(control)
    verdict = _verdict(results, checks)
    undecided = verdict == "inconclusive"
    return context.observation(
        verdict=verdict,
        estimate=rounded(whole.share) if whole else None,
        interval=bounds(whole.interval) if whole else None,
        n=len(control.answers),
        decides_at_n=_decides_at(results) if undecided else None,
        limits=limits_said(),
        checks=checks,
        figures=run_figures(drawn, control, main, results),
        reason=words.undecided(results) if undecided else None,
        inputs=[drawn.source],
        environment={**_environment(), **about},
    )


def _verdict(results: Sequence[FamilyResult], checks: Sequence[Check]) -> CheckVerdict:
    """That of the checks, except where no family was tried: a control alone proves nothing.

    A family's share warns at most. So once one family warns, whatever an undecided one would show
    changes nothing, and it does not hold the run open.
    """
    verdicts = {result.verdict for result in results}
    if verdicts == {None}:
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
        inputs=[drawn.source],
        limits=limits_said(),
        figures={"notes": drawn.notes},
        n=0,
    )


def _unanswered(control: Control) -> str:
    kinds = f" ({control.refusals})" if control.refusals else ""
    return (
        f"the model answered none of {control.n} unchanged records of the POC sample{kinds}, so "
        f"nothing can be told of changed ones. Run `readiness evidence run accuracy` to see where "
        f"it fails, and mend that first."
    )


def _environment() -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the sample

    return {"pandas": pd.__version__}
