"""workshop.json: every act is on disk or told as not saved, and none undoes another's."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.checks import check, restore
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.taking import take_copy
from readiness_kit.engagement.workshop import Topic, Workshop, Workshops, read_workshops
from readiness_kit.engagement.workshop_file import WorkshopFile
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import InvalidFileError, NotSavedError, UsageError
from tests.engagement.disks import Counting, Failing
from tests.engagement.folders import CRITERIA, NOW, PROFILE, make, now, rated, written

ROOT = Path(__file__).parents[2]
REAL, OWNED = CRITERIA[:2]
PEOPLE = ["lead", "ml"]
LATER = NOW + dt.timedelta(minutes=9)


def topic(criterion: str = REAL, *why: str) -> Topic:
    return Topic(criterion=criterion, minutes=8, why=list(why))


@pytest.fixture
def file(folder: Path) -> WorkshopFile:
    """A workshop under way, with two topics and two people."""
    file = WorkshopFile(folder, clock=now)
    file.begin(120, PEOPLE, [topic(REAL, "blocker"), topic(OWNED)])
    return file


def current(there: Workshops) -> Workshop:
    assert there.current is not None
    return there.current


def on_disk(folder: Path) -> bytes:
    return (folder / "workshop.json").read_bytes()


def data(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(on_disk(folder))
    return read


def put(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Edit the file by hand."""
    there = data(folder)
    change(there["meetings"][0])
    (folder / "workshop.json").write_text(json.dumps(there, indent=1), encoding="utf-8")


def kept(folder: Path) -> dict[str, bytes]:
    """Every file that means something: what a dead disk left half made does not."""
    return {name: raw for name, raw in written(folder).items() if not name.endswith(".tmp")}


def test_no_file_is_no_workshop(folder: Path) -> None:
    assert read_workshops(folder) == Workshops()
    assert (Workshops().current, Workshops().newest) == (None, None)
    assert check(folder) == []


def test_what_an_act_returned_is_on_disk(file: WorkshopFile) -> None:
    file.talk(REAL, NOW, 60)
    file.show(REAL, NOW, ["3", "u"])
    file.park("who owns it?", OWNED)
    made = file.decide("an owner by Friday", by="board")
    assert read_workshops(file.folder) == made
    held = current(made)
    assert (held.number, held.on, held.minutes, held.people) == (1, NOW.date(), 120, PEOPLE)
    assert [(t.criterion, t.why) for t in held.agenda] == [(REAL, ["blocker"]), (OWNED, [])]
    assert [(t.at, t.seconds, t.fingers) for t in held.talks] == [(NOW, 60, ["3", "u"])]
    assert [(n.id, n.at, n.text, n.criterion, n.by) for n in held.notes] == [
        ("p-001", NOW, "who owns it?", OWNED, None),
        ("d-001", NOW, "an owner by Friday", None, "board"),
    ]
    assert check(file.folder) == []


def test_what_was_talked_about_is_discussed_and_the_rest_is_unreached(file: WorkshopFile) -> None:
    file.talk(REAL, NOW, 60)
    held = current(file.talk(REAL, LATER, 30))
    assert (held.discussed(REAL), held.discussed(OWNED)) == (True, False)
    assert [topic.criterion for topic in held.unreached] == [OWNED]
    assert (held.seconds(REAL), held.seconds(OWNED)) == (90, 0)


def test_a_talk_grows_and_never_gets_shorter(file: WorkshopFile) -> None:
    file.talk(REAL, NOW, 60)
    assert current(file.talk(REAL, NOW, 20)).seconds(REAL) == 60
    assert current(file.talk(REAL, NOW, 61)).seconds(REAL) == 61


def test_the_last_fingers_count_and_go_with_their_people(file: WorkshopFile) -> None:
    file.show(REAL, NOW, ["3", "u"])
    file.show(REAL, NOW, ["4", "-"])
    held = current(file.seat(["ml", "lead"]))
    assert held.talks[0].fingers == ["-", "4"]
    assert held.fingers(REAL) == {"ml": "-", "lead": "4"}
    assert held.fingers(OWNED) == {}


def test_who_has_shown_fingers_keeps_a_seat(file: WorkshopFile) -> None:
    file.show(REAL, NOW, ["3", "-"])
    assert current(file.seat(["lead"])).people == ["lead"]
    with pytest.raises(UsageError, match="lead has shown fingers in workshop 1"):
        file.seat(["ml"])
    assert current(file.read()).people == ["lead"]


