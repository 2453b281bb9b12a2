"""The gate of a phase: one rule after the other, the first that holds is the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
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
    GateVerdict,
    SectionResult,
)
from readiness_kit.judgement.standing import Asked, Standing, blocker_state


@dataclass(frozen=True)
class _Gate:
    """Everything that the rules of one phase look at."""

    phase: Section
    facts: Facts
    result: SectionResult
    floors: EffectiveFloors
    factors: tuple[SectionResult, ...]
    looked_at: tuple[Standing, ...]
    """The phase's own criteria and the blockers in force, in framework order."""
    blockers: tuple[tuple[Standing, BlockerState], ...]
    """Of every section: the applicable ones that are in force at this gate."""

    def of_state(self, *states: BlockerState) -> tuple[str, ...]:
        return tuple(s.criterion.id for s, state in self.blockers if state in states)

    @property
    def must_pass(self) -> list[str]:
        return [m for m in self.phase.must_pass if m in self.facts.methods]

    def failed(self, *, waived: bool) -> tuple[str, ...]:
        """The methods that must pass whose latest run failed, with or without a waiver."""
        return tuple(
            method
            for method in self.must_pass
            if any(run.verdict == "fail" for run in self.facts.latest_runs(method))
            and (("method", method) in self.facts.waived) == waived
        )


_Rule = Callable[[_Gate], Iterator[GateReason]]


def _blocker_open(gate: _Gate) -> Iterator[GateReason]:
    if ids := gate.of_state("open"):
        yield GateReason("blocker_open", ids, None, None)


def _method_failed(gate: _Gate) -> Iterator[GateReason]:
    if ids := gate.failed(waived=False):
        yield GateReason("method_failed", ids, None, None)


def _out_of_reach(gate: _Gate) -> Iterator[GateReason]:
    yield from _below("out_of_reach", gate, gate.result.supported.high, gate.floors.no_go)


def _coverage(gate: _Gate) -> Iterator[GateReason]:
    limit = gate.facts.framework.thresholds.coverage
    coverage = gate.result.coverage
    if coverage is None or coverage < limit:
        yield GateReason("coverage", (gate.phase.id,), coverage, limit)


def _blocker_unrated(gate: _Gate) -> Iterator[GateReason]:
    if ids := gate.of_state("not_rated"):
        yield GateReason("blocker_unrated", ids, None, None)


def _score_below_no_go(gate: _Gate) -> Iterator[GateReason]:
    yield from _below("score_below_no_go", gate, gate.result.supported.score, gate.floors.no_go)


def _unknown_decides(gate: _Gate) -> Iterator[GateReason]:
    yield from _below("unknown_decides", gate, gate.result.supported.low, gate.floors.no_go)


def _waiver(gate: _Gate) -> Iterator[GateReason]:
    if ids := gate.of_state("waived") + gate.failed(waived=True):
        yield GateReason("waiver", ids, None, None)


def _blocker_unproved(gate: _Gate) -> Iterator[GateReason]:
    if ids := gate.of_state("unproved"):
        yield GateReason("blocker_unproved", ids, None, None)


def _expired(gate: _Gate) -> Iterator[GateReason]:
    if ids := tuple(standing.criterion.id for standing in gate.looked_at if standing.expired):
        yield GateReason("expired", ids, None, None)


def _method_open(gate: _Gate) -> Iterator[GateReason]:
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


def _factors(gate: _Gate) -> Iterator[GateReason]:
    thresholds = gate.facts.framework.thresholds
    bar = settled(gate.floors.go + thresholds.factors_offset)
    for section in gate.factors:
        if section.coverage is None or section.coverage < thresholds.coverage:
            yield GateReason("factors", (section.id,), section.coverage, thresholds.coverage)
        if section.supported.low is not None and section.supported.low < bar:
            yield GateReason("factors", (section.id,), section.supported.low, bar)


def _low_below_go(gate: _Gate) -> Iterator[GateReason]:
    yield from _below("low_below_go", gate, gate.result.supported.low, gate.floors.go)


def _below(rule: str, gate: _Gate, value: float | None, limit: float) -> Iterator[GateReason]:
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


@dataclass(frozen=True, slots=True)
class _Own:
    """A phase's verdict by its own rules, earlier gates left aside."""

    verdict: Verdict
    rule: str
    reasons: tuple[GateReason, ...]


def judge_gates(
    facts: Facts, asked: Sequence[Asked], results: Mapping[str, SectionResult]
) -> tuple[GateVerdict, ...]:
    """Judge every gate of the framework, those ahead included."""
    own: dict[str, _Own] = {}
    for phase in facts.framework.phases:
        own[phase.id] = _own(_gate(phase, facts, asked, results))
    return tuple(_with_earlier(phase, facts, own) for phase in facts.framework.phases)


def _gate(
    phase: Section, facts: Facts, asked: Sequence[Asked], results: Mapping[str, SectionResult]
) -> _Gate:
    everywhere = [(part.section.id, standing) for part in asked for standing in part.standings]
    blockers = [s for _, s in everywhere if _is_blocker(s, phase, facts)]
    return _Gate(
        phase=phase,
        facts=facts,
        result=results[phase.id],
        floors=facts.floors(phase),
        factors=tuple(results[section.id] for section in facts.framework.factors),
        looked_at=tuple(s for at, s in everywhere if at == phase.id or s in blockers),
        blockers=tuple((s, blocker_state(s, phase, facts)) for s in blockers),
    )


def _is_blocker(standing: Standing, phase: Section, facts: Facts) -> bool:
    blocker = standing.criterion.blocker
    return blocker is not None and standing.applicable and facts.in_force(blocker, phase.id)


def _own(gate: _Gate) -> _Own:
    verdicts: list[Verdict] = []
    reasons: list[GateReason] = []
    for verdict, rule in RULES:
        for reason in rule(gate):
            verdicts.append(verdict)
            reasons.append(reason)
    if not reasons:
        return _Own("GO", "go", ())
    return _Own(verdicts[0], reasons[0].rule, tuple(reasons))


def _with_earlier(phase: Section, facts: Facts, own: Mapping[str, _Own]) -> GateVerdict:
    """A gate is as bad as the worst undecided one before it."""
    mine, decision = own[phase.id], facts.decisions.get(phase.id)
    verdict, rule, reasons = mine.verdict, mine.rule, mine.reasons
    if not facts.closed(phase):
        open_phases = facts.undecided_up_to(phase.id)
        worst = min(open_phases, key=lambda p: VERDICTS.index(own[p.id].verdict))
        if VERDICTS.index(own[worst.id].verdict) < VERDICTS.index(mine.verdict):
            verdict, rule = own[worst.id].verdict, f"earlier:{worst.id}"
            reasons = (GateReason(rule, (worst.id,), None, None), *reasons)
    here = facts.profile.phase
    ahead = here is not None and facts.framework.phase_index(
        phase.id
    ) > facts.framework.phase_index(here)
    return GateVerdict(phase.id, ahead, verdict, rule, reasons, facts.floors(phase), decision)
