"""What failed is handed over raw: the record, the fault, and what the model said before."""

from __future__ import annotations

import pytest

from readiness_kit.errors import TargetError
from readiness_kit.evidence.edge_cases.failing import FailingCase, failing_cases
from tests.evidence.conftest import Client
from tests.evidence.test_edge_cases import CANARY, DATA, LAX, rows

EXITS = LAX.replace(
    "    return",
    "    import os\n    if any(r.get('amount', 1) is None for r in records):\n        os._exit(3)\n"
    "    return",
)


def failing(client: Client, code: str, **more: object) -> list[FailingCase]:
    made = client.model(code).samples(poc=rows(40))
    return failing_cases(made.engagement(depth="standard", data=DATA, **more))


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
    out = client.samples(poc=rows(40)).engagement(data=DATA, excluded_segments=["amount >= 0"])
    assert failing_cases(out) == []
