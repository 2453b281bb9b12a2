"""The cases of an offline round trip: records by id, in a CSV file for the client's model."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from readiness_kit.engagement.atomic import DiskFs, replace_file
from readiness_kit.errors import NotSavedError, TargetError
from readiness_kit.evidence.target.protocol import Record

ID = "case_id"
CASE = re.compile(r"c[0-9a-f]{16}(-2)?")
"""How an id is spelled; nothing else in a file is taken for a case of ours."""
ABSENT = "__absent__"
"""The column that names the fields which a record does not have at all, separated by `;`."""


def case_id(record: Record) -> str:
    """A name of a record that depends on nothing but its fields and values.

    It begins with a letter, so that no spreadsheet takes it for a number.
    """
    text = json.dumps(record, sort_keys=True, separators=(",", ":"))
    return "c" + hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


@dataclass
class Cases:
    """What was asked so far, in the order in which it was first asked."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    """By id: the cells by field; one without a cell is absent from the record."""

    @staticmethod
    def read(path: Path) -> Cases:
        """The cases that an earlier run wrote; none where there is no such file.

        Raises TargetError for any other file of this name: it is the client's, and is kept.
        """
        try:
            header, rows = _rows(path.read_bytes().decode("utf-8-sig"))
        except FileNotFoundError:
            return Cases()
        except (OSError, UnicodeDecodeError, csv.Error):
            raise _not_ours(path) from None
        if not _is_ours(header, rows):
            raise _not_ours(path)
        cases = Cases()
        for row in rows:
            absent = {ID, ABSENT, *row[ABSENT].split(";")}
            cases.rows[row[ID]] = {k: v for k, v in row.items() if k not in absent}
        return cases

    def add(self, wanted: Iterable[tuple[str, Record]]) -> bool:
        """Take in what is not there yet; whether that was anything.

        Raises TargetError for a field that is called as a column of ours is.
        """
        before = len(self.rows)
        for id, record in wanted:
            if id not in self.rows:
                _check_names(record)
                self.rows[id] = {name: _cell(value) for name, value in record.items()}
        return len(self.rows) > before

    def write(self, path: Path) -> None:
        """Write all of them as one step; raises NotSavedError with the earlier file untouched."""
        fields = list(dict.fromkeys(name for row in self.rows.values() for name in row))
        text = io.StringIO(newline="")
        writer = csv.writer(text)  # with CR LF, which has it quote a lone CR as well
        writer.writerow([ID, *fields, ABSENT])
        for id, row in self.rows.items():
            absent = ";".join(name for name in fields if name not in row)
            writer.writerow([id, *(row.get(name, "") for name in fields), absent])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(DiskFs(), path, text.getvalue().encode("utf-8", "replace"))
        except OSError as error:
            raise NotSavedError(path, error) from None


def _rows(text: str) -> tuple[list[str], list[dict[str, str]]]:
    before = csv.field_size_limit(len(text) + 1)  # a case may well be one very long text
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        return list(reader.fieldnames or ()), list(reader)
    finally:
        csv.field_size_limit(before)


def _is_ours(header: list[str], rows: list[dict[str, str]]) -> bool:
    """Whether a file has exactly the form that `write` gives it; else it is not written over."""
    framed = len(header) > 1 and (header[0], header[-1]) == (ID, ABSENT)
    whole = all(None not in row and None not in row.values() for row in rows)
    if not framed or not whole or len(set(header)) < len(header):
        return False
    ids = [row[ID] for row in rows]
    return all(map(CASE.fullmatch, ids)) and len(set(ids)) == len(ids)


def _check_names(record: Record) -> None:
    for name in (ID, ABSENT):
        if name in record:
            raise TargetError(
                f"the samples have a column {name}, as cases.csv has for its own ends. Rename it "
                f"in both, or let data.key in engagement.yaml name it."
            )


def differs_in_a_file(one: Record, other: Record) -> bool:
    """Whether two records are two in a file as well: there 12.5 and the text 12.5 are the same.

    A text that no file in UTF-8 can hold is not told either.
    """
    before, after = ({name: _cell(value) for name, value in r.items()} for r in (one, other))
    text = "".join(after.values())
    return before != after and text.encode("utf-8", "replace").decode("utf-8") == text


def _cell(value: object) -> str:
    """A value as it stands in the file: text as it is, anything else as JSON, nothing for None."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


def _not_ours(path: Path) -> TargetError:
    return TargetError(
        f"there is a {path.name} that is not as readiness-kit writes it, so it is left as it is. "
        f"Move it away, or name target.file in another folder: the cases are written beside it."
    )
