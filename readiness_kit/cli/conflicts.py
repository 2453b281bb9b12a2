"""Tells what two copies could not agree on: both values of a place, and how to take the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness_kit.cli.typed import typed

if TYPE_CHECKING:
    from readiness_kit.engagement.copies import Conflict, Touch

WIDTH = 110
_PLACED = ("at", "id", "criterion", "method", "respondent", "round")
"""What the place says already, or nobody chose."""


def cut(text: str) -> str:
    """A text on one line of a terminal."""
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"


def lines(conflict: Conflict, path: Path) -> Iterator[str]:
    """A conflict, a line each: where it is, what either copy says, and what to type."""
    yield f"  {'/'.join(step for step in conflict.path if step)}"
    yield f"    yours:  {_said(conflict.ours)}"
    yield f"    theirs: {_said(conflict.theirs)}"
    yield f"    to take theirs: {_command(conflict, path) or _by_hand(path)}"


def _said(touch: Touch) -> str:
    said = "removed"
    if touch.value is not None:
        chosen = {key: value for key, value in touch.value.items() if key not in _PLACED}
        said = ", ".join(f"{k} {v}" for k, v in chosen.items() if v not in (None, "", []))
    who = f" ({touch.by}, {touch.at}, act {touch.seq})" if touch.seq else ""
    return f"{cut(said)}{who}"


def _command(conflict: Conflict, path: Path) -> str | None:
    """The command that puts the other's value in place, where there is one."""
    kind, *rest = conflict.path
    theirs = conflict.theirs.value
    if kind == "waivers" and theirs is not None:
        which = ["--method", rest[1]] if rest[0] == "method" else [rest[1]]
        names = ("owner", "reason", "control", "granted", "expires")
        return typed("waive", path, *which, *_options(theirs, names))
    # no command answers for nobody in particular
    if kind != "ratings" or not rest[1] or (theirs or {}).get("choices"):
        return None
    criterion, respondent, in_round = rest
    answer = _answer(theirs)
    if respondent == "consensus":
        return typed("consensus", path, criterion, *answer)
    round_ = ["--round", in_round] if in_round != "0" else []
    return typed("rate", path, criterion, *answer, "--respondent", respondent, *round_)


def _answer(theirs: dict[str, Any] | None) -> list[str]:
    if theirs is None:
        return ["--clear"]
    if theirs["state"] == "unknown":
        return ["--unknown", *_options(theirs, ("note",))]
    if theirs["state"] == "not_applicable":
        approved = _options(theirs, ("approver", "note"))
        return ["--not-applicable", theirs["reason"], *approved]
    return ["--level", str(theirs["level"]), *_options(theirs, ("note",))]


def _options(value: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    return [word for name in names if value.get(name) for word in (f"--{name}", str(value[name]))]


def _by_hand(path: Path) -> str:
    return f"write it into assessment.json; {typed('check', path)} tells whether it reads"
