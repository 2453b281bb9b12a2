"""Where one criterion stands: the level that is claimed, and the value that evidence supports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from readiness_kit.engagement.assessment import Reason, State
from readiness_kit.framework.criterion import Criterion, Grade
from readiness_kit.framework.schema import Framework, Section
from readiness_kit.judgement.answers import agree
from readiness_kit.judgement.facts import Facts, trigger
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.proof import filled_level, prove
from readiness_kit.judgement.scorecard import BlockerState, Skipped

_SLACK = 1e-9
"""A value this little below a level's still reaches the level."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One criterion that is asked of this engagement."""

    criterion: Criterion
    state: State
    level: int | None
    reason: Reason | None
    outside_role: bool
    filled_by_test: bool
    disagreement: float | None
    mixed: bool
    grade: Grade
    expired: bool
    cap: float | None
    claimed: float | None
    supported: float | None
    supported_level: int | None
    observed_level: int | None

    @property
    def rated(self) -> bool:
        """Whether it has a value."""
        return self.state == "rated"

    @property
    def applicable(self) -> bool:
        """Whether it belongs to the section's whole."""
        return self.state != "not_applicable"


@dataclass(frozen=True, slots=True)
class Asked:
    """The criteria of one section that are asked, and those that are not."""

    section: Section
    standings: tuple[Standing, ...]
    skipped: tuple[Skipped, ...]


def stand(section: Section, facts: Facts) -> Asked:
    """Work out every criterion of a section, in framework order."""
    standings, skipped = [], []
    for criterion in section.criteria:
        cause = trigger(criterion, facts.profile)
        if cause is None:
            standings.append(standing_of(criterion, facts))
        else:
            skipped.append(Skipped(criterion.id, cause))
    return Asked(section, tuple(standings), tuple(skipped))


def standing_of(criterion: Criterion, facts: Facts) -> Standing:
    """Work out one criterion that is asked."""
    values = facts.framework.values
    answer = agree(criterion, facts.ratings.get(criterion.id, ()), facts.profile.roles, values)
    fill = filled_level(criterion, facts) if answer.state in ("unrated", "unknown") else None
    level = answer.level if fill is None else fill
    proof = prove(criterion, answer.stated, facts)
    claimed = None if level is None else settled(values[level])
    cap = None if proof.cap is None else settled(proof.cap)
    supported = _least(claimed, cap)
    return Standing(
        criterion=criterion,
        state=answer.state if fill is None else "rated",
        level=level,
        reason=answer.reason,
        outside_role=answer.outside_role and fill is None,
        filled_by_test=fill is not None,
        disagreement=answer.disagreement,
        mixed=answer.mixed,
        grade=proof.grade,
        expired=claimed is not None and proof.lapsed,
        cap=cap,
        claimed=claimed,
        supported=supported,
        supported_level=_level(supported, facts.framework),
        observed_level=level
        if proof.run_cap is None
        else _level(_least(claimed, proof.run_cap), facts.framework),
    )


def at_level(standing: Standing, level: int, facts: Facts) -> Standing:
    """The same criterion, had the people who count given it another level."""
    values = facts.framework.values
    claimed = settled(values[level])
    supported = _least(claimed, standing.cap)
    return replace(
        standing,
        level=level,
        claimed=claimed,
        supported=supported,
        supported_level=_level(supported, facts.framework),
    )


def _least(value: float | None, cap: float | None) -> float | None:
    return value if value is None or cap is None else settled(min(value, cap))


def _level(value: float | None, framework: Framework) -> int | None:
    """The highest level that a value reaches."""
    if value is None:
        return None
    reached = None
    for worth, level in framework.ladder:
        if worth > value + _SLACK:
            break
        reached = level
    return reached


def blocker_state(standing: Standing, phase: Section, facts: Facts) -> BlockerState:
    """Where an applicable blocker stands at the gate of `phase`."""
    blocker = standing.criterion.blocker
    assert blocker is not None
    if not standing.rated:
        return "not_rated"
    required = facts.framework.values[blocker.required_level]
    if _reaches(standing.supported, required):
        return "met"
    if phase.admits_unproved and _reaches(standing.claimed, required):
        return "unproved"
    return "waived" if ("criterion", standing.criterion.id) in facts.waived else "open"


def _reaches(value: float | None, required: float) -> bool:
    return value is not None and value + _SLACK >= required
