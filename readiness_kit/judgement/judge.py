"""From what a client told us and what we measured to a scorecard; no file, no clock, no chance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.case import Case
from readiness_kit.judgement.gates import judge_gates
from readiness_kit.judgement.headline import headline
from readiness_kit.judgement.scorecard import FrameworkMark, Scorecard
from readiness_kit.judgement.sections import measure, score_section


def judge(
    framework: Framework,
    profile: Profile,
    assessment: Assessment,
    observations: Iterable[Observation],
    *,
    as_of: dt.date,
    methods: Collection[str],
) -> Scorecard:
    """Score every section and judge every gate on the day `as_of`.

    `methods` are the evidence methods that this version provides: only these can be required. The
    inputs are taken as valid; `readiness_kit.engagement` refuses those that are not.
    """
    return judge_case(
        Case(framework, profile, assessment, tuple(observations), as_of, frozenset(methods))
    )


def judge_case(case: Case) -> Scorecard:
    """The same of a case."""
    facts, framework, profile = case.facts, case.framework, case.profile
    standings = {part.section.id: part.standings for part in case.asked}
    figures = {id: measure(part, framework.unanswered) for id, part in standings.items()}
    results = {p.section.id: score_section(p, figures[p.section.id], facts) for p in case.asked}
    return Scorecard(
        client=profile.client,
        system=profile.system,
        phase=profile.phase,
        framework=FrameworkMark(framework.id, framework.version, framework.sha256),
        as_of=case.as_of,
        headline=headline(facts, results),
        sections=tuple(results.values()),
        gates=judge_gates(facts, standings, figures),
        methods_provided=tuple(sorted(case.methods)),
        display=framework.display,
    )
