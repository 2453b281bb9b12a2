"""One look at a sheet of a workbook, before openpyxl reads it and is silent about what it drops."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, NamedTuple, NoReturn
from xml.parsers import expat

from readiness_kit.evidence.samples.limits import MAX_BEYOND, MAX_RECORD, MAX_SHEET
from readiness_kit.evidence.samples.refusal import refuse
from readiness_kit.evidence.samples.source import CHUNK

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_ROW, _CELL, _FORMULA = _MAIN + "row", _MAIN + "c", _MAIN + "f"
_VALUE, _TEXT = _MAIN + "v", _MAIN + "is"
_ROW_NUMBER = re.compile(r"([1-9][0-9]{0,6})(?:\.0)?")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


class Sheet(NamedTuple):
    """What a sheet holds, seen from its text."""

    width: int
    """The last column in which any row has a value."""
    unsaved: int
    """Formulas without the value that Excel saves beside them."""


def look_through(part: IO[bytes], name: str) -> Sheet:
    """Check that rows and cells are in order; raises InvalidFileError, or ExpatError if broken.

    Of cells that are not, or that come twice, openpyxl keeps some and leaves out the others.
    """
    look = _Look(name)
    chunk = part.read(CHUNK)
    if b"\0" in chunk[:4]:
        _not_utf8(name)
    while chunk:
        look.take(chunk)
        chunk = part.read(CHUNK)
    return look.done()


class _Look:
    """Takes the text of a sheet chunk by chunk."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._row = self._column = self._width = self._header = self._unsaved = 0
        self._formula = self._may_be_empty = False
        self._read = self._row_from = 0
        """Bytes so far, and up to where the last row begins."""
        self._tag = ""
        parser = self._parser = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = self._start
        parser.StartDoctypeDeclHandler = self._document_type
        parser.XmlDeclHandler = self._declared

    def take(self, chunk: bytes) -> None:
        """Look at the next bytes."""
        self._read += len(chunk)
        self._parser.Parse(chunk, False)
        if self._read - self._row_from > MAX_RECORD:
            refuse(self._name, None, f"rows of at most {MAX_RECORD:,} bytes", "a longer one")

    def done(self) -> Sheet:
        """What it holds, after the last bytes."""
        self._parser.Parse(b"", True)
        self._end_cell()
        if self._row * self._width > MAX_SHEET:
            most = f"sheets of at most {MAX_SHEET:,} cells, empty or not; save it as CSV"
            refuse(self._name, None, most, f"{self._row * self._width:,}")
        return Sheet(self._width, self._unsaved)

    def _start(self, tag: str, about: Mapping[str, str]) -> None:
        self._tag = tag
        if tag == _CELL:
            self._end_cell()
            self._next_cell(about.get("r"))
            self._may_be_empty = about.get("t") == "str"  # a formula may well give no text
        elif tag in (_VALUE, _TEXT):
            self._widen()
        elif tag == _ROW:
            self._end_cell()
            self._next_row(about.get("r"))
        elif tag == _FORMULA and not self._may_be_empty:
            self._formula = True
            self._parser.CharacterDataHandler = self._characters

    def _next_row(self, written: str | None) -> None:
        number = self._row + 1
        if written is not None:
            found = _ROW_NUMBER.fullmatch(written)
            number = int(found[1]) if found else 0
        if not self._row < number <= _LAST_ROW:
            refuse(self._name, None, "rows numbered in order", "a row out of order")
        self._header = self._header or self._width
        self._row, self._column = number, 0
        self._row_from = self._parser.CurrentByteIndex

    def _next_cell(self, written: str | None) -> None:
        column, row = self._column + 1, self._row
        if written is not None:
            found = _PLACE.fullmatch(written)
            column, row = (_number(found[1]), int(found[2])) if found else (0, 0)
        if row != self._row or not self._column < column <= _LAST_COLUMN:
            allowed = "cells in order, and each of them once"
            refuse(self._name, self._row, allowed, "a cell out of order or twice")
        self._column = column

    def _widen(self) -> None:
        if self._header and self._column > self._header + MAX_BEYOND:
            most = f"no value more than {MAX_BEYOND} columns beyond the header"
            refuse(self._name, self._row, most, f"one in column {self._column:,}")
        self._width = max(self._width, self._column)

    def _characters(self, text: str) -> None:
        if self._tag == _VALUE and text.strip():
            self._formula = False

    def _end_cell(self) -> None:
        if self._formula:
            self._unsaved += 1
        self._formula = False
        self._parser.CharacterDataHandler = None

    def _document_type(self, *_: object) -> NoReturn:
        refuse(self._name, None, "an Excel workbook that reads", "one with entities")

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            _not_utf8(self._name)


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _not_utf8(name: str) -> NoReturn:
    refuse(name, None, "sheets saved as UTF-8, as Excel does", "another encoding")
