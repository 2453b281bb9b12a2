"""Reads a pre-work file that came back: by what it holds, whatever it is called by now."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from readiness_kit.errors import ReadinessError
from readiness_kit.prework.about import About, read_about
from readiness_kit.prework.archive import opened, refuse
from readiness_kit.prework.cells import ID, INPUTS, Cells, as_text, read_cells
from readiness_kit.reading.document import file_name, shown

_WANTED: Final = "an .xlsx that `readiness export PATH --to prework` wrote"
_MOST_ROWS, _MOST_COLUMNS = 20_000, 200
"""A row number may lie: without a limit a reader would count up to it."""
_MOST_ABOVE = 50
"""Rows in which the header is looked for: somebody may have put a few above it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet that is filled in, with its number there."""

    row: int
    id: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class Returned:
    """One file that came back."""

    name: str
    about: About
    sheet: str
    lines: tuple[Line, ...]
    """Rows of a criterion, and rows without one in which something is filled in."""
    beside: tuple[str, ...]
    """What else it holds that is not taken: pictures, comments."""


def read_returned(path: Path) -> Returned:
    """Read one file; raises InvalidFileError where it is none of ours, or does not open."""
    name = file_name(path)
    raw, archive = opened(path)
    beside = tuple(_beside(archive))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of all that it leaves out
            return _returned(raw, name, beside)
    except ReadinessError:
        raise
    except Exception:  # a broken workbook breaks openpyxl in as many ways as it has parts
        refuse(name, "an .xlsx that opens", "a damaged one")


def _returned(raw: bytes, name: str, beside: tuple[str, ...]) -> Returned:
    import openpyxl  # takes a moment, and most imports are of CSV files

    # read-only: else openpyxl makes a cell of each that a merged range names, billions if it likes
    with closing(
        openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    ) as book:
        about, sheets = _told(book, name)
    read = ((title, _lines(rows)) for title, rows in sheets)
    found = next(((title, lines) for title, lines in read if lines is not None), None)
    if found is None:
        headings = ", ".join((ID, *INPUTS))
        refuse(name, f"a sheet with the columns {headings}, as it was written", "none")
    title, lines = found
    return Returned(name, about, title, tuple(lines), beside)


def _told(book: Any, name: str) -> tuple[About, list[tuple[str, list[Sequence[Any]]]]]:
    """What the hidden sheet says, and the rows of the others by title."""
    about, sheets = None, []
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a sheet says of its size may be wrong
        rows = list(sheet.iter_rows(max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, values_only=True))
        try:
            found = read_about(rows)
        except ValueError as error:
            refuse(name, f"{_WANTED} with this version", shown(str(error)))
        about = about or found
        if found is None:
            sheets.append((str(sheet.title), rows))
    if about is None:
        refuse(name, f"{_WANTED}; a table of ratings is imported as CSV", "another workbook")
    return about, sheets


def _lines(rows: Sequence[Sequence[Any]]) -> list[Line] | None:
    """The rows below the header; None where there is no header. Columns may have moved."""
    for at, row in enumerate(rows[:_MOST_ABOVE]):
        heads = [as_text(value) for value in row]
        if all(heads.count(head) == 1 for head in (ID, *INPUTS)):
            places = [heads.index(head) for head in INPUTS]
            return list(_filled(rows[at + 1 :], at + 2, heads.index(ID), places))
    return None


def _filled(
    rows: Iterable[Sequence[Any]], first: int, id: int, places: Sequence[int]
) -> Iterator[Line]:
    for number, row in enumerate(rows, first):
        values = [*row, *[None] * _MOST_COLUMNS]
        line = Line(number, as_text(values[id]), read_cells(*(values[at] for at in places)))
        if line.id or any(line.cells):
            yield line


def _beside(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if any(name.startswith(("xl/media/", "xl/embeddings/")) for name in names):
        yield "pictures or attachments"
    if any("comment" in name.lower() for name in names):
        yield "comments on cells"
