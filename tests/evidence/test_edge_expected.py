"""The catalogue says what is expected, and the client may say otherwise, field by field."""

from __future__ import annotations

import pytest

from readiness_kit.engagement.profile import EdgeCaseSettings
from readiness_kit.errors import UsageError
from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.expected import Expectation, expectations

NAMES = ["amount", "channel"]
UNIT = next(family for family in FAMILIES if family.id == "E12")


def told(**by_field: dict[str, str]) -> object:
    return expectations(EdgeCaseSettings(expected=by_field), FAMILIES, NAMES)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", ["E12", "unit_change"])
def test_a_case_is_named_by_its_id_or_its_name(said: str) -> None:
    found = told(amount={said: "D"})
    assert found.of(UNIT, "amount") == Expectation("D", by_client=True)
    assert found.of(UNIT, "channel") == Expectation("R")
    assert found.of(UNIT, "") == Expectation("R")


@pytest.mark.parametrize(
    ("by_field", "why"),
    [
        ({"amout": {"E12": "I"}}, "field 'amout' that no record has .nearest: amount"),
        ({"amount": {"unit_chnge": "I"}}, "'unit_chnge' that there is not .nearest: unit_change"),
        ({"amount": {"E42": "I"}}, "E42, which this version does not try"),
    ],
)
def test_what_there_is_not_is_refused_by_name(by_field: dict, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        told(**by_field)


@pytest.mark.parametrize(
    ("expectation", "outcome", "before", "after", "broken"),
    [
        (Expectation("I"), "CHANGED", True, False, True),
        (Expectation("R"), "CHANGED", None, None, True),
        (Expectation("R"), "SAME", True, True, False),
        (Expectation("R", by_client=True), "SAME", True, True, True),
        (Expectation("I", by_client=True), "SAME", True, True, False),
        (Expectation("F"), "SAME", True, True, True),
        (Expectation("F"), "FLAGGED", True, None, False),
        (Expectation("F"), "REJECTED", True, None, False),
        (Expectation("D"), "CHANGED", True, False, True),
        (Expectation("D"), "CHANGED", False, True, False),
        (Expectation("D"), "CHANGED", False, False, False),
        (Expectation("D"), "CHANGED", None, None, True),
        (Expectation("I"), "CRASH", True, None, False),
    ],
)
def test_what_breaks_an_expectation_in_silence(
    expectation: Expectation, outcome: str, before: bool | None, after: bool | None, broken: bool
) -> None:
    assert bool(expectation.broken_by(outcome, before=before, after=after)) is broken  # type: ignore[arg-type]
