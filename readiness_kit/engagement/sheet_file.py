"""The rows of a sheet as text: for a form that edits integrations.csv and the metrics' two files.

A file keeps its columns and their order, its delimiter, its line ends and its byte-order mark, and
a cell keeps the text that somebody typed. What is written has been read by the strict reader.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from readiness_kit.engagement.atomic import DiskFs, Fs, remove_stale, replace_file
from readiness_kit.engagement.lock import locked
from readiness_kit.engagement.merging import SheetKind, quoted_cell
from readiness_kit.engagement.sheet import MAX_BYTES, read_sheet
from readiness_kit.errors import ConflictError, InvalidFileError, NotSavedError, Problem
from readiness_kit.framework.schema import Framework
from readiness_kit.reading.source import contents

Cells = Mapping[str, str]
"""By column: the text of a cell, "" where it is empty."""


@dataclass(frozen=True)
class SheetText:
    """A file as it stands."""

    raw: bytes | None
    """None: it is not there yet."""
    header: tuple[str, ...]
    rows: tuple[Cells, ...]
    """In the order of the file; rows that are empty throughout are left out."""


def read_text(folder: Path, kind: SheetKind) -> SheetText:
    """Read a sheet's rows whatever their cells say; InvalidFileError where it is no such sheet."""
    path = folder / kind.file
    if not path.exists():
        return SheetText(None, kind.columns, ())
    raw = contents(path, most=MAX_BYTES)
    with _as_file(raw, kind) as copy:
        sheet = read_sheet(copy, columns=kind.columns, required=kind.required)
    return SheetText(raw, sheet.header, tuple(row.cells for row in sheet.rows))


def written_over(before: SheetText, kind: SheetKind, rows: Sequence[Cells]) -> bytes:
    """The file with these rows instead, spelled as it was; a column that it lacks joins if used."""
    lacking = [
        column
        for column in kind.columns
        if column not in before.header and any(row.get(column) for row in rows)
    ]
    header = (*before.header, *lacking)
    raw = before.raw or b""
    delimiter, end = _delimiter(raw), "\r\n" if b"\r\n" in raw else "\n"
    lines = [header, *([row.get(column, "") for column in header] for row in rows)]
    text = "".join(delimiter.join(map(quoted_cell, line)) + end for line in lines)
    return (codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b"") + text.encode()


def row_problems(
    raw: bytes, kind: SheetKind, framework: Framework
) -> list[tuple[int | None, Problem]]:
    """What the strict reader would say of a file of these bytes, each with the row's index."""
    with _as_file(raw, kind) as copy:
        sheet = read_sheet(copy, columns=kind.columns, required=kind.required)
        rows = {row.line: index for index, row in enumerate(sheet.rows)}
        try:
            kind.read(copy, framework, ())
        except InvalidFileError as error:
            return [(rows.get(problem.line or 0), problem) for problem in error.problems]
    return []


def save_rows(
    folder: Path,
    kind: SheetKind,
    rows: Sequence[Cells],
    *,
    over: SheetText,
    framework: Framework,
    fs: Fs | None = None,
) -> None:
    """Put these rows into the file that was read as `over`, all or none.

    Raises ConflictError where the file has changed since, InvalidFileError with every problem that
    the strict reader would have with the result, and NotSavedError; nothing is written then.
    """
    disk, target = fs or DiskFs(), folder / kind.file
    made = written_over(over, kind, rows)
    if len(made) > MAX_BYTES:
        allowed = f"at most {MAX_BYTES:,} bytes"
        raise InvalidFileError([Problem(kind.file, None, "", allowed, f"{len(made):,} bytes")])
    if problems := row_problems(made, kind, framework):
        raise InvalidFileError(problem for _, problem in problems)
    with locked(folder):
        try:
            if _bytes(target) != over.raw:
                raise ConflictError((kind.file,), seen="another text", found="a newer one")
            remove_stale(disk, folder, kind.file)
            if made != over.raw:
                replace_file(disk, target, made)
        except OSError as error:
            # where only the folder's sync failed, the last step of all, the rows are there
            if _bytes(target) != made:
                raise NotSavedError(target, error) from None


@contextmanager
def _as_file(raw: bytes, kind: SheetKind) -> Iterator[Path]:
    """Bytes that are not there yet as a file, since readers read files; named as if they were."""
    try:
        with TemporaryDirectory() as folder:
            path = Path(folder) / kind.file
            path.write_bytes(raw)
            yield path
    except InvalidFileError as error:
        raise InvalidFileError(replace(p, file=kind.file) for p in error.problems) from None
    except OSError as error:
        raise NotSavedError(Path(kind.file), error) from None


def _delimiter(raw: bytes) -> str:
    first = next(iter(io.StringIO(raw.decode("utf-8-sig"), newline="")), "")
    return ";" if first.count(";") > first.count(",") else ","


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
