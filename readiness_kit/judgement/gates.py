"""The gates: each phase by its own rules, and never better than the undecided ones before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.framework.schema import Section
from readiness_kit.judgement.facts import Facts
from readiness_kit.judgement.rules import AtGate, reasons
from readiness_kit.judgement.scorecard import VERDICTS, GateReason, GateVerdict
from readiness_kit.judgement.sections import Figures
from readiness_kit.judgement.standing import Standing, blocker_state

Standings = Mapping[str, Sequence[Standing]]
"""By section: its criteria that are asked, in framework order."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A phase's verdict by its own rules, earlier gates left aside."""

    verdict: Verdict
    rule: str
    reasons: tuple[GateReason, ...]


def judge_gates(
    facts: Facts, standings: Standings, figures: Mapping[str, Figures]
) -> tuple[GateVerdict, ...]:
    """Judge every gate of the framework, those ahead included."""
    own = {
        phase.id: _own(at_gate(phase, facts, standings, figures))
        for phase in facts.framework.phases
    }
    return tuple(_with_earlier(phase, facts, own) for phase in facts.framework.phases)


def at_gate(
    phase: Section, facts: Facts, standings: Standings, figures: Mapping[str, Figures]
) -> AtGate:
    """Gather what the rules of one phase look at."""
    in_force = facts.framework.in_force[phase.id]
    everywhere = [(id, standing) for id, part in standings.items() for standing in part]
    looked_at = [(id, s) for id, s in everywhere if id == phase.id or s.criterion.id in in_force]
    blockers = [s for _, s in looked_at if s.criterion.id in in_force and s.applicable]
    return AtGate(
        phase=phase,
        facts=facts,
        figures=figures[phase.id],
        floors=facts.floors(phase),
        factors=tuple((section.id, figures[section.id]) for section in facts.framework.factors),
        looked_at=tuple(standing for _, standing in looked_at),
        blockers=tuple((s, blocker_state(s, phase, facts)) for s in blockers),
    )


def _own(gate: AtGate) -> _Own:
    held = list(reasons(gate))
    if not held:
        return _Own("GO", "go", ())
    verdict, first = held[0]
    return _Own(verdict, first.rule, tuple(reason for _, reason in held))


def _with_earlier(phase: Section, facts: Facts, own: Mapping[str, _Own]) -> GateVerdict:
    """A gate is as bad as the worst undecided one before it."""
    mine, decision = own[phase.id], facts.decisions.get(phase.id)
    verdict, rule, held = mine.verdict, mine.rule, mine.reasons
    if not facts.closed(phase):
        open_phases = facts.undecided_up_to(phase.id)
        worst = min(open_phases, key=lambda p: VERDICTS.index(own[p.id].verdict))
        if VERDICTS.index(own[worst.id].verdict) < VERDICTS.index(mine.verdict):
            verdict, rule = own[worst.id].verdict, f"earlier:{worst.id}"
            held = (GateReason(rule, (worst.id,), None, None), *held)
    here = facts.profile.phase
    ahead = here is not None and facts.framework.phase_index(
        phase.id
    ) > facts.framework.phase_index(here)
    return GateVerdict(phase.id, ahead, verdict, rule, held, facts.floors(phase), decision)
