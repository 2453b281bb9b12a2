"""What stands between a gate and a better verdict: how little turns it, and the way to a GO."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.levers import Lever
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.rules import AtGate
from readiness_kit.judgement.scorecard import Scorecard, Shortfall
from readiness_kit.judgement.search import cheapest
from readiness_kit.judgement.shortfall import shortfall
from readiness_kit.judgement.what_if import WhatIf

NO_SET = "no_set"
"""Not even everything that can be tried would do."""


@dataclass(frozen=True, slots=True)
class Flip:
    """The fewest levers by which a gate reaches its next better verdict."""

    to: Verdict
    levers: tuple[Lever, ...] | None
    approximate: bool

    @property
    def reason(self) -> str | None:
        """Why there is no set; None where there is one."""
        return NO_SET if self.levers is None else None


@dataclass(frozen=True, slots=True)
class Step:
    """One lever on the way, and what it closes of the shortfall after those before it."""

    lever: Lever
    opened: tuple[str, ...]
    """The doors and open ids that it settles."""
    points: float
    factor_points: float


@dataclass(frozen=True, slots=True)
class Path:
    """The least effort that leads to a GO, in the order in which each day helps most."""

    steps: tuple[Step, ...] | None
    approximate: bool

    @property
    def days(self) -> float:
        """Working days in all, in the middle."""
        return settled(math.fsum(step.lever.effort_days for step in self.steps or ()))


@dataclass(frozen=True, slots=True)
class Missing:
    """The points that the undecided phases lack, by what would close them."""

    points: float
    by_proof: float
    """What is claimed already, and only has to be shown."""
    unanswered: bool
    """Whether some of the rest may only want an answer."""

    @property
    def by_work(self) -> float:
        """The rest."""
        return settled(self.points - self.by_proof)


@dataclass(frozen=True, slots=True)
class Prospect:
    """The way on from one gate."""

    phase: str
    shortfall: Shortfall
    missing: Missing
    flip: Flip | None
    """None at a gate that is a GO."""
    path: Path | None
    """Likewise."""


def prospects(case: Case, card: Scorecard) -> dict[str, Prospect]:
    """The way on from every gate that nobody has decided, by phase.

    `card` is what `judge` made of the same case.
    """
    return {
        gate.phase: prospect(case, card, gate.phase)
        for gate in card.gates
        if not card.section(gate.phase).closed
    }


def prospect(case: Case, card: Scorecard, phase: str) -> Prospect:
    """The way on from one undecided gate."""
    what_if = WhatIf(case.facts, phase, case.asked)
    verdict = card.gate(phase).verdict
    gates = what_if.gates()
    return Prospect(
        phase=phase,
        shortfall=shortfall(gates),
        missing=_missing(gates),
        flip=None if verdict == "GO" else _flip(what_if, verdict),
        path=None if verdict == "GO" else _path(what_if),
    )


def _flip(what_if: WhatIf, verdict: Verdict) -> Flip:
    to: Verdict = "GO" if verdict == "CONDITIONAL" else "CONDITIONAL"
    found = cheapest(what_if, to, "fewest")
    return Flip(to, found.levers, found.approximate)


def _path(what_if: WhatIf) -> Path:
    found = cheapest(what_if, "GO", "least_effort")
    if found.levers is None:
        return Path(None, found.approximate)
    return Path(tuple(_steps(what_if, found.levers)), found.approximate)


def _steps(what_if: WhatIf, levers: Sequence[Lever]) -> list[Step]:
    """Order levers by what they close a day, the gravest kind of shortfall first."""
    steps: list[Step] = []
    rest = list(levers)
    while rest:
        pulled = [step.lever for step in steps]
        before = shortfall(what_if.gates(pulled))
        tried = [_step(lever, before, shortfall(what_if.gates([*pulled, lever]))) for lever in rest]
        best = max(tried, key=_per_day)
        steps.append(best)
        rest.remove(best.lever)
    return steps


def _step(lever: Lever, before: Shortfall, after: Shortfall) -> Step:
    open_now = {*after.closed_door, *after.open}
    return Step(
        lever=lever,
        opened=tuple(
            dict.fromkeys(id for id in (*before.closed_door, *before.open) if id not in open_now)
        ),
        points=settled(max(0.0, before.points - after.points)),
        factor_points=settled(max(0.0, before.factor_points - after.factor_points)),
    )


def _per_day(step: Step) -> tuple[float, float, float]:
    days = step.lever.effort_days
    return (len(step.opened) / days, step.points / days, step.factor_points / days)


def _missing(gates: Sequence[AtGate]) -> Missing:
    points, proof = [], []
    for gate in gates:
        low, claimed = gate.figures.supported.low, gate.figures.claimed.low
        if low is None or claimed is None:
            continue
        lacking = max(0.0, gate.floors.go - low)
        points.append(lacking)
        proof.append(min(lacking, claimed - low))
    return Missing(
        settled(math.fsum(points)),
        settled(math.fsum(proof)),
        unanswered=any((gate.figures.known or 0.0) < 1 for gate in gates),
    )
