"""Who said what: where people are apart, which roles see it brighter, and what talking changed."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Rating
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.spread import Spread, apart, existing, spreads
from readiness_kit.judgement.standing import Standing

SPONSOR = "sponsor"
ENGINEERS = "_engineer"
"""How the ids of engineers' roles end."""
_MOST = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """How far a role stands above the others on one criterion, in levels."""

    criterion: str
    levels: float


@dataclass(frozen=True, slots=True)
class RoleGap:
    """How far a role's answers stand above those of others on the same criteria."""

    role: str | None
    """None stands for whoever has no role, as the anonymous."""
    levels: float
    """On average over the criteria; below 0 where the role is the more doubtful."""
    criteria: int
    """So many were rated by the role and by somebody else."""
    most: tuple[Difference, ...]
    """The three on which they differ most; none on which they agree."""


@dataclass(frozen=True, slots=True)
class RoundState:
    """Where people stood after one round; who was silent in it keeps the earlier answer."""

    round: int
    apart: float | None
    median: int | None
    """The lower one, over everybody's levels."""
    levels: tuple[int, ...]
    """From the lowest on."""


@dataclass(frozen=True, slots=True)
class Movement:
    """What became of the answers to one criterion from round to round."""

    criterion: str
    rounds: tuple[RoundState, ...]
    """At least two; the last is where people stand now."""


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Where the people who should know were not heard; ids of criteria, in framework order."""

    outside_role: tuple[str, ...]
    """Answered, but by nobody whose answer counts."""
    unheld: tuple[str, ...]
    """Asked of roles none of which anybody holds."""


@dataclass(frozen=True, slots=True)
class Respondents:
    """Everything that is told of who said what."""

    spreads: tuple[Spread, ...]
    """Of what anybody answered: the widest apart first, then in framework order."""
    roles: tuple[RoleGap, ...]
    """The brightest view first."""
    sponsor_against_engineers: RoleGap | None
    """None where the two rated no criterion in common."""
    movements: tuple[Movement, ...]
    """The criteria that people answered in more than one round, in framework order."""
    eligibility: Eligibility
    people: int
    """How many have answered; all who are anonymous are one."""


def compare(case: Case, sections: Collection[str]) -> Respondents:
    """Hold the answers that exist on the day of judgement against each other."""
    parts = [part for part in case.asked if part.section.id in sections]
    asked = [(part.section.id, standing) for part in parts for standing in part.standings]
    standings = [standing for _, standing in asked]
    said = spreads(case, asked)
    return Respondents(
        spreads=said,
        roles=role_gaps(said),
        sponsor_against_engineers=between(said, SPONSOR, _engineers(said)),
        movements=tuple(_movements(case, standings)),
        eligibility=_eligibility(case, standings),
        people=len({voice.respondent for spread in said for voice in spread.voices}),
    )


def role_gaps(said: Sequence[Spread]) -> tuple[RoleGap, ...]:
    """Each role against everybody else; a role that shares no criterion is left out."""
    roles = _roles(said)
    gaps = [between(said, role, roles - {role}) for role in roles]
    # an exact tie goes by name, so that the order of the files changes nothing
    return tuple(sorted((gap for gap in gaps if gap), key=lambda g: (-g.levels, g.role or "")))


def between(
    said: Iterable[Spread], role: str | None, others: Collection[str | None]
) -> RoleGap | None:
    """How far one role stands above others; None where they rated nothing in common."""
    found = []
    for spread in said:
        mine, theirs = _levels(spread, {role}), _levels(spread, others)
        if mine and theirs:
            levels = settled(statistics.fmean(mine) - statistics.fmean(theirs))
            found.append(Difference(spread.criterion, levels))
    if not found:
        return None
    widest = sorted(found, key=lambda difference: -abs(difference.levels))
    return RoleGap(
        role=role,
        levels=settled(statistics.fmean(difference.levels for difference in found)),
        criteria=len(found),
        most=tuple(difference for difference in widest[:_MOST] if difference.levels),
    )


def _roles(said: Iterable[Spread]) -> set[str | None]:
    return {voice.role for spread in said for voice in spread.voices}


def _engineers(said: Iterable[Spread]) -> set[str | None]:
    return {role for role in _roles(said) if role and role.endswith(ENGINEERS)}


def _levels(spread: Spread, roles: Collection[str | None]) -> list[int]:
    return [v.level for v in spread.voices if v.level is not None and v.role in roles]


def _movements(case: Case, standings: Iterable[Standing]) -> Iterator[Movement]:
    answers: dict[str, list[Rating]] = defaultdict(list)
    for rating in existing(case):
        answers[rating.criterion].append(rating)
    for standing in standings:
        mine = answers[standing.criterion.id]
        rounds = sorted({rating.round for rating in mine})
        if len(rounds) > 1:
            states = tuple(_after(round, mine, case) for round in rounds)
            yield Movement(standing.criterion.id, states)


def _after(round: int, ratings: Iterable[Rating], case: Case) -> RoundState:
    newest: dict[str | None, Rating] = {}
    for rating in sorted(ratings, key=lambda rating: rating.round):
        if rating.round <= round:
            newest[rating.respondent] = rating
    levels = sorted(r.level for r in newest.values() if r.level is not None)
    return RoundState(
        round=round,
        apart=apart(levels, case.framework.values),
        median=statistics.median_low(levels) if levels else None,
        levels=tuple(levels),
    )


def _eligibility(case: Case, standings: Sequence[Standing]) -> Eligibility:
    held = set(case.profile.roles.values())
    asked = [standing for standing in standings if standing.applicable]
    return Eligibility(
        outside_role=tuple(s.criterion.id for s in standings if s.outside_role),
        unheld=tuple(
            s.criterion.id
            for s in asked
            if s.criterion.answered_by and held.isdisjoint(s.criterion.answered_by)
        ),
    )
