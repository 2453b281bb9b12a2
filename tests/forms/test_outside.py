"""What others change while a form is open is told with both values, without being asked."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Writer
from readiness_kit.engagement.workshop_file import WorkshopFile
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.forms import RubricForm, beat
from tests.engagement.folders import evidence, make, now, rated
from tests.forms.test_links import Page

REAL = "poc.data.real"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "claims")


@pytest.fixture
def page(folder: Path) -> Page:
    return Page(RubricForm(folder, "poc", writer=Writer(folder, via="form", clock=now)))


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; an AssertionError where it never does."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def look(page: Page) -> Any:
    return page.form._look()["outside"]


def elsewhere(folder: Path, *changes: Any) -> None:
    Writer(folder, via="command line", clock=now).apply(changes, by="ml", op="rate")


def test_another_ones_answer_is_told_with_both_values_and_by_whom(folder: Path, page: Page) -> None:
    more = {"reason": None, "approver": None, "note": None, "seen": None}
    page.send("rate", level=2, **more)
    assert look(page) is None
    elsewhere(folder, rated(4, REAL, "ml"))
    told = look(page)
    (one,) = told["answers"]
    assert (one["respondent"], one["id"]) == ("ml", REAL)
    assert (one["was"]["level"], one["now"]["level"]) == (2, 4)
    assert (told["by"], told["via"]) == ("ml", "command line")
    assert page.form.answers["ml"][REAL]["level"] == 4
    assert look(page) is None


def test_an_answer_on_its_way_still_meets_the_conflict(folder: Path, page: Page) -> None:
    """The page is told first; what it had sent on the old value is not written over the new."""
    elsewhere(folder, rated(4, REAL, "ml"))
    look(page)
    more = {"reason": None, "approver": None, "note": None}
    assert page.send("rate", level=1, seen=None, **more)["cause"] == "conflict"


def test_evidence_from_elsewhere_is_told_by_its_criterion(folder: Path, page: Page) -> None:
    elsewhere(folder, evidence())
    assert look(page)["links"] == [REAL]
    assert len(page.form.evidence[REAL]) == 1


def test_a_meeting_begun_elsewhere_shows(folder: Path, page: Page) -> None:
    WorkshopFile(folder, clock=now).begin(60, ["lead"], [])
    assert look(page) == {"answers": [], "links": [], "by": None, "via": None}
    assert page.form.meetings[0]["people"] == ["lead"]


def test_people_who_come_later_show(folder: Path, page: Page) -> None:
    path = folder / "engagement.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("people: [", "people: [{id: ida, role: sponsor}, "), "utf-8")
    look(page)
    assert "ida" in [person["id"] for person in page.form.people]


def test_a_file_that_does_not_read_is_told_until_it_does(folder: Path, page: Page) -> None:
    path = folder / "engagement.yaml"
    whole = path.read_bytes()
    for broken in (b"client: [", None):
        path.unlink() if broken is None else path.write_bytes(broken)
        for _ in range(2):
            with pytest.raises(InvalidFileError, match=r"engagement\.yaml"):
                page.form._look()
    path.write_bytes(whole)
    page.form._look()


def test_it_beats_while_a_page_shows_it_and_tells_what_it_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beat, "_EVERY_S", 0.01)
    found: list[Any] = [{"outside": None}, {"outside": 1}]
    sent: list[Any] = []

    def seen() -> Any:
        if not found:
            raise UsageError("it does not read")
        return found.pop(0)

    heart = beat.Beat(seen, sent.append)
    heart.seen("one", there=True)
    heart.seen("two", there=True)
    until(lambda: len(sent) >= 3)
    heart.seen("one", there=False)
    here = len(sent)
    until(lambda: len(sent) > here)
    heart.seen("two", there=False)
    until(lambda: not [t for t in threading.enumerate() if t.name == beat.NAME])
    assert [told["outside"] for told in sent[:3]] == [None, 1, None]
    assert "does not read" in sent[2]["trouble"]
    assert {told["kind"] for told in sent} == {"beat"}


def test_who_comes_back_is_beaten_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beat, "_EVERY_S", 0.01)
    sent: list[Any] = []
    heart = beat.Beat(dict, sent.append)
    for view in ("one", "two"):
        before = len(sent)
        heart.seen(view, there=True)
        until(lambda before=before: len(sent) > before)  # type: ignore[misc]
        heart.seen(view, there=False)


def test_an_own_answer_is_never_taken_for_anothers(folder: Path, page: Page) -> None:
    """A kernel answers pages and beats in threads of their own."""
    found: list[Any] = []
    stop = threading.Event()

    def beats() -> None:
        while not stop.is_set():
            found.append(page.form._look()["outside"])

    beating = threading.Thread(target=beats)
    beating.start()
    try:
        more = {"reason": None, "approver": None, "note": None}
        for number in range(60):
            seen = page.form.answers["ml"].get(REAL)
            assert page.send("rate", level=number % 5, seen=seen, **more)["ok"]
    finally:
        stop.set()
        beating.join()
    assert [told for told in found if told] == []
