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


def test_what_is_taken_and_odd_all_the_same_is_told_at_once(acme: Path, say: Type) -> None:
    Path("map.csv").write_text("system,depends_on\nDesk,Mail\nMail,Desk\n", encoding="utf-8")
    said = say("import", "acme", "map.csv")
    assert said.code == 0
    assert "integrations.csv: warning: depends_on: dependencies without a circle" in said.out
    Path("m.csv").write_text("date,metric,value\n2026-09-15,uptime,1\n", encoding="utf-8")
    said = say("import", "acme", "m.csv")
    assert "metrics.csv: 1 added." in said.out
    assert "what is dated later does not count yet; got 1 later value" in said.out
    assert "circle" not in said.out


def test_a_cell_that_an_import_empties_is_told(acme: Path, say: Type) -> None:
    Path("t.csv").write_text("metric,target,due\nuptime,0.9,2026-12-31\n", encoding="utf-8")
    say("import", "acme", "t.csv")
    Path("t.csv").write_text("metric,due\nuptime,\n", encoding="utf-8")
    said = say("import", "acme", "t.csv")
    assert "metric_targets.csv: 1 changed.\n1 cell that was filled before: empty now" in said.out
    assert "0.9" in Path("acme/metric_targets.csv").read_text(encoding="utf-8")


def test_a_map_that_was_imported_is_checked_and_counted(acme: Path, say: Type) -> None:
    Path("map.csv").write_text("system,owner\nDesk,=1+1\nMail,\n", encoding="utf-8")
    say("import", "acme", "map.csv")
    assert say("check", "acme").code == 0
    said = say("evidence", "run", "integration-map", "acme")
    assert said.code == 10
    assert "1 of 2 systems have no named owner." in said.out
    Path("acme/integrations.csv").write_text("system,status\nDesk,done\n", encoding="utf-8")
    said = say("check", "acme")
    assert said.code == 2
    assert "integrations.csv:2: status: one of" in said.out + said.err
