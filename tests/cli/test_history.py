"""History, undo and merge as typed: what they say, and how they leave."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.cli.conftest import Type


def test_a_new_engagement_has_no_history(say: Type, acme: Path) -> None:
    assert "Nothing has been done yet." in say("history", acme).out
    said = say("undo", acme)
    assert (said.code, "nothing is left to take back" in said.err) == (2, True)


def test_what_was_done_is_listed_and_taken_back(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 2)
    say("rate", acme, "poc.data.real", "--level", 3)
    said = say("history", acme)
    lines = said.out.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["1", "2", "3"]
    assert "lead, command line" in lines[2]
    assert "poc.data.real: lead level 3 (was level 2)" in lines[2]
    said = say("undo", acme)
    assert said.code == 0
    assert "Taken back: poc.data.real: lead level 3 (was level 2)" in said.out
    lines = say("history", acme).out.splitlines()
    assert "(taken back)" in lines[2]
    assert "took back act 3" in lines[3]
    said = say("undo", acme, "--to", 3)
    assert "Stands again: poc.data.real: lead level 3" in said.out


def test_history_narrows(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 2)
    say("rate", acme, "poc.data.owned", "--level", 3)
    only = say("history", acme, "--criterion", "poc.data.owned").out
    assert "poc.data.owned" in only and "poc.data.real" not in only
    assert say("history", acme, "--limit", 1).out.splitlines()[0].split()[0] == "3"
    assert [line["seq"] for line in json.loads(say("history", acme, "--json").out)] == [1, 2, 3]
    assert say("history", acme, "--criterion", "nope").code == 2
    assert say("history", acme, "--limit", 0).code == 2
    assert say("undo", acme, "--to", "x").code == 2
    assert "the history has 1 to 3" in say("undo", acme, "--to", 9).err


def test_two_copies_are_merged_and_conflicts_leave_with_ten(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 1)
    shutil.copytree(acme, "train")
    say("rate", "train", "poc.data.owned", "--level", 3)
    said = say("merge", acme, "train")
    assert (said.code, "Took 1 change." in said.out) == (0, True)
    assert "Nothing to take" in say("merge", acme, "train").out
    say("rate", acme, "poc.data.real", "--level", 2)
    say("rate", "train", "poc.data.real", "--level", 4)
    said = say("merge", acme, "train")
    assert said.code == 10
    assert "yours:  state rated, level 2" in said.out
    assert "readiness rate acme poc.data.real --level 4 --respondent lead" in said.out
    assert len(json.loads(Path("acme/merge-conflicts.json").read_bytes())["conflicts"]) == 1


def test_what_is_no_copy_is_refused(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 1)
    say("new", "other")
    said = say("merge", acme, "other")
    assert (said.code, "share no act" in said.err) == (2, True)
    assert say("merge", acme, "nowhere").code == 2
