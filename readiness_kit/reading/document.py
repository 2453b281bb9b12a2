"""A parsed file that still knows the line of each of its values, and its validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from readiness_kit.errors import InvalidFileError, Problem

Path_ = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

_SHOWN = 80
"""Characters of an offending value that a message repeats."""


@dataclass(frozen=True)
class Document:
    """What one file said: plain containers and scalars, and where each stood."""

    file: str
    data: Any
    locate: Callable[[], Mapping[Path_, int]] = field(default=dict, repr=False)
    """The line of each path; a callable, since only a file with a problem needs it."""

    def line(self, path: Path_) -> int | None:
        """The line of the value at `path`, else of its nearest parent."""
        lines = self.locate()
        for length in range(len(path), -1, -1):
            if path[:length] in lines:
                return lines[path[:length]]
        return None

    def problem(self, path: Path_, allowed: str, came: object = "", **more: Any) -> Problem:
        """A problem with the value at `path` of this file."""
        return Problem(self.file, self.line(path), dotted(path), allowed, str(came), **more)


def dotted(path: Path_) -> str:
    """Spell a path as people read it: `people[2].role`."""
    text = ""
    for step in path:
        word = f"[{step}]" if isinstance(step, int) else _word(step)
        text += f".{word}" if text and isinstance(step, str) else word
    return text


def _word(key: str) -> str:
    """A key as it was written, unless it would turn, hide or flood the message around it."""
    return key if key.isprintable() and len(key) <= _SHOWN else shown(key)


def shown(value: object) -> str:
    """Spell an offending value for a message, cut to a readable length."""
    text = repr(str(value)) if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def validated(model: type[M], document: Document) -> M:
    """Check a document against a model; raise InvalidFileError with every problem at once."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise InvalidFileError(
            _problem(document, detail) for detail in error.errors(include_url=False)
        ) from None


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    kind, context = detail["type"], detail.get("ctx", {})
    came = shown(detail["input"])
    if kind == "missing":
        allowed, came = "this key is required", "nothing"
    elif kind == "extra_forbidden":
        allowed, came = "no such key here; is it misspelled?", came
    elif kind == "literal_error":
        allowed = f"one of {context['expected']}"
    elif kind == "value_error":
        allowed = str(context["error"])
    elif kind in ("too_long", "string_too_long"):
        unit = "characters" if isinstance(detail["input"], str) else "entries"
        allowed = f"at most {context['max_length']} {unit}"
    elif kind == "model_type":
        allowed = "a group of `key: value` lines"
    else:
        allowed = detail["msg"]
    return document.problem(path, allowed, came)


def file_name(path: Path) -> str:
    """How messages name a file: as short as it stays unambiguous to who typed it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
