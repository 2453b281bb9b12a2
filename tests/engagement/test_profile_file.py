"""engagement.yaml is written as a whole, valid, and never over somebody else's change."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from readiness_kit.engagement.profile_file import save_profile
from readiness_kit.errors import ConflictError, InvalidFileError, NotSavedError
from tests.engagement.disks import Failing
from tests.engagement.folders import PROFILE, make

COMMENTED = f"# ours\n{PROFILE}data:   # the client's\n  poc: data/a.csv   # of June\n"
POC = ("data", "poc")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "claims", COMMENTED)


def on_disk(folder: Path) -> bytes:
    return (folder / "engagement.yaml").read_bytes()


def test_what_is_returned_is_on_disk_with_every_comment(folder: Path) -> None:
    made = save_profile(folder, {POC: "data/b.csv"}, seen=on_disk(folder))
    assert on_disk(folder) == made == COMMENTED.replace("a.csv", "b.csv").encode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({POC: "../outside.csv"}, "data.poc"),
        ({("target", "id"): "m"}, "target.version"),
        ({("target", "id"): "no id", ("target", "version"): "1"}, "target.id"),
        ({("data", "pok"): "a"}, "data.pok"),
    ],
)
def test_what_the_strict_reader_refuses_is_not_written(
    folder: Path, changes: dict[tuple[str, ...], str | None], field: str
) -> None:
    with pytest.raises(InvalidFileError) as refused:
        save_profile(folder, changes, seen=on_disk(folder))
    assert field in [problem.field for problem in refused.value.problems]
    assert on_disk(folder) == COMMENTED.encode()


def test_a_change_of_somebody_else_is_not_overwritten(folder: Path) -> None:
    seen = on_disk(folder)
    theirs = seen + b"codename: Heron\n"
    (folder / "engagement.yaml").write_bytes(theirs)
    with pytest.raises(ConflictError, match="Nothing was written"):
        save_profile(folder, {POC: "data/b.csv"}, seen=seen)
    assert on_disk(folder) == theirs


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_disk_that_refuses_leaves_the_old_bytes(folder: Path, step: int) -> None:
    with pytest.raises(NotSavedError, match="NOT SAVED: engagement"):
        save_profile(folder, {POC: "data/b.csv"}, seen=on_disk(folder), fs=Failing(step))
    assert on_disk(folder) == COMMENTED.encode()
    assert not list(folder.glob(".engagement.yaml.*"))


def test_of_two_who_save_at_once_one_is_told(folder: Path) -> None:
    seen, told = on_disk(folder), []

    def save(name: str) -> None:
        try:
            save_profile(folder, {POC: name}, seen=seen)
            told.append("saved")
        except ConflictError:
            told.append("conflict")

    threads = [threading.Thread(target=save, args=(f"data/{n}.csv",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(told) == ["conflict", "conflict", "conflict", "saved"]
