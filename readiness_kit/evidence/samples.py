"""A client's CSV file, read as text, and the types its columns seem to have.

Nothing is guessed away: `NA` stays the text NA, 007 stays 007, and a file whose rows do not fit
its header is refused with the lines, since a reader that pads or drops them would change what is
measured.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

from readiness_kit.errors import InvalidFileError, Problem, UsageError

if TYPE_CHECKING:
    import pandas as pd

ColumnType = Literal["integer", "number", "boolean", "text"]
Value = int | float | bool | str | None
"""What a record holds: typed where it parses, text where it does not, None where it is empty."""

DELIMITERS = (",", ";", "\t", "|")
MAX_BYTES = 500_000_000
_SHOWN_PROBLEMS = 20
_LOOKED_AT = 200
"""Lines that decide the delimiter, of at most so many characters."""
_HEAD = 1_000_000
_FOREIGN = {
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive or an Excel workbook",
    b"PAR1\x15": "a Parquet file",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})?(\.[0-9]{1,30}|\.)?([eE][-+]?[0-9]{1,2})?")
_BOOLEAN = {"true": True, "false": False}


@dataclass(frozen=True)
class Sample:
    """One data file of a client: every cell as the text it was, and how it was read."""

    path: str
    """As engagement.yaml spells it."""
    sha256: str
    encoding: Literal["utf-8", "cp1252"]
    delimiter: str
    frame: pd.DataFrame = field(repr=False)
    notes: tuple[str, ...] = ()
    """What a reader should know about how it was read."""

    @property
    def columns(self) -> list[str]:
        """The header, in file order."""
        return [str(name) for name in self.frame.columns]

    @property
    def rows(self) -> int:
        """How many records the file holds."""
        return len(self.frame)

    def column(self, name: str) -> list[str]:
        """The cells of one column, as text."""
        return [str(cell) for cell in self.frame[name]]


def data_path(folder: Path, written: str) -> Path:
    """Where a data file of an engagement lies; raises UsageError for one outside its folder."""
    path = (folder / written).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise UsageError(
            f"{written} lies outside the engagement's folder; copy the file into its data/ folder "
            f"and name it relative to the engagement."
        )
    return path


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_sample(path: Path, *, name: str | None = None) -> Sample:
    """Read one CSV file as text; raise InvalidFileError naming file, line and fault.

    UTF-8 with or without a byte-order mark, else Windows-1252, which `notes` then says. The
    delimiter is whichever of comma, semicolon, tab and bar fits the first lines. `name` is how
    messages call the file.
    """
    import pandas as pd  # takes a second to import; most commands never read a client's data

    name = name or path.name
    raw = _read_bytes(path, name)
    text, encoding, notes = _decoded(raw, name)
    delimiter = sniff_delimiter(text)
    header, rows, empty = _parsed(text, delimiter, name)
    if empty:
        notes.append(f"{name}: {empty} empty lines were left out")
    frame = pd.DataFrame(rows, columns=pd.Index(header, dtype="str"), dtype="str")
    digest = hashlib.sha256(raw).hexdigest()
    return Sample(name, digest, encoding, delimiter, frame, tuple(notes))


def sniff_delimiter(text: str) -> str:
    """The delimiter that splits the first lines most evenly; a comma where none splits them."""

    def fit(delimiter: str) -> tuple[float, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row, _ in zip(reader, range(_LOOKED_AT), strict=False) if row]
        except csv.Error:
            return (0.0, 0)
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (widths.count(widths[0]) / len(widths), widths[0])

    head = "".join(text[:_HEAD].splitlines(keepends=True)[:_LOOKED_AT])
    return max(DELIMITERS, key=fit)  # the first of equals: a comma


def infer_types(sample: Sample) -> dict[str, ColumnType]:
    """The type of each column: what all of its non-empty cells parse as, else text."""
    return {name: _type_of(set(sample.column(name)) - {""}) for name in sample.columns}


def typed_records(
    sample: Sample, types: Mapping[str, ColumnType], *, without: Collection[str] = ()
) -> list[dict[str, Value]]:
    """Every row as a record of typed values, without the named columns.

    A column that `types` does not know is text, and so is a cell that does not parse as its
    column's type; a fraction in a column of integers stays a number. An empty cell is None.
    """
    names = [name for name in sample.columns if name not in without]
    columns = [[_value(cell, types.get(n, "text")) for cell in sample.column(n)] for n in names]
    if not columns:
        return [{} for _ in range(sample.rows)]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _type_of(cells: Collection[str]) -> ColumnType:
    if not cells:
        return "text"
    if all(map(_INTEGER.fullmatch, cells)):
        return "integer"
    if all(map(is_number, cells)):
        return "number"
    return "boolean" if all(cell.lower() in _BOOLEAN for cell in cells) else "text"


def is_number(cell: str) -> bool:
    """Whether a cell is a plain decimal number: no thousands mark, no unit, no leading zero."""
    return any(map(str.isdigit, cell)) and _NUMBER.fullmatch(cell) is not None


def _value(cell: str, type_: ColumnType) -> Value:
    if cell == "":
        return None
    if type_ == "integer" and _INTEGER.fullmatch(cell):
        return int(cell)
    if type_ in ("integer", "number") and is_number(cell):
        return float(cell)
    if type_ == "boolean":
        return _BOOLEAN.get(cell.lower(), cell)
    return cell


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        _refuse(name, None, f"a file that can be read ({error.strerror or error})")
    if size > MAX_BYTES:
        _refuse(name, None, f"at most {MAX_BYTES:,} bytes; draw a sample", f"{size:,} bytes")
    for magic, kind in _FOREIGN.items():
        if raw.startswith(magic):
            _refuse(name, None, "a plain CSV file saved as UTF-8", kind)
    if (at := raw.find(b"\0")) >= 0:
        _refuse(name, raw.count(b"\n", 0, at) + 1, "text without NUL bytes", "a NUL byte")
    return raw


def _decoded(raw: bytes, name: str) -> tuple[str, Literal["utf-8", "cp1252"], list[str]]:
    try:
        return raw.decode("utf-8-sig"), "utf-8", []
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        _refuse(name, line, "text saved as UTF-8", "bytes that are neither UTF-8 nor Windows-1252")
    return text, "cp1252", [f"{name}: not UTF-8 from line {line} on; read as Windows-1252"]


def _parsed(text: str, delimiter: str, name: str) -> tuple[list[str], list[list[str]], int]:
    """Header, rows, and how many empty lines lay between them."""
    if not text.strip():
        _refuse(name, None, "a header and at least one row", "an empty file")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    rows: list[list[str]] = []
    problems: list[Problem] = []
    empty = started = 0
    try:
        for row in reader:
            line, started = started + 1, reader.line_num
            if not header:
                header = row
                problems += _header_problems(header, name, line)
            elif not row and len(header) > 1:
                empty += 1
            elif len(row or [""]) != len(header):
                problems.append(_ragged(name, line, len(header), len(row)))
            else:
                rows.append(row or [""])
    except csv.Error as error:
        problems.append(Problem(name, started + 1, "", "quotes that open and close", str(error)))
    if not problems and not rows:
        _refuse(name, None, "at least one row below the header", "a header only")
    if problems:
        raise InvalidFileError(_first(problems, name))
    return header, rows, empty


def _header_problems(header: list[str], name: str, line: int) -> Iterable[Problem]:
    for index, column in enumerate(header):
        if not column.strip():
            yield Problem(name, line, f"column {index + 1}", "a name for every column", "none")
        elif column in header[:index]:
            yield Problem(name, line, column, "each column name once", "the same name again")


def _ragged(name: str, line: int, wanted: int, came: int) -> Problem:
    return Problem(name, line, "", f"{wanted} fields, as in the header", f"{came}")


def _first(problems: list[Problem], name: str) -> list[Problem]:
    rest = len(problems) - _SHOWN_PROBLEMS
    more = [Problem(name, None, "", f"{rest} more lines like these", "")] if rest > 0 else []
    return problems[:_SHOWN_PROBLEMS] + more


def _refuse(name: str, line: int | None, allowed: str, came: str = "") -> NoReturn:
    raise InvalidFileError([Problem(name, line, "", allowed, came)]) from None
