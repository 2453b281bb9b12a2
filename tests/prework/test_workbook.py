"""A pre-work file: what it shows, what can be changed in it, what no text in it becomes."""

from __future__ import annotations

import datetime as dt
import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from readiness_kit.engagement.folder import Engagement
from readiness_kit.framework.library import load_framework
from readiness_kit.judgement.prework import Invited, PreWork, pre_work, sections_now
from readiness_kit.prework.workbook import file_names, prework_files
from tests.cli.prework_files import ANSWER, NOTE, PROFILE, SHOW, make_asking, rate, row_of

ROOT = Path(__file__).parents[2]
NAMED = "factors.sponsor.named"
HOSTILE = '=HYPERLINK("http://evil.example","here")'


def files(folder: Path, **more: Any) -> dict[str, bytes]:
    opened = Engagement.open(folder)
    sections = sections_now(opened.framework, opened.profile)
    work = pre_work(opened.framework, opened.profile, opened.assessment, sections)
    return prework_files(
        work,
        opened.profile,
        opened.framework,
        opened.assessment,
        folder="acme",
        day=opened.as_of(),
        **more,
    )


def book(raw: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(raw))


def words(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    return make_asking(tmp_path / "acme")


def test_the_first_sheet_says_whose_by_when_how_long_and_to_whom(acme: Path) -> None:
    opened = book(files(acme, due=dt.date(2026, 9, 21))["sponsor.xlsx"])
    assert opened.sheetnames == ["Start here", "Answers", "readiness"]
    assert opened.active.title == "Start here"
    assert opened["readiness"].sheet_state == "hidden"
    said = words(opened["Start here"])
    for text in ("Northwind", "Claims triage", "sponsor, Sponsor", "21 September 2026"):
        assert text in said
    assert "Nora, Facilitator" in said
    assert "About 2 minutes: 2 questions, a minute each" in said
    assert "Please answer by" not in words(book(files(acme)["sponsor.xlsx"])["Start here"])


def test_what_is_never_on_offer_is_not_explained(acme: Path) -> None:
    def steps(name: str) -> str:
        return " ".join(words(book(files(acme)[name])["Start here"]))

    assert "“does not apply” with a reason" in steps("ml_engineer-ml.xlsx")
    text = (acme / "small.yaml").read_text("utf-8")
    owned = "- id: poc.data.owned\n"
    assert owned in text
    (acme / "small.yaml").write_text(
        text.replace(owned, f"{owned}            answered_by: [legal]\n"), "utf-8"
    )
    said = steps("ml_engineer-ml.xlsx")
    assert "About a minute: 1 question" in said
    assert "an answer that helps us." in said
    assert "does not apply" not in said


def test_a_row_has_the_question_its_levels_and_the_answer_that_stands(acme: Path) -> None:
    rate(acme, "sponsor", NAMED, level=2, note="as of May\nCould show: the minutes")
    sheet = book(files(acme)["sponsor.xlsx"])["Answers"]
    row = [cell.value for cell in sheet[row_of(sheet, NAMED)]]
    assert row == [
        NAMED,
        "A sponsor is named",
        "Who pays?",
        *["nobody", "a team", "a person", "a person with money", "for years"],
        *[2, None, "as of May", "the minutes"],
    ]
    bands = [
        sheet.cell(row, 2).value for row in range(4, sheet.max_row) if not sheet.cell(row, 1).value
    ]
    assert bands == ["Proof of concept", "Data", "Success factors", "Sponsor"]


def test_a_blocker_is_marked_and_cannot_be_called_off(acme: Path) -> None:
    sheet = book(files(acme)["ml_engineer-ml.xlsx"])["Answers"]
    row = row_of(sheet, "poc.data.real")
    assert "Blocker: level 2 needed at the gate of Proof of concept" in sheet.cell(row, 2).value
    lists = {
        sheet.cell(r, 1).value: rule.formula1
        for r in (row, row + 1)
        for rule in sheet.data_validations.dataValidation
        if sheet.cell(r, ANSWER).coordinate in rule.sqref
    }
    assert lists["poc.data.real"] == '"0,1,2,3,4,don\'t know"'
    assert lists["poc.data.owned"] == '"0,1,2,3,4,don\'t know,does not apply"'


def test_only_the_cells_to_fill_in_are_open(acme: Path) -> None:
    opened = book(files(acme)["sponsor.xlsx"])
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in opened)
    sheet = opened["Answers"]
    asked = {row_of(sheet, NAMED), row_of(sheet, "poc.data.owned")}
    unlocked = {
        (cell.row, cell.column) for row in sheet for cell in row if not cell.protection.locked
    }
    assert unlocked == {(row, column) for row in asked for column in range(ANSWER, SHOW + 1)}
    assert sheet.cell(row_of(sheet, NAMED), NOTE).number_format == "@"


