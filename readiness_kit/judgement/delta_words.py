"""What changed, in words, and as a document that other programs can read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.delta import (
    PARTS,
    CriterionChange,
    Delta,
    Difference,
    Part,
    ScoreDelta,
)
from readiness_kit.judgement.scorecard import Scorecard
from readiness_kit.judgement.words import VERDICT_NAMES

SCHEMA = "readiness-delta/1"

PART_WORDS: dict[Part, str] = {
    "ratings": "what people say",
    "evidence": "what proves it",
    "scope": "what is assessed",
    "rubric": "the rubric",
}
_SMALL = 0.05
"""Points that print as 0.0 are no change that a sentence tells."""


def delta_sentence(found: Delta) -> str:
    """Where the headline stood and stands, and of what the difference is made."""
    supported = found.headline.supported
    if supported.before is None or supported.after is None or supported.total is None:
        return "One of the two states has no score, so there is no difference to split."
    moved = supported.total
    verb = "rose" if moved >= _SMALL else "fell" if moved <= -_SMALL else "stayed"
    return (
        f"The weakest section {verb} from {supported.before:.1f} to {supported.after:.1f} points "
        f"supported{_made_of(supported)}."
    )


def _made_of(difference: Difference) -> str:
    if difference.parts is None:
        return ""
    named = [
        f"{_signed(part)} by {PART_WORDS[name]}"
        for name, part in zip(PARTS, difference.parts, strict=True)
        if abs(part) >= _SMALL
    ]
    return f": {', '.join(named)}" if named else ""


def rubric_sentence(found: Delta) -> str | None:
    """That the questions changed, and how much of the difference is theirs; None where not."""
    before, after = found.before.framework, found.after.framework
    if before.sha256 == after.sha256:
        return None
    parts = found.headline.supported.parts
    share = "cannot be told apart" if parts is None else f"is {_signed(parts[-1])} points"
    versions = (
        f"from {before.id} {before.version} to {after.id} {after.version}"
        if (before.id, before.version) != (after.id, after.version)
        else f"within {after.id} {after.version}"
    )
    return (
        f"The questions themselves changed, {versions}: their share of the weakest section’s "
        f"difference {share}, and is nobody’s progress."
    )


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "\u2212")


def verdict_sentence(found: Delta, framework: Framework) -> str:
    """What became of the gates that either state stood at."""
    told = []
    titles = {phase.id: phase.title for phase in framework.phases}
    for gate in found.gates:
        title = titles.get(gate.phase, gate.phase)
        before = VERDICT_NAMES[gate.before].lower() if gate.before else "no gate"
        after = VERDICT_NAMES[gate.after].lower() if gate.after else "no gate"
        stays = f"stays “{after}”" if before == after else f"went from “{before}” to “{after}”"
        told.append(f"The gate of {title} {stays}.")
    return " ".join(told)


def carried_sentence(found: Delta) -> str | None:
    """How many answers nobody was asked again for; None where all are new."""
    count = len(found.carried_forward)
    if not count:
        return None
    what = "criterion was" if count == 1 else "criteria were"
    return f"{count} {what} not asked again: the answers are carried forward as they were."


def delta_document(found: Delta) -> dict[str, Any]:
    """The difference as plain data: parts in the order of PARTS, null where not comparable."""
    return {
        "schema": SCHEMA,
        "from": {
            "as_of": found.before.as_of.isoformat(),
            "framework": asdict(found.before.framework),
        },
        "to": {"as_of": found.after.as_of.isoformat(), "framework": asdict(found.after.framework)},
        "headline": _score(found.headline),
        "sections": [_score(section) for section in found.sections],
        "changes": [_change(change, found) for change in found.changes],
        "carried_forward": list(found.carried_forward),
        "gates": [asdict(gate) for gate in found.gates],
    }


def _end(card: Scorecard) -> dict[str, Any]:
    return {"as_of": card.as_of.isoformat(), "framework": asdict(card.framework)}


def _score(score: ScoreDelta) -> dict[str, Any]:
    return {
        "id": score.id,
        "claimed": _difference(score.claimed),
        "supported": _difference(score.supported),
    }


def _difference(difference: Difference) -> dict[str, Any]:
    parts = difference.parts
    return {
        "before": difference.before,
        "after": difference.after,
        "total": difference.total,
        "state": difference.state,
        "parts": None if parts is None else dict(zip(PARTS, parts, strict=True)),
    }


def _change(change: CriterionChange, found: Delta) -> dict[str, Any]:
    return {
        "id": change.id,
        "section": change.section,
        "way": change.way,
        "cause": change.cause,
        "carried_forward": change.id in found.carried_forward,
        "claimed": _difference(change.claimed),
        "supported": _difference(change.supported),
        "before": _standing(change, before=True),
        "after": _standing(change, before=False),
    }


def _standing(change: CriterionChange, *, before: bool) -> dict[str, Any] | None:
    result = change.before if before else change.after
    if result is None:
        return None
    return {
        "state": result.state,
        "level": result.level,
        "supported_level": result.supported_level,
        "evidence_grade": result.evidence_grade,
    }
