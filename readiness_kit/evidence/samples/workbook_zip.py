"""Whether a zip archive is an Excel workbook that may be opened."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

from readiness_kit.evidence.samples.limits import MAX_BYTES, is_bomb
from readiness_kit.evidence.samples.refusal import refuse, too_large
from readiness_kit.evidence.samples.source import Source

_SHEETS = "xl/worksheets/"
_MOST_PARTS = 10_000
_WHOLE = {"xl/sharedStrings.xml": 200_000_000, "xl/styles.xml": 2_000_000}
_MOST_WHOLE = 20_000_000
"""Bytes of a part that is read as a whole; worksheets alone are read bit by bit."""


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


def _check_part(part: zipfile.ZipInfo, name: str) -> None:
    most = _WHOLE.get(part.filename, _MOST_WHOLE)
    whole = part.filename.endswith((".xml", ".rels")) and not part.filename.startswith(_SHEETS)
    if whole and part.file_size > most:
        called = part.filename if part.filename in _WHOLE else "parts of a workbook"
        allowed = f"{called} of at most {most:,} bytes; save it as CSV"
        refuse(name, None, allowed, f"{part.file_size:,} bytes")


def _foreign(names: Iterable[str]) -> str:
    if "xl/workbook.bin" in names:
        return "an Excel workbook in the .xlsb format"
    return "an OpenDocument file" if "content.xml" in names else "a zip archive"
