"""Reads a CSV file as text, record by record, so that its size does not matter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from readiness_kit.evidence.samples.contents import Contents
from readiness_kit.evidence.samples.decimal_sign import with_points
from readiness_kit.evidence.samples.delimiter import HEAD, first_lines, sniff_delimiter, widths
from readiness_kit.evidence.samples.encoding import encoding_of, undecodable
from readiness_kit.evidence.samples.limits import MAX_CELL, MAX_RECORD
from readiness_kit.evidence.samples.one_column import check_one_column
from readiness_kit.evidence.samples.refusal import Faults, counted, refuse
from readiness_kit.evidence.samples.rows import kept_of
from readiness_kit.evidence.samples.source import Source, survey


def read_csv(source: Source, seed: int) -> Contents:
    """Read a CSV file, packed by gzip or not; raises InvalidFileError naming line and fault."""
    encoding = encoding_of(source, survey(source))
    try:
        with source.opened() as raw:
            text = io.TextIOWrapper(raw, encoding=encoding.name, newline="")
            delimiter = _delimiter(text, source.name)
            records = _Records(text, delimiter, source.name)
            kept = kept_of(records, seed)
    except UnicodeError:
        undecodable(source, encoding.name)
    table = kept.table()
    pointed = with_points(table, source.name, delimiter)
    return Contents(
        table=pointed.table,
        total=kept.total,
        notes=(*encoding.notes, *records.notes(), *kept.notes(), *pointed.notes),
        encoding=encoding.name.removesuffix("-sig"),
        delimiter=delimiter,
        decimal="," if pointed.turned else ".",
    )


def _delimiter(text: io.TextIOWrapper, name: str) -> str:
    head = text.read(HEAD)
    if not head.strip():
        refuse(name, None, "a header and at least one row", "an empty file")
    text.seek(0)
    delimiter = sniff_delimiter(head)
    if widths(first_lines(head), delimiter)[:1] == [1]:
        check_one_column(head, name)
    return delimiter


class _Records:
    """The records of a CSV file; one that does not fit the header becomes a fault."""

    def __init__(self, text: TextIO, delimiter: str, name: str) -> None:
        self.faults = Faults(name)
        self.read = 0
        self._text = text
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=True)
        self._line = self._empty = 0
        self._ended = 0
        """Characters up to the end of the last record."""

    def __iter__(self) -> Iterator[list[str]]:
        records = self._records()
        header = next(filter(None, records), None)
        if header is None:
            return
        self.faults.header(header, self._line)
        yield header
        width = len(header)
        for row in records:
            if len(row) == width:
                yield row
            elif row:
                self.faults.ragged(self._line, width, len(row))
            elif width == 1:
                yield [""]
            else:
                self._empty += 1

    def notes(self) -> Iterator[str]:
        """What was left out."""
        if self._empty:
            yield f"{self.faults.name}: {counted(self._empty, 'empty line')} left out"

    def _records(self) -> Iterator[list[str]]:
        ended = 0
        try:
            for row in self._reader:
                self._line, ended = ended + 1, self._reader.line_num
                self._ended = self.read
                yield row
        except csv.Error as error:
            longer = f", around at most {MAX_CELL:,} characters" if "larger" in str(error) else ""
            came = "more" if longer else str(error)
            self.faults.add(ended + 1, f"quotes that open and close{longer}", came)

    def _lines(self) -> Iterator[str]:
        for number, line in enumerate(self._text, 1):
            self.read += len(line)
            if "\0" in line:
                refuse(self.faults.name, number, "text without NUL bytes", "a NUL byte")
            if self.read - self._ended > MAX_RECORD:
                most = f"records of at most {MAX_RECORD:,} characters"
                refuse(self.faults.name, number, most, "a longer one")
            yield line
