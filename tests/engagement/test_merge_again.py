"""Copies that are merged time and again, in either direction: each merge starts from the last."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.journal import rebuild
from readiness_kit.engagement.taking import CONFLICTS, Taken, take_copy
from readiness_kit.engagement.undoing import undo
from readiness_kit.engagement.writer import Writer
from tests.engagement.folders import (
    CRITERIA,
    assessment,
    cleared,
    decision,
    evidence,
    make,
    rated,
    written,
)


def act(folder: Path, *changes: Change, op: str = "rate") -> None:
    Writer(folder, via="test").apply(changes, by=folder.name, op=op)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = make(tmp_path / "ours")
    act(folder, rated(1))
    return folder


def copied(folder: Path, name: str = "theirs") -> Path:
    return Path(shutil.copytree(folder, folder.with_name(name)))


def take(here: Path, there: Path) -> Taken:
    return take_copy(here, there, by="lead", via="test")


def level(folder: Path, criterion: str = CRITERIA[0]) -> int | None:
    levels = {r["criterion"]: r["level"] for r in assessment(folder)["ratings"]}
    return levels.get(criterion)


def verdicts(folder: Path) -> list[str]:
    return [d["verdict"] for d in assessment(folder)["decisions"]]


def test_a_copy_that_goes_on_is_taken_again_without_conflict(ours: Path) -> None:
    theirs = copied(ours)
    for now in (3, 4, 2):
        act(theirs, rated(now))
        assert (take(ours, theirs).conflicts, level(ours)) == ((), now)


def test_what_was_corrected_after_a_merge_is_not_brought_back(ours: Path) -> None:
    theirs = copied(ours)
    act(theirs, rated(3))
    take(ours, theirs)
    act(ours, rated(1))
    act(theirs, rated(2, CRITERIA[2]))
    assert take(ours, theirs).conflicts == ()
    assert (level(ours), level(ours, CRITERIA[2])) == (1, 2)


def test_both_directions_in_turn_end_alike(ours: Path) -> None:
    """What one side built on what it took in is news to the other, and no conflict."""
    theirs = copied(ours)
    act(theirs, rated(3))
    take(ours, theirs)
    act(ours, rated(4))
    assert (take(theirs, ours).conflicts, level(theirs)) == ((), 4)
    act(theirs, rated(0))
    assert (take(ours, theirs).conflicts, level(ours)) == ((), 0)
    assert take(theirs, ours).changes == 0
    assert assessment(ours)["ratings"] == assessment(theirs)["ratings"]


def test_a_conflict_stays_one_until_a_side_moves(ours: Path) -> None:
    """Seen from either side, also where the merge took other things in."""
    theirs = copied(ours)
    act(ours, rated(2))
    act(theirs, rated(4))
    act(theirs, rated(3, CRITERIA[2]))
    place = ("ratings", CRITERIA[0], "lead", "0")
    assert [c.path for c in take(ours, theirs).conflicts] == [place]
    assert [c.path for c in take(ours, theirs).conflicts] == [place]
    assert [c.path for c in take(theirs, ours).conflicts] == [place]
    assert (level(ours), level(theirs)) == (2, 4)
    act(ours, rated(4))
    assert take(ours, theirs).conflicts == take(theirs, ours).conflicts == ()


def test_a_merge_that_was_taken_back_can_be_made_again(ours: Path) -> None:
    theirs = copied(ours)
    act(theirs, rated(3), evidence(), op="rate")
    take(ours, theirs)
    undo(ours, by="lead", via="test")
    assert level(ours) == 1
    assert (take(ours, theirs).changes, level(ours)) == (2, 3)


def test_a_decision_that_was_taken_back_is_taken_back_here(ours: Path) -> None:
    act(ours, decision("NO_GO", by="a"), op="decide")
    act(ours, decision("GO", by="b"), op="decide")
    theirs = copied(ours)
    undo(theirs, by="lead", via="test")
    act(theirs, decision("CONDITIONAL", by="c"), op="decide")
    take(ours, theirs)
    assert verdicts(ours) == ["NO_GO", "CONDITIONAL"]
    act(ours, decision("GO", by="b"), op="decide")
    assert take(ours, theirs).changes == 0, "what is decided anew stands"
    assert rebuild(ours / "journal.jsonl") == assessment(ours)


def test_a_verdict_that_is_returned_to_stands_last(ours: Path) -> None:
    """The same body, on one day: no, yes, no."""
    act(ours, decision("NO_GO"), op="decide")
    theirs = copied(ours)
    act(theirs, decision("GO"), op="decide")
    act(theirs, decision("NO_GO"), op="decide")
    take(ours, theirs)
    assert verdicts(ours) == verdicts(theirs) == ["NO_GO", "GO", "NO_GO"]
    assert take(ours, theirs).changes == 0


def test_a_third_copy_is_taken_from_where_it_parted(ours: Path) -> None:
    first, second = copied(ours, "first"), copied(ours, "second")
    act(first, rated(3))
    act(second, rated(2, CRITERIA[2]))
    take(ours, first)
    assert take(ours, second).conflicts == ()
    assert (level(ours), level(ours, CRITERIA[2])) == (3, 2)


def test_the_other_copy_is_only_read(ours: Path) -> None:
    theirs = copied(ours)
    act(theirs, rated(3))
    path = theirs / "assessment.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"level": 3', '"level": 4'), "utf-8")
    before = written(theirs)
    take(ours, theirs)
    assert level(ours) == 4, "what was edited by hand there counts"
    assert written(theirs) == before


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    """Also that of its own folder of snapshots: nothing is written beside it."""
    folder = make(tmp_path / "snapshots")
    act(folder, rated(1))
    theirs = copied(folder)
    act(theirs, rated(3))
    take(folder, theirs)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["snapshots", "theirs"]


def random_act(folder: Path, chance: random.Random) -> None:
    criterion, said = chance.choice(CRITERIA), f"{folder.name} {chance.random()}"
    kind = chance.randrange(6)
    if kind == 0:
        act(folder, evidence(criterion=criterion, reference=said), op="support")
    elif kind == 1:
        act(folder, decision(chance.choice(["GO", "NO_GO"]), by=said), op="decide")
    elif kind == 2:
        new = {"id": "", "criterion": criterion, "kind": "do", "text": said}
        needs = [a["id"] for a in assessment(folder)["actions"]][-1:]
        change = Change("plan", ("actions", ""), {**new, "depends_on": needs})
        act(folder, change, op="plan")
    elif kind == 3:
        act(folder, cleared(criterion), op="clear")
    else:
        who = chance.choice(["lead", "ml"])
        act(folder, rated(chance.randrange(5), criterion, who, note=said))


SAID = {
    "ratings": "note",
    "evidence": "reference",
    "decisions": "by",
    "actions": "text",
}


def texts(folder: Path) -> list[str]:
    """What was said in a copy, text by text; each was said once only."""
    data = assessment(folder)
    return sorted(str(e[field]) for name, field in SAID.items() for e in data[name])


def dependencies(folder: Path) -> dict[str, list[str]]:
    """What each action depends on, by text: numbers differ between copies."""
    actions: list[dict[str, Any]] = assessment(folder)["actions"]
    text = {a["id"]: a["text"] for a in actions}
    return {a["text"]: [text[id] for id in a["depends_on"]] for a in actions}


def knew(folder: Path) -> str:
    """Everything that was ever said in a copy or shown to it as a conflict, standing or not."""
    files = [folder / "journal.jsonl", *folder.glob(f"{CONFLICTS}*")]
    return "".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("seed", range(10))
def test_of_copies_that_are_merged_to_and_fro_nothing_is_lost_or_doubled(
    seed: int, ours: Path
) -> None:
    """What stood in one copy stands in the merged one, or in its conflicts.

    But for what the other copy had known, too, and changed since.
    """
    chance = random.Random(seed)
    act(ours, rated(1, note="start"))
    theirs = copied(ours)
    for _ in range(4):
        for _ in range(6):
            random_act(chance.choice([ours, theirs]), chance)
        here, there = chance.sample([ours, theirs], 2)
        stood = {here: texts(here), there: texts(there)}
        knew_too = {here: knew(there), there: knew(here)}
        depending = dependencies(there) | dependencies(here)
        done = take(here, there)
        kept = (here / CONFLICTS).read_text(encoding="utf-8") if done.conflicts else ""
        after = texts(here)
        lost = {
            said
            for copy, said_there in stood.items()
            for said in said_there
            if said not in after and said not in kept and said not in knew_too[copy]
        }
        assert lost == set()
        assert len(after) == len({*after}), "nothing is doubled"
        assert dependencies(here).items() <= depending.items()
        assert rebuild(here / "journal.jsonl") == assessment(here)
        files = written(here)
        assert (take(here, there).changes, written(here)) == (0, files)
    if not (take(ours, theirs).conflicts or take(theirs, ours).conflicts):
        assert texts(ours) == texts(theirs)
