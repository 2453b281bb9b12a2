"""What a newer rubric asks or counts otherwise, as a table that opens on demand."""

from __future__ import annotations

from markupsafe import Markup

from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.delta import Delta
from readiness_kit.judgement.rubric_changes import Aspect
from readiness_kit.views.html import NOTHING, fold, table

_ASPECTS: dict[Aspect, str] = {
    "added": "new",
    "removed": "no longer asked",
    "section": "stands in another section",
    "text": "reworded",
    "weight": "weighs otherwise",
    "kind": "proved in another way",
    "scope": "asked of other systems",
    "answered_by": "answered by others",
    "methods": "measured otherwise",
    "blocker": "blocks otherwise",
    "floors": "other floors, no go and go",
    "gate": "other conditions at its gate",
    "caps": "what proof is worth",
    "lives": "how long proof holds",
    "scale": "what a level is worth",
    "conventions": "limits of the rules",
}
"""What each aspect's change means to a reader."""


def rubric_changed(found: Delta, framework: Framework) -> Markup:
    """List the changes by what they concern, in the newer framework's words; none where none."""
    if not found.rubric:
        return Markup("")
    titles = {s.id: s.title for card in (found.before, found.after) for s in card.sections}
    titles |= {id: criterion.title for id, criterion in framework.criteria.items()}
    rows = [
        (
            titles.get(change.id, change.id),
            _ASPECTS[change.aspect],
            change.before or NOTHING,
            change.after or NOTHING,
        )
        for change in found.rubric
    ]
    told = table(["What", "Is", "Then", "Now"], rows, "What the rubric asks or counts otherwise")
    return fold(f"How the rubric changed ({len(rows)})", told)
