"""History, undo and merge as typed: what they say, and how they leave."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path

import pytest

from readiness_kit.engagement.writer import Writer
from tests.cli.conftest import Type
from tests.engagement.folders import observation, written


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


RATE = ["rate", "poc.data.real"]
APPROVED = ["--not-applicable", "other", "--approver", "J. Smith"]


@pytest.mark.parametrize(
    ("yours", "theirs"),
    [
        ([*RATE, "--level", 2], [*RATE, "--level", 0, "--note", "it's by hand"]),
        ([*RATE, "--level", 2], [*RATE, "--unknown"]),
        ([*RATE, "--level", 2], [*RATE, *APPROVED]),
        ([*RATE, "--level", 2], [*RATE, "--clear"]),
        ([*RATE, "--level", 2, "--round", 1], [*RATE, "--level", 3, "--round", 1]),
        (
            ["consensus", "poc.data.real", "--level", 2],
            ["consensus", "poc.data.real", *APPROVED],
        ),
    ],
)
def test_what_a_conflict_says_to_type_settles_it(
    yours: list[object], theirs: list[object], say: Type, acme: Path
) -> None:
    say("rate", acme, "poc.data.real", "--level", 1)
    shutil.copytree(acme, "train")
    for copy, (command, *rest) in (("acme", yours), ("train", theirs)):
        assert say(command, copy, *rest).code == 0
    said = say("merge", acme, "train")
    assert said.code == 10
    line = next(line for line in said.out.splitlines() if "to take theirs: " in line)
    _, *words = shlex.split(line.partition("to take theirs: ")[2])
    assert say(*words).code == 0
    assert say("merge", acme, "train").code == 0
    assert ("rated, level 0" in said.out) == (0 in theirs), "0 is an answer, and is shown"


def test_a_waiver_granted_twice_is_settled_by_granting_it(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 1)
    shutil.copytree(acme, "train")
    for copy, owner in ((acme, "Ann"), ("train", "J. Smith")):
        reasons = ["--reason", "later", "--control", "by hand"]
        said = say(
            *("waive", copy, "poc.data.real", "--owner", owner, *reasons),
            *("--granted", "2026-09-01", "--expires", "2026-12-31"),
        )
        assert said.code == 0
    said = say("merge", acme, "train")
    _, *words = shlex.split(said.out.partition("to take theirs: ")[2].splitlines()[0])
    assert (said.code, say(*words).code, say("merge", acme, "train").code) == (10, 0, 0)


def test_what_no_command_says_is_written_by_hand(say: Type, acme: Path) -> None:
    """An answer of nobody in particular comes from a spreadsheet only."""
    say("rate", acme, "poc.data.real", "--level", 1)
    shutil.copytree(acme, "train")
    for copy, level in (("acme", 2), ("train", 3)):
        sheet = f"criterion,respondent,level\npoc.data.real,,{level}\n"
        Path("said.csv").write_text(sheet, encoding="utf-8")
        say("import", copy, "said.csv")
    said = say("merge", acme, "train")
    assert said.code == 10
    assert "to take theirs: write it into assessment.json; readiness check acme" in said.out


def test_a_run_and_a_snapshot_of_one_name_are_told(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 1)
    shutil.copytree(acme, "train")
    for copy, verdict in (("acme", "fail"), ("train", "pass")):
        Writer(copy, via="test").save_observation(observation("run-1", verdict=verdict))
        say("snapshot", copy, "kick-off")
    said = say("merge", acme, "train")
    assert said.code == 10
    assert "Took 1 run: run-2 (run-1 there)." in said.out
    assert "both copies have a snapshot 'kick-off'" in said.out
    assert "merge-conflicts.json" in said.out
    kept = json.loads(Path("acme/merge-conflicts.json").read_bytes())
    assert (kept["schema"], kept["conflicts"]) == ("readiness-merge-conflicts/1", [])
    assert [each["name"] for each in kept["snapshots"]] == ["kick-off"]


def test_a_journal_that_was_changed_is_named(say: Type, acme: Path) -> None:
    """In one line, and with nothing written."""
    say("rate", acme, "poc.data.real", "--level", 2)
    say("rate", acme, "poc.data.real", "--level", 3)
    journal = acme / "journal.jsonl"
    journal.write_text(journal.read_text("utf-8").replace('"level": 2', '"level": 4'), "utf-8")
    before = written(acme)
    for words in (("undo", acme), ("undo", acme, "--to", 2)):
        said = say(*words)
        assert (said.code, "journal.jsonl:2: after: lines that add up" in said.err) == (2, True)
    journal.write_text(journal.read_text("utf-8").replace('"op": "start"', '"op": 1'), "utf-8")
    assert "journal.jsonl:1: op" in say("history", acme).err
    assert {**written(acme), "journal.jsonl": b""} == {**before, "journal.jsonl": b""}
