"""What changed between two states of an engagement, in four parts that sum to the difference.

From A to B one thing after the other is taken from B, and what a score gains or loses at each step
is that step's part: first what people say, then what proves it, then what is assessed, then by
which rubric. So a new rubric is never mistaken for progress of the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.difference import PARTS, Difference, Part, difference
from readiness_kit.judgement.judge import judge_case
from readiness_kit.judgement.rubric_changes import RubricChange, rubric_changes
from readiness_kit.judgement.scorecard import CriterionResult, Scorecard, SectionResult
from readiness_kit.judgement.stages import stages

Way = Literal["fell", "rose", "claimed_only", "unchanged"]


@dataclass(frozen=True, slots=True)
class ScoreDelta:
    """How the score of a section, or the headline, changed."""

    id: str
    """Of a section, or `headline`."""
    claimed: Difference
    supported: Difference


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """How one criterion changed, and by which part most."""

    id: str
    section: str
    before: CriterionResult | None
    """None where A did not ask it."""
    after: CriterionResult | None
    supported: Difference
    claimed: Difference
    cause: Part | None
    """The part that moved it most; None where nothing with a figure moved."""
    way: Way

    @property
    def weight(self) -> float:
        """What it weighs, in B where it is asked there."""
        asked = self.after or self.before
        return asked.weight if asked else 0.0

    @property
    def unanswered(self) -> bool:
        """Whether it is only asked now, or only was, and nobody gave it a level."""
        if self.before is not None and self.after is not None:
            return False
        asked = self.after or self.before
        return asked is not None and asked.level is None


@dataclass(frozen=True, slots=True)
class GateChange:
    """What became of one gate."""

    phase: str
    before: Verdict | None
    """None where the framework of that state has no such gate."""
    after: Verdict | None
    came: tuple[str, ...]
    """Rules that hold now and did not."""
    went: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """All that changed from A to B."""

    before: Scorecard
    after: Scorecard
    headline: ScoreDelta
    sections: tuple[ScoreDelta, ...]
    changes: tuple[CriterionChange, ...]
    """Regressions first, the heavier before the lighter; then gains; then claims without proof."""
    carried_forward: tuple[str, ...]
    """Criteria whose every answer in B is one of A's: nobody was asked again."""
    gates: tuple[GateChange, ...]
    rubric: tuple[RubricChange, ...]
    """What B's framework asks or counts otherwise."""

    @property
    def told(self) -> tuple[CriterionChange, ...]:
        """The changes that are told one by one: those that somebody answered."""
        return tuple(change for change in self.changes if not change.unanswered)

    @property
    def entered(self) -> int:
        """Criteria that are asked now, were not, and have no answer."""
        return sum(change.unanswered and change.after is not None for change in self.changes)

    @property
    def left(self) -> int:
        """Criteria that are asked no more and never had an answer."""
        return sum(change.unanswered and change.before is not None for change in self.changes)


def delta(a: Case, b: Case) -> Delta:
    """Compare two states; both are taken as valid."""
    cards = [judge_case(case) for case in stages(a, b)]
    before, after = cards[0], cards[-1]
    ids = dict.fromkeys(s.id for card in (after, before) for s in card.sections)
    return Delta(
        before=before,
        after=after,
        headline=_headline(cards),
        sections=tuple(_section(id, cards) for id in ids),
        changes=_changes(cards),
        carried_forward=_carried(a, b),
        gates=tuple(_gates(before, after)),
        rubric=rubric_changes(a.framework, b.framework),
    )


def _headline(cards: Sequence[Scorecard]) -> ScoreDelta:
    return ScoreDelta(
        "headline",
        claimed=difference([card.headline.claimed.score for card in cards]),
        supported=difference([card.headline.supported for card in cards]),
    )


def _section(id: str, cards: Sequence[Scorecard]) -> ScoreDelta:
    found = [_found(id, card.sections) for card in cards]
    return ScoreDelta(
        id,
        claimed=difference([s.claimed.score if s else None for s in found]),
        supported=difference([s.supported.score if s else None for s in found]),
    )


