"""What a gate looks at, and its rules: one after the other, the first that holds decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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

    @property
    def open_methods(self) -> tuple[str, ...]:
        """The methods that must run or pass and have no run that counts."""
        required = dict.fromkeys((*self.phase.must_run, *self.phase.must_pass))
        looks = self.facts.looks(self.phase)
        return tuple(
            method
            for method in required
            if method in self.facts.methods
            and not any(self.facts.live_runs(method, look) for look in looks)
        )

    @property
    def factors_bar(self) -> float:
        """The points that the sections beside the phases need at this gate."""
        return settled(self.floors.go + self.facts.framework.thresholds.factors_offset)

    @property
    def thin_factors(self) -> tuple[str, ...]:
        """The sections beside the phases of which too little was asked."""
        limit = self.facts.framework.thresholds.coverage
        return tuple(
            id for id, part in self.factors if part.coverage is None or part.coverage < limit
        )

    @property
    def all_failed(self) -> tuple[str, ...]:
        """The methods that must pass whose latest run failed."""
        return tuple(
            method
            for method in self.must_pass
            if any(run.verdict == "fail" for run in self.facts.latest_runs(method))
        )

    def failed(self, *, waived: bool) -> tuple[str, ...]:
        """Those of them that are waived, or those that are not."""
        return tuple(m for m in self.all_failed if (("method", m) in self.facts.waived) == waived)


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
    if gate.open_methods:
        yield GateReason("method_open", gate.open_methods, None, None)


def _factors(gate: AtGate) -> Iterator[GateReason]:
    limit = gate.facts.framework.thresholds.coverage
    for id, figures in gate.factors:
        if id in gate.thin_factors:
            yield GateReason("factors", (id,), figures.coverage, limit)
        if figures.supported.low is not None and figures.supported.low < gate.factors_bar:
            yield GateReason("factors", (id,), figures.supported.low, gate.factors_bar)


def _low_below_go(gate: AtGate) -> Iterator[GateReason]:
    yield from _below("low_below_go", gate, gate.figures.supported.low, gate.floors.go)


def _below(rule: str, gate: AtGate, value: float | None, limit: float) -> Iterator[GateReason]:
    if value is not None and value < limit:
        yield GateReason(rule, (gate.phase.id,), value, limit)


RULES: dict[str, tuple[Verdict, _Rule]] = {
    "blocker_open": ("NO_GO", _blocker_open),
    "method_failed": ("NO_GO", _method_failed),
    "out_of_reach": ("NO_GO", _out_of_reach),
    "coverage": ("NOT_ASSESSABLE", _coverage),
    "blocker_unrated": ("NOT_ASSESSABLE", _blocker_unrated),
    "score_below_no_go": ("NO_GO", _score_below_no_go),
    "unknown_decides": ("NOT_ASSESSABLE", _unknown_decides),
    "waiver": ("CONDITIONAL", _waiver),
    "blocker_unproved": ("CONDITIONAL", _blocker_unproved),
    "expired": ("CONDITIONAL", _expired),
    "method_open": ("CONDITIONAL", _method_open),
    "factors": ("CONDITIONAL", _factors),
    "low_below_go": ("CONDITIONAL", _low_below_go),
}
"""By id, in the order in which they are asked; GO is what is left."""


def reasons(gate: AtGate) -> Iterator[tuple[Verdict, GateReason]]:
    """Every rule that holds, in the order in which they are asked, with its verdict."""
    for verdict, rule in RULES.values():
        for reason in rule(gate):
            yield verdict, reason


def stops(gate: AtGate, wanted: Verdict) -> bool:
    """Whether a rule holds whose verdict is worse than the wanted one."""
    worst_allowed = VERDICTS.index(wanted)
    return any(
        VERDICTS.index(verdict) < worst_allowed and next(rule(gate), None) is not None
        for verdict, rule in RULES.values()
    )


def verdict_of(gates: Iterable[AtGate]) -> Verdict:
    """The worst verdict of some gates, each by its own rules; GO without any."""
    own = (next(reasons(gate), ("GO", None))[0] for gate in gates)
    return min(own, key=VERDICTS.index, default="GO")
