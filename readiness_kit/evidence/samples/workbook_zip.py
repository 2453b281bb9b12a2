"""Whether a zip archive is an Excel workbook that may be opened, and what its sheets hide."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from typing import IO

from readiness_kit.evidence.samples.limits import MAX_BYTES, MAX_RECORD, is_bomb
from readiness_kit.evidence.samples.refusal import refuse, too_large
from readiness_kit.evidence.samples.source import CHUNK, Source

_SHEETS = "xl/worksheets/"
_MOST_PARTS = 10_000
_WHOLE = {"xl/sharedStrings.xml": 200_000_000}
_MOST_WHOLE = 20_000_000
"""Bytes of a part that is read as a whole; worksheets alone are read bit by bit."""
_LAST_ROW = 1_048_576
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d+)"')
_UNSAVED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</)"
)
"""A formula without the value that Excel saves beside it."""


def check_workbook(source: Source) -> None:
    """Raise InvalidFileError for what is no .xlsx, or would unpack to more than it should."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        refuse(source.name, None, "an Excel workbook that opens", "a damaged zip archive")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        refuse(source.name, None, "CSV, Parquet or .xlsx; unpack a zip archive", _foreign(names))
    size = sum(part.file_size for part in parts)
    if is_bomb(source.size, size) or len(parts) > _MOST_PARTS:
        refuse(source.name, None, "a workbook that unpacks to a table", "a bomb")
    if size > MAX_BYTES:
        too_large(source.name, size)
    for part in parts:
        _check_part(part, source.name)


def unsaved_formulas(part: IO[bytes], name: str) -> int:
    """How many formulas of a sheet have no saved value; raises InvalidFileError.

    A sheet whose rows are not in order is refused: openpyxl would leave some of them out.
    """
    unsaved = last = 0
    rest = b""
    while chunk := part.read(CHUNK):
        ready, end, rest = (rest + chunk).rpartition(b"</row")
        if len(rest) > MAX_RECORD:
            refuse(name, None, f"rows of at most {MAX_RECORD:,} bytes", "a longer one")
        unsaved += len(_UNSAVED.findall(ready))
        last = _last_row(ready, last, name)
        rest = end + rest
    _last_row(rest, last, name)
    return unsaved


def _last_row(text: bytes, last: int, name: str) -> int:
    for found in _ROW.finditer(text):
        number = int(found[1])
        if not last < number <= _LAST_ROW:
            refuse(name, None, "rows numbered in order", "a row out of order")
        last = number
    return last


def _check_part(part: zipfile.ZipInfo, name: str) -> None:
    most = _WHOLE.get(part.filename, _MOST_WHOLE)
    whole = part.filename.endswith((".xml", ".rels")) and not part.filename.startswith(_SHEETS)
    if whole and part.file_size > most:
        allowed = f"parts of a workbook of at most {most:,} bytes; save it as CSV"
        refuse(name, None, allowed, f"{part.file_size:,} bytes")


def _foreign(names: Iterable[str]) -> str:
    if "xl/workbook.bin" in names:
        return "an Excel workbook in the .xlsb format"
    return "an OpenDocument file" if "content.xml" in names else "a zip archive"
