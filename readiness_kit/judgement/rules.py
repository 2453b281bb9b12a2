"""What a gate looks at, and its rules: one after the other, the first that holds decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.framework.schema import Section
from readiness_kit.judgement.facts import Facts
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.scorecard import (
    VERDICTS,
    BlockerState,
    EffectiveFloors,
    GateReason,
)
from readiness_kit.judgement.sections import Figures
from readiness_kit.judgement.standing import Standing


@dataclass(frozen=True)
class AtGate:
    """Everything that the rules of one phase look at."""

    phase: Section
    facts: Facts
    figures: Figures
    floors: EffectiveFloors
    factors: tuple[tuple[str, Figures], ...]
    """Each section beside the phases, by id."""
    looked_at: tuple[Standing, ...]
    """The phase's own criteria and the blockers in force, in framework order."""
    blockers: tuple[tuple[Standing, BlockerState], ...]
    """Of every section: the applicable ones that are in force at this gate."""

    def of_state(self, *states: BlockerState) -> tuple[str, ...]:
        """The blockers that stand like this."""
        return tuple(s.criterion.id for s, state in self.blockers if state in states)

    @property
    def must_pass(self) -> list[str]:
        """The methods that must pass and that this version provides."""
        return [m for m in self.phase.must_pass if m in self.facts.methods]

    def failed(self, *, waived: bool) -> tuple[str, ...]:
        """The methods that must pass whose latest run failed, with or without a waiver."""
        return tuple(
            method
            for method in self.must_pass
            if any(run.verdict == "fail" for run in self.facts.latest_runs(method))
            and (("method", method) in self.facts.waived) == waived
        )


_Rule = Callable[[AtGate], Iterator[GateReason]]


def _blocker_open(gate: AtGate) -> Iterator[GateReason]:
    if ids := gate.of_state("open"):
        yield GateReason("blocker_open", ids, None, None)


def _method_failed(gate: AtGate) -> Iterator[GateReason]:
    if ids := gate.failed(waived=False):
        yield GateReason("method_failed", ids, None, None)


def _out_of_reach(gate: AtGate) -> Iterator[GateReason]:
    yield from _below("out_of_reach", gate, gate.figures.supported.high, gate.floors.no_go)


def _coverage(gate: AtGate) -> Iterator[GateReason]:
    limit = gate.facts.framework.thresholds.coverage
    coverage = gate.figures.coverage
    if coverage is None or coverage < limit:
        yield GateReason("coverage", (gate.phase.id,), coverage, limit)


def _blocker_unrated(gate: AtGate) -> Iterator[GateReason]:
    if ids := gate.of_state("not_rated"):
        yield GateReason("blocker_unrated", ids, None, None)


def _score_below_no_go(gate: AtGate) -> Iterator[GateReason]:
    yield from _below("score_below_no_go", gate, gate.figures.supported.score, gate.floors.no_go)


def _unknown_decides(gate: AtGate) -> Iterator[GateReason]:
    yield from _below("unknown_decides", gate, gate.figures.supported.low, gate.floors.no_go)


def _waiver(gate: AtGate) -> Iterator[GateReason]:
    if ids := gate.of_state("waived") + gate.failed(waived=True):
        yield GateReason("waiver", ids, None, None)


def _blocker_unproved(gate: AtGate) -> Iterator[GateReason]:
    if ids := gate.of_state("unproved"):
        yield GateReason("blocker_unproved", ids, None, None)


def _expired(gate: AtGate) -> Iterator[GateReason]:
    if ids := tuple(standing.criterion.id for standing in gate.looked_at if standing.expired):
        yield GateReason("expired", ids, None, None)


def _method_open(gate: AtGate) -> Iterator[GateReason]:
    required = dict.fromkeys((*gate.phase.must_run, *gate.phase.must_pass))
    looks = gate.facts.looks(gate.phase)
    ids = tuple(
        method
        for method in required
        if method in gate.facts.methods
        and not any(gate.facts.live_runs(method, look) for look in looks)
    )
    if ids:
        yield GateReason("method_open", ids, None, None)


def _factors(gate: AtGate) -> Iterator[GateReason]:
    thresholds = gate.facts.framework.thresholds
    bar = settled(gate.floors.go + thresholds.factors_offset)
    for id, figures in gate.factors:
        if figures.coverage is None or figures.coverage < thresholds.coverage:
            yield GateReason("factors", (id,), figures.coverage, thresholds.coverage)
        if figures.supported.low is not None and figures.supported.low < bar:
            yield GateReason("factors", (id,), figures.supported.low, bar)


def _low_below_go(gate: AtGate) -> Iterator[GateReason]:
    yield from _below("low_below_go", gate, gate.figures.supported.low, gate.floors.go)


def _below(rule: str, gate: AtGate, value: float | None, limit: float) -> Iterator[GateReason]:
    if value is not None and value < limit:
        yield GateReason(rule, (gate.phase.id,), value, limit)


RULES: tuple[tuple[Verdict, _Rule], ...] = (
    ("NO_GO", _blocker_open),
    ("NO_GO", _method_failed),
    ("NO_GO", _out_of_reach),
    ("NOT_ASSESSABLE", _coverage),
    ("NOT_ASSESSABLE", _blocker_unrated),
    ("NO_GO", _score_below_no_go),
    ("NOT_ASSESSABLE", _unknown_decides),
    ("CONDITIONAL", _waiver),
    ("CONDITIONAL", _blocker_unproved),
    ("CONDITIONAL", _expired),
    ("CONDITIONAL", _method_open),
    ("CONDITIONAL", _factors),
    ("CONDITIONAL", _low_below_go),
)
"""In the order in which they are asked; GO is what is left."""


def stops(gate: AtGate, wanted: Verdict) -> bool:
    """Whether a rule holds whose verdict is worse than the wanted one."""
    worst_allowed = VERDICTS.index(wanted)
    return any(
        VERDICTS.index(verdict) < worst_allowed and next(rule(gate), None) is not None
        for verdict, rule in RULES
    )
