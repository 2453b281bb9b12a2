"""readiness new and check: a folder that is right from the start, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, SMALL, make, written


def test_new_leads_on_and_what_it_made_is_clean(say: Type, acme: Path) -> None:
    said = say("new", "beta", "--client", "Beta Ltd", "--system", "Invoice triage")
    assert said.code == 0
    assert "readiness framework show poc-to-production --section poc" in said.out
    assert "readiness rate beta poc.production_like_data.representative --level N" in said.out
    checked = say("check", "beta")
    assert checked.code == 0
    assert checked.out == "beta: nothing to mend. Where it stands: readiness score beta\n"


def test_new_finds_a_framework_file_from_where_it_is_typed(say: Type, acme: Path) -> None:
    Path("rubric.yaml").write_bytes(SMALL.read_bytes())
    said = say("new", "beta", "--framework", "rubric.yaml")
    assert said.code == 0
    assert 'framework: "../rubric.yaml"' in Path("beta/engagement.yaml").read_text(encoding="utf-8")
    assert say("score", "beta").code == 0


@pytest.mark.parametrize("rubric", ["no-such", "no-such.yaml", "broken.yaml"])
def test_new_leaves_no_folder_where_the_framework_is_none(
    rubric: str, say: Type, acme: Path
) -> None:
    Path("broken.yaml").write_text("schema: [", encoding="utf-8")
    said = say("new", "beta", "--framework", rubric)
    assert said.code == 2
    assert rubric in said.err
    assert not Path("beta").exists()


def test_a_warning_is_told_and_fails_nothing(say: Type, tmp_path: Path) -> None:
    folder = make(tmp_path / "acme", PROFILE + "data: {poc: data/poc.csv}\n")
    said = say("check", folder)
    assert said.code == 0
    assert "engagement.yaml:8: warning: data.poc: " in said.out
    assert f"{folder}: 0 errors, 1 warning. Where it stands: " in said.out


def test_every_error_of_every_folder_is_told_with_file_line_and_field(
    say: Type, acme: Path
) -> None:
    broken = make(Path("broken"), PROFILE.replace("phase: poc", "phase: pco"))
    (broken / "assessment.json").write_text("[]", encoding="utf-8")
    said = say("check", broken, "nowhere", acme)
    assert said.code == 2
    assert "broken/engagement.yaml:5: phase: " in said.out.replace("\\", "/")
    assert "broken/assessment.json" in said.out.replace("\\", "/")
    assert "After mending: readiness check broken" in said.out
    assert "no engagement at nowhere" in said.err
    assert "acme: nothing to mend." in said.out


def test_a_damaged_assessment_is_not_overwritten_and_can_be_restored(say: Type, acme: Path) -> None:
    assert say("rate", acme, "poc.data.real", "--level", 3).code == 0
    assert say("rate", acme, "poc.data.owned", "--level", 2).code == 0
    score = say("score", acme, "--json").out
    (acme / "assessment.json").write_text('{"ratings": [', encoding="utf-8")
    damaged = written(acme)

    for words in (["rate", acme, "poc.data.real", "--level", "1"], ["score", acme], ["gate", acme]):
        said = say(*words)
        assert said.code == 2
        assert "readiness check acme --restore" in said.err
    assert say("check", acme).code == 2
    assert written(acme) == damaged

    said = say("check", acme, "--restore")
    assert said.code == 0
    assert "what was there is kept as assessment.json.damaged-1." in said.out
    assert (acme / "assessment.json.damaged-1").read_bytes() == b'{"ratings": ['
    assert say("score", acme, "--json").out == score


def test_nothing_to_restore_from_is_said(say: Type, acme: Path) -> None:
    said = say("check", acme, "--restore")
    assert said.code == 2
    assert "there is nothing to restore from" in said.err


@pytest.mark.parametrize(("below", "name"), [("", "."), ("data/raw", "../..")])
def test_inside_an_engagement_it_is_offered_instead_of_a_new_one(
    below: str, name: str, say: Type, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (acme / below).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(acme / below)
    said = say("score", "acme")
    assert said.code == 2
    assert said.err.endswith(f"You are inside one: name {name} instead.\n")
    assert say("score", name).code == 0
