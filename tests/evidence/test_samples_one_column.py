"""A table is never read as one column: it would be compared with nothing, and pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError
from readiness_kit.evidence.samples import read_sample

SEMICOLONS = "amount;channel\n" + "".join(f"{n},5;canary{n}\n" for n in range(300))
TITLE = "a first line with the names of the columns, or quotes around cells that hold a "
UNKNOWN = "fields parted by one of comma, semicolon, tab, bar; got "
REFUSED = {
    "a title": ("Export 2026\n" + SEMICOLONS, f"poc.csv:1: {TITLE}semicolon; got 1 field, where"),
    "a title and an empty line": ("\nExport\n\n" + SEMICOLONS, f"poc.csv:2: {TITLE}semicolon"),
    "three titles": ("Export\nof\n2026\n" + SEMICOLONS, f"poc.csv:1: {TITLE}semicolon"),
    "a comment": ("# export\na;b\n1;2\n", f"poc.csv:1: {TITLE}semicolon"),
    "a title above tabs": (
        "Export\n" + SEMICOLONS.replace(";", "\t"),
        f"poc.csv:1: {TITLE}tab; got 1 field, where the lines below have 2",
    ),
    "a title above bars": ("Export\na|b|c\n1|2|3\n", f"{TITLE}bar; got 1 field, where the lines"),
    "a title above commas": ("Export\na,b,c\n1,2,3\n", f"poc.csv:1: {TITLE}comma; got 1 field"),
    "a title and a sum": ("Export\n" + SEMICOLONS[:900] + "Total\n", f"{TITLE}semicolon"),
    "carets": ("a^b^c\n1^2^3\n4^5^6\n", f"poc.csv:1: {UNKNOWN}a caret"),
    "blanks": ("a b c\n1 2 3\n4 5 6\n", f"poc.csv:1: {UNKNOWN}blanks"),
    "aligned by blanks": ("id   name\n1    canary\n", f"poc.csv:1: {UNKNOWN}blanks"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_table_that_would_read_as_one_column_is_refused(case: str, tmp_path: Path) -> None:
    text, message = REFUSED[case]
    (tmp_path / "poc.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidFileError) as caught:
        read_sample(tmp_path / "poc.csv")
    assert message in str(caught.value)
    assert "canary" not in str(caught.value)


READ = {
    "words": ["channel", "web", "", "mail"],
    "prose": ["text", "Please call; it is urgent.", "My claim is late", "No; thank you; bye"],
    "lists": ["tags", "a;b", "c", "a;b;c", "a", "c;b;a"],
    "names": ["full name", "Jane Doe", "John Roe", "Ann Poe"],
    "names of three words": ["name of patient", "Jane A Doe", "John B Roe"],
    "moments": ["date and time", "2026-01-01 10:00 AM", "2026-01-02 11:00 PM"],
    "large numbers": ["sum in EUR", "1 234 567", "2 000 000"],
    "numbers": ["x", "1", "2.5"],
    "a header of several words": ["what the caller said", "yes", "no"],
}


@pytest.mark.parametrize("case", READ)
def test_a_column_alone_is_read(case: str, tmp_path: Path) -> None:
    header, *cells = READ[case]
    (tmp_path / "poc.csv").write_text("\n".join([header, *cells]) + "\n", encoding="utf-8")
    sample = read_sample(tmp_path / "poc.csv")
    assert (sample.columns, sample.column(header)) == ([header], cells)


def test_quotes_settle_that_a_column_is_alone(tmp_path: Path) -> None:
    (tmp_path / "poc.csv").write_text('pair\n"a;b"\n"c;d"\n', encoding="utf-8")
    assert read_sample(tmp_path / "poc.csv").column("pair") == ["a;b", "c;d"]
