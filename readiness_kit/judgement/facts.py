"""What exists on the day of judgement, indexed: nothing dated later, no superseded round."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness_kit.engagement.assessment import (
    Action,
    Assessment,
    Decision,
    Evidence,
    FrameworkReference,
    Rating,
)
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.criterion import DEPTHS, Criterion, Grade
from readiness_kit.framework.schema import Framework, Section
from readiness_kit.judgement.numbers import settled
from readiness_kit.judgement.scorecard import EffectiveFloors


@dataclass(frozen=True, slots=True)
class Look:
    """A day on which evidence is looked at, and whether runs of another version are left out.

    On the day of a decision they are not: which version was current then cannot be known from
    today's file.
    """

    day: dt.date
    versions: bool


@dataclass(frozen=True)
class Facts:
    """The inputs of judgement on one day."""

    framework: Framework
    profile: Profile
    as_of: dt.date
    methods: frozenset[str]
    """The methods that this version provides; others are not required."""
    ratings: Mapping[str, tuple[Rating, ...]]
    """By criterion: the newest answer of each respondent."""
    evidence: Mapping[str, tuple[Evidence, ...]]
    runs: Mapping[str, tuple[Observation, ...]]
    """By method: the decisive runs, oldest first."""
    waived: frozenset[tuple[str, str]]
    """What a waiver covers on this day: ("criterion" or "method", id)."""
    decisions: Mapping[str, Decision]
    """By phase: the latest decision."""
    actions: tuple[Action, ...] = ()
    """What is planned or under way."""
    answered: FrameworkReference | None = None
    """Which text of the framework the ratings answered, where that is on record."""

    def latest_runs(self, method: str) -> tuple[Observation, ...]:
        """The latest decisive run on each model target: one never supersedes another's."""
        latest = {run.target.id if run.target else None: run for run in self.runs.get(method, ())}
        return tuple(latest.values())

    def live_runs(self, method: str, look: Look) -> list[Observation]:
        """The runs of a method that count as tests on a day, oldest first."""
        return [
            run
            for run in self.runs.get(method, ())
            if self.lives(run.as_of, "test", look.day)
            and (not look.versions or self._on_current_version(run))
        ]

    def lives(
        self, on: dt.date, grade: Grade, day: dt.date, *, expires: dt.date | None = None
    ) -> bool:
        """Whether what was seen `on` a day still holds on another, both ends in.

        A grade whose life the framework does not state does not lapse.
        """
        life = self.framework.lives_days.get(grade)
        if expires is None and life is not None:
            expires = on + dt.timedelta(days=life)
        return on <= day and (expires is None or day <= expires)

    def looks(self, section: Section) -> list[Look]:
        """The days on which a section's evidence may hold: today, and a closing decision's."""
        today, decision = Look(self.as_of, versions=True), self.closed(section)
        return [today] if decision is None else [today, Look(decision.on, versions=False)]

    def _on_current_version(self, run: Observation) -> bool:
        target = self.profile.target
        if run.target is None or target is None:
            return True
        return (run.target.id, run.target.version) == (target.id, target.version)

    def closed(self, section: Section) -> Decision | None:
        """The decision that closed this section's gate, if one did."""
        decision = self.decisions.get(section.id)
        return decision if decision and decision.closes else None

    def floors(self, phase: Section) -> EffectiveFloors:
        """A phase's floors after the system's criticality."""
        assert phase.floors is not None
        offset = getattr(self.framework.thresholds.criticality, self.profile.scope.criticality)
        no_go, go = phase.floors.no_go + offset, phase.floors.go + offset
        return EffectiveFloors(settled(no_go), settled(go))

    @property
    def undecided_to_here(self) -> list[Section]:
        """The phases up to the current one whose gates are not behind us."""
        return self.undecided_up_to(self.profile.phase) if self.profile.phase else []

    def undecided_up_to(self, phase: str) -> list[Section]:
        """The phases up to this one whose gates are not behind us."""
        last = self.framework.phase_index(phase)
        return [p for p in self.framework.phases[: last + 1] if not self.closed(p)]


def gather(
    framework: Framework,
    profile: Profile,
    assessment: Assessment,
    observations: Iterable[Observation],
    *,
    as_of: dt.date,
    methods: Collection[str],
) -> Facts:
    """Keep what exists on `as_of` and index it by what judgement asks for."""
    waived = frozenset(waiver.key for waiver in assessment.waivers if waiver.live(as_of))
    decisions = sorted((d for d in assessment.decisions if d.on <= as_of), key=lambda d: d.on)
    return Facts(
        framework=framework,
        profile=profile,
        as_of=as_of,
        methods=frozenset(methods),
        ratings=_newest_answers(assessment.ratings, as_of),
        evidence=_by_criterion(e for e in assessment.evidence if e.on <= as_of),
        runs=_decisive_runs(observations, as_of),
        waived=waived,
        decisions={decision.phase: decision for decision in decisions},
        answered=assessment.framework,
        actions=tuple(a for a in assessment.actions if a.status in ("planned", "started")),
    )


def _newest_answers(ratings: Iterable[Rating], as_of: dt.date) -> dict[str, tuple[Rating, ...]]:
    newest: dict[str, dict[str | None, Rating]] = defaultdict(dict)
    for rating in sorted(ratings, key=lambda r: r.round):
        if rating.state != "unrated" and rating.at.date() <= as_of:
            newest[rating.criterion][rating.respondent] = rating
    return {criterion: tuple(answers.values()) for criterion, answers in newest.items()}


def _by_criterion(evidence: Iterable[Evidence]) -> dict[str, tuple[Evidence, ...]]:
    found: dict[str, list[Evidence]] = defaultdict(list)
    for link in evidence:
        found[link.criterion].append(link)
    return {criterion: tuple(links) for criterion, links in found.items()}


def _decisive_runs(
    observations: Iterable[Observation], as_of: dt.date
) -> dict[str, tuple[Observation, ...]]:
    found: dict[str, list[Observation]] = defaultdict(list)
    for run in observations:
        if run.decisive and run.as_of <= as_of:
            found[run.method].append(run)
    order = {m: sorted(rs, key=lambda run: run.moment) for m, rs in found.items()}
    return {method: tuple(runs) for method, runs in order.items()}


def trigger(criterion: Criterion, profile: Profile) -> str | None:
    """What first keeps a criterion from being asked of this engagement; None where it is asked."""
    return next(triggers(criterion, profile), None)


def triggers(criterion: Criterion, profile: Profile) -> Iterator[str]:
    """All that keeps a criterion from being asked; each of them would have to change."""
    scope, system = criterion.scope, profile.scope
    if scope.kind is not None and system.kind not in scope.kind:
        yield "kind"
    if scope.acts is not None and system.acts != scope.acts:
        yield "acts"
    if scope.regulated is not None and system.regulated != scope.regulated:
        yield "regulated"
    if scope.criticality is not None and system.criticality not in scope.criticality:
        yield "criticality"
    if DEPTHS.index(criterion.depth) > DEPTHS.index(profile.depth):
        yield "depth"
