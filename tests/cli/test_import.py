"""readiness import takes systems and metrics as it takes ratings, and says what it changed."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Type


def test_a_map_is_taken_and_told(acme: Path, say: Type) -> None:
    Path("map.csv").write_text("system,owner\nDesk,Ann\nMail,\n", encoding="utf-8")
    said = say("import", "acme", "map.csv")
    assert (said.code, said.err) == (0, "")
    assert "integrations.csv: 2 added." in said.out
    assert "readiness run acme" in said.out
    Path("map.csv").write_text("system,owner\nDesk,Bob\n", encoding="utf-8")
    said = say("import", "acme", "map.csv")
    assert "integrations.csv: 1 changed." in said.out
    assert "kept as integrations.csv.earlier-1" in said.out
    assert "nothing changed" in say("import", "acme", "map.csv").out


def test_a_bad_value_is_told_by_its_line_and_nothing_is_taken(acme: Path, say: Type) -> None:
    Path("m.csv").write_text("date,metric,value\n2026-09-31,uptime,99\n", encoding="utf-8")
    said = say("import", "acme", "m.csv")
    assert said.code == 2
    assert "m.csv:2: date: a day such as 2026-09-14" in said.err
    assert not Path("acme/metrics.csv").exists()


def test_columns_of_nothing_are_told_what_each_file_needs(acme: Path, say: Type) -> None:
    Path("x.csv").write_text("colour\nred\n", encoding="utf-8")
    said = say("import", "acme", "x.csv")
    assert said.code == 2
    assert "Ratings need criterion; integrations.csv needs system" in said.err
