"""Changes the list `people` of a YAML text and leaves every other byte, comments first, as it was.

As for single values, what comes out is parsed again and held against what was meant: where a
person could only go or come at the cost of a comment, the text is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from readiness_kit.engagement.yaml_text import (
    added,
    after_colon,
    as_block,
    comments,
    end_of,
    entry_of,
    line_end,
    spelled,
    taken,
)
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.reading import parse_yaml

_BOM = "\ufeff"
_KEY = "people"
_FIELDS = ("id", "role", "name")


@dataclass(frozen=True)
class Listed:
    """One person as the list is to have them; "" as name is none."""

    id: str
    role: str
    name: str = ""
    was: str | None = None
    """The id under which the text has them; None: they are new."""


def with_people(raw: bytes, people: Sequence[Listed], *, name: str) -> bytes:
    """The text with these people in this order; `name` is how messages call it.

    Raises InvalidFileError where it does not read, and UsageError where the change would cost a
    comment, or those who stay would change places: then it has to be made by hand.
    """
    data = parse_yaml(raw, name).data
    before = raw.decode("utf-8").removeprefix(_BOM)
    try:
        there = [dict(person) for person in (data.get(_KEY) or [])]
        after, meant = _written(before, there, people, name), _meant(there, people)
        made = (_BOM if raw.startswith(_BOM.encode()) else "").encode() + after.encode()
        read = parse_yaml(made, name).data
    except (InvalidFileError, AttributeError, LookupError, TypeError, ValueError):
        _by_hand(name)
    expected = {**data, _KEY: meant} if meant or _KEY in data else data
    if list(comments(after)) != list(comments(before)):
        _by_hand(name, " without losing a comment")
    if {**read, _KEY: read.get(_KEY) or []} != {**expected, _KEY: expected.get(_KEY) or []}:
        _by_hand(name)
    return made


def _meant(there: list[dict[str, Any]], people: Sequence[Listed]) -> list[dict[str, Any]]:
    by_id = {str(person["id"]): person for person in there}
    made = []
    for person in people:
        entry = {} if person.was is None else dict(by_id[person.was])
        for field in _FIELDS:
            text = getattr(person, field)
            if text:
                entry[field] = text
            elif entry.get(field) is not None:
                del entry[field]
        made.append(entry)
    return made


def _written(text: str, there: list[dict[str, Any]], people: Sequence[Listed], name: str) -> str:
    ids = [str(person["id"]) for person in there]
    stay = [ids.index(person.was) for person in people if person.was is not None]
    if stay != sorted(set(stay)):
        _by_hand(name)
    for person in people:
        if person.was is not None:
            place = ids.index(person.was)
            text = _changed(text, place, there[place], person)
    for place in reversed(range(len(ids))):
        if place not in stay:
            text = _without(text, place)
    for place, person in enumerate(people):
        if person.was is None:
            text = _with(text, place, person, name)
    return text


def _changed(text: str, place: int, old: dict[str, Any], person: Listed) -> str:
    for field in _FIELDS:
        new = getattr(person, field)
        if new == (old.get(field) or ""):
            continue
        entry = _list(text).value[place]
        pair = entry_of(entry, field)
        if not new:
            text = taken(text, entry, field)
        elif pair is None:
            text = added(text, entry, (field,), new)
        else:
            text = text[: pair[1].start_mark.index] + after_colon(text, pair[1], spelled(new))
    return text


def _without(text: str, place: int) -> str:
    """The text without one entry; whether a comment went with it is seen by the caller."""
    node = _list(text)
    entries = node.value
    start, end = entries[place].start_mark.index, end_of(entries[place])
    if len(entries) == 1 and node.flow_style:
        return text[: node.start_mark.index] + "[]" + text[node.end_mark.index :]
    if node.flow_style:
        if place:
            return text[: end_of(entries[place - 1])] + text[end:]
        return text[:start] + text[entries[1].start_mark.index :]
    head, rest = text[: _line_start(text, start)], text[_next_line(text, end) :]
    if len(entries) > 1:
        return head + rest
    colon = _pair(text)[0].end_mark.index + 1
    return f"{head[:colon]} []{head[colon:]}{rest}"


def _with(text: str, place: int, person: Listed, name: str) -> str:
    """The text with one entry more, spelled as its neighbours are."""
    flow = f"{{{', '.join(f'{key}: {value}' for key, value in _fields(person))}}}"
    pair = _pair(text)
    if pair is None:
        if _root(text).flow_style:
            _by_hand(name)
        return _with(as_block(text, (_KEY,), "[]"), place, person, name)
    node = pair[1]
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return _first(text, pair, flow, name)
    if node.flow_style:
        return _in_flow(text, node, place, flow)
    return _in_block(text, node, place, person, flow)


def _first(text: str, pair: Any, flow: str, name: str) -> str:
    """The text with a list that was empty, or null, begun on a line of its own."""
    key, value = pair
    if _root(text).flow_style:
        _by_hand(name)
    colon = key.end_mark.index + 1
    end = max(end_of(value), colon)
    stop = _line_stop(text, end)
    line = f"{line_end(text)}{' ' * key.start_mark.column}  - {flow}"
    return text[:colon] + text[end:stop].rstrip() + line + text[stop:]


def _in_flow(text: str, node: Any, place: int, flow: str) -> str:
    entries = node.value
    if place == 0:
        start = entries[0].start_mark.index
        return f"{text[:start]}{flow}, {text[start:]}"
    end = end_of(entries[place - 1])
    began = end_of(entries[place - 2]) if place > 1 else node.start_mark.index
    if "\n" not in text[began : entries[place - 1].start_mark.index]:
        return f"{text[:end]}, {flow}{text[end:]}"
    comma = re.match(r"[ \t]*,", text[end:])
    stop = _line_stop(text, end)
    remark = text[end + (comma.end() if comma else 0) : stop]
    if remark.strip() and not remark.lstrip().startswith("#"):
        return f"{text[:end]}, {flow}{text[end:]}"
    line = f"{line_end(text)}{' ' * entries[place - 1].start_mark.column}{flow}"
    return f"{text[:end]},{remark}{line}{',' if comma else ''}{text[stop:]}"


def _in_block(text: str, node: Any, place: int, person: Listed, flow: str) -> str:
    entries = node.value
    near = entries[place - 1] if place else entries[0]
    dash, column = node.start_mark.column, near.start_mark.column
    line, gap = line_end(text), " " * (column - dash - 1)
    fields = [flow] if near.flow_style else [f"{key}: {value}" for key, value in _fields(person)]
    entry = f"{' ' * dash}-{gap}" + f"{line}{' ' * column}".join(fields)
    if place == 0:
        start = _line_start(text, near.start_mark.index)
        return f"{text[:start]}{entry}{line}{text[start:]}"
    stop = _line_stop(text, end_of(near))
    return f"{text[:stop]}{line}{entry}{text[stop:]}"


def _fields(person: Listed) -> list[tuple[str, str]]:
    said = [(field, getattr(person, field)) for field in _FIELDS]
    return [(field, spelled(text)) for field, text in said if text]


def _root(text: str) -> Any:
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _pair(text: str) -> Any:
    return entry_of(_root(text), _KEY)


def _list(text: str) -> Any:
    return _pair(text)[1]


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_stop(text: str, at: int) -> int:
    """Where the line ends, its line end not counted."""
    stop = text.find("\n", at)
    if stop < 0:
        return len(text)
    return stop - text[:stop].endswith("\r")


def _next_line(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return len(text) if stop < 0 else stop + 1


def _by_hand(name: str, reason: str = "") -> NoReturn:
    raise UsageError(
        f"`people` cannot be changed here{reason}; change it in {name} by hand. "
        "Nothing was written."
    )
