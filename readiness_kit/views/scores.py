"""The scores: the weakest link, each section with its range, and every number opened."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.scorecard import Range, Scorecard, SectionResult
from readiness_kit.judgement.words import headline_sentence
from readiness_kit.views.html import NOTHING, Column, fold, join, lead, note, number, table
from readiness_kit.views.ratings import GRADE_WORDS
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View


def scores(story: Story) -> View:
    """Show where each section stands, as claimed and as supported."""
    from readiness_kit.views.charts import sections_chart
    from readiness_kit.views.figure import figure

    reached = _reached(story)
    drawn = [s for s in reached if s.supported.low is not None]
    chart = figure(
        sections_chart(story.card, drawn),
        phone=sections_chart(story.card, drawn, width=PHONE_WIDTH),
        id="sections-chart",
        title="Where the sections stand",
        reading="Filled dot: what evidence supports. Open dot: what is claimed. Band: what the "
        "unknowns leave open. Upright mark: the bar.",
    )
    html = join(
        [
            lead(headline_sentence(story.card)),
            chart if drawn else "",
            table(_COLUMNS, [_row(section) for section in reached], "Scores, 0 to 100"),
            note(_beside(story.card)),
            *(fold(f"Open the score of {s.title}", _opened(story, s)) for s in story.looked_at),
        ]
    )
    return View(html, id="scores", title="Where you stand")


_COLUMNS = [
    Column("Section"),
    Column("Claimed", numeric=True),
    Column("Supported", numeric=True),
    Column("If unknowns are bad … good", numeric=True),
    Column("Against its bar", numeric=True),
    Column("Asked", numeric=True),
]


def _reached(story: Story) -> list[SectionResult]:
    """What the headline looks at: the phases up to the current one and the factors, or all."""
    framework = story.engagement.framework
    phases = [phase.id for phase in framework.phases]
    if not phases:
        return list(story.card.sections)
    here = story.card.phase or story.section_id
    shown = {
        *(phases[: phases.index(here) + 1] if here in phases else []),
        story.section_id,
        *(s.id for s in framework.factors),
    }
    return [section for section in story.card.sections if section.id in shown]


def _row(section: SectionResult) -> tuple[object, ...]:
    asked = NOTHING if section.coverage is None else f"{section.coverage:.0%}"
    return (
        section.title + (" (decided)" if section.closed else ""),
        number(section.claimed.score),
        number(section.supported.score),
        _span(section.supported),
        number(section.margin, signed=True),
        asked,
    )


def _span(reach: Range) -> str:
    if reach.low is None:
        return NOTHING
    return f"{number(reach.low)} … {number(reach.high)}"


def _beside(card: Scorecard) -> str:
    mean = card.headline.mean
    if mean.supported is None:
        return "Nothing has been rated yet."
    return (
        f"The plain mean of these sections is {number(mean.supported)} supported and "
        f"{number(mean.claimed)} claimed. It decides nothing: a chain holds at its weakest link."
    )


def _opened(story: Story, section: SectionResult) -> Markup:
    rows = [
        (
            story.criterion(c.id).title,
            f"{c.weight:g}",
            NOTHING if c.level is None else str(c.level),
            number(c.claimed, 2),
            GRADE_WORDS[c.evidence_grade],
            number(c.cap, 2),
            number(c.supported, 2),
            number(c.contribution.supported),
        )
        for c in section.criteria
    ]
    total = ("Sum", "", "", "", "", "", "", number(section.supported.score))
    columns = [
        Column("Criterion"),
        Column("Weight", numeric=True),
        Column("Level", numeric=True),
        Column("Claimed", numeric=True),
        Column("Best evidence"),
        Column("Cap", numeric=True),
        Column("Supported", numeric=True),
        Column("Points", numeric=True),
    ]
    caption = "Points: 100 × weight × supported, over the weight of all that is rated"
    return table(columns, [*rows, total], caption)
