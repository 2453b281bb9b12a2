"""Saving with real processes: killed in mid-save, and several at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from readiness_kit.engagement.checks import check
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.history import acts_of
from readiness_kit.engagement.journal import read_journal, rebuild
from readiness_kit.engagement.writer import Writer
from tests.engagement.folders import CRITERIA, assessment

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("READINESS_KILLS", "40"))
WRITERS = int(os.environ.get("READINESS_WRITERS", "2"))
"""How often two processes write 400 edits; a release does 20."""
A_SAVE_S = 0.03
"""About how long a save takes: a kill falls at a random point within it."""


def child(folder: Path, criterion: str, first: int, count: int) -> subprocess.Popen[str]:
    words = [str(folder), criterion, str(first), str(count)]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.engagement.child", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def kill_in_mid_save(process: subprocess.Popen[str], chance: random.Random) -> list[int]:
    """Let it save a few times, kill it at a random moment, and return what it acknowledged."""
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(chance.randint(1, 4))]
    try:
        process.wait(timeout=chance.uniform(0, A_SAVE_S))
    except subprocess.TimeoutExpired:
        process.kill()
    rest, _ = process.communicate()
    return acknowledged + [int(line) for line in rest.splitlines()]


def test_a_killed_process_loses_no_acknowledged_edit(folder: Path) -> None:
    chance = random.Random(20260914)
    first = 0
    latest: dict[int, int] = {}
    for trial in range(KILLS):
        acknowledged = kill_in_mid_save(child(folder, CRITERIA[0], first, 10_000), chance)
        latest |= {number % 10: number for number in acknowledged}
        cut_short = acknowledged[-1] + 1
        found = {r.round: int(r.note or "") for r in Engagement.open(folder).assessment.ratings}
        allowed = (latest, {**latest, cut_short % 10: cut_short})
        assert found in allowed, trial
        Writer(folder, via="test").recover(by="lead")
        assert not [path.name for path in folder.glob(".*.tmp")], trial
        latest, first = found, max(found.values()) + 1
    assert [problem for problem in check(folder) if problem.severity == "error"] == []
    assert rebuild(folder / "journal.jsonl") == assessment(folder)


def test_processes_that_write_at_once_lose_nothing(folder: Path) -> None:
    """Four writers, 25 edits each; the last ten of each stand, and the journal has them all."""
    writers = [child(folder, criterion, 0, 25) for criterion in CRITERIA]
    for process in writers:
        out, _ = process.communicate()
        assert (process.returncode, len(out.split())) == (0, 25)
    found = {(r.criterion, r.round): r.note for r in Engagement.open(folder).assessment.ratings}
    assert found == {(c, n % 10): str(n) for c in CRITERIA for n in range(15, 25)}
    assert (folder / "journal.jsonl").read_bytes().count(b'"op": "rate"') == 100
    assert rebuild(folder / "journal.jsonl") == assessment(folder)
    assert check(folder) == []


@pytest.mark.parametrize("trial", range(WRITERS))
def test_of_four_hundred_edits_of_two_processes_none_is_lost(trial: int, folder: Path) -> None:
    """Whatever the turns they take: every acknowledged edit is in the history, in its order."""
    shared, own = CRITERIA[0], CRITERIA[1 + trial % 3]
    writers = [child(folder, shared, 0, 200), child(folder, own, 0, 200)]
    acknowledged = [process.communicate()[0].split() for process in writers]
    assert [process.returncode for process in writers] == [0, 0]
    assert [len(said) for said in acknowledged] == [200, 200]
    entries = read_journal(folder / "journal.jsonl")
    acts = [act for entry in entries for act in acts_of(entry)]
    notes = {id: [act.new["note"] for act in acts if id in act.path] for id in (shared, own)}
    assert notes == {shared: acknowledged[0], own: acknowledged[1]}
    assert rebuild(folder / "journal.jsonl") == assessment(folder)
    assert check(folder) == []
