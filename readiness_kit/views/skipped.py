"""What a system is not asked, and what would make it so."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from readiness_kit.framework.criterion import DEPTHS
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
    """For which systems, or how deep an assessment, a criterion is asked."""
    criterion = story.criterion(skipped.id)
    scope = criterion.scope
    if skipped.trigger == "kind":
        return f"of systems that are {_either(scope.kind or [])}"
    if skipped.trigger == "criticality":
        return f"of systems of criticality {_either(scope.criticality or [])}"
    if skipped.trigger == "acts":
        return f"where the system {'acts' if scope.acts else 'does not act'} by itself"
    if skipped.trigger == "regulated":
        return f"where the system is {'regulated' if scope.regulated else 'not regulated'}"
    depths = DEPTHS[DEPTHS.index(criterion.depth) :]
    return f"at the depth {_either([f'“{depth}”' for depth in depths])}"


def _either(names: Sequence[str]) -> str:
    return " or ".join(names)
