"""Tells under which numbers the entries of another copy stand in ours.

Two copies of an engagement hand out the same next number to different entries. What was there
before they parted keeps its number; what says the same on both sides is one entry, under ours;
everything else of the other copy takes a number that is free.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from readiness_kit.engagement.changes import Data, free_ids

_NOT_SAID = {"at", "id"}
"""What may tell two entries apart that say the same."""

Names = dict[str, str]
"""The other copy's number of an entry, and ours."""


def same(one: Any, other: Any) -> bool:
    """Whether two entries say the same, whenever they were said and however they are numbered."""
    if one is None or other is None:
        return one is other
    return _said(one) == _said(other)


def _said(entry: Data) -> Data:
    return {key: value for key, value in entry.items() if key not in _NOT_SAID}


def twins(theirs: list[Data], ours: list[Data], known: Names) -> Names:
    """The entries of theirs that ours has too, beyond those that are known already.

    An action is compared once all that it depends on has its name here.
    """
    names = dict(known)
    waiting = [entry for entry in theirs if entry["id"] not in names]
    while ready := [e for e in waiting if not _needs(e) & {w["id"] for w in waiting}]:
        for entry in ready:
            if (twin := _twin(entry, ours, names)) is not None:
                names[entry["id"]] = twin
        waiting = [entry for entry in waiting if entry not in ready]
    return names


def _twin(entry: Data, ours: list[Data], names: Names) -> str | None:
    taken = {*names.values()}
    renamed = named(entry, names)
    free = (mine for mine in ours if mine["id"] not in taken)
    return next((str(mine["id"]) for mine in free if same(mine, renamed)), None)


def _needs(entry: Data) -> set[str]:
    return set(entry.get("depends_on") or []) - {entry["id"]}


def numbers(name: str, theirs: list[Data], ours: list[Data], known: Names) -> Names:
    """Where each entry of theirs stands here: under a known number, its twin's, or a free one."""
    names = twins(theirs, ours, known)
    taken = {*names.values(), *(entry["id"] for entry in ours)}
    fresh = free_ids(name, [*ours, *theirs, *({"id": id} for id in taken)])
    for entry in theirs:
        id = entry["id"]
        if id not in names:
            names[id] = next(fresh) if id in taken else id
    return names


def kept(ids: Collection[str]) -> Names:
    """The names of what was there before two copies parted: the same in both."""
    return {id: id for id in ids}


def named(entry: Data, names: Mapping[str, str]) -> Data:
    """An entry of the other copy under its number in ours, with those it depends on."""
    renamed = {**entry, "id": names.get(entry["id"], entry["id"])}
    if "depends_on" in entry:
        renamed["depends_on"] = [names.get(id, id) for id in entry["depends_on"]]
    return renamed
