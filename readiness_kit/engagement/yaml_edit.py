"""Changes single values of a YAML text and leaves every other byte, comments first, as it was.

The parser says where a value stands; only those characters are replaced. What comes out is parsed
again and held against what was meant, so that a text this cannot change is refused, never spoiled.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import yaml

from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.reading import parse_yaml
from readiness_kit.reading.document import Path_, dotted
from readiness_kit.reading.types import Plain

Value = str | bool | int | float | dt.date
"""A `str` reads back as text, in quotes where it looks like anything else; the rest stand plain."""
Changes = Mapping[tuple[str, ...], Value | None]
"""By the path of a key: its new value, or None to take the key away."""

_BOM = "\ufeff"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that some reader of YAML takes for something else than text."""
_LONGEST_WHOLE = 1e15
"""Below it a float that is whole is written as people write it: 10000, not 10000.0."""
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def edited(raw: bytes, changes: Changes, *, name: str) -> bytes:
    """The text with these values changed, one after the other; `name` is how messages call it.

    Raises InvalidFileError where it does not read, and UsageError where a change would cost a
    comment or anything else: then it has to be made by hand.
    """
    for path, value in changes.items():
        raw = _changed(raw, path, value, name)
    return raw


def quoted(text: str) -> str:
    """Quote text for YAML, line separators and other invisible marks spelled out."""
    spelled = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda mark: f"\\u{ord(mark[0]):04x}", spelled)


def _changed(raw: bytes, path: tuple[str, ...], value: Value | None, name: str) -> bytes:
    try:
        meant = _meant(parse_yaml(raw, name).data, path, _read_back(value))
    except TypeError:
        _by_hand(path, name)
    before = raw.decode("utf-8").removeprefix(_BOM)
    after = _written(before, path, value)
    made = (_BOM if raw.startswith(_BOM.encode()) else "").encode() + after.encode()
    try:
        holds = _same(parse_yaml(made, name).data, meant) and list(_comments(after)) == list(
            _comments(before)
        )
    except InvalidFileError:
        holds = False
    if not holds:
        _by_hand(path, name)
    return made


def _read_back(value: Value | None) -> str | None:
    """What a reader finds where this value was written; whether a text is plain is no matter."""
    return value if value is None or isinstance(value, str) else Plain(_spelled(value))


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
        found = _entry(node, key)
        if found is None:
            return text if value is None else _added(text, node, path[depth:], value)
        holder, node = node, found[1]
    if value is None:
        return _taken(text, holder, path[-1])
    return text[: node.start_mark.index] + _after_colon(text, node, _spelled(value))


def _added(text: str, node: Any, keys: tuple[str, ...], value: Value) -> str:
    """The text with a key that was not there, and those under it, as the last of a mapping."""
    flow = _spelled(value)
    for key in reversed(keys[1:]):
        flow = f"{{{_spelled(key)}: {flow}}}"
    entry = f"{_spelled(keys[0])}: {flow}"
    if not isinstance(node, yaml.MappingNode):
        return text[: node.start_mark.index] + _after_colon(text, node, f"{{{entry}}}")
    if not node.value:
        return f"{text[: node.start_mark.index]}{{{entry}}}{text[node.end_mark.index :]}"
    end = _end(node.value[-1][1])
    if node.flow_style:
        return f"{text[:end]}, {entry}{text[end:]}"
    column = node.value[0][0].start_mark.column
    if column == 0 and (len(keys) > 1 or _example(text, keys[0])):
        return _as_block(text, keys, _spelled(value))
    stop = text.find("\n", end)
    place = len(text) if stop < 0 else stop
    line = _line_end(text)
    place -= text[:place].endswith("\r")
    return f"{text[:place]}{line}{' ' * column}{entry}{text[place:]}"


def _as_block(text: str, keys: tuple[str, ...], value: str) -> str:
    """The text with a new group of keys: under its example where one is commented out."""
    line = _line_end(text)
    lines = [f"{'  ' * depth}{_spelled(key)}:" for depth, key in enumerate(keys)]
    block = line.join(lines) + f" {value}{line}"
    if example := _example(text, keys[0]):
        return text[: example.end()] + block + text[example.end() :]
    return text + ("" if text.endswith("\n") else line) + line + block


def _example(text: str, key: str) -> re.Match[str] | None:
    """Where a key is shown as a comment, with the lines under it."""
    return re.search(rf"(?m)^#{re.escape(key)}:.*\n(?:#  .*\n)*(?=\r?\n\S|\r?\n?\Z)", text)


def _taken(text: str, holder: Any, key: str) -> str:
    """The text without a key; the comment on its line stays, on a line of its own."""
    place = next(i for i, (k, _) in enumerate(holder.value) if k.value == key)
    name, value = holder.value[place]
    start, end = name.start_mark.index, _end(value)
    if holder.flow_style:
        if place:
            start = _end(holder.value[place - 1][1])
        elif len(holder.value) > 1:
            end = holder.value[1][0].start_mark.index
        return text[:start] + text[end:]
    head = text[:start]
    if len(holder.value) == 1:  # what is left must still be a group
        return f"{head}{{}}{text[end:]}"
    rest = text[end:].lstrip(" \t")
    if not rest.startswith("#"):
        head, rest = head[: head.rfind("\n") + 1], rest[rest.find("\n") + 1 :]
    return head + rest


def _after_colon(text: str, node: Any, spelled: str) -> str:
    """A value's new text and all that follows it, a comment on its line in its old column.

    An absent value stood right behind its colon.
    """
    start, end = node.start_mark.index, _end(node)
    gap = " " if start == end and text[start - 1 : start] == ":" else ""
    made, rest = gap + spelled, text[end:]
    if room := re.match(r" {2,}(?=#)", rest):
        wide = max(2, len(room[0]) + end - start - len(made))
        rest = " " * wide + rest[room.end() :]
    return made + rest


def _entry(node: Any, key: str) -> tuple[Any, Any] | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == key), None)


def _end(node: Any) -> int:
    """Where a value ends; the parser has a block reach over the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _spelled(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < _LONGEST_WHOLE
        return repr(int(value) if whole else value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT
    return value if plain else quoted(value)


def _comments(text: str) -> Iterator[str]:
    """Every comment of a text, in order: what stands between the parser's tokens."""
    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        yield from _remarks(text[at : token.start_mark.index])
        at = max(at, token.end_mark.index)
    yield from _remarks(text[at:])


def _remarks(gap: str) -> Iterator[str]:
    yield from (line[line.index("#") :].rstrip() for line in gap.splitlines() if "#" in line)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _by_hand(path: Path_, name: str) -> NoReturn:
    raise UsageError(
        f"{dotted(path)} cannot be changed here without touching the rest of {name}; change it "
        f"there by hand. Nothing was written."
    )
