"""One change of an assessment: its place, what stands there afterwards, and how it is made.

A place is a path of words that names one entry:

    ("framework",)                                   which text the ratings answer
    ("ratings", criterion, respondent or "", round)
    ("evidence", id)                                 "" as id: the next free one
    ("waivers", "criterion" or "method", id)
    ("actions", id)                                  "" as id: the next free one
    ("decisions", phase, day, n)                     without day and n: appended; never replaced
    ("replies", finding, day, n)                     likewise
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import Any, Final

from pydantic import BaseModel

from readiness_kit.engagement.assessment import (
    Action,
    Decision,
    Evidence,
    FrameworkReference,
    Rating,
    Reply,
    Waiver,
)
from readiness_kit.errors import ConflictError, InvalidFileError, UsageError
from readiness_kit.reading import Document, validated

Place = tuple[str, ...]
Data = dict[str, Any]


class _Unseen:
    def __repr__(self) -> str:
        return "UNSEEN"


UNSEEN: Final = _Unseen()
"""The caller did not look at what stood there, so nothing can be in conflict."""


@dataclass(frozen=True, slots=True)
class Change:
    """Put `new` at a place, or remove what is there; `seen` is what the caller found there."""

    op: str
    path: Place
    new: Data | None
    seen: object = UNSEEN


MODELS: Final[dict[str, type[BaseModel]]] = {
    "framework": FrameworkReference,
    "ratings": Rating,
    "evidence": Evidence,
    "waivers": Waiver,
    "actions": Action,
    "decisions": Decision,
    "replies": Reply,
}

_LENGTHS = {"ratings": 4, "evidence": 2, "waivers": 3, "actions": 2, "decisions": 4, "replies": 4}
_APPENDED: Final[dict[str, str]] = {"decisions": "phase", "replies": "finding"}
_PREFIXES: Final[dict[str, tuple[str, int]]] = {"evidence": ("e", 4), "actions": ("a", 3)}


def rating_place(criterion: str, respondent: str | None, round: int = 0) -> Place:
    """Where a rating stands; None as respondent is the anonymous one."""
    return ("ratings", criterion, respondent or "", str(round))


def empty() -> Data:
    """The data of an assessment that nothing was said in yet."""
    lists: Data = {name: [] for name in _LENGTHS}
    return {"schema": "readiness-assessment/1", "framework": None, **lists}


def canonical_bytes(data: Data) -> bytes:
    """Spell an assessment's data as its file does: the same data, the same bytes."""
    text = json.dumps(data, sort_keys=True, indent=1, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def canonical(change: Change) -> Change:
    """Spell out every field of what is new; raise InvalidFileError for what may not stand there."""
    name = change.path[0] if change.path else ""
    if name not in MODELS:
        raise UsageError(f"a change begins with one of {', '.join(MODELS)}; got {change.path!r}")
    if change.new is None:
        return change
    new = {**change.new, "id": "new"} if _numbered_later(change) else change.new
    document = Document("/".join(change.path), new)
    return replace(change, new=validated(MODELS[name], document).model_dump(mode="json"))


def numbered(data: Data, change: Change) -> Change:
    """Complete a place that leaves its number to us: an id, or how many stand there before it."""
    name, *rest = change.path
    entries = data.get(name) or []
    if _numbered_later(change) and change.new is not None:
        id = _same(entries, change.new) or _next_id(entries, *_PREFIXES[name])
        return replace(change, path=(name, id), new={**change.new, "id": id})
    if name in _APPENDED and len(rest) < 3 and change.new is not None:
        place = (name, *_PLACE[name](change.new))
        before = sum(other[:3] == place for other in places(name, entries))
        return replace(change, path=(*place, str(before)))
    return change


def _numbered_later(change: Change) -> bool:
    return change.path[0] in _PREFIXES and change.path[1:] == ("",)


def apply_change(data: Data, change: Change) -> tuple[Data, Data | None]:
    """Return changed data and what stood at the place; `data` itself stays as it is."""
    name = change.path[0]
    if name == "framework":
        old = data.get("framework")
        _no_conflict(change, old)
        return {**data, "framework": change.new}, old
    _fits(change)
    entries: list[Data] = list(data.get(name) or [])
    there = places(name, entries)
    at = there.index(change.path) if change.path in there else None
    old = None if at is None else entries[at]
    _no_conflict(change, old)
    if name in _APPENDED:
        _appended(change, old, there)
    if at is not None:
        del entries[at]
    if change.new is not None:
        entries.insert(len(entries) if at is None else at, change.new)
    return {**data, name: sorted_entries(name, entries)}, old


def _appended(change: Change, old: Data | None, there: list[Place]) -> None:
    place = "/".join(change.path)
    if old is not None and change.new != old and change.op != "undo":
        raise UsageError(f"{place} stands: {change.path[0]} are added to, never changed")
    before = sum(other[:3] == change.path[:3] for other in there)
    if old is None and change.new is not None and change.path[3] != str(before):
        raise UsageError(f"{place} would leave a hole: the next number is {before}")


def sorted_entries(name: str, entries: list[Data]) -> list[Data]:
    """Order a list by place, which no framework can change, so that the file diffs well."""
    return sorted(entries, key=_SORT[name])


def found(data: Data, place: Place) -> Data | None:
    """What stands at a place."""
    if place == ("framework",):
        return data.get("framework")
    entries = data.get(place[0]) or []
    there = places(place[0], entries)
    return entries[there.index(place)] if place in there else None


def places(name: str, entries: list[Data]) -> list[Place]:
    """Where each entry of one list stands, in the order of the list."""
    found: list[Place] = []
    before: dict[Place, int] = {}
    for entry in entries:
        place = _PLACE[name](entry)
        if name in _APPENDED:
            before[place] = before.get(place, -1) + 1
            place = (*place, str(before[place]))
        found.append((name, *place))
    return found


def _waived(entry: Data) -> Place:
    kind = "criterion" if entry.get("criterion") else "method"
    return (kind, entry[kind])


_PLACE: Final[dict[str, Callable[[Data], Place]]] = {
    "ratings": lambda e: (e["criterion"], e.get("respondent") or "", str(e.get("round", 0))),
    "evidence": lambda e: (e["id"],),
    "waivers": _waived,
    "actions": lambda e: (e["id"],),
    "decisions": lambda e: (e["phase"], e["on"]),
    "replies": lambda e: (e["finding"], e["on"]),
}

_SORT: Final[dict[str, Callable[[Data], Any]]] = {
    **_PLACE,
    "ratings": lambda e: (e["criterion"], e.get("round", 0), e.get("respondent") or ""),
    "evidence": lambda e: _by_number(e["id"]),
    "actions": lambda e: _by_number(e["id"]),
}


def _by_number(id: str) -> tuple[int, str]:
    # e-10000 stands after e-9999; ids that people made up stand behind, by name.
    head, _, digits = id.partition("-")
    number = digits.isascii() and digits.isdigit() and head in ("a", "e")
    return (int(digits), id) if number and len(digits) < 18 else (10**18, id)


def free_ids(name: str, entries: list[Data]) -> Iterator[str]:
    """The ids that come after every one of a numbered list, one after the other."""
    prefix, width = _PREFIXES[name]
    first = _next_id(entries, prefix, width)
    start = int(first.partition("-")[2])
    yield from (f"{prefix}-{number:0{width}}" for number in count(start))


def _next_id(entries: list[Data], prefix: str, width: int) -> str:
    used = [_by_number(entry["id"])[0] for entry in entries]
    last = max((number for number in used if number < 10**18), default=0)
    return f"{prefix}-{last + 1:0{width}}"


def _same(entries: list[Data], new: Data) -> str | None:
    """The id of an entry that already says this: the same proof twice is still one proof."""
    for entry in entries:
        if {**entry, "id": ""} == {**new, "id": ""}:
            return str(entry["id"])
    return None


def _fits(change: Change) -> None:
    """Hold a place against what is to stand there: no entry may be filed under another's name."""
    name = change.path[0]
    if name not in _LENGTHS or len(change.path) != _LENGTHS[name]:
        raise UsageError(f"no such place in an assessment: {'/'.join(change.path)}")
    if change.new is None:
        return
    own = (name, *_PLACE[name](change.new))
    if own != change.path[: len(own)]:
        raise UsageError(f"the place {'/'.join(change.path)} does not fit its entry {own[1:]}")


def _no_conflict(change: Change, old: Data | None) -> None:
    if isinstance(change.seen, _Unseen):
        return
    if _full(change.path[0], change.seen) != _full(change.path[0], old):
        raise ConflictError(change.path, seen=change.seen, found=old)


def _full(name: str, value: object) -> object:
    """Spell out the fields that a caller's copy may leave at their defaults."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    try:
        return validated(MODELS[name], Document("", value)).model_dump(mode="json")
    except InvalidFileError:
        return value
