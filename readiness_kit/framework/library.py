"""Finds and loads frameworks: built in, plugged in, or by a path."""

from __future__ import annotations

import difflib
import warnings
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path

from readiness_kit.errors import UsageError
from readiness_kit.framework.schema import Framework
from readiness_kit.framework.validity import check_framework
from readiness_kit.reading import validated
from readiness_kit.reading.document import file_name, shown
from readiness_kit.reading.source import contents
from readiness_kit.reading.strict_yaml import MAX_BYTES, parse_yaml

ENTRY_POINTS = "readiness_kit.frameworks"
"""A plug-in's entry point names a framework and loads to the path of its YAML file."""

_HERE = Path(__file__).parent


def available() -> dict[str, Path]:
    """The frameworks that can be named by id: our own, then those of plug-ins.

    A plug-in that does not load is a warning by name, and the others stay.
    """
    found = {path.stem: path for path in sorted(_HERE.glob("*.yaml"))}
    for entry in entry_points(group=ENTRY_POINTS):
        if entry.name in found:
            continue
        try:
            found[entry.name] = Path(entry.load())
        except Exception as error:  # whatever a plug-in raises, ours must still load
            warnings.warn(
                f"the framework plug-in {entry.name} ({entry.value}) is left out: "
                f"{type(error).__name__}: {error}",
                RuntimeWarning,
                stacklevel=2,
            )
    return found


def load_framework(name: str, *, near: Path | None = None) -> Framework:
    """Load a framework by id or by path; a relative path starts at `near`.

    Raises UsageError where there is none, InvalidFileError with every problem of the file.
    """
    path = _locate(name, near)
    return _read(contents(path, most=MAX_BYTES), file_name(path))


@lru_cache(maxsize=8)
def _read(raw: bytes, name: str) -> Framework:
    # every section of a notebook reads its files anew, and this one hardly ever changes
    document = parse_yaml(raw, name)
    framework = validated(Framework, document)
    check_framework(framework, document)
    return framework


def framework_text(name: str, *, near: Path | None = None) -> str:
    """The text of a framework's file, found as `load_framework` finds it."""
    return _locate(name, near).read_text(encoding="utf-8-sig")


def _locate(name: str, near: Path | None) -> Path:
    if name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name:
        path = (near or Path()) / name
        try:
            present = path.is_file()
        except (OSError, ValueError):  # a path that this system cannot hold
            present = False
        if present:
            return path
        raise UsageError(f"no framework file at {shown(str(path))}")
    known = available()
    if name in known:
        return known[name]
    close = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UsageError(
        f"no framework named {name!r}; there is {', '.join(known)}, or give the path of a YAML "
        f"file.{hint}"
    )
