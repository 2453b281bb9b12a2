"""Whether a file is a workbook, and whether it may be opened: it has been in other hands."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Final, NoReturn

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading.document import file_name
from readiness_kit.reading.source import contents

MAX_BYTES: Final = 20_000_000
"""Of a file; one of ours has a hundredth of it, and somebody may have pasted pictures."""
_MOST_XML = 30_000_000
"""Bytes that the parts unpack to which are read: text alone."""
_MOST_PARTS = 2_000
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def is_workbook(path: Path) -> bool:
    """Whether a file is a spreadsheet program's own, by its first bytes and not by its name."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (_ZIP, _OLE)
    except (OSError, ValueError):
        return False  # whoever reads it as text tells what is wrong


def opened(path: Path) -> tuple[bytes, zipfile.ZipFile]:
    """The bytes of a workbook and its archive; raises InvalidFileError for what may not be read."""
    name = file_name(path)
    raw = contents(path, most=MAX_BYTES)
    if raw.startswith(_OLE):
        refuse(name, "an .xlsx without a password", "an older Excel file, or an encrypted one")
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        refuse(name, "an .xlsx that opens", "a damaged one")
    if "xl/workbook.xml" not in archive.namelist():
        refuse(name, "an .xlsx; in LibreOffice: save as “Excel 2007-365”", "another format")
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels", ".vml"))]
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in texts) > _MOST_XML:
        refuse(
            name, f"an .xlsx that unpacks to {_MOST_XML:,} bytes of text at most", "a larger one"
        )
    for part in texts:
        _no_entities(archive, part, name)
    return raw, archive


def refuse(name: str, allowed: str, came: str) -> NoReturn:
    """Raise InvalidFileError for a file as a whole."""
    raise InvalidFileError([Problem(name, None, "", allowed, came)])


def _no_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """Spreadsheet programs declare no document type; a bomb of entities needs one."""
    try:
        text = archive.read(part)
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, ValueError, NotImplementedError):
        refuse(name, "an .xlsx that opens", "a damaged one")
    except Exception as error:  # zlib.error has no common base
        refuse(name, "an .xlsx that opens", f"a damaged one ({type(error).__name__})")
    if b"\0" in text[:4] or b"<!DOCTYPE" in text:
        refuse(name, "an .xlsx as Excel and LibreOffice write it", "one with entities")
