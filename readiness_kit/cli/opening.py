"""Opens the engagement that a command was given and judges it, or says how to get to one."""

from __future__ import annotations

import datetime as dt
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.cli.typed import quoted, typed
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement import Case, Scorecard

PROFILE = "engagement.yaml"
_LISTED = 5


def open_engagement(path: Path) -> Engagement:
    """Read the engagement in a folder; raises UsageError where there is none."""
    from readiness_kit.engagement.folder import Engagement

    must_be_engagement(path)
    return Engagement.open(path)


def case_of(opened: Engagement, day: dt.date | None = None) -> Case:
    """What an engagement is judged from, with the methods of this version."""
    from readiness_kit.evidence.registry import provided
    from readiness_kit.judgement import Case

    return Case.of(opened, as_of=opened.as_of(day), methods=provided().keys())


def judged(opened: Engagement, day: dt.date | None = None) -> Scorecard:
    """Judge an engagement with the methods of this version."""
    from readiness_kit.judgement import judge_case

    return judge_case(case_of(opened, day))


def must_be_engagement(path: Path) -> None:
    """Raise UsageError, with the way on, where a path is no engagement's folder."""
    try:
        fault = _fault(path)
    except OSError as error:
        fault = f"{path} cannot be read: {error.strerror or error}."
    if fault:
        raise UsageError(fault)


def known_criterion(opened: Engagement, id: str) -> None:
    """Raise UsageError, with the nearest names and where all of them are, for an unknown one."""
    from readiness_kit.engagement import acts

    try:
        acts.known_criterion(opened.framework, id)
    except UsageError as error:
        listing = typed("framework", "show", framework_name(opened))
        raise UsageError(f"{error} All of them: {listing}") from None


def framework_name(opened: Engagement) -> str:
    """The engagement's framework as `framework show` finds it from here."""
    name = opened.profile.framework
    is_file = name.endswith((".yaml", ".yml")) or "/" in name or "\\" in name
    return str(opened.path / name) if is_file else name


def _fault(path: Path) -> str | None:
    if path.is_file():
        beside = path.parent if (path.parent / PROFILE).exists() else None
        hint = f"; did you mean {quoted(beside)}?" if beside else "."
        return f"{path} is a file; an engagement is a folder with an {PROFILE}{hint}"
    if (path / PROFILE).exists():
        return None
    inside = sorted(found.parent for found in path.glob(f"*/{PROFILE}"))
    if inside:
        some = ", ".join(quoted(folder) for folder in inside[:_LISTED])
        return f"{path} is not an engagement, but holds some: name {some}."
    fault = f"no engagement at {path}: it has no {PROFILE}."
    here = _around()
    if here is not None:
        return f"{fault} You are inside one: name {quoted(here)} instead."
    return f"{fault} `{typed('new', path)}` makes one."


def _around() -> str | None:
    """How the engagement in whose folder the command is typed is named from there."""
    # a folder above may be one that we must not look into
    with suppress(OSError):
        start = Path.cwd()
        for folder in (start, *start.parents):
            if (folder / PROFILE).is_file():
                return Path(os.path.relpath(folder, start)).as_posix()
    return None
