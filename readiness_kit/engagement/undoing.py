"""Goes back in an assessment's history: by one more act, so that nothing is ever dropped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readiness_kit.engagement.changes import MODELS, Change, Data, places
from readiness_kit.engagement.history import TO, UNDO, standing, told
from readiness_kit.engagement.journal import JOURNAL, Entry, read_journal, state_after
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import UsageError


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did."""

    what: tuple[str, ...]
    """The acts that no longer stand, newest first, each in a line."""
    restored: tuple[str, ...]
    """The acts that stand again, oldest first: going to a later state undoes an undo."""
    changes: int
    """How many places of the assessment changed by it."""


def undo(path: Path | str, *, by: str, to: int | None = None, via: str) -> Undone:
    """Take back the last act that stands, or restore the state right after act `to` (0: empty).

    Raises UsageError where nothing is left to take back or there is no such act, ConflictError
    where somebody else writes meanwhile. Files other than assessment.json are left as they are.
    """
    folder = Path(path)
    writer = Writer(folder, via=via)
    writer.recover(by=by)
    journal = folder / JOURNAL
    entries = read_journal(journal)
    before = standing(entries)
    if to is None:
        if not before:
            raise UsageError("nothing is left to take back: no act of the history stands")
        about = [UNDO, str(before[-1])]
        target = state_after(entries[: before[-1] - 1], journal)
    else:
        _known(to, entries)
        about = [UNDO, TO, str(to)]
        target = state_after(entries[:to], journal)
    changes = way_to(state_after(entries, journal), target)
    if not changes:
        raise UsageError("that is the state already; nothing was changed")
    writer.apply(changes, by=by, op=UNDO, about=about, on=len(entries))
    after = standing(read_journal(journal)[: len(entries) + 1])
    return Undone(
        what=tuple(told(entries[seq - 1]) for seq in reversed(before) if seq not in after),
        restored=tuple(told(entries[seq - 1]) for seq in after if seq not in before),
        changes=len(changes),
    )


def _known(to: int, entries: list[Entry]) -> None:
    if not 0 <= to <= len(entries):
        raise UsageError(
            f"there is no act {to}: the history has 1 to {len(entries)}, and 0 is before the first"
        )


def way_to(now: Data, target: Data) -> list[Change]:
    """The changes that lead from one state to another, each sure of what it replaces.

    Where a list is appended to, its last entries go first, so that no number is left out.
    """
    changes: list[Change] = []
    # which text is answered stays on record, also where no answer is left
    if target.get("framework") not in (None, now.get("framework")):
        changes.append(_change(("framework",), now.get("framework"), target["framework"]))
    for name in MODELS:
        if name == "framework":
            continue
        old = dict(zip(places(name, now[name]), now[name], strict=True))
        new = dict(zip(places(name, target[name]), target[name], strict=True))
        gone = [place for place in old if place not in new]
        changes += [_change(place, old[place], None) for place in reversed(gone)]
        changes += [
            _change(place, old.get(place), entry)
            for place, entry in new.items()
            if old.get(place) != entry
        ]
    return changes


def _change(place: tuple[str, ...], seen: Data | None, new: Data | None) -> Change:
    return Change(UNDO, place, new, seen=seen)
