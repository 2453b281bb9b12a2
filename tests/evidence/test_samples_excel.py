"""An Excel workbook becomes the text that a CSV file of its first visible sheet would hold."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
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


def body(rows: str) -> Callable[[bytes], bytes]:
    """Puts these rows in the place of a sheet's own."""
    whole = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    return lambda xml: whole.sub(f"<sheetData>{rows}</sheetData>".encode(), xml)


HEADER = '<row r="1"><c r="A1" t="str"><v>a</v></c></row>'
OUT_OF_ORDER = {
    "cells": '<row r="2"><c r="C2"><v>3</v></c><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
    "a cell twice": '<row r="2"><c r="A2"><v>1</v></c><c r="A2"><v>2</v></c></row>',
    "a cell without a place": '<row r="2"><c r="B2"><v>1</v></c><c r="A2"/><c><v>2</v></c></row>',
    "a cell of another row": '<row r="2"><c r="A3"><v>1</v></c></row>',
    "a cell beyond the last": '<row r="2"><c r="XFE2"><v>1</v></c></row>',
    "a row in single quotes": "<row r='3'/><row r='2'><c r='A2'><v>1</v></c></row>",
    "a row with spaces": '<row r = "3"/><row\nr\t=\n"2"><c r="A2"><v>1</v></c></row>',
    "a row twice": '<row r="2"/><row r="2"><c r="A2"><v>1</v></c></row>',
    "a row behind a comment": '<row r="3"/><!-- > --><row r="2"><c r="A2"><v>1</v></c></row>',
    "a row zero": '<row r="0"><c r="A0"><v>1</v></c></row>',
}


@pytest.mark.parametrize("case", OUT_OF_ORDER)
def test_what_openpyxl_would_leave_out_is_refused(case: str, tmp_path: Path) -> None:
    path = rewritten(saved(tmp_path, [["a"]]), SHEET, body(HEADER + OUT_OF_ORDER[case]))
    with pytest.raises(InvalidFileError, match="out of order"):
        read_sample(path)


def test_rows_and_cells_may_go_without_their_places(tmp_path: Path) -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row>"
    header = "<row><c t='str'><v>a</v></c><c t='str'><v>b</v></c></row>"
    sample = read_sample(rewritten(saved(tmp_path, [["a"]]), SHEET, body(header + rows)))
    assert (sample.column("a"), sample.column("b")) == (["1"], ["2"])


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_a_sheet_in_another_encoding_is_refused(encoding: str, tmp_path: Path) -> None:
    def written(xml: bytes) -> bytes:
        text = re.sub(r"<\?xml.*?\?>", "", xml.decode())
        return f'<?xml version="1.0" encoding="{encoding}"?>{text}'.encode(encoding)

    path = rewritten(saved(tmp_path, [["a"], [1]]), SHEET, written)
    with pytest.raises(InvalidFileError, match=r"poc\.xlsx: sheets saved as UTF-8"):
        read_sample(path)


def test_a_value_far_beyond_the_header_is_refused_by_row(tmp_path: Path) -> None:
    rows = HEADER + '<row r="2"><c r="XFD2"><v>1</v></c></row>'
    path = rewritten(saved(tmp_path, [["a"]]), SHEET, body(rows))
    with pytest.raises(InvalidFileError, match=r"poc\.xlsx:2: no value more than 100 columns"):
        read_sample(path)


def test_empty_cells_far_beyond_the_header_take_no_time(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="XFD{n}" s="0"/></row>'
        for n in range(2, 20_000)
    )
    path = rewritten(saved(tmp_path, [["a"]]), SHEET, body(HEADER + rows))
    begun = time.monotonic()
    sample = read_sample(path)
    assert (sample.columns, sample.rows) == (["a"], 19_998)
    assert time.monotonic() - begun < 20


def test_a_wide_sheet_of_almost_nothing_is_refused(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="ALL1" t="str"><v>a</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    )
    path = rewritten(saved(tmp_path, [["a"]]), SHEET, body(rows))
    with pytest.raises(InvalidFileError, match="sheets of at most 200,000,000 cells"):
        read_sample(path)


def test_styles_that_would_take_minutes_are_refused_by_name(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a"], [1]])
    rewritten(path, "xl/styles.xml", lambda xml: xml + b" " * 2_000_000)
    with pytest.raises(InvalidFileError, match=r"xl/styles\.xml of at most 2,000,000 bytes"):
        read_sample(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET, "xl/styles.xml"])
def test_a_broken_part_is_refused_without_a_traceback(part: str, tmp_path: Path) -> None:
    path = rewritten(saved(tmp_path, [["a"], ["canary"]]), part, lambda xml: xml[:-30])
    with pytest.raises(InvalidFileError, match="an Excel workbook that reads") as caught:
        read_sample(path)
    assert "canary" not in str(caught.value)