def _found(id: str, sections: Iterable[SectionResult]) -> SectionResult | None:
    return next((section for section in sections if section.id == id), None)


def _changes(cards: Sequence[Scorecard]) -> tuple[CriterionChange, ...]:
    asked = [
        {
            result.id: (section.id, result)
            for section in card.sections
            for result in section.criteria
        }
        for card in cards
    ]
    ids = dict.fromkeys([*asked[-1], *asked[0]])
    found = [_change(id, [by_id.get(id) for by_id in asked]) for id in ids]
    moved = [change for change in found if change is not None]
    order: list[Way] = ["fell", "rose", "claimed_only", "unchanged"]
    return tuple(sorted(moved, key=lambda change: (order.index(change.way), -_size(change))))


def _change(id: str, seen: Sequence[tuple[str, CriterionResult] | None]) -> CriterionChange | None:
    results = [entry[1] if entry else None for entry in seen]
    before, after = results[0], results[-1]
    if before is not None and after is not None and _look(before) == _look(after):
        return None
    supported = difference([r.supported if r else None for r in results])
    claimed = difference([r.claimed if r else None for r in results])
    section = next(entry[0] for entry in (seen[-1], seen[0]) if entry)
    return CriterionChange(
        id=id,
        section=section,
        before=before,
        after=after,
        supported=supported,
        claimed=claimed,
        cause=supported.cause or claimed.cause or _came(results),
        way=_way(before, after),
    )


def _came(results: Sequence[CriterionResult | None]) -> Part | None:
    """The part by which a criterion came into the assessment, or left it."""
    steps = zip(PARTS, pairwise(results), strict=True)
    return next((part for part, (old, new) in steps if (old is None) != (new is None)), None)


def _look(result: CriterionResult) -> tuple[object, ...]:
    return (result.state, result.level, result.evidence_grade, result.supported, result.claimed)


def _way(before: CriterionResult | None, after: CriterionResult | None) -> Way:
    """Whether what evidence supports fell or rose; what has no value counts as none of it."""
    old = (before.supported or 0.0) if before else 0.0
    new = (after.supported or 0.0) if after else 0.0
    if before is None or after is None or "not_applicable" in (before.state, after.state):
        return "unchanged"
    if new != old:
        return "fell" if new < old else "rose"
    said, says = before.claimed or 0.0, after.claimed or 0.0
    return "claimed_only" if says > said else "unchanged"


def _size(change: CriterionChange) -> float:
    old = (change.before.supported or 0.0) if change.before else 0.0
    new = (change.after.supported or 0.0) if change.after else 0.0
    return change.weight * abs(new - old)


def _carried(a: Case, b: Case) -> tuple[str, ...]:
    said = {id: set(ratings) for id, ratings in _said(a).items()}
    return tuple(
        id
        for id, ratings in _said(b).items()
        if ratings and all(rating in said.get(id, ()) for rating in ratings)
    )


def _said(case: Case) -> dict[str, list[tuple[object, ...]]]:
    """By criterion that is asked: what each respondent's newest answer says, and when."""
    asked = [standing.criterion.id for part in case.asked for standing in part.standings]
    return {
        id: [
            (r.respondent, r.round, r.state, r.level, r.reason, r.at)
            for r in case.facts.ratings.get(id, ())
        ]
        for id in asked
    }


def _gates(before: Scorecard, after: Scorecard) -> Iterable[GateChange]:
    """The gates that either state stands at, in the newer framework's order."""
    old = {gate.phase: gate for gate in before.gates}
    new = {gate.phase: gate for gate in after.gates}
    for phase in dict.fromkeys([*new, *old]):
        if phase not in (before.phase, after.phase):
            continue
        a, b = old.get(phase), new.get(phase)
        rules_a = [reason.rule for reason in a.reasons] if a else []
        rules_b = [reason.rule for reason in b.reasons] if b else []
        yield GateChange(
            phase=phase,
            before=a.verdict if a else None,
            after=b.verdict if b else None,
            came=tuple(dict.fromkeys(rule for rule in rules_b if rule not in rules_a)),
            went=tuple(dict.fromkeys(rule for rule in rules_a if rule not in rules_b)),
        )
