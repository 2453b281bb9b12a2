"""The types of evidence/*.json: what one run of an evidence method saw."""

from __future__ import annotations

import datetime as dt
import json
from typing import Annotated, Any, Literal

from pydantic import Field

from readiness_kit.engagement.assessment import Instant
from readiness_kit.errors import UsageError
from readiness_kit.reading import (
    Day,
    Identifier,
    Integer,
    Number,
    StrictModel,
    Text,
    parse_json,
    validated,
)

CheckVerdict = Literal["pass", "warn", "fail", "inconclusive"]
Interval = Annotated[list[Number], Field(min_length=2, max_length=2)]


class TargetReference(StrictModel):
    """Which model, in which version, was asked."""

    id: Text
    version: Text


class InputFile(StrictModel):
    """A file that the run read; the path is relative to the engagement's folder."""

    path: Text
    sha256: Text
    rows: Integer | None = None


class Check(StrictModel):
    """One row of an observation."""

    check: Text
    column: Text | None = None
    cause: Text | None = None
    share: Number | None = None
    interval: Interval | None = None
    verdict: CheckVerdict | None = None
    severity: Literal["critical", "high", "medium", "low"] | None = None
    fix: Text | None = None
    example: Text | None = None
    """Masked: never a raw value of the client's."""
    n: Integer | None = None


class Observation(StrictModel):
    """What one run saw. HTML is rendered from this and nothing else."""

    schema_: Literal["readiness-observation/1"] = Field(
        default="readiness-observation/1", alias="schema"
    )
    id: Identifier
    method: Identifier
    method_version: Text
    finished_at: Instant
    state: Literal["done", "error", "skipped"]
    verdict: CheckVerdict | None
    as_of: Day
    seed: Integer | None = None
    n: Integer | None = None
    limits: dict[str, Any] = {}
    estimate: Number | None = None
    interval: Interval | None = None
    decides_at_n: Integer | None = None
    target: TargetReference | None = None
    inputs: list[InputFile] = []
    criteria: list[Identifier] = []
    checks: list[Check] = []
    figures: dict[str, Any] = {}
    """Method-specific aggregates that charts and tables are drawn from."""
    reason: Text | None = None
    """Why the run was skipped, failed or could not tell."""
    environment: dict[str, Any] = {}
    duration_s: Number | None = None

    @property
    def decisive(self) -> bool:
        """Whether the run settles anything: done, and neither silent nor inconclusive."""
        return self.state == "done" and self.verdict in ("pass", "warn", "fail")

    @property
    def moment(self) -> tuple[dt.date, dt.datetime, str]:
        """By this runs are ordered in time."""
        return self.as_of, self.finished_at, self.id


def observation_bytes(observation: Observation) -> bytes:
    """The file of an observation; raises UsageError or InvalidFileError where none can be made."""
    try:
        data = observation.model_dump(mode="json", by_alias=True)
        text = json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise UsageError(f"observation {observation.id} cannot be written: {error}") from None
    raw = text.encode() + b"\n"
    validated(Observation, parse_json(raw, f"{observation.id}.json"))
    return raw


def next_id(id: str) -> str:
    """The id after this one: its number and one more."""
    stem, _, number = id.rpartition("-")
    if stem and number.isdecimal():
        return f"{stem}-{int(number) + 1:0{len(number)}d}"
    return f"{id}-2"