def test_who_was_struck_off_the_list_while_seated_may_stay_and_no_other_may_come(
    file: WorkshopFile,
) -> None:
    file.show(REAL, NOW, ["3", "u"])
    alone = PROFILE.replace(", {id: ml, role: ml_engineer}", "")
    (file.folder / "engagement.yaml").write_text(alone, encoding="utf-8")
    held = current(file.seat(["ml", "lead"]))
    assert (held.people, held.fingers(REAL)) == (["ml", "lead"], {"ml": "u", "lead": "3"})
    with pytest.raises(UsageError, match=r"'ida' is nobody in `people` .*: lead$"):
        file.seat(["ml", "lead", "ida"])
    assert current(file.read()).people == ["ml", "lead"]


def test_another_length_and_agenda_leave_the_talks(file: WorkshopFile) -> None:
    file.talk(REAL, NOW, 60)
    held = current(file.replan(90, [topic(OWNED, "spread")]))
    assert (held.minutes, [t.criterion for t in held.agenda]) == (90, [OWNED])
    assert held.discussed(REAL)


def test_notes_are_edited_removed_and_numbered_on(file: WorkshopFile) -> None:
    file.park("one")
    file.park("two")
    file.decide("three")
    file.edit_note("p-001", "  one, mended ")
    held = current(file.edit_note("d-001", " "))
    assert [(note.id, note.text) for note in held.notes] == [
        ("p-001", "one, mended"),
        ("p-002", "two"),
    ]
    assert current(file.park("next")).parked[-1].id == "p-003"
    file.end()
    file.begin(60, PEOPLE, [])
    assert current(file.park("of the second")).parked[-1].id == "p-004"


def test_it_ends_once_and_can_be_reopened(file: WorkshopFile) -> None:
    ended = file.end()
    assert ended.current is None
    assert ended.newest is not None and ended.newest.ended == NOW
    with pytest.raises(UsageError, match="no workshop is under way"):
        file.talk(REAL, NOW, 1)
    assert current(file.reopen()).ended is None
    with pytest.raises(UsageError, match="none to reopen"):
        file.reopen()


def test_one_is_under_way_at_a_time(file: WorkshopFile) -> None:
    with pytest.raises(UsageError, match="workshop 1 is under way: end it first"):
        file.begin(60, PEOPLE, [])
    file.end()
    assert current(file.begin(60, PEOPLE, [])).number == 2


def test_its_number_is_above_every_round_that_was_rated_in(folder: Path) -> None:
    """So a rating made in it never takes the place of one made before."""
    Writer(folder, via="test", clock=now).apply([rated(2, round=3)], by="lead", op="rate")
    file = WorkshopFile(folder, clock=now)
    assert current(file.begin(60, PEOPLE, [])).number == 4


def test_a_fixed_day_dates_everything(tmp_path: Path) -> None:
    moment = dt.datetime(2027, 1, 5, 14, 30, tzinfo=dt.UTC)

    def clock() -> dt.datetime:
        return moment

    file = WorkshopFile(make(tmp_path / "acme"), clock=clock)
    file.begin(60, PEOPLE, [])
    held = current(file.talk(REAL, moment, 5))
    assert held.on == dt.date(2026, 9, 14)
    assert held.talks[0].at == dt.datetime(2026, 9, 14, 14, 30, tzinfo=dt.UTC)
    assert current(file.talk(REAL, moment, 6)).seconds(REAL) == 6
    free = make(tmp_path / "free", PROFILE.replace("as_of: 2026-09-14\n", ""))
    file = WorkshopFile(free, clock=clock)
    assert current(file.begin(60, PEOPLE, [])).on == dt.date(2027, 1, 5)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda f: f.talk("poc.data.reel", NOW, 1), "did you mean poc.data.real"),
        (lambda f: f.park("x", "no.such"), "a criterion of the framework"),
        (lambda f: f.replan(60, [topic("no.such")]), "a criterion of the framework"),
        (lambda f: f.replan(60, [topic(), topic()]), "on the agenda already"),
        (lambda f: f.seat(["lead", "nobody"]), "nobody in `people` of engagement.yaml: lead, ml"),
        (lambda f: f.seat(["lead", "lead"]), "has a seat already"),
        (lambda f: f.show(REAL, NOW, ["3"]), "one finger for each of 2 people"),
        (lambda f: f.show(REAL, NOW, ["3", "5"]), "a finger is one of 0 1 2 3 4 u n -; got '5'"),
        (lambda f: f.park("  "), "a note needs words"),
        (lambda f: f.edit_note("p-009", "x"), "there is none yet"),
    ],
)
def test_what_cannot_be_done_is_refused_and_nothing_is_written(
    file: WorkshopFile, act: Callable[[WorkshopFile], Workshops], said: str
) -> None:
    before = on_disk(file.folder)
    with pytest.raises(UsageError, match=said):
        act(file)
    assert on_disk(file.folder) == before


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda f: f.replan(4, []), "minutes"),
        (lambda f: f.replan(601, []), "minutes"),
        (lambda f: f.talk(REAL, NOW, -1), "seconds"),
        (lambda f: f.park("x" * 20_001), "text"),
        (lambda f: f.decide("a bell \a"), "text"),
    ],
)
def test_what_the_file_may_not_hold_is_told_by_field(
    file: WorkshopFile, act: Callable[[WorkshopFile], Workshops], field: str
) -> None:
    before = on_disk(file.folder)
    with pytest.raises(InvalidFileError) as refused:
        act(file)
    assert [(p.file, p.field) for p in refused.value.problems] == [
        ("workshop.json (not saved)", field)
    ]
    assert on_disk(file.folder) == before


