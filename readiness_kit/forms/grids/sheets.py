"""The files that people also keep in a spreadsheet, as rows of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readiness_kit.engagement.atomic import Fs
from readiness_kit.engagement.merging import SheetKind
from readiness_kit.engagement.parts import PROFILE, read_ground
from readiness_kit.engagement.sheet_file import (
    SheetText,
    read_text,
    row_problems,
    save_rows,
    written_over,
)
from readiness_kit.errors import InvalidFileError
from readiness_kit.forms.grids.source import Cells, Column, Fault, Row, Table, named, words
from readiness_kit.framework.schema import Framework


@dataclass
class SheetSource:
    """One CSV file of an engagement; its strict reader finds the faults."""

    folder: Path
    kind: SheetKind
    title: str
    hint: str
    keys: tuple[str, ...]
    own: tuple[Column, ...]
    fs: Fs | None = None

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.file.removesuffix(".csv")

    @property
    def file(self) -> str:
        """The file's name."""
        return self.kind.file

    @property
    def place(self) -> str:
        """Where the file lies."""
        return str((self.folder / self.file).resolve())

    def columns(self) -> tuple[Column, ...]:
        """The columns that the file may have."""
        return self.own

    def stamp(self) -> object:
        """The bytes of the file and of engagement.yaml."""
        return [_bytes(self.folder / name) for name in (self.file, PROFILE)]

    def read(self) -> Table:
        """Read the rows as text, whatever their cells say."""
        text = read_text(self.folder, self.kind)
        cells = [{column: row.get(column, "") for column in self.kind.columns} for row in text.rows]
        return Table(_rows(cells, self.keys), text)

    def faults(self, table: Table, rows: Sequence[Row]) -> list[Fault]:
        """What the file's strict reader would say of these rows, or of none for a blank one."""
        blank = [at for at, row in enumerate(rows) if not any(row.cells.values())]
        if blank:
            return [Fault(at, self.keys[0], "something in some cell, or no row") for at in blank]
        made = written_over(_text(table), self.kind, [row.cells for row in rows])
        try:
            found = row_problems(made, self.kind, self._framework())
        except InvalidFileError as error:
            found = [(None, problem) for problem in error.problems]
        return [Fault(row, problem.field, words(problem)) for row, problem in found]

    def save(self, table: Table, rows: Sequence[Row]) -> list[Row]:
        """Write the rows in this order."""
        cells = [row.cells for row in rows]
        framework = self._framework()
        save_rows(self.folder, self.kind, cells, over=_text(table), framework=framework, fs=self.fs)
        return list(_rows(cells, self.keys))

    def _framework(self) -> Framework:
        return read_ground(self.folder).framework


def _rows(cells: Sequence[Cells], keys: Sequence[str]) -> tuple[Row, ...]:
    return tuple(Row(*pair) for pair in zip(named(cells, keys), cells, strict=True))


def _text(table: Table) -> SheetText:
    text: SheetText = table.origin
    return text


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
