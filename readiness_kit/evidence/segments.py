"""Parts of the data that the client left out of scope: `column OP literal` or `column in [..]`.

A parser of its own reads them. They come from a client's file, so they never reach eval or a query
language, and nothing but a comparison of one column with written values can be said.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.evidence.samples import is_number, names_said

Literal_ = str | float | bool

_ORDER: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TOKENS = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|\\['\\])*'|"(?:[^"\\]|\\["\\])*")
    | (?P<name>`[^`]+`|[^\W\d][\w.\-]*)
    | (?P<number>-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?(?![\w.]))
    | (?P<sign>==|!=|<=|>=|<|>)
    | (?P<mark>[\[\],])
    )""",
    re.VERBOSE,
)
_ALLOWED = "`column OP literal` with one of == != < <= > >=, or `column in [literal, ...]`"
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One condition on one column."""

    text: str
    """As the client wrote it."""
    column: str
    operator: str
    values: tuple[Literal_, ...]

    def matches(self, cell: str) -> bool:
        """Whether a cell, as text, lies in the segment.

        A number in the condition compares as a number, text as text; a cell that is no number is
        unequal to every number and neither above nor below it.
        """
        if self.operator in ("==", "in"):
            return any(_equal(cell, value) for value in self.values)
        if self.operator == "!=":
            return not _equal(cell, self.values[0])
        mine = _as_type_of(self.values[0], cell)
        return mine is not None and bool(_ORDER[self.operator](mine, self.values[0]))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int
    """Counted from 1, as a reader counts."""


def parse_segments(
    texts: Sequence[str],
    *,
    columns: Sequence[str] | None = None,
    data: str = "the data",
    file: str = "engagement.yaml",
) -> tuple[Segment, ...]:
    """Read the conditions of `excluded_segments`; raise InvalidFileError naming text and position.

    With `columns`, those of the file that messages call `data`, a condition on any other column
    is refused as well.
    """
    segments: list[Segment] = []
    problems: list[Problem] = []
    for index, text in enumerate(texts):
        try:
            segments.append(_parse(text, columns, data))
        except _MisreadError as error:
            field = f"excluded_segments[{index}]"
            problems.append(Problem(file, None, field, error.allowed, error.came))
    if problems:
        raise InvalidFileError(problems)
    return tuple(segments)


class _MisreadError(ValueError):
    """A condition that does not read; says what is allowed and what came, and where."""

    def __init__(self, text: str, at: int, allowed: str) -> None:
        shown = text if len(text) <= 80 else text[:79] + "…"
        self.allowed, self.came = allowed, f"{shown!r} at position {at}"
        super().__init__(allowed)


def _parse(text: str, columns: Sequence[str] | None, data: str) -> Segment:
    tokens = _tokens(text)

    def refuse(at: int, allowed: str = _ALLOWED) -> NoReturn:
        raise _MisreadError(text, tokens[at].at if at < len(tokens) else len(text) + 1, allowed)

    if not tokens or tokens[0].kind != "name":
        refuse(0, "a column's name first; put one with spaces between backticks")
    column = tokens[0].text.strip("`")
    if columns is not None and column not in columns:
        names = names_said(columns)
        missing = ", which seems to have no header row" if names is None else f": {names}"
        refuse(0, f"a column of {data}{missing}")
    if len(tokens) < 2:
        refuse(1)
    if tokens[1].kind == "name" and tokens[1].text == "in":
        return Segment(text, column, "in", _listed(tokens, refuse))
    if tokens[1].kind != "sign":
        refuse(1)
    if len(tokens) < 3 or (value := _literal(tokens[2])) is None:
        refuse(2, "a literal: quoted text, a number, true or false")
    if len(tokens) > 3:
        refuse(3, "nothing after the literal; write one condition a line")
    if tokens[1].text in _ORDER and isinstance(value, bool):
        refuse(2, "a number or quoted text to compare with")
    return Segment(text, column, tokens[1].text, (value,))


def _listed(tokens: list[_Token], refuse: Callable[..., NoReturn]) -> tuple[Literal_, ...]:
    """The literals between the brackets of an `in`, one at least."""
    if len(tokens) < 3 or tokens[2].text != "[":
        refuse(2, "a list in square brackets after `in`")
    values: list[Literal_] = []
    at = 3
    while True:
        if at >= len(tokens) or (value := _literal(tokens[at])) is None:
            refuse(at, "a literal: quoted text, a number, true or false")
        values.append(value)
        mark = tokens[at + 1].text if at + 1 < len(tokens) else ""
        if mark not in (",", "]") or tokens[at + 1].kind != "mark":
            refuse(at + 1, "a comma or a closing bracket")
        at += 2
        if mark == "]":
            break
    if at < len(tokens):
        refuse(at, "nothing after the closing bracket")
    return tuple(values)


def _tokens(text: str) -> list[_Token]:
    if len(text) > _LONGEST:
        raise _MisreadError(text, _LONGEST + 1, f"at most {_LONGEST} characters")
    tokens: list[_Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKENS.match(text, at)
        if match is None or match.lastgroup is None:
            start = at + len(text[at:]) - len(text[at:].lstrip())
            raise _MisreadError(text, start + 1, _ALLOWED)
        kind = match.lastgroup
        tokens.append(_Token(kind, match[kind], match.start(kind) + 1))
        at = match.end()
    return tokens


def _literal(token: _Token) -> Literal_ | None:
    if token.kind == "text":
        return re.sub(r"\\(.)", r"\1", token.text[1:-1])
    if token.kind == "number":
        return float(token.text)
    if token.kind == "name" and token.text in ("true", "false"):
        return token.text == "true"
    return None


def _equal(cell: str, value: Literal_) -> bool:
    return _as_type_of(value, cell) == value


def _as_type_of(value: Literal_, cell: str) -> Literal_ | None:
    """The cell as what it is compared with; None where it is nothing of the kind."""
    if isinstance(value, bool):
        return {"true": True, "false": False}.get(cell.lower())
    if isinstance(value, str):
        return cell
    return float(cell) if is_number(cell) else None
