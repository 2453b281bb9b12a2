"""The form without a page: messages in, files on disk, replies out."""

from __future__ import annotations

import datetime as dt
import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Engagement, Writer
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.forms import RubricForm, rubric_form
from tests.engagement.disks import Failing
from tests.engagement.folders import assessment, cleared, lines, make, now, rated, written

REAL, OWNED = "poc.data.real", "poc.data.owned"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "claims")


@pytest.fixture
def form(folder: Path) -> RubricForm:
    return RubricForm(folder, "poc", writer=Writer(folder, via="form", clock=now))


def edit(kind: str = "rate", id: str = REAL, respondent: str = "lead", **more: Any) -> Any:
    """A message as the page sends it."""
    said = {"level": 3} if kind == "rate" else {}
    return {
        "id": id, "respondent": respondent, "kind": kind, "level": None, "note": None,
        "reason": None, "approver": None, "seen": None, "t": 1.0, **said, **more,
    }  # fmt: skip


def stored(folder: Path) -> list[tuple[Any, ...]]:
    """What the file says: respondent, state, level, note."""
    ratings = assessment(folder)["ratings"]
    return [(r["respondent"], r["state"], r["level"], r["note"]) for r in ratings]


def test_it_shows_the_section_with_every_level_before_anybody_chose(form: RubricForm) -> None:
    assert [criterion["id"] for criterion in form.criteria] == [REAL, OWNED]
    first = form.criteria[0]
    assert [level["text"] for level in first["levels"]] == ["none", "some", "half", "most", "all"]
    assert first["levels"][3]["name"] == "practised"
    assert first["practice"] == "Data"
    assert first["blocker"] == {"gate": "Proof of concept", "required_level": 2}
    assert form.criteria[1]["blocker"] is None


def test_it_knows_whose_answer_counts(folder: Path) -> None:
    """The facilitator's always, others' where their role is asked."""
    framework = folder / "small.yaml"
    text = framework.read_text(encoding="utf-8")
    asked = text.replace(
        "question: Who may change it?", "question: Who?\n            answered_by: [sponsor]"
    )
    assert asked != text
    framework.write_text(asked, encoding="utf-8")
    assert [c["counted"] for c in rubric_form(folder, "poc").criteria][1] == ["lead"]


def test_several_sections_stand_in_one_form_in_their_order(folder: Path) -> None:
    form = rubric_form(folder, "poc", "factors")
    shown = [criterion["section"] for criterion in form.criteria]
    assert list(dict.fromkeys(shown)) == ["Proof of concept", "Success factors"]
    assert form.title == "Proof of concept, Success factors"
    last = form.criteria[-1]["id"]
    assert form.receive(edit(level=1, id=last))["ok"]
    assert form.answers["lead"][last]["level"] == 1


def test_what_the_room_agreed_on_is_shown_to_all_and_answered_by_nobody(folder: Path) -> None:
    """It stands above single answers, so whoever answers here has to know."""
    agreed = rated(2, REAL, "consensus")
    Writer(folder, via="test", clock=now).apply([agreed], by="lead", op="consensus")
    form = rubric_form(folder, "poc")
    assert form.answers["consensus"][REAL]["level"] == 2
    assert "consensus" not in [person["id"] for person in form.people]


def test_it_shows_only_what_is_asked_of_this_system(tmp_path: Path) -> None:
    """What is out of scope has no score, so nobody is bothered with it."""
    folder = make(tmp_path / "claims")
    framework = folder / "small.yaml"
    text = framework.read_text(encoding="utf-8")
    scoped = text.replace("question: Who may change it?", "question: Who?\n            depth: full")
    framework.write_text(scoped, encoding="utf-8")
    assert [criterion["id"] for criterion in rubric_form(folder, "poc").criteria] == [REAL]


def test_people_come_with_their_roles_and_the_first_one_answers(form: RubricForm) -> None:
    assert form.people[1] == {"id": "ml", "name": "ml", "role": "ML engineer"}
    assert form.respondent == "lead"


def test_a_level_is_on_disk_when_the_reply_says_so(folder: Path, form: RubricForm) -> None:
    reply = form.receive(edit(level=3, t=17.5))
    assert stored(folder) == [("lead", "rated", 3, None)]
    assert (reply["ok"], reply["id"], reply["t"]) == (True, REAL, 17.5)
    assert dt.datetime.fromisoformat(reply["at"]).utcoffset() == dt.timedelta(0)
    assert reply["stored"] == form.answers["lead"][REAL] == assessment(folder)["ratings"][0]


def test_the_journal_says_who_rated_and_that_it_was_the_form(
    folder: Path, form: RubricForm
) -> None:
    form.receive(edit(respondent="ml"))
    form.receive(edit("clear", respondent="ml", seen=form.answers["ml"][REAL]))
    told = [(line["op"], line["by"], line["via"]) for line in lines(folder)]
    assert told == [("start", "ml", "form"), ("rate", "ml", "form"), ("clear", "ml", "form")]


