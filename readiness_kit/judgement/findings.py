"""Findings: each criterion that falls short of its target, how gravely, and for lack of what."""

from __future__ import annotations

from collections.abc import Iterable

from readiness_kit.engagement.observation import Observation
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.scorecard import CriterionResult, Finding, Scorecard, Severity

SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
"""From gravest to lightest."""


def findings(
    scorecard: Scorecard,
    framework: Framework,
    observations: Iterable[Observation],
    *,
    sections: Iterable[str] | None = None,
) -> tuple[Finding, ...]:
    """Every rated criterion below its target, gravest first, then in framework order.

    `sections` narrows the search to the sections of these ids.
    """
    wanted = set(sections) if sections is not None else {s.id for s in scorecard.sections}
    shut = _shut_by(scorecard)
    ended = [r for r in observations if r.state == "done" and r.as_of <= scorecard.as_of]
    runs = sorted(ended, key=lambda run: run.moment, reverse=True)
    found = [
        _finding(framework.criteria[result.id], result, section.id, shut, runs)
        for section in scorecard.sections
        if section.id in wanted
        for result in section.criteria
        if result.supported_level is not None
        and _short(framework.criteria[result.id], result, shut)
    ]
    return tuple(sorted(found, key=lambda finding: SEVERITIES.index(finding.severity)))


def _shut_by(scorecard: Scorecard) -> frozenset[str]:
    """The blockers and failed methods that hold the current gate shut, or an earlier one."""
    return frozenset(
        id
        for gate in scorecard.gates
        if not gate.ahead
        for reason in gate.reasons
        if reason.rule in ("blocker_open", "method_failed")
        for id in reason.ids
    )


def _short(criterion: Criterion, result: CriterionResult, shut: frozenset[str]) -> bool:
    assert result.supported_level is not None
    return result.supported_level < _wanted(criterion, shut) or _fails(criterion, shut)


def _wanted(criterion: Criterion, shut: frozenset[str]) -> int:
    """The target, or what a shut gate requires where that is more."""
    required = criterion.blocker.required_level if criterion.blocker else 0
    return max(criterion.target_level, required if criterion.id in shut else 0)


def _fails(criterion: Criterion, shut: frozenset[str]) -> bool:
    return any(link.id in shut for link in criterion.methods if link.proves == "property")


def _finding(
    criterion: Criterion,
    result: CriterionResult,
    section: str,
    shut: frozenset[str],
    runs: list[Observation],
) -> Finding:
    methods = {link.id for link in criterion.methods}
    return Finding(
        criterion=criterion.id,
        section=section,
        severity=_severity(criterion, result, shut),
        level=result.level,
        supported_level=result.supported_level,
        target_level=_wanted(criterion, shut),
        only_proof=_missing_work(criterion, result, shut) <= 0 and not _fails(criterion, shut),
        observations=tuple(run.id for run in runs if run.method in methods),
    )


def _missing_work(criterion: Criterion, result: CriterionResult, shut: frozenset[str]) -> int:
    """Levels short of the target that no proof can close: the claim after what tests contradict."""
    observed = result.observed_level if result.observed_level is not None else 0
    return _wanted(criterion, shut) - observed


def _severity(criterion: Criterion, result: CriterionResult, shut: frozenset[str]) -> Severity:
    if criterion.id in shut or _fails(criterion, shut):
        return "critical"
    missing = _missing_work(criterion, result, shut)
    if result.supported_level == 0 or missing >= 2:
        return "high"
    return "medium" if missing == 1 else "low"
