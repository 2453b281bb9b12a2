"""Reads the files of an engagement one by one, each with all of its problems."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.engagement.integrations import (
    INTEGRATIONS,
    IntegrationMap,
    circles,
    read_integrations,
)
from readiness_kit.engagement.metrics import (
    METRIC_TARGETS,
    METRICS,
    Metrics,
    read_metric_targets,
    read_metric_values,
)
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.validity import observation_problems, profile_problems
from readiness_kit.engagement.versions import versioned
from readiness_kit.errors import InvalidFileError, Problem, ReadinessError
from readiness_kit.framework.library import load_framework
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import Document, parse_yaml, read_json, read_yaml, validated
from readiness_kit.reading.document import file_name

PROFILE = "engagement.yaml"
EVIDENCE = "evidence"


@dataclass(frozen=True)
class Ground:
    """What every assessment stands on: the profile and the framework it names."""

    profile: Profile
    framework: Framework
    raw: bytes
    """engagement.yaml, as it was read."""

    @property
    def reference(self) -> dict[str, str]:
        """How an assessment names the text that its ratings answer."""
        framework = self.framework
        return {"id": framework.id, "version": framework.version, "sha256": framework.sha256}

    def stale(self, folder: Path) -> bool:
        """Whether engagement.yaml has changed since."""
        try:
            return (folder / PROFILE).read_bytes() != self.raw
        except OSError:
            return True

    def followed(self, folder: Path, shown: Callable[[Profile], object]) -> Ground | None:
        """The ground as it is now, where what is `shown` of the profile has stayed as it was.

        None where that has changed, or where engagement.yaml does not read.
        """
        if not self.stale(folder):
            return self
        try:
            now = read_ground(folder)
        except ReadinessError:
            return None
        return now if shown(now.profile) == shown(self.profile) else None


def read_ground(folder: Path) -> Ground:
    """Read profile and framework; raise InvalidFileError with all that is wrong with the first."""
    raw, document = _read_profile(folder)
    profile = validated(Profile, document)
    framework = find_framework(profile, document, folder)
    problems = profile_problems(document, profile, framework, folder)
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise InvalidFileError(errors)
    return Ground(profile, framework, raw)


def read_profile(folder: Path) -> Document:
    """Read engagement.yaml, or say how to get one."""
    return _read_profile(folder)[1]


def is_folder(path: Path) -> bool:
    """Whether there is a folder; a path that this system cannot hold is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def find_framework(profile: Profile, document: Document, folder: Path) -> Framework:
    """Load the framework that a profile names; where there is none, the fault is the profile's."""
    try:
        return load_framework(profile.framework, near=folder)
    except InvalidFileError:
        raise
    except (ReadinessError, OSError, ValueError) as error:
        raise InvalidFileError([document.problem(("framework",), str(error))]) from None


def read_observations(folder: Path) -> tuple[list[tuple[Document, Observation]], list[Problem]]:
    """Read every evidence/*.json; a broken one is a problem by name and leaves the others."""
    read: list[tuple[Document, Observation]] = []
    problems: list[Problem] = []
    for path in sorted((folder / EVIDENCE).glob("*.json")):
        try:
            document = read_json(path)
            observation = versioned(Observation, document)
        except InvalidFileError as error:
            problems += error.problems
            continue
        read.append((document, observation))
        problems += observation_problems(document, observation, stem=path.stem)
    return read, problems


def read_integration_map(folder: Path) -> tuple[IntegrationMap | None, list[Problem]]:
    """Read integrations.csv where it is there; a circle of dependencies is a warning."""
    path = folder / INTEGRATIONS
    if not path.exists():
        return None, []
    try:
        read = read_integrations(path)
    except InvalidFileError as error:
        return None, list(error.problems)
    allowed = "dependencies without a circle: who of them starts first?"
    came = ", ".join(circles(read))
    name = file_name(path)
    warned = [Problem(name, None, "depends_on", allowed, came, severity="warning")] if came else []
    return read, warned


def read_metrics(
    folder: Path, framework: Framework, *, as_of: dt.date
) -> tuple[Metrics | None, list[Problem]]:
    """Read values and targets where they are there; values of days to come do not count yet."""
    values, targets = folder / METRICS, folder / METRIC_TARGETS
    problems: list[Problem] = []
    read = Metrics((), {})
    try:
        if values.exists():
            read = Metrics(read_metric_values(values, framework), {})
    except InvalidFileError as error:
        problems += error.problems
    try:
        if targets.exists():
            read = Metrics(read.values, read_metric_targets(targets, framework))
    except InvalidFileError as error:
        problems += error.problems
    counted = tuple(entry for entry in read.values if entry.date <= as_of)
    if len(counted) < len(read.values):
        later = len(read.values) - len(counted)
        allowed = f"days up to {as_of}; what is dated later does not count yet"
        came = f"{later} later value{'s' if later != 1 else ''}"
        name = file_name(values)
        problems.append(Problem(name, None, "date", allowed, came, severity="warning"))
    there = values.exists() or targets.exists()
    return (Metrics(counted, read.targets) if there else None), problems


def _read_profile(folder: Path) -> tuple[bytes, Document]:
    path = folder / PROFILE
    try:
        present = path.exists()
    except (OSError, ValueError):
        present = False
    if not present:
        allowed = f"an engagement.yaml; `readiness new {file_name(folder)}` writes one"
        raise InvalidFileError([Problem(file_name(path), None, "", allowed, "no such file")])
    document = read_yaml(path)
    raw = path.read_bytes()
    return raw, parse_yaml(raw, document.file)
