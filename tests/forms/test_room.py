"""The room on the form's page: agenda, fingers, what is agreed, parked and decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Writer
from readiness_kit.engagement.workshop import read_workshops
from readiness_kit.engagement.workshop_file import WorkshopFile
from readiness_kit.forms import RubricForm, rubric_form
from tests.engagement.disks import Failing
from tests.engagement.folders import assessment, lines, make, now, rated
from tests.forms.test_links import Page

REAL, OWNED = "poc.data.real", "poc.data.owned"
AT = "2026-09-14T09:00:00Z"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "claims")


@pytest.fixture
def form(folder: Path) -> RubricForm:
    return RubricForm(folder, "poc", writer=Writer(folder, via="form", clock=now))


@pytest.fixture
def page(form: RubricForm) -> Page:
    return Page(form)


def begin(page: Page, **said: Any) -> Any:
    topics = [{"criterion": REAL, "minutes": 8.0, "why": ["blocker"]}]
    usual = {"id": None, "minutes": 60, "people": ["lead", "ml"], "agenda": topics}
    return without_id(page, "begin", **{**usual, **said})


def without_id(page: Page, kind: str, **said: Any) -> Any:
    page.t += 1
    told = {key: value for key, value in said.items() if value is not None}
    return page.form.receive({"kind": kind, "respondent": "lead", "t": page.t, **told})


def fingers(page: Page, *shown: str, people: tuple[str, ...] = ("lead", "ml")) -> Any:
    return page.send("fingers", at=AT, people=list(people), fingers=list(shown))


def levels(folder: Path) -> dict[tuple[str, int], Any]:
    """By respondent and round: the level, or the state where there is none."""
    ratings = assessment(folder)["ratings"]
    return {(r["respondent"], r["round"]): r["level"] or r["state"] for r in ratings}


def test_a_proposal_holds_what_the_time_holds_and_writes_nothing(folder: Path, page: Page) -> None:
    proposal = without_id(page, "propose", minutes=8)["proposal"]
    assert [topic["criterion"] for topic in proposal["topics"]] == [REAL]
    assert "blocker" in proposal["topics"][0]["why"]
    assert proposal["topics"][0]["reason"]
    assert OWNED in [topic["criterion"] for topic in proposal["left"]]
    assert not (folder / "workshop.json").exists()


def test_fingers_are_answers_of_the_meetings_round(
    folder: Path, form: RubricForm, page: Page
) -> None:
    """What was said before anybody talked stays beside them, and on the page."""
    Writer(folder, via="test", clock=now).apply([rated(1, REAL, "ml")], by="ml", op="rate")
    assert begin(page)["ok"]
    assert fingers(page, "3", "u")["ok"]
    assert levels(folder) == {("ml", 0): 1, ("lead", 1): 3, ("ml", 1): "unknown"}
    assert form.before["ml"][REAL]["level"] == 1
    assert form.answers["ml"][REAL]["state"] == "unknown"
    acts = [line for line in lines(folder) if line["op"] == "fingers"]
    assert [act["path"] for act in acts] == [["fingers", REAL]]
    assert form.meetings[0]["talks"][0]["fingers"] == ["3", "u"]


def test_who_shows_nothing_has_no_new_answer(folder: Path, page: Page) -> None:
    begin(page)
    assert fingers(page, "2", "-")["ok"]
    assert levels(folder) == {("lead", 1): 2}


def test_fingers_shown_again_take_the_place_of_the_first(folder: Path, page: Page) -> None:
    begin(page)
    fingers(page, "2", "4")
    fingers(page, "3", "3")
    assert levels(folder) == {("lead", 1): 3, ("ml", 1): 3}


def test_what_the_room_agrees_on_is_of_the_same_round(
    folder: Path, form: RubricForm, page: Page
) -> None:
    begin(page)
    more = {"reason": None, "approver": None, "note": None, "seen": None}
    assert page.send("rate", respondent="consensus", level=2, **more)["ok"]
    assert levels(folder) == {("consensus", 1): 2}
    assert (lines(folder)[-1]["op"], lines(folder)[-1]["by"]) == ("consensus", "lead")
    assert form.answers["consensus"][REAL]["level"] == 2


def test_an_answer_given_in_the_meeting_keeps_the_one_from_before(
    folder: Path, form: RubricForm, page: Page
) -> None:
    more = {"reason": None, "approver": None, "note": None}
    page.send("rate", level=1, seen=None, **more)
    begin(page)
    assert page.send("rate", level=3, seen=form.answers["ml"][REAL], **more)["ok"]
    assert levels(folder) == {("ml", 0): 1, ("ml", 1): 3}
    cleared = page.send("clear", level=None, seen=form.answers["ml"][REAL], **more)
    assert cleared["stored"]["level"] == 1


def test_talks_notes_and_the_end_are_on_disk(folder: Path, page: Page) -> None:
    begin(page)
    assert page.send("talk", at=AT, seconds=95)["ok"]
    assert page.send("park", text="who pays for labels?", note=None)["ok"]
    assert without_id(page, "decide", text="Tom owns the map")["ok"]
    assert without_id(page, "park", text="who pays for labels, and when?", note="p-001")["ok"]
    assert without_id(page, "end")["ok"]
    meeting = read_workshops(folder).meetings[0]
    assert [(talk.criterion, talk.seconds) for talk in meeting.talks] == [(REAL, 95)]
    assert [note.text for note in meeting.parked] == ["who pays for labels, and when?"]
    assert [(note.text, note.criterion) for note in meeting.decided] == [("Tom owns the map", None)]
    assert meeting.ended is not None
    assert rubric_form(folder, "poc").meetings[0]["parked"][0]["criterion"] == REAL


def test_fingers_keep_what_the_person_had_noted(folder: Path, form: RubricForm, page: Page) -> None:
    begin(page)
    more = {"reason": None, "approver": None, "seen": None}
    page.send("rate", level=2, note="in the minutes", **more)
    fingers(page, "2", "3")
    notes = {(r["respondent"], r["level"]): r["note"] for r in assessment(folder)["ratings"]}
    assert notes == {("lead", 2): None, ("ml", 3): "in the minutes"}


def test_fingers_keyed_for_other_seats_rate_nobody(folder: Path, page: Page) -> None:
    """They waited while somebody else changed who sits where."""
    begin(page)
    reply = fingers(page, "4", "1", people=("ml", "lead"))
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert "show them again" in reply["error"]
    assert not (folder / "assessment.json").exists()


def test_a_line_of_a_meeting_that_has_ended_is_not_put_into_the_next(
    folder: Path, page: Page
) -> None:
    begin(page)
    without_id(page, "end")
    begin(page)
    reply = without_id(page, "park", text="who pays?", meeting=1)
    assert "meeting 1, in which that was said, has ended" in reply["error"]
    assert without_id(page, "park", text="who pays?", meeting=2)["ok"]
    assert [len(meeting.parked) for meeting in read_workshops(folder).meetings] == [0, 1]


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (["3"], "2 people are in the room, 1 fingers were keyed"),
        (["3", "9"], "level 9 is not on the scale"),
        (["3", "x"], "a level, u for not known, or - for none"),
        (["3", "²"], "a level, u for not known, or - for none"),
    ],
)
def test_fingers_that_make_no_sense_rate_nobody(
    folder: Path, page: Page, shown: list[str], told: str
) -> None:
    begin(page)
    reply = fingers(page, *shown)
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert told in reply["error"]
    assert not (folder / "assessment.json").exists()


def test_without_a_meeting_there_is_nobody_to_show_fingers(page: Page) -> None:
    assert "begin one" in fingers(page, "3", "2")["error"]


def test_on_a_full_disk_the_meeting_is_not_begun_and_that_is_said(folder: Path) -> None:
    full = WorkshopFile(folder, fs=Failing(1), clock=now)
    form = RubricForm(folder, "poc", workshop=full)
    reply = begin(Page(form))
    assert (reply["ok"], reply["cause"]) == (False, "disk")
    assert "NOT SAVED" in reply["error"]
    assert form.meetings == []


def test_the_strip_tells_the_verdict_of_what_is_on_disk(form: RubricForm, page: Page) -> None:
    before = without_id(page, "score")["strip"]
    assert before["verdict"] == "NOT_ASSESSABLE"
    more = {"reason": None, "approver": None, "note": None, "seen": None}
    page.send("rate", level=4, **more)
    after = without_id(page, "score")["strip"]
    assert after["sections"][0]["claimed"] is not None
    assert after["sections"][0]["title"] == "Proof of concept"
    assert after["floors"]["no_go"] < after["floors"]["go"]
