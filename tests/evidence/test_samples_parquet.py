"""A Parquet file becomes the text that a CSV file of the same rows would hold."""

from __future__ import annotations

import datetime as dt
import decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import Sample, infer_types, read_sample

DAY = dt.date(2026, 1, 31)
MOMENT = dt.datetime.fromisoformat("2026-01-31T10:20")
MIDNIGHT = dt.datetime.fromisoformat("2026-01-31")
UTC = pa.timestamp("ms", "Europe/Vienna")
AS_TEXT = {
    "text": (pa.array(["NA", None, "007"]), ["NA", "", "007"]),
    "large text": (pa.array(["ä", ""], pa.large_string()), ["ä", ""]),
    "text view": (pa.array(["a", None], pa.string_view()), ["a", ""]),
    "categories": (pa.array(["a", None, "a"]).dictionary_encode(), ["a", "", "a"]),
    "whole numbers": (pa.array([1, None, -3]), ["1", "", "-3"]),
    "largest whole number": (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
    "numbers": (pa.array([1.0, 0.1, 1e21, None]), ["1", "0.1", "1e+21", ""]),
    "short numbers": (pa.array([0.1, 2.5], pa.float32()), ["0.1", "2.5"]),
    "halves": (pa.array([0.5, 2], pa.float16()), ["0.5", "2"]),
    "decimals": (pa.array([decimal.Decimal("1.50"), None]), ["1.50", ""]),
    "truth": (pa.array([True, False, None]), ["true", "false", ""]),
    "days": (pa.array([DAY, None]), ["2026-01-31", ""]),
    "days in milliseconds": (pa.array([DAY], pa.date64()), ["2026-01-31"]),
    "midnights": (pa.array([MIDNIGHT, None]), ["2026-01-31", ""]),
    "moments": (
        pa.array([MOMENT, MIDNIGHT], pa.timestamp("s")),
        ["2026-01-31T10:20:00", "2026-01-31T00:00:00"],
    ),
    "parts of a second": (
        pa.array([MOMENT.replace(microsecond=120_000)]),
        ["2026-01-31T10:20:00.12"],
    ),
    "moments in a zone": (pa.array([MOMENT, None], UTC), ["2026-01-31T10:20:00Z", ""]),
    "times": (pa.array([dt.time(10, 0), dt.time(1, 2, 3)]), ["10:00:00", "01:02:03"]),
    "nothing": (pa.nulls(2), ["", ""]),
}


def written(folder: Path, **columns: pa.Array) -> Path:
    pq.write_table(pa.table(columns), folder / "poc.parquet", row_group_size=2)
    return folder / "poc.parquet"


@pytest.mark.parametrize("case", AS_TEXT)
def test_values_become_their_text(case: str, tmp_path: Path) -> None:
    cells, expected = AS_TEXT[case]
    assert read_sample(written(tmp_path, a=cells)).column("a") == expected


def test_it_reads_as_the_csv_file_of_the_same_rows(tmp_path: Path) -> None:
    path = written(tmp_path, id=["a", "b"], n=[1.5, None], day=[DAY, DAY], yes=[True, False])
    (tmp_path / "poc.csv").write_text(
        "id,n,day,yes\na,1.5,2026-01-31,true\nb,,2026-01-31,false\n", encoding="utf-8"
    )
    sample, csv = read_sample(path), read_sample(tmp_path / "poc.csv")
    assert sample.frame.equals(csv.frame)
    assert infer_types(sample) == infer_types(csv)
    assert (sample.format, sample.encoding, sample.delimiter) == ("parquet", "utf-8", "")
    assert sample.read_as == "Parquet, 2 rows"


def test_what_had_to_be_assumed_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, at=pa.array([MOMENT], UTC), n=[float("nan")])
    assert read_sample(path).notes == (
        "poc.parquet: the moments in at were written in UTC",
        "poc.parquet: 1 NaN cell read as empty",
    )


