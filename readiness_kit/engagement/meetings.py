"""Finds where two copies of an engagement parted, and where one took the other in last.

A merge is an act whose path ends in the number and the hash of the last act that was taken in. So
the next merge, on either side, starts from there and not from where the copies were first made:
what was settled meanwhile is not asked again, and what was corrected is not brought back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness_kit.engagement.changes import Data
from readiness_kit.engagement.history import standing
from readiness_kit.engagement.journal import Entry, states
from readiness_kit.errors import UsageError

MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Meeting:
    """How many acts of each copy went into what one of them made of both."""

    ours: int
    theirs: int
    made: str
    """Which copy made it: "here" or "there"; "start" where none has, and they only parted."""

    def before(self) -> tuple[int, int]:
        """How many acts each copy had when this merge was about to be made."""
        return self.ours - (self.made == "here"), self.theirs - (self.made == "there")


@dataclass(frozen=True)
class Past:
    """The acts of one copy, and the state before and after each."""

    acts: Sequence[Entry]
    states: Sequence[Data]

    @classmethod
    def of(cls, acts: Sequence[Entry]) -> Past:
        """Replay every act once."""
        return cls(acts, states(acts))

    def until(self, seq: int) -> Past:
        """What this copy was after one of its acts."""
        return Past(self.acts[:seq], self.states[: seq + 1])


def merge_path(name: str, theirs: Sequence[Entry]) -> list[str]:
    """The path of the act that takes in a copy as it is after these acts."""
    return [MERGE, name, str(theirs[-1].seq), theirs[-1].after]


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


def last_meeting(ours: Sequence[Entry], theirs: Sequence[Entry], shared: int) -> Meeting:
    """The last merge of these two copies that stands, whichever of them made it."""
    here = [Meeting(made, taken, "here") for made, taken in _merges(ours, theirs, shared)]
    there = [Meeting(taken, made, "there") for made, taken in _merges(theirs, ours, shared)]
    parted = Meeting(shared, shared, "start")
    return max([parted, *here, *there], key=lambda meeting: meeting.ours + meeting.theirs)


def _merges(
    making: Sequence[Entry], taken: Sequence[Entry], shared: int
) -> Iterator[tuple[int, int]]:
    """Each merge of the one copy that took in acts of the other, and up to which."""
    known = {(str(entry.seq), entry.after) for entry in taken}
    stands = {*standing(making)}
    for entry in making[shared:]:
        mark = tuple(entry.path[2:])
        if entry.op == MERGE and entry.seq in stands and mark in known:
            yield entry.seq, int(mark[0])
