"""What a system is not asked, and what would make it so."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.asked_where import asked_where
from readiness_kit.framework.criterion import Criterion
from readiness_kit.judgement.facts import triggers
from readiness_kit.judgement.scorecard import SectionResult
from readiness_kit.views.html import bullets, join, tag
from readiness_kit.views.story import Story


def by_reason(skipped: Iterable[Criterion], profile: Profile) -> dict[str, list[Criterion]]:
    """The criteria that are left out, under all that would have to hold for them to be asked."""
    groups: dict[str, list[Criterion]] = {}
    for criterion in skipped:
        unmet = set(triggers(criterion, profile))
        where = asked_where(criterion.scope, criterion.depth, only=unmet)
        groups.setdefault(f"Asked only where {where}", []).append(criterion)
    return groups


def skipped_list(story: Story, section: SectionResult) -> Markup:
    """The criteria that are left out of a section, under the trigger that would ask them."""
    left_out = (story.criterion(entry.id) for entry in section.skipped)
    groups = by_reason(left_out, story.engagement.profile)
    return join(
        join([tag("p", f"{reason}:"), bullets(criterion.title for criterion in criteria)])
        for reason, criteria in groups.items()
    )
