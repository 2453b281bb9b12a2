"""The facilitator's page: how to open, whom to invite, what to ask for, three questions, signs."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.framework.briefing import Briefing, Talk, briefing
from readiness_kit.views.html import bullets, facts, fold, join, note, tag
from readiness_kit.views.story import Story


def interview_guide(story: Story) -> Markup:
    """What one prepares a section from in ten minutes; nothing where the framework says nothing.

    It belongs in the room and not in the report: its warning signs are written for whoever asks.
    Purpose, gate and blockers stand on the page around it, for this system and its criticality.
    """
    asked = {result.id for result in story.result.criteria}
    brief = briefing(
        story.section,
        story.engagement.framework,
        asked=asked,
        depth=story.engagement.profile.depth,
    )
    if not brief.prepared:
        return Markup("")
    examples = {
        practice.id: [(c.title, c.good) for c in practice.criteria if c.good and c.id in asked]
        for practice in story.section.practices
    }
    return fold(
        "For the facilitator: prepare in ten minutes (stays out of the report)",
        _opening(brief),
        *(_talk(talk, examples[talk.practice]) for talk in brief.talks),
    )


def _opening(brief: Briefing) -> Markup:
    invited = (
        f"{heading}, with criteria to answer: {', '.join(seat.words for seat in seats)}"
        for heading, seats in brief.invited.items()
    )
    opening = f"“{brief.opening}”" if brief.opening else ""
    asked_for = "Ask for beforehand:" if brief.documents else ""
    said = (opening, brief.hours, *invited, asked_for)
    return join([*(tag("p", words) for words in said if words), bullets(brief.documents)])


def _talk(talk: Talk, examples: Sequence[tuple[str, str]]) -> Markup:
    # the examples' made-up figures could be read as the client's own in a report
    signs = " · ".join(talk.warning_signs)
    return join(
        [
            tag("h4", talk.title),
            bullets(talk.interview),
            note(f"Warning signs: {signs}") if signs else "",
            fold("What good looks like (figures made up)", facts(examples)) if examples else "",
        ]
    )
