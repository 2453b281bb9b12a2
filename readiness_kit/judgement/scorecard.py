"""The results of judgement: frozen, complete, and all that views and documents are made from.

Scores are 0 to 100, values 0 to 1, and None means "not scored", with its state beside it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.assessment import Decision, Reason, State, Verdict
from readiness_kit.framework.conventions import Display
from readiness_kit.framework.criterion import Grade, Kind

SectionState = Literal["scored", "not_scored", "not_assessed"]
BlockerState = Literal["met", "open", "unproved", "waived", "not_rated"]
Severity = Literal["critical", "high", "medium", "low"]

VERDICTS: tuple[Verdict, ...] = ("NO_GO", "NOT_ASSESSABLE", "CONDITIONAL", "GO")
"""From worst to best: the order in which earlier gates hold later ones back."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure as it was claimed, and as evidence supports it."""

    claimed: float | None
    supported: float | None


@dataclass(frozen=True, slots=True)
class Range:
    """A score with what the unknowns leave open: all of them bad, all of them good."""

    score: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class BlockerResult:
    """Where a blocker stands, at the current gate if in force there, else at its own."""

    gate: str
    stays_open: bool
    required_level: int
    supported_level: int | None
    state: BlockerState


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """What one criterion amounts to."""

    id: str
    kind: Kind
    theme: str
    weight: float
    state: State
    level: int | None
    """The claimed level that counts."""
    reason: Reason | None
    outside_role: bool
    filled_by_test: bool
    disagreement: float | None
    """Largest minus smallest value given, over all people; None where nobody gave a level."""
    evidence_grade: Grade
    expired: bool
    cap: float | None
    claimed: float | None
    supported: float | None
    contribution: Pair
    blocker: BlockerResult | None
    supported_level: int | None
    observed_level: int | None
    """The claimed level after what tests contradict: lower than `level` where a test says no."""
    mixed: bool
    """Some who count say not applicable, others do not."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A criterion that this engagement is not asked, and what would make it so."""

    id: str
    trigger: str


@dataclass(frozen=True, slots=True)
class SectionResult:
    """What one section amounts to."""

    id: str
    title: str
    state: SectionState
    coverage: float | None
    known: float | None
    not_applicable_share: float
    score_if_na_zero: float | None
    margin: float | None
    claimed: Range
    supported: Range
    criteria: tuple[CriterionResult, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]
    closed: bool
    """Whether the client's body has decided this section's gate."""


@dataclass(frozen=True, slots=True)
class GateReason:
    """One rule that holds at a gate, with what set it off."""

    rule: str
    ids: tuple[str, ...]
    value: float | None
    limit: float | None


@dataclass(frozen=True, slots=True)
class EffectiveFloors:
    """A phase's floors after criticality, in points."""

    no_go: float
    go: float


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """May the engagement pass this gate; by which rule; and what the client's body decided."""

    phase: str
    ahead: bool
    verdict: Verdict
    rule: str
    reasons: tuple[GateReason, ...]
    floors: EffectiveFloors
    decision: Decision | None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What keeps a gate from a GO."""

    closed_door: tuple[str, ...]
    """Criteria, methods and sections by which it is shut, or cannot be judged."""
    open: tuple[str, ...]
    """Those that leave it with conditions."""
    points: float
    """That the undecided phases lack under their bars, in the bad case."""
    factor_points: float
    """That the sections beside them lack."""

    @property
    def size(self) -> tuple[float, float, float, float]:
        """By this two shortfalls are compared, from the first that differs."""
        return len(self.closed_door), len(self.open), self.points, self.factor_points


@dataclass(frozen=True, slots=True)
class LowestClaim:
    """The section with the lowest claimed score."""

    section: str | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Headline:
    """The weakest link: the section closest to, or furthest below, its bar."""

    section: str | None
    margin: float | None
    supported: float | None
    low: float | None
    high: float | None
    claimed: LowestClaim
    mean: Pair
    not_scored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FrameworkMark:
    """Which rubric, to the byte, was judged by."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All scores, gates and reasons of one engagement on one day."""

    client: str
    system: str
    phase: str | None
    framework: FrameworkMark
    as_of: dt.date
    headline: Headline
    sections: tuple[SectionResult, ...]
    gates: tuple[GateVerdict, ...]
    methods_provided: tuple[str, ...]
    display: Display
    """How the framework prints its scores; here they are 0 to 100, `displayed` scales them."""

    def section(self, id: str) -> SectionResult:
        """The section of this id; raises KeyError where there is none."""
        for section in self.sections:
            if section.id == id:
                return section
        raise KeyError(id)

    def gate(self, phase: str) -> GateVerdict:
        """The gate of this phase; raises KeyError where there is none."""
        for gate in self.gates:
            if gate.phase == phase:
                return gate
        raise KeyError(phase)

    def criterion(self, id: str) -> CriterionResult:
        """The criterion of this id; raises KeyError where it is not asked."""
        for section in self.sections:
            for criterion in section.criteria:
                if criterion.id == id:
                    return criterion
        raise KeyError(id)


@dataclass(frozen=True, slots=True)
class Finding:
    """A criterion falls short of its target: how gravely, and what would close it."""

    criterion: str
    section: str
    severity: Severity
    level: int | None
    supported_level: int | None
    target_level: int
    only_proof: bool
    """The level is there; what is missing is evidence."""
    observations: tuple[str, ...]
    """Ids of the runs that bear on it, newest first."""
