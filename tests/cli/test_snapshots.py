"""Freezing a state, and what changed since: as typed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Type


def test_a_state_is_frozen_listed_and_compared(say: Type, acme: Path) -> None:
    assert "No snapshot yet" in say("snapshot", acme).out
    say("rate", acme, "poc.data.real", "--level", 3, "--grade", "test", "--reference", "report 7")
    said = say("snapshot", acme, "kick-off")
    assert said.code == 0
    assert "readiness diff acme kick-off" in said.out
    assert "kick-off" in say("snapshot", acme).out
    say("rate", acme, "poc.data.real", "--level", 1)
    said = say("diff", acme, "kick-off")
    assert said.code == 0
    rows = [line.split() for line in said.out.splitlines()]
    assert ["fell", "poc.data.real", "3", ">", "1"] in [row[:5] for row in rows]
    assert "No criterion changed." in say("diff", acme, "now", "now").out


def test_the_difference_as_json_sums(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 1)
    say("snapshot", acme, "a")
    say("rate", acme, "poc.data.real", "--level", 4, "--grade", "test", "--reference", "report")
    data = json.loads(say("diff", acme, "a", "--json").out)
    assert data["schema"] == "readiness-delta/1"
    section = next(s for s in data["sections"] if s["id"] == "poc")["supported"]
    parts = section["parts"]
    assert list(parts) == ["evidence", "ratings", "rubric", "scope"]
    assert abs(sum(parts.values()) - section["total"]) <= 1e-9
    # this rubric has no caps: what is claimed is supported, so that proof adds nothing
    assert [name for name, part in parts.items() if part] == ["ratings"]
    assert say("diff", acme, "a", "--json").out == say("diff", acme, "a", "now", "--json").out


def test_a_changed_rubric_is_said_not_to_be_progress(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 3)
    say("rate", acme, "poc.data.owned", "--level", 0)
    say("snapshot", acme, "a")
    rubric = acme / "small.yaml"
    text = rubric.read_text(encoding="utf-8")
    assert "weight: 1" in text
    rubric.write_text(text.replace("weight: 1", "weight: 5", 1), encoding="utf-8")
    said = say("diff", acme, "a")
    assert said.code == 0
    assert "The questions themselves changed" in said.out
    assert "nobody’s progress" in said.out
    rows = [line.split() for line in said.out.splitlines()]
    assert ["criterion", "poc.data.owned", "weight", "1", ">", "5"] in rows
    (change,) = json.loads(say("diff", acme, "a", "--json").out)["rubric"]
    assert (change["id"], change["aspect"], change["after"]) == ("poc.data.owned", "weight", "5")


def test_the_parts_of_every_printed_row_sum(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 3)
    say("rate", acme, "poc.data.owned", "--level", 1)
    say("snapshot", acme, "a")
    say("rate", acme, "poc.data.real", "--level", 2)
    out = say("diff", acme, "a").out
    row = next(line for line in out.splitlines() if line.startswith("Proof of concept  "))
    figures = [0.0 if f == "." else float(f) for f in row.split()[3:]]
    before, after, change, *parts = figures
    assert round(sum(parts), 1) == change == round(after - before, 1)
    assert change < 0


def test_unknown_names_and_taken_ones_are_refused(say: Type, acme: Path) -> None:
    say("snapshot", acme, "a")
    for words, told in (
        (("snapshot", acme, "a"), "never overwritten"),
        (("snapshot", acme, "A b"), "cannot name a snapshot"),
        (("diff", acme, "b"), "there is a"),
        (("diff", acme, "a", "../a"), "no snapshot"),
        (("diff", acme), "Missing argument"),
    ):
        said = say(*words)
        assert said.code == 2
        assert told in said.err
