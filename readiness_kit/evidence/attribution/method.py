"""Where the accuracy went: the fall since the POC, shared out among the defects of the data.

It explains and decides nothing. What each group of defects takes is told twice: by repairing
production's records, and by planting the same defects in the POC's.
"""

from __future__ import annotations

from typing import Any

from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence import accuracy_words
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.attribution import words
from readiness_kit.evidence.attribution.explained import Explained, explained
from readiness_kit.evidence.attribution.figures import limits_said, run_figures
from readiness_kit.evidence.attribution.material import Material, material, plan
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.registry import evidence_method


@evidence_method(
    id="attribution",
    version="1",
    title="Where the accuracy went",
    needs=("target", "data.poc", "data.production", "data.label"),
    settings=("data.key", "data.time", "excluded_segments"),
)
def attribution(context: Context) -> Observation:
    """Shares the fall since the POC out among the defects of the data, and tells what is left."""
    stuff = material(context)
    if isinstance(stuff, str):
        return context.observation(reason=stuff, limits=limits_said(), n=0)
    planned = plan(stuff, context.seed)
    found = explained(context, stuff, planned)
    seen: dict[str, Any] = {
        "inputs": [stuff.poc.scope.source, stuff.production.scope.source],
        "environment": _environment(found),
        "limits": limits_said(),
        "n": found.production.n,
        "figures": run_figures(stuff, planned, found),
    }
    if why := _incomparable(stuff, found):
        seen["figures"] |= {"compared": stuff.task.untold, "repaired": None, "planted": None}
        seen["figures"]["fall"] = None
        return context.observation(reason=why, **seen)
    return _observation(context, stuff, found, seen)


def _observation(
    context: Context, stuff: Material, found: Explained, seen: dict[str, Any]
) -> Observation:
    back = found.repaired.together if found.repaired else None
    return context.observation(
        estimate=rounded(back.estimate) if back else None,
        interval=bounds(back.interval) if back else None,
        checks=[*words.repair_checks(found), *words.planted_checks(found)],
        reason=words.too_few(stuff, found),
        **seen,
    )


def _incomparable(stuff: Material, found: Explained) -> str | None:
    """Why answers cannot be held against labels; one sample of which none can is enough."""
    sides = [side for side in (found.poc, found.production) if side.n]
    if sides and stuff.task.untold:
        return accuracy_words.UNTOLD
    truth = [*found.poc.truth, *found.production.truth]
    for side in sides:
        if side.foreign(set(truth)):
            if stuff.task.kind == "number":
                return accuracy_words.no_numbers(side.given)
            return accuracy_words.foreign_answers(side.given, truth)
    return None


def _environment(found: Explained) -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the samples

    return {"pandas": pd.__version__, **found.about}
