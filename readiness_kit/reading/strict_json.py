"""A JSON reader for files that the tool writes: no duplicate key, no NaN, no endless number.

The standard library parses at full speed; lines are found by a second look, taken only when
something is wrong.
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading.document import Document, Path_, dotted, file_name, shown

MAX_BYTES = 20_000_000
_MAX_DIGITS = 18


class _RefusedError(ValueError):
    """Raised inside the parser's hooks; the message says what is allowed and what came."""

    def __init__(self, allowed: str, came: str) -> None:
        self.allowed, self.came = allowed, came
        super().__init__(allowed)


def read_json(path: Path) -> Document:
    """Read one JSON file of at most 20 MB; raise InvalidFileError naming the line."""
    name = file_name(path)
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        allowed = f"a file that can be read ({error.strerror or error})"
        raise InvalidFileError([Problem(name, None, "", allowed, "")]) from None
    if size > MAX_BYTES:
        problem = Problem(name, None, "", f"at most {MAX_BYTES:,} bytes", f"{size:,} bytes")
        raise InvalidFileError([problem])
    return parse_json(raw, name)


def parse_json(raw: bytes, name: str) -> Document:
    """Parse JSON text strictly; `name` is how messages call it."""

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
        place, path = _find(text, error.came)
        raise refuse(place, path, error.allowed, shown(error.came)) from None
    except RecursionError:
        raise refuse(None, (), "at most 50 levels", "a deeper one") from None
    return Document(name, data, lru_cache(lambda: _lines(text)))


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    items = dict(pairs)
    if len(items) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _RefusedError("each key once", twice)
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


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+|\n')


def _walk(text: str) -> list[tuple[Path_, int, str]]:
    """Every value and key of a JSON text with its path and line, in reading order."""
    found: list[tuple[Path_, int, str]] = []
    steps: list[str | int] = []
    line, key = 1, False
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "\n":
            line += 1
        elif token in "{[":
            found.append((tuple(steps), line, token))
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
                steps[-1] = token.strip('"')
            found.append((tuple(steps), line, token))
    return found


def _lines(text: str) -> dict[Path_, int]:
    lines: dict[Path_, int] = {}
    for path, line, _ in _walk(text):
        lines.setdefault(path, line)
    return lines


def _find(text: str, came: str) -> tuple[int | None, Path_]:
    """Where a refused token stands; for a duplicate key, its second place."""
    seen: set[Path_] = set()
    for path, line, token in _walk(text):
        if token == came:
            return line, path
        if token == f'"{came}"' and path and path[-1] == came:
            if path in seen:
                return line, path
            seen.add(path)
    return None, ()
