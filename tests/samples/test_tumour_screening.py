"""The sample engagement `tumour-screening`: real records, a model that refuses, a weak spot."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sklearn.datasets import load_breast_cancer

from readiness_kit.engagement import Engagement

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SAMPLE = SAMPLES / "tumour-screening"
FILES = ("training.csv", "poc.csv", "production.csv")
KEY, LABEL = "biopsy_id", "malignant"
ODD: dict[str, Any] = {
    "missing": "left out",
    "empty": None,
    "text": "17,99",
    "boolean": True,
    "another unit": 17_990.0,
    "no number": float("nan"),
    "infinite": float("inf"),
}
ASK = """
import csv, json
import model
said = {}
for name in ("poc.csv", "production.csv"):
    with open(f"data/{name}", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    asked = [{k: float(v) for k, v in r.items() if k not in (model.KEY, model.LABEL)} for r in rows]
    said[name] = model.predict(asked)
said["none"] = model.predict([])
refused = {}
for kind, value in json.loads(input()).items():
    record = dict(asked[0], mean_radius=value)
    if kind == "missing":
        del record["mean_radius"]
    try:
        model.predict([asked[1], record])
    except ValueError as fault:
        refused[kind] = str(fault)
print(json.dumps([said, refused]))
"""

Rows = list[dict[str, str]]
Answers = list[dict[str, Any]]


def rows_of(name: str) -> Rows:
    """The biopsies of one committed file."""
    with (SAMPLE / "data" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def right(name: str, answers: Answers) -> list[bool]:
    """Whether each biopsy was told as histology tells it."""
    rows = rows_of(name)
    return [a["prediction"] == int(row[LABEL]) for row, a in zip(rows, answers, strict=True)]


@pytest.fixture(scope="module")
def replies(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Answers], dict[str, str]]:
    """Every answer and every refusal, from one process and so from one training."""
    folder = tmp_path_factory.mktemp("client") / "tumour-screening"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "evidence"))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", ASK],
        cwd=folder,
        input=json.dumps(ODD),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    said, refused = json.loads(done.stdout)
    return said, refused


def test_the_records_are_those_that_scikit_learn_ships() -> None:
    """Each once, in the three files together, with every figure what it was."""
    bunch = load_breast_cancer()
    rows = sorted((row for name in FILES for row in rows_of(name)), key=lambda row: row[KEY])
    names = [str(name).replace(" ", "_") for name in bunch.feature_names]

    assert [row[KEY] for row in rows] == [f"B-{place:04}" for place in range(1, 570)]
    assert [int(row[LABEL]) for row in rows] == [1 - int(target) for target in bunch.target]
    for row, values in zip(rows, bunch.data, strict=True):
        assert [float(row[name]) for name in names] == [float(value) for value in values]


def test_the_three_parts_hold_about_as_many_malignant_ones() -> None:
    assert [len(rows_of(name)) for name in FILES] == [190, 190, 189]
    for name in FILES:
        labels = [int(row[LABEL]) for row in rows_of(name)]
        assert 0.30 < sum(labels) / len(labels) < 0.45, name


def test_accuracy_holds_on_what_the_model_never_saw(
    replies: tuple[dict[str, Answers], dict[str, str]],
) -> None:
    """Above the stop number and above the clinic's own readers, in both samples."""
    profile = Engagement.open(SAMPLE).profile
    stop = profile.service_levels.accuracy_min
    assert stop is not None
    for name in ("poc.csv", "production.csv"):
        flags = right(name, replies[0][name])
        assert stop < 0.95 <= sum(flags) / len(flags) < 1, name


def test_an_unsure_answer_asks_for_a_second_reader(
    replies: tuple[dict[str, Answers], dict[str, str]],
) -> None:
    said = replies[0]
    assert said["none"] == []
    for name in ("poc.csv", "production.csv"):
        for answer in said[name]:
            assert set(answer) == {"prediction", "proba", "flag"}
            assert answer["prediction"] in (0, 1)
            assert 0.5 <= answer["proba"] <= 1
            assert (answer["flag"] == "second reader") == (answer["proba"] < 0.85)
        assert any(answer["flag"] for answer in said[name])


def test_the_second_reader_sees_most_of_the_errors(
    replies: tuple[dict[str, Answers], dict[str, str]],
) -> None:
    answers = replies[0]["production.csv"]
    flags = right("production.csv", answers)
    wrong = [bool(a["flag"]) for ok, a in zip(flags, answers, strict=True) if not ok]
    assert sum(wrong) / len(wrong) >= 0.5


def test_what_it_cannot_read_it_refuses_by_name(
    replies: tuple[dict[str, Answers], dict[str, str]],
) -> None:
    """Nothing is guessed: whatever is no plausible number ends in an error that names the field."""
    refused = replies[1]
    assert sorted(refused) == sorted(ODD)
    assert [said for said in refused.values() if not said.startswith("mean_radius: ")] == []


def test_integration_is_the_weak_spot() -> None:
    """The lowest answers, and the system without owner and fallback, are both on that side."""
    ratings = Engagement.open(SAMPLE).assessment.ratings
    levels = {r.criterion: r.level for r in ratings if r.level is not None}
    lowest = [name for name, level in levels.items() if level == min(levels.values())]
    with (SAMPLE / "integrations.csv").open(encoding="utf-8", newline="") as stream:
        bare = [r["system"] for r in csv.DictReader(stream) if not (r["owner"] or r["fallback"])]

    assert lowest == ["poc.integration_points.owned"]
    assert bare == ["Slide scanner"]


def test_the_clinic_is_regulated_and_nothing_may_stop() -> None:
    profile = Engagement.open(SAMPLE).profile
    assert (profile.scope.kind, profile.scope.regulated, profile.scope.criticality) == (
        "tabular",
        True,
        "A",
    )
    assert str(profile.as_of) == "2026-10-19"
