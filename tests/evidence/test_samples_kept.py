"""Of a file too large for memory rows are drawn: from all of it, by the seed, and said."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import Sample, read_sample
from readiness_kit.evidence.samples.kept import Kept

ROWS = 20_000


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    text = "".join(f"{row},v{row}\n" for row in range(ROWS))
    path.write_text("row,value\n" + text, encoding="utf-8")
    return path


@pytest.fixture
def little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.limits.MAX_CELLS", 4_000)
    monkeypatch.setattr("readiness_kit.evidence.samples.rows.BLOCK_CELLS", 1_000)


def rows_of(sample: Sample) -> list[int]:
    return [int(cell) for cell in sample.column("row")]


@pytest.mark.usefixtures("little_memory")
def test_rows_are_drawn_in_order_from_the_whole_file(large: Path) -> None:
    sample = read_sample(large)
    rows = rows_of(sample)
    assert 1_400 <= len(rows) <= 2_000
    assert rows == sorted(set(rows))
    assert sample.column("value") == [f"v{row}" for row in rows]
    by_quarter = [sum(4 * row // ROWS == quarter for row in rows) for quarter in range(4)]
    assert min(by_quarter) > 0.8 * len(rows) / 4  # six standard deviations


@pytest.mark.usefixtures("little_memory")
def test_the_draw_is_said(large: Path) -> None:
    sample = read_sample(large)
    assert (sample.total_rows, sample.rows < ROWS) == (ROWS, True)
    said = f"{sample.rows:,} of 20,000 rows"
    assert sample.notes == (f"large.csv: {said} were drawn at random",)
    assert sample.read_as == f"CSV, UTF-8, comma, {said}"


@pytest.mark.usefixtures("little_memory")
def test_the_seed_decides(large: Path) -> None:
    assert rows_of(read_sample(large)) == rows_of(read_sample(large, seed=0))
    assert rows_of(read_sample(large)) != rows_of(read_sample(large, seed=1))


@pytest.mark.usefixtures("little_memory")
def test_a_parquet_file_is_drawn_from_too(tmp_path: Path) -> None:
    table = pa.table({"row": range(ROWS), "value": [f"v{row}" for row in range(ROWS)]})
    pq.write_table(table, tmp_path / "large.parquet", row_group_size=3_000)
    sample = read_sample(tmp_path / "large.parquet")
    assert sample.column("value") == [f"v{row}" for row in rows_of(sample)]
    assert sample.rows <= 2_000 < sample.total_rows == ROWS


def test_long_texts_count_by_their_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.limits.MAX_KEPT", 100_000)
    kept = Kept("a.csv", ["text"], seed=0)
    for _ in range(10):
        kept.add([pa.array(["x" * 1_000] * 50, type=pa.large_string())])
    table = kept.table()
    assert table.nbytes <= 100_000
    assert table.num_rows >= 50


def test_more_rows_than_the_limit_are_refused(large: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.limits.MAX_ROWS", 10_000)
    with pytest.raises(InvalidFileError, match="at most 10,000 rows; draw a sample"):
        read_sample(large)


@pytest.mark.usefixtures("little_memory")
def test_a_fault_behind_the_draw_is_still_found(large: Path) -> None:
    with large.open("a", encoding="utf-8") as stream:
        stream.write("1,2,3\n")
    with pytest.raises(InvalidFileError, match=r"large\.csv:20002: 2 fields"):
        read_sample(large)


def test_a_file_of_more_cells_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_kit.evidence.samples.limits.MAX_FILE_CELLS", 5)
    (tmp_path / "poc.csv").write_text("a,b\n1,2\n,\n,\n")
    with pytest.raises(InvalidFileError, match="cells; draw a sample; got 6"):
        read_sample(tmp_path / "poc.csv")
