"""readiness waive and decide: what people accept and decide, and what it changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import assessment

ACCEPTED = ["--owner", "J. Smith", "--reason", "supplier", "--control", "daily export"]


@pytest.mark.parametrize("what", [["poc.data.real"], ["--method", "data-gap"]])
def test_a_waiver_says_until_when_and_leads_to_the_gate(
    what: list[str], say: Type, acme: Path
) -> None:
    said = say("waive", acme, *what, *ACCEPTED, "--expires", "2026-12-31")
    assert said.code == 0
    assert said.out == (
        f"Waived {what[-1]} until 2026-12-31, owner J. Smith.\n"
        "What it changes: readiness gate acme\n"
    )
    assert assessment(acme)["waivers"][0]["granted"] == "2026-09-14"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["poc.data.reel", "--expires", "2026-12-31"], "the nearest: poc.data.real"),
        (["--method", "data-gab", "--expires", "2026-12-31"], "there is data-gap"),
        (["--expires", "2026-12-31"], "name either a CRITERION or a --method"),
        (["poc.data.real", "--method", "data-gap", "--expires", "2026-12-31"], "name either"),
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
