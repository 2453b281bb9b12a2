"""How far people are apart on one criterion: everybody's newest answer, and which of them count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from readiness_kit.engagement.assessment import Rating, State
from readiness_kit.judgement.answers import CONSENSUS, counts
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.standing import Standing

Weight = Literal["counts", "stands_in", "outweighed", "other_role", "room_agreed"]
"""What becomes of an answer.

It counts; it stands in until somebody of the right role answers; it is outweighed, as an
"unknown" beside a level is; the question is for other roles; or the room has agreed since.
"""


@dataclass(frozen=True, slots=True)
class Voice:
    """One person's newest answer to one criterion."""

    respondent: str | None
    """None is anonymous; `consensus` is the room, which is no person."""
    role: str | None
    """None where nobody knows it."""
    round: int
    state: State
    level: int | None
    note: str | None
    weight: Weight

    @property
    def counts(self) -> bool:
        """Whether it is one of the answers that make the level."""
        return self.weight in ("counts", "stands_in")


@dataclass(frozen=True, slots=True)
class Spread:
    """What everybody says of one criterion, and how far that is apart."""

    criterion: str
    section: str
    apart: float | None
    """Largest less smallest value over all people, 0 to 1; None where nobody gave a level."""
    blind: float | None
    """The same over round 0, before anybody had talked."""
    voices: tuple[Voice, ...]
    """The lowest level first; who gave none comes last."""
    consensus: Voice | None
    level: int | None
    """What the answers come to; None where they come to none, even if a test fills it."""
    mixed: bool
    outside_role: bool

    @property
    def rated(self) -> tuple[Voice, ...]:
        """The people who gave a level, the lowest first."""
        return tuple(voice for voice in self.voices if voice.level is not None)

    @property
    def levels_apart(self) -> int:
        """Largest less smallest level."""
        levels = [voice.level for voice in self.voices if voice.level is not None]
        return max(levels) - min(levels) if levels else 0


def spreads(case: Case, asked: Sequence[tuple[str, Standing]]) -> tuple[Spread, ...]:
    """Of each criterion that anybody answered: the widest apart first, then in framework order."""
    first = _first_levels(case)
    found = [_spread(section, each, case, first[each.criterion.id]) for section, each in asked]
    said = [spread for spread in found if spread.voices or spread.consensus]
    return tuple(sorted(said, key=_nearness))


def existing(case: Case) -> Iterator[Rating]:
    """What people had answered up to the day of judgement, in whatever round."""
    for rating in case.assessment.ratings:
        asked = rating.state != "unrated" and rating.at.date() <= case.as_of
        if asked and rating.respondent != CONSENSUS:
            yield rating


def apart(levels: Sequence[int], values: Mapping[int, float]) -> float | None:
    """Largest less smallest value of some levels; None where there are none."""
    worth = [values[level] for level in levels]
    return settled(max(worth) - min(worth)) if worth else None


def _first_levels(case: Case) -> dict[str, list[int]]:
    """By criterion: the levels of the blind round."""
    first: dict[str, list[int]] = defaultdict(list)
    for rating in existing(case):
        if rating.round == 0 and rating.level is not None:
            first[rating.criterion].append(rating.level)
    return first


def _spread(section: str, standing: Standing, case: Case, first: Sequence[int]) -> Spread:
    id = standing.criterion.id
    ratings = case.facts.ratings.get(id, ())
    agreed = [rating for rating in ratings if rating.respondent == CONSENSUS]
    people = [
        _voice(rating, case, _weight(rating, standing, case, agreed=bool(agreed)))
        for rating in ratings
        if rating.respondent != CONSENSUS
    ]
    return Spread(
        criterion=id,
        section=section,
        apart=standing.disagreement,
        blind=apart(first, case.framework.values),
        voices=tuple(sorted(people, key=_place)),
        consensus=_voice(agreed[0], case, "counts") if agreed else None,
        level=None if standing.filled_by_test else standing.level,
        mixed=standing.mixed,
        outside_role=standing.outside_role,
    )


def _nearness(spread: Spread) -> float:
    """Negative, so that sorting by it keeps the framework's order among equals."""
    return 1.0 if spread.apart is None else -spread.apart


def _weight(rating: Rating, standing: Standing, case: Case, *, agreed: bool) -> Weight:
    if agreed:
        return "room_agreed"
    mine = counts(standing.criterion, rating.respondent, case.profile.roles)
    if not mine and not standing.outside_role:
        return "other_role"
    if rating.state != standing.state:
        return "outweighed"
    return "counts" if mine else "stands_in"


def _voice(rating: Rating, case: Case, weight: Weight) -> Voice:
    role = None if rating.respondent is None else case.profile.roles.get(rating.respondent)
    return Voice(
        respondent=rating.respondent,
        role=role,
        round=rating.round,
        state=rating.state,
        level=rating.level,
        note=rating.note,
        weight=weight,
    )


def _place(voice: Voice) -> tuple[bool, int, bool, str]:
    """Among those of one level, who counts comes first."""
    return (voice.level is None, voice.level or 0, not voice.counts, voice.respondent or "")
