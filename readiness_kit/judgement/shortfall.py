"""The shortfall of a gate: the doors that are closed, what is open, and the points that miss."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.rules import AtGate, reasons
from readiness_kit.judgement.scorecard import Shortfall

_CLOSED_DOOR = ("blocker_open", "method_failed", "coverage", "blocker_unrated")
_OPEN = ("waiver", "blocker_unproved", "expired", "method_open")


def shortfall(gates: Sequence[AtGate]) -> Shortfall:
    """What keeps a gate from a GO, over the undecided phases that it rests on."""
    held = [reason for gate in gates for _, reason in reasons(gate)]
    thin = [id for gate in gates for id in gate.thin_factors]
    return Shortfall(
        closed_door=_once(id for r in held if r.rule in _CLOSED_DOOR for id in r.ids),
        open=_once([*(id for r in held if r.rule in _OPEN for id in r.ids), *thin]),
        points=settled(math.fsum(_missing(g.figures.supported.low, g.floors.go) for g in gates)),
        factor_points=settled(math.fsum(_factors(gates))),
    )


def _factors(gates: Sequence[AtGate]) -> list[float]:
    """By section beside the phases: the points that it lacks at the most demanding gate."""
    lacking: dict[str, float] = {}
    for gate in gates:
        for id, figures in gate.factors:
            missing = _missing(figures.supported.low, gate.factors_bar)
            lacking[id] = max(lacking.get(id, 0.0), missing)
    return list(lacking.values())


def _missing(low: float | None, bar: float) -> float:
    return 0.0 if low is None else max(0.0, bar - low)


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
