"""Merges two copies of one engagement: what one side changed is taken, what both did is a conflict.

Both journals begin with the same acts; from where they part, each place of the assessment is
compared with what stood there then. Nothing is dropped: where both sides gave the same number to
different entries, the other's takes the next one; where both changed one place differently, ours
stays and both are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from readiness_kit.engagement.changes import MODELS, Change, Data, Place, free_ids, places
from readiness_kit.engagement.history import acts_of
from readiness_kit.engagement.journal import Entry
from readiness_kit.errors import UsageError

MERGE = "merge"
_NUMBERED = ("evidence", "actions")
_APPENDED = ("decisions", "replies")
_NOT_SAID = {"at", "id"}
"""What tells two entries apart that say the same."""


@dataclass(frozen=True, slots=True)
class Touch:
    """Who put a value at a place, when, and by which act of their own copy."""

    value: Data | None
    by: str | None
    at: str | None
    seq: int | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both copies changed, each in its own way."""

    path: Place
    base: Data | None
    ours: Touch
    theirs: Touch


@dataclass(frozen=True, slots=True)
class Merged:
    """What the other copy brings: changes to make here, and what cannot be settled by rule."""

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def fork(ours: Sequence[Entry], theirs: Sequence[Entry]) -> int:
    """How many acts both journals share from the start; raises UsageError where there is none."""
    shared = 0
    for mine, other in zip(ours, theirs, strict=False):
        if mine != other:
            break
        shared += 1
    if not shared:
        raise UsageError(
            "the two histories share no act: these are not copies of one engagement. To take over "
            "single answers use `readiness import`"
        )
    return shared


@dataclass(frozen=True)
class Sides:
    """The state where two copies part, and the state and later acts of each."""

    base: Data
    ours: Data
    theirs: Data
    our_acts: Sequence[Entry]
    their_acts: Sequence[Entry]


def merge(sides: Sides) -> Merged:
    """Work out what to take from the other copy."""
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    for name in MODELS:
        if name in _APPENDED:
            changes += _additions(name, sides)
            continue
        made, met = _by_place(name, sides)
        changes += made
        conflicts += met
    return Merged(tuple(changes), tuple(conflicts))


def _by_place(name: str, sides: Sides) -> tuple[list[Change], list[Conflict]]:
    base, ours = _placed(name, sides.base), _placed(name, sides.ours)
    theirs = _placed(name, _renumbered(name, sides) if name in _NUMBERED else sides.theirs)
    changes: list[Change] = []
    conflicts: list[Conflict] = []
    for place in dict.fromkeys([*base, *ours, *theirs]):
        was, mine, other = base.get(place), ours.get(place), theirs.get(place)
        if _same(other, was) or _same(mine, other):
            continue
        if _same(mine, was):
            changes.append(Change(MERGE, place, other, seen=mine))
        else:
            conflicts.append(
                Conflict(
                    place,
                    was,
                    _touch(place, mine, sides.our_acts),
                    _touch(place, other, sides.their_acts),
                )
            )
    return changes, conflicts


def _renumbered(name: str, sides: Sides) -> Data:
    """The other's state with numbers that mean the same in both copies.

    What both added under one number gets the next that is free; what both say stands under ours.
    """
    known = {entry["id"] for entry in sides.base[name]}
    ours = {entry["id"]: entry for entry in sides.ours[name]}
    fresh = free_ids(name, [*sides.ours[name], *sides.theirs[name]])
    named: dict[str, str] = {}
    for entry in sides.theirs[name]:
        id = entry["id"]
        if id in known:
            continue
        twin = next((i for i, mine in ours.items() if i not in known and _same(mine, entry)), None)
        if twin is not None:
            named[id] = twin
        elif id in ours:
            named[id] = next(fresh)
    entries = [_named(entry, named) for entry in sides.theirs[name]]
    return {**sides.theirs, name: entries}


def _named(entry: Data, named: dict[str, str]) -> Data:
    """An entry under its number in the merged copy, with those it depends on under theirs."""
    renamed = {**entry, "id": named.get(entry["id"], entry["id"])}
    if "depends_on" in entry:
        renamed["depends_on"] = [named.get(id, id) for id in entry["depends_on"]]
    return renamed


def _additions(name: str, sides: Sides) -> list[Change]:
    """What the other copy appended since and ours does not have, each as one more entry."""
    known = [*sides.base[name], *sides.ours[name]]
    kind = "phase" if name == "decisions" else "finding"
    new = [entry for entry in sides.theirs[name] if entry not in known]
    return [Change(MERGE, (name, entry[kind]), entry) for entry in new]


def _placed(name: str, data: Data) -> dict[Place, Any]:
    if name == "framework":
        return {("framework",): data.get("framework")}
    return dict(zip(places(name, data[name]), data[name], strict=True))


def _same(one: Any, other: Any) -> bool:
    """Whether two entries say the same, whenever they were said and however they are numbered."""
    if one is None or other is None:
        return one is other
    return _said(one) == _said(other)


def _said(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if key not in _NOT_SAID}


def _touch(place: Place, value: Data | None, acts: Sequence[Entry]) -> Touch:
    """The last act of a copy that changed a place."""
    for entry in reversed(acts):
        if any(act.path == place or not act.path for act in acts_of(entry)):
            return Touch(value, entry.by, f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", entry.seq)
    return Touch(value, None, None, None)
