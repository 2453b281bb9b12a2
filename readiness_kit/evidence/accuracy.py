"""Whether the model is right often enough in production, and how far it fell since the POC.

The share of wrong answers in production is judged against the client's stop number or, where that
is stricter, against always answering the commonest label. The fall since the POC warns at most: a
system may lose points and still be good enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence import accuracy_words as words
from readiness_kit.evidence.accuracy_rule import accuracy_fall, production_error
from readiness_kit.evidence.answers import (
    Control,
    Part,
    Scored,
    ask,
    asked_twice,
    both_parts,
    scored,
)
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.target import Result, open_target
from readiness_kit.evidence.verdict import method_verdict


@evidence_method(
    id="accuracy",
    version="1",
    title="Accuracy in production",
    needs=("target", "data.poc", "data.production", "data.label"),
    settings=(
        "data.key",
        "excluded_segments",
        "service_levels.accuracy_min",
        "service_levels.records_per_day",
        "error_costs",
        "human_baseline.accuracy",
    ),
)
def accuracy(context: Context) -> Observation:
    """Compares the model's answers with the labels of both samples and judges production."""
    poc, production = both_parts(context)
    answers = _asked(context, poc, production)
    if answers.foreign:
        why = words.foreign_answers(answers.truth, context.engagement.profile)
        return context.observation(
            state="error", reason=why, inputs=[poc.source, production.source]
        )
    figures = _figures(context.engagement.profile, poc, production, answers)
    seen: dict[str, Any] = {
        "inputs": [poc.source, production.source],
        "environment": _environment(answers.interpreter),
        "n": answers.after.n,
        "figures": figures,
    }
    if answers.after.n:
        return _measured(context, answers, seen)
    figures["production"]["estimated"] = words.estimated_accuracy(answers.guesses)
    return _unlabelled(context, answers, _nothing_to_compare(production), seen)


@dataclass(frozen=True)
class _Answers:
    """All that the target was asked."""

    control: Control
    before: Scored
    after: Scored
    guesses: list[Result]
    """On production rows without labels; asked only where none has one."""
    interpreter: str | None

    @property
    def truth(self) -> list[str]:
        """The labels of both samples, row by row."""
        return [*self.before.truth, *self.after.truth]

    @property
    def labels(self) -> set[str]:
        """Every label that occurs."""
        return set(self.truth)

    @property
    def foreign(self) -> bool:
        """Whether the model answers, and never with a label: "wrong" would say nothing of it."""
        n = self.before.n + self.after.n
        strange = sum(side.strange(self.labels) for side in (self.before, self.after))
        silent = sum(answer is None for side in (self.before, self.after) for answer in side.given)
        return strange > 0 and strange + silent == n

    @property
    def control_checks(self) -> list[Check]:
        return [words.control_check(*self.control)] if self.control.n else []


def _asked(context: Context, poc: Part, production: Part) -> _Answers:
    progress = context.progress
    with open_target(context.engagement.profile, Path(context.engagement.path)) as target:
        control = asked_twice(target, production.records, context.seed)
        before = scored(target, poc, progress, "POC sample")
        after = scored(target, production, progress, "production sample")
        guesses = [] if after.n else ask(target, production.records, progress, "no labels")
        interpreter = getattr(target, "python_version", None)
    return _Answers(control, before, after, guesses, interpreter)


def _measured(context: Context, answers: _Answers, seen: dict[str, Any]) -> Observation:
    profile, after = context.engagement.profile, answers.after
    error = production_error(after, profile.stop_number)
    strange = after.strange(answers.labels)
    checks = [words.production_check(error, profile.data.label or "", strange=strange)]
    seen["figures"] |= words.consequence_figures(profile, after, error)
    if answers.before.n:
        fall = accuracy_fall(answers.before, after, context.seed)
        checks.append(words.fall_check(fall))
        seen["figures"]["fall"] = words.fall_figures(fall)
    checks += answers.control_checks
    verdict = method_verdict(checks)
    return context.observation(
        verdict=verdict,
        estimate=round(1 - error.estimate, 6),
        interval=words.accuracy_interval(error),
        decides_at_n=error.decides_at_n,
        limits=words.limits_said(error.limits),
        checks=checks,
        reason=words.undecided(error) if verdict == "inconclusive" else None,
        **seen,
    )


def _unlabelled(context: Context, answers: _Answers, why: str, seen: dict[str, Any]) -> Observation:
    label = context.engagement.profile.data.label or ""
    checks = [words.unlabelled_check(label, why), *answers.control_checks]
    return context.observation(verdict=method_verdict(checks), checks=checks, reason=why, **seen)


def _figures(profile: Profile, poc: Part, production: Part, answers: _Answers) -> dict[str, Any]:
    return {
        "poc": words.sample_figures(poc, answers.before),
        "production": words.sample_figures(production, answers.after),
        "control": answers.control._asdict(),
        "excluded_segments": profile.excluded_segments,
        "stop_number": profile.stop_number,
        "human": profile.human_baseline.accuracy,
        "notes": [*poc.notes, *production.notes],
    }


def _nothing_to_compare(production: Part) -> str:
    if not production.records:
        return "excluded_segments take out every row of the production sample"
    return "no production row in scope has a label, so accuracy in production was not measured"


def _environment(interpreter: str | None) -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the samples

    return {"pandas": pd.__version__, "target_python": interpreter}
