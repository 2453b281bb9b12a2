"""The types of engagement.yaml: client, system, scope, people, data, target, service levels."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from readiness_kit.framework.criterion import Criticality, CrosswalkKey, Depth, SystemKind
from readiness_kit.reading import (
    Day,
    Flag,
    Identifier,
    Integer,
    Number,
    OneOrMore,
    StrictModel,
    Text,
)

RESERVED = ("consensus", "tool")
"""Respondents that no person may be called: the room's agreement, and our own measurements."""

Name = Annotated[Text, Field(min_length=1, max_length=10_000)]
Positive = Annotated[Number, Field(gt=0)]
Share = Annotated[Number, Field(ge=0, le=1)]


class SystemScope(StrictModel):
    """What kind of system this is; it decides which criteria are asked."""

    kind: SystemKind = "tabular"
    acts: Flag = False
    regulated: Flag = False
    criticality: Criticality = "B"


class Person(StrictModel):
    """Somebody who rates, and in which role."""

    id: Identifier
    role: Identifier
    name: Text | None = None

    @model_validator(mode="after")
    def _not_reserved(self) -> Self:
        if self.id in RESERVED:
            raise ValueError(f"an id other than {' and '.join(RESERVED)}, which are reserved")
        return self


class DataFiles(StrictModel):
    """The client's samples, relative to the engagement's folder."""

    poc: Name | None = None
    production: Name | None = None
    training: Name | None = None
    """What the model was trained on; whether the POC sample leaked into it is seen against this."""
    label: Name | None = None
    key: Name | None = None
    time: Name | None = None
    group: Name | None = None
    """What several records have in common, such as a customer: they must not lie on both sides."""


class Claim(StrictModel):
    """What the demonstration is said to have shown."""

    accuracy: Share | None = None
    rows: Annotated[Integer, Field(gt=0)] | None = None
    """The labelled records that it was counted on; without it, those of the POC sample."""


Expected = Literal["I", "R", "D", "F"]
"""I: the answer stays the same. R: the record is refused or marked. D: accuracy may fall by little.
F: the answer is marked for a person."""


class EdgeCaseSettings(StrictModel):
    """What the client expects of edge cases, where it differs from the catalogue."""

    expected: dict[Text, dict[Text, Expected]] = {}
    """By field: the case's id or name, and what is expected there."""
    guard: Text | None = None
    """The client's own validation, as module:function: records in, a truth value each out."""
    synonyms: dict[Text, list[Text]] = {}
    """Words that mean the same, such as `Street: [St., Str.]`."""


class ModelTarget(StrictModel):
    """What an evidence method calls; `version` covers model, prompt, index and contract."""

    id: Identifier
    version: Text
    python: Text | None = None
    interpreter: Name | None = None
    url: Text | None = None
    batch: Flag = False
    request: Text | None = None
    """The JSON body, with "$records" or "$record" where they go; without it, they are the body."""
    prediction: Text | None = None
    """The JSON path of a prediction in an answer; without it, the answer or its `prediction`."""
    proba: Text | None = None
    flag: Text | None = None
    auth_env: Identifier | None = None
    """The environment variable that holds the header's value; it is read at a call, never kept."""
    auth_header: Text = "Authorization"
    file: Name | None = None
    skops: Name | None = None
    trusted: list[Text] = []
    """Types in a skops file that the client vouches for, by their full names."""
    onnx: Name | None = None
    pickle: Name | None = None
    sha256: Text | None = None

    @property
    def form(self) -> str:
        """Which of the ways to reach a model this target uses."""
        return next(form for form in TARGET_FORMS if getattr(self, form) is not None)

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        named = [form for form in TARGET_FORMS if getattr(self, form) is not None]
        if len(named) != 1:
            raise ValueError(f"exactly one of {', '.join(TARGET_FORMS)}")
        return self


TARGET_FORMS = ("python", "url", "file", "skops", "onnx", "pickle")


class ServiceLevels(StrictModel):
    """What the business asks of the system in production."""

    records_per_day: Positive | None = None
    active_hours: Positive | None = None
    peak_factor: Positive | None = None
    concurrent_users: Positive | None = None
    latency_p95_ms: Positive | None = None
    error_rate: Share | None = None
    accuracy_min: Share | None = None
    """The stop number: below it the client switches the system off."""
    wrong_answers_per_day: Annotated[Number, Field(ge=0)] | None = None


class HumanBaseline(StrictModel):
    """How well and how fast people do the work today."""

    accuracy: Share | None = None
    minutes_per_case: Positive | None = None


class Probes(StrictModel):
    """The hosts that may be contacted, and no others."""

    allow: list[Text] = []


class Drills(StrictModel):
    """The client's own commands and files for recovery drills."""

    deploy: Text | None = None
    rollback: Text | None = None
    start: Text | None = None
    stop: Text | None = None
    health: Text | None = None
    golden: Name | None = None


class Budget(StrictModel):
    """Money, for the reality check: low, middle, high where a range is given."""

    poc_cost: Positive | None = None
    production_cost: Annotated[list[Positive], OneOrMore] = []
    integration_share: Share | None = None
    currency: Text = "EUR"


class Profile(StrictModel):
    """All that engagement.yaml says."""

    schema_: Literal["readiness-engagement/1"] = Field(alias="schema")
    client: Name
    system: Name
    framework: Name
    phase: Identifier | None
    scope: SystemScope = SystemScope()
    as_of: Day | None = None
    start: Day | None = None
    people: list[Person] = []
    data: DataFiles = DataFiles()
    depth: Depth = "quick"
    crosswalk: list[CrosswalkKey] = []
    """Frameworks of others whose coverage the executive summary shows."""
    target: ModelTarget | None = None
    service: Text | None = None
    service_levels: ServiceLevels = ServiceLevels()
    error_costs: dict[Text, Annotated[Number, Field(ge=0)]] = {}
    claim: Claim = Claim()
    edge_cases: EdgeCaseSettings = EdgeCaseSettings()
    human_baseline: HumanBaseline = HumanBaseline()
    excluded_segments: list[Text] = []
    decision_body: Text | None = None
    codename: Text | None = None
    probes: Probes = Probes()
    drills: Drills = Drills()
    budget: Budget = Budget()

    @field_validator("crosswalk")
    @classmethod
    def _crosswalks_once(cls, named: list[CrosswalkKey]) -> list[CrosswalkKey]:
        if len(set(named)) < len(named):
            raise ValueError("each framework once")
        return named

    @model_validator(mode="after")
    def _people_once(self) -> Self:
        ids = [person.id for person in self.people]
        if twice := {id for id in ids if ids.count(id) > 1}:
            raise ValueError(f"each person once in `people`, not {', '.join(sorted(twice))} twice")
        return self

    @property
    def roles(self) -> dict[str, str]:
        """The role of each respondent; without any people, `lead` facilitates."""
        return {p.id: p.role for p in self.people} or {"lead": "facilitator"}

    def name_of(self, id: str) -> str:
        """What a person is called: the name, else the id; so too of whoever is not in `people`."""
        return next((p.name for p in self.people if p.id == id and p.name), id)

    @property
    def default_respondent(self) -> str:
        """Who rates when nobody is named: the first of `people`."""
        return next(iter(self.roles))

    @property
    def stop_number(self) -> float | None:
        """The accuracy below which the client switches off, as a share."""
        return self.service_levels.accuracy_min
