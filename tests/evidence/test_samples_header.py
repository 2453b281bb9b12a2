"""A file without a header is refused, and nothing of its first line is told."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import looks_like_data, names_said, read_sample
from readiness_kit.evidence.samples.refusal import Faults

ROW = ["NW-1", "2026-06-01", "Jane Doe", "jane.doe@x.org", "12,50", "yes"]


def made(kind: str, header: list[str]) -> bytes:
    out = io.BytesIO()
    if kind == "csv":
        out.write("\n".join(['"' + '","'.join(header) + '"'] * 3).encode())
    elif kind == "excel":
        book = openpyxl.Workbook()
        book.active.append(header)
        book.active.append(header)
        book.save(out)
    else:
        pq.write_table(pa.table([[text] for text in header], names=header), out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "excel", "parquet"])
def test_a_first_line_of_data_is_refused_and_not_quoted(kind: str, tmp_path: Path) -> None:
    (tmp_path / "poc").write_bytes(made(kind, ROW))
    with pytest.raises(InvalidFileError, match="names of the columns; got a row of data") as caught:
        read_sample(tmp_path / "poc")
    assert not any(cell in str(caught.value) for cell in ROW)


@pytest.mark.parametrize(
    "name", ["", " ", "7", "-1.5", "1,250.00", "€ 12", "40 %", "1e5", "2026-06-01", "1/22/20"]
)
def test_a_name_that_may_be_a_value_is_known(name: str) -> None:
    assert looks_like_data(name)
    assert names_said(["a", name]) is None


@pytest.mark.parametrize("name", ["a", "x1", "q1 2026", "2nd_name", "12m", "user@", "größe", "-"])
def test_a_name_is_no_value(name: str) -> None:
    assert not looks_like_data(name)
    assert names_said(["a", name]) == f"a, {name}"


def test_many_names_are_cut_short() -> None:
    said = names_said([f"c{place}" for place in range(30)]) or ""
    assert (said.count("c"), said[-5:]) == (12, ", ...")


@pytest.mark.parametrize(
    "header",
    [
        ["0", "1", "2", "3", "4"],
        ["id", "2021", "2022", "2023", "2024", "2025"],
        ["id", "name", "2026"],
    ],
)
def test_years_and_places_are_names(header: list[str], tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_text(f"{','.join(header)}\n{','.join('x' * len(header))}\n")
    assert read_sample(tmp_path / "poc.csv").columns == header


@pytest.mark.parametrize("header", [["5", "5", "7", "x"], ["1", "2"], ["x", "y@z.org", "a", "b"]])
def test_other_numbers_and_addresses_are_none(header: list[str], tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_bytes(made("csv", header))
    with pytest.raises(InvalidFileError, match=r"poc\.csv:1: a first line with the names"):
        read_sample(tmp_path / "poc.csv")


@pytest.mark.parametrize("sign", ["\n", "\x1b", "\x85", "\u2028"])
def test_names_that_no_line_can_show_are_refused_by_place(sign: str, tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_bytes(made("csv", ["a", f"canary{sign}b"]))
    with pytest.raises(InvalidFileError, match=r"poc\.csv:1: column 2: a name without") as caught:
        read_sample(tmp_path / "poc.csv")
    assert "canary" not in str(caught.value)


def test_half_of_a_pair_in_a_name_is_refused_by_place() -> None:
    faults = Faults("poc")
    faults.header(["a", "canary\ud800"], 1)
    with pytest.raises(InvalidFileError, match="poc:1: column 2: a name without") as caught:
        faults.settle()
    assert "canary" not in str(caught.value)


def test_a_name_that_comes_twice_is_told_by_its_places(tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_text("Jane,x,Jane\n1,2,3\n")
    with pytest.raises(
        InvalidFileError, match=r"column 3: .* got that of column 1 again"
    ) as caught:
        read_sample(tmp_path / "poc.csv")
    assert "Jane" not in str(caught.value)
