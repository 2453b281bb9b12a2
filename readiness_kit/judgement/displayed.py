"""A scorecard and a difference in the unit that the framework prints: 1.5 of 7, 62 of 100.

Judging, comparing and the result document know 0 to 100 only; this is the last step before a
reader.
"""

from __future__ import annotations

from dataclasses import replace

from readiness_kit.judgement.delta import Delta, ScoreDelta
from readiness_kit.judgement.difference import Difference
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.scorecard import (
    CriterionResult,
    Headline,
    Pair,
    Range,
    Scorecard,
    SectionResult,
)


def displayed(card: Scorecard) -> Scorecard:
    """The card with its scores in printed points; the same one where these are 0 to 100."""
    factor = card.display.of / 100
    if factor == 1:
        return card
    return replace(
        card,
        headline=_headline(card.headline, factor),
        sections=tuple(_section(section, factor) for section in card.sections),
    )


def displayed_delta(found: Delta) -> Delta:
    """The difference in the points that the later state's framework prints."""
    factor = found.after.display.of / 100
    if factor == 1:
        return found
    return replace(
        found,
        headline=_score(found.headline, factor),
        sections=tuple(_score(score, factor) for score in found.sections),
    )


def _headline(head: Headline, factor: float) -> Headline:
    return replace(
        head,
        margin=_times(head.margin, factor),
        supported=_times(head.supported, factor),
        low=_times(head.low, factor),
        high=_times(head.high, factor),
        claimed=replace(head.claimed, score=_times(head.claimed.score, factor)),
        mean=_pair(head.mean, factor),
    )


def _section(section: SectionResult, factor: float) -> SectionResult:
    return replace(
        section,
        score_if_na_zero=_times(section.score_if_na_zero, factor),
        margin=_times(section.margin, factor),
        claimed=_range(section.claimed, factor),
        supported=_range(section.supported, factor),
        criteria=tuple(_criterion(result, factor) for result in section.criteria),
    )


def _criterion(result: CriterionResult, factor: float) -> CriterionResult:
    return replace(result, contribution=_pair(result.contribution, factor))


def _score(score: ScoreDelta, factor: float) -> ScoreDelta:
    return replace(
        score,
        claimed=_difference(score.claimed, factor),
        supported=_difference(score.supported, factor),
    )


def _difference(found: Difference, factor: float) -> Difference:
    parts = None if found.parts is None else tuple(settled(part * factor) for part in found.parts)
    return Difference(_times(found.before, factor), _times(found.after, factor), parts)


def _range(reach: Range, factor: float) -> Range:
    return Range(*(_times(end, factor) for end in (reach.score, reach.low, reach.high)))


def _pair(pair: Pair, factor: float) -> Pair:
    return Pair(_times(pair.claimed, factor), _times(pair.supported, factor))


def _times(value: float | None, factor: float) -> float | None:
    return None if value is None else settled(value * factor)
