"""What an assessment is right now, from its file and the end of its journal together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from readiness_kit.engagement.assessment import Assessment
from readiness_kit.engagement.changes import Data, canonical_bytes, empty, sorted_entries
from readiness_kit.engagement.journal import JOURNAL, Tail, read_tail, rebuild, sha256
from readiness_kit.engagement.versions import versioned
from readiness_kit.errors import DamagedFileError, InvalidFileError, Problem
from readiness_kit.reading import Document, parse_json, validated
from readiness_kit.reading.document import file_name
from readiness_kit.reading.strict_json import MAX_BYTES

ASSESSMENT = "assessment.json"

Standing = Literal["clean", "pending", "edited"]


@dataclass(frozen=True)
class Stored:
    """An assessment as it stands: typed, as data, as it was read, and how it got there."""

    assessment: Assessment
    data: Data
    document: Document
    raw: bytes
    """The file's bytes, b"" where it is absent."""
    tail: Tail
    standing: Standing
    """pending: the journal is one act ahead of the file; edited: the file was changed by hand."""


def read_state(folder: Path) -> Stored:
    """Read an assessment; raise DamagedFileError where its file does not read or is gone.

    The journal is read first: with a writer at work it may then look older than the file, which
    harms nobody, and a file that is being made for the first time never looks lost.
    """
    tail = read_tail(folder / JOURNAL)
    path = folder / ASSESSMENT
    raw = _bytes(path)
    standing = _standing(tail, sha256(raw))
    if standing == "pending":
        data = rebuild(folder / JOURNAL)
        document = Document(file_name(path), data)
        return Stored(validated(Assessment, document), data, document, raw, tail, standing)
    if not raw and not path.exists():
        if tail.entry is not None:
            gone = Problem(
                file_name(path), None, "", "the file that the journal tells of", "no file"
            )
            raise DamagedFileError([gone, restore_hint(folder)])
        document = Document(file_name(path), empty())
        return Stored(Assessment(), empty(), document, raw, tail, "clean")
    try:
        document = parse_json(raw, file_name(path))
        assessment = versioned(Assessment, document)
    except InvalidFileError as error:
        raise DamagedFileError([*error.problems, restore_hint(folder)]) from None
    return Stored(assessment, plain(assessment), document, raw, tail, standing)


def plain(assessment: Assessment) -> Data:
    """An assessment as the data of its file: every field spelled out, every list in its order."""
    data: Data = assessment.model_dump(mode="json", by_alias=True)
    return {
        name: sorted_entries(name, value) if isinstance(value, list) else value
        for name, value in data.items()
    }


def readable(data: Data, name: str) -> tuple[bytes, Document, Assessment]:
    """Spell data as bytes and read them back, so that what is written can always be read."""
    raw = canonical_bytes(data)
    if len(raw) > MAX_BYTES:
        problem = Problem(name, None, "", f"at most {MAX_BYTES:,} bytes", f"{len(raw):,} bytes")
        raise InvalidFileError([problem])
    document = parse_json(raw, name)
    return raw, document, validated(Assessment, document)


def restore_hint(folder: Path) -> Problem:
    """The next step where the tool's own file does not read."""
    name = file_name(folder / ASSESSMENT)
    if not (folder / JOURNAL).exists():
        return Problem(
            name, None, "", "there is no journal.jsonl to restore it from: mend it by hand", ""
        )
    command = f"readiness check {file_name(folder)} --restore"
    allowed = f"the file is left as it is; `{command}` puts the journal's last state in its place"
    return Problem(name, None, "", allowed, "")


def _standing(tail: Tail, now: str) -> Standing:
    if tail.entry is None:
        return "clean" if now == sha256(b"") else "edited"
    if now == tail.entry.after:
        return "clean"
    return "pending" if now == tail.entry.base else "edited"


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size <= MAX_BYTES:
            return path.read_bytes()
        allowed, came = f"at most {MAX_BYTES:,} bytes", f"{size:,} bytes"
    except FileNotFoundError:
        return b""
    except OSError as error:
        allowed, came = f"a file that can be read ({error.strerror or error})", ""
    raise DamagedFileError([Problem(file_name(path), None, "", allowed, came)])
