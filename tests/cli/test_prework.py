"""Pre-work goes out, is filled in by people, and comes back as their first answers."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.folder import Engagement
from tests.cli.conftest import Type
from tests.cli.prework_files import (
    ANSWER,
    HEADER,
    NOTE,
    PROFILE,
    REASON,
    SHOW,
    answer,
    edit,
    fill,
    levels,
    make_asking,
    rate,
    ratings,
    row_of,
)
from tests.engagement.folders import written

REAL, OWNED, NAMED = "poc.data.real", "poc.data.owned", "factors.sponsor.named"
SENT = Path("acme/prework")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture
def asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engagement of four people in the current folder."""
    monkeypatch.chdir(tmp_path)
    make_asking(tmp_path / "acme")
    return Path("acme")


@pytest.fixture
def sent(asking: Path, say: Type) -> Path:
    """The folder of the files that were written for its people."""
    assert say("export", asking, "--to", "prework").code == 0
    return SENT


def journal(folder: Path) -> list[dict[str, object]]:
    path = folder / "journal.jsonl"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


def test_a_file_a_role_is_written_and_who_is_asked_is_told(asking: Path, say: Type) -> None:
    rate(asking, "ml", REAL, level=2)
    said = say("export", asking, "--to", "prework")
    assert (said.code, said.err) == (0, "")
    assert sorted(path.name for path in SENT.iterdir()) == [
        "ml_engineer-data.xlsx",
        "ml_engineer-ml.xlsx",
        "sponsor.xlsx",
    ]
    assert said.out.splitlines()[3:] == [
        "",
        "Who is asked:",
        "  ml (ML engineer): 1 of 2 open",
        "  data (ML engineer): nothing yet (2 questions)",
        "  sponsor (Sponsor): nothing yet (2 questions)",
        "  lead (Nora, Facilitator): not asked, rates for the room",
        "",
        "When they come back: readiness import acme FILE...",
    ]


def test_what_people_fill_in_becomes_their_first_answers_in_one_act(sent: Path, say: Type) -> None:
    fill(
        sent / "ml_engineer-ml.xlsx",
        {
            REAL: {ANSWER: 3, NOTE: "of August", SHOW: "the query\nand its count"},
            OWNED: {ANSWER: "does not apply", REASON: "business priority"},
        },
    )
    fill(sent / "sponsor.xlsx", {NAMED: {ANSWER: "don't know", SHOW: "the budget"}})
    before = len(journal(Path("acme")))
    said = say("import", "acme", sent / "ml_engineer-ml.xlsx", sent / "sponsor.xlsx")
    assert (said.code, said.err) == (0, "")
    found = ratings(Path("acme"))
    assert set(found) == {("ml", REAL, 0), ("ml", OWNED, 0), ("sponsor", NAMED, 0)}
    real, owned, named = (found[key] for key in sorted(found, key=lambda k: (k[0], k[1] != REAL)))
    assert (real.state, real.level) == ("rated", 3)
    assert real.note == "of August\nCould show: the query\nand its count"
    assert (owned.state, owned.reason) == ("not_applicable", "business_priority")
    assert (named.state, named.note) == ("unknown", "Could show: the budget")
    assert Engagement.open("acme").assessment.evidence == []
    new = [entry for entry in journal(Path("acme"))[before:] if entry["op"] == "import"]
    assert [entry["path"] for entry in new] == [["ml_engineer-ml.xlsx", "sponsor.xlsx"]]
    assert "acme/prework/ml_engineer-ml.xlsx: saved 2 answers of ml (ML engineer)." in said.out
    assert said.out.splitlines()[-6:] == [
        "Not answered yet:",
        "  data (ML engineer): nothing yet (2 questions)",
        "  sponsor (Sponsor): 1 of 2 open",
        "Their files anew: readiness export acme --to prework",
        "What to talk about: readiness agenda acme",
        "Where it stands: readiness score acme",
    ]


def test_an_import_is_undone_as_one(sent: Path, say: Type) -> None:
    fill(sent / "ml_engineer-ml.xlsx", {REAL: {ANSWER: 3}, OWNED: {ANSWER: 1}})
    say("import", "acme", sent / "ml_engineer-ml.xlsx")
    assert say("undo", "acme").code == 0
    assert ratings(Path("acme")) == {}
    say("import", "acme", sent / "ml_engineer-ml.xlsx")
    assert levels(Path("acme")) == {("ml", REAL): 3, ("ml", OWNED): 1}


