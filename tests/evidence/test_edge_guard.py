"""The client's own validation is asked what it would have stopped, right and wrong."""

from __future__ import annotations

import pytest

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.evidence.run import run_method
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


def test_one_that_stops_everything_is_told_of_the_clean_ones(client: Client) -> None:
    seen, check = run(client, ALL)
    assert (seen.figures["guard"]["stopped"], seen.figures["guard"]["clean"]) == (60, 60)
    assert check is not None
    assert "It wrongly stops 60 of 60 unchanged records: 100.0%" in (check.cause or "")


@pytest.mark.parametrize(
    ("guard", "why"),
    [
        ("def other(records):\n    pass\n", "has no 'validate'; it has: other"),
        ("def validate(records):\n    return True\n", "did not give one answer a record"),
        ("def validate(records):\n    pass\n", "did not give one answer a record"),
        ("import no_such_thing_7\n", "could not be imported"),
    ],
)
def test_one_that_cannot_be_asked_says_why_and_decides_nothing(
    client: Client, guard: str, why: str
) -> None:
    seen, check = run(client, guard)
    assert check is not None
    assert (check.verdict, check.share) == ("inconclusive", None)
    assert why in (check.cause or "")
    assert "target.python" not in (check.cause or "")
    assert seen.state == "done"


def test_without_one_nothing_is_said(client: Client) -> None:
    seen, check = run(client, None)
    assert (seen.figures["guard"], check) == (None, None)
