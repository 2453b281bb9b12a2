"""What a list looks like that a file should have had where something else stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from readiness_kit.reading.keys import types_at

_EXAMPLES: dict[Any, str] = {
    dt.date: "[2026-09-14, 2026-10-12]",
    float: "[0.5, 1]",
    int: "[1, 2]",
    str: "[one, another]",
}


def list_wanted(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """Say what list is allowed at a path, by an example with words or values that it may hold."""
    entry = next((inner for found in types_at(model, path) for inner in _entries(found)), None)
    if isinstance(entry, type) and issubclass(entry, BaseModel):
        return "a list: `- ` before each group of `key: value` lines"
    if get_origin(entry) is Literal:
        return f"a list such as [{', '.join(map(str, get_args(entry)[:2]))}]"
    return f"a list such as {_EXAMPLES[entry]}" if entry in _EXAMPLES else "a list"


def _entries(annotation: Any) -> Iterator[Any]:
    """What the lists of a type are made of, such as `list[int] | None` of int."""
    if get_origin(annotation) is list:
        (entry,) = get_args(annotation)
        yield get_args(entry)[0] if get_origin(entry) is Annotated else entry
        return
    for argument in get_args(annotation):
        yield from _entries(argument)
