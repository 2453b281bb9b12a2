"""How much is asked of which system: three examples, counted by the judgement itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.profile import Profile, SystemScope
from readiness_kit.framework import Framework
from readiness_kit.framework.criterion import DEPTHS, Depth
from readiness_kit.judgement.case import Case
from rendering.markdown import code, table

_DAY = dt.date(2000, 1, 1)
"""What is asked does not depend on the day; a case has to have one."""


@dataclass(frozen=True)
class System:
    """An example of what is assessed."""

    words: str
    scope: SystemScope


SYSTEMS = (
    System("scores tables, only read, not regulated", SystemScope(kind="tabular")),
    System("generative assistant, regulated", SystemScope(kind="generative", regulated=True)),
    System(
        "acting agent, generative, regulated",
        SystemScope(kind="generative", acts=True, regulated=True),
    ),
)


def asked(framework: Framework, scope: SystemScope, depth: Depth) -> list[int]:
    """How many criteria of each section are asked of such a system at such a depth."""
    profile = Profile(
        schema="readiness-engagement/1",
        client="example",
        system="example",
        framework=framework.id,
        phase=None,
        scope=scope,
        depth=depth,
    )
    case = Case(framework, profile, Assessment(), (), _DAY, frozenset())
    return [len(section.standings) for section in case.asked]


def system_table(framework: Framework) -> str:
    """Each example at each depth: all criteria, and by section."""
    rows = []
    for system in SYSTEMS:
        for depth in DEPTHS:
            counts = asked(framework, system.scope, depth)
            rows.append([system.words, depth, str(sum(counts)), *map(str, counts)])
    return table(["system", "depth", "asked", *(code(s.id) for s in framework.sections)], rows)