def test_a_file_that_comes_twice_changes_nothing_on_a_later_day_either(
    sent: Path, say: Type
) -> None:
    answer(sent / "sponsor.xlsx", NAMED, 2)
    say("import", "acme", sent / "sponsor.xlsx")
    later = PROFILE.replace("2026-09-14", "2026-09-21")
    Path("acme/engagement.yaml").write_text(later, encoding="utf-8")
    before = written(Path("acme"))
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert "sponsor.xlsx: nothing new of sponsor (Sponsor)." in said.out
    assert written(Path("acme")) == before


def test_when_nobody_is_open_that_is_said(sent: Path, say: Type) -> None:
    fill(sent / "ml_engineer-ml.xlsx", {REAL: {ANSWER: 1}, OWNED: {ANSWER: 1}})
    fill(sent / "ml_engineer-data.xlsx", {REAL: {ANSWER: 1}, OWNED: {ANSWER: 1}})
    fill(sent / "sponsor.xlsx", {NAMED: {ANSWER: 1}, OWNED: {ANSWER: 1}})
    said = say("import", "acme", *sorted(sent.iterdir()))
    assert "Everybody who is asked has answered." in said.out
    assert "sponsor (Sponsor): all 2 answered" in say("export", "acme", "--to", "prework").out


def test_an_open_cell_takes_nothing_back_and_an_old_file_brings_nothing_back(
    asking: Path, say: Type
) -> None:
    rate(asking, "ml", REAL, level=3, note="in June\nCould show: the page")
    rate(asking, "ml", OWNED, level=1)
    say("export", asking, "--to", "prework")
    file = SENT / "ml_engineer-ml.xlsx"
    rate(asking, "ml", REAL, level=1)
    answer(file, OWNED, None)
    said = say("import", asking, file)
    assert levels(asking) == {("ml", REAL): 1, ("ml", OWNED): 1}
    assert f"row 7: {OWNED} was emptied; 1 stands." in said.out


def test_an_answer_that_is_replaced_is_told_with_both_values(sent: Path, say: Type) -> None:
    rate(Path("acme"), "ml", REAL, level=1, note="as I said on the phone")
    answer(sent / "ml_engineer-ml.xlsx", REAL, 2)
    said = say("import", "acme", sent / "ml_engineer-ml.xlsx")
    assert f"{REAL} of ml: was 1 · as I said on the phone, is 2." in said.out
    assert levels(Path("acme")) == {("ml", REAL): 2}


def test_an_answer_of_a_workshop_goes_on_to_count_and_that_is_told(sent: Path, say: Type) -> None:
    rate(Path("acme"), "ml", REAL, level=1, round=1)
    answer(sent / "ml_engineer-ml.xlsx", REAL, 2)
    said = say("import", "acme", sent / "ml_engineer-ml.xlsx")
    assert f"ml answered {REAL} again in round 1, which counts." in said.out
    assert {round for _, _, round in ratings(Path("acme"))} == {0, 1}


def test_two_people_of_one_role_have_files_of_their_own_without_the_others_answers(
    asking: Path, say: Type
) -> None:
    rate(asking, "ml", REAL, level=3, note="mine alone")
    say("export", asking, "--to", "prework")
    one, other = (SENT / f"ml_engineer-{who}.xlsx" for who in ("ml", "data"))
    assert [text_of(path).count("mine alone") for path in (one, other)] == [2, 0]
    answer(other, REAL, 1)
    answer(one, OWNED, 4)
    say("import", asking, one, other)
    assert levels(asking) == {("ml", REAL): 3, ("ml", OWNED): 4, ("data", REAL): 1}


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_sorted_deleted_and_renamed_it_is_read_by_the_hidden_id(sent: Path, say: Type) -> None:
    def upset(sheet: Any) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]
        sheet.delete_rows(HEADER + 1, len(rows))
        sheet.insert_rows(1, 2)
        sheet.insert_cols(9)
        for place, values in enumerate(reversed(rows)):
            for column, value in enumerate(values, 1):
                moved = column + (column >= 9)
                sheet.cell(HEADER + 3 + place, moved).value = value
        sheet.title = "Tabelle1"

    file = sent / "ml_engineer-ml.xlsx"
    fill(file, {REAL: {ANSWER: 3}, OWNED: {ANSWER: 1}})
    edit(file, upset, Path("answers (2).csv.xlsx"))
    shutil.move("answers (2).csv.xlsx", "answers.csv")
    assert say("import", "acme", "answers.csv").code == 0
    assert levels(Path("acme")) == {("ml", REAL): 3, ("ml", OWNED): 1}
    edit(sent / "sponsor.xlsx", lambda sheet: sheet.delete_rows(row_of(sheet, OWNED)))
    answer(sent / "sponsor.xlsx", NAMED, 0)
    assert "sponsor (Sponsor): 1 of 2 open" in say("import", "acme", sent / "sponsor.xlsx").out


