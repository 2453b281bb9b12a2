"""A case: everything that one judgement is made from, on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.facts import Facts, gather
from readiness_kit.judgement.standing import Asked, stand

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.engagement.snapshots import Snapshot


@dataclass(frozen=True)
class Case:
    """What was told and measured, by which rubric, judged on which day and with which methods."""

    framework: Framework
    profile: Profile
    assessment: Assessment
    observations: tuple[Observation, ...]
    as_of: dt.date
    methods: frozenset[str]
    """The evidence methods that count as provided: only these can be required."""

    @classmethod
    def of(cls, engagement: Engagement, *, as_of: dt.date, methods: Collection[str]) -> Case:
        """The case of an engagement as its folder has it."""
        return cls(
            framework=engagement.framework,
            profile=engagement.profile,
            assessment=engagement.assessment,
            observations=engagement.observations,
            as_of=as_of,
            methods=frozenset(methods),
        )

    @classmethod
    def frozen(cls, snapshot: Snapshot) -> Case:
        """The case of a snapshot, by the rubric and on the day of its own."""
        return cls(
            framework=snapshot.framework,
            profile=snapshot.profile,
            assessment=snapshot.assessment,
            observations=snapshot.observations,
            as_of=snapshot.as_of,
            methods=snapshot.methods,
        )

    @cached_property
    def facts(self) -> Facts:
        """What exists on the day, indexed."""
        return gather(
            self.framework,
            self.profile,
            self.assessment,
            self.observations,
            as_of=self.as_of,
            methods=self.methods,
        )

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Every section with its criteria, worked out."""
        return tuple(stand(section, self.facts) for section in self.framework.sections)
