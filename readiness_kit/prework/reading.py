"""Reads a pre-work file that came back: by what it holds, whatever it is called by now."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

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
    formulas: Mapping[str, str]
    """By heading: what stands in a cell whose formula no program has worked out."""


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


class _Sheet(NamedTuple):
    """A sheet of values, and its place among those of the workbook."""

    place: int
    title: str
    rows: list[Sequence[Any]]


class _Header(NamedTuple):
    """Where the header is: its row from 1, its columns from 0."""

    row: int
    id: int
    inputs: tuple[int, ...]


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
    load = partial(openpyxl.load_workbook, read_only=True, keep_links=False)
    with closing(load(io.BytesIO(raw), data_only=True)) as book:
        about, sheets = _told(book, name)
    read = ((sheet, _header(sheet.rows)) for sheet in sheets)
    found = next(((sheet, header) for sheet, header in read if header is not None), None)
    if found is None:
        headings = ", ".join((ID, *INPUTS))
        refuse(name, f"a sheet with the columns {headings}, as it was written", "none")
    sheet, header = found
    # read for values, a formula that no program has worked out is an empty cell
    with closing(load(io.BytesIO(raw), data_only=False)) as book:
        formulas = _formulas(book.worksheets[sheet.place], header)
    lines = tuple(_filled(sheet.rows, header, formulas))
    return Returned(name, about, sheet.title, lines, beside)


def _told(book: Any, name: str) -> tuple[About, list[_Sheet]]:
    """What the hidden sheet says, and the others."""
    about, sheets = None, []
    for place, sheet in enumerate(book.worksheets):
        rows = list(_rows(sheet, values_only=True))
        try:
            found = read_about(rows)
        except ValueError as error:
            refuse(name, f"{_WANTED} with this version", shown(str(error)))
        about = about or found
        if found is None:
            sheets.append(_Sheet(place, str(sheet.title), rows))
    if about is None:
        refuse(name, f"{_WANTED}; a table of ratings is imported as CSV", "another workbook")
    return about, sheets


def _rows(sheet: Any, **how: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()  # what a sheet says of its size may be wrong
    rows: Iterator[Sequence[Any]] = sheet.iter_rows(
        max_row=_MOST_ROWS, max_col=_MOST_COLUMNS, **how
    )
    return rows


def _header(rows: Sequence[Sequence[Any]]) -> _Header | None:
    """The header of the sheet that is filled in; None where there is none. Columns may move."""
    for number, row in enumerate(rows[:_MOST_ABOVE], 1):
        heads = [as_text(value) for value in row]
        if all(heads.count(head) == 1 for head in (ID, *INPUTS)):
            return _Header(number, heads.index(ID), tuple(heads.index(head) for head in INPUTS))
    return None


def _formulas(sheet: Any, header: _Header) -> dict[tuple[int, int], str]:
    """By row and column: the formulas in the cells that people fill in."""
    return {
        (number, at): as_text(getattr(row[at].value, "text", row[at].value))
        for number, row in enumerate(_rows(sheet, min_row=header.row + 1), header.row + 1)
        for at in header.inputs
        if at < len(row) and row[at].data_type == "f"
    }


def _filled(
    rows: Sequence[Sequence[Any]], header: _Header, formulas: Mapping[tuple[int, int], str]
) -> Iterator[Line]:
    for number, row in enumerate(rows[header.row :], header.row + 1):
        values = [*row, *[None] * _MOST_COLUMNS]
        without = {
            head: formulas[number, at]
            for head, at in zip(INPUTS, header.inputs, strict=True)
            if values[at] is None and (number, at) in formulas
        }
        cells = read_cells(*(values[at] for at in header.inputs))
        line = Line(number, as_text(values[header.id]), cells, without)
        if line.id or any(line.cells) or without:
            yield line


def _beside(archive: zipfile.ZipFile) -> Iterator[str]:
    names = archive.namelist()
    if any(name.startswith(("xl/media/", "xl/embeddings/")) for name in names):
        yield "pictures or attachments"
    if any("comment" in name.lower() for name in names):
        yield "comments on cells"
