"""What is planned, as a report tells it."""

from __future__ import annotations

from typing import Any

from readiness_kit.views.actions import actions
from readiness_kit.views.html import plain
from tests.judgement.build import criterion, framework, section
from tests.views.stories import FLOORS, HOSTILE, built

PEOPLE = [{"id": "lead", "role": "facilitator"}]


def told(*planned: dict[str, Any]) -> Any:
    rubric = framework(section("poc", [criterion("a", title="Real intake")], floors=FLOORS))
    usual = {"criterion": "a", "kind": "do", "text": "draw an extract"}
    said = [{"id": f"a-{n:03d}", **usual, **one} for n, one in enumerate(planned, 1)]
    return actions(built(rubric, "poc", said={"actions": said}, people=PEOPLE))


def test_without_a_plan_there_is_nothing_to_tell() -> None:
    assert told() is None


def test_what_is_due_first_stands_first_and_what_is_late_is_named() -> None:
    view = told(
        {"text": "no day"},
        {"text": "later", "due": "2999-01-01", "owner": "Ida"},
        {"text": "past", "due": "2020-01-01"},
        {"text": "past and done", "due": "2020-01-02", "status": "done"},
    )
    said = plain(view.html)
    assert "3 of 4 still to be done, 2 without an owner, 1 past the day." in said
    order = [said.index(text) for text in ("past (do", "past and done", "later", "no day")]
    assert order == sorted(order)
    assert said.count(" late") == 1


def test_an_owner_is_text_whatever_it_says() -> None:
    html = str(told({"owner": HOSTILE, "text": HOSTILE}).html)
    assert "<script" not in html
