from __future__ import annotations

import datetime as dt
import json
import math
from pathlib import Path

import pytest
from filelock import FileLock

from readiness_kit.engagement import lock
from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.journal import read_journal, replay, sha256
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import (
    ConflictError,
    DamagedFileError,
    InvalidFileError,
    ReadinessError,
    UsageError,
)
from tests.engagement.folders import (
    CRITERIA,
    NOW,
    PROFILE,
    assessment,
    cleared,
    decision,
    evidence,
    lines,
    make,
    now,
    observation,
    rated,
    written,
)


def test_what_apply_returns_is_what_open_reads(folder: Path, writer: Writer) -> None:
    returned = writer.apply([rated(2), evidence()], by="lead", op="rate")
    assert Engagement.open(folder).assessment == returned
    assert returned.ratings[0].level == 2
    assert returned.evidence[0].id == "e-0001"


def test_the_first_act_names_the_framework(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    framework = Engagement.open(folder).framework
    assert assessment(folder)["framework"] == {
        "id": "small",
        "version": "1.0",
        "sha256": framework.sha256,
    }
    assert [line["op"] for line in lines(folder)] == ["start", "rate"]


def test_a_journal_line_holds_one_act(folder: Path, writer: Writer) -> None:
    before = sha256(b"")
    writer.apply([rated(2)], by="lead", op="rate")
    start, line = lines(folder)
    assert start["base"] == before
    assert line["base"] == start["after"]
    assert line["after"] == sha256((folder / "assessment.json").read_bytes())
    assert (line["seq"], line["at"], line["by"], line["via"], line["op"]) == (
        2,
        "2026-09-14T09:12:03Z",
        "lead",
        "test",
        "rate",
    )
    assert line["path"] == ["ratings", CRITERIA[0], "lead", "0"]
    assert line["old"] is None
    assert line["new"]["level"] == 2


def test_several_changes_are_one_line(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2), rated(3, CRITERIA[1])], by="lead", op="import")
    line = lines(folder)[-1]
    assert (line["op"], line["path"]) == ("import", ["ratings.csv"])
    assert [act["new"]["level"] for act in line["new"]] == [2, 3]


def test_replaying_the_journal_gives_the_file(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2), evidence()], by="lead", op="import")
    writer.apply([rated(3)], by="lead", op="rate")
    writer.apply([decision("NO_GO")], by="lead", op="decide")
    writer.apply([decision("GO")], by="lead", op="decide")
    writer.apply([cleared()], by="lead", op="clear")
    assert replay(read_journal(folder / "journal.jsonl")) == assessment(folder)


def test_order_of_the_file_does_not_depend_on_the_order_of_acts(tmp_path: Path) -> None:
    files = []
    for name, order in (("a", CRITERIA), ("b", CRITERIA[::-1])):
        writer = Writer(make(tmp_path / name), via="test", clock=now)
        for criterion in order:
            writer.apply([rated(1, criterion)], by="lead", op="rate")
        files.append((tmp_path / name / "assessment.json").read_bytes())
    assert files[0] == files[1]


def test_a_change_that_changes_nothing_writes_nothing(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2), evidence()], by="lead", op="rate")
    before = written(folder)
    writer.apply([rated(2), evidence(), cleared(CRITERIA[1])], by="lead", op="rate")
    assert written(folder) == before


def test_nothing_at_all_makes_no_file(folder: Path, writer: Writer) -> None:
    before = written(folder)
    writer.apply([], by="lead", op="rate")
    assert written(folder) == before


def test_a_fixed_day_dates_everything_but_the_journal(folder: Path) -> None:
    late = dt.datetime(2027, 1, 5, 23, 59, 59, tzinfo=dt.UTC)
    writer = Writer(folder, via="test", clock=lambda: late)
    said = writer.apply([rated(2), evidence(), decision("GO")], by="lead", op="x")
    assert said.ratings[0].at == dt.datetime(2026, 9, 14, 23, 59, 59, tzinfo=dt.UTC)
    assert said.evidence[0].on == said.decisions[0].on == dt.date(2026, 9, 14)
    assert lines(folder)[-1]["at"] == "2027-01-05T23:59:59Z"


def test_without_a_fixed_day_the_clock_dates_everything(tmp_path: Path) -> None:
    folder = make(tmp_path / "x", PROFILE.replace("2026-09-14", "null"))
    said = Writer(folder, via="test", clock=now).apply([rated(2)], by="lead", op="rate")
    assert said.ratings[0].at == NOW


def test_evidence_ids_are_handed_out_in_turn(writer: Writer) -> None:
    said = writer.apply([evidence(reference=f"r{n}") for n in range(3)], by="lead", op="support")
    assert [entry.id for entry in said.evidence] == ["e-0001", "e-0002", "e-0003"]


