"""Whether fresh records keep to a contract that the POC sample gives.

The contract is what the client's team gets, written out; here it is run with pandera on records
like the real intake. What it cannot show is that the client's own pipeline runs one, and where
rejected records wait.
"""

from __future__ import annotations

from typing import Any

from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.contract import words
from readiness_kit.evidence.contract.allowance import BAND, ON_TOP
from readiness_kit.evidence.contract.build import QUANTILES, WIDENED
from readiness_kit.evidence.contract.judging import N_MIN, Held, RuleResult, hold, needed_rows
from readiness_kit.evidence.contract.scope import contract_of, in_scope
from readiness_kit.evidence.contract.terms import Contract
from readiness_kit.evidence.intervals import CONFIDENCE, wilson
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.scope import Scope
from readiness_kit.evidence.verdict import method_verdict

_STEPS = 3


@evidence_method(
    id="contract",
    version="1",
    title="Data contract on fresh data",
    needs=("data.poc", "data.production"),
    settings=("data.label", "data.key", "excluded_segments"),
)
def contract(context: Context) -> Observation:
    """Takes a data contract from the POC sample and counts what breaks it in production."""
    engagement, progress = context.engagement, context.progress
    data = engagement.profile.data
    progress(0, _STEPS, "reading the samples")
    poc, production = (in_scope(engagement, name or "") for name in (data.poc, data.production))
    progress(1, _STEPS, "taking the contract")
    made = contract_of(engagement, poc)
    progress(2, _STEPS, "running it on production")
    held = hold(made, production.kept)
    progress(_STEPS, _STEPS, "done")
    return _observation(context, made, held, production)


def _observation(context: Context, made: Contract, held: Held, production: Scope) -> Observation:
    checks = [words.rule_check(result) for result in held.noted[: words.MOST_CHECKS]]
    checks.append(words.whole_check(held))
    verdict = method_verdict(checks)
    undecided = verdict == "inconclusive"
    seen = context.observation(
        verdict=verdict,
        estimate=rounded(held.rejected / held.n),
        interval=bounds(wilson(held.rejected, held.n)),
        n=held.n,
        decides_at_n=needed_rows(held.results) if undecided else None,
        limits=_limits(),
        checks=checks,
        figures=_figures(made, held, production),
        reason=words.undecided(held) if undecided else None,
        inputs=[made.source, production.source],
        environment=_environment(),
    )
    # no model was asked, so that a new version of it leaves what was counted as true as before
    return seen.model_copy(update={"target": None})


def _figures(made: Contract, held: Held, production: Scope) -> dict[str, Any]:
    return {
        "records": {
            "in": held.n,
            "out": held.n - held.rejected,
            "rejected": held.rejected,
        },
        "columns": len(made.fields),
        "rules": made.rules,
        "kept": sum(result.verdict == "pass" for result in held.results),
        "broken": [_rule(result) for result in held.noted[: words.MOST_CHECKS]],
        "notes": [*made.notes, *production.kept.notes],
    }


def _rule(result: RuleResult) -> dict[str, Any]:
    return {
        "column": words.named(result.field),
        "rule": result.rule,
        "count": result.count,
        "share": rounded(result.share),
        "interval": bounds(result.interval) if result.interval else None,
        "allowed": rounded(result.allowed),
        "verdict": result.verdict,
    }


def _limits() -> dict[str, Any]:
    return {
        "beyond_the_sample_warn": ON_TOP,
        "beyond_the_sample_fail": rounded(ON_TOP + BAND),
        "quantiles": list(QUANTILES),
        "widened": WIDENED,
        "n_min": N_MIN,
        "confidence": CONFIDENCE,
    }


def _environment() -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the samples
    import pandera as pa

    return {"pandas": pd.__version__, "pandera": pa.__version__}
