"""What is rated: criteria with their levels, evidence, methods and remediation."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from readiness_kit.reading import Flag, Identifier, Integer, Number, StrictModel, Text

Grade = Literal["none", "statement", "document", "demonstrated", "test", "recurring"]
Kind = Literal["measurable", "operating", "organisational"]
Theme = Literal["data", "model", "integration", "operations", "security_and_law", "people", "value"]
Criticality = Literal["A", "B", "C"]
SystemKind = Literal["tabular", "text", "generative"]
Depth = Literal["quick", "standard", "full"]
CrosswalkKey = Literal[
    "ml_test_score", "nist_ai_rmf", "iso_42001", "eu_ai_act", "mltrl", "aws_ml_lens"
]

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

    @property
    def of_all(self) -> bool:
        """Whether it leaves no system out."""
        return not self.model_dump(exclude_none=True)


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
    good: Passage | None = None
    """What it looks like where all is well: one example with its figures."""
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
    interview: list[Passage] = []
    """Open questions for a talk of a quarter of an hour, before anything is rated."""
    warning_signs: list[Passage] = []
    """What is said or seen where this is not in order."""
    criteria: list[Criterion] = Field(min_length=1)
