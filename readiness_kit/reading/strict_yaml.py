"""A YAML reader for files that people write: one meaning a file, a line for every fault.

PyYAML's C parser gives the events; the tree is built here. Tags, anchors, aliases, duplicate keys
and several documents are refused, so no code runs, no alias bomb unfolds and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import yaml

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading.document import Document, Path_, dotted, file_name, shown
from readiness_kit.reading.source import MAX_DEPTH, contents
from readiness_kit.reading.types import Plain

MAX_BYTES = 1_000_000

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null"})


def read_yaml(path: Path) -> Document:
    """Read one YAML file; raise InvalidFileError naming the line of what is wrong."""
    return parse_yaml(contents(path, most=MAX_BYTES), file_name(path))


def parse_yaml(raw: bytes, name: str) -> Document:
    """Parse YAML text of at most 1 MB and 50 levels; `name` is how messages call it."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(name, line, (), "text saved as UTF-8", "bytes of another encoding")
    builder = _Builder(name, text)
    return Document(name, builder.data, lambda: builder.lines)


class _Builder:
    """Builds plain containers from the parser's events, and remembers their lines."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.lines: dict[Path_, int] = {}
        self._events = self._parse(text)
        self.data = self._document()

    def _parse(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=_Loader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            # at the end of the text the parser already stands on a line behind the last
            last = text.count("\n") + 1
            line = min(mark.line + 1, last) if mark else self._line_of(text, error)
            what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
            _refuse(self.name, line, (), "valid YAML", str(what))

    @staticmethod
    def _line_of(text: str, error: Exception) -> int | None:
        position = getattr(error, "position", None)
        return None if position is None else text.count("\n", 0, position) + 1

    def _document(self) -> Any:
        data: Any = None
        seen = False
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if seen:
                    line = _line(event)
                    _refuse(self.name, line, (), "one document in a file", "a second `---`")
                seen = True
                data = self._value(next(self._events), (), 0)
        if not seen:
            _refuse(self.name, 1, (), "at least one `key: value` line", "an empty file")
        return data

    def _value(self, event: Any, path: Path_, depth: int) -> Any:
        line = _line(event)
        self.lines[path] = line
        if isinstance(event, yaml.AliasEvent):
            _refuse(self.name, line, path, "a value written out", f"the alias *{event.anchor}")
        if event.anchor is not None:
            _refuse(self.name, line, path, "a value without an anchor", f"&{event.anchor}")
        if event.tag not in (None, "!"):
            _refuse(self.name, line, path, "a value without a tag", f"the tag {shown(event.tag)}")
        if depth > MAX_DEPTH:
            _refuse(self.name, line, (), f"at most {MAX_DEPTH} levels", "a deeper one")
        if isinstance(event, yaml.ScalarEvent):
            # the C parser says "" where the Python one says None
            plain = not event.style
            return None if plain and event.value in _NULLS else _scalar(event.value, plain)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path, depth)
        return self._mapping(path, depth)

    def _sequence(self, path: Path_, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path: Path_, depth: int) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag:
                _refuse(self.name, line, path, "a plain word as key", "something else")
            key = _scalar(event.value, not event.style)
            if key in items:
                _refuse(self.name, line, (*path, key), "each key once", f"{shown(key)} again")
            items[key] = self._value(next(self._events), (*path, str(key)), depth + 1)
            self.lines[(*path, str(key))] = line
        return items


def _line(event: Any) -> int:
    """The line on which an event starts, from 1."""
    return int(event.start_mark.line) + 1


def _scalar(value: str, plain: bool) -> str:
    return Plain(value) if plain else value


def _refuse(name: str, line: int | None, path: Path_, allowed: str, came: str) -> NoReturn:
    raise InvalidFileError([Problem(name, line, dotted(path), allowed, came)]) from None
