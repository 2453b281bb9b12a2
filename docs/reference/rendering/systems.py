"""How much is asked of which system: three examples, counted by the rule of the judgement."""

from __future__ import annotations

from dataclasses import dataclass

from readiness_kit.engagement.profile import Profile, SystemScope
from readiness_kit.framework import Framework
from readiness_kit.framework.criterion import DEPTHS, Depth
from readiness_kit.judgement.facts import trigger
from rendering.markdown import code, table


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
    return [
        sum(trigger(criterion, profile) is None for criterion in section.criteria)
        for section in framework.sections
    ]


def system_table(framework: Framework) -> str:
    """Each example at each depth: all criteria, and by section."""
    rows = []
    for system in SYSTEMS:
        for depth in DEPTHS:
            counts = asked(framework, system.scope, depth)
            rows.append([system.words, depth, str(sum(counts)), *map(str, counts)])
    return table(["system", "depth", "asked", *(code(s.id) for s in framework.sections)], rows)
