"""A row of texts in the place of a header is refused; a header never is, whatever its names."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.run import run_method
from readiness_kit.evidence.samples import read_sample
from tests.evidence.conftest import Client

CANARY = "Canary-Surname"
ROWS = [f"{CANARY}{n},Berlin,web,{('denied', 'approved')[n % 2]}" for n in range(60)]
REFUSED = "a first line with the names of the columns; got a row that has the values of the rows"


def written(folder: Path, lines: list[str]) -> Path:
    (folder / "poc.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "poc.csv"


def test_a_row_of_texts_is_no_header_and_is_not_quoted(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError) as caught:
        read_sample(written(tmp_path, ROWS))
    assert REFUSED in str(caught.value)
    assert not any(cell in str(caught.value) for cell in (CANARY, "Berlin", "denied"))


def test_a_number_in_the_row_does_not_make_it_a_header(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=REFUSED):
        read_sample(written(tmp_path, [f"{row},{n}.5" for n, row in enumerate(ROWS)]))


def test_a_parquet_file_of_such_a_table_is_refused_too(tmp_path: Path) -> None:
    written(tmp_path, ROWS)
    pd.read_csv(tmp_path / "poc.csv").to_parquet(tmp_path / "poc.parquet")
    with pytest.raises(InvalidFileError, match=REFUSED):
        read_sample(tmp_path / "poc.parquet")


KEPT = {
    "a label beside them": ["Berlin,web,decision", *[f"Berlin,web,{n % 2}" for n in range(60)]],
    "a label in words": [
        "Berlin,web,decision",
        *[f"Berlin,web,{('denied', 'approved')[n % 2]}" for n in range(60)],
    ],
    "a column of numbers": ["Berlin,web,amount", *[f"Berlin,web,{n}.5" for n in range(60)]],
    "a column of days": [
        "Berlin,web,day",
        *[f"Berlin,web,2026-01-{n % 28 + 1:02}" for n in range(60)],
    ],
    "one name alone": ["text,spam", *[f"text {n},{('spam', 'ham')[n % 2]}" for n in range(60)]],
    "ticked answers": [
        "comment,Phone,Mail,Post",
        *[f"said {n},{'Phone' if n % 2 else ''},{'Mail' if n % 3 else ''},Post" for n in range(60)],
    ],
    "files put together": ["id,text,label", *["1,a,x", "id,text,label"] * 30],
    "few rows": ["Berlin,web", *["Berlin,web", "Bonn,mail"] * 5],
    "seldom": [
        "web,yes",
        *["mail,no"] * 400,
        *["web,yes", "web,no", "mail,yes"],
    ],
}


@pytest.mark.parametrize("case", KEPT)
def test_a_header_is_kept(case: str, tmp_path: Path) -> None:
    lines = KEPT[case]
    sample = read_sample(written(tmp_path, lines))
    assert (sample.columns, sample.rows) == (lines[0].split(","), len(lines) - 1)


RARE = [
    f"{CANARY},Berlin,web,Ulm",
    *[f"{n},Berlin,web,{('Bonn', 'Kiel')[n % 2]}" for n in range(60)],
]


def test_where_no_named_column_is_there_names_that_come_again_are_not_told(client: Client) -> None:
    """One column speaks for a header, so the file itself is read."""
    client.samples(poc=RARE, production=RARE)
    seen = run_method("accuracy", client.engagement())
    assert seen.state == "error"
    assert "is in neither sample; data/poc.csv seems to have no header row. Correct" in str(
        seen.reason
    )
    assert not any(cell in str(seen.reason) for cell in (CANARY, "Berlin", "Ulm"))


def test_where_a_named_column_is_there_its_neighbours_are_told(client: Client) -> None:
    rows = ["Berlin,web,approved", *[f"Berlin,web,{n % 2}" for n in range(60)]]
    client.samples(poc=rows, production=rows)
    seen = run_method("accuracy", client.engagement())
    assert "(data.key) is in neither sample; data/poc.csv has: Berlin, web, approved" in str(
        seen.reason
    )
