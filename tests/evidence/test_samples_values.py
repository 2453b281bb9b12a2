"""What cells parse as: the same by column as one by one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness_kit.evidence.samples import (
    ColumnType,
    Sample,
    Value,
    infer_types,
    is_number,
    read_sample,
    typed_records,
)


def sample_of(**columns: list[str]) -> Sample:
    return Sample("poc.csv", "0" * 64, "utf-8", ",", pd.DataFrame(columns, dtype="str"))


def read(folder: Path, text: str) -> Sample:
    (folder / "poc.csv").write_text(text, encoding="utf-8")
    return read_sample(folder / "poc.csv")


def test_types_are_what_every_cell_parses_as(tmp_path: Path) -> None:
    text = (
        "i,n,b,t,code,none,long\n"
        "1,1.5,true,x,007,,1234567890123456789\n"
        "-2,1e3,FALSE,2,010,,1\n"
        ",,,,,,\n"
    )
    assert infer_types(read(tmp_path, text)) == {
        "i": "integer",
        "n": "number",
        "b": "boolean",
        "t": "text",
        "code": "text",
        "none": "text",
        "long": "text",
    }


def test_production_gets_the_types_of_the_poc_and_text_where_it_does_not_parse(
    tmp_path: Path,
) -> None:
    types = infer_types(read(tmp_path, "id,i,n,b,t\nk,1,1.5,true,x\n"))
    text = "id,i,n,b,t,new\nk1,2,3,False,4,5\nk2,two,n/a,yes,,\nk3,2.5,,,NA,\n"
    records = typed_records(read(tmp_path, text), types, without=("id",))
    assert records == [
        {"i": 2, "n": 3.0, "b": False, "t": "4", "new": "5"},
        {"i": "two", "n": "n/a", "b": "yes", "t": None, "new": None},
        {"i": 2.5, "n": None, "b": None, "t": "NA", "new": None},
    ]
    assert isinstance(records[0]["i"], int)
    assert isinstance(records[0]["n"], float)


def test_fields_come_in_the_order_of_the_poc_with_others_last(tmp_path: Path) -> None:
    types = infer_types(read(tmp_path, "a,b,y\n1,2,x\n"))
    (record,) = typed_records(sample_of(c=["5"], y=["x"], b=["2"], a=["1"]), types, without=("y",))
    assert list(record.items()) == [("a", 1), ("b", 2), ("c", "5")]


@pytest.mark.parametrize("cell", ["E5", "e10", ".", "-", "-.", "", ".e5", "1_0", "٣", "1\n", "+1"])
def test_what_only_looks_like_a_number_is_none(cell: str) -> None:
    """`E5` and `E10` are fuels: such a column is text, and its cells are not parsed."""
    assert not is_number(cell)
    sample = sample_of(fuel=[cell, cell])
    assert infer_types(sample) == {"fuel": "text"}
    assert typed_records(sample, {"fuel": "number"}) == [{"fuel": cell or None}] * 2


def test_rows_without_columns_stay_rows() -> None:
    assert typed_records(sample_of(a=["1", "2"]), {}, without=("a",)) == [{}, {}]


def one_by_one(cell: str, type_: ColumnType) -> Value:
    if type_ == "boolean":
        return {"true": True, "false": False}.get(cell.lower(), cell or None)
    if type_ == "integer" and cell.removeprefix("-").isdecimal() and is_number(cell):
        return int(cell)
    if type_ in ("integer", "number") and is_number(cell):
        return float(cell)
    return cell or None


CELLS = st.one_of(
    st.from_regex(r"-?[0-9]{0,20}(\.[0-9]{0,32})?([eE][-+]?[0-9]{0,3})?", fullmatch=True),
    st.integers().map(str),
    st.floats(allow_nan=False).map(repr),
    st.sampled_from(
        ["", "true", "FALSE", "NA", "5.", "5.e3", ".5", "-0", "01", "1 ", "nan", "inf"]
    ),
    st.text(st.characters(codec="utf-8"), max_size=5),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=12), st.sampled_from(["integer", "number", "boolean"]))
def test_a_column_is_parsed_as_its_cells_are(cells: list[str], type_: ColumnType) -> None:
    got = [record["a"] for record in typed_records(sample_of(a=cells), {"a": type_})]
    expected = [one_by_one(cell, type_) for cell in cells]
    assert list(map(repr, expected)) == list(map(repr, got))


@settings(max_examples=100, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_a_column_is_a_number_where_all_its_filled_cells_are(cells: list[str]) -> None:
    filled = [cell for cell in cells if cell]
    numeric = bool(filled) and all(map(is_number, filled))
    assert numeric == (infer_types(sample_of(a=cells))["a"] in ("integer", "number"))
