"""readiness waive and decide: what people accept and decide, and what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import assessment

ACCEPTED = ["--owner", "J. Smith", "--reason", "supplier", "--control", "daily export"]


def test_a_waiver_says_until_when_and_leads_to_the_gate(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 0)
    said = say("waive", acme, "poc.data.real", *ACCEPTED, "--expires", "2026-12-31")
    assert said.code == 0
    assert said.out == (
        "Waived poc.data.real until 2026-12-31, owner J. Smith.\n"
        "What it changes: readiness gate acme\n"
    )
    assert assessment(acme)["waivers"][0]["granted"] == "2026-09-14"


HERE = "at the gate of Proof of concept"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["poc.data.owned"], f"It holds nothing back {HERE} today."),
        (["mvp.api.contract"], f"It holds nothing back {HERE} today."),
        (["poc.data.real"], f"It is not rated, and {HERE} a waiver does not stand in for"),
        (["poc.data.real", "--granted", "2026-10-01"], "It does not hold on 2026-09-14, but from"),
        (["--method", "documents"], "This version does not provide documents: no gate requires it"),
    ],
)
def test_a_waiver_that_lifts_nothing_is_saved_and_says_why(
    words: list[str], told: str, say: Type, acme: Path
) -> None:
    said = say("waive", acme, *words, *ACCEPTED, "--expires", "2026-12-31")
    assert said.code == 0
    assert said.out.splitlines()[1].startswith(told)
    assert len(assessment(acme)["waivers"]) == 1


def test_a_waiver_of_a_test_that_was_not_run_says_what_it_takes(say: Type, acme: Path) -> None:
    say("new", "beta")
    said = say("waive", "beta", "--method", "accuracy", *ACCEPTED, "--expires", "2099-12-31")
    assert "that takes an open blocker or a failed test." in said.out


def test_the_gate_names_the_waivers_that_hold(say: Type, acme: Path) -> None:
    for criterion in ("poc.data.real", "poc.data.owned", "mvp.api.contract"):
        say("waive", acme, criterion, *ACCEPTED, "--expires", "2026-12-31")
    line = "Waived until 2026-12-31: {}, owner J. Smith; control: daily export"
    waived = [x for x in say("gate", acme).out.splitlines() if x.startswith("Waived")]
    assert waived == [line.format("poc.data.owned"), line.format("poc.data.real")]
    assert "Waived" not in say("gate", acme, "--as-of", "2027-01-01").out


def test_methods_that_may_be_meant_are_those_of_now(say: Type, acme: Path) -> None:
    say("new", "beta")
    said = say("waive", "beta", "--method", "x", *ACCEPTED, "--expires", "2099-12-31")
    assert said.code == 2
    assert said.err.endswith("there is accuracy, claim-check, contract, data-gap, edge-cases\n")


def test_a_second_decision_says_which_it_replaces(say: Type, acme: Path) -> None:
    say("decide", acme, "poc", "NO_GO", "--by", "board", "--on", "2026-09-01")
    said = say("decide", acme, "poc", "GO", "--by", "lead")
    assert said.out.splitlines()[1] == (
        "It replaces the decision of 2026-09-01 by board (kept in the history)."
    )
    said = say("decide", acme, "poc", "NO_GO", "--by", "me", "--on", "2026-08-01")
    assert "The decision of 2026-09-14 by lead is later, and goes on to stand." in said.out
    assert len(assessment(acme)["decisions"]) == 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["poc.data.reel", "--expires", "2026-12-31"], "the nearest: poc.data.real"),
        (["--method", "documentz", "--expires", "2026-12-31"], "there is documents"),
        (["--expires", "2026-12-31"], "name either a CRITERION or a --method"),
        (["poc.data.real", "--method", "documents", "--expires", "2026-12-31"], "name either"),
        (["poc.data.real", "--expires", "2026-09-13"], "(2026-09-14) or later; got --expires"),
        (["poc.data.real"], "Missing option '--expires'"),
    ],
)
def test_a_waiver_that_cannot_be(words: list[str], told: str, say: Type, acme: Path) -> None:
    said = say("waive", acme, *words, *ACCEPTED)
    assert said.code == 2
    assert told in said.err
    assert not (acme / "assessment.json").exists()


def test_a_decision_that_closes_a_gate_names_the_next_phase(say: Type, acme: Path) -> None:
    said = say("decide", acme, "poc", "CONDITIONAL", "--by", "board", "--condition", "an owner")
    assert said.code == 0
    assert said.out.splitlines() == [
        "Recorded: CONDITIONAL at the gate of poc, 2026-09-14, by board.",
        f"When work on mvp begins, set `phase: mvp` in {acme / 'engagement.yaml'}.",
        "How the gate stands now: readiness gate acme --phase poc",
    ]


def test_a_decision_against_it_names_no_next_phase(say: Type, acme: Path) -> None:
    said = say("decide", acme, "poc", "NO_GO", "--by", "board")
    assert said.code == 0
    assert "When work" not in said.out
