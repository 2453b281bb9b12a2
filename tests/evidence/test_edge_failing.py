"""What failed is handed over raw: the record, the fault, and what the model said before."""

from __future__ import annotations

import pytest

from readiness_kit.errors import TargetError, UsageError
from readiness_kit.evidence.edge_cases.failing import Failing, FailingCase, failing_cases
from tests.evidence.conftest import Client
from tests.evidence.test_edge_cases import CANARY, DATA, LAX, rows

EXITS = LAX.replace(
    "    return",
    "    import os\n    if any(r.get('amount', 1) is None for r in records):\n        os._exit(3)\n"
    "    return",
)


def found_in(client: Client, code: str, **more: object) -> Failing:
    made = client.model(code).samples(poc=rows(40))
    return failing_cases(made.engagement(depth="standard", data=DATA, **more))


def failing(client: Client, code: str, **more: object) -> list[FailingCase]:
    return found_in(client, code, **more).cases


def test_each_case_holds_the_record_with_and_without_its_fault(client: Client) -> None:
    found = failing(client, LAX)
    case = next(case for case in found if case.id == "E02" and case.field == "amount")
    assert (case.name, case.expected, case.strict, case.outcome) == (
        "field_null", "R", False, "CHANGED",
    )  # fmt: skip
    assert case.record == {**case.clean, "amount": None}
    assert case.answer == int(case.clean["amount"] > 100 or case.clean["channel"] == "web")
    assert CANARY not in repr(case)
    assert CANARY in case.clean["note"]
    keys = [(case.id, case.field, case.row) for case in found]
    assert len(set(keys)) == len(keys)
    assert max(keys.count(key) for key in keys) <= 3
    assert not [case for case in found if case.id == "E35"]


def test_an_end_of_the_process_comes_first(client: Client) -> None:
    first = next(case for case in failing(client, EXITS) if case.id == "E02")
    assert (first.field, first.outcome, first.ended) == ("amount", "CRASH", True)


def test_what_the_client_asks_for_is_handed_over_too(client: Client) -> None:
    found = failing(client, LAX, edge_cases={"expected": {"note": {"field_absent": "F"}}})
    case = next(case for case in found if (case.id, case.field) == ("E01", "note"))
    assert (case.expected, case.strict, case.outcome) == ("F", True, "SAME")


def test_a_sturdy_model_has_none_and_a_broken_one_says_so(client: Client) -> None:
    sturdy = "def predict(records):\n    return [1 for _ in records]"
    assert failing(client, sturdy) == []
    with pytest.raises(TargetError, match="answered none of 40 unchanged records"):
        failing(client, "def predict(records):\n    raise ValueError")


def test_that_nothing_was_tried_is_an_error(client: Client) -> None:
    with pytest.raises(UsageError, match="so no edge case was tried"):
        found_in(client, LAX, excluded_segments=["amount >= 0"])


def test_what_the_run_judged_by_comes_along(client: Client) -> None:
    found = found_in(client, LAX)
    assert (found.labels, found.tolerance) == (frozenset("01"), None)
    assert (found.floor[0], found.spoiled_by, found.cautions) == (0, None, [])


CHANCE = """
import random

def predict(records):
    return [random.randint(0, 1) for _ in records]
"""
SPOILED = """
STATE = []

def predict(records):
    if any(record.get("amount", 1) is None for record in records):
        STATE.append(1)
    return [int((record.get("amount") or 0) > 100) ^ bool(STATE) for record in records]
"""


def test_chance_and_a_model_that_stays_spoiled_are_cautioned_of(client: Client) -> None:
    (caution,) = found_in(client, CHANCE).cautions
    assert "got another answer when they were asked again" in caution
    found = found_in(client, SPOILED)
    assert found.spoiled_by
    assert found.spoiled_by in found.cautions[-1]
