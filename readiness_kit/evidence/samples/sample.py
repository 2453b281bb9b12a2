"""One data file of a client, as it was read."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from readiness_kit.errors import UsageError
from readiness_kit.evidence.samples.delimiter import DELIMITER_NAMES
from readiness_kit.evidence.samples.refusal import counted

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["csv", "parquet", "excel"]

_FORMATS = {"csv": "CSV", "parquet": "Parquet", "excel": "Excel"}
_ENCODINGS = {"koi8_r": "KOI8-R", "euc_jp": "EUC-JP"}


@dataclass(frozen=True)
class Sample:
    """One data file of a client: every cell as the text it was, and how it was read."""

    path: str
    """As engagement.yaml spells it."""
    sha256: str
    encoding: str
    """As Python names it; of Parquet and Excel always utf-8."""
    delimiter: str
    """Empty for Parquet and Excel."""
    frame: pd.DataFrame = field(repr=False)
    notes: tuple[str, ...] = ()
    """What a reader should know about how it was read."""
    format: Format = "csv"
    decimal: Literal[".", ","] = "."
    """The decimal sign in the file; the cells of `frame` have the point either way."""
    in_file: int | None = None
    """How many records the file holds, where not all of them were kept."""

    @property
    def columns(self) -> list[str]:
        """The header, in file order."""
        return [str(name) for name in self.frame.columns]

    @property
    def rows(self) -> int:
        """How many records were kept."""
        return len(self.frame)

    @property
    def total_rows(self) -> int:
        """How many records the file holds; `rows` of them were kept."""
        return self.rows if self.in_file is None else self.in_file

    @property
    def read_as(self) -> str:
        """How the file was read, for a report: `CSV, UTF-8, semicolon, 12,000 rows`."""
        parts = [_FORMATS[self.format]]
        if self.format == "csv":
            delimiter = DELIMITER_NAMES.get(self.delimiter, self.delimiter)
            parts += [encoding_said(self.encoding), delimiter]
        if self.decimal == ",":
            parts.append("decimal comma")
        drawn = f"{self.rows:,} of " if self.rows < self.total_rows else ""
        return ", ".join([*parts, drawn + counted(self.total_rows, "row")])

    def column(self, name: str) -> list[str]:
        """The cells of one column, as text."""
        return list(self.frame[name].tolist())

    def taken(self, rows: Sequence[int]) -> Sample:
        """The sample with these of its rows alone, in this order."""
        frame = self.frame.iloc[list(rows)].reset_index(drop=True)
        return replace(self, frame=frame, in_file=self.total_rows)


def encoding_said(encoding: str) -> str:
    """What people call an encoding."""
    if encoding.startswith("cp125"):
        return f"Windows-{encoding[2:]}"
    return _ENCODINGS.get(encoding, encoding.upper())


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
