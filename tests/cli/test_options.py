"""What cannot be right is refused by name before anything is read or written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import make, written

ACCEPTED = ("--owner", "x", "--reason", "x", "--control", "x", "--expires", "2026-12-31")
TAKE_A_FOLDER = (
    ["check"],
    ["score"],
    ["gate"],
    ["rate", "poc.data.real", "--level", "1"],
    ["consensus", "poc.data.real", "--level", "1"],
    ["waive", "poc.data.real", *ACCEPTED],
    ["decide", "poc", "GO", "--by", "x"],
    ["import", "ratings.csv"],
    ["evidence", "run", "accuracy"],
)
PLACES = {
    "": "'' is not the path of a folder",
    "with\0nul": "is not the path of a folder",
    "x" * 5_000: "is not the path of a folder",
    "nowhere": "no engagement at nowhere: it has no engagement.yaml. `readiness new nowhere` makes",
    "file": "file is a file; an engagement is a folder with an engagement.yaml.",
    "acme/engagement.yaml": "did you mean acme?",
    ".": ". is not an engagement, but holds some: name acme.",
}


def given(words: list[str], place: str) -> list[str]:
    """The command with the folder in its place, which is the last one for `evidence run`."""
    if words[0] == "evidence":
        return [*words, place]
    return [words[0], place, *words[1:]]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: repr(place[:12]))
@pytest.mark.parametrize("words", TAKE_A_FOLDER, ids=lambda words: words[0])
def test_a_path_that_is_no_engagement(words: list[str], place: str, say: Type, acme: Path) -> None:
    if sys.platform == "win32" and len(place) > 255:
        pytest.skip("Windows takes such a name for one that is not there")
    Path("file").write_text("", encoding="utf-8")
    before = written(Path())
    said = say(*given(words, place))
    assert said.code == 2
    assert PLACES[place] in said.err
    assert said.out == ""
    assert written(Path()) == before


@pytest.mark.parametrize("place", ["", "with\0nul", "file", "acme"])
def test_new_overwrites_nothing(place: str, say: Type, acme: Path) -> None:
    Path("file").write_text("", encoding="utf-8")
    before = written(Path())
    said = say("new", place)
    assert (said.code, said.out) == (2, "")
    assert "folder" in said.err or "an engagement already" in said.err
    assert written(Path()) == before


@pytest.mark.parametrize("came", ["2026-13-01", "2026-02-30", "20260914", "tomorrow", "", "0"])
def test_a_day_that_is_none(came: str, say: Type, acme: Path) -> None:
    said = say("score", acme, "--as-of", came)
    assert said.code == 2
    assert f"{came!r} is not a day such as 2026-09-14" in said.err


@pytest.mark.parametrize("came", ["two", "1.0", "1_0", "٣", "", "0x1", "+1"])
def test_a_level_that_is_no_number(came: str, say: Type, acme: Path) -> None:
    said = say("rate", acme, "poc.data.real", f"--level={came}")
    assert said.code == 2
    assert f"{came!r} is not a level: a whole number such as 2" in said.err
    assert not (acme / "assessment.json").exists()


def test_a_seed_below_none(say: Type, acme: Path) -> None:
    said = say("evidence", "run", "accuracy", acme, "--seed", "-1")
    assert said.code == 2
    assert "'-1' is not a seed: a whole number from 0 on" in said.err


@pytest.mark.parametrize(
    ("words", "came", "allowed"),
    [
        (
            ["rate", "acme", "poc.data.real", "--level", "1", "--grade", "sworn"],
            "sworn",
            "recurring",
        ),
        (["rate", "acme", "poc.data.real", "--not-applicable", "no"], "no", "out_of_scope"),
        (["decide", "acme", "poc", "MAYBE", "--by", "x"], "MAYBE", "CONDITIONAL"),
        (["score", "acme", "--explain", "pco"], "pco", "poc, mvp, factors"),
        (["gate", "acme", "--phase", "pco"], "pco", "poc, mvp"),
        (["decide", "acme", "pco", "GO", "--by", "x"], "pco", "poc, mvp"),
        (["evidence", "run", "precision", "acme"], "precision", "accuracy"),
        (["run", "acme", "--notebook", "9"], "9", "01_production_minded_poc"),
        (["framework", "show", "poc", "--section", "x"], "poc", "poc-to-production"),
    ],
)
def test_a_choice_that_is_none_says_what_there_is(
    words: list[str], came: str, allowed: str, say: Type, acme: Path
) -> None:
    before = written(acme)
    said = say(*words)
    assert said.code == 2
    assert repr(came) in said.err
    assert allowed in said.err
    assert written(acme) == before


@pytest.mark.parametrize("option", ["--owner", "--reason", "--control"])
def test_a_text_that_says_nothing(option: str, say: Type, acme: Path) -> None:
    said = say("waive", acme, "poc.data.real", *ACCEPTED, option, " ")
    assert said.code == 2
    assert f"'{option}'" in said.err
    assert not (acme / "assessment.json").exists()


def test_a_folder_with_a_space_is_named_so_that_it_can_be_pasted(say: Type, tmp_path: Path) -> None:
    folder = make(tmp_path / "Acme Ltd")
    said = say("score", folder)
    assert said.code == 0
    assert f"readiness gate '{folder}'" in said.out or f'readiness gate "{folder}"' in said.out
