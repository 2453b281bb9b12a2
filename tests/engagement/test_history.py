"""History and undo: every earlier state comes back to the byte, and nothing of it is dropped."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from readiness_kit.engagement.changes import Change, canonical_bytes
from readiness_kit.engagement.checks import check
from readiness_kit.engagement.history import standing, told, touches
from readiness_kit.engagement.journal import Entry, read_journal, rebuild, replay
from readiness_kit.engagement.undoing import undo, way_to
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import ConflictError, InvalidFileError, UsageError
from tests.engagement.folders import (
    CRITERIA,
    assessment,
    cleared,
    decision,
    evidence,
    make,
    rated,
)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return make(tmp_path / "acme")


def act(folder: Path, *changes: Change, op: str = "rate") -> None:
    Writer(folder, via="test").apply(changes, by="lead", op=op)


def state(folder: Path) -> bytes:
    return canonical_bytes(assessment(folder))


def random_act(folder: Path, chance: random.Random) -> None:
    kind = chance.randrange(6)
    criterion = chance.choice(CRITERIA)
    if kind == 0:
        act(folder, evidence(criterion=criterion, reference=f"r{chance.random()}"), op="support")
    elif kind == 1:
        act(folder, decision(chance.choice(["GO", "NO_GO"]), by=f"b{chance.random()}"), op="decide")
    elif kind == 2:
        act(folder, cleared(criterion), op="clear")
    elif kind == 3:
        changes = [rated(chance.randrange(5), c) for c in CRITERIA]
        Writer(folder, via="test").apply(changes, by="lead", op="import")
    else:
        act(folder, rated(chance.randrange(5), criterion, note=str(chance.random())))


@pytest.mark.parametrize("seed", range(12))
def test_undo_and_going_back_restore_every_earlier_state_to_the_byte(seed: int, acme: Path) -> None:
    """After random acts: one undo at a time down to the start, and --to any act, back and forth."""
    chance = random.Random(seed)
    for _ in range(12):
        random_act(acme, chance)
    entries = read_journal(acme / "journal.jsonl")
    states = [canonical_bytes(replay(entries[:n])) for n in range(len(entries) + 1)]
    for seq in chance.sample(range(1, len(entries) + 1), 4):
        if states[seq] != state(acme):
            undo(acme, by="lead", to=seq, via="test")
        assert state(acme) == states[seq]
        assert rebuild(acme / "journal.jsonl") == assessment(acme)
    stands = standing(read_journal(acme / "journal.jsonl"))
    for seq in reversed(stands):
        undo(acme, by="lead", via="test")
        assert state(acme) == states[seq - 1]
    with pytest.raises(UsageError, match="nothing is left"):
        undo(acme, by="lead", via="test")
    longer = read_journal(acme / "journal.jsonl")
    assert longer[: len(entries)] == entries, "the history only ever grows"
    assert [problem for problem in check(acme) if problem.severity == "error"] == []


def test_two_undos_go_two_acts_back_and_a_new_act_is_the_next_to_be_undone(acme: Path) -> None:
    for level in (1, 2, 3):
        act(acme, rated(level))
    undo(acme, by="lead", via="test")
    undo(acme, by="lead", via="test")
    assert assessment(acme)["ratings"][0]["level"] == 1
    act(acme, rated(4))
    done = undo(acme, by="lead", via="test")
    assert assessment(acme)["ratings"][0]["level"] == 1
    assert done.what == (f"{CRITERIA[0]}: lead level 4 (was level 1)",)


def test_an_undo_can_be_undone(acme: Path) -> None:
    act(acme, rated(1))
    act(acme, rated(2))
    before = state(acme)
    undo(acme, by="lead", via="test")
    done = undo(acme, by="lead", to=3, via="test")
    assert state(acme) == before
    assert done.restored == (f"{CRITERIA[0]}: lead level 2 (was level 1)",)


def test_before_the_first_act_there_is_nothing(acme: Path) -> None:
    act(acme, rated(1))
    undo(acme, by="lead", to=0, via="test")
    assert assessment(acme)["ratings"] == []
    assert rebuild(acme / "journal.jsonl") == assessment(acme)
    assert check(acme) == []


@pytest.mark.parametrize("to", [3, 99])
def test_an_act_that_never_was_is_refused_with_the_range(to: int, acme: Path) -> None:
    act(acme, rated(1))
    with pytest.raises(UsageError, match="the history has 1 to 2"):
        undo(acme, by="lead", to=to, via="test")


def test_the_state_that_stands_is_told_to_stand(acme: Path) -> None:
    act(acme, rated(1))
    with pytest.raises(UsageError, match="that is the state already"):
        undo(acme, by="lead", to=2, via="test")


def test_an_undo_into_what_may_not_stand_any_more_is_refused(acme: Path) -> None:
    """A person who left engagement.yaml cannot answer again; nothing is written."""
    act(acme, rated(1, respondent="ml"))
    act(acme, cleared(respondent="ml"))
    profile = acme / "engagement.yaml"
    text = profile.read_text(encoding="utf-8").replace(", {id: ml, role: ml_engineer}", "")
    profile.write_text(text, encoding="utf-8")
    before = state(acme)
    with pytest.raises(InvalidFileError, match="ml"):
        undo(acme, by="lead", via="test")
    assert state(acme) == before


def test_a_hand_edit_is_an_act_and_can_be_taken_back(acme: Path) -> None:
    act(acme, rated(1))
    path = acme / "assessment.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"level": 1', '"level": 4'), "utf-8")
    done = undo(acme, by="lead", via="test")
    assert done.what == ("took in what was edited by hand",)
    assert assessment(acme)["ratings"][0]["level"] == 1


def test_every_kind_of_act_is_told_in_a_line(acme: Path) -> None:
    act(acme, rated(2))
    act(acme, rated(None, state="unknown"))
    act(acme, evidence(reference="minutes 7"), op="support")
    act(acme, decision("GO"), op="decide")
    act(acme, cleared(), op="clear")
    Writer(acme, via="test").apply(
        [rated(n, c) for n, c in enumerate(CRITERIA)], by="x", op="import"
    )
    undo(acme, by="lead", via="test")
    undo(acme, by="lead", to=2, via="test")
    entries = read_journal(acme / "journal.jsonl")
    assert [told(entry) for entry in entries] == [
        "began to answer small 1.0",
        "poc.data.real: lead level 2",
        "poc.data.real: lead unknown (was level 2)",
        "poc.data.real: document e-0001, minutes 7",
        "committee decided GO at the gate of poc",
        "poc.data.real: lead cleared (was unknown)",
        "ratings.csv: 4 changes",
        "took back act 7",
        "went back to the state after 2",
    ]
    about = [entry.seq for entry in entries if touches(entry, "poc.data.owned")]
    assert about == [7, 8]


def test_fingers_are_told_with_whoever_showed_them(acme: Path) -> None:
    """By the whole room, and by a room of which one person showed any."""
    writer, about = Writer(acme, via="test"), ["fingers", CRITERIA[0]]
    shown = [rated(3, round=2), rated(None, respondent="ml", state="unknown", round=2)]
    writer.apply(shown, by="lead", op="fingers", about=about)
    writer.apply([rated(1, CRITERIA[1], round=2)], by="lead", op="fingers", about=about)
    entries = read_journal(acme / "journal.jsonl")
    assert [told(entry) for entry in entries[1:]] == [
        "poc.data.real: fingers of round 2, lead level 3, ml unknown",
        "poc.data.owned: fingers of round 2, lead level 1",
    ]


def test_the_way_to_a_state_leads_there(acme: Path) -> None:
    """Also over decisions of one day, which are numbered."""
    act(acme, decision("GO", by="a"), op="decide")
    act(acme, decision("NO_GO", by="b"), op="decide")
    act(acme, decision("GO", by="c"), op="decide")
    entries = read_journal(acme / "journal.jsonl")
    assert len(way_to(replay(entries), replay(entries[:2]))) == 2
    undo(acme, by="lead", to=2, via="test")
    assert [d["by"] for d in assessment(acme)["decisions"]] == ["a"]


def test_what_was_worked_out_on_an_earlier_act_is_refused(acme: Path) -> None:
    """Going back to a state means that state, not one with somebody's newer answer in it."""
    act(acme, rated(1))
    on = len(read_journal(acme / "journal.jsonl"))
    act(acme, rated(3, CRITERIA[1]))
    before = state(acme)
    with pytest.raises(ConflictError, match="you saw 'act 2', the file holds 'act 3'"):
        Writer(acme, via="test").apply([cleared()], by="lead", op="undo", on=on)
    assert state(acme) == before


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"new": [{', '"new": [7, {', "journal.jsonl:3: new: acts, each with its op"),
        ('"level": 2', '"level": 4', "lines that add up to the state they record"),
        ('"path": ["ratings"', '"path": ["nowhere"', "lines that follow each other"),
    ],
)
def test_a_journal_that_was_changed_is_named_and_nothing_goes_back(
    old: str, new: str, named: str, acme: Path
) -> None:
    act(acme, rated(2))
    act(acme, rated(3), rated(1, CRITERIA[1]), op="import")
    act(acme, cleared(CRITERIA[1]), op="clear")
    path = acme / "journal.jsonl"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    before = state(acme)
    with pytest.raises(InvalidFileError, match=named):
        undo(acme, by="lead", to=2, via="test")
    assert state(acme) == before


def test_a_line_made_by_hand_is_told_by_its_name() -> None:
    said = {"by": "x", "via": "x", "old": None, "base": "0" * 64, "after": "0" * 64}
    lines = [
        ("undo", ["undo", "the", "lot"]),
        ("start", ["framework"]),
        ("merge", ["b"]),
        ("fingers", ["x"]),
    ]
    entries = [
        Entry.model_validate(
            {**said, "seq": n, "at": "2026-09-14T09:12:03Z", "op": op, "path": path, "new": None}
        )
        for n, (op, path) in enumerate(lines, start=1)
    ]
    assert [told(entry) for entry in entries[1:]] == ["start framework", "merge b", "fingers x"]
    assert standing(entries) == (3, 4)
