"""The history of an assessment: which acts stand, which were taken back, and what each one did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readiness_kit.engagement.journal import Entry

UNDO = "undo"
TO = "to"
"""The path of an undo is ("undo", seq of the act taken back), or ("undo", "to", seq restored)."""

_NOT_UNDONE = ("start",)
"""Acts that no undo takes back by itself: they only record which text is answered."""


@dataclass(frozen=True, slots=True)
class Act:
    """One change of one place, as the journal has it."""

    op: str
    path: tuple[str, ...]
    old: Any
    new: Any


def acts_of(entry: Entry) -> Iterator[Act]:
    """The single changes of an entry; the whole state of a hand edit is one of an empty path."""
    if isinstance(entry.new, list):
        for act in entry.new:
            yield Act(act["op"], tuple(act["path"]), act.get("old"), act["new"])
    else:
        yield Act(entry.op, tuple(entry.path), entry.old, entry.new)


def standing(entries: Sequence[Entry]) -> tuple[int, ...]:
    """The numbers of the acts that stand, oldest first: made, and neither undone nor an undo."""
    stands: tuple[int, ...] = ()
    after: dict[int, tuple[int, ...]] = {0: ()}
    for entry in entries:
        if entry.op == UNDO:
            stands = _undone(stands, after, entry.path)
        elif entry.op not in _NOT_UNDONE:
            stands = (*stands, entry.seq)
        after[entry.seq] = stands
    return stands


def _undone(
    stands: tuple[int, ...], after: dict[int, tuple[int, ...]], path: Sequence[str]
) -> tuple[int, ...]:
    # a line made by hand may name no act: it takes nothing back
    seq = int(path[-1]) if path and path[-1].isdecimal() else -1
    if TO in path:
        return after.get(seq, stands)
    return tuple(act for act in stands if act != seq)


def touches(entry: Entry, criterion: str) -> bool:
    """Whether an act is about a criterion; one of the whole state may be about any."""
    for act in acts_of(entry):
        values = [value for value in (act.old, act.new) if isinstance(value, dict)]
        if not act.path or criterion in act.path:
            return True
        if any(value.get("criterion") == criterion for value in values):
            return True
    return False


def told(entry: Entry) -> str:
    """What an act did, in a line; of a line made by hand, only what it is called."""
    try:
        return _told(entry)
    except (LookupError, TypeError):
        return f"{entry.op} {'/'.join(entry.path)}"


def _told(entry: Entry) -> str:
    acts = list(acts_of(entry))
    if entry.op == UNDO:
        seq = entry.path[-1]
        return f"went back to the state after {seq}" if TO in entry.path else f"took back act {seq}"
    if entry.op == "start":
        return f"began to answer {entry.new['id']} {entry.new['version']}"
    if not entry.path:
        return "took in what was edited by hand"
    if entry.op == "merge":
        return f"took in {_counted(len(acts))} from {entry.path[1]}"
    if entry.op == "fingers":
        return _fingers(acts)
    if len(acts) > 1 or entry.op == "import":
        return f"{'/'.join(entry.path)}: {_counted(len(acts))}"
    return _one(acts[0])


def _fingers(acts: Sequence[Act]) -> str:
    """A show of fingers: all of one criterion and one round, by whoever showed some."""
    place = acts[0].path
    shown = (f"{act.path[2] or 'anonymous'} {_said(act)}" for act in acts)
    return f"{place[1]}: fingers of round {place[3]}, {', '.join(shown)}"


def _counted(count: int) -> str:
    return f"{count} change{'s' if count != 1 else ''}"


def _one(act: Act) -> str:
    kind, *rest = act.path
    if kind == "ratings":
        who = rest[1] or "anonymous"
        in_round = f", round {rest[2]}" if rest[2] != "0" else ""
        was = f" (was {_answer(act.old)})" if act.old else ""
        return f"{rest[0]}: {who} {_said(act)}{in_round}{was}"
    if act.new is None:
        return f"removed {'/'.join(act.path)}"
    if kind == "evidence":
        return f"{act.new['criterion']}: {act.new['grade']} {rest[0]}, {act.new['reference']}"
    if kind == "waivers":
        return f"waived {rest[-1]} until {act.new['expires']}, owner {act.new['owner']}"
    if kind == "decisions":
        return f"{act.new['by']} decided {act.new['verdict']} at the gate of {act.new['phase']}"
    if kind == "actions":
        return f"{act.new['criterion']}: {rest[0]} {act.new['status']}, {act.new['text']}"
    if kind == "replies":
        return f"{act.new['by']}: {act.new['response']} of {rest[0]}, {act.new['text']}"
    return f"{kind} {rest[0] if rest else ''}: {act.op}".strip()


def _said(act: Act) -> str:
    return "cleared" if act.new is None else _answer(act.new)


def _answer(value: Any) -> str:
    if not isinstance(value, dict):
        return "something"
    if value.get("level") is not None:
        return f"level {value['level']}"
    return str(value.get("state", "")).replace("_", " ")