@pytest.mark.parametrize("first", [True, False], ids=["first act", "later act"])
def test_a_full_disk_leaves_the_earlier_state(tmp_path: Path, first: bool) -> None:
    def act(folder: Path, fs: Counting) -> Workshops:
        file = WorkshopFile(folder, fs=fs, clock=now)
        return file.begin(60, PEOPLE, []) if first else file.park("x")

    def prepared(name: str) -> Path:
        folder = make(tmp_path / name)
        if not first:
            WorkshopFile(folder, clock=now).begin(60, PEOPLE, [])
        return folder

    probe = Counting()
    act(prepared("probe"), probe)
    for step in range(1, probe.steps + 1):
        folder = prepared(str(step))
        before = kept(folder)
        try:
            made = act(folder, Failing(step, stays=True))
        except NotSavedError as error:
            assert "NOT SAVED: workshop.json" in str(error)
            assert kept(folder) == before
        else:
            assert read_workshops(folder) == made
            assert step == probe.steps, "only the folder's sync, the last step, may fail unsaid"
        if kept(folder) == before:
            act(folder, Counting())
        assert not list(folder.glob(".*.tmp"))


def test_a_read_only_file_is_told_and_left(file: WorkshopFile) -> None:
    before = on_disk(file.folder)
    (file.folder / "workshop.json").chmod(0o444)
    with pytest.raises(NotSavedError, match="marked read-only"):
        file.park("x")
    assert on_disk(file.folder) == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="folders refuse nobody here")
def test_a_read_only_folder_is_told(file: WorkshopFile) -> None:
    file.folder.chmod(0o555)
    try:
        with pytest.raises(NotSavedError):
            file.park("x")
    finally:
        file.folder.chmod(0o755)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b'{"schema": "readiness-workshop/1",\n "meetings": [', 2),
        (b'{"meetings": []}', None),
        (b'{"schema": "readiness-workshop/2", "meetings": []}', 1),
        (b'{"schema": "readiness-workshop/1",\n "meeting": []}', 2),
        (b"\xff\xfe", 1),
        (b"", None),
    ],
)
def test_a_damaged_file_is_told_and_never_overwritten(
    folder: Path, raw: bytes, line: int | None
) -> None:
    (folder / "workshop.json").write_bytes(raw)
    file = WorkshopFile(folder, clock=now)
    acts: list[Callable[[], Workshops]] = [
        lambda: file.begin(60, PEOPLE, []),
        lambda: file.park("x"),
        file.end,
        file.read,
    ]
    for act in acts:
        with pytest.raises(InvalidFileError, match="the file is left as it is"):
            act()
    assert on_disk(folder) == raw
    found = [problem for problem in check(folder) if problem.severity == "error"]
    assert found and all(problem.file.endswith("workshop.json") for problem in found)
    assert line is None or found[0].line == line
    assert Engagement.open(folder).assessment.ratings == []


