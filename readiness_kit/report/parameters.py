"""Parameters are refused before a kernel starts, unless they can only be data.

They are written into the notebook as source code, so a name or a value that is more than plain
data would run: a path, a tuple or an exception is turned into text without escapes there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping

from readiness_kit.errors import UsageError

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_DEPTH = 20
_COUNT = 10_000
_CHARACTERS = 1_000_000
_INTEGER_BITS = 64
_SCALARS = (str, int, float, bool, type(None))


def check_parameters(
    parameters: Mapping[str, object], *, declared: Collection[str], notebook: str
) -> dict[str, object]:
    """The parameters as a plain dict; raises UsageError for any that is no declared plain data."""
    for name in parameters:
        if type(name) is not str or not _NAME.fullmatch(name):
            raise UsageError(
                f"{notebook}: parameter name {_shown(name)}: lower-case letters, digits and "
                "underscores, starting with a letter. Nothing was started."
            )
        if name not in declared:
            raise UsageError(
                f"{notebook}: no parameter {name!r}; its parameters cell declares "
                f"{', '.join(sorted(declared)) or 'none'}. Nothing was started."
            )
    budget = _Budget(notebook)
    for name, value in parameters.items():
        budget.check(value, name, depth=0)
    return dict(parameters)


class _Budget:
    """Walks values by exact type, and counts what they hold over all parameters."""

    def __init__(self, notebook: str) -> None:
        self._notebook = notebook
        self._values = 0
        self._characters = 0

    def check(self, value: object, place: str, *, depth: int) -> None:
        self._values += 1
        if depth > _DEPTH or self._values > _COUNT:
            raise self._refused(place, f"at most {_DEPTH} levels and {_COUNT:,} values", "more")
        # exact types: a subclass may say anything when it is turned into source
        if type(value) is dict:
            for key, inner in value.items():
                if type(key) is not str:
                    raise self._refused(place, "keys that are text", _shown(key))
                self._text(key, place)
                self.check(inner, f"{place}.{key[:40]}", depth=depth + 1)
        elif type(value) is list:
            for index, inner in enumerate(value):
                self.check(inner, f"{place}[{index}]", depth=depth + 1)
        else:
            self._scalar(value, place)

    def _scalar(self, value: object, place: str) -> None:
        if type(value) not in _SCALARS:
            allowed = "text, a whole or finite number, true, false, null, or lists and maps of them"
            raise self._refused(place, allowed, _shown(value))
        if type(value) is str:
            self._text(value, place)
        elif type(value) is float and not math.isfinite(value):
            raise self._refused(place, "a finite number", str(value))
        elif type(value) is int and value.bit_length() > _INTEGER_BITS:
            raise self._refused(place, f"a whole number of {_INTEGER_BITS} bits", "a larger one")

    def _text(self, value: str, place: str) -> None:
        self._characters += len(value)
        if self._characters > _CHARACTERS:
            raise self._refused(place, f"at most {_CHARACTERS:,} characters in all", "more")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError as error:
            raise self._refused(place, "text that UTF-8 can hold", "half a character") from error

    def _refused(self, place: str, allowed: str, came: str) -> UsageError:
        return UsageError(
            f"{self._notebook}: parameter {place}: {allowed}; got {came}. Nothing was started."
        )


def _shown(value: object) -> str:
    """The type of a refused value; its own repr may run code or hold a secret."""
    if type(value) is str:
        return repr(value[:60])
    return f"a {type(value).__name__}"