@pytest.mark.parametrize(
    ("typed", "level"),
    [(3.0, 3), ("3", 3), (" 3.0 ", 3), ("3,0", 3), ("Don’t  know", None), ("DON'T KNOW", None)],
)
def test_a_number_is_one_whichever_program_wrote_it(
    sent: Path, say: Type, typed: object, level: int | None
) -> None:
    answer(sent / "sponsor.xlsx", NAMED, typed)
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert (said.code, said.err) == (0, "")
    assert levels(Path("acme")) == {("sponsor", NAMED): level}


def test_every_bad_cell_is_told_by_row_and_title_and_nothing_is_saved(
    sent: Path, say: Type
) -> None:
    def spoil(sheet: Any) -> None:
        sheet["M5"] = "beside"
        sheet.cell(20, ANSWER).value = 2

    good = answer(sent / "ml_engineer-ml.xlsx", REAL, 3)
    bad = fill(sent / "ml_engineer-data.xlsx", {REAL: {ANSWER: 5}, OWNED: {ANSWER: 2.5}})
    edit(bad, spoil)
    fill(
        sent / "sponsor.xlsx",
        {
            OWNED: {ANSWER: "does not apply"},
            NAMED: {ANSWER: dt.datetime(2026, 3, 2), REASON: "other"},  # noqa: DTZ001
        },
    )
    before = written(Path("acme"))
    said = say("import", "acme", good, bad, sent / "sponsor.xlsx")
    assert said.code == 2
    assert written(Path("acme")) == before
    told = [
        line.removeprefix("acme/prework/") for line in said.err.splitlines() if ".xlsx:" in line
    ]
    levels = "0, 1, 2, 3, 4, “don't know” or “does not apply”"
    assert [line.removeprefix("error: acme/prework/") for line in told] == [
        f"ml_engineer-data.xlsx:6: Answers, Real data was met, Your answer: {levels}; got '5'",
        "ml_engineer-data.xlsx:7: Answers, The data has an owner, "
        f"Your answer: {levels}; got '2.5'",
        "ml_engineer-data.xlsx:20: Answers, Id: a row as it was written: the hidden column says "
        "which criterion it is; got a new row",
        "sponsor.xlsx:6: Answers, The data has an owner, Why it does not apply: one of out of "
        "scope, business priority, architecture constraint, other; got ''",
        f"sponsor.xlsx:9: Answers, A sponsor is named, Your answer: {levels}; got '2026-03-02', "
        "a date: spreadsheets make one of 2-3",
    ]


def test_a_formula_that_nothing_has_worked_out_is_told_and_nothing_is_saved(
    sent: Path, say: Type
) -> None:
    good = answer(sent / "ml_engineer-ml.xlsx", REAL, 3)
    fill(
        sent / "sponsor.xlsx",
        {NAMED: {ANSWER: "=1+1"}, OWNED: {ANSWER: 2, NOTE: "=SUM(1) is text"}},
    )
    before = written(Path("acme"))
    said = say("import", "acme", good, sent / "sponsor.xlsx")
    assert said.code == 2
    assert written(Path("acme")) == before
    wanted = "a value; the formula there has none, open and save the file in a spreadsheet program"
    assert [line.partition("sponsor.xlsx")[2] for line in said.err.splitlines()[:2]] == [
        f":6: Answers, The data has an owner, Note: {wanted}; got '=SUM(1) is text'",
        f":9: Answers, A sponsor is named, Your answer: {wanted}; got '=1+1'",
    ]


