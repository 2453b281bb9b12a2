"""What to ask next: the unanswered criteria, by how much of their section's range each one is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.scorecard import CriterionResult, SectionResult


@dataclass(frozen=True, slots=True)
class Unknown:
    """A criterion without a level, and what its answer is worth."""

    criterion: str
    section: str
    said: bool
    """Somebody said that nobody knows; else it was not asked."""
    blocker: bool
    points: float
    """So many points of the section lie between its worst and its best answer."""
    share: float
    """Of the section's range from low to high."""


def ask_next(sections: Sequence[SectionResult], *, of: float = 100) -> tuple[Unknown, ...]:
    """Every unanswered criterion of these sections: most points first, then in framework order.

    A section has `of` points.
    """
    found = [unknown for section in sections for unknown in _of(section, of)]
    return tuple(sorted(found, key=lambda unknown: -unknown.points))


def _of(section: SectionResult, of: float) -> list[Unknown]:
    asked = [c for c in section.criteria if c.state != "not_applicable"]
    open_ = [c for c in asked if c.state != "rated"]
    whole, missing = _weight(asked), _weight(open_)
    return [
        Unknown(
            criterion=result.id,
            section=section.id,
            said=result.state == "unknown",
            blocker=result.blocker is not None,
            points=settled(of * result.weight / whole),
            share=settled(result.weight / missing),
        )
        for result in open_
    ]


def _weight(results: Sequence[CriterionResult]) -> float:
    return math.fsum(result.weight for result in results)
