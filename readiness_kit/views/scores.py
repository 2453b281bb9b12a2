"""The scores: the weakest link, each section with its range, and every number opened."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.judgement.scorecard import CriterionResult, Range, SectionResult
from readiness_kit.judgement.unknowns import Unknown, ask_next
from readiness_kit.judgement.words import headline_sentence
from readiness_kit.views.html import (
    NOTHING,
    Column,
    bidi,
    capital,
    fold,
    join,
    lead,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.opened_score import opened
from readiness_kit.views.ratings import ABSENCES
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from readiness_kit.views.view import View


def scores(story: Story) -> View:
    """Show where each section stands, as claimed and as supported."""
    from readiness_kit.views.charts import sections_chart
    from readiness_kit.views.figure import figure

    reached = _reached(story)
    weighed = story.engagement.framework.weighs_evidence
    drawn = [s for s in reached if s.supported.low is not None]
    chart = figure(
        sections_chart(story.card, drawn, weighed=weighed),
        phone=sections_chart(story.card, drawn, weighed=weighed, width=PHONE_WIDTH),
        id="sections-chart",
        title="Where the sections stand",
        reading=_dots(story)
        + " Band: what the unknowns leave open."
        + (" Upright mark: the bar." if story.card.gates else ""),
    )
    html = join(
        [
            lead(headline_sentence(story.card)),
            chart if drawn else "",
            table(
                _columns(story),
                [_row(section, story) for section in reached],
                f"Scores, 0 to {story.card.display.of:g}; bad … good: were all that is unknown to "
                "turn out badly, or well",
            ),
            note(_beside(story)),
            *(note(line) for line in _warnings(story)),
            _ask_next(story),
            _not_applicable(story),
            *(fold(f"Open the score of {s.title}", opened(story, s)) for s in story.looked_at),
        ]
    )
    return View(html, id="scores", title="Where you stand")


_ASKED = 6
"""So many open answers are listed by what they are worth."""

_BAR = Column("Against its bar", numeric=True)
_BOTH = [
    Column("Claimed", numeric=True),
    Column("bad … good", numeric=True),
    Column("Supported", numeric=True),
    Column("bad … good", numeric=True),
]
_SCORE = [Column("Score", numeric=True), Column("bad … good", numeric=True)]


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


def _dots(story: Story) -> str:
    if story.engagement.framework.weighs_evidence:
        return "Filled dot: what evidence supports. Open dot: what is claimed."
    return "Dot: the score."


def _columns(story: Story) -> list[Column]:
    scored = _BOTH if story.engagement.framework.weighs_evidence else _SCORE
    bar = [_BAR] if story.card.gates else []
    return [Column("Section"), *scored, *bar, Column("Asked", numeric=True)]


def _row(section: SectionResult, story: Story) -> tuple[object, ...]:
    asked = NOTHING if section.coverage is None else f"{section.coverage:.0%}"
    weighed = story.engagement.framework.weighs_evidence
    reaches = (section.claimed, section.supported) if weighed else (section.claimed,)
    return (
        section.title + (" (decided)" if section.closed else ""),
        *(part for reach in reaches for part in (number(reach.score), _span(reach))),
        *([number(section.margin, signed=True)] if story.card.gates else []),
        asked,
    )


def _span(reach: Range) -> str:
    if reach.low is None or reach.low == reach.high:
        return NOTHING
    return f"{number(reach.low)} … {number(reach.high)}"


def _beside(story: Story) -> str:
    mean = story.card.headline.mean
    if mean.supported is None:
        return "Nothing has been rated yet."
    stands = number(mean.claimed)
    if story.engagement.framework.weighs_evidence:
        stands = f"{number(mean.supported)} supported and {stands} claimed"
    return (
        f"The plain mean of these sections is {stands}. It decides nothing: a chain holds at its "
        "weakest link."
    )


def _warnings(story: Story) -> list[str]:
    """What makes these figures less sure than they look, each once."""
    said = dict.fromkeys(w for section in story.looked_at for w in section.warnings)
    return [capital(_by_title(story, line.partition(": ")[2])) + "." for line in said]


def _by_title(story: Story, words: str) -> str:
    """A warning about one criterion begins with its id, which means nothing to a reader."""
    id, _, rest = words.partition(": ")
    known = id in story.engagement.framework.criteria
    return f"“{story.criterion(id).title}”: {rest}" if known else words


def _ask_next(story: Story) -> Markup:
    """The unanswered criteria by what their answers are worth."""
    found = ask_next(story.looked_at, of=story.card.display.of)
    if not found:
        return Markup("")
    rows = [
        (
            story.criterion(unknown.criterion).title,
            f"{unknown.share:.0%}",
            number(unknown.points),
            _state(unknown),
            story.roles(story.criterion(unknown.criterion).answered_by) or "anybody",
        )
        for unknown in found[:_ASKED]
    ]
    columns = [
        Column("Criterion"),
        Column("Share of the range", numeric=True),
        Column("Points", numeric=True),
        Column("State"),
        Column("Who can answer"),
    ]
    more = len(found) - _ASKED
    rest = note(f"{more} more are worth no more.") if more > 0 else ""
    caption = "What each answer is worth: the points between its worst and its best"
    return join([tag("h3", "Ask this next"), table(columns, rows, caption), rest])


def _state(unknown: Unknown) -> str:
    said = "not known" if unknown.said else "not asked"
    return f"blocker, {said}" if unknown.blocker else said


def _not_applicable(story: Story) -> Markup:
    """What was called not applicable, by whom and why; and the score if it counted as nothing."""
    rows = [
        (story.criterion(result.id).title, *_called_off(story, result), section.title)
        for section in story.looked_at
        for result in section.criteria
        if result.state == "not_applicable"
    ]
    if not rows:
        return Markup("")
    both = [
        f"{section.title}: {number(section.supported.score)} over what applies, "
        f"{number(section.score_if_na_zero)} if what does not counted as nothing "
        f"({section.not_applicable_share:.0%} of the weight does not apply)"
        for section in story.looked_at
        if section.not_applicable_share
    ]
    columns = ["Criterion", "Reason", "Approved by", "Section"]
    told = table(columns, rows, "What was called not applicable")
    return join([tag("h3", "Left out"), told, *(note(line) for line in both)])


def _called_off(story: Story, result: CriterionResult) -> tuple[object, object]:
    """The reason that counts, and who approved."""
    approvers = [
        rating.approver
        for rating in story.case.facts.ratings.get(result.id, ())
        if rating.state == "not_applicable" and rating.approver
    ]
    names = dict.fromkeys(approvers)
    return ABSENCES.get(result.reason or "", NOTHING), join(
        (bidi(name) for name in names), ", "
    ) or NOTHING
