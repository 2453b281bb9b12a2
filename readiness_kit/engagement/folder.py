"""An engagement: the folder of one client system, read strictly and as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.dates import day, utc_now
from readiness_kit.engagement.integrations import IntegrationMap
from readiness_kit.engagement.metrics import Metrics
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.parts import (
    find_framework,
    is_folder,
    read_integration_map,
    read_metrics,
    read_observations,
    read_profile,
)
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.state import Stored, read_state
from readiness_kit.engagement.validity import assessment_problems, profile_problems
from readiness_kit.errors import DamagedFileError, InvalidFileError, Problem
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import Document, validated


@dataclass(frozen=True)
class Engagement:
    """What one client told us, all of it valid; reading it changes nothing."""

    path: Path
    profile: Profile
    framework: Framework
    assessment: Assessment
    observations: tuple[Observation, ...]
    integrations: IntegrationMap | None = None
    """None: nobody has drawn a map yet."""
    metrics: Metrics | None = None
    """None: there are neither values nor targets yet."""
    warnings: tuple[Problem, ...] = ()
    """What does not keep the engagement from being read, such as data files not there yet."""

    @classmethod
    def open(cls, path: Path | str) -> Engagement:
        """Read an engagement; raise InvalidFileError with every problem of every file.

        It is a DamagedFileError where assessment.json itself does not read.
        """
        survey = Survey(Path(path)).complete()
        errors = [problem for problem in survey.problems if problem.severity == "error"]
        if errors or not (survey.profile and survey.framework and survey.stored):
            raise (DamagedFileError if survey.damaged else InvalidFileError)(errors)
        return cls(
            path=survey.folder,
            profile=survey.profile,
            framework=survey.framework,
            assessment=survey.stored.assessment,
            observations=tuple(survey.observations),
            integrations=survey.integrations,
            metrics=survey.metrics,
            warnings=tuple(survey.problems),
        )

    def as_of(self, override: dt.date | None = None) -> dt.date:
        """The day that is judged: the given one, else the engagement's, else today in UTC."""
        return override or day(self.profile, utc_now())


@dataclass
class Survey:
    """What could be read of a folder, and all that was wrong with the rest."""

    folder: Path
    profile: Profile | None = None
    framework: Framework | None = None
    stored: Stored | None = None
    observations: list[Observation] = field(default_factory=list)
    integrations: IntegrationMap | None = None
    metrics: Metrics | None = None
    problems: list[Problem] = field(default_factory=list)
    damaged: bool = False

    def complete(self) -> Survey:
        """Read every file; one that is broken hides no problem of the others."""
        self._read_profile()
        if not is_folder(self.folder):
            return self
        self._read_assessment()
        read, problems = read_observations(self.folder)
        self.observations = [observation for _, observation in read]
        self.problems += problems
        if self.profile:
            as_of = day(self.profile, utc_now())
            self.problems += [p for doc, o in read for p in _not_yet(doc, o, as_of)]
        self._read_sheets()
        return self

    def _read_profile(self) -> None:
        try:
            document = read_profile(self.folder)
            self.profile = validated(Profile, document)
            self.framework = find_framework(self.profile, document, self.folder)
            self.problems += profile_problems(document, self.profile, self.framework, self.folder)
        except InvalidFileError as error:
            self.problems += error.problems

    def _read_sheets(self) -> None:
        self.integrations, problems = read_integration_map(self.folder)
        self.problems += problems
        if self.profile and self.framework:
            as_of = day(self.profile, utc_now())
            self.metrics, problems = read_metrics(self.folder, self.framework, as_of=as_of)
            self.problems += problems

    def _read_assessment(self) -> None:
        try:
            self.stored = read_state(self.folder)
        except InvalidFileError as error:
            self.damaged = isinstance(error, DamagedFileError)
            self.problems += error.problems
            return
        if self.profile and self.framework:
            self.problems += assessment_problems(
                self.stored.document,
                self.stored.assessment,
                self.profile,
                self.framework,
                as_of=day(self.profile, utc_now()),
            )


def _not_yet(document: Document, observation: Observation, as_of: dt.date) -> list[Problem]:
    if observation.as_of <= as_of:
        return []
    allowed = f"a day up to {as_of}; what is dated later does not count yet"
    return [document.problem(("as_of",), allowed, observation.as_of, severity="warning")]
