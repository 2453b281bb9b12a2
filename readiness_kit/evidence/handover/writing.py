"""Puts hand-overs into a folder; what lay there under the same name is kept beside them.

The client's team changes these files, as it is meant to. So one that differs is never written over:
it becomes NAME.earlier-N, as an import keeps what it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from readiness_kit.engagement.atomic import DiskFs, Fs, free_name, remove_stale, replace_file
from readiness_kit.errors import NotSavedError, UsageError

FOLDER = "handover"
"""Where they lie in an engagement's folder."""


class Written(NamedTuple):
    """One file of a hand-over."""

    path: Path
    changed: bool
    """Whether it is another one than before."""
    earlier: Path | None
    """Where the one before is kept; None where none was, or it was the same."""


def handover_folder(engagement: Path, out: Path | None) -> Path:
    """Where a hand-over goes; raises UsageError for the folder of reports, which are mailed."""
    folder = engagement / FOLDER if out is None else out
    if folder.resolve().is_relative_to((engagement / "reports").resolve()):
        raise UsageError(
            f"{folder} is where reports lie, which leave the house; name another folder."
        )
    return folder


def write_files(folder: Path, files: Mapping[str, bytes], *, fs: Fs | None = None) -> list[Written]:
    """Write files by name, making the folder; raises NotSavedError where the disk refuses."""
    fs = fs or DiskFs()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSavedError(folder, error) from error
    return [_write(fs, folder / name, raw) for name, raw in files.items()]


def _write(fs: Fs, path: Path, raw: bytes) -> Written:
    earlier = None
    try:
        remove_stale(fs, path.parent, path.name)
        before = path.read_bytes() if path.exists() else None
        if before == raw:
            return Written(path, False, None)
        if before is not None:
            earlier = free_name(path, "earlier")
            replace_file(fs, earlier, before)
        replace_file(fs, path, raw)
    except OSError as error:
        raise NotSavedError(path, error) from error
    return Written(path, True, earlier)
