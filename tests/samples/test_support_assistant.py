"""The sample engagement `support-assistant`: tickets, the router's answers, and figures."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Engagement

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
SAMPLE = SAMPLES / "support-assistant"
QUEUES = {"billing", "delivery", "login", "refund", "other"}
LARGEST = 700_000
UNREADABLE = [{}, {"text": None}, {"text": ""}, {"text": "12345 !?"}, {"text": "\u4f60\u597d"}]
ASK = """
import csv, json, sys
import model
said = {"poc.csv": [], "production.csv": []}
for name in said:
    with open(f"data/{name}", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    asked = [{"channel": row["channel"], "text": row["text"]} for row in rows]
    said[name] = model.predict(asked)
said["odd"] = model.predict(json.loads(sys.argv[1]))
said["none"] = model.predict([])
print(json.dumps(said))
"""

Rows = list[dict[str, str]]


def rows_of(name: str) -> Rows:
    """The tickets of one committed file."""
    with (SAMPLE / "data" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def right(rows: Rows, answers: list[dict[str, Any]]) -> list[bool]:
    """Whether each ticket was sent to the queue that it belongs to."""
    return [a["prediction"] == row["queue"] for row, a in zip(rows, answers, strict=True)]


def share(flags: list[bool]) -> float:
    return sum(flags) / len(flags)


@pytest.fixture(scope="module")
def production() -> Rows:
    return rows_of("production.csv")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """Every answer, from one process and so from one training."""
    folder = tmp_path_factory.mktemp("client") / "support-assistant"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__", "evidence"))
    command = [sys.executable, "-W", "error", "-c", ASK, json.dumps(UNREADABLE)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    answers: dict[str, list[dict[str, Any]]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("name", ["training.csv", "poc.csv", "production.csv"])
def test_a_file_is_small_and_no_place_holder_is_left(name: str) -> None:
    """A phrase is filled before it is mistyped or put in capitals, so no brace outlives it."""
    path = SAMPLE / "data" / name
    rows = rows_of(name)

    assert path.stat().st_size < LARGEST
    assert {row["queue"] for row in rows} == QUEUES
    assert [row["ticket_id"] for row in rows if re.search(r"[{}]", row["text"])] == []


def test_no_ticket_is_in_two_files() -> None:
    numbers = [
        r["ticket_id"] for n in ("training", "poc", "production") for r in rows_of(f"{n}.csv")
    ]
    assert len(set(numbers)) == len(numbers) == 1_200 + 800 + 1_500


def test_real_mail_is_messy_and_the_demonstration_was_not(production: Rows) -> None:
    """Each defect has its share of the later file, and none of the earlier one."""
    signs = {
        "foreign": r"(?i)\b(?:ich|das|die|wann|warum|haben|mein|le|la|je|on m|avez|mon|wo|où)\b",
        "forwarded": r"Subject: FW:",
        "signature": r"\n(?:-- ?\n|best, M\.)",
        "two questions": r" and also ",
        "capitals": r"[A-Z]{4,} [A-Z]{2,}",
    }
    bounds = {
        "foreign": (0.09, 0.15),
        "forwarded": (0.05, 0.11),
        "signature": (0.21, 0.29),
        "two questions": (0.07, 0.13),
        "capitals": (0.05, 0.10),
    }
    clean = rows_of("poc.csv")
    for kind, sign in signs.items():
        low, high = bounds[kind]
        assert low < share([bool(re.search(sign, row["text"])) for row in production]) < high, kind
        assert not any(re.search(sign, row["text"]) for row in clean), kind


def test_every_answer_is_a_queue_with_its_confidence(said: dict[str, list[dict[str, Any]]]) -> None:
    for answers in said.values():
        assert {key for answer in answers for key in answer} <= {"prediction", "proba", "flag"}
        assert {answer["prediction"] for answer in answers} <= QUEUES
        assert all(0 <= answer["proba"] <= 1 for answer in answers)
    assert said["none"] == []


def test_what_cannot_be_read_goes_to_an_agent(said: dict[str, list[dict[str, Any]]]) -> None:
    """No text, no letters, or letters of a script it never saw: flagged each time."""
    assert [answer["flag"] for answer in said["odd"]] == ["agent reads it"] * len(UNREADABLE)


def test_real_mail_costs_a_fifth_and_stays_above_the_stop_number(
    said: dict[str, list[dict[str, Any]]], production: Rows
) -> None:
    stop = Engagement.open(SAMPLE).profile.service_levels.accuracy_min
    assert stop is not None
    shown = share(right(rows_of("poc.csv"), said["poc.csv"]))
    real = share(right(production, said["production.csv"]))

    assert 0.94 <= shown <= 0.98
    assert stop < real <= 0.82
    assert 0.17 <= shown - real <= 0.22


def test_what_it_cannot_place_it_flags(
    said: dict[str, list[dict[str, Any]]], production: Rows
) -> None:
    """A flag means something: flagged tickets are wrong far more often than the rest."""
    answers = said["production.csv"]
    flags = right(production, answers)
    flagged = [ok for ok, a in zip(flags, answers, strict=True) if a["flag"]]
    sure = [ok for ok, a in zip(flags, answers, strict=True) if not a["flag"]]

    assert 0.05 < len(flagged) / len(flags) < 0.20
    assert share(flagged) < 0.6 < share(sure)
    assert [a for a in said["poc.csv"] if a["flag"]] == []


def test_the_proof_of_concept_is_decided_with_a_condition() -> None:
    (decision,) = Engagement.open(SAMPLE).assessment.decisions
    assert (decision.phase, decision.verdict) == ("poc", "CONDITIONAL")
    assert len(decision.conditions) == 1


def test_security_is_what_nobody_knows() -> None:
    """The one unknown is a blocker, which is why the gate cannot be judged."""
    ratings = Engagement.open(SAMPLE).assessment.ratings
    unknown = [rating.criterion for rating in ratings if rating.state == "unknown"]
    assert unknown == ["mvp.api_layer.security_minimum"]


def test_one_system_on_the_way_has_neither_owner_nor_fallback() -> None:
    with (SAMPLE / "integrations.csv").open(encoding="utf-8", newline="") as stream:
        bare = [r["system"] for r in csv.DictReader(stream) if not (r["owner"] or r["fallback"])]
    assert bare == ["Chat"]


def test_each_metric_is_followed_weekly_and_has_a_target() -> None:
    """Nineteen Mondays, up to the day of the gate."""
    with (SAMPLE / "metrics.csv").open(encoding="utf-8", newline="") as stream:
        values = list(csv.DictReader(stream))
    with (SAMPLE / "metric_targets.csv").open(encoding="utf-8", newline="") as stream:
        targets = {row["metric"] for row in csv.DictReader(stream)}

    assert Counter(row["metric"] for row in values) == dict.fromkeys(targets, 19)
    assert max(row["date"] for row in values) <= "2026-10-26"
