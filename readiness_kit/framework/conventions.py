"""The conventions of a framework: scale, display, thresholds, floors, and where each comes from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from readiness_kit.framework.criterion import Line, Passage, Share
from readiness_kit.reading import Identifier, Integer, Number, StrictModel

Unanswered = Literal["left_out", "earns_nothing"]


class Level(StrictModel):
    """One step of the scale and what it is worth."""

    level: Integer
    value: Share
    name: Line


class Band(StrictModel):
    """What a number of points means in words."""

    up_to: Number
    """The most points that are still in it."""
    name: Line


class Display(StrictModel):
    """How a score is printed: 62 of 100 points."""

    of: Annotated[Number, Field(ge=1, le=1000)] = 100
    unit: Literal["points"] = "points"
    bands: list[Band] = []
    """From the lowest on, the last one up to `of`."""

    def band(self, points: float) -> str | None:
        """The words for so many points; None where the framework has none."""
        points = round(points, 9)
        return next((band.name for band in self.bands if points <= band.up_to), None)


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


class Floors(StrictModel):
    """Scores in points: below `no_go` the gate stays shut, from `go` on it may open."""

    no_go: Number
    go: Number
