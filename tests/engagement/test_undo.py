"""Undo and commands beside processes that write: nothing is lost, and everything has its turn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from readiness_kit.engagement.changes import canonical_bytes
from readiness_kit.engagement.checks import check
from readiness_kit.engagement.history import acts_of, standing
from readiness_kit.engagement.journal import read_journal, rebuild, states
from tests.engagement.folders import CRITERIA, assessment
from tests.engagement.test_processes import ROOT, WRITERS, child

EDITS, COMMANDS = 196, 8


def typed(*words: object) -> subprocess.CompletedProcess[str]:
    """A command as a person types it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "readiness_kit", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def told_to_wait(said: subprocess.CompletedProcess[str]) -> bool:
    """Whether a command found no gap between the saves of others, said so and wrote nothing."""
    return said.returncode == 1 and "Nothing was written; close it or wait" in said.stderr


def repeated(*words: object) -> subprocess.CompletedProcess[str]:
    """A command, typed again as long as it is told to wait."""
    while told_to_wait(said := typed(*words)):
        pass
    return said


@pytest.mark.parametrize("trial", range(WRITERS))
def test_commands_beside_two_writers_lose_none_of_four_hundred_edits(
    trial: int, folder: Path
) -> None:
    """Two processes save, a third types; an undo in between is refused whole, or takes back one."""
    writers = [child(folder, criterion, 0, EDITS) for criterion in CRITERIA[:2]]
    undone = 0
    for number in range(COMMANDS):
        said = repeated("rate", folder, CRITERIA[2], "--level", number % 5, "--note", number)
        assert said.returncode == 0, said.stderr
        took_back = repeated("undo", folder)
        assert took_back.returncode in (0, 2), took_back.stderr
        assert took_back.returncode == 0 or "Nothing was written" in took_back.stderr
        undone += took_back.returncode == 0
    acknowledged = [process.communicate()[0].split() for process in writers]
    assert [len(said) for said in acknowledged] == [EDITS, EDITS]

    entries = read_journal(folder / "journal.jsonl")
    made = [act for entry in entries if entry.op == "rate" for act in acts_of(entry)]
    notes = {id: [act.new["note"] for act in made if id in act.path] for id in CRITERIA[:3]}
    commands = [str(number) for number in range(COMMANDS)]
    assert notes == dict(zip(CRITERIA, [*acknowledged, commands], strict=False))
    assert sum(map(len, notes.values())) == 400
    assert [entry.op for entry in entries].count("undo") == undone
    assert len(standing(entries)) == 400 - undone
    assert rebuild(folder / "journal.jsonl") == assessment(folder)
    assert check(folder) == []


def test_each_undo_among_writers_leads_to_the_state_that_it_names(folder: Path) -> None:
    """Going back to an act gives the state right after it, whoever writes meanwhile."""
    assert typed("rate", folder, CRITERIA[2], "--level", 3).returncode == 0
    writer = child(folder, CRITERIA[0], 0, 60)
    for _ in range(4):
        typed("undo", folder, "--to", 2)
    writer.communicate()
    assert typed("rate", folder, CRITERIA[1], "--level", 1).returncode == 0
    assert typed("undo", folder, "--to", 2).returncode == 0
    entries = read_journal(folder / "journal.jsonl")
    after = states(entries)
    to = [entry.seq for entry in entries if entry.op == "undo"]
    assert to
    assert {canonical_bytes(after[seq]) for seq in to} == {canonical_bytes(after[2])}
