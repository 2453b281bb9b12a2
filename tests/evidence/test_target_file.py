"""The offline round trip: cases out, predictions in, joined by id."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.errors import InvalidFileError, TargetError, UsageError
from readiness_kit.evidence.run import is_fresh, missing_or_stale, provided, run_method
from readiness_kit.evidence.target import AwaitingAnswersError, FileTarget, Result, open_target
from readiness_kit.evidence.target.cases import ABSENT, case_id
from tests.evidence.conftest import Client

CANARY = "canary-7f3a"
RECORDS: list[dict[str, Any]] = [
    {"amount": 50, "name": CANARY},
    {"amount": 150.5, "name": None},
    {"amount": True},
]


def target(folder: Path, file: str = "data/predictions.csv") -> FileTarget:
    return FileTarget(ModelTarget(id="m", version="1", file=file), folder)


def written(folder: Path) -> list[dict[str, str]]:
    with (folder / "data" / "cases.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def announced(folder: Path, records: list[dict[str, Any]]) -> str:
    with pytest.raises(AwaitingAnswersError) as caught, target(folder) as model:
        model.prepare(records)
    assert CANARY not in str(caught.value)
    return str(caught.value)


def answered(folder: Path, rule: Callable[[dict[str, str]], object]) -> None:
    """Do what the client does: score every line of cases.csv."""
    lines = [f"{case['case_id']},{rule(case)}" for case in reversed(written(folder))]
    saved(folder, ["case_id,prediction", *lines])


def saved(folder: Path, lines: list[str]) -> None:
    (folder / "data").mkdir(exist_ok=True)
    text = "\n".join(lines) + "\n"
    (folder / "data" / "predictions.csv").write_text(text, encoding="utf-8")


def test_what_is_asked_is_written_with_what_to_do(tmp_path: Path) -> None:
    told = announced(tmp_path, RECORDS)
    assert told.startswith("3 of 3 cases have no answer yet. All are in data/cases.csv: let the")
    assert "as data/predictions.csv, and run this again" in told
    assert written(tmp_path) == [
        {"case_id": case_id(RECORDS[0]), "amount": "50", "name": CANARY, ABSENT: ""},
        {"case_id": case_id(RECORDS[1]), "amount": "150.5", "name": "", ABSENT: ""},
        {"case_id": case_id(RECORDS[2]), "amount": "true", "name": "", ABSENT: "name"},
    ]


def test_answers_are_found_whatever_their_order(tmp_path: Path) -> None:
    announced(tmp_path, RECORDS)
    answered(tmp_path, lambda case: case["amount"])
    with target(tmp_path) as model:
        model.prepare(RECORDS)
        expected = [Result("50"), Result("150.5"), Result("true")]
        assert model.predict(RECORDS) == expected
        assert model.attempt(RECORDS[::-1]) == expected[::-1]


def test_a_record_that_is_asked_twice_has_two_cases(tmp_path: Path) -> None:
    """Else a model that answers by chance would look steady."""
    announced(tmp_path, [RECORDS[0], RECORDS[0], RECORDS[0]])
    first = case_id(RECORDS[0])
    assert [case["case_id"] for case in written(tmp_path)] == [first, f"{first}-2"]
    answered(tmp_path, lambda case: "second" if case["case_id"].endswith("-2") else "first")
    with target(tmp_path) as model:
        model.prepare([RECORDS[0]] * 3)
        said = [model.predict([RECORDS[0]])[0].prediction for _ in "123"]
    assert said == ["first", "second", "first"]


def test_a_record_that_was_announced_once_is_not_told_twice(tmp_path: Path) -> None:
    announced(tmp_path, RECORDS)
    answered(tmp_path, lambda case: 1)
    with target(tmp_path) as model:
        model.prepare(RECORDS)
        assert model.predict([RECORDS[0]]) == model.predict([RECORDS[0]]) == [Result("1")]


def test_earlier_cases_stay_and_new_fields_are_added(tmp_path: Path) -> None:
    announced(tmp_path, RECORDS[:1])
    announced(tmp_path, [{"amount": " 7 ", "extra": 'a "b",\n;c'}])
    first, second = written(tmp_path)
    assert (first["name"], first["extra"], first[ABSENT]) == (CANARY, "", "extra")
    assert (second["amount"], second["extra"], second[ABSENT]) == (" 7 ", 'a "b",\n;c', "name")
    before = (tmp_path / "data" / "cases.csv").read_bytes()
    announced(tmp_path, RECORDS[:1])
    assert (tmp_path / "data" / "cases.csv").read_bytes() == before


def test_a_text_with_a_lone_carriage_return_stays_one_cell(tmp_path: Path) -> None:
    told = "first line\rsecond line"
    announced(tmp_path, [{"note": told}, *RECORDS])
    assert [case["note"] for case in written(tmp_path)] == [told, "", "", ""]
    assert pd.read_csv(tmp_path / "data" / "cases.csv").shape[0] == 4
    announced(tmp_path, [{"note": "another"}])  # the file is taken for ours


def test_a_very_long_text_is_a_case_as_any(tmp_path: Path) -> None:
    announced(tmp_path, [{"a": "x" * 1_000_000}])
    announced(tmp_path, RECORDS)
    with target(tmp_path) as model:
        assert len(model._cases.rows[case_id({"a": "x" * 1_000_000})]["a"]) == 1_000_000


def test_a_field_that_is_called_as_ours_is_told(tmp_path: Path) -> None:
    with target(tmp_path) as model, pytest.raises(TargetError, match="have a column case_id, as"):
        model.prepare([{"case_id": 1}])


def test_part_of_the_answers_leaves_the_rest_awaited(tmp_path: Path) -> None:
    announced(tmp_path, RECORDS)
    saved(tmp_path, ["case_id,prediction", f"{case_id(RECORDS[0])},1"])
    assert announced(tmp_path, RECORDS).startswith("2 of 3 cases have no answer yet")


def test_an_empty_prediction_is_a_model_that_gave_none(tmp_path: Path) -> None:
    lines = [f"{case_id(record)},,0.5,TRUE" for record in RECORDS]
    saved(tmp_path, ["case_id,prediction,proba,flag", *lines])
    with target(tmp_path) as model:
        model.prepare(RECORDS)
        assert model.predict(RECORDS) == [Result(None, 0.5, True)] * 3
        assert model.predict([{"never": "asked"}]) == [Result(None)]
    assert not (tmp_path / "data" / "cases.csv").exists()


def test_a_sheet_as_a_spreadsheet_saves_it_is_read(tmp_path: Path) -> None:
    saved(tmp_path, ["﻿flag;prediction;case_id", f"unsure;yes;{case_id(RECORDS[0])}", ";;"])
    with target(tmp_path) as model:
        model.prepare(RECORDS[:1])
        assert model.predict(RECORDS[:1]) == [Result("yes", None, "unsure")]


def test_an_id_depends_on_fields_and_values_alone() -> None:
    assert case_id({"a": 1, "b": None}) == case_id({"b": None, "a": 1}) == "c46e0ff59f6164548"
    others = [{"a": 1}, {"a": 1.0, "b": None}, {"a": "1", "b": None}, {"a": True, "b": None}]
    assert len({case_id(record) for record in others}) == 4


ID = case_id(RECORDS[0])
BAD: dict[str, tuple[list[str], str]] = {
    "no case_id": (["id,prediction", "1,1"], "csv:1: case_id: this column is required"),
    "no prediction": (["case_id", ID], "csv:1: prediction: this column is required"),
    "another column": (
        [f"case_id,prediction,{CANARY},", f"{ID},1,2,3"],
        "csv:1: column 3: columns of case_id, prediction, proba, flag; got another name",
    ),
    "no header": (
        [f"{ID},{CANARY},{CANARY},62.99", f"{ID},1,1,2"],
        "csv:1: column 4: columns of case_id, prediction, proba, flag; got another name",
    ),
    "two answers": (
        ["case_id,prediction", f"{ID},1", f"{ID},2"],
        "csv:3: case_id: each case once; got the same case with another answer",
    ),
    "an unknown id": (
        ["case_id,prediction", f"{CANARY},1"],
        "csv:2: case_id: the id of a case as cases.csv spells it; got another",
    ),
    "no id": (["case_id,prediction", ",1"], "as cases.csv spells it; got none"),
    "NaN": (["case_id,prediction", f"{ID},nan"], "csv:2: prediction: a label, or nothing"),
    "NaN proba": (["case_id,prediction,proba", f"{ID},1,NaN"], "csv:2: proba: a number from 0"),
    "a worded proba": (["case_id,prediction,proba", f"{ID},1,{CANARY}"], "csv:2: proba: a number"),
    "too short": (["case_id,prediction,proba", f"{ID},1"], "csv:2: 3 cells, as in the header"),
    "too long": (["case_id,prediction", f"{ID},1,2"], "csv:2: at most 2 cells"),
    "a quote left open": (["case_id,prediction", f'{ID},"1'], "csv:2: valid CSV"),
    "empty": ([], "csv:1: case_id: this column is required"),
    "a header only": (["case_id,prediction"], "one answer a line below the header; got none"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_of_answers_is_told_by_line(case: str, tmp_path: Path) -> None:
    lines, message = BAD[case]
    saved(tmp_path, lines)
    with pytest.raises(InvalidFileError) as caught, target(tmp_path):
        pass
    assert message in str(caught.value)
    assert CANARY not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_the_same_answer_twice_is_no_fault(tmp_path: Path) -> None:
    saved(tmp_path, ["case_id,prediction", f"{ID},1", f"{ID},1"])
    with target(tmp_path) as model:
        assert model.predict(RECORDS[:1]) == [Result("1")]


def test_many_bad_lines_are_counted(tmp_path: Path) -> None:
    saved(tmp_path, ["case_id,prediction", *["x,1"] * 100])
    with pytest.raises(InvalidFileError, match="80 more lines like these"), target(tmp_path):
        pass


NOT_OURS = (
    b"",
    b"case_id,amount\n1,2\n",
    b"case_id,amount\nc46e0ff59f6164548,2\n",
    b"case_id,amount,__absent__\n17,2,\n",
    b"case_id,amount,__absent__,note\nc46e0ff59f6164548,2,,x\n",
    b"amount,case_id,__absent__\n2,c46e0ff59f6164548,\n",
    b"case_id,a,a,__absent__\nc46e0ff59f6164548,1,2,\n",
    b"case_id,a,__absent__\nc46e0ff59f6164548,1,\nc46e0ff59f6164548,2,\n",
    b"case_id,a,__absent__\nc46e0ff59f6164548,1\n",
    b"case_id,a,__absent__\nc46e0ff59f6164548,1,,\n",
    b'case_id,a,__absent__\n"x',
    b"case_id,a,__absent__\n\xff,1,\n",
)


@pytest.mark.parametrize("text", NOT_OURS)
def test_a_file_of_cases_that_is_not_ours_is_left_as_it_is(text: bytes, tmp_path: Path) -> None:
    there = tmp_path / "data" / "cases.csv"
    there.parent.mkdir()
    there.write_bytes(text)
    left = r"cases\.csv that is not as .* Move it away, or name target\.file in another folder"
    with pytest.raises(TargetError, match=left), target(tmp_path) as model:
        model.prepare(RECORDS)
    assert there.read_bytes() == text


@pytest.mark.parametrize("key", ["poc", "production", "training"])
def test_no_sample_is_taken_for_the_cases(key: str, client: Client) -> None:
    said = client.says(target={"id": "m", "version": "1", "file": "data/p.csv"}).engagement()
    profile = said.profile.model_copy(
        update={"data": said.profile.data.model_copy(update={key: "./data/cases.csv"})}
    )
    with pytest.raises(TargetError, match=r"data/cases\.csv, .* is a sample that"):
        open_target(profile, client.folder)
    assert not (client.folder / "data" / "cases.csv").exists()


def test_no_link_leads_the_cases_out_of_the_folder(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside.csv", tmp_path / "acme"
    (inside / "data").mkdir(parents=True)
    (inside / "data" / "cases.csv").symlink_to(outside)
    with pytest.raises(UsageError, match="outside the engagement's folder"):
        target(inside)
    assert not outside.exists()


def test_the_answers_are_not_the_questions_and_lie_in_the_folder(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="which holds the questions"):
        target(tmp_path, "data/cases.csv")
    with pytest.raises(UsageError, match="outside the engagement's folder"):
        target(tmp_path, "../predictions.csv")


# in a run


@pytest.fixture
def offline(client: Client) -> Client:
    return client.says(target={"id": "m", "version": "1", "file": "data/predictions.csv"})


def test_a_run_waits_for_answers_and_then_judges_as_a_live_one(
    client: Client, offline: Client
) -> None:
    live = run_method("accuracy", client.engagement())
    first = run_method("accuracy", offline.engagement())
    assert (first.state, first.verdict) == ("skipped", None)
    assert "cases have no answer yet" in str(first.reason)
    answered(offline.folder, lambda case: int(float(case["amount"]) > 100))
    seen = run_method("accuracy", offline.engagement())
    assert seen.state == "done"
    assert (seen.verdict, seen.estimate, seen.figures) == (
        live.verdict, live.estimate, live.figures,
    )  # fmt: skip


def test_a_model_that_answers_by_chance_is_seen_offline_too(offline: Client) -> None:
    run_method("accuracy", offline.engagement())
    answered(offline.folder, lambda case: int(case["case_id"].endswith("-2")))
    seen = run_method("accuracy", offline.engagement())
    assert seen.figures["control"]["differing"] > 0


def test_other_answers_make_a_run_stale(offline: Client) -> None:
    run_method("accuracy", offline.engagement())
    answered(offline.folder, lambda case: 1)
    engagement = offline.engagement()
    seen = run_method("accuracy", engagement)
    assert is_fresh(seen, engagement, provided()["accuracy"])
    answered(offline.folder, lambda case: 0)
    assert not is_fresh(seen, engagement, provided()["accuracy"])
    assert "accuracy" in missing_or_stale(engagement, ["accuracy"])


def test_a_bad_file_of_answers_is_an_error_with_its_line(offline: Client) -> None:
    saved(offline.folder, ["case_id,prediction", "c1,1"])
    seen = run_method("accuracy", offline.engagement())
    assert (seen.state, seen.verdict) == ("error", None)
    assert "predictions.csv:2: case_id" in str(seen.reason)
