"""What a gate would say if some levers were pulled: the same rules over facts that might be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from readiness_kit.engagement.assessment import Verdict
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Section
from readiness_kit.judgement.facts import Facts
from readiness_kit.judgement.gates import Standings, at_gate
from readiness_kit.judgement.levers import (
    Lever,
    lever_of,
    method_lever,
    named_methods,
    with_lifted,
    with_passed,
)
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.rules import AtGate, stops
from readiness_kit.judgement.sections import Figures, measure
from readiness_kit.judgement.standing import Asked, Standing, standing_of

Ids = frozenset[str]


@dataclass(frozen=True)
class WhatIf:
    """One gate with everything that can be tried on it; what was worked out once is kept."""

    facts: Facts
    phase: str
    asked: tuple[Asked, ...]

    @cached_property
    def phases(self) -> list[Section]:
        """The undecided phases whose rules this gate rests on."""
        return self.facts.undecided_up_to(self.phase)

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        """What can be tried and changes anything: criteria in framework order, then methods."""
        lifts = [lever_of(s, self.facts) for s in self._in_question]
        methods = dict.fromkeys(m for p in self.phases for m in (*p.must_run, *p.must_pass))
        failed = {method for gate in self.gates() for method in gate.all_failed}
        runs = [method_lever(m, failed=m in failed) for m in methods if m in self.facts.methods]
        return tuple(lever for lever in (*lifts, *runs) if self._changes_something(lever))

    def reaches(self, levers: Collection[Lever], wanted: Verdict) -> bool:
        """Whether the gate would be at least as good as wanted."""
        facts, standings, figures = self._then(levers)
        return not any(
            stops(at_gate(phase, facts, standings, figures), wanted) for phase in self.phases
        )

    def gates(self, levers: Collection[Lever] = ()) -> list[AtGate]:
        """Each undecided phase up to this gate, as its rules would see it."""
        facts, standings, figures = self._then(levers)
        return [at_gate(phase, facts, standings, figures) for phase in self.phases]

    def room(self, levers: Collection[Lever], section: str) -> float:
        """The most points of the low end that these levers can add to a section.

        Each criterion that they touch is counted as far as all levers together carry it, so that
        no choice among them adds more.
        """
        lifted, passed = self._pulled(levers)
        everything = self._pulled(self.levers)
        whole = 0.0
        gained = 0.0
        for standing in self._part(section, frozenset(), frozenset())[0]:
            if not standing.applicable:
                continue
            criterion = standing.criterion
            whole += criterion.weight
            touched = criterion.id in lifted or any(m.id in passed for m in criterion.methods)
            if touched:
                best = self._standing(standing, *everything).supported or 0.0
                gained += criterion.weight * (best - (standing.supported or 0.0))
        return settled(100 * gained / whole) if whole else 0.0

    @cached_property
    def _in_question(self) -> list[Standing]:
        """The applicable criteria of these phases and the factors, and the blockers in force."""
        sections = {s.id for s in (*self.phases, *self.facts.framework.factors)}
        blockers = {s.criterion.id for gate in self.gates() for s, _ in gate.blockers}
        return [
            standing
            for part in self.asked
            for standing in part.standings
            if standing.applicable
            and (part.section.id in sections or standing.criterion.id in blockers)
        ]

    def _changes_something(self, lever: Lever) -> bool:
        """Whether pulling a lever alone moves a criterion, or a method that a gate waits for."""
        lifted, passed = self._pulled([lever])
        if passed & self._waited_for:
            return True
        return any(self._standing(s, lifted, passed) != s for s in self._in_question)

    @cached_property
    def _waited_for(self) -> Ids:
        """The methods by which a rule holds now."""
        return frozenset(
            method
            for gate in self.gates()
            for method in (
                *gate.open_methods,
                *gate.failed(waived=False),
                *gate.failed(waived=True),
            )
        )

    def _pulled(self, levers: Collection[Lever]) -> tuple[Ids, Ids]:
        lifted = frozenset(lever.id for lever in levers if lever.kind != "method")
        return lifted, named_methods(levers, self.facts)

    def _then(self, levers: Collection[Lever]) -> tuple[Facts, Standings, dict[str, Figures]]:
        lifted, passed = self._pulled(levers)
        standings: dict[str, tuple[Standing, ...]] = {}
        figures: dict[str, Figures] = {}
        for part in self.asked:
            ids, methods = self._reach[part.section.id]
            found = self._part(part.section.id, lifted & ids, passed & methods)
            standings[part.section.id], figures[part.section.id] = found
        return self._facts(passed), standings, figures

    @cached_property
    def _reach(self) -> dict[str, tuple[Ids, Ids]]:
        """By section: the criteria and methods by which it can be moved."""
        return {
            part.section.id: (
                frozenset(s.criterion.id for s in part.standings),
                frozenset(m.id for s in part.standings for m in s.criterion.methods),
            )
            for part in self.asked
        }

    def _part(self, section: str, lifted: Ids, passed: Ids) -> tuple[tuple[Standing, ...], Figures]:
        key = (section, lifted, passed)
        if key not in self._parts:
            part = next(p for p in self.asked if p.section.id == section)
            found = tuple(self._standing(s, lifted, passed) for s in part.standings)
            self._parts[key] = (found, measure(found, self.facts.framework.unanswered))
        return self._parts[key]

    def _standing(self, standing: Standing, lifted: Ids, passed: Ids) -> Standing:
        criterion: Criterion = standing.criterion
        methods = passed & {link.id for link in criterion.methods}
        lift = criterion.id in lifted
        if not standing.applicable or not (lift or methods):
            return standing
        key = (criterion.id, lift, methods)
        if key not in self._standings:
            facts = self._facts(methods)
            then = with_lifted(facts, standing) if lift else facts
            self._standings[key] = standing_of(criterion, then)
        return self._standings[key]

    def _facts(self, passed: Ids) -> Facts:
        if passed not in self._by_passed:
            self._by_passed[passed] = with_passed(self.facts, passed)
        return self._by_passed[passed]

    @cached_property
    def _parts(self) -> dict[tuple[str, Ids, Ids], tuple[tuple[Standing, ...], Figures]]:
        return {}

    @cached_property
    def _standings(self) -> dict[tuple[str, bool, Ids], Standing]:
        return {}

    @cached_property
    def _by_passed(self) -> dict[Ids, Facts]:
        return {}
