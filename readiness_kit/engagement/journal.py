"""The history of an assessment: journal.jsonl, one act a line, only ever appended to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from readiness_kit.engagement.assessment import Instant
from readiness_kit.engagement.changes import Change, apply_change, canonical_bytes, empty
from readiness_kit.errors import InvalidFileError, Problem, ReadinessError
from readiness_kit.reading import Integer, StrictModel, Text, parse_json, validated
from readiness_kit.reading.document import file_name

JOURNAL = "journal.jsonl"

Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


def sha256(data: bytes) -> str:
    """The hash by which a line names the assessment that it was made on; b"" is an absent file."""
    return hashlib.sha256(data).hexdigest()


def _whole(new: Any) -> Any:
    if isinstance(new, list) and not all(_is_act(act) for act in new):
        raise ValueError("acts, each with its op, path and new")
    return new


def _is_act(act: object) -> bool:
    if not isinstance(act, dict) or not {"op", "path", "new"} <= act.keys():
        return False
    path = act["path"]
    if not isinstance(act["op"], str) or not isinstance(path, list):
        return False
    return bool(path) and all(isinstance(step, str) for step in path)


class Entry(StrictModel):
    """One act: who changed what, when, and which bytes stood before and after it."""

    seq: Annotated[Integer, Field(ge=1)]
    at: Instant
    """Real time, also where the engagement freezes its day."""
    by: Text
    via: Text
    op: Text
    path: list[Text]
    """The place of one change; a file's name for an import; empty: `new` is the whole state."""
    old: Any
    new: Annotated[Any, AfterValidator(_whole)]
    """What stands there now, null where it was removed; for several changes a list of them."""
    base: Sha256
    after: Sha256


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a journal: its last whole line, and where that line ends."""

    entry: Entry | None
    end: int
    size: int
    """Larger than `end` where a crash tore a line, which was then never acknowledged."""


def read_tail(path: Path) -> Tail:
    """Read a journal's last whole line; an absent journal is an empty one."""
    raw = _bytes(path)
    end = raw.rfind(b"\n") + 1
    if not end:
        return Tail(None, 0, len(raw))
    start = raw.rfind(b"\n", 0, end - 1) + 1
    number = raw.count(b"\n", 0, start) + 1
    return Tail(_entry(raw[start:end], file_name(path), number), end, len(raw))


def read_journal(path: Path) -> list[Entry]:
    """Read all whole lines; raise InvalidFileError with every line that does not parse."""
    name = file_name(path)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for number, line in enumerate(_bytes(path).split(b"\n")[:-1], start=1):
        try:
            entry = _entry(line, name, number)
        except InvalidFileError as error:
            problems += error.problems
            continue
        if entry.seq != number and not problems:
            came = f"seq {entry.seq}; a line was lost or moved"
            problems.append(Problem(name, number, "seq", f"{number}", came))
        entries.append(entry)
    if problems:
        raise InvalidFileError(problems)
    return entries


def line_of(entry: Entry) -> bytes:
    """Spell an entry as its line of the journal."""
    data = entry.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def replay(entries: Iterable[Entry]) -> dict[str, Any]:
    """Repeat every act from the start; what comes out is the assessment's data."""
    return states(entries)[-1]


def states(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The state before the first act, and after each: the n-th is the one after act n."""
    found = [empty()]
    for entry in entries:
        found.append(_after(found[-1], entry))
    return found


def _after(data: dict[str, Any], entry: Entry) -> dict[str, Any]:
    if not entry.path:
        return dict(entry.new)
    if not isinstance(entry.new, list):
        return apply_change(data, Change(entry.op, tuple(entry.path), entry.new))[0]
    for act in entry.new:
        data = apply_change(data, Change(act["op"], tuple(act["path"]), act["new"]))[0]
    return data


def rebuild(path: Path) -> dict[str, Any]:
    """Replay a journal and hold the outcome against the hash that its last line records."""
    return state_after(read_journal(path), path)


def state_after(entries: Sequence[Entry], path: Path) -> dict[str, Any]:
    """The state after the last of these acts, held against the hash that was recorded with it.

    `path` is the journal that they were read from; InvalidFileError names it.
    """
    name = file_name(path)
    try:
        data = replay(entries)
        after = sha256(canonical_bytes(data))
    except (ReadinessError, LookupError, TypeError, ValueError, AttributeError) as error:
        came = f"a line that does not ({error})"
        raise InvalidFileError(
            [Problem(name, None, "", "lines that follow each other", came)]
        ) from None
    if entries and after != entries[-1].after:
        problem = Problem(
            name,
            len(entries),
            "after",
            "lines that add up to the state they record; put back a copy of this file",
            "another state: lines were changed",
        )
        raise InvalidFileError([problem])
    return data


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        allowed = f"a file that can be read ({error.strerror or error})"
        raise InvalidFileError([Problem(file_name(path), None, "", allowed, "")]) from None


def _entry(line: bytes, name: str, number: int) -> Entry:
    try:
        return validated(Entry, parse_json(line, name))
    except InvalidFileError as error:
        raise InvalidFileError(
            Problem(name, number, problem.field, problem.allowed, problem.came)
            for problem in error.problems
        ) from None
