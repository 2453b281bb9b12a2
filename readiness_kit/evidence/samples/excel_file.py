"""Reads the first visible sheet of an Excel workbook as text."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, BinaryIO

from readiness_kit.errors import ReadinessError
from readiness_kit.evidence.samples.contents import Contents
from readiness_kit.evidence.samples.excel_text import as_text
from readiness_kit.evidence.samples.limits import MAX_CELL
from readiness_kit.evidence.samples.refusal import Faults, counted, refuse
from readiness_kit.evidence.samples.rows import kept_of
from readiness_kit.evidence.samples.sheet_xml import Sheet, look_through
from readiness_kit.evidence.samples.source import Source
from readiness_kit.evidence.samples.workbook_zip import check_workbook


def read_excel(source: Source, seed: int) -> Contents:
    """Read an .xlsx workbook, formulas by their saved values; raises InvalidFileError."""
    check_workbook(source)
    try:
        with source.opened() as stream, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drawings and styles it leaves out
            return _contents(stream, source.name, seed)
    except ReadinessError:
        raise
    except Exception:  # a broken workbook breaks openpyxl in as many ways as it has parts
        refuse(source.name, None, "an Excel workbook that reads", "a damaged one")


def _contents(stream: BinaryIO, name: str, seed: int) -> Contents:
    import openpyxl  # takes a moment; few files are workbooks

    with closing(
        openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    ) as book:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not visible:
            refuse(name, None, "a workbook with a visible sheet", "none")
        sheet = visible[0]
        seen = _seen(stream, sheet, name)
        sheet.reset_dimensions()  # what a sheet says of its size may be wrong
        rows = _Rows(sheet.iter_rows(max_col=max(1, seen.width)), name)
        kept = kept_of(rows, seed)
        sheets = len(book.sheetnames)
    notes = [*rows.notes(), *kept.notes()]
    if sheets > 1:
        notes.insert(0, f"{name}: the first visible of {sheets} sheets was read: {sheet.title}")
    if seen.unsaved:
        formulas = counted(seen.unsaved, "formula")
        notes.append(f"{name}: {formulas} without a saved value, read as empty")
    return Contents(kept.table(), kept.total, tuple(notes))


def _seen(stream: BinaryIO, sheet: Any, name: str) -> Sheet:
    # openpyxl has no public word for the part that a sheet lies in
    with zipfile.ZipFile(stream) as archive, archive.open(sheet._worksheet_path) as part:
        return look_through(part, name)


class _Rows:
    """The rows of a sheet; one that is wider than the header becomes a fault."""

    def __init__(self, rows: Iterable[Sequence[Any]], name: str) -> None:
        self.faults = Faults(name)
        self.read = 0
        self._rows = rows
        self._empty = self._errors = 0

    def __iter__(self) -> Iterator[list[str]]:
        width = 0
        for line, cells in enumerate(self._rows, 1):
            row = self._texts(cells, line)
            if not row:
                self._empty += width > 0
            elif not width:
                width = len(row)
                self.faults.header(row, line)
                yield row
            elif len(row) > width:
                self.faults.ragged(line, width, len(row))
            else:
                yield row + [""] * (width - len(row))

    def notes(self) -> Iterator[str]:
        """What was left out, and what is no value."""
        if self._empty:
            yield f"{self.faults.name}: {counted(self._empty, 'empty row')} left out"
        if self._errors:
            yield f"{self.faults.name}: {counted(self._errors, 'Excel error')} such as #N/A"

    def _texts(self, cells: Sequence[Any], line: int) -> list[str]:
        """The cells of one row, up to the last that is not empty."""
        row = [as_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        self._errors += sum(cell.data_type == "e" for cell in cells)
        self.read += sum(map(len, row))
        if row and max(map(len, row)) > MAX_CELL:
            self.faults.add(line, f"cells of at most {MAX_CELL:,} characters", "a longer one")
            return []
        return row
