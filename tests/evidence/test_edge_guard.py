"""The client's own validation is asked what it would have stopped, right and wrong."""

from __future__ import annotations

import pytest

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.evidence.edge_cases.control_words import guard_check
from readiness_kit.evidence.edge_cases.guard import Guard
from readiness_kit.evidence.run import is_fresh, provided, run_method
from tests.evidence.conftest import Client
from tests.evidence.test_edge_cases import CANARY, DATA, LAX, rows

NAME = "your own validation stops what the model fails on"
NUMBERS = """
def validate(records):
    return [isinstance(r.get("amount"), float) and 0 < r["amount"] < 250
            and r.get("channel") in ("web", "phone", "mail") for r in records]
"""
RAISES = """
def validate(records):
    for r in records:
        if r.get("amount") is None:
            raise ValueError("no amount in %r" % r)
    return [True] * len(records)
"""
ALL = "def validate(records):\n    return [False for r in records]\n"
MOST = """
def validate(records):
    return [type(r.get("amount")) is float and r["amount"] < 100 and r.get("channel") == "web"
            for r in records]
"""
ENDS = """
import os
def validate(records):
    if any(r.get("amount") is None for r in records):
        os._exit(3)
    return [True for r in records]
"""
FORGETS = """
def validate(records):
    return [None if r.get("amount") is None else True for r in records]
"""


def run(client: Client, guard: str | None, code: str = LAX) -> tuple[Observation, Check | None]:
    made = client.model(code).samples(poc=rows(60))
    if guard is not None:
        (client.folder / "checks.py").write_text(guard, encoding="utf-8")
    settings = {} if guard is None else {"edge_cases": {"guard": "checks:validate"}}
    seen = run_method("edge-cases", made.engagement(depth="standard", data=DATA, **settings))
    return seen, next((check for check in seen.checks if check.check == NAME), None)


def test_one_that_stops_what_the_model_fails_on_passes(client: Client) -> None:
    seen, check = run(client, NUMBERS)
    told = seen.figures["guard"]
    assert told["caught"] > 0.95 * told["failing"] > 100
    assert (told["stopped"], told["clean"]) == (0, 60)
    assert check is not None
    assert (check.verdict, check.severity) == ("pass", None)
    assert "It wrongly stops 0 of 60 unchanged records" in (check.cause or "")


def test_one_that_lets_most_through_warns_with_its_share(client: Client) -> None:
    seen, check = run(client, RAISES)
    told = seen.figures["guard"]
    assert 0 < told["caught"] < 0.8 * told["failing"]
    assert (
        told["caught_interval"][0] < told["caught"] / told["failing"] < told["caught_interval"][1]
    )
    assert check is not None
    assert (check.verdict, check.severity) == ("warn", "high")
    assert seen.verdict == "warn"
    assert CANARY not in (check.cause or "")


def test_one_that_stops_many_unchanged_records_never_passes(client: Client) -> None:
    seen, check = run(client, MOST)
    told = seen.figures["guard"]
    assert told["caught"] > 0.9 * told["failing"] > 0
    assert 40 < told["stopped"] < told["clean"] == 60
    assert check is not None
    assert (check.verdict, check.severity) == ("warn", "high")
    assert f"It wrongly stops {told['stopped']} of 60 unchanged records" in (check.cause or "")
    assert "Loosen the rules" in (check.fix or "")


@pytest.mark.parametrize(("stopped", "verdict"), [(2, "pass"), (3, "warn")])
def test_one_in_twenty_unchanged_records_is_too_many(stopped: int, verdict: str) -> None:
    assert guard_check(Guard(200, 200, stopped, 60)).verdict == verdict
    none_failing = guard_check(Guard(0, 0, stopped, 60))
    assert none_failing.verdict == (None if verdict == "pass" else "warn")
    assert (none_failing.cause or "").startswith("The model failed on no record.")


@pytest.mark.parametrize(
    ("guard", "why"),
    [
        ("def other(records):\n    pass\n", "has no 'validate'; it has: other"),
        ("def validate(records):\n    return True\n", "did not give one answer a record"),
        ("def validate(records):\n    pass\n", "did not give one answer a record"),
        ("import no_such_thing_7\n", "could not be imported"),
        (ALL, "it stops each of the 60 unchanged records too"),
        ("def validate(record):\n    return record['amount'] > 0\n", "it raised TypeError for an"),
        ("def validate(records):\n    raise RuntimeError('x')\n", "it raised RuntimeError for an"),
        ("def validate(records):\n    raise ValueError('x')\n", "it stops each of the 60"),
        ("def validate(records):\n    return [True]\n", "did not give one answer a record"),
        ("import os\ndef validate(records):\n    os._exit(3)\n", "its process ended, or it gave"),
        (ENDS, "its process ended, or it gave no answer in time"),
        (FORGETS, "something that is neither true nor false"),
        ("def validate(rs):\n    return ['ok' for r in rs]\n", "neither true nor false"),
    ],
)
def test_one_that_cannot_be_asked_says_why_and_decides_nothing(
    client: Client, guard: str, why: str
) -> None:
    seen, check = run(client, guard)
    assert check is not None
    assert (check.verdict, check.share) == ("inconclusive", None)
    assert why in (check.cause or "")
    assert seen.figures["guard"]["caught_interval"] is None
    assert "target.python" not in (check.cause or "")
    assert seen.state == "done"


def test_a_run_is_due_once_the_file_of_the_guard_is_another_one(client: Client) -> None:
    seen, _ = run(client, ALL)
    says = {"depth": "standard", "data": DATA, "edge_cases": {"guard": "checks:validate"}}
    method = provided()["edge-cases"]
    assert is_fresh(seen, client.engagement(**says), method)
    (client.folder / "checks.py").write_text(NUMBERS, encoding="utf-8")
    assert not is_fresh(seen, client.engagement(**says), method)
    (client.folder / "checks.py").unlink()
    assert not is_fresh(seen, client.engagement(**says), method)


def test_without_one_nothing_is_said(client: Client) -> None:
    seen, check = run(client, None)
    assert (seen.figures["guard"], check) == (None, None)
