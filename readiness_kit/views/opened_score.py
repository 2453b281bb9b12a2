"""The score of a section, opened: what every answer is worth in it."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.numbers import printable
from readiness_kit.judgement.scorecard import CriterionResult, SectionResult
from readiness_kit.judgement.words import counted_words
from readiness_kit.views.html import NOTHING, Column, number, table
from readiness_kit.views.ratings import GRADE_WORDS
from readiness_kit.views.story import Story

_ANSWER = [Column("Criterion"), Column("Weight", numeric=True), Column("Level", numeric=True)]


def opened(story: Story, section: SectionResult) -> Markup:
    """The table that sums to the score; without caps it has no column for what they leave."""
    framework = story.engagement.framework
    if framework.weighs_evidence:
        columns, rows = _weighed(story, section)
    else:
        columns, rows = _as_given(story, section)
    points = f"{story.card.display.of:g} × weight × value"
    caption = f"Points: {points}, over the weight of {counted_words(framework)}"
    return table(columns, rows, caption)


def _weighed(story: Story, section: SectionResult) -> tuple[list[Column], list[tuple[object, ...]]]:
    """What was claimed, the cap of its evidence, what is left, and what both are worth."""
    rated = [c for c in section.criteria if c.state == "rated"]
    claimed = printable([c.contribution.claimed or 0.0 for c in rated])
    supported = printable([c.contribution.supported or 0.0 for c in rated])
    points = {c.id: pair for c, *pair in zip(rated, claimed, supported, strict=True)}
    rows: list[tuple[object, ...]] = [
        (
            *_answer(story, c),
            number(c.claimed, 2),
            GRADE_WORDS[c.evidence_grade],
            number(c.cap, 2),
            number(c.supported, 2),
            *(number(part) for part in points.get(c.id, (None, None))),
        )
        for c in section.criteria
    ]
    sums = (number(section.claimed.score), number(section.supported.score))
    columns = [
        *_ANSWER,
        Column("Claimed", numeric=True),
        Column("Best evidence"),
        Column("Cap", numeric=True),
        Column("Supported", numeric=True),
        Column("Points claimed", numeric=True),
        Column("Points supported", numeric=True),
    ]
    return columns, [*rows, ("Sum", "", "", "", "", "", "", *sums)]


def _as_given(
    story: Story, section: SectionResult
) -> tuple[list[Column], list[tuple[object, ...]]]:
    """What each answer is worth where none is capped."""
    rated = [c for c in section.criteria if c.state == "rated"]
    parts = printable([c.contribution.claimed or 0.0 for c in rated])
    points = {c.id: part for c, part in zip(rated, parts, strict=True)}
    rows: list[tuple[object, ...]] = [
        (*_answer(story, c), number(c.claimed, 2), number(points.get(c.id)))
        for c in section.criteria
    ]
    columns = [*_ANSWER, Column("Value", numeric=True), Column("Points", numeric=True)]
    return columns, [*rows, ("Sum", "", "", "", number(section.claimed.score))]


def _answer(story: Story, result: CriterionResult) -> tuple[str, str, str]:
    level = NOTHING if result.level is None else str(result.level)
    return story.criterion(result.id).title, f"{result.weight:g}", level
