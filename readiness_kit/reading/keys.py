"""Which keys a group of lines may have, and which of them was meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

_LISTED = 12
"""So many keys can be read in a message; of more, none is named but the nearest."""


def no_such_key(model: type[BaseModel], path: tuple[str | int, ...]) -> str:
    """Refuse the key at the end of a path: name the nearest known one, else all if few."""
    *group, key = path
    known = sorted({name for inner in _at(model, group) for name in _keys(inner)})
    asked = "no such key here; is it misspelled?"
    if near := difflib.get_close_matches(str(key), known, n=1):
        return f"{asked} The nearest is `{near[0]}`"
    if 0 < len(known) <= _LISTED:
        return f"{asked} There is {', '.join(known)}"
    return asked


def types_at(model: type[BaseModel], path: tuple[str | int, ...]) -> Iterator[Any]:
    """The types of the key at the end of a path, as the models that it may stand in say them."""
    *group, key = path
    for inner in _at(model, group):
        if (found := _keys(inner).get(str(key))) is not None:
            yield found


def _at(model: type[BaseModel], group: list[str | int]) -> list[type[BaseModel]]:
    """The models of which a value at this path may be one."""
    places = [model]
    for step in group:
        inner = [found for place in places for found in _models(_keys(place).get(str(step)))]
        # a step that is no key of theirs counts in a list or a table of such groups
        places = inner or places
    return places


def _keys(model: type[BaseModel]) -> dict[str, Any]:
    """By key as it is written: the type of its value."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models that a type is made of, such as `list[Person] | None` of Person."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)
