"""What changed, in words, and as a document that other programs can read."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.delta import CriterionChange, Delta, GateChange, ScoreDelta
from readiness_kit.judgement.difference import PARTS, Difference, Part
from readiness_kit.judgement.scorecard import Scorecard
from readiness_kit.judgement.words import VERDICT_NAMES

SCHEMA = "readiness-delta/1"

PART_WORDS: dict[Part, str] = {
    "ratings": "what people say",
    "evidence": "what proves it",
    "scope": "what is assessed",
    "rubric": "the rubric",
}
_RULE_WORDS = {
    "blocker_open": "an open blocker",
    "method_failed": "a failed test",
    "out_of_reach": "a floor out of reach",
    "coverage": "too little asked",
    "blocker_unrated": "a blocker that is not rated",
    "score_below_no_go": "a score under the floor",
    "unknown_decides": "unknowns that decide",
    "waiver": "a waiver",
    "blocker_unproved": "a blocker without proof",
    "expired": "lapsed evidence",
    "method_open": "a test without a run",
    "factors": "success factors under their bar",
    "low_below_go": "a bad case under the bar",
}
"""What each rule of a gate holds against it."""


def delta_sentence(found: Delta) -> str:
    """Where the weakest section stood and stands, and of what the difference is made.

    Where it has no score in one of the states, the section at the gate is told in its place.
    """
    supported = _spoken(found).supported
    before, after = supported.before, supported.after
    if before is None or after is None:
        return "In one of the two states the weakest section has no score, so nothing is split."
    moved = round(after, 1) - round(before, 1)
    verb = "rose" if moved > 0 else "fell" if moved < 0 else "stayed"
    ends = f"from {before:.1f} to {after:.1f}" if moved else f"at {after:.1f}"
    return f"{_subject(found)} {verb} {ends} points supported{_made_of(supported)}."


def _spoken(found: Delta) -> ScoreDelta:
    """The score that the sentences are about."""
    here = (score for score in found.sections if score.id == found.after.phase)
    likely = [found.headline, *here]
    return next((score for score in likely if score.supported.parts), found.headline)


def _subject(found: Delta) -> str:
    """What the sentences are about; both names where the weakest is no longer the same one."""
    titles = {s.id: s.title for card in (found.before, found.after) for s in card.sections}
    spoken = _spoken(found)
    if spoken is not found.headline:
        return titles[spoken.id]
    then, now = found.before.headline.section, found.after.headline.section
    if then is None or now is None or then == now:
        return "The weakest section"
    return f"The weakest section, then {titles[then]} and now {titles[now]},"


def _made_of(difference: Difference) -> str:
    printed = difference.printed
    if printed is None:
        return "; what it is made of cannot be told" if difference.total else ""
    named = [
        f"{_signed(part)} by {PART_WORDS[name]}"
        for name, part in zip(PARTS, printed.parts, strict=True)
        if part
    ]
    return f": {', '.join(named)}" if named else ""


def asked_sentence(found: Delta) -> str | None:
    """How many criteria came or went without an answer; None where none did."""
    parts = [
        f"{number} {'criterion' if number == 1 else 'criteria'} {words}"
        for number, words in (
            (found.entered, "asked now, and not answered yet"),
            (found.left, "asked no more, and never answered"),
        )
        if number
    ]
    return f"{'; '.join(parts)}." if parts else None


def rubric_sentence(found: Delta) -> str | None:
    """That the questions changed, and how much of the difference is theirs; None where not."""
    before, after = found.before.framework, found.after.framework
    if before.sha256 == after.sha256:
        return None
    printed = _spoken(found).supported.printed
    share = "cannot be told apart" if printed is None else f"is {_points(printed.parts[-1])}"
    versions = (
        f"from {before.id} {before.version} to {after.id} {after.version}"
        if (before.id, before.version) != (after.id, after.version)
        else f"within {after.id} {after.version}"
    )
    return (
        f"The questions themselves changed, {versions}: their share of that difference {share}, "
        "and is nobody’s progress."
    )


def _points(printed: float) -> str:
    return f"{_signed(printed)} points" if printed else "nothing"


def _signed(points: float) -> str:
    return f"{points:+.1f}".replace("-", "\u2212")


def verdict_sentence(found: Delta, framework: Framework) -> str:
    """What became of the gates that either state stood at, and of the rules that held."""
    titles = {phase.id: phase.title for phase in framework.phases}
    return " ".join(_gate(gate, titles.get(gate.phase, gate.phase)) for gate in found.gates)


def _gate(gate: GateChange, title: str) -> str:
    before = VERDICT_NAMES[gate.before].lower() if gate.before else "no gate"
    after = VERDICT_NAMES[gate.after].lower() if gate.after else "no gate"
    stays = f"stays “{after}”" if before == after else f"went from “{before}” to “{after}”"
    told = [f"The gate of {title} {stays}."]
    for word, rules in (("New", gate.came), ("Gone", gate.went)):
        if rules:
            told.append(f"{word}: {', '.join(_rule(rule) for rule in rules)}.")
    return " ".join(told)


def _rule(rule: str) -> str:
    return "an earlier gate" if rule.startswith("earlier:") else _RULE_WORDS[rule]


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
        "from": _end(found.before),
        "to": _end(found.after),
        "headline": _score(found.headline),
        "sections": [_score(section) for section in found.sections],
        "changes": [_change(change, found) for change in found.changes],
        "carried_forward": list(found.carried_forward),
        "gates": [asdict(gate) for gate in found.gates],
        "rubric": [asdict(change) for change in found.rubric],
    }


def _end(card: Scorecard) -> dict[str, Any]:
    """Which state it is, and which section is its weakest."""
    return {
        "as_of": card.as_of.isoformat(),
        "phase": card.phase,
        "framework": asdict(card.framework),
        "weakest": card.headline.section,
    }


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
