"""What somebody else changed while a form was open: another page, or the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.journal import JOURNAL, Entry
from readiness_kit.engagement.parts import PROFILE
from readiness_kit.engagement.state import ASSESSMENT
from readiness_kit.engagement.workshop import WORKSHOP, Workshops

Data = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """The files as a form last read or wrote them."""

    assessment: Assessment
    workshops: Workshops
    profile: bytes


def file_marks(folder: Path) -> list[tuple[int, int] | None]:
    """By which a file that was changed is told without reading it: size and time of each."""
    return [_mark(folder / name) for name in (PROFILE, ASSESSMENT, JOURNAL, WORKSHOP)]


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return told.st_size, told.st_mtime_ns


def outside(was: Data, now: Data, entry: Entry | None) -> Data:
    """Each answer that differs, with both values, and the criteria whose links differ.

    `was` and `now` hold answers, evidence and actions as a form shows them; `entry` is the newest
    act, which says by whom and by what.
    """
    answers = [
        {"respondent": who, "id": id, "was": before, "now": after}
        for who in {**was["answers"], **now["answers"]}
        for id, before, after in _differing(was["answers"].get(who), now["answers"].get(who))
    ]
    links = {
        id for name in ("evidence", "actions") for id, _, _ in _differing(was[name], now[name])
    }
    return {
        "answers": answers,
        "links": sorted(links),
        "by": entry.by if entry else None,
        "via": entry.via if entry else None,
    }


def _differing(was: Data | None, now: Data | None) -> list[tuple[str, Any, Any]]:
    before, after = was or {}, now or {}
    return [
        (id, before.get(id), after.get(id))
        for id in {**before, **after}
        if before.get(id) != after.get(id)
    ]
