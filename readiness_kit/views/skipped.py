"""What a system is not asked, and what would make it so."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.framework.criterion import DEPTHS
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
        join([tag("p", f"Asked only {where}:"), bullets(titles)])
        for where, titles in groups.items()
    )


def _where(story: Story, skipped: Skipped) -> str:
    """For which systems, and how deep an assessment, a criterion is asked."""
    criterion = story.criterion(skipped.id)
    scope, depths = criterion.scope, DEPTHS[DEPTHS.index(criterion.depth) :]
    words = {
        "kind": f"of systems that are {_either(scope.kind or [])}",
        "criticality": f"of systems of criticality {_either(scope.criticality or [])}",
        "acts": f"where the system {'acts' if scope.acts else 'does not act'} by itself",
        "regulated": f"where the system is {'regulated' if scope.regulated else 'not regulated'}",
        "depth": f"at the depth {_either([f'“{depth}”' for depth in depths])}",
    }
    return ", and ".join(words[each] for each in triggers(criterion, story.engagement.profile))


def _either(names: Sequence[str]) -> str:
    return " or ".join(names)
