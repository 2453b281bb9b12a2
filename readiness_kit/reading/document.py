"""A parsed file that still knows the line of each of its values, and its validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading.keys import no_such_key
from readiness_kit.reading.lists import list_wanted

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
            _problem(model, document, detail) for detail in error.errors(include_url=False)
        ) from None


_LIMITS = {
    "less_than_equal": ("le", "a number of at most"),
    "less_than": ("lt", "a number below"),
    "greater_than_equal": ("ge", "a number of at least"),
    "greater_than": ("gt", "a number above"),
}
"""By the validator's word for it: where it keeps the limit, and ours for it."""

_LENGTHS = {
    "too_long": ("max_length", "at most"),
    "string_too_long": ("max_length", "at most"),
    "too_short": ("min_length", "at least"),
    "string_too_short": ("min_length", "at least"),
}


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    kind, context, input = detail["type"], detail.get("ctx", {}), detail["input"]
    came = _figure(input) if kind in _LIMITS else shown(input)
    if kind == "missing":
        allowed, came = "this key is required", "nothing"
    elif kind == "extra_forbidden":
        allowed = no_such_key(model, path)
    elif kind == "literal_error":
        allowed = f"one of {context['expected']}"
    elif kind == "value_error":
        allowed = str(context["error"])
    elif kind in _LIMITS:
        key, words = _LIMITS[kind]
        allowed = f"{words} {_figure(context[key])}{_as_share(kind, context, input)}"
    elif kind in _LENGTHS:
        key, words = _LENGTHS[kind]
        allowed = f"{words} {_counted(context[key], 'character' if _text(input) else 'entry')}"
    elif kind == "list_type":
        allowed = list_wanted(model, path)
    elif kind in ("model_type", "dict_type"):
        allowed = "a group of `key: value` lines"
    else:
        allowed = detail["msg"]
    return document.problem(path, allowed, came)


def _as_share(kind: str, context: Mapping[str, Any], value: Any) -> str:
    """What a percentage would be as the share that is asked for."""
    # only what reads as a number is held against a limit, as text where a plain scalar was written
    if kind != "less_than_equal" or context["le"] > 1 or not 1 < float(value) <= 100:
        return ""
    share = float(value) / 100
    spelled = f"{share:.2f}" if round(share, 2) == share else f"{share:.6g}"
    return f", as a share: {spelled} for {_figure(value)} %"


def _figure(value: object) -> str:
    """A number as it was written: 90, though the type made 90.0 of it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value) if _text(value) else shown(value)


def _text(value: object) -> bool:
    return isinstance(value, str)


def _counted(number: int, what: str) -> str:
    many = {"character": "characters", "entry": "entries"}
    return f"{number} {what if number == 1 else many[what]}"


def file_name(path: Path) -> str:
    """How messages name a file: as short as it stays unambiguous to who typed it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