def test_the_engagement_fixes_the_day_of_an_answer(folder: Path, form: RubricForm) -> None:
    form.receive(edit())
    assert assessment(folder)["ratings"][0]["at"] == "2026-09-14T09:12:03Z"


def test_unknown_is_an_answer_of_its_own(folder: Path, form: RubricForm) -> None:
    assert form.receive(edit("unknown"))["ok"]
    assert stored(folder) == [("lead", "unknown", None, None)]


def test_each_respondent_has_an_answer_of_their_own(folder: Path, form: RubricForm) -> None:
    form.receive(edit(level=4))
    form.receive(edit(level=1, respondent="ml"))
    assert stored(folder) == [("lead", "rated", 4, None), ("ml", "rated", 1, None)]


def test_a_new_level_keeps_the_note_and_a_new_note_keeps_the_level(
    folder: Path, form: RubricForm
) -> None:
    form.receive(edit(level=2, note="one branch"))
    form.receive(edit(level=3, seen=form.answers["lead"][REAL]))
    assert stored(folder) == [("lead", "rated", 3, "one branch")]
    form.receive(edit("note", note="two branches", seen=form.answers["lead"][REAL]))
    assert stored(folder) == [("lead", "rated", 3, "two branches")]
    form.receive(edit("note", note=" ", seen=form.answers["lead"][REAL]))
    assert stored(folder) == [("lead", "rated", 3, None)]


def test_a_note_on_nothing_is_refused_in_words(folder: Path, form: RubricForm) -> None:
    reply = form.receive(edit("note", note="lost?"))
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert "saved with the rating" in reply["error"]
    assert not (folder / "assessment.json").exists()


def test_clear_takes_an_answer_back(folder: Path, form: RubricForm) -> None:
    form.receive(edit())
    assert form.receive(edit("clear", seen=form.answers["lead"][REAL]))["stored"] is None
    assert stored(folder) == []
    assert form.answers == {"consensus": {}, "lead": {}, "ml": {}}


def test_not_applicable_needs_a_reason_and_for_a_blocker_an_approver(
    folder: Path, form: RubricForm
) -> None:
    assert "approved" in form.receive(edit("not_applicable", reason="out_of_scope"))["error"]
    assert "reason" in form.receive(edit("not_applicable", id=OWNED))["error"]
    assert not (folder / "journal.jsonl").exists()
    told = {"reason": "other", "approver": "M. Voss"}
    assert form.receive(edit("not_applicable", **told))["ok"]
    rating = assessment(folder)["ratings"][0]
    assert (rating["state"], rating["reason"], rating["approver"]) == (
        "not_applicable", "other", "M. Voss",
    )  # fmt: skip


def test_the_newest_round_is_shown_and_written(folder: Path, form: RubricForm) -> None:
    """After a second round of rating nobody edits the first one unawares."""
    Writer(folder, via="test", clock=now).apply([rated(1), rated(2, round=1)], by="lead", op="rate")
    form.refresh()
    assert form.answers["lead"][REAL]["level"] == 2
    form.receive(edit(level=4, seen=form.answers["lead"][REAL]))
    assert [(r["round"], r["level"]) for r in assessment(folder)["ratings"]] == [(0, 1), (1, 4)]


def test_what_somebody_else_changed_is_not_written_over(folder: Path, form: RubricForm) -> None:
    """Both values are at hand; the page asks which one holds."""
    form.receive(edit(level=3))
    seen = form.answers["lead"][REAL]
    Writer(folder, via="other", clock=now).apply([rated(1, note="no")], by="lead", op="rate")
    reply = form.receive(edit(level=4, seen=seen))
    assert (reply["ok"], reply["cause"]) == (False, "conflict")
    assert (reply["stored"]["level"], reply["stored"]["note"]) == (1, "no")
    assert stored(folder) == [("lead", "rated", 1, "no")]
    assert form.answers["lead"][REAL]["level"] == 1
    assert form.receive(edit(level=4, seen=reply["stored"]))["ok"]
    assert stored(folder) == [("lead", "rated", 4, "no")]


def test_edits_faster_than_replies_are_no_conflict_with_themselves(
    folder: Path, form: RubricForm
) -> None:
    """Three keys before the first reply: all were made on the same answer."""
    replies = [form.receive(edit(level=level, t=level)) for level in (1, 2, 3)]
    assert [reply["ok"] for reply in replies] == [True, True, True]
    assert stored(folder) == [("lead", "rated", 3, None)]


def test_a_late_edit_still_sees_what_others_did_in_between(folder: Path, form: RubricForm) -> None:
    form.receive(edit(level=1))
    Writer(folder, via="other", clock=now).apply([rated(0)], by="lead", op="rate")
    form.receive(edit(id=OWNED, level=2))
    assert form.receive(edit(level=4, seen=None))["cause"] == "conflict"
    assert form.answers["lead"][REAL]["level"] == 0