def test_decisions_are_only_added(writer: Writer) -> None:
    said = writer.apply([decision("NO_GO")], by="lead", op="decide")
    said = writer.apply([decision("GO")], by="lead", op="decide")
    assert [entry.verdict for entry in said.decisions] == ["NO_GO", "GO"]
    first = ("decisions", "poc", "2026-09-14", "0")
    new = said.decisions[1].model_dump(mode="json")
    for gone in (None, new):
        with pytest.raises(UsageError, match="never changed"):
            writer.apply([Change("decide", first, gone)], by="lead", op="decide")


def test_a_conflict_shows_both_values_and_writes_nothing(folder: Path, writer: Writer) -> None:
    seen = writer.apply([rated(2)], by="lead", op="rate").ratings[0]
    Writer(folder, via="other", clock=now).apply([rated(4)], by="lead", op="rate")
    before = written(folder)
    with pytest.raises(ConflictError, match="changed by somebody else") as caught:
        writer.apply([rated(3, seen=seen)], by="lead", op="rate")
    assert written(folder) == before
    assert isinstance(caught.value.found, dict)
    assert (caught.value.found["level"], caught.value.seen) == (4, seen)


def test_what_was_seen_and_is_still_there_is_no_conflict(writer: Writer) -> None:
    seen = writer.apply([rated(2, seen=None)], by="lead", op="rate").ratings[0]
    short = {"criterion": seen.criterion, "respondent": "lead", "state": "rated", "level": 2}
    said = writer.apply(
        [rated(3, seen={**short, "at": "2026-09-14T09:12:03Z"})], by="lead", op="rate"
    )
    assert said.ratings[0].level == 3


def test_seeing_nothing_where_something_is_is_a_conflict(writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    with pytest.raises(ConflictError):
        writer.apply([rated(3, seen=None)], by="lead", op="rate")


@pytest.mark.parametrize(
    "level",
    ["", "3", "３", math.nan, math.inf, -math.inf, 2.5, 3.0, -0.0, True, 5, 6, -1, 10**30, [], {}],
)
def test_a_level_is_a_step_of_the_scale(folder: Path, writer: Writer, level: object) -> None:
    """Whatever else is refused, and leaves no trace."""
    writer.apply([rated(1)], by="lead", op="rate")
    before = written(folder)
    with pytest.raises(InvalidFileError, match="level"):
        writer.apply([rated(level)], by="lead", op="rate")
    assert written(folder) == before


def test_rated_without_a_level_is_refused(writer: Writer) -> None:
    with pytest.raises(InvalidFileError, match="a level exactly where the state is rated"):
        writer.apply([rated(None, state="rated")], by="lead", op="rate")


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (rated(2, "poc.data.reel"), "did you mean poc.data.real"),
        (rated(2, respondent="stranger"), "listed in `people`"),
        (rated(2, respondent="tool"), "reserved"),
        (rated(None, respondent="consensus", state="unrated"), "rated, unknown or not_applicable"),
        (rated(None, state="not_applicable", reason="other"), "named approver"),
        (rated(2, note="bell \x07"), "control characters"),
        (rated(2, mood="fine"), "no such key"),
        (evidence(grade="none"), "grade other than none"),
        (evidence(criterion="poc.x"), "a criterion of the framework"),
        (decision("GO", phase="factors"), "a phase of the framework"),
        (decision("NOT_ASSESSABLE"), "one of"),
    ],
)
def test_what_the_rules_refuse_is_not_written(
    folder: Path, writer: Writer, change: Change, match: str
) -> None:
    writer.apply([rated(1)], by="lead", op="rate")
    before = written(folder)
    with pytest.raises(InvalidFileError, match=match):
        writer.apply([rated(4, CRITERIA[1]), change], by="lead", op="import")
    assert written(folder) == before


def test_a_waiver_of_an_unknown_method_is_refused(writer: Writer) -> None:
    new = {"method": "x-ray", "owner": "o", "reason": "r", "control": "c", "expires": "2026-12-31"}
    with pytest.raises(InvalidFileError, match="a method of the framework"):
        writer.apply([Change("waive", ("waivers", "method", "x-ray"), new)], by="lead", op="waive")


@pytest.mark.parametrize(
    "path",
    [(), ("schema",), ("ratings", CRITERIA[0]), ("ratings", CRITERIA[1], "lead", "0")],
)
def test_an_entry_stands_at_its_own_place(writer: Writer, path: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"place|begins"):
        writer.apply([Change("rate", path, rated(2).new)], by="lead", op="rate")


