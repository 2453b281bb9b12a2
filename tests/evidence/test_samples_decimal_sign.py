"""A decimal comma becomes a point where the column says so, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from readiness_kit.evidence.samples import Sample, infer_types, read_sample


def read(folder: Path, cells: list[str], delimiter: str = ";") -> Sample:
    lines = [f'{row}{delimiter}"{cell}"' for row, cell in enumerate(cells)]
    (folder / "poc.csv").write_text("\n".join([f"id{delimiter}x", *lines]), encoding="utf-8")
    return read_sample(folder / "poc.csv")


TURNED = {
    "plain": (["1,5", "-2,25", "3", ""], ["1.5", "-2.25", "3", ""]),
    "points between thousands": (["1.234,50", "2.500", "7"], ["1234.50", "2500", "7"]),
    "spaces between thousands": (["1 234,50", "2\u202f500", "0,1"], ["1234.50", "2500", "0.1"]),
    "three digits, once a leading zero": (["1,234", "0,250"], ["1.234", "0.250"]),
    "exponents": (["1,5e3", "2,5E-4"], ["1.5e3", "2.5E-4"]),
    "a few points": (["1,5"] * 9 + ["2.5"], ["1.5"] * 9 + ["2.5"]),
}


@pytest.mark.parametrize("case", TURNED)
def test_a_column_with_decimal_commas_gets_points(case: str, tmp_path: Path) -> None:
    cells, expected = TURNED[case]
    sample = read(tmp_path, cells)
    assert sample.column("x") == expected
    assert sample.decimal == ","
    assert sample.notes[0] == "poc.csv: decimal commas became points in x"
    assert infer_types(sample)["x"] == "number"


LEFT = {
    "most have a point": ["1.5"] * 97 + ["2,5"] * 3,
    "as many points as commas": ["1.5", "2,5"],
    "text": ["1,5", "red", "blue, green"],
    "lists": ["1,2,3", "4,5,6"],
    "no commas": ["1.5", "2"],
}


@pytest.mark.parametrize("case", LEFT)
def test_any_other_column_is_left_as_it_is(case: str, tmp_path: Path) -> None:
    sample = read(tmp_path, LEFT[case])
    assert sample.column("x") == LEFT[case]
    assert (sample.decimal, sample.notes) == (".", ())


UNSURE = (
    "poc.csv: the commas in x may be decimal signs or part thousands; the cells were left as they "
    "are"
)
QUOTED = {
    "as pandas writes fractions": (["62,99", "7,5", "12,03"], ["62.99", "7.5", "12.03"]),
    "whole ones among them": (["36,6", "36,0", ""], ["36.6", "36.0", ""]),
    "a sign": (["-1,5", "2,25"], ["-1.5", "2.25"]),
    "many decimals": (["1,2345", "10,5"], ["1.2345", "10.5"]),
}


@pytest.mark.parametrize("case", QUOTED)
def test_quoted_decimal_commas_become_points(case: str, tmp_path: Path) -> None:
    cells, expected = QUOTED[case]
    sample = read(tmp_path, cells, delimiter=",")
    assert (sample.column("x"), sample.decimal) == (expected, ",")
    assert sample.notes == ("poc.csv: decimal commas became points in x",)
    assert infer_types(sample)["x"] == "number"


@pytest.mark.parametrize(
    "cells", [["1,234", "12,050", "7"], ["1,5", "2,5"], ["10,20", "20,30"], ["1,2", "3", "2,10"]]
)
def test_quoted_commas_of_thousands_and_codes_are_left_and_said(
    cells: list[str], tmp_path: Path
) -> None:
    sample = read(tmp_path, cells, delimiter=",")
    assert (sample.column("x"), sample.decimal) == (cells, ".")
    assert sample.notes == (UNSURE,)


@pytest.mark.parametrize("cells", [["1,234.50", "12.25"], ["1.5"] * 97 + ["2,05"] * 3, ["a,b"]])
def test_other_quoted_commas_are_left_without_a_word(cells: list[str], tmp_path: Path) -> None:
    sample = read(tmp_path, cells, delimiter=",")
    assert (sample.column("x"), sample.notes) == (cells, ())


def test_quoted_commas_beside_a_column_with_points_are_a_finding(tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_text('x,y\n"62,99",0.5\n"7,05",0.25\n', encoding="utf-8")
    sample = read_sample(tmp_path / "poc.csv")
    assert (sample.column("x"), sample.notes) == (["62,99", "7,05"], (UNSURE,))


def test_what_pandas_writes_with_decimal_commas_reads_as_its_numbers(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": [62.99, 7.05, 1234.5], "y": [0.5, -0.25, 3.0], "n": [1, 2, 3]})
    frame.to_csv(tmp_path / "poc.csv", index=False, decimal=",")
    sample = read_sample(tmp_path / "poc.csv")
    assert sample.frame.astype(float).equals(frame.astype(float))
    assert sample.read_as == "CSV, UTF-8, comma, decimal comma, 3 rows"


def test_a_comma_that_may_part_thousands_is_left_and_said(tmp_path: Path) -> None:
    sample = read(tmp_path, ["1,234", "12,500", "7"])
    assert sample.column("x") == ["1,234", "12,500", "7"]
    assert sample.notes == (
        "poc.csv: the commas in x may be decimal signs or part thousands; the cells were left as "
        "they are",
    )


def test_another_column_settles_what_the_comma_is(tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_text("a;b\n1,234;1,5\n", encoding="utf-8")
    sample = read_sample(tmp_path / "poc.csv")
    assert (sample.column("a"), sample.column("b")) == (["1.234"], ["1.5"])


THOUSANDS = {
    "beside short numbers": (["1.234", "12.500.000", "7"], ["1234", "12500000", "7"], "left out"),
    "beside long numbers": (["1.234", "1234", "7"], ["1.234", "1234", "7"], "may hold thousands"),
    "alone": (["1.234", "1.250", ""], ["1.234", "1.250", ""], "may hold thousands"),
    "beside a code": (["1.234", "x", "7"], ["1.234", "x", "7"], ""),
    "beside a fraction": (["1.234", "1.5", "7"], ["1.234", "1.5", "7"], ""),
}


@pytest.mark.parametrize("case", THOUSANDS)
def test_points_between_thousands_follow_the_decimal_comma(case: str, tmp_path: Path) -> None:
    cells, expected, note = THOUSANDS[case]
    lines = [f"{cell};0,25" for cell in cells]
    (tmp_path / "poc.csv").write_text("\n".join(["a;b", *lines]), encoding="utf-8")
    sample = read_sample(tmp_path / "poc.csv")
    assert sample.column("a") == expected
    assert len(sample.notes) == 1 + bool(note)
    assert note in sample.notes[-1]


def test_points_stay_where_no_column_has_a_decimal_comma(tmp_path: Path) -> None:
    cells = ["1.234", "12.500", "7"]
    assert read(tmp_path, cells).column("x") == cells


def test_lists_of_two_codes_are_left_and_said(tmp_path: Path) -> None:
    cells = ["1,2", "3", "2,4", "1,10", "5,12"]
    sample = read(tmp_path, cells)
    assert (sample.column("x"), sample.decimal) == (cells, ".")
    assert "may be decimal signs" in sample.notes[0]


@pytest.mark.parametrize("cells", [["1,25", "2,50", "9,99"], ["1,2", "0,75"], ["1,2", "3,4567"]])
def test_decimals_are_no_lists_of_codes(cells: list[str], tmp_path: Path) -> None:
    assert read(tmp_path, cells).decimal == ","


def test_numbers_that_kept_their_point_are_counted(tmp_path: Path) -> None:
    assert read(tmp_path, ["1,5"] * 9 + ["2.5"]).notes[1] == (
        "poc.csv: 1 number in x with a decimal point, left as written"
    )
