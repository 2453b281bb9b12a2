"""The facilitator's page: how to open, what to ask for, three questions a practice, signs."""

from __future__ import annotations

from collections.abc import Collection

from markupsafe import Markup

from readiness_kit.framework.criterion import Practice
from readiness_kit.framework.schema import Brief
from readiness_kit.views.html import bullets, facts, fold, join, note, tag
from readiness_kit.views.story import Story


def interview_guide(story: Story) -> Markup:
    """What one prepares a section from in ten minutes; nothing where the framework says nothing.

    It belongs in the room and not in the report: its warning signs are written for whoever asks.
    """
    section = story.section
    practices = [practice for practice in section.practices if practice.interview]
    if section.brief is None and not practices:
        return Markup("")
    asked = {result.id for result in story.result.criteria}
    return fold(
        "For the facilitator: prepare in ten minutes (stays out of the report)",
        _opening(section.brief) if section.brief else "",
        *(_talk(practice, asked) for practice in practices),
    )


def _opening(brief: Brief) -> Markup:
    return join(
        [
            tag("p", f"“{brief.opening}”"),
            tag("p", brief.duration),
            tag("p", "Ask for beforehand:"),
            bullets(brief.documents),
        ]
    )


def _talk(practice: Practice, asked: Collection[str]) -> Markup:
    # the examples' made-up figures could be read as the client's own in a report
    examples = [(c.title, c.good) for c in practice.criteria if c.good and c.id in asked]
    signs = " · ".join(practice.warning_signs)
    return join(
        [
            tag("h4", practice.title),
            bullets(practice.interview),
            note(f"Warning signs: {signs}") if signs else "",
            fold("What good looks like (figures made up)", facts(examples)) if examples else "",
        ]
    )
