"""What a workshop talks about: as many criteria as its time holds, those that pay most first.

Everything here is read off the scorecard and the answers; no second score is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from readiness_kit.engagement.workshop import Topic
from readiness_kit.framework.criterion import Theme
from readiness_kit.framework.schema import Section
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.scorecard import BlockerState, Scorecard
from readiness_kit.judgement.spread import Spread, Voice, spreads
from readiness_kit.judgement.standing import Standing, blocker_state
from readiness_kit.judgement.unknowns import Unknown, ask_next

MINUTES_EACH: Final = 8
"""Fifteen criteria are what two hours hold: five levels read, fingers shown, one thing seen."""

FAR_APART: Final = 2
"""Levels: from here on people do not describe the same thing."""

Cause = Literal["blocker", "spread", "unknown", "range", "proof"]

CAUSES: Final[dict[Cause, str]] = {
    "blocker": "an open blocker holds the gate whatever else is agreed, the gravest most of all",
    "spread": "people far apart have seen different things, and only a talk brings these together",
    "unknown": "what those who were asked do not know, the room may; the most points first",
    "range": "what nobody was asked yet is the rest of the range; again the most points first",
    "proof": "what is claimed can be shown in the room; the most points first, up to the target",
}
"""In the order in which they are talked about, with the reason. A criterion is taken once."""

_THEMES = get_args(Theme)
_NOT_MET: tuple[BlockerState, ...] = ("open", "not_rated", "unproved")
"""A waived blocker is an accepted shortfall: there is nothing to settle in the room."""

_Key = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """One criterion to talk about: how long for, and why."""

    criterion: str
    section: str
    minutes: float
    why: tuple[Cause, ...]
    """The first decided its place."""
    reason: str
    """All of them in plain words."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """What the time holds, in the order to talk about it, and what it does not."""

    minutes: int
    topics: tuple[Proposed, ...]
    left: tuple[Proposed, ...]

    @property
    def plan(self) -> list[Topic]:
        """The topics as workshop.json has them."""
        return [
            Topic(criterion=topic.criterion, minutes=topic.minutes, why=list(topic.why))
            for topic in self.topics
        ]


@dataclass(frozen=True, slots=True)
class _Found:
    """One cause to talk about one criterion; the lowest key comes first among its like."""

    criterion: str
    cause: Cause
    key: _Key
    words: str


def sections_at(case: Case) -> tuple[str, ...]:
    """The sections that the current gate rests on, all of them where there are no phases.

    These are the phases up to it that are not decided, and the success factors.
    """
    if case.profile.phase is None or not case.framework.phases:
        return tuple(section.id for section in case.framework.sections)
    phases = [phase.id for phase in case.facts.undecided_to_here]
    return (*phases, *(section.id for section in case.framework.factors))


def agenda(
    case: Case,
    card: Scorecard,
    *,
    minutes: int,
    sections: Collection[str],
    among: Collection[str] | None = None,
) -> Agenda:
    """Pick what the time holds of these sections; their gates' blockers count wherever they live.

    `among` are the criteria that can be rated where it is asked for, all of them without. What is
    settled is in neither list. Equal claims go by framework order, so that the same state
    gives the same agenda, and less time only takes from its end.
    """
    gates = [p for p in case.framework.phases if p.id in sections and not case.facts.closed(p)]
    in_force = {id for gate in gates for id in case.framework.in_force[gate.id]}
    asked = [
        (part.section.id, standing)
        for part in case.asked
        for standing in part.standings
        if part.section.id in sections or standing.criterion.id in in_force
    ]
    found = _proposed(asked, _causes(case, card, gates, asked))
    proposed = tuple(each for each in found if among is None or each.criterion in among)
    held = max(0, minutes // MINUTES_EACH)
    return Agenda(minutes, proposed[:held], proposed[held:])


def _causes(
    case: Case, card: Scorecard, gates: Sequence[Section], asked: Sequence[tuple[str, Standing]]
) -> Iterator[_Found]:
    yield from _blockers(case, gates, [standing for _, standing in asked])
    said = {spread.criterion: spread for spread in spreads(case, asked)}
    themes = {standing.criterion.id: standing.criterion.theme for _, standing in asked}
    open_ = [spread for spread in said.values() if not _agreed(spread)]
    yield from _far_apart(open_, themes)
    parts = [card.section(id) for id in dict.fromkeys(id for id, _ in asked)]
    unknowns = [u for u in ask_next(parts, of=card.display.of) if u.criterion in themes]
    yield from _unanswered(unknowns, said)
    yield from _doubted(open_)
    yield from _unproved(card, [standing for _, standing in asked])


def _proposed(
    asked: Iterable[tuple[str, Standing]], causes: Iterable[_Found]
) -> Iterator[Proposed]:
    homes = {standing.criterion.id: section for section, standing in asked}
    order = {id: place for place, id in enumerate(homes)}
    rank = {cause: place for place, cause in enumerate(CAUSES)}
    found: dict[str, list[_Found]] = defaultdict(list)
    for each in sorted(causes, key=lambda c: (rank[c.cause], c.key, order[c.criterion])):
        found[each.criterion].append(each)
    for id, mine in found.items():
        yield Proposed(
            criterion=id,
            section=homes[id],
            minutes=MINUTES_EACH,
            why=tuple(dict.fromkeys(each.cause for each in mine)),
            reason="; ".join(each.words for each in mine),
        )


def _blockers(
    case: Case, gates: Sequence[Section], standings: Sequence[Standing]
) -> Iterator[_Found]:
    """What shuts the gate before what only leaves it with conditions, then by levels short."""
    for standing in standings:
        found = [
            (_gravity(standing, state), _blocker_words(standing, state, gate, gates))
            for gate in reversed(gates)
            if standing.applicable and standing.criterion.id in case.framework.in_force[gate.id]
            if (state := blocker_state(standing, gate, case.facts)) in _NOT_MET
        ]
        if found:
            key, words = min(found, key=lambda one: one[0])
            yield _Found(standing.criterion.id, "blocker", key, words)


def _gravity(standing: Standing, state: BlockerState) -> _Key:
    blocker = standing.criterion.blocker
    assert blocker is not None
    # without a rating, the low end of the range is what counts
    return (state == "unproved", (standing.supported_level or 0) - blocker.required_level)


def _blocker_words(
    standing: Standing, state: BlockerState, gate: Section, gates: Sequence[Section]
) -> str:
    blocker = standing.criterion.blocker
    assert blocker is not None
    where = "this gate" if gate == gates[-1] else f"the gate of {gate.title}"
    needed, reached = f"level {blocker.required_level} needed", standing.supported_level
    supported = f"{'none' if reached is None else reached} supported"
    told = {
        "open": f"open: {needed}, {supported}",
        "unproved": f"not proved: {needed}, {supported}",
        "not_rated": f"{'not known' if standing.state == 'unknown' else 'not rated'}: {needed}",
    }
    return f"blocker of {where}, {told[state]}"


def _agreed(spread: Spread) -> bool:
    """Whether the room has agreed, and nobody has answered anew since."""
    room = spread.consensus
    return room is not None and all(voice.round <= room.round for voice in spread.voices)


def _far_apart(open_: Iterable[Spread], themes: dict[str, Theme]) -> Iterator[_Found]:
    """The widest apart first; by theme among equals, so that one talk leads to the next."""
    for spread in open_:
        if spread.levels_apart >= FAR_APART or spread.mixed:
            key = (-spread.levels_apart, _THEMES.index(themes[spread.criterion]))
            yield _Found(spread.criterion, "spread", key, _apart_words(spread))


def _apart_words(spread: Spread) -> str:
    if spread.levels_apart < FAR_APART:
        heard = _heard(spread)
        absent = sum(voice.state == "not_applicable" for voice in heard)
        return f"{absent} of {len(heard)} say that it does not apply"
    low, high = spread.rated[0].level, spread.rated[-1].level
    return f"levels {low} to {high} given by {len(spread.rated)} people"


def _unanswered(unknowns: Iterable[Unknown], said: dict[str, Spread]) -> Iterator[_Found]:
    for unknown in unknowns:
        whole = unknown.points / unknown.share
        known = _not_knowing(said[unknown.criterion]) if unknown.said else "nobody was asked yet"
        words = f"{known}; {unknown.points:.0f} of {whole:.0f} points of the range hang on it"
        cause: Cause = "unknown" if unknown.said else "range"
        yield _Found(unknown.criterion, cause, (-unknown.points,), words)


def _doubted(open_: Iterable[Spread]) -> Iterator[_Found]:
    """Criteria with a level that rests on fewer than those who do not know."""
    for spread in open_:
        heard = _heard(spread)
        unsure = sum(voice.state == "unknown" for voice in heard)
        if spread.level is not None and unsure > sum(v.level is not None for v in heard):
            yield _Found(spread.criterion, "unknown", (0.0,), _not_knowing(spread))


def _unproved(card: Scorecard, standings: Iterable[Standing]) -> Iterator[_Found]:
    """Claims above what evidence supports, as far as the target asks for it."""
    for standing in standings:
        claimed, supported = standing.level, standing.supported_level
        if claimed is None or supported is None or not standing.rated:
            continue
        if supported < min(claimed, standing.criterion.target_level):
            worth = card.criterion(standing.criterion.id).contribution
            points = (worth.claimed or 0.0) - (worth.supported or 0.0)
            words = f"level {claimed} claimed, {supported} supported: ask to be shown"
            yield _Found(standing.criterion.id, "proof", (-points,), words)


def _not_knowing(spread: Spread) -> str:
    if spread.consensus is not None and spread.consensus.state == "unknown":
        return "nobody in the room knew"
    heard = _heard(spread)
    unsure = sum(voice.state == "unknown" for voice in heard)
    if unsure == len(heard):
        return "nobody who was asked knows"
    return f"{unsure} of {len(heard)} do not know"


def _heard(spread: Spread) -> list[Voice]:
    """The people who were meant to be asked."""
    return [voice for voice in spread.voices if voice.weight != "other_role"]
