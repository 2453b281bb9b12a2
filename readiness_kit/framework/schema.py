"""The types of a framework file: everything that a rubric may say, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from readiness_kit.framework.conventions import (
    Display,
    FilledLevels,
    Floors,
    Level,
    Recurrence,
    Source,
    Thresholds,
    Unanswered,
)
from readiness_kit.framework.criterion import (
    Criterion,
    Grade,
    Kind,
    Line,
    Passage,
    Practice,
    Share,
)
from readiness_kit.framework.hours import Hours
from readiness_kit.reading import Flag, Identifier, Integer, Number, StrictModel, Text


class Role(StrictModel):
    """Somebody who can answer."""

    id: Identifier
    title: Line


class Brief(StrictModel):
    """What a facilitator needs in order to prepare a section in ten minutes."""

    opening: Passage
    """The sentence to begin the meeting with."""
    documents: list[Passage] = Field(min_length=1)
    """To ask for before the first meeting."""
    hours: Hours
    """What interviews and rating take together."""


class Section(StrictModel):
    """What gets a score: a phase with its gate, or the success factors."""

    id: Identifier
    title: Line
    purpose: Passage | None = None
    weeks: Annotated[list[Integer], Field(min_length=2, max_length=2)] | None = None
    brief: Brief | None = None
    floors: Floors | None = None
    """A section with floors is a phase and has a gate."""
    admits_unproved: Flag = False
    must_run: list[Identifier] = []
    must_pass: list[Identifier] = []
    practices: list[Practice] = Field(min_length=1)

    @property
    def is_phase(self) -> bool:
        """Whether a gate stands at the end of this section."""
        return self.floors is not None

    @property
    def criteria(self) -> Iterator[Criterion]:
        """The criteria of all practices, in framework order."""
        for practice in self.practices:
            yield from practice.criteria


class Pitfall(StrictModel):
    """A known way to fail, what shows it, and the phase by which it must be gone."""

    id: Identifier
    title: Line
    text: Passage | None = None
    """How one gets into it, and what it costs."""
    signals: list[Passage] = Field(min_length=1)
    remedy: Passage
    close_by: Identifier
    criteria: list[Identifier] = []
    """Those whose answers tell whether we are in it."""
    limits: dict[Identifier, Number] = {}
    """What our detector compares with, by the names that its rule for this id knows."""


class Metric(StrictModel):
    """One number that a system in production is steered by."""

    id: Identifier
    title: Line
    dimension: Literal["technical", "adoption", "business", "quality"]
    unit: Line
    better: Literal["up", "down"]
    definition: Passage
    """What it tells, in one sentence."""
    formula: Passage | None = None
    data: Passage | None = None
    """What has to be recorded, and where it comes from."""
    trap: Passage | None = None
    """How it misleads."""


class RuleOfThumb(StrictModel):
    """A range that projects of this kind were seen in; a prompt to check, never a verdict."""

    id: Identifier
    title: Line
    range: Annotated[list[Number], Field(min_length=2, max_length=2)]
    unit: Line
    source: Line


class OperationItem(StrictModel):
    """Something to have settled before roll-out ends; asked, not gated."""

    id: Identifier
    title: Line
    prompt: Passage
    text: Passage | None = None
    """Why it decides whether the system is still worth its money in two years."""
    signals: list[Passage] = []
    remedy: Passage | None = None


class Framework(StrictModel):
    """A versioned set of sections, criteria, scale and gates."""

    schema_: Literal["readiness-framework/1"] = Field(alias="schema")
    id: Identifier
    version: Text
    title: Line
    description: Passage | None = None
    scale: list[Level] = Field(min_length=2)
    display: Display = Display()
    unanswered: Unanswered = "left_out"
    """What a criterion without a level does to the score of its section.

    left_out: the score is the mean of what was rated; earns_nothing: points are added up over all
    that applies, so the score is the low end of its range.
    """
    caps: dict[Kind, dict[Grade, Share]] | None = None
    """Absent: what is claimed counts as supported."""
    lives_days: dict[Grade, Integer] = {}
    observation_caps: dict[Literal["warn", "fail"], Share] = {}
    filled_levels: FilledLevels = FilledLevels()
    recurrence: Recurrence = Recurrence()
    thresholds: Thresholds = Thresholds()
    sources: list[Source] = []
    roles: list[Role] = []
    sections: list[Section] = Field(min_length=1)
    pitfalls: list[Pitfall] = []
    metrics: list[Metric] = []
    rules_of_thumb: list[RuleOfThumb] = []
    operation: list[OperationItem] = []

    @cached_property
    def phases(self) -> list[Section]:
        """The sections that end in a gate, in order."""
        return [section for section in self.sections if section.is_phase]

    @cached_property
    def factors(self) -> list[Section]:
        """The sections beside the phases that every gate looks at."""
        return [section for section in self.sections if not section.is_phase] if self.phases else []

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """Every criterion by id, in framework order."""
        return {c.id: c for section in self.sections for c in section.criteria}

    @cached_property
    def section_of(self) -> dict[str, Section]:
        """The section that each criterion lives in."""
        return {c.id: section for section in self.sections for c in section.criteria}

    @cached_property
    def practice_of(self) -> dict[str, Practice]:
        """The practice that each criterion belongs to."""
        return {c.id: p for s in self.sections for p in s.practices for c in p.criteria}

    @cached_property
    def in_force(self) -> dict[str, frozenset[str]]:
        """By phase: the blockers of its gate, and those of earlier gates that stay open."""
        named = [(c.id, c.blocker) for c in self.criteria.values() if c.blocker]
        return {
            phase.id: frozenset(
                id
                for id, blocker in named
                if (own := self.phase_index(blocker.gate)) == place
                or (own < place and blocker.stays_open)
            )
            for place, phase in enumerate(self.phases)
        }

    @property
    def weighs_evidence(self) -> bool:
        """Whether what is claimed counts only as far as something carries it."""
        return self.caps is not None

    @cached_property
    def values(self) -> dict[int, float]:
        """What each level is worth, 0 to 1."""
        return {step.level: step.value for step in self.scale}

    @cached_property
    def ladder(self) -> tuple[tuple[float, int], ...]:
        """What each level is worth, and the level, from the least on."""
        return tuple(sorted((value, level) for level, value in self.values.items()))

    @cached_property
    def sha256(self) -> str:
        """Of the canonical JSON of what the file says."""
        said = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def section(self, id: str) -> Section:
        """The section of this id; raises KeyError where there is none."""
        return next(s for s in self.sections if s.id == id)

    @cached_property
    def _phase_places(self) -> dict[str, int]:
        return {phase.id: place for place, phase in enumerate(self.phases)}

    def phase_index(self, id: str) -> int:
        """The place of a phase among the phases, from 0; raises KeyError for what is none."""
        return self._phase_places[id]
