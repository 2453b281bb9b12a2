"""A decimal comma becomes a point where the column says so, and nowhere else."""

from __future__ import annotations

from pathlib import Path

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


def test_in_a_file_parted_by_commas_a_decimal_comma_is_a_finding(tmp_path: Path) -> None:
    sample = read(tmp_path, ["1,5", "2,5"], delimiter=",")
    assert (sample.column("x"), sample.decimal) == (["1,5", "2,5"], ".")


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
