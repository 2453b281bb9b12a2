"""readiness plan: one action is begun, changed and taken out, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import CRITERIA, assessment, lines, written

ASKED = CRITERIA[0]
NEW = (ASKED, "--kind", "do", "--text", "ask the desk")


def actions(acme: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = assessment(acme)["actions"]
    return found


def test_a_new_action_gets_an_id_and_says_how_it_goes_on(say: Type, acme: Path) -> None:
    more = ("--owner", "J. Smith", "--due", "2026-10-30", "--effort-days", "2.5")
    said = say("plan", acme, *NEW, *more)
    assert said.out.splitlines() == [
        f"Planned a-001: do {ASKED}, planned, owner J. Smith, due 2026-10-30.",
        "How the gate stands: readiness gate acme",
    ]
    assert actions(acme) == [
        {
            "id": "a-001",
            "criterion": ASKED,
            "kind": "do",
            "text": "ask the desk",
            "owner": "J. Smith",
            "due": "2026-10-30",
            "effort_days": 2.5,
            "status": "planned",
            "depends_on": [],
        }
    ]


def test_a_change_leaves_what_is_not_named(say: Type, acme: Path) -> None:
    say("plan", acme, *NEW, "--owner", "J. Smith", "--due", "2026-10-30")
    before = actions(acme)[0]
    said = say("plan", acme, "--id", "a-001", "--status", "started", "--effort-days", "3")
    assert said.out.startswith(f"Changed a-001: do {ASKED}, started, owner J. Smith")
    assert actions(acme) == [{**before, "status": "started", "effort_days": 3}]
    assert lines(acme)[-1]["old"] == before


def test_the_same_again_changes_nothing(say: Type, acme: Path) -> None:
    say("plan", acme, *NEW)
    before = written(acme)
    assert say("plan", acme, *NEW).out.startswith("Nothing changed")
    assert say("plan", acme, "--id", "a-001", "--kind", "do").out.startswith("Nothing changed")
    assert written(acme) == before


def test_what_is_dropped_can_be_brought_back(say: Type, acme: Path) -> None:
    say("plan", acme, *NEW)
    assert say("plan", acme, "--id", "a-001", "--drop").out.startswith("Took a-001 out of the plan")
    assert actions(acme) == []
    say("undo", acme)
    assert [action["id"] for action in actions(acme)] == ["a-001"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ([], "name a CRITERION for a new action, or an earlier one by --id"),
        (["--drop"], "name a CRITERION"),
        ([ASKED, "--drop"], "--drop takes out what --id names"),
        ([ASKED], "a new action needs --kind and --text"),
        ([ASKED, "--kind", "do"], "a new action needs --text"),
        ([ASKED, "--kind", "do", "--text", " "], "a text that says something"),
        (["poc.data.reel", "--kind", "do", "--text", "x"], "the nearest: poc.data.real"),
        (["--id", "a-009", "--status", "done"], "no action 'a-009'; there is a-001"),
        (["--id", "a-001"], "say what is changed of a-001"),
        (["--id", "a-001", "--drop", "--text", "x"], "--drop stands alone with --id"),
        (["--id", "a-001", "--effort-days", "nan"], "'nan' is not working days: a number such as"),
        (["--id", "a-001", "--effort-days", "-1"], "'-1' is not working days"),
        (["--id", "a-001", "--due", "30.10.2026"], "'30.10.2026' is not a day such as"),
        (["--id", "a-001", "--status", "open"], "'open' is not one of"),
    ],
)
def test_what_says_not_one_thing_is_refused(
    line: list[str], told: str, say: Type, acme: Path
) -> None:
    say("plan", acme, *NEW)
    before = written(acme)
    said = say("plan", acme, *line)
    assert (said.code, said.out) == (2, "")
    assert told in " ".join(said.err.split())
    assert written(acme) == before


def test_without_any_plan_an_id_is_told_so(say: Type, acme: Path) -> None:
    assert "nothing is planned yet" in say("plan", acme, "--id", "a-001", "--drop").err
