"""Where the entries of a YAML text stand, and what they become: its characters, not its data.

The parser marks where each value begins and ends. Nothing here checks what comes out; that is for
those who change a text by it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

Value = str | bool | int | float | dt.date
"""A `str` reads back as text, in quotes where it looks like anything else; the rest stand plain."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_./-]*")
_NOT_TEXT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""Words that some reader of YAML takes for something else than text."""
_LONGEST_WHOLE = 1e15
"""Below it a float that is whole is written as people write it: 10000, not 10000.0."""
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")


def quoted(text: str) -> str:
    """Quote text for YAML, line separators and other invisible marks spelled out."""
    escaped = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda mark: f"\\u{ord(mark[0]):04x}", escaped)


def added(text: str, node: Any, keys: tuple[str, ...], value: Value) -> str:
    """The text with a key that was not there, and those under it, as the last of a mapping."""
    flow = spelled(value)
    for key in reversed(keys[1:]):
        flow = f"{{{spelled(key)}: {flow}}}"
    entry = f"{spelled(keys[0])}: {flow}"
    if not isinstance(node, yaml.MappingNode):
        return text[: node.start_mark.index] + after_colon(text, node, f"{{{entry}}}")
    if not node.value:
        return f"{text[: node.start_mark.index]}{{{entry}}}{text[node.end_mark.index :]}"
    end = end_of(node.value[-1][1])
    if node.flow_style:
        return f"{text[:end]}, {entry}{text[end:]}"
    column = node.value[0][0].start_mark.column
    if column == 0 and (len(keys) > 1 or _example(text, keys[0])):
        return as_block(text, keys, spelled(value))
    stop = text.find("\n", end)
    place = len(text) if stop < 0 else stop
    line = line_end(text)
    place -= text[:place].endswith("\r")
    return f"{text[:place]}{line}{' ' * column}{entry}{text[place:]}"


def as_block(text: str, keys: tuple[str, ...], value: str) -> str:
    """The text with a new group of keys: under its example where one is commented out."""
    line = line_end(text)
    lines = [f"{'  ' * depth}{spelled(key)}:" for depth, key in enumerate(keys)]
    block = line.join(lines) + f" {value}{line}"
    if example := _example(text, keys[0]):
        return text[: example.end()] + block + text[example.end() :]
    return text + ("" if text.endswith("\n") else line) + line + block


def _example(text: str, key: str) -> re.Match[str] | None:
    """Where a key is shown as a comment, with the lines under it."""
    return re.search(rf"(?m)^#{re.escape(key)}:.*\n(?:#  .*\n)*(?=\r?\n\S|\r?\n?\Z)", text)


def taken(text: str, holder: Any, key: str) -> str:
    """The text without a key; the comment on its line stays, on a line of its own."""
    place = next(i for i, (k, _) in enumerate(holder.value) if k.value == key)
    name, value = holder.value[place]
    start, end = name.start_mark.index, end_of(value)
    if holder.flow_style:
        if place:
            start = end_of(holder.value[place - 1][1])
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


def after_colon(text: str, node: Any, said: str) -> str:
    """A value's new text and all that follows it, a comment on its line in its old column.

    An absent value stood right behind its colon.
    """
    start, end = node.start_mark.index, end_of(node)
    gap = " " if start == end and text[start - 1 : start] == ":" else ""
    made, rest = gap + said, text[end:]
    if room := re.match(r" {2,}(?=#)", rest):
        wide = max(2, len(room[0]) + end - start - len(made))
        rest = " " * wide + rest[room.end() :]
    return made + rest


def entry_of(node: Any, key: str) -> tuple[Any, Any] | None:
    """The node of a key and that of its value, None where a mapping lacks it or there is none."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((pair for pair in pairs if pair[0].value == key), None)


def end_of(node: Any) -> int:
    """Where a value ends; the parser has a block reach over the comments that follow it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end_of(last[1] if isinstance(last, tuple) else last)


def spelled(value: Value) -> str:
    """A value as YAML spells it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        whole = isinstance(value, float) and value.is_integer() and abs(value) < _LONGEST_WHOLE
        return repr(int(value) if whole else value)
    plain = _PLAIN.fullmatch(value) and value.lower() not in _NOT_TEXT
    return value if plain else quoted(value)


def comments(text: str) -> Iterator[str]:
    """Every comment of a text, in order: what stands between the parser's tokens."""
    at = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        yield from _remarks(text[at : token.start_mark.index])
        at = max(at, token.end_mark.index)
    yield from _remarks(text[at:])


def _remarks(gap: str) -> Iterator[str]:
    yield from (line[line.index("#") :].rstrip() for line in gap.splitlines() if "#" in line)


def line_end(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"
