"""A record that spoils the answer to another one is noticed, and chance is not."""

from __future__ import annotations

import pytest

from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence.edge_cases import poison
from readiness_kit.evidence.run import run_method
from tests.evidence.conftest import Client
from tests.evidence.test_edge_cases import DATA, figures, rows

FILLS = """
def predict(records):
    last, answers = 0.0, []
    for r in records:
        amount = r.get("amount")
        last = amount if isinstance(amount, float) else last
        answers.append(int(last > 100))
    return answers
"""
"""Takes an empty amount for the one before: no clean record is spoiled."""

AVERAGES = """
def predict(records):
    amounts = [r.get("amount") for r in records]
    return [int(isinstance(a, float) and (a > 100) != (None in amounts)) for a in amounts]
"""
"""One empty amount turns the answers to all that share its batch."""

KEEPS = """
broken = []
def predict(records):
    if any("amount" not in r for r in records):
        broken.append(1)
    return [int((r.get("amount") or 0.0) > 100) if not broken else 1 for r in records]
"""
"""Once a field was missing it answers everything with 1, ever after."""

BREAKS = """
broken = []
def predict(records):
    if any(r.get("channel") == "" for r in records):
        broken.append(1)
    return [1 - int(r["amount"] > 100) if broken else int(r["amount"] > 100) for r in records]
"""
"""Once a text was empty it answers the contrary, ever after."""

WAVERS = """
calls = []
def predict(records):
    calls.append(1)
    amounts = [r.get("amount") for r in records]
    return [int((isinstance(a, float) and a > 100) != (len(calls) == 60)) for a in amounts]
"""
"""One call in hundreds goes wrong by chance, after the control."""


def run(client: Client, code: str) -> Observation:
    made = client.model(code).samples(poc=rows(40))
    return run_method("edge-cases", made.engagement(depth="standard", data=DATA))


def poisoned(seen: Observation) -> list[str]:
    return [family["family"] for family in seen.figures["families"] if family["poisoned"]]


def test_a_record_that_turns_the_answers_beside_it_fails(client: Client) -> None:
    seen = run(client, AVERAGES)
    assert seen.verdict == "fail"
    assert "field_null" in poisoned(seen)
    found = next(check for check in seen.checks if check.check == "a field is empty")
    assert (found.verdict, found.severity) == ("fail", "critical")
    assert "beside or after such a record got another answer than before" in (found.cause or "")
    assert (found.fix or "").startswith("Let the model keep nothing of a record for the next one")


def told(seen: Observation) -> str:
    found = (check for check in seen.checks if check.check == "a faulty record spoils no other")
    return next(found).cause or ""


def test_a_model_that_stays_spoiled_is_blamed_on_each_fault_that_does_it(client: Client) -> None:
    seen = run(client, KEEPS)
    assert (seen.verdict, poisoned(seen)) == ("fail", ["field_absent", "renamed_field"])
    assert figures(seen, "field_absent")["poisoned"] > 0
    assert "ever after. Its process was opened anew" in told(seen)
    assert told(seen).endswith("a field is missing; a field comes under another name.")


def test_what_is_tried_after_a_model_stayed_spoiled_is_asked_of_a_fresh_one(client: Client) -> None:
    seen = run(client, BREAKS)
    assert poisoned(seen) == ["empty_text"]
    for harmless in ("case_variant", "int_as_float", "extra_field", "duplicate_record"):
        assert figures(seen, harmless)["outcomes"]["CHANGED"] == 0


def test_a_model_that_cannot_be_opened_anew_is_blamed_on_the_first_fault_alone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poison, "opened_anew", lambda target: False)
    assert poisoned(run(client, KEEPS)) == ["field_absent"]


@pytest.mark.parametrize("code", [FILLS, WAVERS])
def test_what_does_not_repeat_or_spoils_no_clean_record_is_not_held_against_it(
    client: Client, code: str
) -> None:
    seen = run(client, code)
    assert poisoned(seen) == []
    assert seen.verdict != "fail"


def test_where_answers_change_by_themselves_it_is_not_looked_for_and_that_is_said(
    client: Client,
) -> None:
    code = (
        "import random\ndef predict(records):\n    return [random.randint(0, 1) for r in records]"
    )
    seen = run(client, code)
    assert poisoned(seen) == []
    assert told(seen) == "Not looked for: answers change by themselves."