def test_on_a_full_disk_nothing_is_saved_and_a_second_try_saves_it(folder: Path) -> None:
    form = RubricForm(folder, "poc", writer=Writer(folder, via="form", clock=now))
    form.receive(edit(level=2))
    before, seen = written(folder), form.answers["lead"][REAL]
    full = Failing(1, stays=True, code=errno.ENOSPC)
    failing = RubricForm(folder, "poc", writer=Writer(folder, via="form", clock=now, fs=full))
    reply = failing.receive(edit(level=4, seen=seen))
    assert (reply["ok"], reply["cause"]) == (False, "disk")
    assert reply["error"].startswith("NOT SAVED: ")
    assert written(folder) == before
    assert failing.answers["lead"][REAL]["level"] == 2
    full.k = full.steps + 1000
    full.stays = False
    assert failing.receive(edit(level=4, seen=seen))["ok"]
    assert stored(folder) == [("lead", "rated", 4, None)]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_is_told_as_not_saved(folder: Path, form: RubricForm) -> None:
    form.receive(edit(level=2))
    before = written(folder)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        reply = form.receive(edit(level=4, seen=form.answers["lead"][REAL]))
    finally:
        folder.chmod(stat.S_IRWXU)
    assert (reply["ok"], reply["cause"]) == (False, "disk")
    assert written(folder) == before


def test_a_lock_that_cannot_be_taken_is_told_as_not_saved(folder: Path, form: RubricForm) -> None:
    """The same for whoever may write everywhere: a folder stands where the lock should be."""
    (folder / ".readiness.lock").mkdir()
    reply = form.receive(edit())
    assert (reply["ok"], reply["cause"]) == (False, "disk")
    assert not (folder / "assessment.json").exists()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (edit(level=9), "level 9 is not on the scale"),
        (edit(level=True), "whole number"),
        (edit(id="poc.data.reel"), "the nearest: poc.data.real"),
        (edit(respondent="nobody"), "not listed under `people`"),
        (edit(respondent="tool"), "reserved"),
        (edit("erase"), "one of"),
        (edit(note="a\x00b"), "control characters"),
        (edit(extra=1), "misspelled"),
        ({"id": REAL, "t": 3}, "required"),
        ("rate", "group"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    folder: Path, form: RubricForm, message: Any, told: str
) -> None:
    reply = form.receive(message)
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert told in reply["error"]
    assert not (folder / "assessment.json").exists()


def test_refresh_shows_what_others_wrote(folder: Path, form: RubricForm) -> None:
    other = Writer(folder, via="other", clock=now)
    other.apply([rated(2, respondent="ml")], by="ml", op="rate")
    assert form.answers["ml"] == {}
    form.refresh()
    assert form.answers["ml"][REAL]["level"] == 2
    other.apply([cleared(respondent="ml")], by="ml", op="clear")
    form.refresh()
    assert form.answers["ml"] == {}


def test_refresh_shows_people_who_came_later(folder: Path, form: RubricForm) -> None:
    profile = folder / "engagement.yaml"
    text = profile.read_text(encoding="utf-8")
    profile.write_text(
        text.replace("people: [", "people: [{id: boss, role: sponsor}, "), encoding="utf-8"
    )
    form.refresh()
    assert [person["id"] for person in form.people] == ["boss", "lead", "ml"]


def test_a_form_made_again_shows_the_same_answers(folder: Path, form: RubricForm) -> None:
    """As after a new kernel: the state is in the file."""
    form.receive(edit(level=2, note="one branch"))
    form.receive(edit("unknown", id=OWNED, respondent="ml"))
    assert rubric_form(folder, "poc").answers == form.answers
    assert [r.level for r in Engagement.open(folder).assessment.ratings] == [None, 2]


def test_on_saved_is_called_for_what_is_on_disk_and_for_nothing_else(folder: Path) -> None:
    seen: list[list[tuple[Any, ...]]] = []
    form = rubric_form(folder, "poc", on_saved=lambda: seen.append(stored(folder)))
    form._on_message(form, edit(level=2), [])
    form._on_message(form, edit(level=9), [])
    assert seen == [[("lead", "rated", 2, None)]]


def test_a_section_or_a_respondent_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="no section 'pco' in small; it has poc, mvp, factors"):
        rubric_form(folder, "pco")
    with pytest.raises(UsageError, match="not listed under `people`"):
        rubric_form(folder, "poc", respondent="nobody")


def test_a_broken_profile_is_told_and_nothing_is_written(folder: Path, form: RubricForm) -> None:
    form.receive(edit(level=2))
    before = assessment(folder)
    (folder / "engagement.yaml").write_text("client: [", encoding="utf-8")
    reply = form.receive(edit(level=4, seen=form.answers["lead"][REAL]))
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert assessment(folder) == before
    with pytest.raises(InvalidFileError):
        form.refresh()


def test_the_page_never_enters_text_as_html(form: RubricForm) -> None:
    """Client text goes through textContent alone, and nothing is fetched."""
    page = str(form._esm)
    assert [
        word for word in ("innerHTML", "insertAdjacentHTML", "http", "import") if word in page
    ] == []
    assert "http" not in str(form._css)