REFUSED: dict[str, tuple[dict[str, pa.Array], str]] = {
    "lists": ({"a": [[1, 2]]}, "a: text, numbers, days or truth values"),
    "structures": ({"a": [{"b": 1}]}, "a: text, numbers, days or truth values"),
    "bytes": ({"a": [b"x"]}, "a: text, numbers, days or truth values; got binary"),
    "spans": ({"a": [dt.timedelta(1)]}, "a: text, numbers, days or truth values"),
    "no rows": ({"a": pa.array([], pa.string())}, "a header only"),
    "no columns": ({}, "at least one column"),
    "a column without a name": ({" ": [1]}, "column 1: a name for every column"),
    "a very long cell": ({"a": ["x" * 200_000]}, "a: cells of at most 131,072 characters"),
    "no such day": ({"a": pa.array([2**62], pa.timestamp("ms"))}, "a: values that have a form"),
    "no such date": ({"a": pa.array([2**30], pa.date32())}, "a: values that have a form"),
    "text that is not UTF-8": (
        {"a": pa.Array.from_buffers(pa.binary(), 1, pa.array([b"\xff"]).buffers()).view("string")},
        "a Parquet file that reads",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_has_no_form_as_text_is_refused_by_name(case: str, tmp_path: Path) -> None:
    columns, message = REFUSED[case]
    with pytest.raises(InvalidFileError) as caught:
        read_sample(written(tmp_path, **columns))
    assert message in str(caught.value)


def test_every_such_column_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as caught:
        read_sample(written(tmp_path, a=[[1]], b=["x"], c=[b"x"]))
    assert [problem.field for problem in caught.value.problems] == ["a", "c"]


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    pq.write_table(table, tmp_path / "poc.parquet")
    with pytest.raises(InvalidFileError, match="column 2: each column name once"):
        read_sample(tmp_path / "poc.parquet")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(share: float, tmp_path: Path) -> None:
    path = written(tmp_path, a=[f"canary-{row}" for row in range(100)])
    raw = path.read_bytes()
    path.write_bytes(raw[: int(share * len(raw))])
    with pytest.raises(InvalidFileError, match="a damaged or incomplete one") as caught:
        read_sample(path)
    assert "canary" not in str(caught.value)


def test_long_texts_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.parquet_file.BLOCK_BYTES", 5_000)
    cells = [str(row) * 300 for row in range(200)]
    sample: Sample = read_sample(written(tmp_path, a=cells, row=range(200)))
    assert sample.column("a") == cells
    assert sample.column("row") == [str(row) for row in range(200)]


def test_infinite_numbers_are_read_as_empty_and_counted(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1.5, float("inf"), -float("inf")]}), tmp_path / "poc.parquet")
    sample = read_sample(tmp_path / "poc.parquet")
    assert sample.column("a") == ["1.5", "", ""]
    assert sample.notes == ("poc.parquet: 2 infinite cells read as empty",)


def test_rows_without_end_of_many_columns_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.parquet_file.MAX_FILE_CELLS", 5)
    pq.write_table(pa.table({"a": [1, 2, 3], "b": [1, 2, 3]}), tmp_path / "poc.parquet")
    with pytest.raises(InvalidFileError, match="cells; draw a sample; got 6"):
        read_sample(tmp_path / "poc.parquet")


LEFT_OUT = "poc.parquet: the index of pandas, which has no name, left out"


def test_an_index_that_pandas_saved_is_no_column(tmp_path: Path) -> None:
    frame = pd.DataFrame({"x": range(50), "y": list("ab") * 25}).sample(10, random_state=1)
    frame.to_parquet(tmp_path / "poc.parquet")
    sample = read_sample(tmp_path / "poc.parquet")
    assert sample.columns == ["x", "y"]
    assert sample.column("x") == [str(x) for x in frame["x"]]
    assert sample.notes == (LEFT_OUT,)


def test_an_index_with_a_name_is_a_column(tmp_path: Path) -> None:
    index = pd.MultiIndex.from_tuples([(7, "a"), (9, "b")], names=[None, "claim_id"])
    pd.DataFrame({"x": [1, 2]}, index=index).to_parquet(tmp_path / "poc.parquet")
    sample = read_sample(tmp_path / "poc.parquet")
    assert (sample.columns, sample.notes) == (["x", "claim_id"], (LEFT_OUT,))


def test_an_index_alone_is_no_table(tmp_path: Path) -> None:
    pd.DataFrame(index=[4, 9]).to_parquet(tmp_path / "poc.parquet")
    with pytest.raises(InvalidFileError, match="at least one column; got none"):
        read_sample(tmp_path / "poc.parquet")


@pytest.mark.parametrize("said", [b"{", b"[1]", b"\xff", b'{"index_columns": [{}, 3]}', b"null"])
def test_what_a_file_says_of_pandas_need_not_read(said: bytes, tmp_path: Path) -> None:
    table = pa.table({"a": [1], "__index_level_0__": [2]})
    pq.write_table(table.replace_schema_metadata({b"pandas": said}), tmp_path / "poc.parquet")
    assert read_sample(tmp_path / "poc.parquet").columns == ["a", "__index_level_0__"]


@pytest.mark.parametrize("raw", [b"PAR1xx", b"PAR1", b"PAR1\n1,2\n"])
def test_a_file_that_begins_only_as_parquet_is_told_as_damaged(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "poc.parquet").write_bytes(raw)
    with pytest.raises(InvalidFileError, match="Parquet file that reads; got a damaged or"):
        read_sample(tmp_path / "poc.parquet")
