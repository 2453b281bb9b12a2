from __future__ import annotations

import json
from pathlib import Path

import pytest

from readiness_kit.engagement.checks import Restored, check, restore
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import InvalidFileError, UsageError
from tests.engagement.folders import assessment, evidence, lines, now, rated, written


@pytest.fixture
def rated_twice(folder: Path, writer: Writer) -> Path:
    writer.apply([rated(2)], by="lead", op="rate")
    writer.apply([rated(3)], by="lead", op="rate")
    return folder


@pytest.mark.parametrize("raw", [b"", b"{", b"\x00" * 900, b"[1, 2]"])
def test_restore_brings_the_last_state_back(rated_twice: Path, raw: bytes) -> None:
    """One command, and the damaged bytes are kept."""
    good = (rated_twice / "assessment.json").read_bytes()
    (rated_twice / "assessment.json").write_bytes(raw)
    kept = rated_twice / "assessment.json.damaged-1"
    assert restore(rated_twice) == Restored(rated_twice / "assessment.json", kept, 3)
    assert (rated_twice / "assessment.json").read_bytes() == good
    assert kept.read_bytes() == raw
    assert check(rated_twice) == []
    Writer(rated_twice, via="test").apply([rated(4)], by="lead", op="rate")
    assert [line["op"] for line in lines(rated_twice)] == ["start", "rate", "rate", "rate"]


def test_restore_brings_a_deleted_file_back(rated_twice: Path) -> None:
    good = (rated_twice / "assessment.json").read_bytes()
    (rated_twice / "assessment.json").unlink()
    assert restore(rated_twice).kept is None
    assert (rated_twice / "assessment.json").read_bytes() == good


def test_every_damaged_file_is_kept_under_its_own_name(rated_twice: Path) -> None:
    for number in (1, 2, 3):
        (rated_twice / "assessment.json").write_text(f"damage {number}", "utf-8")
        kept = restore(rated_twice).kept
        assert kept is not None
        assert kept.name == f"assessment.json.damaged-{number}"
        assert kept.read_text("utf-8") == f"damage {number}"


def test_restoring_what_is_whole_changes_nothing(rated_twice: Path) -> None:
    before = written(rated_twice)
    assert restore(rated_twice).kept is None
    assert written(rated_twice) == before


def test_without_a_journal_there_is_nothing_to_restore(folder: Path) -> None:
    with pytest.raises(UsageError, match="nothing to restore"):
        restore(folder)
    (folder / "journal.jsonl").write_bytes(b"")
    with pytest.raises(UsageError, match="nothing to restore"):
        restore(folder)


def test_a_change_outside_the_tool_is_a_warning(rated_twice: Path) -> None:
    path = rated_twice / "assessment.json"
    path.write_text(path.read_text("utf-8").replace('"level": 3', '"level": 1'), "utf-8")
    problems = check(rated_twice)
    assert [problem.severity for problem in problems] == ["warning"]
    assert "changed or cut outside the tool" in str(problems[0])
    assert Engagement.open(rated_twice).assessment.ratings[0].level == 1


def test_evidence_that_lapsed_before_it_was_seen_is_a_warning(folder: Path) -> None:
    never = evidence(id="e-1", on="2026-09-01", expires="2026-08-31")
    Writer(folder, via="test", clock=now).apply([never], by="lead", op="support")
    (problem,) = check(folder)
    assert (problem.severity, problem.field) == ("warning", "evidence[0].expires")
    assert "a day from 2026-09-01 on" in problem.allowed


def test_a_changed_journal_is_an_error(rated_twice: Path) -> None:
    path = rated_twice / "journal.jsonl"
    path.write_text(path.read_text("utf-8").replace('"level": 3', '"level": 1'), "utf-8")
    assert [p.severity for p in check(rated_twice)] == ["error"]
    (rated_twice / "assessment.json").write_text("{", "utf-8")
    with pytest.raises(InvalidFileError, match="add up"):
        restore(rated_twice)


def test_a_lost_line_of_the_journal_is_named(rated_twice: Path) -> None:
    path = rated_twice / "journal.jsonl"
    first, _, third = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + third)
    assert "journal.jsonl:2: seq: 2; got seq 3" in "\n".join(map(str, check(rated_twice)))


def test_every_earlier_state_can_be_had(rated_twice: Path) -> None:
    from readiness_kit.engagement.journal import read_journal, replay

    entries = read_journal(rated_twice / "journal.jsonl")
    levels = [[r["level"] for r in replay(entries[:n])["ratings"]] for n in range(4)]
    assert levels == [[], [], [2], [3]]
    assert replay(entries) == assessment(rated_twice)


@pytest.mark.parametrize("name", ["engagement.yaml", "assessment.json", "journal.jsonl"])
@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"\n", b"[" * 5000, b"{}\n", b"null\n"])
def test_check_never_raises(rated_twice: Path, name: str, raw: bytes) -> None:
    (rated_twice / name).write_bytes(raw)
    assert all(problem.file for problem in check(rated_twice))


def test_check_never_raises_for_folders_in_the_place_of_files(rated_twice: Path) -> None:
    for name in ("engagement.yaml", "assessment.json", "journal.jsonl"):
        (rated_twice / name).unlink()
        (rated_twice / name).mkdir()
    (rated_twice / "evidence" / "o.json").mkdir(parents=True)
    named = {Path(problem.file).name for problem in check(rated_twice)}
    assert named >= {"engagement.yaml", "journal.jsonl", "o.json"}


def test_check_never_raises_for_paths_that_cannot_be(folder: Path) -> None:
    for path in ("", "\0", "x" * 5000, folder / "engagement.yaml"):
        assert check(path)


def test_the_file_is_plain_for_people_and_tools(rated_twice: Path) -> None:
    text = (rated_twice / "assessment.json").read_text("utf-8")
    assert text.endswith("}\n")
    assert list(json.loads(text)) == sorted(json.loads(text))
