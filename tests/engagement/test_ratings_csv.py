from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from readiness_kit.engagement.changes import Change
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.ratings_csv import COLUMNS, read_ratings
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import InvalidFileError
from tests.engagement.folders import NOW, lines, rated, written

REAL, OWNED = "poc.data.real", "poc.data.owned"


def read(folder: Path, text: str | bytes) -> list[Change]:
    path = folder / "ratings.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    opened = Engagement.open(folder)
    return read_ratings(path, opened.profile, opened.framework, now=NOW)


def faults(folder: Path, text: str | bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(InvalidFileError) as caught:
        read(folder, text)
    assert all(problem.file.endswith("ratings.csv") for problem in caught.value.problems)
    return [(problem.line, problem.field) for problem in caught.value.problems]


def test_a_full_row_is_a_rating_and_its_evidence(folder: Path, writer: Writer) -> None:
    header = ",".join(column for column in COLUMNS if column != "choices")
    row = f"{REAL},lead,rated,3,,,good,recurring,minutes 7,2026-12-31,2026-09-12;2026-08-01,ml,1"
    said = writer.apply(read(folder, f"{header}\n{row}\n"), by="lead", op="import")
    (rating,), (proof,) = said.ratings, said.evidence
    assert (rating.level, rating.round, rating.note, rating.at) == (3, 1, "good", NOW)
    assert (proof.id, proof.grade, proof.reference, proof.by) == (
        "e-0001",
        "recurring",
        "minutes 7",
        "ml",
    )
    assert proof.instances == [dt.date(2026, 8, 1), dt.date(2026, 9, 12)]
    assert (proof.on, proof.expires) == (dt.date(2026, 9, 12), dt.date(2026, 12, 31))


def test_missing_columns_are_empty(folder: Path, writer: Writer) -> None:
    said = writer.apply(read(folder, f"criterion,level\n{REAL},2\n"), by="lead", op="import")
    (rating,) = said.ratings
    assert (rating.respondent, rating.state, rating.level, rating.round) == (None, "rated", 2, 0)


def test_evidence_without_a_date_is_of_today(folder: Path) -> None:
    text = f"criterion,level,evidence_grade,evidence_ref\n{REAL},2,document,minutes\n"
    assert read(folder, text)[1].new == {
        "id": "new",
        "criterion": REAL,
        "grade": "document",
        "reference": "minutes",
        "by": None,
        "on": "2026-09-14",
        "expires": None,
        "instances": [],
    }


@pytest.mark.parametrize(
    "raw",
    [
        f"criterion;respondent;level\n{REAL};lead;2\n".encode(),
        f"criterion,respondent,level\r\n{REAL},lead,2\r\n".encode("utf-8-sig"),
        f" criterion , respondent ,level\n\n {REAL} ,lead, 2 \n,,\n".encode(),
        f'"criterion","respondent","level"\n"{REAL}","lead","2"'.encode(),
        f"criterion,respondent,level,note\n{REAL},lead,2\n".encode(),
    ],
)
def test_what_spreadsheets_write_is_read(folder: Path, raw: bytes) -> None:
    (change,) = read(folder, raw)
    assert change.path == ("ratings", REAL, "lead", "0")
    assert change.new is not None
    assert (change.new["state"], change.new["level"]) == ("rated", 2)


def test_a_note_may_have_lines_and_commas(folder: Path) -> None:
    text = f'criterion,level,note\n{REAL},2,"one, two\nthree"\n{OWNED},9,\n'
    assert faults(folder, text) == [(4, "level")]
    change = read(folder, text.replace(",9,", ",1,"))[0]
    assert change.new is not None
    assert change.new["note"] == "one, two\nthree"


def test_unrated_clears(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2), rated(2, OWNED)], by="lead", op="rate")
    text = f"criterion,respondent,state\n{REAL},lead,unrated\nmvp.api.contract,lead,unrated\n"
    said = writer.apply(read(folder, text), by="lead", op="import")
    assert [rating.criterion for rating in said.ratings] == [OWNED]


def test_unrated_clears_the_anonymous_answer_and_no_other(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2), rated(1, respondent=None)], by="lead", op="rate")
    said = writer.apply(read(folder, f"criterion,state\n{REAL},unrated\n"), by="lead", op="import")
    assert [(rating.respondent, rating.level) for rating in said.ratings] == [("lead", 2)]


def test_an_import_is_one_line_of_the_journal(folder: Path, writer: Writer) -> None:
    writer.apply(read(folder, f"criterion,level\n{REAL},2\n"), by="lead", op="import")
    line = lines(folder)[-1]
    assert (line["op"], line["path"], len(line["new"])) == ("import", ["ratings.csv"], 1)


def test_the_same_import_again_changes_nothing(folder: Path, writer: Writer) -> None:
    text = f"criterion,level,evidence_grade,evidence_ref\n{REAL},2,document,m\n{OWNED},1,,\n"
    writer.apply(read(folder, text), by="lead", op="import")
    before = written(folder)
    writer.apply(read(folder, text), by="lead", op="import")
    assert written(folder) == before


