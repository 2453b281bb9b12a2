"""What an evidence method is given, and how it words what it saw as an Observation."""

from __future__ import annotations

import datetime as dt
import platform
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from readiness_kit import __version__
from readiness_kit.engagement.observation import CheckVerdict, Observation, TargetReference
from readiness_kit.evidence.target import Target, open_target
from readiness_kit.framework.schema import Framework

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

Progress = Callable[[int, int, str], None]
"""Called with what is done, the total, and what is being done."""


def silent(done: int, total: int, what: str) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Context:
    """One run of one method on one engagement."""

    engagement: Engagement
    method: str
    method_version: str
    id: str
    """Of the observation to be made."""
    finished_at: Callable[[], dt.datetime]
    settings: str
    """A fingerprint of what the method reads in engagement.yaml."""
    seed: int = 0
    progress: Progress = silent
    contact: bool = False
    """Whether hosts that engagement.yaml allows may be contacted."""
    trust_pickle: bool = False
    """Whether a model that is a pickle may be opened, which runs the code in it."""
    started: float = field(default_factory=time.monotonic)

    def open_target(self) -> AbstractContextManager[Target]:
        """The model that engagement.yaml names, as far as this run may ask it.

        Raises TargetError where there is none, NotAllowedError where somebody has to allow it.
        """
        return open_target(
            self.engagement.profile,
            Path(self.engagement.path),
            contact=self.contact,
            trust_pickle=self.trust_pickle,
        )

    def observation(
        self,
        *,
        state: Literal["done", "error", "skipped"] = "done",
        verdict: CheckVerdict | None = None,
        environment: dict[str, Any] | None = None,
        **seen: Any,
    ) -> Observation:
        """An observation of this run; `seen` is what the method saw, by the schema's names."""
        target = self.engagement.profile.target
        return Observation(
            id=self.id,
            method=self.method,
            method_version=self.method_version,
            finished_at=self.finished_at(),
            state=state,
            verdict=verdict,
            as_of=self.engagement.as_of(),
            seed=self.seed,
            target=TargetReference(id=target.id, version=target.version) if target else None,
            criteria=criteria_of(self.method, self.engagement.framework),
            environment={
                "python": platform.python_version(),
                "readiness_kit": __version__,
                "settings": self.settings,
                **(environment or {}),
            },
            duration_s=round(time.monotonic() - self.started, 3),
            **seen,
        )


def criteria_of(method: str, framework: Framework) -> list[str]:
    """The criteria that the framework says a method bears on, in its order."""
    return [
        criterion.id
        for criterion in framework.criteria.values()
        if any(link.id == method for link in criterion.methods)
    ]
