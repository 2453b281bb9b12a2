"""The scalar types of our files: what a value may be is said by the schema, never guessed.

A plain YAML scalar arrives as `Plain`, its text untouched, so that `no` stays a word and `0123`
never becomes 83. A quoted scalar, and a string in JSON, arrives as `str` and is only ever text.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Plain(str):
    """An unquoted YAML scalar, not yet typed."""

    __slots__ = ()


# one spelling of each number, since levels are keys: `1` and `+1` would be one key twice
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})?(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,3})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_IDENTIFIER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,79}")
_LONGEST = 80
# the second row of control characters can drive a terminal as the first can; 0x85 is a line end
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def _integer(value: Any) -> int:
    if isinstance(value, Plain) and _INTEGER.fullmatch(value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise ValueError("a whole number such as 3, without quotes or leading zeros")


def _number(value: Any) -> float:
    written = isinstance(value, Plain) and re.search("[0-9]", value) and _NUMBER.fullmatch(value)
    if written or (isinstance(value, int | float) and not isinstance(value, bool)):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise ValueError("a finite number such as 0.9, without quotes")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in ("true", "false"):
        return value == "true"
    raise ValueError("true or false")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("text; put a number or a date that is meant as text in quotes")
    if _UNPRINTABLE.search(value):
        raise ValueError("text without control characters or lone surrogates")
    return str(value)


def _day(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError("a day such as 2026-09-14")


@lru_cache(4_096)
def _is_identifier(text: str) -> bool:
    """Ids come again and again in one file, and longer ones are refused before they are kept."""
    return _IDENTIFIER.fullmatch(text) is not None


def _identifier(value: Any) -> str:
    if isinstance(value, str) and len(value) <= _LONGEST and _is_identifier(value):
        return str(value)
    raise ValueError("an id of letters, digits, `_`, `-` and `.`, at most 80 characters")


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


Integer = Annotated[int, BeforeValidator(_integer)]
"""A whole number; `0123`, `"3"`, `3.0` and `true` are refused."""
Number = Annotated[float, BeforeValidator(_number)]
"""A finite number."""
Flag = Annotated[bool, BeforeValidator(_flag)]
"""true or false, and no other spelling of them."""
Text = Annotated[str, BeforeValidator(_text), Field(max_length=20_000)]
"""Text as it was written."""
Identifier = Annotated[str, BeforeValidator(_identifier)]
"""A name that files and commands may carry."""
Day = Annotated[dt.date, BeforeValidator(_day)]
"""A calendar day in ISO form."""
OneOrMore = BeforeValidator(_one_or_more)
"""Lets a single value stand for a list of one."""


class StrictModel(BaseModel):
    """A frozen record that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")