@pytest.mark.parametrize(
    ("header", "row", "column"),
    [
        ("criterion,level", "poc.data.reel,2", "criterion"),
        ("criterion,level", ",2", "criterion"),
        ("criterion,level", "a b,2", "criterion"),
        ("criterion,level", f"{REAL},", "state"),
        ("criterion,level", f"{REAL},5", "level"),
        ("criterion,level", f"{REAL},2.5", "level"),
        ("criterion,level", f'{REAL},"2,0"', "level"),
        ("criterion,level", f"{REAL},-1", "level"),
        ("criterion,level", f"{REAL},３", "level"),
        ("criterion,level", f"{REAL},02", "level"),
        ("criterion,level", f"{REAL},nan", "level"),
        ("criterion,state", f"{REAL},rated", "level"),
        ("criterion,state", f"{REAL},Rated", "state"),
        ("criterion,state,level", f"{REAL},unknown,2", "level"),
        ("criterion,state,level", f"{REAL},unrated,2", "level"),
        ("criterion,state", f"{OWNED},not_applicable", "reason"),
        ("criterion,state,reason", f"{OWNED},not_applicable,because", "reason"),
        ("criterion,state,reason", f"{REAL},not_applicable,other", "approver"),
        ("criterion,level,reason", f"{REAL},2,other", "reason"),
        ("criterion,level,respondent", f"{REAL},2,stranger", "respondent"),
        ("criterion,level,respondent", f"{REAL},2,consensus", "respondent"),
        ("criterion,level,respondent", f"{REAL},2,tool", "respondent"),
        ("criterion,level,round", f"{REAL},2,one", "round"),
        ("criterion,level,note", f"{REAL},2,a\x07b", "note"),
        ("criterion,level,evidence_ref", f"{REAL},2,m", "evidence_ref"),
        ("criterion,level,evidence_on", f"{REAL},2,2026-09-01", "evidence_on"),
        ("criterion,level,evidence_grade", f"{REAL},2,document", "evidence_ref"),
        ("criterion,level,evidence_grade,evidence_ref", f"{REAL},2,proof,m", "evidence_grade"),
        (
            "criterion,level,evidence_grade,evidence_ref,evidence_on",
            f"{REAL},2,document,m,14.9.2026",
            "evidence_on",
        ),
        (
            "criterion,level,evidence_grade,evidence_ref,evidence_on",
            f"{REAL},2,document,m,2026-09-01;2026-09-02",
            "evidence_on",
        ),
        (
            "criterion,level,evidence_grade,evidence_ref,expires",
            f"{REAL},2,document,m,soon",
            "expires",
        ),
    ],
)
def test_a_bad_row_is_named_by_line_and_column(
    folder: Path, header: str, row: str, column: str
) -> None:
    width = header.count(",") + 1
    good = ",".join([OWNED, "2"] + [""] * (width - 2)) if "level" in header else ""
    text = f"{header}\n{good}\n{row}\n"
    if "level" in header and not header.startswith("criterion,level"):
        text = f"{header}\n\n{row}\n"
    assert faults(folder, text) == [(3, column)]


def test_every_bad_row_is_named_at_once(folder: Path) -> None:
    text = f"criterion,level,respondent\n{REAL},9,lead\n{OWNED},2,lead\nx.y,1,stranger\n{REAL},,\n"
    assert faults(folder, text) == [
        (2, "level"),
        (4, "criterion"),
        (4, "respondent"),
        (5, "state"),
    ]


def test_the_same_place_twice_is_an_error(folder: Path) -> None:
    text = f"criterion,level,respondent\n{REAL},1,lead\n{REAL},2,ml\n{REAL},3,lead\n"
    assert faults(folder, text) == [(4, "criterion")]
    assert faults(folder, f"criterion,level\n{REAL},1\n{REAL},1\n") == [(3, "criterion")]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", [(1, "")]),
        (b"criterion,levle\n", [(1, "levle")]),
        (b"level\n2\n", [(1, "criterion")]),
        (b"criterion,level,level\n", [(1, "level")]),
        (b"criterion,level\npoc.data.real,2,3\n", [(2, "")]),
        (b'criterion,level\n"poc.data.real,2\n', [(2, "")]),
        (b"criterion,note\npoc.data.real,\xe9\n", [(2, "")]),
        ("criterion,level\n".encode("utf-16"), [(1, "")]),
    ],
)
def test_a_table_that_is_none_is_named(
    folder: Path, raw: bytes, expected: list[tuple[int | None, str]]
) -> None:
    assert faults(folder, raw) == expected


def test_unknown_columns_are_told_the_known_ones(folder: Path) -> None:
    with pytest.raises(InvalidFileError, match="evidence_grade, evidence_ref, expires"):
        read(folder, "criterion,score\n")


def test_a_missing_file_is_named(folder: Path) -> None:
    opened = Engagement.open(folder)
    with pytest.raises(InvalidFileError, match=r"none.csv"):
        read_ratings(folder / "none.csv", opened.profile, opened.framework, now=NOW)
