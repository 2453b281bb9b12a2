"""Snapshots: the same state again later, never overwritten, never read where they were touched."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from readiness_kit.engagement import Engagement, Writer, acts, check, new_engagement
from readiness_kit.engagement.snapshots import (
    checked_name,
    read_snapshot,
    read_snapshots,
    snapshot_names,
    take_snapshot,
)
from readiness_kit.errors import InvalidFileError, NotSavedError, UsageError
from tests.engagement.disks import Failing

AS_OF = dt.date(2026, 10, 12)


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    folder = new_engagement(tmp_path / "acme", framework="poc-to-production").parent
    answer(folder, 2)
    return folder


def answer(folder: Path, level: int) -> None:
    framework = Engagement.open(folder).framework
    change = acts.rate(framework, "poc.edge_cases.tested", "lead", state="rated", level=level)
    Writer(folder, via="test").apply([change], by="lead", op="rate")


def taken(folder: Path, name: str = "kick-off", **more) -> Path:
    return take_snapshot(folder, name, methods={"accuracy"}, version="0", **more)


def test_a_snapshot_is_the_state_as_it_was(acme: Path) -> None:
    """Also after ratings, engagement.yaml and the framework's file have changed."""
    before = Engagement.open(acme)
    taken(acme, as_of=AS_OF)
    answer(acme, 4)
    profile = acme / "engagement.yaml"
    profile.write_text(
        profile.read_text(encoding="utf-8").replace("phase: poc", "phase: mvp"), encoding="utf-8"
    )
    frozen = read_snapshot(acme, "kick-off")
    assert frozen.assessment == before.assessment
    assert frozen.framework == before.framework
    assert frozen.profile == before.profile
    assert frozen.as_of == AS_OF
    assert frozen.methods == {"accuracy"}


def test_a_snapshot_is_never_overwritten(acme: Path) -> None:
    raw = taken(acme).read_bytes()
    answer(acme, 4)
    day = read_snapshot(acme, "kick-off").taken_at.date()
    with pytest.raises(UsageError, match=f"taken on {day} as of .*never overwritten"):
        taken(acme)
    assert (acme / "snapshots" / "kick-off.json").read_bytes() == raw


def test_not_even_a_damaged_one_is_overwritten(acme: Path) -> None:
    path = taken(acme)
    path.write_bytes(b"{")
    with pytest.raises(UsageError, match="never overwritten"):
        taken(acme)
    assert path.read_bytes() == b"{"


def test_snapshots_are_listed_by_their_day(acme: Path) -> None:
    taken(acme, "later", as_of=AS_OF)
    taken(acme, "earlier", as_of=AS_OF - dt.timedelta(days=30))
    assert snapshot_names(acme) == ["earlier", "later"]
    assert [frozen.name for frozen in read_snapshots(acme)] == ["earlier", "later"]


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "now", "../x", "a/b", "a\\b", "CON", "con", "aux.json", "a" * 65, "Über"],
)
def test_a_name_that_a_file_cannot_bear_everywhere_is_refused(name: str, acme: Path) -> None:
    with pytest.raises(UsageError, match="cannot name a snapshot"):
        checked_name(name)
    with pytest.raises(UsageError):
        taken(acme, name)
    with pytest.raises(UsageError, match="there is none yet"):
        read_snapshot(acme, name)
    assert not (acme / "snapshots").exists()


def edit(acme: Path, **fields: object) -> None:
    path = acme / "snapshots" / "kick-off.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**data, **fields}, indent=1), encoding="utf-8")


def test_a_text_of_the_framework_that_was_touched_is_told(acme: Path) -> None:
    taken(acme)
    text = read_text(acme)["framework"].replace("weight: 3", "weight: 2", 1)
    edit(acme, framework=text)
    with pytest.raises(InvalidFileError, match="framework_sha256"):
        read_snapshot(acme, "kick-off")
    assert any("framework_sha256" in str(problem) for problem in check(acme))


def read_text(acme: Path) -> dict[str, str]:
    path = acme / "snapshots" / "kick-off.json"
    data: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"schema": "readiness-snapshot/2"}, "schema"),
        ({"name": "other"}, "the name of its file"),
        ({"extra": 1}, "extra"),
        ({"as_of": "soon"}, "a day such as"),
        ({"engagement": "schema: [x"}, "kick-off.json: engagement"),
        ({"framework": "no: framework"}, "kick-off.json: framework"),
        ({"assessment": {"schema": "readiness-assessment/1", "ratings": 3}}, "assessment.ratings"),
    ],
)
def test_a_damaged_snapshot_is_named_and_hides_no_other(fields, told, acme: Path) -> None:
    taken(acme)
    taken(acme, "whole")
    edit(acme, **fields)
    with pytest.raises(InvalidFileError, match=told):
        read_snapshot(acme, "kick-off")
    assert any(told in str(problem) for problem in check(acme))
    assert read_snapshot(acme, "whole").name == "whole"


def test_an_unknown_criterion_in_a_snapshot_is_named(acme: Path) -> None:
    taken(acme)
    data = json.loads((acme / "snapshots" / "kick-off.json").read_text(encoding="utf-8"))
    data["assessment"]["ratings"][0]["criterion"] = "poc.nope"
    edit(acme, assessment=data["assessment"])
    with pytest.raises(InvalidFileError, match="a criterion of the framework"):
        read_snapshot(acme, "kick-off")


@pytest.mark.parametrize("step", range(1, 6))
def test_a_disk_that_fails_leaves_no_half_snapshot(step: int, acme: Path) -> None:
    """It is there in full or not at all, and taking it again works."""
    try:
        taken(acme, fs=Failing(step))
    except NotSavedError:
        assert not (acme / "snapshots" / "kick-off.json").exists() or read_snapshot(
            acme, "kick-off"
        )
    if not (acme / "snapshots" / "kick-off.json").exists():
        taken(acme)
    assert read_snapshot(acme, "kick-off").name == "kick-off"
    assert [path.name for path in (acme / "snapshots").iterdir()] == ["kick-off.json"]
