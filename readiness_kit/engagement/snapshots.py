"""Snapshots: a frozen state of an engagement under a name, complete enough to be judged again.

snapshots/NAME.json holds the framework's text as it was, engagement.yaml as it was, the
assessment, every observation, the day and the methods that this version provided.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from readiness_kit.engagement.assessment import Assessment, Instant
from readiness_kit.engagement.atomic import DiskFs, Fs, remove_stale, replace_file
from readiness_kit.engagement.dates import Clock, instant, utc_now
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.parts import PROFILE
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.state import plain
from readiness_kit.engagement.validity import assessment_problems
from readiness_kit.errors import InvalidFileError, NotSavedError, Problem, UsageError
from readiness_kit.framework.library import framework_text
from readiness_kit.framework.schema import Framework
from readiness_kit.framework.validity import check_framework
from readiness_kit.reading import (
    Day,
    Document,
    Identifier,
    StrictModel,
    Text,
    parse_yaml,
    read_json,
    validated,
)
from readiness_kit.reading.document import file_name

SNAPSHOTS = "snapshots"
NOW = "now"
"""What the present state is called where snapshots are named; so no snapshot is."""

_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]{0,62}[a-z0-9_-])?")
_RESERVED = {NOW, "con", "prn", "aux", "nul"} | {
    f"{d}{n}" for d in ("com", "lpt") for n in range(10)
}
"""Names that mean something else, to us or to Windows."""

Whole = Annotated[str, Field(max_length=1_000_000)]
"""The text of a file, as it was."""


class _Stored(StrictModel):
    """All that snapshots/NAME.json says."""

    schema_: Literal["readiness-snapshot/1"] = Field(alias="schema")
    name: Text
    taken_at: Instant
    as_of: Day
    produced_by: dict[str, Text]
    framework: Whole
    framework_sha256: Text
    engagement: Whole
    assessment: Assessment
    observations: list[Observation]
    methods: list[Identifier]


@dataclass(frozen=True)
class Snapshot:
    """A state of an engagement as it was when it was frozen."""

    name: str
    taken_at: dt.datetime
    as_of: dt.date
    framework: Framework
    profile: Profile
    assessment: Assessment
    observations: tuple[Observation, ...]
    methods: frozenset[str]


def take_snapshot(
    folder: Path,
    name: str,
    *,
    methods: Collection[str],
    version: str,
    as_of: dt.date | None = None,
    fs: Fs | None = None,
    clock: Clock = utc_now,
) -> Path:
    """Freeze an engagement as it is on disk now; return the path of its file.

    Raises UsageError where the name is taken or none, NotSavedError where the disk refuses.
    """
    checked_name(name)
    fs, target = fs or DiskFs(), folder / SNAPSHOTS / f"{name}.json"
    with locked(folder):
        opened = Engagement.open(folder)
        if target.exists():
            raise UsageError(
                f"there is a snapshot {name!r} already{_taken_on(target)}, and one is never "
                "overwritten; choose another name"
            )
        raw = _spelled(opened, name, opened.as_of(as_of), methods, version, clock)
        try:
            target.parent.mkdir(exist_ok=True)
            remove_stale(fs, target.parent, "*.json")
            replace_file(fs, target, raw)
        except OSError as error:
            raise NotSavedError(target, error) from None
    return target


def _taken_on(path: Path) -> str:
    """When a snapshot was taken, in words; nothing where its file does not tell."""
    try:
        stored = validated(_Stored, read_json(path))
    except InvalidFileError:
        return ""
    return f", taken on {stored.taken_at.date()} as of {stored.as_of}"


def _spelled(
    opened: Engagement,
    name: str,
    as_of: dt.date,
    methods: Collection[str],
    version: str,
    clock: Clock,
) -> bytes:
    data: dict[str, Any] = {
        "schema": "readiness-snapshot/1",
        "name": name,
        "taken_at": instant(clock()),
        "as_of": as_of.isoformat(),
        "produced_by": {"version": version},
        "framework": framework_text(opened.profile.framework, near=opened.path),
        "framework_sha256": opened.framework.sha256,
        "engagement": (opened.path / PROFILE).read_text(encoding="utf-8-sig"),
        "assessment": plain(opened.assessment),
        "observations": [o.model_dump(mode="json", by_alias=True) for o in opened.observations],
        "methods": sorted(methods),
    }
    text = json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def snapshot_names(folder: Path) -> list[str]:
    """The names of an engagement's snapshots, in order of their names."""
    return sorted(path.stem for path in (folder / SNAPSHOTS).glob("*.json"))


