"""Whatever step of a save fails, the earlier or the later state is there, whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from readiness_kit.engagement.checks import check
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.journal import read_journal, rebuild
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import NotSavedError
from tests.engagement.disks import Counting, Dead, Failing, Killing, Volatile
from tests.engagement.folders import assessment, make, now, observation, rated, written

SEVERAL = [rated(4), rated(3, "poc.data.owned")]


def levels(folder: Path) -> list[int | None]:
    return [rating.level for rating in Engagement.open(folder).assessment.ratings]


def steps_of_a_save(folder: Path) -> int:
    fs = Counting()
    Writer(folder, via="test", fs=fs, clock=now).apply(SEVERAL, by="lead", op="import")
    return fs.steps


def prepared(folder: Path, first: bool) -> list[int | None]:
    """A folder before its first act, or with one rating in it; and the levels it holds."""
    make(folder)
    if first:
        return []
    Writer(folder, via="test", clock=now).apply([rated(2)], by="lead", op="rate")
    return [2]


def must_be_sound(folder: Path) -> None:
    """After the next open for writing, file and journal agree and nothing lies about."""
    Writer(folder, via="test", clock=now).recover(by="lead")
    assert check(folder) == []
    if (folder / "assessment.json").exists():
        assert rebuild(folder / "journal.jsonl") == assessment(folder)
    assert not [path.name for path in folder.rglob("*.tmp")]


@pytest.mark.parametrize("stays", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("first", [True, False], ids=["first act", "later act"])
def test_a_failing_step_saves_all_or_nothing(tmp_path: Path, first: bool, stays: bool) -> None:
    prepared(tmp_path / "probe", first)
    for k in range(1, steps_of_a_save(tmp_path / "probe") + 1):
        folder = tmp_path / str(k)
        before = prepared(folder, first)
        writer = Writer(folder, via="test", fs=Failing(k, stays=stays), clock=now)
        try:
            writer.apply(SEVERAL, by="lead", op="import")
            expected: list[list[int | None]] = [[3, 4]]
        except NotSavedError as error:
            assert "NOT SAVED" in str(error)
            # A disk on which not even the journal can be cut back keeps the act for the next open.
            expected = [before, [3, 4]] if stays else [before]
        assert sorted(levels(folder), key=str) in expected, k
        must_be_sound(folder)
        assert sorted(levels(folder), key=str) in expected, k


@pytest.mark.parametrize("first", [True, False], ids=["first act", "later act"])
def test_what_was_not_saved_can_be_saved_again(tmp_path: Path, first: bool) -> None:
    prepared(tmp_path / "probe", first)
    for k in range(1, steps_of_a_save(tmp_path / "probe") + 1):
        folder = tmp_path / str(k)
        prepared(folder, first)
        writer = Writer(folder, via="test", fs=Failing(k), clock=now)
        try:
            writer.apply(SEVERAL, by="lead", op="import")
        except NotSavedError:
            writer.apply(SEVERAL, by="lead", op="import")
        assert sorted(levels(folder), key=str) == [3, 4]
        imports = [e for e in read_journal(folder / "journal.jsonl") if e.op == "import"]
        assert len(imports) == 1
        must_be_sound(folder)


@pytest.mark.parametrize("first", [True, False], ids=["first act", "later act"])
def test_a_process_that_dies_leaves_one_state_or_the_other(tmp_path: Path, first: bool) -> None:
    prepared(tmp_path / "probe", first)
    seen = set()
    for k in range(1, steps_of_a_save(tmp_path / "probe") + 1):
        folder = tmp_path / str(k)
        before = prepared(folder, first)
        with pytest.raises(Dead):
            Writer(folder, via="test", fs=Killing(k), clock=now).apply(
                SEVERAL, by="lead", op="import"
            )
        found = sorted(levels(folder), key=str)
        assert found in (before, [3, 4]), k
        must_be_sound(folder)
        assert sorted(levels(folder), key=str) == found
        seen.add(tuple(found))
    assert len(seen) == 2


@pytest.mark.parametrize("eager", [False, True], ids=["names last", "names first"])
@pytest.mark.parametrize("first", [True, False], ids=["first act", "later act"])
def test_lost_power_loses_nothing_that_was_acknowledged(
    tmp_path: Path, first: bool, eager: bool
) -> None:
    prepared(tmp_path / "probe", first)
    for k in range(1, steps_of_a_save(tmp_path / "probe") + 2):
        folder = tmp_path / str(k)
        before = prepared(folder, first)
        fs = Volatile(k, folder, eager_names=eager)
        expected = [before, [3, 4]]
        try:
            Writer(folder, via="test", fs=fs, clock=now).apply(SEVERAL, by="lead", op="import")
            expected = [[3, 4]]
        except Dead:
            pass
        fs.lose_power()
        assert sorted(levels(folder), key=str) in expected, k
        must_be_sound(folder)
        assert sorted(levels(folder), key=str) in expected, k
        # Nothing looks edited by hand: the history that was acknowledged is there as well.
        assert "adopt" not in [entry.op for entry in read_journal(folder / "journal.jsonl")], k


def test_an_observation_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    fs = Counting()
    Writer(make(tmp_path / "probe"), via="test", fs=fs).save_observation(observation())
    for k in range(1, fs.steps + 1):
        folder = make(tmp_path / str(k))
        with pytest.raises(NotSavedError):
            Writer(folder, via="test", fs=Failing(k)).save_observation(observation())
        assert Engagement.open(folder).observations == ()
        Writer(folder, via="test").save_observation(observation())
        assert Engagement.open(folder).observations == (observation(),)
        must_be_sound(folder)


def test_a_file_marked_read_only_is_left_alone(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    path = folder / "assessment.json"
    path.chmod(0o444)
    before = written(folder)
    with pytest.raises(NotSavedError, match="read-only"):
        writer.apply([rated(3)], by="lead", op="rate")
    assert written(folder) == before
    path.chmod(0o644)
    assert writer.apply([rated(3)], by="lead", op="rate").ratings[0].level == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no group and other bits")
def test_a_save_keeps_the_files_mode(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    (folder / "assessment.json").chmod(0o640)
    writer.apply([rated(3)], by="lead", op="rate")
    assert (folder / "assessment.json").stat().st_mode & 0o777 == 0o640


def test_a_disk_error_is_told_by_its_reason(folder: Path) -> None:
    writer = Writer(folder, via="test", fs=Failing(1, code=errno.EIO), clock=now)
    with pytest.raises(NotSavedError, match=r"assessment.json: no space left"):
        writer.apply([rated(2)], by="lead", op="rate")
