"""The types of a framework file: everything that a rubric may say, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from readiness_kit.reading import Flag, Identifier, Integer, Number, StrictModel, Text

Grade = Literal["none", "statement", "document", "demonstrated", "test", "recurring"]
Kind = Literal["measurable", "operating", "organisational"]
Theme = Literal["data", "model", "integration", "operations", "security_and_law", "people", "value"]
Criticality = Literal["A", "B", "C"]
SystemKind = Literal["tabular", "text", "generative"]
Depth = Literal["quick", "standard", "full"]

GRADES: tuple[Grade, ...] = (
    "none",
    "statement",
    "document",
    "demonstrated",
    "test",
    "recurring",
)
"""From weakest to strongest."""

DEPTHS: tuple[Depth, ...] = ("quick", "standard", "full")
"""From shallow to deep; a deeper assessment asks everything that a shallower one asks."""

Share = Annotated[Number, Field(ge=0, le=1)]
Weight = Annotated[Number, Field(ge=1e-6, le=1e6)]
Line = Annotated[Text, Field(min_length=1, max_length=200)]
Passage = Annotated[Text, Field(min_length=1, max_length=2_000)]
DayRange = Annotated[list[Number], Field(min_length=3, max_length=3)]
"""Working days as low, middle, high."""


class Level(StrictModel):
    """One step of the scale and what it is worth."""

    level: Integer
    value: Share
    name: Line


class Display(StrictModel):
    """How a score is printed: 62 of 100 points."""

    of: Number = 100
    unit: Line = "points"


class CriticalityOffsets(StrictModel):
    """What a system's criticality adds to every floor, in points."""

    A: Number = 0
    B: Number = 0
    C: Number = 0


class Thresholds(StrictModel):
    """The limits that the gate rules compare with."""

    coverage: Share = 0.80
    na_warning: Share = 0.20
    factors_offset: Number = -10
    criticality: CriticalityOffsets = CriticalityOffsets()
    source: Line = "convention"


class FilledLevels(StrictModel):
    """The level that a run of ours gives a criterion which nobody rated."""

    property_pass: Integer = 3
    property_warn: Integer = 2
    property_fail: Integer = 1
    activity: Integer = 2


class Recurrence(StrictModel):
    """What makes evidence recurring: so many dates within so many days."""

    dates: Integer = 3
    within_days: Integer = 90


class Source(StrictModel):
    """Where a convention comes from: convention, client, or regulation, and in which words."""

    id: Identifier
    kind: Literal["convention", "client", "regulation", "article"]
    text: Passage


class Role(StrictModel):
    """Somebody who can answer."""

    id: Identifier
    title: Line


class MethodLink(StrictModel):
    """What a run of an evidence method proves about a criterion: we do it, or it holds."""

    id: Identifier
    proves: Literal["activity", "property"]


class Blocker(StrictModel):
    """The level that a gate requires of a criterion, in supported terms."""

    gate: Identifier
    required_level: Integer
    stays_open: Flag = False
    """Also in force at every later gate."""


class Remediation(StrictModel):
    """What closes a finding, what it costs, and what neglect costs."""

    text: Passage
    effort_days: DayRange
    prove_days: DayRange
    cost_of_neglect: Passage

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        for days in (self.effort_days, self.prove_days):
            if sorted(days) != days or days[0] < 0:
                raise ValueError("three numbers of days, low to high")
        return self


class Scope(StrictModel):
    """For which systems a criterion is asked; an absent line means for all."""

    kind: list[SystemKind] | None = None
    acts: Flag | None = None
    regulated: Flag | None = None
    criticality: list[Criticality] | None = None


class EvidenceExamples(StrictModel):
    """What would count, by grade."""

    statement: Line | None = None
    document: Passage
    demonstrated: Passage
    test: Passage
    recurring: Passage


class Crosswalk(StrictModel):
    """The same demand in other people's frameworks."""

    ml_test_score: list[Line] = []
    nist_ai_rmf: list[Line] = []
    iso_42001: list[Line] = []
    eu_ai_act: list[Line] = []
    mltrl: list[Integer] = []
    aws_ml_lens: list[Line] = []


class Criterion(StrictModel):
    """One thing that is rated."""

    id: Identifier
    title: Line
    question: Passage
    kind: Kind
    theme: Theme
    weight: Weight
    depth: Depth = "quick"
    scope: Scope = Scope()
    answered_by: list[Identifier] = []
    """Roles whose answers count; empty: everybody's."""
    levels: dict[Integer, Passage]
    evidence: EvidenceExamples | None = None
    methods: list[MethodLink] = []
    blocker: Blocker | None = None
    remediation: Remediation | None = None
    target_level: Integer = 3
    target_grade: Grade = "test"
    crosswalk: Crosswalk = Crosswalk()
    replaces: Identifier | None = None


class Practice(StrictModel):
    """One of the article's practices or success factors; it groups criteria."""

    id: Identifier
    title: Line
    purpose: Passage | None = None
    criteria: list[Criterion] = Field(min_length=1)


class Floors(StrictModel):
    """Scores in points: below `no_go` the gate stays shut, from `go` on it may open."""

    no_go: Number
    go: Number


class Section(StrictModel):
    """What gets a score: a phase with its gate, or the success factors."""

    id: Identifier
    title: Line
    purpose: Passage | None = None
    weeks: Annotated[list[Integer], Field(min_length=2, max_length=2)] | None = None
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
    signals: list[Passage] = Field(min_length=1)
    remedy: Passage
    close_by: Identifier


class Metric(StrictModel):
    """One number that a system in production is steered by."""

    id: Identifier
    title: Line
    dimension: Literal["technical", "adoption", "business", "quality"]
    unit: Line
    better: Literal["up", "down"]
    definition: Passage


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


class Framework(StrictModel):
    """A versioned set of sections, criteria, scale and gates."""

    schema_: Literal["readiness-framework/1"] = Field(alias="schema")
    id: Identifier
    version: Text
    title: Line
    description: Passage | None = None
    scale: list[Level] = Field(min_length=2)
    display: Display = Display()
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

    @property
    def phases(self) -> list[Section]:
        """The sections that end in a gate, in order."""
        return [section for section in self.sections if section.is_phase]

    @property
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
    def values(self) -> dict[int, float]:
        """What each level is worth, 0 to 1."""
        return {step.level: step.value for step in self.scale}

    @cached_property
    def sha256(self) -> str:
        """Of the canonical JSON of what the file says."""
        said = self.model_dump(mode="json", by_alias=True, exclude_unset=True)
        text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def section(self, id: str) -> Section:
        """The section of this id; raises KeyError where there is none."""
        return next(s for s in self.sections if s.id == id)

    def phase_index(self, id: str) -> int:
        """The place of a phase among the phases, from 0."""
        return [s.id for s in self.phases].index(id)
