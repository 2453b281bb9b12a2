"""A small JSON path: `$`, `.name`, `['name']`, `[0]` and, over a list of answers, one `[*]`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from readiness_kit.errors import TargetError

_STEP = re.compile(
    r"\.(?P<name>[^\W\d][\w-]*)"
    r"|\['(?P<single>(?:[^'\\]|\\['\\])*)'\]"
    r'|\["(?P<double>(?:[^"\\]|\\["\\])*)"\]'
    r"|\[(?P<place>0|[1-9]\d{0,8})\]"
    r"|\[(?P<each>\*)\]"
)
_ESCAPED = re.compile(r"\\(.)")


class PathNotFoundError(Exception):
    """An answer has nothing at a path."""


@dataclass(frozen=True)
class JsonPath:
    """Where a value stands in a document."""

    text: str
    before: tuple[str | int, ...]
    """The steps up to `[*]`; all of them where there is none."""
    after: tuple[str | int, ...] | None = None
    """The steps from `[*]` on; None where there is none."""

    def all_of(self, document: Any) -> list[Any]:
        """What stands where `[*]` leads; raises PathNotFoundError where that is no list."""
        found = _walked(document, self.before)
        if not isinstance(found, list):
            raise PathNotFoundError
        return found

    def of(self, document: Any) -> Any:
        """The value in one answer; raises PathNotFoundError where there is none."""
        return _walked(document, self.before if self.after is None else self.after)


def parse_path(text: str, *, key: str, each: bool) -> JsonPath:
    """Read a path; raise TargetError naming `key` and the place that does not read.

    `[*]` may stand in it once, and only where `each` says that an answer holds many.
    """
    if not text.startswith("$"):
        raise _wrong(key, text, 0, "a path begins with $")
    steps: list[str | int] = []
    before: tuple[str | int, ...] | None = None
    at = 1
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None:
            raise _wrong(key, text, at, "a step is .name, ['name'], [0] or [*]")
        if found["each"]:
            if before is not None or not each:
                raise _wrong(key, text, at, "[*] stands once, and only with batch: true")
            before, steps = tuple(steps), []
        else:
            steps.append(_step(found))
        at = found.end()
    if before is None:
        return JsonPath(text, tuple(steps))
    return JsonPath(text, before, tuple(steps))


def _step(found: re.Match[str]) -> str | int:
    if found["place"] is not None:
        return int(found["place"])
    if found["name"] is not None:
        return found["name"]
    quoted = found["single"] if found["single"] is not None else found["double"]
    return _ESCAPED.sub(r"\1", quoted)


def _walked(document: Any, steps: tuple[str | int, ...]) -> Any:
    found = document
    for step in steps:
        if not isinstance(found, dict if isinstance(step, str) else list):
            raise PathNotFoundError
        try:
            found = found[step]  # type: ignore[index]  # a name is of an object, a place of a list
        except LookupError:
            raise PathNotFoundError from None
    return found


def _wrong(key: str, text: str, at: int, allowed: str) -> TargetError:
    return TargetError(
        f"target.{key} in engagement.yaml does not read as a JSON path from character {at + 1} of "
        f"{text!r} on: {allowed}."
    )
