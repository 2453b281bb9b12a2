"""Two copies of one engagement become one: what either did is in it, or in the conflicts."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.changes import Change, canonical_bytes
from readiness_kit.engagement.checks import check
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.journal import read_journal, rebuild
from readiness_kit.engagement.snapshots import take_snapshot
from readiness_kit.engagement.taking import CONFLICTS, Taken, take_copy
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import InvalidFileError, UsageError
from tests.engagement.folders import (
    CRITERIA,
    assessment,
    cleared,
    decision,
    evidence,
    make,
    observation,
    rated,
)


def act(folder: Path, *changes: Change, op: str = "rate") -> None:
    Writer(folder, via="test").apply(changes, by=folder.name, op=op)


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    ours = make(tmp_path / "ours")
    act(ours, rated(1))
    theirs = tmp_path / "theirs"
    shutil.copytree(ours, theirs)
    return ours, theirs


def taken(copies: tuple[Path, Path]) -> Taken:
    return take_copy(*copies, by="lead", via="test")


def conflicts(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / CONFLICTS).read_bytes())["conflicts"]
    return found


def test_what_either_side_changed_is_in_the_merged_copy(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(ours, rated(2, CRITERIA[1]))
    act(theirs, rated(3, CRITERIA[2]))
    act(theirs, cleared(), op="clear")
    done = taken(copies)
    assert (done.changes, done.conflicts) == (2, ())
    levels = {r["criterion"]: r["level"] for r in assessment(ours)["ratings"]}
    assert levels == {CRITERIA[1]: 2, CRITERIA[2]: 3}
    assert rebuild(ours / "journal.jsonl") == assessment(ours)
    assert check(ours) == []


def test_what_both_changed_differently_keeps_ours_and_both_on_record(
    copies: tuple[Path, Path],
) -> None:
    ours, theirs = copies
    act(ours, rated(2, note="we saw it"))
    act(theirs, rated(4, note="they say"))
    done = taken(copies)
    assert len(done.conflicts) == 1
    assert assessment(ours)["ratings"][0]["level"] == 2
    kept = conflicts(ours)[0]
    assert kept["path"] == ["ratings", CRITERIA[0], "lead", "0"]
    assert (kept["base"]["level"], kept["ours"]["value"]["level"]) == (1, 2)
    assert (kept["theirs"]["value"]["level"], kept["theirs"]["by"]) == (4, "theirs")
    assert kept["theirs"]["seq"] == 3


def test_the_same_said_on_both_sides_is_no_conflict(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(ours, rated(3, at="2026-09-14T08:00:00Z"))
    act(theirs, rated(3, at="2026-09-14T09:00:00Z"))
    assert taken(copies).conflicts == ()


def test_one_side_clearing_what_the_other_changed_is_a_conflict(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(ours, rated(3))
    act(theirs, cleared(), op="clear")
    assert taken(copies).conflicts[0].theirs.value is None


def test_one_number_for_two_proofs_is_no_conflict(copies: tuple[Path, Path]) -> None:
    """The other's takes the next number; the same proof on both sides stays one."""
    ours, theirs = copies
    act(ours, evidence(reference="ours"), op="support")
    act(theirs, evidence(reference="theirs"), op="support")
    act(theirs, evidence(reference="ours"), op="support")
    assert taken(copies).conflicts == ()
    found = {e["id"]: e["reference"] for e in assessment(ours)["evidence"]}
    assert found == {"e-0001": "ours", "e-0003": "theirs"}