def test_a_formula_with_a_value_is_its_value(sent: Path, say: Type) -> None:
    file = answer(sent / "sponsor.xlsx", NAMED, "=1+1")
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, raw in parts.items():
            archive.writestr(
                name, re.sub(rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", raw)
            )
    assert say("import", "acme", file).code == 0
    assert levels(Path("acme")) == {("sponsor", NAMED): 2}


@pytest.mark.parametrize(
    ("today", "words"), [("2026-09-21", " --due 2026-09-21"), ("2026-09-22", "")]
)
def test_files_anew_ask_by_the_same_day_until_it_is_past(
    asking: Path, say: Type, today: str, words: str
) -> None:
    say("export", asking, "--to", "prework", "--due", "2026-09-21")
    profile = (asking / "engagement.yaml").read_text("utf-8")
    (asking / "engagement.yaml").write_text(profile.replace("2026-09-14", today), "utf-8")
    said = say("import", asking, answer(SENT / "sponsor.xlsx", NAMED, 2))
    assert f"Their files anew: readiness export acme --to prework{words}\n" in said.out


def test_a_blocker_is_not_called_off_by_who_answers(sent: Path, say: Type) -> None:
    fill(sent / "ml_engineer-ml.xlsx", {REAL: {ANSWER: "does not apply", REASON: "other"}})
    said = say("import", "acme", sent / "ml_engineer-ml.xlsx")
    assert said.code == 2
    assert (
        "Real data was met, Your answer: a named approver: poc.data.real is a blocker" in said.err
    )


def test_an_edited_id_and_a_row_that_comes_twice_are_refused(sent: Path, say: Type) -> None:
    def copied(sheet: Any) -> None:
        row = row_of(sheet, REAL)
        sheet.cell(15, 1).value = REAL
        sheet.cell(row + 1, 1).value = NAMED

    edit(sent / "ml_engineer-ml.xlsx", copied)
    said = say("import", "acme", sent / "ml_engineer-ml.xlsx")
    assert said.code == 2
    assert ":7: Answers, A sponsor is named, Id: a row as it was written" in said.err
    assert ":15: Answers, Real data was met, Id: each criterion once; got row 6 again" in said.err


def test_a_sheet_whose_rows_were_all_deleted_says_nothing(sent: Path, say: Type) -> None:
    edit(sent / "sponsor.xlsx", lambda sheet: sheet.delete_rows(HEADER + 1, 20))
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert (said.code, said.err) == (0, "")
    assert "sponsor.xlsx: nothing new of sponsor (Sponsor)." in said.out


def test_two_files_of_one_person_that_differ_are_refused_with_both_values(
    sent: Path, say: Type
) -> None:
    file = answer(sent / "sponsor.xlsx", NAMED, 2)
    same, other = Path("same.xlsx"), Path("other.xlsx")
    shutil.copy(file, same)
    assert say("import", "acme", file, same).code == 0
    assert levels(Path("acme")) == {("sponsor", NAMED): 2}
    answer(file, NAMED, 3, to=other)
    said = say("import", "acme", same, other)
    assert said.code == 2
    assert "one answer of sponsor; same.xlsx says 2; got 3" in said.err


def test_a_note_without_an_answer_is_told_and_stays_open(sent: Path, say: Type) -> None:
    fill(sent / "sponsor.xlsx", {NAMED: {NOTE: "ask Ann"}})
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert said.code == 0
    assert f"row 9: {NAMED} has no answer, only a note: ask Ann" in said.out
    assert "sponsor (Sponsor): nothing yet" in said.out
    assert ratings(Path("acme")) == {}


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("system: Claims triage", "system: Fraud", "a file of Northwind, Fraud; got one of"),
        ("id: sponsor, role: sponsor", "id: boss, role: sponsor", "somebody listed in `people`"),
        ("framework: small.yaml", "framework: other.yaml", "a file that asks other"),
    ],
)
def test_a_file_of_another_engagement_person_or_framework_is_refused(
    sent: Path, say: Type, was: str, now: str, told: str
) -> None:
    small = Path("acme/small.yaml").read_text("utf-8")
    Path("acme/other.yaml").write_text(small.replace("id: small", "id: other"), "utf-8")
    Path("acme/engagement.yaml").write_text(PROFILE.replace(was, now), "utf-8")
    answer(sent / "sponsor.xlsx", NAMED, 2)
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert said.code == 2
    assert told in said.err
    assert not Path("acme/assessment.json").exists()


def test_a_corrected_client_or_a_renamed_folder_is_no_other_engagement_but_both_are(
    sent: Path, say: Type
) -> None:
    file = answer(sent / "sponsor.xlsx", NAMED, 2, to=Path("back.xlsx"))
    corrected = PROFILE.replace("Northwind", "Northwind Ltd")
    Path("acme/engagement.yaml").write_text(corrected, "utf-8")
    assert say("import", "acme", file).code == 0
    shutil.move("acme", "triage")
    assert say("import", "triage", file).code == 2
    Path("triage/engagement.yaml").write_text(PROFILE, "utf-8")
    assert say("import", "triage", file).code == 0


