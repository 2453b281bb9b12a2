"""The score of a section, as claimed and as supported, with the range that unknowns leave open."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from readiness_kit.framework.conventions import Unanswered
from readiness_kit.framework.schema import Section
from readiness_kit.judgement.facts import Facts
from readiness_kit.judgement.numbers import ratio, settled, weighted
from readiness_kit.judgement.scorecard import (
    BlockerResult,
    CriterionResult,
    Pair,
    Range,
    SectionResult,
    SectionState,
)
from readiness_kit.judgement.standing import Asked, Standing, blocker_state


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one section that gates compare with their limits."""

    coverage: float | None
    known: float | None
    claimed: Range
    supported: Range
    counted: float
    """The weight that scores and contributions are divided by; 0 where nothing is rated."""


def measure(standings: Sequence[Standing], unanswered: Unanswered) -> Figures:
    """Sum up the criteria of one section; `unanswered` is what the framework makes of the rest."""
    applicable = [s for s in standings if s.applicable]
    rated = [s for s in applicable if s.rated]
    whole, counted = _weight(applicable), _counted(rated, applicable, unanswered)
    return Figures(
        coverage=ratio(_weight([s for s in applicable if s.state != "unrated"]), whole),
        known=ratio(_weight(rated), whole),
        claimed=_range([s.claimed for s in rated], rated, applicable, counted),
        supported=_range([s.supported for s in rated], rated, applicable, counted),
        counted=counted,
    )


def score_section(asked: Asked, figures: Figures, facts: Facts) -> SectionResult:
    """Tell one section in full, from its figures."""
    section = asked.section
    applicable = [s for s in asked.standings if s.applicable]
    rated = [s for s in applicable if s.rated]
    absent = [s for s in asked.standings if not s.applicable]
    counted, low = figures.counted, figures.supported.low
    na_share = ratio(_weight(absent), math.fsum((_weight(applicable), _weight(absent)))) or 0.0
    state: SectionState = "scored" if rated else "not_scored" if applicable else "not_assessed"
    return SectionResult(
        id=section.id,
        title=section.title,
        state=state,
        coverage=figures.coverage,
        known=figures.known,
        not_applicable_share=na_share,
        score_if_na_zero=_points(
            weighted((s.criterion.weight, s.supported or 0.0) for s in rated),
            math.fsum((counted, _weight(absent))) if rated else 0.0,
        ),
        margin=None if low is None else settled(low - bar(section, facts)),
        claimed=figures.claimed,
        supported=figures.supported,
        criteria=tuple(_criterion(s, counted, facts) for s in asked.standings),
        skipped=asked.skipped,
        warnings=_warnings(asked.standings, na_share, facts),
        closed=facts.closed(section) is not None,
    )


def _weight(standings: Sequence[Standing]) -> float:
    return math.fsum(s.criterion.weight for s in standings)


def _counted(
    rated: Sequence[Standing], applicable: Sequence[Standing], unanswered: Unanswered
) -> float:
    """What to divide by: all that applies where the unanswered earn nothing, else what is rated."""
    return _weight(applicable if rated and unanswered == "earns_nothing" else rated)


def _points(part: float, whole: float) -> float | None:
    return settled(100 * part / whole) if whole else None


def _range(
    values: Sequence[float | None],
    rated: Sequence[Standing],
    applicable: Sequence[Standing],
    counted: float,
) -> Range:
    reached = weighted((s.criterion.weight, v or 0.0) for s, v in zip(rated, values, strict=True))
    whole = _weight(applicable)
    missing = _weight([s for s in applicable if not s.rated])
    return Range(
        score=_points(reached, counted),
        low=_points(reached, whole),
        high=_points(math.fsum((reached, missing)), whole),
    )


def bar(section: Section, facts: Facts) -> float:
    """The points that a section's margin is counted from."""
    if section.is_phase:
        return facts.floors(section).go
    if facts.profile.phase is None or not facts.framework.phases:
        return 0.0
    current = facts.framework.section(facts.profile.phase)
    return facts.floors(current).go + facts.framework.thresholds.factors_offset


def _warnings(standings: Sequence[Standing], na_share: float, facts: Facts) -> tuple[str, ...]:
    found = []
    said, used = facts.answered, facts.framework
    if said is not None and said.sha256 != used.sha256:
        text = "another text" if said.version == used.version else f"version {said.version}"
        found.append(
            f"framework_changed: the ratings answered {text} of {said.id}, not the {used.id} "
            f"{used.version} that they are scored by"
        )
    if na_share > facts.framework.thresholds.na_warning:
        found.append(f"not_applicable_share: {na_share:.0%} of the weight is not applicable")
    found += [
        f"mixed_not_applicable: {s.criterion.id}: some say it does not apply, others rate it"
        for s in standings
        if s.mixed
    ]
    return tuple(found)


def _criterion(standing: Standing, counted: float, facts: Facts) -> CriterionResult:
    criterion = standing.criterion
    contribution = Pair(
        *(
            None if value is None else _points(criterion.weight * value, counted)
            for value in (standing.claimed, standing.supported)
        )
    )
    return CriterionResult(
        id=criterion.id,
        kind=criterion.kind,
        theme=criterion.theme,
        weight=criterion.weight,
        state=standing.state,
        level=standing.level,
        reason=standing.reason,
        outside_role=standing.outside_role,
        filled_by_test=standing.filled_by_test,
        disagreement=standing.disagreement,
        evidence_grade=standing.grade,
        expired=standing.expired,
        cap=standing.cap,
        claimed=standing.claimed,
        supported=standing.supported,
        contribution=contribution,
        blocker=_blocker(standing, facts),
        supported_level=standing.supported_level,
        observed_level=standing.observed_level,
        mixed=standing.mixed,
    )


def _blocker(standing: Standing, facts: Facts) -> BlockerResult | None:
    """A blocker at the current gate where it is in force there, else at its own."""
    blocker = standing.criterion.blocker
    if blocker is None or not standing.applicable:
        return None
    here = facts.profile.phase
    in_force = here is not None and standing.criterion.id in facts.framework.in_force[here]
    at = here if here and in_force else blocker.gate
    return BlockerResult(
        gate=blocker.gate,
        stays_open=blocker.stays_open,
        required_level=blocker.required_level,
        supported_level=standing.supported_level,
        state=blocker_state(standing, facts.framework.section(at), facts),
    )
