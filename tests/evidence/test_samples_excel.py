"""An Excel workbook becomes the text that a CSV file of its first visible sheet would hold."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import read_sample

Rows = list[list[Any]]


def saved(folder: Path, rows: Rows, change: Callable[[Any], object] | None = None) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book)
    book.save(folder / "poc.xlsx")
    return folder / "poc.xlsx"


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed, as another program would have written it."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        assert part in old.namelist()
        for info in old.infolist():
            raw = old.read(info)
            new.writestr(info.filename, change(raw) if info.filename == part else raw)
    path.write_bytes(out.getvalue())
    return path


SHEET = "xl/worksheets/sheet1.xml"
AS_TEXT = {
    "text": ("NA", "NA"),
    "code": ("007", "007"),
    "whole number": (12, "12"),
    "number": (1454.71, "1454.71"),
    "number without a fraction": (3.0, "3"),
    "truth": (True, "true"),
    "day": (dt.date(2026, 1, 31), "2026-01-31"),
    "moment": (dt.datetime.fromisoformat("2026-01-31T10:20"), "2026-01-31T10:20:00"),
    "midnight": (dt.datetime.fromisoformat("2026-01-31"), "2026-01-31T00:00:00"),
    "time": (dt.time(10, 20), "10:20:00"),
    "span": (dt.timedelta(hours=26, minutes=3), "26:03:00"),
    "empty": (None, ""),
    "decimal comma": ("1,5", "1,5"),
}


def test_values_become_their_text(tmp_path: Path) -> None:
    rows = [list(AS_TEXT), [value for value, _ in AS_TEXT.values()], ["last"] * len(AS_TEXT)]
    sample = read_sample(saved(tmp_path, rows))
    got = {name: sample.column(name)[0] for name in sample.columns}
    assert {name: text for name, (_, text) in AS_TEXT.items()} == got
    assert (sample.format, sample.rows, sample.read_as) == ("excel", 2, "Excel, 2 rows")


def test_the_first_visible_sheet_is_read_and_said(tmp_path: Path) -> None:
    def add(book: Any) -> None:
        book.active.title = "Claims"
        book.create_sheet("Notes", 0).sheet_state = "hidden"
        book.create_sheet("More").append(["c"])

    sample = read_sample(saved(tmp_path, [["a"], [1]], add))
    assert (sample.columns, sample.column("a")) == (["a"], ["1"])
    assert sample.notes == ("poc.xlsx: the first visible of 3 sheets was read: Claims",)


def test_empty_rows_and_errors_are_counted(tmp_path: Path) -> None:
    sample = read_sample(saved(tmp_path, [["a", "b"], [1, "#N/A"], [], [2, None], [], []]))
    assert sample.column("b") == ["#N/A", ""]
    assert sample.notes == (
        "poc.xlsx: 1 empty row left out",
        "poc.xlsx: 1 Excel error such as #N/A",
    )


def test_a_formula_is_read_by_its_saved_value(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], [1, "=A2+1"], [2, "=A3+1"]])

    def calculated(xml: bytes) -> bytes:
        return re.sub(rb"<f>A2\+1</f><v\s*/?>(</v>)?", b"<f>A2+1</f><v>2</v>", xml)

    sample = read_sample(rewritten(path, SHEET, calculated))
    assert sample.column("b") == ["2", ""]
    assert sample.notes == ("poc.xlsx: 1 formula without a saved value, read as empty",)


def test_a_formula_that_gives_no_text_is_no_fault(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], [1, '=""']])
    cell = rb'<c r="B2" t="str"><f>""</f><v></v></c>'
    sample = read_sample(
        rewritten(path, SHEET, lambda xml: re.sub(rb'<c r="B2".*?</c>', cell, xml))
    )
    assert (sample.column("b"), sample.notes) == ([""], ())


@pytest.mark.parametrize("claimed", ["A1", "A1:XFD1048576", "B2:B2"])
def test_what_a_sheet_claims_of_its_size_is_not_believed(claimed: str, tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], [1, 2], [3, 4]])
    dimension = f'<dimension ref="{claimed}"/>'.encode()
    rewritten(path, SHEET, lambda xml: re.sub(rb"<dimension [^>]*>", dimension, xml))
    sample = read_sample(path)
    assert (sample.column("a"), sample.column("b")) == (["1", "3"], ["2", "4"])


REFUSED: dict[str, tuple[Rows, str]] = {
    "no cell": ([], "an empty file"),
    "header only": ([["a", "b"]], "a header only"),
    "wider row": ([["a"], [1], [2, 3]], "poc.xlsx:3: 1 field, as in the header; got 2"),
    "unnamed column": ([["a", None, "b"], [1, 2, 3]], "poc.xlsx:1: column 2: a name"),
    "a title above": ([["Claims"], ["a", "b"], [1, 2]], "poc.xlsx:2: 1 field, as in the header"),
    "duplicate names": ([["a", "a"], [1, 2]], "poc.xlsx:1: column 2: each column name once"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_sheet_that_is_no_table_is_refused_by_row(case: str, tmp_path: Path) -> None:
    rows, message = REFUSED[case]
    with pytest.raises(InvalidFileError) as caught:
        read_sample(saved(tmp_path, rows))
    assert message in str(caught.value)


@pytest.mark.parametrize("number", [b"2", b"999999999999"])
def test_rows_out_of_order_are_refused(number: bytes, tmp_path: Path) -> None:
    """A row that comes too late openpyxl leaves out, and waits for one that never comes."""
    path = saved(tmp_path, [["a"], [1], [2]])
    rewritten(path, SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="' + number + b'"'))
    with pytest.raises(InvalidFileError, match="a row out of order"):
        read_sample(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/styles.xml"])
def test_a_broken_part_is_refused_without_a_traceback(part: str, tmp_path: Path) -> None:
    path = rewritten(saved(tmp_path, [["a"], ["canary"]]), part, lambda xml: xml[:-30])
    with pytest.raises(InvalidFileError, match="an Excel workbook that reads") as caught:
        read_sample(path)
    assert "canary" not in str(caught.value)
