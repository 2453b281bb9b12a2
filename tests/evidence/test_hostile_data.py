"""Data files that harm or mislead a reader: each fails by name or is read whole and says so.

The list is that of fault R20. What a message or a note never holds is a cell of the file.
"""

from __future__ import annotations

import gzip
import io
import json
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import Sample, infer_types, read_sample

CANARY = "canary-7f3a"
WIDE = 5_000
MB = 1_000_000

CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://'
    'schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" '
    'sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
LAUGHS = "<!DOCTYPE a [<!ENTITY e0 'ha'>{}]>".format(
    "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
)


def zipped(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(sheet: str | bytes) -> bytes:
    return zipped(
        **{
            "[Content_Types].xml": CONTENT_TYPES,
            "xl/workbook.xml": BOOK,
            "xl/_rels/workbook.xml.rels": RELATIONS,
            "xl/worksheets/sheet1.xml": sheet,
        }
    )


def cells(*texts: str) -> str:
    return "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)


def claiming(raw: bytes, size: int) -> bytes:
    """A zip archive whose directory claims that its last entry unpacks to so many bytes."""
    at = raw.rindex(b"PK\x01\x02") + 24
    return raw[:at] + struct.pack("<I", size) + raw[at + 4 :]


def parquet(table: pa.Table) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def one_text_in_many_rows() -> bytes:
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 200_000), pa.array(["x" * 100_000]))
    return parquet(pa.table({"a": text}))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "gzip bomb": (
        lambda: gzip.compress(b"a,b\n" + b"1,2\n" * 20 * MB, compresslevel=1),
        "an archive of a table; unpack it if it is one; got a bomb",
    ),
    "gzip bomb without a line end": (
        lambda: gzip.compress(b"a,b\n" + b"1" * 30 * MB, compresslevel=1),
        "lines of at most 16,000,000 bytes",
    ),
    "gzip cut short": (
        lambda: gzip.compress(f"a,b\n{CANARY},2\n".encode() * 100)[:-20],
        "a gzip archive that unpacks",
    ),
    "gzip in gzip": (
        lambda: gzip.compress(gzip.compress(b"a,b\n1,2\n")),
        "a CSV file inside the gzip archive",
    ),
    "zip bomb": (lambda: zipped(a=b"0" * 100 * MB), "unpack a zip archive"),
    "zip archive of a CSV file": (lambda: zipped(a="a,b\n1,2\n"), "unpack a zip archive"),
    "Excel bomb": (
        lambda: workbook(b" " * 100 * MB),
        "a workbook that unpacks to a table; got a bomb",
    ),
    "Excel of a huge claimed size": (
        lambda: claiming(workbook(SHEET), 0xFFFFFF00),
        "a workbook that unpacks to a table; got a bomb",
    ),
    "Excel with entities within entities": (
        lambda: workbook(
            f"{LAUGHS}{SHEET}<sheetData><row>{cells('a')}</row><row>{cells('&e9;')}</row>"
            f"</sheetData></worksheet>"
        ),
        "an Excel workbook that reads",
    ),
    "Excel with an entity from a file": (
        lambda: workbook(
            f"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{SHEET}<sheetData>"
            f"<row>{cells('a')}</row><row>{cells('&e;')}</row></sheetData></worksheet>"
        ),
        "an Excel workbook that reads",
    ),
    "old Excel workbook": (lambda: b"\xd0\xcf\x11\xe0" + bytes(100), "an old Excel workbook"),
    "Parquet bomb": (one_text_in_many_rows, "at most 4,000,000,000 bytes; draw a sample"),
    "Parquet cut short": (
        lambda: parquet(pa.table({"a": [CANARY] * 50}))[:-20],
        "a Parquet file that reads",
    ),
    "Parquet of lists": (lambda: parquet(pa.table({"a": [[CANARY]]})), "a: text, numbers, days"),
    "too many columns": (lambda: b"," * 30_000 + b"\n", "at most 20,000 columns"),
    "one endless line": (lambda: b"a" * 20 * MB, "lines of at most 16,000,000 bytes"),
    "a record over endless lines": (
        lambda: b"a,b\n" + b'x,"\n",' + b'"\n",' * 5 * MB,
        "records of at most 16,000,000 characters",
    ),
    "ragged": (lambda: f"a,b\n1,2\n{CANARY}\n".encode(), "hostile:3: 2 fields, as in the header"),
    "ragged throughout": (
        lambda: b"a,b\n" + f"{CANARY},2,3\n".encode() * 100_000,
        "at least 980 more lines like these",
    ),
    "unclosed quote": (
        lambda: f'a,b\n1,2\n"{CANARY},3\n'.encode() + b"4,5\n" * 100,
        "hostile:3: quotes that open and close",
    ),
    "unclosed quote in a long file": (
        lambda: f'a,b\n1,2\n"{CANARY},3\n'.encode() + b"4,5\n" * 100_000,
        "hostile:3: quotes that open and close, around at most 131,072 characters",
    ),
    "NUL byte": (lambda: f"a,b\n{CANARY},\0\n".encode(), "hostile:2: text without NUL bytes"),
    "NUL in UTF-16": (
        lambda: f"a,b\n{CANARY},\0\n".encode("utf-16"),
        "hostile:2: text without NUL bytes",
    ),
    "header only": (lambda: b"a,b\n", "at least one row below the header"),
    "empty": (lambda: b"", "an empty file"),
    "empty gzip": (lambda: gzip.compress(b""), "an empty file"),
    "a mark and nothing else": (lambda: b"\xef\xbb\xbf", "an empty file"),
    "duplicate names": (lambda: b"a,b,a\n1,2,3\n", "hostile:1: column 3: each column name once"),
    "PDF": (lambda: b"%PDF-1.7\n" + bytes(100), "CSV, Parquet or .xlsx"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "hostile"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_by_name(case: str, tmp_path: Path) -> None:
    made, message = REFUSED[case]
    (tmp_path / "hostile").write_bytes(made())
    with pytest.raises(InvalidFileError) as caught:
        read_sample(tmp_path / "hostile")
    assert message in str(caught.value)
    assert CANARY not in str(caught.value)
    assert len(caught.value.problems) <= 21


def read(folder: Path, raw: bytes) -> Sample:
    (folder / "hostile").write_bytes(raw)
    sample = read_sample(folder / "hostile")
    assert CANARY not in "".join([*sample.notes, sample.read_as])
    return sample


def said(sample: Sample, what: str) -> bool:
    return any(what in note for note in (*sample.notes, sample.read_as))


READ: dict[str, tuple[bytes, list[str], str]] = {
    "gzip": (gzip.compress(b"a,b\nx,1\n"), ["x"], "CSV, UTF-8"),
    "UTF-16": ("a,b\nMüller,1\n".encode("utf-16"), ["Müller"], "UTF-16"),
    "byte-order mark": (b"\xef\xbb\xbfa,b\nx,1\n", ["x"], "UTF-8"),
    "Windows-1252": ("a,b\nMüller,1\n".encode("cp1252"), ["Müller"], "read as Windows-1252"),
    "semicolons": (b"a;b\nx,y;1\n", ["x,y"], "semicolon"),
    "decimal commas": (b"a;b\n1,5;x\n2,5;y\n", ["1.5", "2.5"], "decimal commas became points"),
    "empty lines": (b"a,b\n\nx,1\n\n", ["x"], "2 empty lines left out"),
    "a country called NA": (b"a,b\nNA,1\nNone,2\nnull,3\n", ["NA", "None", "null"], "3 rows"),
    "mixed types": (b"a,b\n1,1\ntwo,2\n3.0,3\n", ["1", "two", "3.0"], "3 rows"),
    "moments with a zone": (
        b"a,b\n2026-03-29T01:30:00+01:00,1\n2026-03-29T03:30:00+02:00,2\n",
        ["2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00"],
        "2 rows",
    ),
    "a column of nothing": (b"a,b\n,1\n,2\n", ["", ""], "2 rows"),
    "whole numbers beyond 64 bits": (b"a,b\n9" + b"9" * 40 + b",1\n", ["9" * 41], "1 row"),
    "line ends and delimiters in quotes": (b'a,b\n"x\r\n,""y""",1\n', ['x\r\n,"y"'], "1 row"),
}


@pytest.mark.parametrize("case", READ)
def test_it_is_read_whole_and_said(case: str, tmp_path: Path) -> None:
    raw, column, note = READ[case]
    sample = read(tmp_path, raw)
    assert sample.columns == ["a", "b"]
    assert sample.column("a") == column
    assert sample.rows == sample.total_rows == len(column)
    assert said(sample, note)


def test_mixed_and_empty_columns_are_text(tmp_path: Path) -> None:
    sample = read(tmp_path, b"mixed,none,huge\n1,,99999999999999999999\ntwo,,1\n")
    assert set(infer_types(sample).values()) == {"text"}


def test_thousands_of_columns_are_all_kept(tmp_path: Path) -> None:
    header = ",".join(f"c{place}" for place in range(WIDE))
    row = ",".join(str(place) for place in range(WIDE))
    sample = read(tmp_path, "\n".join([header, *[row] * 300]).encode())
    assert (len(sample.columns), sample.rows) == (WIDE, 300)
    assert sample.column("c4999") == ["4999"] * 300


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match="a folder or a device"):
        read_sample(tmp_path)


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "hostile"
    path.write_bytes(b"a,b\n1,2\n")

    def grown(text: str) -> str:
        path.write_bytes(b"a,b\n1,2\n3,4\n")
        return ","

    monkeypatch.setattr("readiness_kit.evidence.samples.csv_file.sniff_delimiter", grown)
    with pytest.raises(InvalidFileError, match="stays as it is while it is read"):
        read_sample(path)


def test_larger_files_than_the_limit_are_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.source.MAX_BYTES", 100)
    (tmp_path / "hostile").write_bytes(b"a,b\n" + b"1,2\n" * 50)
    with pytest.raises(InvalidFileError, match="204 bytes"):
        read_sample(tmp_path / "hostile")


MEMORY = """
import re, sys
from pathlib import Path
from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import read_sample
for path in sys.argv[1:]:
    try:
        read_sample(Path(path))
    except InvalidFileError:
        pass
# the process's own peak; getrusage would tell that of whoever started it, where that is higher
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it of the process alone")
def test_no_bomb_takes_the_memory(tmp_path: Path) -> None:
    """All of them in one process, within a part of the 1.5 GB that a large honest file may take."""
    paths = []
    for number, case in enumerate(REFUSED):
        if "bomb" in case or "endless" in case or "entities" in case:
            paths.append(tmp_path / str(number))
            paths[-1].write_bytes(REFUSED[case][0]())
    done: Any = subprocess.run(
        [sys.executable, "-c", MEMORY, *map(str, paths)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert len(paths) >= 7
    assert json.loads(done.stdout) < 900_000
