"""readiness consensus in rounds: the newest agreement counts, and what is older is said to."""

from __future__ import annotations

import json
from pathlib import Path

from readiness_kit.cli.opening import judged, open_engagement
from tests.cli.conftest import Type
from tests.engagement.folders import CRITERIA, assessment

ASKED = CRITERIA[1]


def level(acme: Path) -> int | None:
    return judged(open_engagement(acme)).criterion(ASKED).level


def test_the_newest_agreement_counts_in_whatever_order_it_is_written(say: Type, acme: Path) -> None:
    say("rate", acme, ASKED, "--level", 4)
    assert say("consensus", acme, ASKED, "--level", 1, "--round", 2).code == 0
    said = say("consensus", acme, ASKED, "--level", 3, "--round", 1)
    assert (
        "the room answered this again in round 2, and that answer counts; to change it, say "
        "--round 2."
    ) in said.out
    assert level(acme) == 1
    say("consensus", acme, ASKED, "--level", 2, "--round", 3)
    assert level(acme) == 2
    rounds = {
        r["round"]: r["level"] for r in assessment(acme)["ratings"] if r["respondent"] != "lead"
    }
    assert rounds == {1: 3, 2: 1, 3: 2}


def test_without_a_round_it_is_the_blind_one(say: Type, acme: Path) -> None:
    say("consensus", acme, ASKED, "--level", 2)
    assert [r["round"] for r in assessment(acme)["ratings"]] == [0]


def test_an_agreement_of_one_round_is_taken_back_alone(say: Type, acme: Path) -> None:
    say("consensus", acme, ASKED, "--level", 2)
    say("consensus", acme, ASKED, "--level", 4, "--round", 1)
    assert say("consensus", acme, ASKED, "--clear", "--round", 1).out.startswith("Took back 1")
    assert level(acme) == 2


def test_a_round_that_is_none_is_refused(say: Type, acme: Path) -> None:
    for wrong in ("-1", "1.5", "first"):
        said = say("consensus", acme, ASKED, "--level", 2, "--round", wrong)
        assert said.code == 2
        assert f"{wrong!r} is not a round: a whole number from 0 on" in said.err
    assert not (acme / "assessment.json").exists()


def test_a_room_may_agree_that_nobody_knows(say: Type, acme: Path) -> None:
    """It stands above single answers, as a level does."""
    say("rate", acme, ASKED, "--level", 3)
    assert say("consensus", acme, ASKED, "--unknown").code == 0
    found = json.loads(say("score", acme, "--json").out)["sections"]
    states = {c["id"]: c["state"] for section in found for c in section["criteria"]}
    assert states[ASKED] == "unknown"
