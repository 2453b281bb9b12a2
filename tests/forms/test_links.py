"""What a card links beside its rating: evidence and who closes it, as messages of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Writer
from readiness_kit.engagement.changes import Change
from readiness_kit.forms import RubricForm
from tests.engagement.folders import assessment, lines, make, now

REAL = "poc.data.real"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "claims")


@pytest.fixture
def form(folder: Path) -> RubricForm:
    return RubricForm(folder, "poc", writer=Writer(folder, via="form", clock=now))


class Page:
    """Numbers its messages, as the page does."""

    def __init__(self, form: RubricForm) -> None:
        self.form, self.t = form, 0.0

    def send(self, kind: str, **said: Any) -> Any:
        """One message about the first criterion, and its reply."""
        self.t += 1
        message = {"kind": kind, "id": REAL, "respondent": "ml", "t": self.t, **said}
        return self.form.receive(message)

    def support(self, **said: Any) -> Any:
        """A piece of evidence."""
        usual = {"grade": "document", "reference": "minutes 7", "on": "2026-09-10"}
        return self.send("support", **{**usual, "expires": None, "seen": None, **said})

    def plan(self, **said: Any) -> Any:
        """An action."""
        usual = {"text": "sign page 3", "owner": "Tom", "due": None, "seen": None}
        return self.send("plan", **{**usual, **said})


@pytest.fixture
def page(form: RubricForm) -> Page:
    return Page(form)


def test_evidence_is_on_disk_and_on_the_page_when_the_reply_says_so(
    folder: Path, form: RubricForm, page: Page
) -> None:
    assert page.support()["ok"]
    piece = assessment(folder)["evidence"][0]
    assert (piece["grade"], piece["reference"], piece["on"]) == (
        "document",
        "minutes 7",
        "2026-09-10",
    )
    assert piece["by"] == "ml"
    assert form.evidence == {REAL: [piece]}
    assert [(line["op"], line["by"]) for line in lines(folder)][-1] == ("support", "ml")


def test_the_same_stamp_twice_is_one_piece(folder: Path, page: Page) -> None:
    page.support(grade="demonstrated")
    page.support(grade="demonstrated")
    assert len(assessment(folder)["evidence"]) == 1


def test_a_piece_is_changed_in_its_place_and_taken_away(
    folder: Path, form: RubricForm, page: Page
) -> None:
    page.support()
    seen = form.evidence[REAL][0]
    assert page.support(reference="minutes 8", seen=seen)["ok"]
    made = assessment(folder)["evidence"]
    assert [(p["id"], p["reference"], p["by"]) for p in made] == [(seen["id"], "minutes 8", "ml")]
    assert page.send("withdraw", seen=made[0])["ok"]
    assert assessment(folder)["evidence"] == []
    assert form.evidence == {}


def test_recurring_evidence_keeps_the_days_it_was_seen_on(folder: Path, page: Page) -> None:
    page.support(grade="recurring")
    seen = assessment(folder)["evidence"][0]
    page.support(grade="recurring", on="2026-09-12", seen=seen)
    assert assessment(folder)["evidence"][0]["instances"] == ["2026-09-10", "2026-09-12"]


def test_what_somebody_else_changed_is_not_written_over(
    folder: Path, form: RubricForm, page: Page
) -> None:
    page.support()
    seen = form.evidence[REAL][0]
    page.support(reference="theirs", seen=seen)
    reply = page.support(reference="mine", seen=seen)
    assert (reply["ok"], reply["cause"]) == (False, "conflict")
    assert reply["stored"]["reference"] == "theirs"
    assert assessment(folder)["evidence"][0]["reference"] == "theirs"


def test_an_owner_and_a_day_make_an_action(folder: Path, form: RubricForm, page: Page) -> None:
    assert page.plan(due="2026-10-01")["ok"]
    action = assessment(folder)["actions"][0]
    told = (action["id"], action["owner"], action["due"], action["kind"], action["status"])
    assert told == ("a-001", "Tom", "2026-10-01", "do", "planned")
    assert page.plan(owner=None, due="2026-10-02", seen=action)["ok"]
    changed = assessment(folder)["actions"]
    assert [(a["id"], a["owner"], a["due"]) for a in changed] == [("a-001", None, "2026-10-02")]
    assert form.actions == {REAL: changed}
    assert page.send("unplan", seen=changed[0])["ok"]
    assert assessment(folder)["actions"] == []


def test_what_else_an_action_says_is_kept(folder: Path, page: Page) -> None:
    page.plan()
    made = assessment(folder)["actions"][0]
    writer = Writer(folder, via="test", clock=now)
    writer.apply(
        [Change("plan", ("actions", "a-001"), {**made, "kind": "prove", "effort_days": 2.0})],
        by="lead",
        op="plan",
    )
    seen = assessment(folder)["actions"][0]
    page.plan(owner="Ida", seen=seen)
    after = assessment(folder)["actions"][0]
    assert (after["owner"], after["kind"], after["effort_days"]) == ("Ida", "prove", 2.0)


def test_a_message_that_comes_twice_is_carried_out_once(folder: Path, page: Page) -> None:
    """After a silence the page asks again, and a kernel that was busy has both."""
    first = page.plan()
    page.t -= 1
    assert page.plan() == first
    assert len(assessment(folder)["actions"]) == 1


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("support", {"grade": "none"}, "no evidence"),
        ("support", {"grade": "strong"}, "one of"),
        ("support", {"reference": ""}, "needs a reference"),
        ("support", {"on": "14.9.2026"}, "a day"),
        ("support", {"id": "poc.data.reel"}, "the nearest: poc.data.real"),
        ("support", {"respondent": "nobody"}, "not listed under `people`"),
        ("plan", {"text": "  "}, "what is to be done"),
        ("plan", {"due": "tomorrow"}, "a day"),
        ("plan", {"id": "poc.data.reel"}, "the nearest"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    folder: Path, page: Page, kind: str, said: dict[str, Any], told: str
) -> None:
    reply = page.support(**said) if kind == "support" else page.plan(**said)
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert told in reply["error"]
    assert not (folder / "assessment.json").exists()
