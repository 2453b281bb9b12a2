"""Whether the model is right often enough in production, and how far it fell since the POC.

The share of wrong answers in production is judged against the client's stop number or, where that
is stricter, against always answering the commonest label. The fall since the POC warns at most: a
system may lose points and still be good enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence import accuracy_words as words
from readiness_kit.evidence.accuracy_figures import (
    accuracy_interval,
    consequence_figures,
    estimated_accuracy,
    fall_figures,
    limits_said,
    rounded,
    sample_figures,
)
from readiness_kit.evidence.accuracy_rule import accuracy_fall, labels_needed, production_error
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
    figures = _figures(context.engagement.profile, poc, production, answers)
    seen: dict[str, Any] = {
        "inputs": [poc.source, production.source],
        "environment": _environment(answers),
        "n": answers.after.n,
        "figures": figures,
    }
    if answers.after.foreign(answers.labels):
        return _foreign(context, answers, seen)
    if answers.after.n:
        return _measured(context, answers, (poc, production), seen)
    figures["production"]["estimated"] = estimated_accuracy(answers.guesses)
    return _unlabelled(context, answers, (poc, production), seen)


@dataclass(frozen=True)
class _Answers:
    """All that the target was asked."""

    control: Control
    before: Scored
    after: Scored
    guesses: list[Result]
    """On production rows without labels; asked only where none has one."""
    python: str | None
    """The version of the Python that answered."""
    interpreter: str | None
    """Whose it is."""

    @property
    def truth(self) -> list[str]:
        """The labels of both samples, row by row."""
        return [*self.before.truth, *self.after.truth]

    @cached_property
    def labels(self) -> set[str]:
        """Every label that occurs in either sample: a model may well answer one that only A has."""
        return set(self.truth)

    @property
    def poc(self) -> Scored | None:
        """The POC sample where the model's answers there can be compared with labels."""
        comparable = self.before.n and not self.before.foreign(self.labels)
        return self.before if comparable else None

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
        python = getattr(target, "python_version", None)
        interpreter = getattr(target, "interpreter", None)
    return _Answers(control, before, after, guesses, python, interpreter)


def _measured(
    context: Context, answers: _Answers, parts: tuple[Part, Part], seen: dict[str, Any]
) -> Observation:
    profile, after = context.engagement.profile, answers.after
    error = production_error(after, profile.stop_number)
    strange = after.strange(answers.labels)
    checks = [words.production_check(error, profile.data.label or "", strange=strange)]
    seen["figures"] |= consequence_figures(profile, after, error)
    if answers.poc:
        fall = accuracy_fall(answers.poc, after, context.seed)
        checks.append(words.fall_check(fall, unpaired=words.listed(p.no_key for p in parts)))
        seen["figures"]["fall"] = fall_figures(fall)
    else:
        why = _no_poc(answers, parts[0])
        checks.append(words.unmeasured_fall_check(why))
    checks += answers.control_checks
    verdict = method_verdict(checks)
    return context.observation(
        verdict=verdict,
        estimate=rounded(1 - error.estimate),
        interval=accuracy_interval(error),
        decides_at_n=error.decides_at_n,
        limits=limits_said(error.limits),
        checks=checks,
        reason=words.undecided(error) if verdict == "inconclusive" else None,
        **seen,
    )


def _foreign(context: Context, answers: _Answers, seen: dict[str, Any]) -> Observation:
    """The observation where no production answer is a label: nothing was compared."""
    why = words.foreign_answers(answers.after.given, answers.truth)
    label = context.engagement.profile.data.label or ""
    seen["figures"]["compared"] = False
    checks = [words.foreign_check(label, why, answers.after.n), *answers.control_checks]
    return context.observation(verdict=method_verdict(checks), checks=checks, reason=why, **seen)


def _unlabelled(
    context: Context, answers: _Answers, parts: tuple[Part, Part], seen: dict[str, Any]
) -> Observation:
    profile, why = context.engagement.profile, _nothing_to_compare(*parts)
    needed = labels_needed(answers.poc, profile.stop_number) if answers.poc else None
    checks = [words.unlabelled_check(profile.data.label or "", why, needed=needed)]
    if parts[0].labelled and not answers.poc:
        checks.append(words.unmeasured_fall_check(_no_poc(answers, parts[0])))
    checks += answers.control_checks
    return context.observation(verdict=method_verdict(checks), checks=checks, reason=why, **seen)


def _no_poc(answers: _Answers, poc: Part) -> str:
    """Why nothing was measured on the POC sample."""
    if answers.before.n:
        return f"on the POC sample {words.foreign_answers(answers.before.given, answers.truth)}"
    return "no POC row in scope has a label" + _in_brackets(poc.no_label)


def _figures(profile: Profile, poc: Part, production: Part, answers: _Answers) -> dict[str, Any]:
    return {
        "poc": sample_figures(poc, answers.before, answers.labels),
        "production": sample_figures(production, answers.after, answers.labels),
        "control": answers.control._asdict(),
        "excluded_segments": profile.excluded_segments,
        "stop_number": profile.stop_number,
        "human": profile.human_baseline.accuracy,
        "notes": [*poc.notes, *production.notes],
    }


def _nothing_to_compare(poc: Part, production: Part) -> str:
    if not production.records:
        return "excluded_segments take out every row of the production sample"
    both = "" if poc.labelled else ", nor has a POC row" + _in_brackets(poc.no_label)
    return (
        f"no production row in scope has a label{_in_brackets(production.no_label)}{both}, so "
        "accuracy in production was not measured"
    )


def _in_brackets(text: str | None) -> str:
    return f" ({text})" if text else ""


def _environment(answers: _Answers) -> dict[str, Any]:
    import pandas as pd  # already loaded by reading the samples

    return {
        "pandas": pd.__version__,
        "target_python": answers.python,
        "target_interpreter": answers.interpreter,
    }
