"""What the sections of one notebook are told from: an engagement, its scorecard, and a phase."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from readiness_kit.engagement.assessment import Reply, Waiver
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.observation import Observation
from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import RuleOfThumb, Section
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.findings import findings
from readiness_kit.judgement.pitfalls import PitfallResult, detect
from readiness_kit.judgement.prospect import Prospect, prospect
from readiness_kit.judgement.scorecard import (
    BlockerState,
    CriterionResult,
    Finding,
    GateVerdict,
    Scorecard,
    SectionResult,
)

if TYPE_CHECKING:
    from readiness_kit.judgement.robustness import Robustness

BlockerLook = BlockerState | Literal["not_known"]
"""A blocker's state as it is told: what somebody said is unknown is not merely unrated."""

_BY_RULE: dict[str, BlockerLook] = {
    "blocker_open": "open",
    "blocker_unrated": "not_rated",
    "waiver": "waived",
    "blocker_unproved": "unproved",
}
"""The rules that give a blocker as their reason, and what each says of it."""


@dataclass(frozen=True)
class Story:
    """One phase of one engagement, judged."""

    engagement: Engagement
    card: Scorecard
    section_id: str

    @property
    def folder(self) -> str:
        """The engagement's folder in a command, by its name where that can be typed as it is."""
        name = self.engagement.path.name
        return name if re.fullmatch(r"[\w.-]+", name) else "PATH"

    @cached_property
    def case(self) -> Case:
        """What the scorecard was made from."""
        methods = self.card.methods_provided
        return Case.of(self.engagement, as_of=self.card.as_of, methods=methods)

    @cached_property
    def prospect(self) -> Prospect | None:
        """The way on from the gate of this section; None where it is decided, or none stands."""
        if not self.has_gate or self.result.closed:
            return None
        return prospect(self.case, self.card, self.section_id)

    @cached_property
    def robustness(self) -> Robustness | None:
        """How firm the verdict of this gate is; None where it is decided, or none stands."""
        if not self.has_gate or self.result.closed:
            return None
        from readiness_kit.judgement.robustness import robustness

        return robustness(self.case, self.section_id)

    @cached_property
    def pitfalls(self) -> tuple[PitfallResult, ...]:
        """The known ways to fail, and whether this engagement is in one."""
        engagement = self.engagement
        return detect(
            self.case,
            self.card,
            integrations=engagement.integrations,
            metrics=engagement.metrics,
        )

    @property
    def section(self) -> Section:
        """The phase's text in the framework."""
        return self.engagement.framework.section(self.section_id)

    @property
    def result(self) -> SectionResult:
        """What the phase amounts to."""
        return self.card.section(self.section_id)

    @property
    def has_gate(self) -> bool:
        """Whether a gate stands at the end of this section; not every framework has gates."""
        return self.section.is_phase

    @property
    def gate(self) -> GateVerdict:
        """The verdict at the end of the phase; raises KeyError where no gate stands."""
        return self.card.gate(self.section_id)

    @property
    def ahead(self) -> bool:
        """Whether the phase comes after the one that the engagement stands in."""
        return self.has_gate and self.gate.ahead

    @property
    def factors(self) -> list[SectionResult]:
        """What every gate looks at beside its phase."""
        return [self.card.section(s.id) for s in self.engagement.framework.factors]

    @property
    def looked_at(self) -> list[SectionResult]:
        """The phase and the success factors; all sections where there are no phases."""
        if not self.engagement.framework.phases:
            return list(self.card.sections)
        return [self.result, *self.factors]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What falls short, in the phase and the factors."""
        return findings(
            self.card,
            self.engagement.framework,
            self.engagement.observations,
            sections=[section.id for section in self.looked_at],
        )

    @property
    def blockers(self) -> list[CriterionResult]:
        """The criteria that this phase's gate will not do without; none where no gate stands."""
        in_force = self.engagement.framework.in_force.get(self.section_id, frozenset())
        return [
            result
            for section in self.card.sections
            for result in section.criteria
            if result.blocker is not None and result.id in in_force
        ]

    def blocker_state(self, result: CriterionResult) -> BlockerLook:
        """Where a blocker stands at this phase's gate, else at its own or the current one.

        Without a level it tells whether nobody knows or nobody was asked.
        """
        assert result.blocker is not None
        if result.state == "unknown":
            return "not_known"
        if result not in self.blockers:
            return result.blocker.state
        rules = {reason.rule for reason in self.gate.reasons if result.id in reason.ids}
        found = [state for rule, state in _BY_RULE.items() if rule in rules]
        return found[0] if found else "met"

    def waiver(self, criterion: str) -> Waiver | None:
        """The waiver that holds for a criterion on the day of judgement; of several the longest."""
        live = [
            waiver
            for waiver in self.engagement.assessment.waivers
            if waiver.criterion == criterion and waiver.live(self.card.as_of)
        ]
        return max(live, key=lambda waiver: waiver.expires, default=None)

    def replies(self, finding: str) -> list[Reply]:
        """What the client has answered to a finding up to the day of judgement, oldest first."""
        said = self.engagement.assessment.replies
        mine = (r for r in said if r.finding == finding and r.on <= self.card.as_of)
        return sorted(mine, key=lambda reply: reply.on)

    def criterion(self, id: str) -> Criterion:
        """A criterion's text."""
        return self.engagement.framework.criteria[id]

    def level_name(self, level: int | None) -> str:
        """What a level is called on the framework's scale."""
        names = {step.level: step.name for step in self.engagement.framework.scale}
        return names.get(level, "") if level is not None else ""

    def roles(self, ids: Iterable[str]) -> str:
        """Roles as people call them."""
        titles = {role.id: role.title for role in self.engagement.framework.roles}
        return ", ".join(titles.get(id, id) for id in ids)

    def rule_of_thumb(self, id: str) -> RuleOfThumb | None:
        """A range that projects of this kind were seen in, if the framework knows one."""
        rules = self.engagement.framework.rules_of_thumb
        return next((rule for rule in rules if rule.id == id), None)

    def latest(self, method: str) -> Observation | None:
        """The run that counts: the latest decisive one, on today's target before any other.

        Where none decided, the latest that came to an end.
        """
        done = [run for run in self.runs(method) if run.state == "done"]
        decisive = [run for run in done if run.decisive]
        target = self.engagement.profile.target
        own = [run for run in decisive if target and run.target and run.target.id == target.id]
        return max(own or decisive or done, key=lambda run: run.moment, default=None)

    def runs(self, method: str) -> list[Observation]:
        """Every recorded run of a method up to the day of judgement."""
        runs = [run for run in self.engagement.observations if run.method == method]
        return [run for run in runs if run.as_of <= self.card.as_of]
