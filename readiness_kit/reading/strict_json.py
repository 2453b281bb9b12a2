"""A JSON reader for files that the tool writes: no duplicate key, no NaN, no endless number.

The standard library parses at full speed; lines are found by a second look, taken only when
something is wrong.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading.document import Document, Path_, dotted, file_name, shown
from readiness_kit.reading.source import MAX_DEPTH, contents

MAX_BYTES = 20_000_000
_MAX_DIGITS = 18


class _RefusedError(ValueError):
    """Raised inside the parser's hooks; the message says what is allowed and what came."""

    def __init__(self, allowed: str, came: str, *, is_key: bool = False) -> None:
        self.allowed, self.came, self.is_key = allowed, came, is_key
        super().__init__(allowed)


def read_json(path: Path) -> Document:
    """Read one JSON file of at most 20 MB; raise InvalidFileError naming the line."""
    return parse_json(contents(path, most=MAX_BYTES), file_name(path))


def parse_json(raw: bytes, name: str) -> Document:
    """Parse JSON text of at most 50 levels strictly; `name` is how messages call it."""

    def refuse(line: int | None, path: Path_, allowed: str, came: str) -> InvalidFileError:
        return InvalidFileError([Problem(name, line, dotted(path), allowed, came)])

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse(line, (), "text saved as UTF-8", "bytes of another encoding") from None
    try:
        data = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_no_constant,
            parse_int=_short_integer,
            parse_float=_finite,
        )
    except json.JSONDecodeError as error:
        raise refuse(error.lineno, (), "valid JSON", error.msg) from None
    except _RefusedError as error:
        place, path = _find(text, error)
        raise refuse(place, path, error.allowed, shown(error.came)) from None
    except RecursionError:
        data, deep = None, True
    else:
        deep = _is_deep(data)
    if deep:
        place = next((word.line for word in _walk(text) if len(word.path) > MAX_DEPTH), None)
        raise refuse(place, (), f"at most {MAX_DEPTH} levels", "a deeper one")
    return Document(name, data, lru_cache(lambda: _lines(text)))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    items = dict(pairs)
    if len(items) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _RefusedError("each key once", twice, is_key=True)
    return items


def _no_constant(text: str) -> float:
    raise _RefusedError("a finite number", text)


def _short_integer(text: str) -> int:
    if len(text.lstrip("-")) > _MAX_DIGITS:
        raise _RefusedError(f"a number of at most {_MAX_DIGITS} digits", text)
    return int(text)


def _finite(text: str) -> float:
    number = float(text) if len(text) < 400 else math.inf
    if not math.isfinite(number):
        raise _RefusedError("a finite number", text)
    return number


def _is_deep(data: Any) -> bool:
    """Whether any value stands below the deepest level that is read."""
    values = [data]
    for _ in range(MAX_DEPTH + 1):
        values = [
            inner
            for value in values
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return bool(values)


class _Word(NamedTuple):
    """A value's beginning, or a key, with the path that it stands for."""

    path: Path_
    line: int
    token: str
    is_key: bool


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+|\n')


def _walk(text: str) -> Iterator[_Word]:
    """Every value and key of a JSON text in reading order."""
    steps: list[str | int] = []
    line, key = 1, False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line += 1
        elif token in "{[":
            yield _Word(tuple(steps), line, token, False)
            steps.append("" if token == "{" else 0)
            key = token == "{"
        elif token in "}]":
            if steps:
                steps.pop()
            key = False
        elif token == ",":
            if steps and isinstance(steps[-1], int):
                steps[-1] += 1
            else:
                key = bool(steps)
        elif token == ":":
            key = False
        else:
            if key:
                steps[-1] = _spoken(token)
            yield _Word(tuple(steps), line, token, key)


def _spoken(token: str) -> str:
    """A key without its quotes and escapes."""
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')


def _lines(text: str) -> dict[Path_, int]:
    lines: dict[Path_, int] = {}
    for word in _walk(text):
        lines.setdefault(word.path, word.line)
    return lines


def _find(text: str, refused: _RefusedError) -> tuple[int | None, Path_]:
    """Where a refused token stands; for a duplicate key, its second place."""
    seen: set[Path_] = set()
    for word in _walk(text):
        if word.is_key and refused.is_key and word.path[-1] == refused.came:
            if word.path in seen:
                return word.line, word.path
            seen.add(word.path)
        elif not refused.is_key and word.token.startswith(refused.came):
            return word.line, word.path
    return None, ()
