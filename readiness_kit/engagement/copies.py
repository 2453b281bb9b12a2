"""Merges two copies of one engagement: what one side changed is taken, what both did is a conflict.

Each place of the assessment is compared with what stood there when the copies were last one.
Nothing is dropped: where both sides gave the same number to different entries, the other's takes
the next one; where both changed one place differently, ours stays and both are kept.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readiness_kit.engagement.changes import MODELS, Change, Data, Place, places
from readiness_kit.engagement.history import UNDO, acts_of
from readiness_kit.engagement.journal import Entry
from readiness_kit.engagement.meetings import MERGE, Meeting, Past, last_meeting
from readiness_kit.engagement.renumbering import Names, kept, named, numbers, same, twins

_NUMBERED = ("evidence", "actions")
_APPENDED: dict[str, str] = {"decisions": "phase", "replies": "finding"}


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


@dataclass(frozen=True)
class Copies:
    """Two copies with all their acts, and how many of these they share from the start."""

    ours: Past
    theirs: Past
    shared: int

    def merge(self, *, theirs: Data | None = None) -> Merged:
        """Work out what to take; `theirs` is the other's state where no act tells of it yet.

        What an earlier merge left in conflict is one until a side moves, so all of them are
        worked out again, the oldest first.
        """
        merges = [self]
        while (meeting := merges[-1]._meeting()).made != "start":
            ours, theirs_then = meeting.before()
            before = Copies(self.ours.until(ours), self.theirs.until(theirs_then), self.shared)
            merges.append(before)
        contested: dict[Place, Conflict] = {}
        for earlier in reversed(merges[1:]):
            found = earlier._merge(contested, earlier.theirs.states[-1])
            contested = {conflict.path: conflict for conflict in found.conflicts}
        return self._merge(contested, theirs or self.theirs.states[-1])

    def _meeting(self) -> Meeting:
        return last_meeting(self.ours.acts, self.theirs.acts, self.shared)

    def _merge(self, contested: dict[Place, Conflict], theirs: Data) -> Merged:
        made: list[Change] = []
        conflicts: list[Conflict] = []
        meeting = self._meeting()
        for name in MODELS:
            lists = self._lists(name, meeting, theirs)
            if name in _APPENDED:
                made += _appended(name, lists)
                continue
            changes, met = self._by_place(lists, contested)
            made += changes
            conflicts += met
        return Merged(tuple(made), tuple(conflicts))

    def _lists(self, name: str, meeting: Meeting, theirs: Data) -> _Lists:
        start = self.ours.states[self.shared]
        our_then = self.ours.states[meeting.ours]
        their_then = self.theirs.states[meeting.theirs]
        ours = self.ours.states[-1]
        names: Names = {}
        if name in _NUMBERED:
            known = twins(
                their_then[name], our_then[name], kept([entry["id"] for entry in start[name]])
            )
            names = numbers(name, theirs[name], ours[name], known)
            their_then, theirs = (
                {**state, name: [named(entry, names) for entry in state[name]]}
                for state in (their_then, theirs)
            )
        base = our_then if meeting.made == "there" else their_then
        return _Lists(
            base=_placed(name, base),
            our_then=_placed(name, our_then),
            their_then=_placed(name, their_then),
            ours=_placed(name, ours),
            theirs=_placed(name, theirs),
            names=names,
        )

    def _by_place(
        self, lists: _Lists, contested: dict[Place, Conflict]
    ) -> tuple[list[Change], list[Conflict]]:
        changes: list[Change] = []
        conflicts: list[Conflict] = []
        for place in sorted({*lists.base, *lists.ours, *lists.theirs}):
            was, mine, other = (each.get(place) for each in (lists.base, lists.ours, lists.theirs))
            if same(mine, other):
                continue
            if place in contested and not lists.moved(place):
                conflicts.append(contested[place])
            elif same(other, was):
                continue
            elif same(mine, was):
                changes.append(Change(MERGE, place, other, seen=mine))
            else:
                conflicts.append(self._conflict(place, was, mine, other, lists.names))
        return changes, conflicts

    def _conflict(
        self, place: Place, was: Data | None, mine: Any, other: Any, names: Names
    ) -> Conflict:
        back = {ours: theirs for theirs, ours in names.items()}
        there = (*place[:-1], back.get(place[-1], place[-1]))
        return Conflict(
            place,
            was,
            _touch(place, mine, self.ours.acts[self.shared :]),
            _touch(there, other, self.theirs.acts[self.shared :]),
        )


@dataclass(frozen=True)
class _Lists:
    """One list of an assessment, by place and under our numbers, in the states that matter."""

    base: dict[Place, Any]
    our_then: dict[Place, Any]
    their_then: dict[Place, Any]
    ours: dict[Place, Any]
    theirs: dict[Place, Any]
    names: Names

    def moved(self, place: Place) -> bool:
        """Whether either copy changed a place since they last met."""
        return not (
            same(self.ours.get(place), self.our_then.get(place))
            and same(self.theirs.get(place), self.their_then.get(place))
        )


def _appended(name: str, lists: _Lists) -> Iterator[Change]:
    """What the other copy took back, and then what it added, each as one more entry of ours.

    The same may be said twice, such as one verdict before and one after another, so these are
    counted; what both sides added stands once.
    """
    base, theirs = _counted(lists.base), _counted(lists.theirs)
    gone, both = base - theirs, _counted(lists.ours) - base
    for place, entry in reversed(lists.ours.items()):
        if gone[_key(entry)]:
            gone[_key(entry)] -= 1
            yield Change(UNDO, place, None, seen=entry)
    for entry in lists.theirs.values():
        known = base if base[_key(entry)] else both
        if known[_key(entry)]:
            known[_key(entry)] -= 1
        else:
            yield Change(MERGE, (name, entry[_APPENDED[name]]), entry)


def _counted(entries: dict[Place, Any]) -> Counter[str]:
    return Counter(_key(entry) for entry in entries.values())


def _key(entry: Data) -> str:
    return json.dumps(entry, sort_keys=True)


def _placed(name: str, data: Data) -> dict[Place, Any]:
    if name == "framework":
        return {("framework",): data.get("framework")}
    return dict(zip(places(name, data[name]), data[name], strict=True))


def _touch(place: Place, value: Data | None, acts: Sequence[Entry]) -> Touch:
    """The last act of a copy that changed a place."""
    for entry in reversed(acts):
        if any(act.path == place or not act.path for act in acts_of(entry)):
            return Touch(value, entry.by, f"{entry.at:%Y-%m-%dT%H:%M:%SZ}", entry.seq)
    return Touch(value, None, None, None)
