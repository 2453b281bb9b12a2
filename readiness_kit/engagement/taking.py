"""Takes another copy of an engagement in: its changes, its runs, its snapshots, its history."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readiness_kit.engagement.atomic import DiskFs, free_name, replace_file
from readiness_kit.engagement.copies import Conflict, Copies, Merged
from readiness_kit.engagement.dates import instant, utc_now
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.integrations import INTEGRATIONS
from readiness_kit.engagement.journal import JOURNAL, line_of, read_journal, sha256, state_after
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.meetings import MERGE, Past, fork, merge_path
from readiness_kit.engagement.metrics import METRIC_TARGETS, METRICS
from readiness_kit.engagement.observation import Observation
from readiness_kit.engagement.parts import PROFILE
from readiness_kit.engagement.snapshots import SNAPSHOTS, read_snapshot
from readiness_kit.engagement.state import read_state
from readiness_kit.engagement.workshop import WORKSHOP
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import NotSavedError, UsageError

CONFLICTS = "merge-conflicts.json"
_SHEETS = (PROFILE, INTEGRATIONS, METRICS, METRIC_TARGETS, WORKSHOP)
"""Files of people, and the minutes of their workshops: they are compared and never merged."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a merge."""

    changes: int
    runs: tuple[tuple[str, str], ...]
    """The id of each run in the other copy, and the one that it has here."""
    snapshots: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    other_snapshots: tuple[str, ...]
    """Names under which both copies froze different states; ours stay."""
    differing: tuple[str, ...]
    """Files of people that differ."""
    conflicts_file: Path | None


def take_copy(path: Path | str, other: Path | str, *, by: str, via: str) -> Taken:
    """Merge the copy in folder `other` into the one in `path`; `other` is only read.

    Raises UsageError where they are no copies of one engagement, InvalidFileError where a file of
    either does not read, ConflictError where somebody else writes meanwhile: then nothing changed.
    """
    here, there = Path(path), Path(other)
    if here.resolve() == there.resolve():
        raise UsageError("a copy cannot be merged with itself")
    theirs = Engagement.open(there)
    writer = Writer(here, via=via)
    writer.recover(by=by)
    copies = _copies(here, there)
    found = copies.merge(theirs=read_state(there).data)
    if found.changes:
        about = merge_path(there.resolve().name, copies.theirs.acts)
        writer.apply(found.changes, by=by, op=MERGE, about=about, on=len(copies.ours.acts))
    runs = tuple(_runs(writer, Engagement.open(here), theirs))
    snapshots, clashing = _snapshots(here, there)
    _keep_history(here, copies, found)
    settled = not found.conflicts and not clashing
    return Taken(
        changes=len(found.changes),
        runs=runs,
        snapshots=tuple(snapshots),
        conflicts=found.conflicts,
        other_snapshots=tuple(clashing),
        differing=tuple(name for name in _SHEETS if _bytes(here / name) != _bytes(there / name)),
        conflicts_file=None if settled else _write_conflicts(here, there, copies, found, clashing),
    )


def _copies(here: Path, there: Path) -> Copies:
    ours, theirs = read_journal(here / JOURNAL), read_journal(there / JOURNAL)
    shared = fork(ours, theirs)
    for folder, acts in ((here, ours), (there, theirs)):
        state_after(acts, folder / JOURNAL)
    return Copies(Past.of(ours), Past.of(theirs), shared)


def _runs(writer: Writer, ours: Engagement, theirs: Engagement) -> Iterator[tuple[str, str]]:
    """Save every run of the other copy that ours lacks; where its id is taken, under the next."""
    known = [_said(run) for run in ours.observations]
    for run in theirs.observations:
        if _said(run) not in known:
            yield run.id, writer.save_observation(run).stem


def _said(run: Observation) -> dict[str, Any]:
    return run.model_dump(exclude={"id"})


def _snapshots(here: Path, there: Path) -> tuple[list[str], list[str]]:
    """Copy the other's snapshots that ours lacks; name those that differ."""
    taken, clashing = [], []
    for path in sorted((there / SNAPSHOTS).glob("*.json")):
        target = here / SNAPSHOTS / path.name
        if not target.exists():
            read_snapshot(there, path.stem)
            _put(here, target, path.read_bytes())
            taken.append(path.stem)
        elif target.read_bytes() != path.read_bytes():
            clashing.append(path.stem)
    return taken, clashing


def _keep_history(here: Path, copies: Copies, found: Merged) -> None:
    """Keep the other's acts as they were made: the merge itself only says what came of them."""
    if found.changes or found.conflicts:
        raw = b"".join(line_of(entry) for entry in copies.theirs.acts[copies.shared :])
        kept = sorted(here.glob(f"{JOURNAL}.merged-*"))
        if all(path.read_bytes() != raw for path in kept):
            _put(here, free_name(here / JOURNAL, "merged"), raw)


def _write_conflicts(
    here: Path, there: Path, copies: Copies, found: Merged, snapshots: list[str]
) -> Path:
    target = here / CONFLICTS
    data = {
        "schema": "readiness-merge-conflicts/1",
        "other": there.resolve().name,
        "parted_after": copies.shared,
        "conflicts": [asdict(conflict) for conflict in found.conflicts],
        "snapshots": [_both(name, here, there) for name in snapshots],
    }
    if target.exists() and _without_day(target) == json.loads(json.dumps(data)):
        return target
    if target.exists():
        _put(here, free_name(target, "earlier"), target.read_bytes())
    data["merged_at"] = instant(utc_now())
    text = json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False)
    _put(here, target, text.encode() + b"\n")
    return target


def _both(name: str, here: Path, there: Path) -> dict[str, str]:
    """A name under which both copies froze another state, with the hash of each file."""
    ours, theirs = (sha256(_bytes(path / SNAPSHOTS / f"{name}.json")) for path in (here, there))
    return {"name": name, "ours": ours, "theirs": theirs}


def _without_day(path: Path) -> Any:
    try:
        data = json.loads(path.read_bytes())
        data.pop("merged_at", None)
    except (ValueError, AttributeError):
        return None
    return data


def _put(here: Path, target: Path, raw: bytes) -> None:
    """Write a file of the engagement in `here`, under its lock."""
    with locked(here):
        try:
            target.parent.mkdir(exist_ok=True)
            replace_file(DiskFs(), target, raw)
        except OSError as error:
            raise NotSavedError(target, error) from None


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