def test_an_edit_by_hand_is_taken_in_and_recorded(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    path = folder / "assessment.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"level": 2', '"level": 4'), "utf-8")
    said = writer.apply([rated(1, CRITERIA[1])], by="lead", op="rate")
    assert {r.criterion: r.level for r in said.ratings} == {CRITERIA[0]: 4, CRITERIA[1]: 1}
    assert [line["op"] for line in lines(folder)] == ["start", "rate", "adopt", "rate"]
    assert replay(read_journal(folder / "journal.jsonl")) == assessment(folder)


def test_an_assessment_without_a_journal_is_taken_in(folder: Path, writer: Writer) -> None:
    (folder / "assessment.json").write_text('{"schema": "readiness-assessment/1"}', "utf-8")
    writer.apply([rated(2)], by="lead", op="rate")
    assert [line["op"] for line in lines(folder)] == ["adopt", "start", "rate"]
    assert replay(read_journal(folder / "journal.jsonl")) == assessment(folder)


def test_an_edit_by_hand_that_breaks_a_rule_is_named_and_kept(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    path = folder / "assessment.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"level": 2', '"level": 9'), "utf-8")
    before = written(folder)
    with pytest.raises(InvalidFileError, match=r"assessment.json:\d+: ratings\[0\].level"):
        writer.apply([rated(1, CRITERIA[1])], by="lead", op="rate")
    assert written(folder) == before


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[]", b'{"schema": "x"}', b"null"])
def test_a_damaged_file_is_never_overwritten(folder: Path, writer: Writer, raw: bytes) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    (folder / "assessment.json").write_bytes(raw)
    before = written(folder)
    with pytest.raises(DamagedFileError, match=r"readiness check .* --restore"):
        writer.apply([rated(3)], by="lead", op="rate")
    assert written(folder) == before


def test_a_vanished_file_is_damage(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    writer.apply([rated(3)], by="lead", op="rate")
    (folder / "assessment.json").unlink()
    with pytest.raises(DamagedFileError, match="--restore"):
        writer.apply([rated(4)], by="lead", op="rate")
    with pytest.raises(DamagedFileError, match="--restore"):
        Engagement.open(folder)


def test_a_torn_line_is_ignored_and_cut_off(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"seq": 3, "at": "20')
    assert Engagement.open(folder).assessment.ratings[0].level == 2
    writer.apply([rated(3)], by="lead", op="rate")
    assert [line["seq"] for line in lines(folder)] == [1, 2, 3]


def test_a_whole_line_that_does_not_parse_is_named(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b"{}\n")
    with pytest.raises(InvalidFileError, match=r"journal.jsonl:3: seq"):
        writer.apply([rated(3)], by="lead", op="rate")


def test_a_lock_that_stays_taken_is_said_so(
    folder: Path, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "WAIT_S", 0)
    with (
        FileLock(folder / ".readiness.lock"),
        pytest.raises(ReadinessError, match="another process") as caught,
    ):
        writer.apply([rated(2)], by="lead", op="rate")
    assert caught.value.exit_code == 1
    assert not (folder / "assessment.json").exists()


def test_a_lock_file_left_behind_locks_nothing(folder: Path, writer: Writer) -> None:
    (folder / ".readiness.lock").write_text("4242\n", encoding="utf-8")
    assert writer.apply([rated(2)], by="lead", op="rate").ratings[0].level == 2


def test_a_changed_profile_counts_at_once(folder: Path, writer: Writer) -> None:
    with pytest.raises(InvalidFileError, match="people"):
        writer.apply([rated(2, respondent="new")], by="lead", op="rate")
    make(folder, PROFILE.replace("{id: ml,", "{id: new,"))
    assert writer.apply([rated(2, respondent="new")], by="lead", op="rate").ratings


def test_an_observation_is_written_once(folder: Path, writer: Writer) -> None:
    path = writer.save_observation(observation())
    assert path == folder / "evidence" / "o-1.json"
    assert Engagement.open(folder).observations == (observation(),)
    before = written(folder)
    later = writer.save_observation(observation(verdict="fail"))
    assert later == folder / "evidence" / "o-2.json"
    assert json.loads(later.read_bytes())["id"] == "o-2"
    later.unlink()
    assert written(folder) == before


@pytest.mark.parametrize(
    ("id", "next_"),
    [
        ("accuracy-2026-10-12-09", "accuracy-2026-10-12-10"),
        ("a-99", "a-100"),
        ("run", "run-2"),
    ],
)
def test_where_another_run_took_its_id_it_takes_the_next(
    folder: Path, writer: Writer, id: str, next_: str
) -> None:
    saved = [writer.save_observation(observation(id)).stem for _ in range(2)]
    assert saved == [id, next_]


def test_an_observation_that_could_not_be_read_is_not_written(folder: Path, writer: Writer) -> None:
    with pytest.raises((UsageError, InvalidFileError)):
        writer.save_observation(observation(figures={"mean": math.nan}))
    with pytest.raises((UsageError, InvalidFileError)):
        writer.save_observation(observation(n=10**30))
    assert not (folder / "evidence").exists()