def test_an_answer_to_a_text_that_has_changed_is_left_out_and_the_rest_is_taken(
    sent: Path, say: Type
) -> None:
    framework = Path("acme/small.yaml")
    framework.write_text(framework.read_text("utf-8").replace("Who pays?", "Who signs?"), "utf-8")
    fill(sent / "sponsor.xlsx", {NAMED: {ANSWER: 2}, OWNED: {ANSWER: 1}})
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert said.code == 0
    assert f"row 9: {NAMED} has another text now; not taken: 2" in said.out
    assert levels(Path("acme")) == {("sponsor", OWNED): 1}
    assert "sponsor (Sponsor): 1 of 2 open" in said.out


def test_a_role_that_changed_meanwhile_is_told(sent: Path, say: Type) -> None:
    now = PROFILE.replace("id: sponsor, role: sponsor", "id: sponsor, role: legal")
    Path("acme/engagement.yaml").write_text(now, "utf-8")
    answer(sent / "sponsor.xlsx", NAMED, 2)
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert said.code == 0
    assert "was written for sponsor as sponsor, who is legal now." in said.out


def test_a_file_that_was_filled_in_its_place_is_kept(sent: Path, say: Type) -> None:
    again = say("export", "acme", "--to", "prework")
    assert "acme/prework/sponsor.xlsx is as it was." in again.out
    filled = answer(sent / "sponsor.xlsx", NAMED, 2).read_bytes()
    said = say("export", "acme", "--to", "prework")
    assert "What was there before is kept as sponsor.xlsx.earlier-1." in said.out
    kept = sent / "sponsor.xlsx.earlier-1"
    assert kept.read_bytes() == filled
    assert say("import", "acme", kept).code == 0
    assert levels(Path("acme")) == {("sponsor", NAMED): 2}


def test_other_sections_can_be_chosen_and_are_those_that_are_told(asking: Path, say: Type) -> None:
    said = say("export", asking, "--to", "prework", "--section", "mvp", "--out", "there")
    assert said.code == 0
    file = answer(Path("there/sponsor.xlsx"), "mvp.api.contract", 2)
    said = say("import", asking, file)
    assert "ml (ML engineer): nothing yet (1 question)" in said.out
    assert "readiness export acme --to prework --section mvp" in said.out
    assert "readiness export acme --to prework --section mvp\nWhat" in said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--to", "prework", "--section", "pov"], "no section 'pov' in small; it has poc, mvp"),
        (["--to", "prework", "--due", "2026-09-13"], "--due is a day from 2026-09-14 on"),
        (["--to", "contract", "--due", "2026-09-20"], "--section and --due belong to --to prework"),
        (["--to", "prework", "--out", "acme/reports"], "is where reports lie"),
    ],
)
def test_what_makes_no_sense_is_refused(
    asking: Path, say: Type, words: list[str], told: str
) -> None:
    before = written(asking)
    said = say("export", asking, *words)
    assert said.code == 2
    assert told in said.err
    assert written(asking) == before


def test_only_pre_work_comes_in_several_files(sent: Path, say: Type) -> None:
    Path("r.csv").write_text("criterion,respondent,level\n", encoding="utf-8")
    said = say("import", "acme", sent / "sponsor.xlsx", "r.csv")
    assert said.code == 2
    assert "only pre-work comes in several files; r.csv is no .xlsx" in said.err


def test_comments_that_somebody_put_into_the_file_are_told(sent: Path, say: Type) -> None:
    from openpyxl.comments import Comment

    def remark(sheet: Any) -> None:
        sheet["B6"].comment = Comment("see the wiki", "Ann")

    edit(sent / "sponsor.xlsx", remark)
    said = say("import", "acme", sent / "sponsor.xlsx")
    assert "comments on cells in the workbook were not taken; look at them." in said.out


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
def test_saved_by_libreoffice_it_says_the_same(sent: Path, say: Type) -> None:
    file = fill(sent / "ml_engineer-ml.xlsx", {REAL: {ANSWER: 3, NOTE: "=1+1\nsecond"}})
    command = [str(OFFICE), "--headless", "--convert-to", "xlsx", "--outdir", "there", str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    said = say("import", "acme", Path("there") / file.name)
    assert (said.code, said.err) == (0, "")
    assert ratings(Path("acme"))[("ml", REAL, 0)].note == "=1+1\nsecond"
    assert "nothing new" in say("import", "acme", sent / "sponsor.xlsx").out
