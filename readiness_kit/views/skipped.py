"""What a system is not asked, and what would make it so."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.framework.asked_where import asked_where
from readiness_kit.judgement.facts import triggers
from readiness_kit.judgement.scorecard import SectionResult, Skipped
from readiness_kit.views.html import bullets, join, tag
from readiness_kit.views.story import Story


def skipped_list(story: Story, section: SectionResult) -> Markup:
    """The criteria that are left out of a section, under the trigger that would ask them."""
    groups: dict[str, list[str]] = {}
    for entry in section.skipped:
        groups.setdefault(_where(story, entry), []).append(story.criterion(entry.id).title)
    return join(
        join([tag("p", f"Asked only where {where}:"), bullets(titles)])
        for where, titles in groups.items()
    )


def _where(story: Story, skipped: Skipped) -> str:
    """What would have to change for a criterion to be asked here."""
    criterion = story.criterion(skipped.id)
    unmet = set(triggers(criterion, story.engagement.profile))
    return asked_where(criterion.scope, criterion.depth, only=unmet)
