"""Changes single values of a YAML text and leaves every other byte, comments first, as it was.

The parser says where a value stands; only those characters are replaced. What comes out is parsed
again and held against what was meant, so that a text this cannot change is refused, never spoiled.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

import yaml

from readiness_kit.engagement.yaml_text import (
    Value,
    added,
    after_colon,
    comments,
    entry_of,
    spelled,
    taken,
)
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.reading import parse_yaml
from readiness_kit.reading.document import Path_, dotted
from readiness_kit.reading.types import Plain

Changes = Mapping[tuple[str, ...], Value | None]
"""By the path of a key: its new value, or None to take the key away."""

_BOM = "\ufeff"


def edited(raw: bytes, changes: Changes, *, name: str) -> bytes:
    """The text with these values changed, one after the other; `name` is how messages call it.

    Raises InvalidFileError where it does not read, and UsageError where a change would cost a
    comment or anything else: then it has to be made by hand.
    """
    for path, value in changes.items():
        raw = _changed(raw, path, value, name)
    return raw


def _changed(raw: bytes, path: tuple[str, ...], value: Value | None, name: str) -> bytes:
    try:
        meant = _meant(parse_yaml(raw, name).data, path, _read_back(value))
    except TypeError:
        _by_hand(path, name)
    before = raw.decode("utf-8").removeprefix(_BOM)
    after = _written(before, path, value)
    made = (_BOM if raw.startswith(_BOM.encode()) else "").encode() + after.encode()
    try:
        holds = _same(parse_yaml(made, name).data, meant) and list(comments(after)) == list(
            comments(before)
        )
    except InvalidFileError:
        holds = False
    if not holds:
        _by_hand(path, name)
    return made


def _read_back(value: Value | None) -> str | None:
    """What a reader finds where this value was written; whether a text is plain is no matter."""
    return value if value is None or isinstance(value, str) else Plain(spelled(value))


def _same(found: Any, meant: Any) -> bool:
    """Whether a text says what was meant; a number in quotes is not the number."""
    if isinstance(meant, dict):
        keys = isinstance(found, dict) and found.keys() == meant.keys()
        return keys and all(_same(found[key], meant[key]) for key in meant)
    return bool(found == meant) and (isinstance(found, Plain) or not isinstance(meant, Plain))


def _meant(data: Any, path: tuple[str, ...], value: str | None) -> Any:
    """The same data with one key set or taken away; TypeError where a group is none."""
    key, *rest = path
    held = {} if data is None else {**data}
    if rest:
        below = held.get(key)
        if value is not None or (isinstance(below, dict) and rest[0] in below):
            held[key] = _meant(below, tuple(rest), value)
    elif value is None:
        held.pop(key, None)
    else:
        held[key] = value
    return held


def _written(text: str, path: tuple[str, ...], value: Value | None) -> str:
    node: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    for depth, key in enumerate(path):
        found = entry_of(node, key)
        if found is None:
            return text if value is None else added(text, node, path[depth:], value)
        holder, node = node, found[1]
    if value is None:
        return taken(text, holder, path[-1])
    return text[: node.start_mark.index] + after_colon(text, node, spelled(value))


def _by_hand(path: Path_, name: str) -> NoReturn:
    raise UsageError(
        f"{dotted(path)} cannot be changed here without touching the rest of {name}; change it "
        f"there by hand. Nothing was written."
    )
