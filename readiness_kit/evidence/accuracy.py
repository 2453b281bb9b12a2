"""Whether the model is right often enough in production, and how far it fell since the POC.

The share of wrong answers in production is judged against the client's stop number or, where that
is stricter, against always answering the commonest label. The fall since the POC warns at most: a
system may lose points and still be good enough. Where the label is a number, an answer is wrong
that is off by more than a tolerance, and only the stop number is a limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence import accuracy_words as words
from readiness_kit.evidence.accuracy_control import Control, announce, asked_twice
from readiness_kit.evidence.accuracy_figures import (
    accuracy_interval,
    consequence_figures,
    estimated_accuracy,
    fall_figures,
    limits_said,
    rounded,
    sample_figures,
    slice_figures,
    task_figures,
)
from readiness_kit.evidence.accuracy_rule import accuracy_fall, labels_needed, production_error
from readiness_kit.evidence.accuracy_slices import worst_slices
from readiness_kit.evidence.accuracy_task import Task, comparable, said, task_of
from readiness_kit.evidence.answers import Part, Scored, ask, both_parts, scored
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.target import Result
from readiness_kit.evidence.verdict import method_verdict


@evidence_method(
    id="accuracy",
    version="2",
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
    task = task_of(poc.labels, production.labels)
    poc, production = comparable(poc, task), comparable(production, task)
    answers = _asked(context, poc, production, task)
    figures = _figures(context.engagement.profile, poc, production, answers)
    seen: dict[str, Any] = {
        "inputs": [poc.source, production.source],
        "environment": _environment(answers),
        "n": answers.after.n,
        "figures": figures,
    }
    if why := answers.incomparable(answers.after):
        return _uncompared(context, answers, why, seen)
    if answers.after.n:
        return _measured(context, answers, (poc, production), seen)
    figures["production"]["estimated"] = estimated_accuracy(answers.guesses, task)
    return _unlabelled(context, answers, (poc, production), seen)


@dataclass(frozen=True)
class _Answers:
    """All that the target was asked."""

    task: Task
    control: Control
    before: Scored
    after: Scored
    guesses: list[Result]
    """On production rows without labels; asked only where none has one."""
    about: dict[str, Any]
    """How the target was reached."""

    @property
    def truth(self) -> list[str]:
        """The labels of both samples, row by row."""
        return [*self.before.truth, *self.after.truth]

    @cached_property
    def labels(self) -> set[str]:
        """Every label that occurs in either sample: a model may well answer one that only A has."""
        return set(self.truth)

    def incomparable(self, side: Scored) -> str | None:
        """Why no answer on a sample can be held against its label; None where they can."""
        if self.task.untold and side.n:
            return words.UNTOLD
        if not side.foreign(self.labels):
            return None
        if self.task.kind == "number":
            return words.no_numbers(side.given)
        return words.foreign_answers(side.given, self.truth)

    @property
    def poc(self) -> Scored | None:
        """The POC sample where the model's answers there can be compared with labels."""
        return None if self.incomparable(self.before) or not self.before.n else self.before

    @property
    def control_checks(self) -> list[Check]:
        return [words.control_check(*self.control)] if self.control.n else []


def _asked(context: Context, poc: Part, production: Part, task: Task) -> _Answers:
    progress, near = context.progress, task.tolerance
    with context.open_target() as target:
        announce(target, poc, production, context.seed)
        control = asked_twice(target, production.records, context.seed)
        before = scored(target, poc, progress, "POC sample", near)
        after = scored(target, production, progress, "production sample", near)
        guesses = [] if after.n else ask(target, production.records, progress, "no labels")
        about = target.about
    return _Answers(task, control, before, after, guesses, about)


def _measured(
    context: Context, answers: _Answers, parts: tuple[Part, Part], seen: dict[str, Any]
) -> Observation:
    profile, after = context.engagement.profile, answers.after
    error = production_error(after, profile.stop_number)
    strange = after.strange(answers.labels)
    label, near = profile.data.label or "", answers.task.tolerance
    checks = [words.production_check(error, label, strange=strange, tolerance=near)]
    seen["figures"] |= consequence_figures(profile, after, error)
    records = [parts[1].records[row] for row in parts[1].labelled]
    slices = worst_slices(records, after.right)
    seen["figures"]["slices"] = slice_figures(slices)
    if answers.poc:
        fall = accuracy_fall(answers.poc, after, context.seed)
        checks.append(words.fall_check(fall, unpaired=words.listed(p.no_key for p in parts)))
        seen["figures"]["fall"] = fall_figures(fall)
    else:
        why = _no_poc(answers, parts[0])
        checks.append(words.unmeasured_fall_check(why))
    checks += [*words.slice_checks(slices), *answers.control_checks]
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


def _uncompared(context: Context, answers: _Answers, why: str, seen: dict[str, Any]) -> Observation:
    """The observation where no production answer could be held against its label."""
    label = context.engagement.profile.data.label or ""
    # other words are mended in the client's code, which nobody watches: look again next time
    seen["figures"]["compared"] = answers.task.untold
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
    if why := answers.incomparable(answers.before):
        return f"on the POC sample {why}"
    return "no POC row in scope has a label" + _in_brackets(poc.no_label)


def _figures(profile: Profile, poc: Part, production: Part, answers: _Answers) -> dict[str, Any]:
    task = answers.task
    told = [remark] if (remark := said(task)) else []

    def side(part: Part, scored: Scored) -> dict[str, Any]:
        compared = scored.n > 0 and answers.incomparable(scored) is None
        return sample_figures(part, scored, task, compared=compared)

    return {
        "task": task_figures(task),
        "poc": side(poc, answers.before),
        "production": side(production, answers.after),
        "control": answers.control._asdict(),
        "excluded_segments": profile.excluded_segments,
        "stop_number": profile.stop_number,
        "human": profile.human_baseline.accuracy,
        "notes": [*told, *poc.notes, *production.notes],
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

    return {"pandas": pd.__version__, **answers.about}
