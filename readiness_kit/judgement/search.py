"""The cheapest set of levers that brings a gate to a verdict: exact where there are few to try.

Pulling one lever more never makes a gate worse (a law that tests hold), so a branch whose levers
together do not reach the verdict is cut, and a lever without which the rest do not is in every
answer. What is left is searched by branch and bound: the points that a section still lacks, over
the most that each lever can add to it, bound from below how many are needed and what they cost.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.judgement.levers import Lever
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.shortfall import shortfall
from readiness_kit.judgement.what_if import WhatIf

EXACT = 20
"""Up to so many open levers every choice is weighed; of more a good one is taken."""

_SLACK = 1e-6
"""Points: figures are rounded one by one, and a bound must not cut what just suffices."""

Aim = Literal["fewest", "least_effort"]
Cost = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A set of levers that reaches the verdict, or None where not even all of them do."""

    levers: tuple[Lever, ...] | None
    approximate: bool


def cheapest(what_if: WhatIf, wanted: Verdict, aim: Aim) -> Found:
    """The set with the fewest levers, or with the least effort, by which the gate is reached.

    Ties go to the other of both, then to the first in framework order.
    """
    levers = what_if.levers
    if not what_if.reaches(levers, wanted):
        return Found(None, approximate=False)
    needed = [
        lever
        for lever in levers
        if not what_if.reaches([other for other in levers if other is not lever], wanted)
    ]
    if what_if.reaches(needed, wanted):
        return Found(tuple(needed), approximate=False)
    rest = [lever for lever in levers if lever not in needed]
    hunt = _Hunt(what_if, wanted, aim, levers, needed, rest)
    if len(rest) > EXACT:
        return Found(hunt.in_order(hunt.greedy()), approximate=True)
    return Found(hunt.in_order(hunt.exact()), approximate=False)


@dataclass
class _Hunt:
    """One search, with the best that it has found so far."""

    what_if: WhatIf
    wanted: Verdict
    aim: Aim
    levers: Sequence[Lever]
    needed: Sequence[Lever]
    rest: Sequence[Lever]
    best: tuple[Lever, ...] | None = None
    bound: Cost = (0.0, 0.0)
    room: dict[str, list[float]] = field(default_factory=dict)

    def in_order(self, chosen: Sequence[Lever]) -> tuple[Lever, ...]:
        """The levers of a set in framework order."""
        return tuple(lever for lever in self.levers if lever in chosen)

    def greedy(self) -> tuple[Lever, ...]:
        """Take what helps most for its cost until it suffices, then leave out what was too much."""
        chosen, rest = list(self.needed), list(self.rest)
        while not self._reaches(chosen):
            lever = max(rest, key=lambda one: self._worth(chosen, one))
            chosen.append(lever)
            rest.remove(lever)
        for lever in sorted(chosen, key=lambda one: -one.effort_days):
            without = [other for other in chosen if other is not lever]
            if self._reaches(without):
                chosen = without
        return tuple(chosen)

    def exact(self) -> tuple[Lever, ...]:
        """Weigh every choice that could still be the best."""
        start = self.greedy()
        self.bound = self._cost(start)
        self.room = {
            section: [self.what_if.room([lever], section) for lever in self.rest]
            for section, _ in self._lacking(())
        }
        self._descend(0, list(self.needed))
        assert self.best is not None, "what greed found is found by weighing every choice, too"
        return self.best

    def _descend(self, place: int, chosen: list[Lever]) -> None:
        if self._reaches(chosen):
            cost = self._cost(chosen)
            if cost < self.bound or (self.best is None and cost == self.bound):
                self.best, self.bound = tuple(chosen), cost
            return
        left = self.rest[place:]
        if not left or self._hopeless(place, chosen) or not self._reaches([*chosen, *left]):
            return
        self._descend(place + 1, [*chosen, left[0]])
        self._descend(place + 1, chosen)

    def _hopeless(self, place: int, chosen: Sequence[Lever]) -> bool:
        """Whether nothing below can cost less than the best, or as much where one is found."""
        count, days = len(chosen), _days(chosen)
        least = (count + 1.0, days + min(lever.effort_days for lever in self.rest[place:]))
        for section, missing in self._lacking(chosen):
            offers = [
                (gain, lever.effort_days)
                for gain, lever in zip(self.room[section][place:], self.rest[place:], strict=True)
                if gain > 0
            ]
            least = (
                max(least[0], count + _fewest(offers, missing)),
                max(least[1], days + _cheapest(offers, missing)),
            )
        bound = least if self.aim == "fewest" else (least[1], least[0])
        cost = (settled(bound[0]), settled(bound[1]))
        return cost > self.bound or (self.best is not None and cost == self.bound)

    def _lacking(self, chosen: Sequence[Lever]) -> Iterator[tuple[str, float]]:
        """The sections whose low end is under its limit, and by how many points."""
        for gate in self.what_if.gates(chosen):
            limit = gate.floors.go if self.wanted == "GO" else gate.floors.no_go
            limits = [(gate.phase.id, gate.figures.supported.low, limit)]
            if self.wanted == "GO":
                limits += [(id, part.supported.low, gate.factors_bar) for id, part in gate.factors]
            for section, low, limit in limits:
                if low is not None and low < limit:
                    yield section, limit - low

    def _reaches(self, chosen: Sequence[Lever]) -> bool:
        return self.what_if.reaches(chosen, self.wanted)

    def _cost(self, chosen: Sequence[Lever]) -> Cost:
        count, days = float(len(chosen)), _days(chosen)
        return (count, days) if self.aim == "fewest" else (days, count)

    def _worth(self, chosen: Sequence[Lever], lever: Lever) -> tuple[float, ...]:
        """What a lever closes of the shortfall, for what it costs under the aim."""
        before = shortfall(self.what_if.gates(chosen)).size
        after = shortfall(self.what_if.gates([*chosen, lever])).size
        price = 1.0 if self.aim == "fewest" else lever.effort_days
        return (*((b - a) / price for b, a in zip(before, after, strict=True)), -lever.effort_days)


def _days(levers: Sequence[Lever]) -> float:
    return settled(math.fsum(lever.effort_days for lever in levers))


def _fewest(offers: Sequence[tuple[float, float]], missing: float) -> float:
    """How many offers it takes at least, the largest first."""
    count = 0
    for gain in sorted((gain for gain, _ in offers), reverse=True):
        if missing <= _SLACK:
            break
        missing -= gain
        count += 1
    return count


def _cheapest(offers: Sequence[tuple[float, float]], missing: float) -> float:
    """What it costs at least, if parts of an offer could be had."""
    days = 0.0
    for gain, price in sorted(offers, key=lambda offer: offer[1] / offer[0]):
        if missing <= _SLACK:
            break
        days += price * min(1.0, max(0.0, missing - _SLACK) / gain)
        missing -= gain
    return days
