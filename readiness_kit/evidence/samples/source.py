"""The bytes of a client's file: what kind they are, and whether they may be read at all."""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, cast

from readiness_kit.evidence.samples.limits import MAX_BYTES, MAX_RECORD, is_bomb
from readiness_kit.evidence.samples.refusal import damaged_parquet, refuse, too_large

Kind = Literal["text", "gzip", "zip", "parquet"]

CHUNK = 1 << 20
_KINDS: dict[bytes, Kind] = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",  # without a single entry
    b"PAR1\x15": "parquet",  # a header may well begin with the letters alone
}
_PARQUET = b"PAR1"
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "an old Excel workbook, or one with a password",
    b"BZh91AY": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"%PDF-": "a PDF document",
}
_TAKEN = "CSV, Parquet or .xlsx; save it as one of these"


@dataclass(frozen=True)
class Source:
    """A file that can be opened again and again, and is the same each time."""

    path: Path
    name: str
    """What messages call it."""
    size: int
    kind: Kind
    stamp: tuple[int, int]
    """Its inode and the time of its last change."""

    @property
    def changed(self) -> bool:
        """Whether it is another file by now, or has been written to."""
        now = self.path.stat()
        return (now.st_size, _stamp(now)) != (self.size, self.stamp)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Its bytes, unpacked where it is gzip; raises InvalidFileError where it is damaged."""
        try:
            with self.path.open("rb") as raw:
                packed = self.kind == "gzip"
                yield cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
        except (EOFError, gzip.BadGzipFile, zlib.error):
            refuse(self.name, None, "a gzip archive that unpacks", "a damaged or incomplete one")
        except OSError as error:
            refuse(self.name, None, f"a file that can be read ({error.strerror or 'it cannot'})")


@dataclass(frozen=True)
class Survey:
    """What one look at all bytes tells before any of them is read as text."""

    fault: int | None
    """The first line that is not UTF-8."""
    head: bytes


def source_of(path: Path, name: str) -> Source:
    """Tell what kind of file it is; raises InvalidFileError for one that is never read."""
    try:
        stat = path.stat()
        if not path.is_file():
            refuse(name, None, "a file that can be read", "a folder or a device")
        with path.open("rb") as stream:
            head = stream.read(8)
    except OSError as error:
        refuse(name, None, f"a file that can be read ({error.strerror or error})")
    if stat.st_size > MAX_BYTES:
        too_large(name, stat.st_size)
    kind = _kind(head, name)
    if kind == "text" and path.suffix.lower() == ".parquet" and head.startswith(_PARQUET):
        damaged_parquet(name)
    return Source(path, name, stat.st_size, kind, _stamp(stat))


def _stamp(stat: os.stat_result) -> tuple[int, int]:
    return stat.st_ino, stat.st_mtime_ns


def _kind(head: bytes, name: str) -> Kind:
    for magic, foreign in _FOREIGN.items():
        if head.startswith(magic):
            refuse(name, None, _TAKEN, foreign)
    return next((kind for magic, kind in _KINDS.items() if head.startswith(magic)), "text")


def survey(source: Source) -> Survey:
    """Look through a text file; raises InvalidFileError where reading it would take all memory."""
    size = line_bytes = 0
    utf8 = Decoding("utf-8")
    with source.opened() as stream:
        head = chunk = stream.read(CHUNK)
        if source.kind == "gzip" and _kind(head, source.name) != "text":
            refuse(source.name, None, "a CSV file inside the gzip archive", "something else")
        while chunk:
            size += len(chunk)
            if size > MAX_BYTES:
                too_large(source.name, size)
            if source.kind == "gzip" and is_bomb(source.size, size):
                refuse(source.name, None, "an archive of a table; unpack it if it is one", "a bomb")
            line_bytes = _open_line(chunk, line_bytes)
            if line_bytes > MAX_RECORD:
                refuse(source.name, None, f"lines of at most {MAX_RECORD:,} bytes", "a longer one")
            utf8.take(chunk)
            chunk = stream.read(CHUNK)
    utf8.take(b"")
    return Survey(utf8.fault, head)


def _open_line(chunk: bytes, before: int) -> int:
    """How long the line is that has not ended yet."""
    end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
    return before + len(chunk) if end < 0 else len(chunk) - end - 1


class Decoding:
    """Finds the first line that is not in an encoding."""

    def __init__(self, encoding: str) -> None:
        self.fault: int | None = None
        self._encoding = encoding
        self._lines = 0
        self._decoder = codecs.getincrementaldecoder(encoding)()

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes; none of them ends the file."""
        if self.fault is not None:
            return
        try:
            self._lines += self._decoder.decode(chunk, final=not chunk).count("\n")
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self._encoding, "ignore")
            self.fault = self._lines + before.count("\n") + 1
