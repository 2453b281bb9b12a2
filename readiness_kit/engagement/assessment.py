"""The types of assessment.json: ratings, evidence, waivers, actions, decisions, replies."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from readiness_kit.framework.criterion import Grade
from readiness_kit.reading import Day, Identifier, Integer, Number, StrictModel, Text

State = Literal["rated", "unknown", "unrated", "not_applicable"]
Reason = Literal["out_of_scope", "business_priority", "architecture_constraint", "other"]
Verdict = Literal["GO", "CONDITIONAL", "NO_GO", "NOT_ASSESSABLE"]

STATES: tuple[State, ...] = ("rated", "unknown", "unrated", "not_applicable")
REASONS: tuple[Reason, ...] = (
    "out_of_scope",
    "business_priority",
    "architecture_constraint",
    "other",
)

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


_SPELLED = len("2026-09-14T09:12:03Z")


@lru_cache(1_024)
def _read(text: str) -> dt.datetime | None:
    """Moments come again and again where many answers were given at once."""
    try:
        return dt.datetime.fromisoformat(text) if _INSTANT.fullmatch(text) else None
    except ValueError:
        return None


def _instant(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime) and value.utcoffset() == dt.timedelta(0):
        return value
    if isinstance(value, str) and len(value) == _SPELLED and (moment := _read(value)):
        return moment
    raise ValueError("a moment in UTC such as 2026-09-14T09:12:03Z")


Instant = Annotated[
    dt.datetime,
    BeforeValidator(_instant),
    PlainSerializer(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}", return_type=str),
]
"""A moment in UTC, to the second."""


class FrameworkReference(StrictModel):
    """Which text the ratings answered."""

    id: Text
    version: Text
    sha256: Text


class Rating(StrictModel):
    """What one respondent said of one criterion in one round."""

    criterion: Identifier
    respondent: Identifier | None
    """None is anonymous; `consensus` is the room's agreement."""
    round: Annotated[Integer, Field(ge=0)] = 0
    state: State
    level: Integer | None = None
    reason: Reason | None = None
    approver: Text | None = None
    note: Text | None = None
    choices: list[Identifier] | None = None
    """Lens frameworks only."""
    at: Instant

    @property
    def key(self) -> tuple[str, str, str]:
        """What the journal calls this rating's place."""
        return (self.criterion, self.respondent or "", str(self.round))

    @model_validator(mode="after")
    def _state_says_all(self) -> Self:
        if (self.level is not None) != (self.state == "rated") and self.choices is None:
            raise ValueError("a level exactly where the state is rated")
        if (self.reason is not None) != (self.state == "not_applicable"):
            raise ValueError(f"a reason exactly where not_applicable: one of {', '.join(REASONS)}")
        return self


class Evidence(StrictModel):
    """A reference that supports a criterion, and how strong it is."""

    id: Identifier
    criterion: Identifier
    grade: Grade
    reference: Annotated[Text, Field(min_length=1)]
    by: Text | None = None
    on: Day
    expires: Day | None = None
    instances: list[Day] = []
    """The dates on which something recurring was seen."""

    @model_validator(mode="after")
    def _supports_something(self) -> Self:
        if self.grade == "none":
            raise ValueError("a grade other than none: evidence of grade none is no evidence")
        return self


class Waiver(StrictModel):
    """An accepted shortfall of a criterion or a method, with owner, control and end."""

    criterion: Identifier | None = None
    method: Identifier | None = None
    owner: Annotated[Text, Field(min_length=1)]
    reason: Annotated[Text, Field(min_length=1)]
    control: Annotated[Text, Field(min_length=1)]
    granted: Day
    expires: Day

    @property
    def key(self) -> tuple[str, str]:
        """What is waived: `("criterion", id)` or `("method", id)`."""
        return ("criterion", self.criterion) if self.criterion else ("method", self.method or "")

    def live(self, as_of: dt.date) -> bool:
        """Whether it holds on this day, both ends in."""
        return self.granted <= as_of <= self.expires

    @model_validator(mode="after")
    def _waives_one_thing(self) -> Self:
        if (self.criterion is None) == (self.method is None):
            raise ValueError("either a criterion or a method")
        if self.expires < self.granted:
            raise ValueError("expires on or after granted")
        return self


class Action(StrictModel):
    """One planned piece of a remediation."""

    id: Identifier
    criterion: Identifier
    kind: Literal["prove", "do"]
    text: Text
    owner: Text | None = None
    due: Day | None = None
    effort_days: Annotated[Number, Field(ge=0)] | None = None
    status: Literal["planned", "started", "done", "dropped"] = "planned"
    depends_on: list[Identifier] = []


class Decision(StrictModel):
    """What the client's body decided at a gate."""

    phase: Identifier
    verdict: Literal["GO", "CONDITIONAL", "NO_GO"]
    on: Day
    by: Annotated[Text, Field(min_length=1)]
    conditions: list[Text] = []
    reference: Text | None = None

    @property
    def closes(self) -> bool:
        """Whether the gate is behind us."""
        return self.verdict != "NO_GO"


class Reply(StrictModel):
    """The client's answer to a finding."""

    finding: Text
    response: Literal["accept", "dispute", "comment"]
    text: Text
    by: Text
    on: Day


class Assessment(StrictModel):
    """All that assessment.json says."""

    schema_: Literal["readiness-assessment/1"] = Field(
        default="readiness-assessment/1", alias="schema"
    )
    framework: FrameworkReference | None = None
    ratings: list[Rating] = []
    evidence: list[Evidence] = []
    waivers: list[Waiver] = []
    actions: list[Action] = []
    decisions: list[Decision] = []
    replies: list[Reply] = []
