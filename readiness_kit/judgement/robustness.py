"""Robustness: how often a verdict stays when the weights are shaken, and which answers tip it.

A verdict depends on weights only through the shares and scores of sections. These are worked out
for all rounds at once; the rules that look at no weight are asked once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.framework.conventions import Unanswered
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.gates import at_gate
from readiness_kit.judgement.numbers import DECIMALS
from readiness_kit.judgement.rules import RULES, AtGate, reasons, verdict_of
from readiness_kit.judgement.scorecard import VERDICTS
from readiness_kit.judgement.sections import measure
from readiness_kit.judgement.standing import Standing, at_level

ROUNDS = 1_000
SPREAD = 0.3
"""Each weight is multiplied by a number drawn between 1 less this and 1 more this."""
SEED = 1

Figures_ = npt.NDArray[np.float64]
Holds = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tipping:
    """One answer that, moved by one level, changes the verdict."""

    criterion: str
    level: int
    moved_to: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Robustness:
    """What happens to the verdict of one gate under other weights and other answers."""

    phase: str
    verdict: Verdict
    rounds: int
    seed: int
    shares: Mapping[Verdict, int]
    """How many rounds ended in each verdict."""
    tipping: tuple[Tipping, ...]
    """In framework order, a level down before a level up."""

    @property
    def stayed(self) -> int:
        """How many rounds ended in the verdict that the weights as they are give."""
        return self.shares[self.verdict]


def robustness(case: Case, phase: str, *, rounds: int = ROUNDS, seed: int = SEED) -> Robustness:
    """Shake the weights that an undecided gate rests on, and move each answer by one level."""
    gates = _gates(case, phase, {})
    ends = np.array([VERDICTS.index("GO")] * rounds)
    for gate in gates:
        ends = np.minimum(ends, _verdicts(gate, case, rounds, seed))
    return Robustness(
        phase=phase,
        verdict=verdict_of(gates),
        rounds=rounds,
        seed=seed,
        shares={verdict: int((ends == at).sum()) for at, verdict in enumerate(VERDICTS)},
        tipping=tuple(_tipping(case, phase, verdict_of(gates))),
    )


def factor(seed: int, criterion: str, rounds: int) -> Figures_:
    """What a criterion's weight is multiplied by in each round, shape (rounds,).

    Drawn from a stream of its own for each seed and id, so that neither the order of criteria nor
    what else is asked changes it. Philox's raw numbers are the same on every machine and version.
    """
    key = hashlib.blake2b(f"{seed}:{criterion}".encode(), digest_size=16).digest()
    raw = np.random.Philox(key=int.from_bytes(key, "big")).random_raw(rounds)
    unit = (np.asarray(raw, dtype=np.uint64) >> np.uint64(11)).astype(np.float64) * 2.0**-53
    drawn: Figures_ = 1 - SPREAD + 2 * SPREAD * unit
    return drawn


def _gates(case: Case, phase: str, moved: Mapping[str, Standing]) -> list[AtGate]:
    """What the gate rests on, with some criteria standing elsewhere."""
    standings = {
        part.section.id: tuple(moved.get(s.criterion.id, s) for s in part.standings)
        for part in case.asked
    }
    figures = {id: measure(part, case.framework.unanswered) for id, part in standings.items()}
    phases = case.facts.undecided_up_to(phase)
    return [at_gate(each, case.facts, standings, figures) for each in phases]


def _tipping(case: Case, phase: str, verdict: Verdict) -> Iterator[Tipping]:
    levels = sorted(case.framework.values)
    for part in case.asked:
        for standing in part.standings:
            if standing.level is None or standing.filled_by_test:
                continue
            place = levels.index(standing.level)
            for there in (place - 1, place + 1):
                if not 0 <= there < len(levels):
                    continue
                other = at_level(standing, levels[there], case.facts)
                then = verdict_of(_gates(case, phase, {standing.criterion.id: other}))
                if then != verdict:
                    yield Tipping(standing.criterion.id, standing.level, levels[there], then)


def _verdicts(gate: AtGate, case: Case, rounds: int, seed: int) -> npt.NDArray[np.intp]:
    """The place of each round's verdict in VERDICTS, shape (rounds,)."""
    fixed = {reason.rule for _, reason in reasons(gate)} - _WEIGHED
    shaken = {
        part.section.id: _Shaken.of(part.standings, rounds, seed, case.framework.unanswered)
        for part in case.asked
        if part.section.id == gate.phase.id or part.section.id in dict(gate.factors)
    }
    weighed = dict(_weighed(gate, shaken))
    ends = np.full(rounds, VERDICTS.index("GO"))
    for rule, (verdict, _) in reversed(RULES.items()):
        holds: Any = weighed[rule] if rule in _WEIGHED else rule in fixed
        ends = np.where(holds, VERDICTS.index(verdict), ends)
    return ends


_WEIGHED = {
    "out_of_reach",
    "coverage",
    "score_below_no_go",
    "unknown_decides",
    "factors",
    "low_below_go",
}
"""The rules that compare a share or a score, and so depend on weights."""


def _weighed(gate: AtGate, shaken: Mapping[str, _Shaken]) -> Iterator[tuple[str, Holds]]:
    """In which rounds each of these rules holds; a figure that is none is under no limit."""
    own, floors = shaken[gate.phase.id], gate.floors
    limit = gate.facts.framework.thresholds.coverage
    yield "out_of_reach", own.high < floors.no_go
    yield "coverage", ~(own.coverage >= limit)
    yield "score_below_no_go", own.score < floors.no_go
    yield "unknown_decides", own.low < floors.no_go
    factors = [shaken[id] for id, _ in gate.factors]
    thin = [~(part.coverage >= limit) | (part.low < gate.factors_bar) for part in factors]
    yield "factors", np.logical_or.reduce(thin) if thin else np.zeros_like(own.low, dtype=bool)
    yield "low_below_go", own.low < floors.go


@dataclass(frozen=True, slots=True)
class _Shaken:
    """The figures of one section, each of shape (rounds,); NaN where there is none."""

    coverage: Figures_
    score: Figures_
    low: Figures_
    high: Figures_

    @classmethod
    def of(
        cls, standings: Sequence[Standing], rounds: int, seed: int, unanswered: Unanswered
    ) -> _Shaken:
        asked = [s for s in standings if s.applicable]
        if not asked:
            none = np.full(rounds, np.nan)
            return cls(none, none, none, none)
        weights = np.array(
            [s.criterion.weight * factor(seed, s.criterion.id, rounds) for s in asked]
        )
        value = np.array([s.supported if s.rated else 0.0 for s in asked], dtype=float)
        rated = np.array([s.rated for s in asked])
        answered = np.array([s.state != "unrated" for s in asked])
        whole, known, reached = weights.sum(0), rated @ weights, value @ weights
        counted = whole if rated.any() and unanswered == "earns_nothing" else known
        with np.errstate(invalid="ignore", divide="ignore"):
            return cls(
                coverage=np.round((answered @ weights) / whole, DECIMALS),
                score=np.round(100 * reached / counted, DECIMALS),
                low=np.round(100 * reached / whole, DECIMALS),
                high=np.round(100 * (reached + ~rated @ weights) / whole, DECIMALS),
            )
