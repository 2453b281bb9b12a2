"""readiness rate, consensus and import: what was said is saved and leads on, or nothing is."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.cli import notices
from tests.cli.conftest import Type
from tests.engagement.folders import assessment, written


def test_an_answer_leads_to_the_next_question(say: Type, acme: Path) -> None:
    said = say("rate", acme, "poc.data.real", "--level", 2)
    assert said.code == 0
    assert said.out.splitlines() == [
        "Saved 1 answer.",
        "2 criteria are still to be rated. The next, and what its levels mean:",
        "  readiness rate acme poc.data.owned --level N",
        f"  readiness framework show {acme / 'small.yaml'} --section poc",
        "Where it stands: readiness score acme",
    ]


def test_the_same_answer_again_changes_nothing_and_says_so(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 2)
    before = written(acme)
    said = say("rate", acme, "poc.data.real", "--level", 2)
    assert said.out.startswith("Nothing changed: this is what stands there.\n")
    assert written(acme) == before


def test_evidence_is_counted_beside_the_answer(say: Type, acme: Path) -> None:
    days = ["--on", "2026-08-01", "--on", "2026-09-01"]
    words = ["--level", 3, "--grade", "recurring", "--reference", "board minutes", *days]
    said = say("rate", acme, "poc.data.owned", *words)
    assert said.out.startswith("Saved 1 answer and 1 piece of evidence.\n")
    assert assessment(acme)["evidence"][0]["instances"] == ["2026-08-01", "2026-09-01"]


def test_an_answer_can_be_taken_back(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--unknown")
    said = say("rate", acme, "poc.data.real", "--clear")
    assert said.out.startswith("Took back 1 answer.\n3 criteria are still to be rated.")
    assert assessment(acme)["ratings"] == []


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("poc.data.reel", "poc.data.real"),
        ("data.owned", "poc.data.owned"),
        ("POC.DATA.REAL", "poc.data.real"),
        ("poc.data", "poc.data.real, poc.data.owned"),
        ("zzz", "it has 4 others"),
    ],
)
@pytest.mark.parametrize("command", ["rate", "consensus"])
def test_an_unknown_criterion_is_answered_with_the_nearest(
    command: str, typed: str, nearest: str, say: Type, acme: Path
) -> None:
    said = say(command, acme, typed, "--level", 1)
    assert said.code == 2
    assert f"no criterion {typed!r} in small; " in said.err
    assert nearest in said.err
    assert f"readiness framework show {acme / 'small.yaml'}" in said.err
    assert not (acme / "assessment.json").exists()


@pytest.mark.parametrize("command", ["rate", "consensus"])
@pytest.mark.parametrize("level", [-1, 5, 999_999_999])
def test_a_level_off_the_scale_is_refused_with_what_came(
    level: int, command: str, say: Type, acme: Path
) -> None:
    said = say(command, acme, "poc.data.real", "--level", level)
    assert said.code == 2
    assert said.err == f"level {level} is not on the scale of small: 0, 1, 2, 3, 4\n"
    assert not (acme / "assessment.json").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "say exactly one of --level N, --unknown, --not-applicable REASON, --clear"),
        (["--level", "1", "--unknown"], "say exactly one of"),
        (["--level", "1", "--on", "2026-09-01"], "add --grade"),
        (["--level", "1", "--grade", "test"], "evidence needs a reference"),
        (["--level", "1", "--respondent", "bob"], "there is lead, ml"),
        (["--level", "1", "--respondent", "tool"], "'tool' is reserved; name one of lead, ml"),
        (["--not-applicable", "other"], "--approver NAME"),
        (["--choice", "a"], "small rates by level"),
    ],
)
def test_an_answer_that_does_not_say_one_thing(
    words: list[str], told: str, say: Type, acme: Path
) -> None:
    said = say("rate", acme, "poc.data.real", *words)
    assert said.code == 2
    assert told in said.err
    assert not (acme / "assessment.json").exists()


def test_consensus_stands_above_every_answer(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 4)
    said = say("consensus", acme, "poc.data.real", "--level", 1)
    assert said.out.startswith("Saved 1 answer.\n")
    assert {r["respondent"]: r["level"] for r in assessment(acme)["ratings"]} == {
        "consensus": 1,
        "lead": 4,
    }


def test_an_import_says_what_it_changed_and_repeated_that_nothing_did(
    say: Type, acme: Path
) -> None:
    rows = "criterion,respondent,level\npoc.data.real,lead,2\npoc.data.owned,ml,1\n"
    Path("ratings.csv").write_text(rows, encoding="utf-8")
    assert say("import", acme, "ratings.csv").out.startswith("Saved 2 answers.\n1 criterion is")
    assert say("import", acme, "ratings.csv").out.startswith("Nothing changed")


def test_an_import_is_all_or_nothing_and_names_every_row(say: Type, acme: Path) -> None:
    rows = "criterion,respondent,level\npoc.data.real,lead,2\nnope,ml,1\npoc.data.owned,ml,9\n"
    Path("ratings.csv").write_text(rows, encoding="utf-8")
    said = say("import", acme, "ratings.csv")
    assert (said.code, said.out) == (2, "")
    assert "ratings.csv:3: criterion: " in said.err
    assert "ratings.csv:4: level: " in said.err
    assert said.err.endswith("2 problems; nothing was written.\n")
    assert not (acme / "assessment.json").exists()


@pytest.mark.parametrize(
    ("file", "allowed"), [("nothing.csv", "file that can be read"), ("acme", "regular file")]
)
def test_an_import_of_no_file(file: str, allowed: str, say: Type, acme: Path) -> None:
    said = say("import", acme, file)
    assert said.code == 2
    assert f"{file}: a {allowed}" in said.err


def imported(say: Type, acme: Path, rows: str) -> str:
    """What an import of a table says."""
    Path("ratings.csv").write_text(rows, encoding="utf-8")
    said = say("import", acme, "ratings.csv")
    assert said.code == 0
    return said.out


def test_an_import_counts_the_anonymous_answers(say: Type, acme: Path) -> None:
    rows = "criterion,respondent,level\npoc.data.real,,2\npoc.data.owned,,1\npoc.data.real,ml,1\n"
    said = imported(say, acme, rows)
    assert said.startswith("Saved 3 answers (2 of them anonymous).\n")
    assert {r["respondent"] for r in assessment(acme)["ratings"]} == {None, "ml"}


def test_an_anonymous_answer_can_be_taken_back_by_an_import(say: Type, acme: Path) -> None:
    said = imported(say, acme, "criterion,level\npoc.data.real,2\n")
    assert said.startswith("Saved 1 answer (anonymous).\n")
    said = imported(say, acme, "criterion,respondent,state\npoc.data.real,,unrated\n")
    assert said.startswith("Took back 1 answer.\n")
    assert assessment(acme)["ratings"] == []


def test_the_help_of_import_says_what_a_cell_may_hold(say: Type) -> None:
    told = " ".join(say("import", "--help").out.split())
    assert "state is rated, unknown, not_applicable or unrated" in told
    assert "empty respondent is anonymous" in told
    assert "the state unrated takes it back" in told


LINKED = ["--level", 3, "--grade", "document", "--reference", "minutes 7"]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (
            ["--on", "2026-09-15"],
            "a day up to 2026-09-14; what is dated later does not count yet; got 2026-09-15",
        ),
        (
            ["--on", "2026-09-01", "--expires", "2026-09-13"],
            "a life that reaches 2026-09-14; it supports nothing any more; "
            "got 2026-09-13 as its last day",
        ),
    ],
)
def test_evidence_that_does_not_hold_today_is_saved_with_a_warning(
    days: list[str], told: str, say: Type, acme: Path
) -> None:
    said = say("rate", acme, "poc.data.real", *LINKED, *days)
    assert said.code == 0
    assert said.out.splitlines()[1] == f"warning: evidence for poc.data.real: {told}"
    assert len(assessment(acme)["evidence"]) == 1


def test_evidence_older_than_its_grade_lives_is_told(say: Type, acme: Path) -> None:
    say("new", "beta")
    words = [*LINKED, "--on", "2001-01-01"]
    said = say("rate", "beta", "poc.edge_cases.tested", *words)
    assert "it supports nothing any more; got 200" in said.out


def test_evidence_that_holds_is_no_matter_of_warning(say: Type, acme: Path) -> None:
    assert "warning" not in say("rate", acme, "poc.data.real", *LINKED).out


def test_an_answer_to_what_is_not_asked_here_says_that_it_counts_nothing(
    say: Type, acme: Path
) -> None:
    say("new", "beta")
    lawful = "poc.production_like_data.lawful_basis"
    said = say("rate", "beta", lawful, "--level", 2)
    assert said.out.splitlines()[:2] == [
        "Saved 1 answer.",
        f"{lawful} is not asked here (regulated: false): it changes no score.",
    ]
    assert "not asked" not in say("rate", "beta", lawful, "--clear").out


def test_of_many_notices_the_first_few_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    notices.show([f"line {number}" for number in range(8)])
    assert capsys.readouterr().out.splitlines()[4:] == ["line 4", "… and 3 more like these."]


def rounds(acme: Path) -> dict[int, int | None]:
    """By round: the level that ml gave."""
    said = assessment(acme)["ratings"]
    return {r.get("round", 0): r["level"] for r in said if r["respondent"] == "ml"}


ML = ["poc.data.real", "--respondent", "ml"]


def test_an_answer_belongs_to_the_blind_round_unless_another_is_said(say: Type, acme: Path) -> None:
    say("rate", acme, *ML, "--level", 4)
    said = say("rate", acme, *ML, "--level", 2, "--round", 1)
    assert said.out.startswith("Saved 1 answer.\n")
    assert "again in round" not in said.out
    assert rounds(acme) == {0: 4, 1: 2}


def test_an_answer_is_taken_back_in_its_round_alone(say: Type, acme: Path) -> None:
    say("rate", acme, *ML, "--level", 4)
    say("rate", acme, *ML, "--level", 2, "--round", 1)
    assert say("rate", acme, *ML, "--clear", "--round", 1).out.startswith("Took back 1 answer.\n")
    assert rounds(acme) == {0: 4}


def test_who_changes_an_earlier_round_is_told_that_a_later_one_counts(
    say: Type, acme: Path
) -> None:
    say("rate", acme, *ML, "--level", 2, "--round", 1)
    said = say("rate", acme, *ML, "--level", 4)
    assert said.out.splitlines()[:2] == [
        "Saved 1 answer.",
        "ml answered this again in round 1, and that answer counts; to change it, say --round 1.",
    ]
    assert "again in round" not in say("rate", acme, ML[0], "--level", 1).out


@pytest.mark.parametrize("round", ["-1", "1.5", "one", "1_0"])
def test_a_round_that_is_no_number_is_refused(round: str, say: Type, acme: Path) -> None:
    said = say("rate", acme, *ML, "--level", 1, "--round", round)
    assert said.code == 2
    assert "a round: a whole number from 0 on" in said.err
    assert not (acme / "assessment.json").exists()


def test_an_import_puts_each_row_into_its_round(say: Type, acme: Path) -> None:
    rows = "criterion,respondent,round,level\npoc.data.real,ml,0,4\npoc.data.real,ml,1,2\n"
    assert imported(say, acme, rows).startswith("Saved 2 answers.\n")
    assert rounds(acme) == {0: 4, 1: 2}
    say("rate", acme, *ML, "--level", 3, "--round", 1)
    assert rounds(acme) == {0: 4, 1: 3}
