from __future__ import annotations

import os
import re
from pathlib import Path
from typing import get_args

import pytest

from readiness_kit.engagement.checks import check
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.profile import Profile
from readiness_kit.engagement.template import new_engagement
from readiness_kit.errors import UsageError
from readiness_kit.framework.criterion import Crosswalk, CrosswalkKey
from readiness_kit.framework.crosswalks import catalogues
from tests.engagement.folders import SMALL, written


def made(folder: Path, **names: str) -> Engagement:
    new_engagement(folder, framework=str(SMALL), **names)
    return Engagement.open(folder)


def test_a_new_engagement_passes_check(tmp_path: Path) -> None:
    opened = made(tmp_path / "deep" / "claims-triage")
    assert check(opened.path) == []
    assert list(written(opened.path)) == ["engagement.yaml"]
    assert (opened.profile.client, opened.profile.system) == ("Claims triage", "Claims triage")
    assert (opened.profile.phase, opened.profile.depth) == ("poc", "quick")


@pytest.mark.parametrize(
    "name",
    [
        "no",
        "0123",
        "a: b # c",
        "- x",
        'a"b',
        "it's",
        "{x}",
        "%s",
        "100% {0}",
        "née 😀",
        "\u202eabc",
        "a\u2028b\u0085c",
        "back\\slash",
        "&a *a !!x",
    ],
)
def test_names_come_through_as_they_are(tmp_path: Path, name: str) -> None:
    profile = made(tmp_path / "x", client=name, system=name).profile
    assert (profile.client, profile.system) == (name, name)


@pytest.mark.skipif(os.name == "nt", reason="Windows refuses such names itself")
@pytest.mark.parametrize("name", ["a: b", "{client}", "#", "no", "'\"", "x" * 200])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    opened = made(tmp_path / name)
    assert opened.profile.client
    assert check(opened.path) == []


def test_names_that_no_file_may_hold_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="client"):
        made(tmp_path / "x", client="bell \x07")
    assert not (tmp_path / "x").exists()


def test_an_engagement_is_never_overwritten(tmp_path: Path) -> None:
    made(tmp_path / "x", client="First")
    with pytest.raises(UsageError, match="already"):
        made(tmp_path / "x", client="Second")
    assert Engagement.open(tmp_path / "x").profile.client == "First"


def test_a_folder_with_other_files_becomes_an_engagement(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("keep", "utf-8")
    made(tmp_path)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "keep"


def test_a_file_cannot_become_an_engagement(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("", "utf-8")
    with pytest.raises(UsageError, match="is a file"):
        made(tmp_path / "x")


def test_an_unknown_framework_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no framework"):
        new_engagement(tmp_path / "x", framework="none-such")
    assert not (tmp_path / "x").exists()


def test_every_optional_key_is_there_and_valid_without_its_mark(tmp_path: Path) -> None:
    opened = made(tmp_path / "x")
    path = opened.path / "engagement.yaml"
    text = re.sub(r"^#(?=\S|  )", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    assert {problem.severity for problem in check(opened.path)} <= {"warning"}
    known = {field.alias or name for name, field in Profile.model_fields.items()}
    assert set(re.findall(r"^(\w+):", text, flags=re.MULTILINE)) == known


def test_what_the_function_gets_and_returns_is_said_at_the_target(tmp_path: Path) -> None:
    made(tmp_path / "x")
    text = (tmp_path / "x" / "engagement.yaml").read_text("utf-8")
    said = " ".join(text[: text.index("#target:")].replace("\n#", "").split())
    assert "gets a list of records (dicts by column) and returns one answer each, in order" in said
    assert "model.py lies in this folder." in said


def test_the_roles_and_phases_of_the_framework_are_listed(tmp_path: Path) -> None:
    made(tmp_path / "x")
    text = (tmp_path / "x" / "engagement.yaml").read_text("utf-8")
    assert "# Roles: facilitator, ml_engineer, sponsor." in text
    assert "# The phase whose gate is next: poc, mvp." in text


def test_a_crosswalk_names_frameworks_that_have_a_catalogue(tmp_path: Path) -> None:
    """Every key that may be named has one, and a name that has none is refused by field."""
    assert set(get_args(CrosswalkKey)) == set(catalogues()) == set(Crosswalk.model_fields)
    file = made(tmp_path / "x").path / "engagement.yaml"
    text = file.read_text("utf-8")
    file.write_text(f"{text}\ncrosswalk: [eu_ai_act, mltrl]\n", "utf-8")
    assert Engagement.open(file.parent).profile.crosswalk == ["eu_ai_act", "mltrl"]
    file.write_text(f"{text}\ncrosswalk: [eu_ai_act, iso]\n", "utf-8")
    (problem,) = check(file.parent)
    assert problem.field == "crosswalk[1]"
    assert "iso_42001" in problem.allowed
    file.write_text(f"{text}\ncrosswalk: [mltrl, mltrl]\n", "utf-8")
    (problem,) = check(file.parent)
    assert problem.field == "crosswalk"
    assert "each framework once" in problem.allowed


def test_a_word_where_frameworks_are_listed_is_told_what_a_list_is(tmp_path: Path) -> None:
    file = made(tmp_path / "x").path / "engagement.yaml"
    file.write_text(f"{file.read_text('utf-8')}\ncrosswalk: nist_ai_rmf\n", "utf-8")
    (problem,) = check(file.parent)
    assert (problem.field, problem.came) == ("crosswalk", "'nist_ai_rmf'")
    assert problem.allowed == "a list such as [ml_test_score, nist_ai_rmf]"


@pytest.mark.parametrize(
    ("name", "decides", "floors"),
    [
        ("poc-to-production", "this decides which criteria are asked", True),
        ("ml-test-score", "every system is asked the same", False),
    ],
)
def test_the_scope_says_what_it_decides_in_this_framework(
    tmp_path: Path, name: str, decides: str, floors: bool
) -> None:
    text = new_engagement(tmp_path / "x", framework=name).read_text("utf-8")
    assert f"# What kind of system it is; {decides}.\n" in text
    assert ("criticality: A (highest), B or C; it moves the floors\n" in text) is floors
    assert ("criticality: A (highest), B or C\n" in text) is not floors