@pytest.mark.parametrize(
    ("change", "field", "on_its_line"),
    [
        (lambda m: m.update(minutes=4), "minutes", '"minutes": 4'),
        (lambda m: m.update(number=0), "number", '"number": 0'),
        (lambda m: m["people"].append("lead"), "people[2]", '"lead"'),
        (lambda m: m["agenda"].append(m["agenda"][0]), "agenda[2]", "{"),
        (lambda m: m["agenda"][0].update(minutes=0), "agenda[0].minutes", '"minutes": 0'),
        (lambda m: m["talks"].append(m["talks"][0]), "talks[1]", "{"),
        (lambda m: m["talks"][0]["fingers"].pop(), "talks[0].fingers", '"fingers"'),
        (lambda m: m["talks"][0].update(fingers=["3", "9"]), "talks[0].fingers[1]", '"9"'),
        (lambda m: m["decided"].append(m["decided"][0]), "decided[1].id", '"id": "d-001"'),
        (lambda m: m["parked"][0].update(id="x"), "parked[0].id", '"id": "x"'),
        (lambda m: m["parked"][0].update(text=""), "parked[0].text", '"text": ""'),
    ],
)
def test_a_fault_of_an_edit_by_hand_has_its_line_and_field(
    file: WorkshopFile, change: Callable[[dict[str, Any]], object], field: str, on_its_line: str
) -> None:
    file.show(REAL, NOW, ["3", "u"])
    file.park("one")
    file.decide("two")
    put(file.folder, change)
    raw = on_disk(file.folder)
    found = {problem.field: problem for problem in check(file.folder)}[f"meetings[0].{field}"]
    assert found.severity == "error"
    assert found.line is not None
    assert on_its_line in raw.decode().splitlines()[found.line - 1]
    with pytest.raises(InvalidFileError):
        file.park("x")
    assert on_disk(file.folder) == raw


def test_only_the_newest_may_be_under_way_and_numbers_rise(file: WorkshopFile) -> None:
    there = data(file.folder)
    there["meetings"].append(there["meetings"][0])
    (file.folder / "workshop.json").write_text(json.dumps(there, indent=1), encoding="utf-8")
    assert [p.field for p in check(file.folder) if p.field] == [
        "meetings[0].ended",
        "meetings[1].number",
    ]


def test_who_and_what_the_engagement_has_no_more_is_a_warning(file: WorkshopFile) -> None:
    file.talk(OWNED, NOW, 60)
    profile = PROFILE.replace("{id: ml, role: ml_engineer}", "{id: mo, role: ml_engineer}")
    (file.folder / "engagement.yaml").write_text(profile, encoding="utf-8")
    rubric = (file.folder / "small.yaml").read_text(encoding="utf-8")
    renamed = rubric.replace("id: poc.data.owned", "id: poc.data.held")
    (file.folder / "small.yaml").write_text(renamed, encoding="utf-8")
    found = [p for p in check(file.folder) if p.file.endswith("workshop.json")]
    assert [(p.severity, p.field) for p in found] == [
        ("warning", "meetings[0].people[1]"),
        ("warning", "meetings[0].agenda[1].criterion"),
        ("warning", "meetings[0].talks[0].criterion"),
    ]
    assert all(p.line for p in found)
    assert current(file.park("it goes on")).parked


def test_restoring_the_assessment_leaves_the_workshop(file: WorkshopFile) -> None:
    Writer(file.folder, via="test", clock=now).apply([rated(2)], by="lead", op="rate")
    before = on_disk(file.folder)
    (file.folder / "assessment.json").write_bytes(b"{")
    restore(file.folder)
    assert on_disk(file.folder) == before


def test_a_merge_leaves_both_files_and_names_the_difference(
    file: WorkshopFile, tmp_path: Path
) -> None:
    Writer(file.folder, via="test", clock=now).apply([rated(2)], by="lead", op="rate")
    other = make(tmp_path / "other")
    for name in ("assessment.json", "journal.jsonl"):
        (other / name).write_bytes((file.folder / name).read_bytes())
    before = on_disk(file.folder)
    assert take_copy(file.folder, other, by="lead", via="test").differing == ("workshop.json",)
    assert on_disk(file.folder) == before
    assert not (other / "workshop.json").exists()


def test_two_processes_that_act_at_once_lose_nothing(file: WorkshopFile) -> None:
    """Each lets its talk grow and parks a line, thirty times, and all of both is there."""
    count = 30
    children = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.engagement.workshop_child",
                *(str(file.folder), criterion, str(count)),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for criterion in (REAL, OWNED)
    ]
    acknowledged = [len(child.communicate()[0].split()) for child in children]
    assert acknowledged == [count, count]
    held = current(file.read())
    assert {(t.criterion, t.seconds) for t in held.talks} == {(REAL, count), (OWNED, count)}
    said = [(note.criterion, note.text) for note in held.parked]
    assert sorted(said) == sorted((c, f"{c} {n}") for c in (REAL, OWNED) for n in range(1, 31))
    assert [note.id for note in held.parked] == [f"p-{n:03}" for n in range(1, 61)]
    assert check(file.folder) == []