def test_it_can_be_read_on_a_laptop_and_on_paper(acme: Path) -> None:
    sheet = book(files(acme)["sponsor.xlsx"])["Answers"]
    assert sheet.freeze_panes == "C4"
    assert sheet.sheet_view.selection[-1].activeCell == "I6"
    assert sheet.column_dimensions["A"].hidden
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    widths = [sheet.column_dimensions[letter].width for letter in "BCDEFGHI"]
    # 7 pixels a character and 5 for the edges: the answer is in sight at 1,280 pixels
    assert sum(7 * width + 5 for width in widths) < 1240
    assert all(cell.alignment.wrap_text for cell in sheet[row_of(sheet, NAMED)][1:])


def test_every_row_of_our_own_framework_is_tall_enough_for_its_longest_text() -> None:
    framework = load_framework("poc-to-production")
    profile = Engagement.open(ROOT / "data/samples/claims-triage").profile
    profile = profile.model_copy(update={"depth": "full"})
    work = PreWork(
        ("poc",), (Invited("ml", "ml_engineer", tuple(framework.criteria), ()),), (), (), ()
    )
    assessment = Engagement.open(ROOT / "data/samples/claims-triage").assessment
    raw = prework_files(work, profile, framework, assessment, folder="x", day=dt.date(2026, 9, 14))
    sheet = book(raw["ml_engineer.xlsx"])["Answers"]
    for criterion in framework.criteria.values():
        height = sheet.row_dimensions[row_of(sheet, criterion.id)].height
        longest = max(map(len, criterion.levels.values()))
        # 20 characters a line leave room for words that do not fill it
        assert height >= 13 * longest / 22, criterion.id
        assert height < 300
    prompts = [rule.prompt for rule in sheet.data_validations.dataValidation]
    assert len(prompts) == len(framework.criteria) + 3
    assert all(0 < len(prompt) <= 255 for prompt in prompts)
    assert all(len(r.formula1 or "") <= 255 for r in sheet.data_validations.dataValidation)


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    hostile = PROFILE.replace("client: Northwind", f"client: '{HOSTILE}'")
    acme = make_asking(tmp_path / "acme", hostile.replace("system: Claims triage", "system: '+1'"))
    for text in ("=1+1", "-2", "@SUM(A1)", "#N/A"):
        rate(acme, "sponsor", NAMED, level=2, note=f"{text}\nCould show: {HOSTILE}")
        raw = files(acme)["sponsor.xlsx"]
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/")]
            xml = [archive.read(name).decode() for name in sheets]
        assert not any(re.search(r"<f[ >/]", part) or 't="e"' in part for part in xml)
        sheet = book(raw)["Answers"]
        cells = [sheet.cell(row_of(sheet, NAMED), column) for column in (NOTE, SHOW)]
        assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s"), (HOSTILE, "s")]
        assert cells[1].quotePrefix
        assert cells[0].quotePrefix == (text[0] in "=-@")


def test_the_same_input_gives_the_same_bytes_in_another_process(acme: Path) -> None:
    done = []
    for seed, zone, out in (("1", "UTC", "a"), ("2", "Asia/Tokyo", "b")):
        subprocess.run(
            [
                sys.executable,
                "-m",
                "readiness_kit",
                "export",
                acme,
                "--to",
                "prework",
                "--out",
                out,
            ],
            cwd=acme.parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            check=True,
            capture_output=True,
        )
        done.append({p.name: p.read_bytes() for p in (acme.parent / out).iterdir()})
    assert done[0] == done[1]
    assert len(done[0]) == 3


def test_a_framework_of_three_levels_has_three(tmp_path: Path) -> None:
    profile = PROFILE.replace("small.yaml", "ml-test-score").replace("phase: poc", "phase: null")
    profile = profile.replace("role: sponsor", "role: legal")
    opened = book(next(iter(files(make_asking(tmp_path / "acme", profile)).values())))
    heads = [cell.value for cell in opened["Answers"][3]]
    assert heads[3:7] == ["0: not done", "1: by hand", "2: automated", "Your answer"]


def test_file_names_stay_apart_where_a_system_holds_small_and_capital_letters_for_one() -> None:
    people = [("a", "ml-b"), ("b", "ml"), ("B", "ml"), ("c", "ML-B")]
    invited = tuple(Invited(person, role, ("x",), ()) for person, role in people)
    names = file_names(PreWork((), invited, (), (), ())).values()
    assert len({name.casefold() for name in names}) == 4