def test_actions_depend_on_what_they_depended_on(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies

    def action(text: str, *needs: str) -> Change:
        new = {"id": "", "criterion": CRITERIA[0], "kind": "do", "text": text}
        return Change("plan", ("actions", ""), {**new, "depends_on": list(needs)})

    act(ours, action("ours"), op="plan")
    act(theirs, action("first"), op="plan")
    act(theirs, action("second", "a-001"), op="plan")
    taken(copies)
    found = {a["text"]: (a["id"], a["depends_on"]) for a in assessment(ours)["actions"]}
    assert found["ours"] == ("a-001", [])
    assert found["second"][1] == [found["first"][0]]
    assert taken(copies).changes == 0, "merged again, nothing is doubled"


def test_decisions_of_both_sides_stand(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(ours, decision("NO_GO", by="a"), op="decide")
    act(theirs, decision("GO", by="b"), op="decide")
    act(theirs, decision("NO_GO", by="a"), op="decide")
    assert taken(copies).conflicts == ()
    assert [d["by"] for d in assessment(ours)["decisions"]] == ["a", "b"]


def test_merging_again_changes_nothing(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(ours, rated(2))
    act(theirs, rated(4))
    act(theirs, rated(3, CRITERIA[2]))
    act(theirs, evidence(), op="support")
    taken(copies)
    before = {path.name: path.read_bytes() for path in ours.iterdir() if path.is_file()}
    again = taken(copies)
    assert again.changes == 0
    assert {path.name: path.read_bytes() for path in ours.iterdir() if path.is_file()} == before


def test_the_others_history_is_kept_as_it_was_made(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(theirs, rated(2))
    act(theirs, rated(3))
    taken(copies)
    kept = (ours / "journal.jsonl.merged-1").read_bytes()
    assert kept == b"".join((theirs / "journal.jsonl").read_bytes().splitlines(True)[2:])


def test_earlier_conflicts_are_kept(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    act(ours, rated(2))
    act(theirs, rated(4))
    taken(copies)
    first = (ours / CONFLICTS).read_bytes()
    act(theirs, rated(3))
    taken(copies)
    assert (ours / f"{CONFLICTS}.earlier-1").read_bytes() == first
    assert conflicts(ours)[0]["theirs"]["value"]["level"] == 3


def test_runs_and_snapshots_come_along(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    Writer(ours, via="test").save_observation(observation("run-1", verdict="fail"))
    Writer(theirs, via="test").save_observation(observation("run-1"))
    for folder, name in ((ours, "both"), (theirs, "both"), (theirs, "theirs-only")):
        act(folder, rated(len(str(folder)) % 5, CRITERIA[1], note=folder.name))
        take_snapshot(folder, name, methods=(), version="0")
    done = taken(copies)
    assert (done.runs, done.snapshots, done.other_snapshots) == (
        (("run-1", "run-2"),),
        ("theirs-only",),
        ("both",),
    )
    assert {o.id: o.verdict for o in Engagement.open(ours).observations} == {
        "run-1": "fail",
        "run-2": "pass",
    }
    kept = json.loads((ours / CONFLICTS).read_bytes())["snapshots"]
    assert [each["name"] for each in kept] == ["both"]
    assert taken(copies).runs == ()


def test_files_of_people_are_named_and_left(copies: tuple[Path, Path]) -> None:
    ours, theirs = copies
    (theirs / "integrations.csv").write_text("system\nSAP\n", encoding="utf-8")
    assert taken(copies).differing == ("integrations.csv",)
    assert not (ours / "integrations.csv").exists()


def test_what_is_no_copy_is_refused(copies: tuple[Path, Path], tmp_path: Path) -> None:
    ours, _ = copies
    other = make(tmp_path / "other")
    with pytest.raises(UsageError, match="share no act"):
        take_copy(ours, other, by="lead", via="test")
    act(other, rated(1, at="2026-09-14T07:00:00Z"))
    with pytest.raises(UsageError, match="share no act"):
        take_copy(ours, other, by="lead", via="test")
    with pytest.raises(UsageError, match="with itself"):
        take_copy(ours, ours, by="lead", via="test")


def test_an_answer_of_somebody_who_is_not_listed_here_takes_nothing(
    copies: tuple[Path, Path],
) -> None:
    ours, theirs = copies
    profile = theirs / "engagement.yaml"
    text = profile.read_text(encoding="utf-8").replace("id: ml", "id: zoe")
    profile.write_text(text, encoding="utf-8")
    act(theirs, rated(2, respondent="zoe"))
    act(theirs, rated(2, CRITERIA[2]))
    before = assessment(ours)
    with pytest.raises(InvalidFileError, match="zoe"):
        taken(copies)
    assert assessment(ours) == before


@pytest.mark.parametrize("seed", range(15))
def test_of_two_random_copies_nothing_is_lost(seed: int, copies: tuple[Path, Path]) -> None:
    """Every value that either side ended with is in the merged copy, or in the conflicts."""
    ours, theirs = copies
    chance = random.Random(seed)
    for _ in range(14):
        folder, criterion = chance.choice(copies), chance.choice(CRITERIA)
        kind = chance.randrange(4)
        note = f"{folder.name} {chance.random()}"
        if kind == 0:
            act(folder, evidence(criterion=criterion, reference=note), op="support")
        elif kind == 1:
            act(folder, decision("NO_GO", by=note), op="decide")
        else:
            who = chance.choice(["lead", "ml"])
            act(folder, rated(chance.randrange(5), criterion, who, note=note))
    before, other = assessment(ours), assessment(theirs)
    done = taken(copies)
    merged = assessment(ours)
    kept = json.dumps(conflicts(ours)) if done.conflicts else ""
    said = canonical_bytes(merged).decode() + kept
    for side in (before, other):
        for name, field in (("ratings", "note"), ("evidence", "reference"), ("decisions", "by")):
            for entry in side[name]:
                assert entry[field] is None or entry[field] in said
    assert rebuild(ours / "journal.jsonl") == merged
    assert read_journal(ours / "journal.jsonl")[-1].op == ("merge" if done.changes else "rate")