def read_snapshots(folder: Path) -> list[Snapshot]:
    """Every snapshot, by its day and then by when it was taken; raises InvalidFileError."""
    found = [read_snapshot(folder, name) for name in snapshot_names(folder)]
    return sorted(found, key=lambda snapshot: (snapshot.as_of, snapshot.taken_at, snapshot.name))


def read_snapshot(folder: Path, name: str) -> Snapshot:
    """Read one snapshot and hold it against its own rules, which may be older than today's.

    Raises UsageError with the names there are where there is none of this name, InvalidFileError
    with every problem of its file.
    """
    path = folder / SNAPSHOTS / f"{name}.json"
    if not _NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(snapshot_names(folder)) or "none yet"
        raise UsageError(f"no snapshot {name!r} in {folder.name}; there is {known}")
    document = read_json(path)
    stored = validated(_Stored, document)
    framework = _framework(stored, document)
    profile = validated(Profile, _text(stored.engagement, document, "engagement"))
    problems = list(_misplaced(stored, document, path.stem))
    inner = Document(f"{document.file}: assessment", document.data["assessment"])
    problems += assessment_problems(
        inner, stored.assessment, profile, framework, as_of=stored.as_of
    )
    if errors := [problem for problem in problems if problem.severity == "error"]:
        raise InvalidFileError(errors)
    return Snapshot(
        name=stored.name,
        taken_at=stored.taken_at,
        as_of=stored.as_of,
        framework=framework,
        profile=profile,
        assessment=stored.assessment,
        observations=tuple(stored.observations),
        methods=frozenset(stored.methods),
    )


def checked_name(name: str) -> None:
    """Raise UsageError where a snapshot cannot bear this name."""
    if not _NAME.fullmatch(name) or name.partition(".")[0] in _RESERVED:
        raise UsageError(
            f"{name[:80]!r} cannot name a snapshot: lower-case letters, digits, `.`, `_` and `-`, "
            "at most 64, such as kick-off or 2026-10"
        )


def _framework(stored: _Stored, document: Document) -> Framework:
    text = _text(stored.framework, document, "framework")
    framework = validated(Framework, text)
    check_framework(framework, text)
    if framework.sha256 != stored.framework_sha256:
        allowed = f"the hash of the framework's text, {framework.sha256}"
        raise InvalidFileError(
            [document.problem(("framework_sha256",), allowed, stored.framework_sha256)]
        )
    return framework


def _text(text: str, document: Document, field: str) -> Document:
    """A text within the snapshot, whose lines are counted within it."""
    return parse_yaml(text.encode(), f"{document.file}: {field}")


def _misplaced(stored: _Stored, document: Document, stem: str) -> list[Problem]:
    if stored.name == stem:
        return []
    return [document.problem(("name",), f"the name of its file, {stem}", stored.name)]


def snapshot_problems(folder: Path) -> list[Problem]:
    """Every problem of every snapshot; a broken one hides none of the others."""
    problems: list[Problem] = []
    for path in sorted((folder / SNAPSHOTS).glob("*.json")):
        try:
            read_snapshot(folder, path.stem)
        except InvalidFileError as error:
            problems += error.problems
        except UsageError:
            allowed = "the name of a snapshot, such as kick-off.json"
            problems.append(Problem(file_name(path), None, "", allowed, path.name))
    return problems
