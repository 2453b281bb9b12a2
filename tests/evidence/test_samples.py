"""Clients' CSV files: read as they are, or refused with the line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.evidence.samples import (
    data_path,
    file_sha256,
    read_sample,
)


def write(folder: Path, raw: bytes | str) -> Path:
    path = folder / "poc.csv"
    path.write_bytes(raw.encode("utf-8") if isinstance(raw, str) else raw)
    return path


def rows(path: Path) -> list[list[str]]:
    sample = read_sample(path)
    cells = zip(*map(sample.column, sample.columns), strict=True)
    return [sample.columns, *map(list, cells)]


READ = {
    "plain": (b"a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    "byte order mark": (b"\xef\xbb\xbfa,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    "CRLF and no last newline": (b"a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    "old Mac line ends": (b"a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    "semicolon and decimal comma": (b"a;b\n1,5;2,5\n", [["a", "b"], ["1.5", "2.5"]]),
    "tab": (b"a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
    "bar": (b"a|b\n1|x,y\n", [["a", "b"], ["1", "x,y"]]),
    "one column": (b"a\nx\n\ny\n", [["a"], ["x"], [""], ["y"]]),
    "quoted newline and delimiter": (b'a,b\n"x\ny","1,2"\n', [["a", "b"], ["x\ny", "1,2"]]),
    "words that look missing": (
        b"a,b\nNA,null\nNone,nan\n",
        [["a", "b"], ["NA", "null"], ["None", "nan"]],
    ),
    "a column called PK": (b"PK,b\n1,2\n", [["PK", "b"], ["1", "2"]]),
    "columns called as formats begin": (b"PAR1,BZh\n1,2\n", [["PAR1", "BZh"], ["1", "2"]]),
    "quote inside a field": (b'a,b\n5" pipe,2\n', [["a", "b"], ['5" pipe', "2"]]),
}


@pytest.mark.parametrize("case", READ)
def test_a_file_is_read_as_the_text_it_is(case: str, tmp_path: Path) -> None:
    raw, expected = READ[case]
    assert rows(write(tmp_path, raw)) == expected


REFUSED = {
    "empty": (b"", "an empty file"),
    "blank": (b"\n \n", "an empty file"),
    "header only": (b"a,b\n", "a header only"),
    "duplicate header": (
        b"a,b,a\n1,2,3\n",
        "poc.csv:1: column 3: each column name once; got that of column 1 again",
    ),
    "unnamed column": (b",a\n0,1\n", "poc.csv:1: column 1: a name for every column"),
    "short row": (b"a,b\n1,2\n3\n", "poc.csv:3: 2 fields, as in the header; got 1"),
    "long row": (b"a,b\n1,2\n3,4,5\n", "poc.csv:3: 2 fields, as in the header; got 3"),
    "NUL byte": (b"a,b\n1,\x002\n", "poc.csv:2: text without NUL bytes"),
    "unclosed quote": (b'a,b\n1,2\n"3,4\n5,6\n', "poc.csv:3: quotes that open and close"),
    "neither UTF-8 nor Windows-1252": (b"a,b\n1,\x81\n", "poc.csv:2: text saved as UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_would_be_misread_is_refused_with_its_line(case: str, tmp_path: Path) -> None:
    raw, message = REFUSED[case]
    with pytest.raises(InvalidFileError) as caught:
        read_sample(write(tmp_path, raw))
    assert message in str(caught.value)


def test_every_bad_line_is_named_at_once_up_to_a_limit(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as caught:
        read_sample(write(tmp_path, "a,b\n" + "1\n" * 50))
    assert len(caught.value.problems) == 21
    assert "30 more lines like these" in str(caught.value)


def test_a_refusal_quotes_no_cell(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as caught:
        read_sample(write(tmp_path, "a,b\ncanary-7f3a,2,3\n"))
    assert "canary" not in str(caught.value)


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    sample = read_sample(write(tmp_path, "a,b\nok,1\nMüller,2\n".encode("cp1252")))
    assert sample.column("a") == ["ok", "Müller"]
    assert sample.encoding == "cp1252"
    assert sample.notes == ("poc.csv: not UTF-8 from line 3 on; read as Windows-1252",)


def test_empty_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    sample = read_sample(write(tmp_path, "a,b\n1,2\n\n3,4\n\n"))
    assert (sample.rows, sample.notes) == (2, ("poc.csv: 2 empty lines left out",))


def test_the_hash_is_of_the_bytes(tmp_path: Path) -> None:
    path = write(tmp_path, b"\xef\xbb\xbfa,b\r\n1,2\r\n")
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_sample(path).sha256 == file_sha256(path) == expected


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"data/poc\.csv: a file that can be read"):
        read_sample(tmp_path / "poc.csv", name="data/poc.csv")


def test_how_it_was_read_is_one_sentence(tmp_path: Path) -> None:
    sample = read_sample(write(tmp_path, "a;b\n1,5;x\n2,5;y\n"))
    assert sample.read_as == "CSV, UTF-8, semicolon, decimal comma, 2 rows"
    assert (sample.format, sample.decimal, sample.total_rows) == ("csv", ",", 2)


def test_some_rows_are_taken_in_the_order_asked_for(tmp_path: Path) -> None:
    some = read_sample(write(tmp_path, "a,b\n1,x\n2,y\n3,z\n")).taken([2, 0])
    assert some.column("b") == ["z", "x"]
    assert (some.rows, some.total_rows) == (2, 3)
    assert some.read_as == "CSV, UTF-8, comma, 2 of 3 rows"


def test_the_frame_is_text_throughout(tmp_path: Path) -> None:
    frame = read_sample(write(tmp_path, "a,b\n1,\n2,y\n")).frame
    assert [str(dtype) for dtype in frame.dtypes] == ["str", "str"]
    assert not frame.isna().to_numpy().any()


@pytest.mark.parametrize("written", ["../other/poc.csv", "/etc/passwd", "data/../../x.csv"])
def test_data_outside_the_engagement_is_refused(written: str, tmp_path: Path) -> None:
    (tmp_path / "engagement").mkdir()
    with pytest.raises(UsageError, match="outside the engagement"):
        data_path(tmp_path / "engagement", written)
