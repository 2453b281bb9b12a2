"""Reads the CSV files that people keep in a spreadsheet: strictly, with every problem at once."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.reading import Document, StrictModel, validated
from readiness_kit.reading.document import file_name, shown
from readiness_kit.reading.source import contents

MAX_BYTES = 20_000_000

M = TypeVar("M", bound=StrictModel)


@dataclass(frozen=True)
class Row:
    """One row as it was typed, stripped of blanks, and the line it begins on."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheet:
    """A file's name, its header, and its rows; rows that are empty throughout are left out."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_header(path: Path) -> tuple[str, ...]:
    """The columns that a file's first line names, unchecked; empty where it has none."""
    name = file_name(path)
    text = _text(path, name)
    try:
        for cells in _reader(text):
            return tuple(cell.strip() for cell in cells)
    except csv.Error:
        return ()
    return ()


def read_sheet(
    path: Path, *, columns: Sequence[str], required: Collection[str], quoted: bool = True
) -> Sheet:
    """Read a CSV file of these columns, in any order; raise InvalidFileError with all faults.

    Comma or semicolon, UTF-8 with or without a byte-order mark. A row may be shorter than the
    header, never longer. Unless `quoted`, other columns are told by their place: without a header
    the first line is a row of the client's data.
    """
    name = file_name(path)
    text = _text(path, name)
    reader = _reader(text)
    rows: list[Row] = []
    problems: list[Problem] = []
    header: tuple[str, ...] = ()
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if not header:
                header = tuple(stripped)
                _check_header(name, header, columns, required, quoted)
            elif len(stripped) > len(header):
                allowed = f"at most {len(header)} cells, as in the first line"
                problems.append(Problem(name, line, "", allowed, f"{len(stripped)} cells"))
            elif any(stripped):
                rows.append(Row(line, dict(zip(header, stripped, strict=False))))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(name, line, "", "valid CSV", str(error)))
    if not header:
        allowed = f"a first line with columns of {', '.join(columns)}"
        problems.append(Problem(name, 1, "", allowed, "none"))
    if problems:
        raise InvalidFileError(problems)
    return Sheet(name, header, tuple(rows))


def typed_row(
    sheet: Sheet, row: Row, model: type[M], said: dict[str, Any], problems: list[Problem]
) -> M | None:
    """A row as a record of its type; None, with what is wrong in `problems`, where it is none."""
    try:
        return validated(model, Document(sheet.name, said))
    except InvalidFileError as error:
        for problem in error.problems:
            column = problem.field.partition("[")[0]
            came = problem.came if column else ""
            problems.append(Problem(sheet.name, row.line, column, problem.allowed, came))
    return None


def _text(path: Path, name: str) -> str:
    raw = contents(path, most=MAX_BYTES)
    if (at := raw.find(b"\0")) >= 0:
        line = raw.count(b"\n", 0, at) + 1
        raise InvalidFileError([Problem(name, line, "", "text without NUL bytes", "a NUL byte")])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        allowed = "text saved as UTF-8 (in a spreadsheet: “CSV UTF-8”)"
        problem = Problem(name, line, "", allowed, "bytes of another encoding")
        raise InvalidFileError([problem]) from None


def _reader(text: str) -> Any:
    first = re.split("[\r\n]", text, maxsplit=1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _check_header(
    name: str,
    header: Sequence[str],
    columns: Sequence[str],
    required: Collection[str],
    quoted: bool,
) -> None:
    problems = list(_unknown(name, header, columns, quoted))
    twice = {column for column in header if header.count(column) > 1}
    known = sorted(twice if quoted else twice.intersection(columns))
    problems += [Problem(name, 1, c, "each column once", f"{c} again") for c in known]
    problems += [
        Problem(name, 1, column, "this column is required", "nothing")
        for column in columns
        if column in required and column not in header
    ]
    if problems:
        raise InvalidFileError(problems)


def _unknown(
    name: str, header: Sequence[str], columns: Sequence[str], quoted: bool
) -> Iterator[Problem]:
    for column in dict.fromkeys(header):
        if column in columns:
            continue
        allowed = f"columns of {', '.join(columns)}{_nearest(column, columns)}"
        if quoted:
            yield Problem(name, 1, column, allowed, shown(column))
        else:
            place = f"column {header.index(column) + 1}"
            yield Problem(name, 1, place, allowed, "another name" if column else "no name")


def _nearest(column: str, columns: Sequence[str]) -> str:
    close = difflib.get_close_matches(column, columns, n=1)
    return f"; did you mean {close[0]}?" if close else ""
