"""A whole workshop in a real JupyterLab: room, fingers, agenda, evidence, and others' changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from readiness_kit.engagement import Writer
from readiness_kit.engagement.changes import Change
from tests.browser import Opened, browser_page, chromium, grave_faults
from tests.engagement.folders import rated
from tests.forms.lab_page import FIRST, Page, furnish
from tests.lab import CELL_KEYS, Lab, command, jupyter_lab, open_notebook

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

PROFILE = """\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: poc-to-production
phase: poc
people:
  - {id: lead, role: facilitator, name: Nora Calder}
  - {id: ml, role: ml_engineer, name: Ravi Menon}
  - {id: ida, role: sponsor, name: Ida Holm}
  - {id: tom, role: operations, name: Tom Weiss}
  - {id: eva, role: data_owner, name: Eva Lind}
  - {id: jan, role: security, name: Jan Sobel}
"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with all its single keys: the form must be safe by itself."""
    chromium()
    root = tmp_path_factory.mktemp("lab")
    furnish(root, profile=PROFILE)
    with jupyter_lab(root, dangerous_keys=True) as running:
        yield running


@pytest.fixture(scope="module")
def shown(lab: Lab) -> Iterator[Page]:
    with browser_page(width=1280, height=800) as opened:
        page = Page(lab, opened)
        page.load()
        yield page


@pytest.fixture
def page(shown: Page) -> Iterator[Page]:
    """The form; after each test no dialog of the notebook is open and no net was used."""
    yield shown
    assert shown.page.locator(".jp-Dialog").count() == 0
    assert (shown.opened.requests, shown.opened.errors) == ([], [])


def read(page: Page, name: str) -> Any:
    return json.loads((page.folder / name).read_text(encoding="utf-8"))


def read_lines(page: Page) -> list[Any]:
    """The acts of the journal."""
    text = (page.folder / "journal.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def room(page: Page) -> Any:
    return page.page.locator(".rk-form-room")


def until_room(page: Page, text: str) -> None:
    room(page).locator(".rk-form-save", has_text=text).wait_for(timeout=30_000)


def until_chosen(page: Page, level: int) -> None:
    """Wait until the first card shows a level as chosen, by whomever."""
    page.page.wait_for_function(
        "([id, level]) => document.querySelector(`[data-id='${id}'] [data-level='${level}']`)"
        ".getAttribute('aria-checked') === 'true'",
        arg=[FIRST, level],
        polling=100,
    )


def test_a_card_has_four_tab_stops(page: Page) -> None:
    """The levels, evidence, owner and note; the rest is reached by keys."""
    page.level(0).focus()
    stops = [page.page.evaluate("() => document.activeElement.className")]
    for _ in range(4):
        page.press("Tab")
        stops.append(page.page.evaluate("() => document.activeElement.className"))
    assert [stop.split()[0] if stop else "" for stop in stops] == [
        "rk-form-level",
        "rk-form-opener",
        "rk-form-opener",
        "",
        "rk-form-level",
    ]


def test_s_stamps_what_was_shown_as_demonstrated(page: Page) -> None:
    page.level(0).focus()
    page.press("3")
    page.until("✓ saved")
    page.press("s")
    page.card().get_by_text("demonstrated").first.wait_for()
    page.until("✓ saved")
    (piece,) = read(page, "assessment.json")["evidence"]
    assert (piece["criterion"], piece["grade"], piece["by"]) == (FIRST, "demonstrated", "lead")


def test_evidence_is_added_and_changed_and_half_of_it_waits(page: Page) -> None:
    card = page.card()
    page.level(3).focus()
    page.press("e")
    card.get_by_label("Grade").select_option("document")
    card.get_by_label("Reference").fill("minutes <b>7</b>")
    page.level(3).focus()
    page.until("evidence is not added yet")
    card.get_by_role("button", name="Add", exact=True).click()
    card.get_by_text("minutes <b>7</b>").wait_for()
    card.get_by_role("button", name="Change: document").click()
    card.get_by_label("Reference").fill("minutes 8")
    page.press("Enter")
    card.locator(".rk-form-pieces").get_by_text("minutes 8").wait_for()
    page.until("✓ saved")
    references = [piece["reference"] for piece in read(page, "assessment.json")["evidence"]]
    assert sorted(references) == ["Shown on the screen", "minutes 8"]
    page.level(3).focus()
    page.press("e")


def test_o_asks_who_closes_it_and_by_when(page: Page) -> None:
    card = page.card()
    page.level(3).focus()
    page.press("o")
    page.page.keyboard.type("Tom Weiss")
    page.press("Tab")
    page.page.keyboard.type("12242026")
    page.until("editing…")
    page.level(3).focus()
    card.get_by_role("button", name="Owner: Tom Weiss, due 24 Dec 2026").wait_for()
    page.until("✓ saved")
    (action,) = read(page, "assessment.json")["actions"]
    assert (action["owner"], action["due"]) == ("Tom Weiss", "2026-12-24")
    assert action["text"].startswith("Reach level 2: ")
    planned = [line for line in read_lines(page) if line["op"] == "plan"]
    assert len(planned) == 1
    page.level(3).focus()
    page.press("o")


def test_a_click_on_words_leaves_the_keys_to_the_form(page: Page) -> None:
    """Else `b` would add a cell, and `0 0` restart the kernel."""
    before = page.cells()
    page.card().locator(".rk-form-question").click()
    page.press("b", "0", "0", "3")
    page.until("✓ saved")
    assert page.cells() == before
    assert page.on_disk()[FIRST, "lead"]["level"] == 3


def test_filters_show_what_is_open_and_keep_the_hand_on_the_card(page: Page) -> None:
    form = page.page.locator(".rk-form-filters")
    cards = page.page.locator(".rk-form-card:visible")
    every = cards.count()
    form.get_by_role("button", name="Open").click()
    assert cards.count() == every - 1
    cards.first.locator('[data-level="1"]').click()
    cards.first.locator(".rk-form-save", has_text="✓ saved").wait_for()
    assert cards.count() == every - 1
    form.get_by_role("button", name="Blockers").click()
    assert 0 < cards.count() < every
    assert cards.count() == page.page.locator(".rk-form-card:visible .rk-form-blocker").count()
    hidden = page.page.locator(".rk-form-card:not(:has(.rk-form-blocker))").first
    id = hidden.get_attribute("data-id")
    page.page.get_by_label("Go to a criterion").select_option(id)
    assert page.page.evaluate("() => document.activeElement.closest('article').dataset.id") == id
    assert cards.count() == every


def test_the_verdict_is_hidden_until_v(page: Page) -> None:
    strip = page.page.locator(".rk-form-top .rk-form-strip")
    assert not strip.is_visible()
    page.level(3).focus()
    page.press("v")
    strip.get_by_text("claimed").first.wait_for()
    before = strip.inner_text()
    page.press("0")
    page.page.wait_for_function(
        "text => document.querySelector('.rk-form-top .rk-form-strip').innerText !== text",
        arg=before,
    )
    page.press("3", "v")
    page.until("✓ saved")
    assert not strip.is_visible()


def test_an_agenda_is_proposed_and_begins_a_meeting(page: Page) -> None:
    page.level(3).focus()
    page.press("a")
    agenda = page.page.locator(".rk-form-agenda")
    agenda.get_by_label("Minutes", exact=True).fill("24")
    page.press("Tab")
    page.page.wait_for_function(
        "() => document.querySelectorAll('.rk-form-topics > li').length === 3"
    )
    assert "blocker" in agenda.locator(".rk-form-topics").inner_text()
    assert "that the time does not hold" in agenda.inner_text()
    assert grave_faults(page.page, ".rk-form") == []
    agenda.get_by_role("button", name="Begin the meeting").click()
    room(page).locator("h2").wait_for()
    (meeting,) = read(page, "workshop.json")["meetings"]
    assert meeting["minutes"] == 24
    assert meeting["people"] == ["lead", "ml", "ida", "tom", "eva", "jan"]
    assert len(meeting["agenda"]) == 3


def test_one_line_keys_a_whole_room_and_enter_reveals_it(page: Page) -> None:
    """Then a digit is what the room agrees on, and J goes on."""
    topics = [t["criterion"] for t in read(page, "workshop.json")["meetings"][0]["agenda"]]
    page.page.keyboard.type("3 2 2 4 u 7")
    page.press("Enter")
    room(page).get_by_text("“7” is no level").wait_for()
    page.press("Backspace", "1")
    assert room(page).locator(".rk-form-hands").count() == 0
    page.press("Enter")
    room(page).get_by_text("1 to 4, 3 levels apart, 1 person does not know").wait_for()
    assert "Ravi Menon" in room(page).locator('[data-level="2"]').inner_text()
    page.press("2")
    room(page).get_by_text("Agreed: level 2.").wait_for()
    until_room(page, "✓ saved")
    said = {r: v["level"] for (c, r), v in page.on_disk().items() if c == topics[0]}
    assert said | {"lead": 3} == {
        "lead": 3, "ml": 2, "ida": 2, "tom": 4, "eva": None, "jan": 1, "consensus": 2,
    }  # fmt: skip
    assert grave_faults(page.page, ".rk-form-room") == []


def test_the_rooms_letters_are_twenty_pixels_and_more(page: Page) -> None:
    """All that stands in it, but for the names of keys."""
    sizes = (
        room(page)
        .locator(":scope *:not(kbd)")
        .evaluate_all(
            """all => all.filter(one => one.checkVisibility() && one.innerText?.trim())
          .map(one => [parseFloat(getComputedStyle(one).fontSize), one.innerText])"""
        )
    )
    assert len(sizes) > 20
    assert [told for size, told in sizes if size < 20] == []


def test_notes_are_kept_from_the_room(page: Page) -> None:
    page.press("p")
    page.page.keyboard.type("who pays for labels?")
    page.press("Enter", "d")
    page.page.keyboard.type("Tom owns the map")
    page.press("Enter", "j")
    room(page).get_by_text("2 of 3").wait_for()
    page.press("Escape", "a")
    page.page.locator(".rk-form-agenda").get_by_label("Change d-001").wait_for()
    (meeting,) = read(page, "workshop.json")["meetings"]
    assert [note["text"] for note in meeting["parked"]] == ["who pays for labels?"]
    assert [note["text"] for note in meeting["decided"]] == ["Tom owns the map"]
    assert [talk["seconds"] >= 10 for talk in meeting["talks"]] == [True]


def test_a_line_is_taken_away_once(page: Page) -> None:
    """It goes from the page when it is gone from the disk, though its own button had the focus."""
    agenda = page.page.locator(".rk-form-agenda")
    agenda.get_by_label("Parking lot").fill("twice?")
    page.press("Enter")
    agenda.get_by_role("button", name="Remove: twice?").click()
    agenda.get_by_label("Change p-002").wait_for(state="detached")
    (meeting,) = read(page, "workshop.json")["meetings"]
    assert [note["id"] for note in meeting["parked"]] == ["p-001"]
    assert page.page.locator(".rk-form-alarm:visible").count() == 0


def test_the_agenda_keeps_the_focus_while_it_is_ordered(page: Page) -> None:
    agenda = page.page.locator(".rk-form-agenda")
    first = agenda.locator(".rk-form-topics > li").first.get_attribute("data-id")
    agenda.get_by_role("button", name="Later").first.press("Enter")
    focused = page.page.evaluate("() => document.activeElement.dataset.key")
    assert focused == f"{first}/Later"
    assert agenda.locator(".rk-form-topics > li").nth(1).get_attribute("data-id") == first
    agenda.get_by_role("button", name="Discard the changes").click()
    assert agenda.locator(".rk-form-topics > li").first.get_attribute("data-id") == first


def test_a_topic_can_have_more_time_than_others(page: Page) -> None:
    """The sum says what that does to the meeting; what is no time is put back."""
    agenda = page.page.locator(".rk-form-agenda")
    time = agenda.locator(".rk-form-topics input").first
    time.fill("0")
    page.press("Tab")
    put_back = "() => document.querySelector('.rk-form-topics input').value === '8'"
    page.page.wait_for_function(put_back)
    time.fill("12")
    page.press("Tab")
    agenda.get_by_text("Planned: 28 min, 4 more than the meeting has.").wait_for()
    focused = page.page.evaluate("() => document.activeElement.closest('.rk-form-topics') !== null")
    assert focused, "the focus goes on to the next button"
    agenda.get_by_role("button", name="Save the agenda").click()
    agenda.get_by_role("button", name="Save the agenda").wait_for(state="hidden")
    (meeting,) = read(page, "workshop.json")["meetings"]
    assert [topic["minutes"] for topic in meeting["agenda"]] == [12, 8, 8]
    assert time.input_value() == "12"


def test_n_in_the_room_asks_for_the_reason_on_the_card(page: Page) -> None:
    page.level(3).focus()
    page.press("r")
    room(page).locator("h2").wait_for()
    page.page.keyboard.type("222222")
    page.press("Enter", "n")
    page.page.locator(".rk-form-reason select:focus").wait_for()
    assert page.page.get_by_label("Answers of").input_value() == "consensus"
    page.press("Escape")
    page.page.get_by_label("Answers of").select_option("lead")


def test_keys_of_the_notebook_do_nothing_in_the_room(page: Page) -> None:
    before = page.cells()
    page.level(3).focus()
    page.press("r")
    room(page).locator("h2").wait_for()
    page.press("b", "x", "0", "0", "Backspace", "Backspace", *CELL_KEYS)
    page.press("Control+s")
    assert page.cells() == before
    page.press("Escape")
    assert not room(page).is_visible()


def test_what_is_keyed_stays_when_somebody_joins(page: Page) -> None:
    """The form is drawn anew then; the meeting has the people that it had."""
    page.level(3).focus()
    page.press("r")
    room(page).locator("h2").wait_for()
    page.press("f")
    page.page.keyboard.type("3 2")
    profile = page.folder / "engagement.yaml"
    joined = "  - {id: max, role: sponsor, name: Max Ode}\n"
    profile.write_text(profile.read_text(encoding="utf-8") + joined, encoding="utf-8")
    page.page.locator(".rk-form-top option", has_text="Max Ode").wait_for(state="attached")
    fingers = room(page).get_by_label("Fingers, then Enter")
    fingers.wait_for()
    assert fingers.input_value() == "3 2"
    assert room(page).locator(".rk-form-seated [data-keyed]").count() == 2
    page.press("Escape")


def test_a_meeting_ends_and_what_was_not_reached_is_told(page: Page) -> None:
    page.page.locator(".rk-form-agenda").get_by_role("button", name="End the meeting").click()
    page.page.get_by_text("The meeting has ended.").wait_for()
    page.page.get_by_role("button", name="Go on with the last meeting").wait_for()
    assert read(page, "workshop.json")["meetings"][0]["ended"] is not None
    page.page.locator(".rk-form-agenda").get_by_role("button", name="Close").click()


def test_the_next_meeting_begins_with_nothing_discussed(page: Page) -> None:
    """What the one before talked about on its last screen is that one's."""
    page.level(3).focus()
    page.press("a")
    agenda = page.page.locator(".rk-form-agenda")
    agenda.get_by_role("button", name="Begin the meeting").click()
    room(page).locator("h2").wait_for()
    page.page.keyboard.type("2222222")
    page.press("Enter")
    room(page).get_by_text("all at 2").wait_for()
    page.press("Escape", "a")
    agenda.get_by_role("button", name="End the meeting").click()
    agenda.get_by_role("button", name="Begin the meeting").click()
    room(page).locator("h2").wait_for()
    page.press("j", "Escape", "a")
    agenda.get_by_role("button", name="End the meeting").click()
    agenda.get_by_role("button", name="Begin the meeting").wait_for()
    _, second, third = read(page, "workshop.json")["meetings"]
    assert [len(second["talks"]), third["talks"]] == [1, []]
    agenda.get_by_role("button", name="Close").click()


@pytest.mark.parametrize(("button", "kept"), [("Take the file's", "Theirs"), ("Keep mine", "Mine")])
def test_an_owner_that_both_named_is_decided_by_one_click(
    page: Page, button: str, kept: str
) -> None:
    """The focus is still in the panel, as after Enter."""
    page.level(1).focus()
    owner = page.card().get_by_label("Owner")
    if owner.is_hidden():
        page.press("o")
    owner.fill("Ann")
    page.press("Enter")
    page.until("✓ saved")
    owner.fill("Mine")
    (seen,) = [a for a in read(page, "assessment.json")["actions"] if a["criterion"] == FIRST]
    place = ("actions", seen["id"])
    theirs = Change("plan", place, {**seen, "owner": "Theirs"})
    Writer(page.folder, via="command line").apply([theirs], by="ml", op="plan")
    page.press("Enter")
    page.card().get_by_text("This was changed elsewhere").wait_for()
    page.card().get_by_role("button", name=button).click()
    page.card().locator(".rk-form-trouble").wait_for(state="hidden")
    page.until("✓ saved")
    (now,) = [a for a in read(page, "assessment.json")["actions"] if a["criterion"] == FIRST]
    assert (now["owner"], owner.input_value()) == (kept, kept)
    owner.focus()
    page.press("Escape")
    page.until("✓ saved")


def test_what_the_command_line_changes_shows_with_both_values(page: Page) -> None:
    """Without a click: the kernel looks for itself."""
    page.page.get_by_label("Answers of").select_option("ml")
    second = page.page.locator(".rk-form-card").nth(2).get_attribute("data-id") or ""
    Writer(page.folder, via="command line").apply([rated(4, second, "ml")], by="ml", op="rate")
    told = page.card(second).locator(".rk-form-elsewhere", has_text="by ml (command line)")
    told.wait_for()
    assert "was no answer, now level 4" in told.inner_text()
    assert page.level(4, second).get_attribute("aria-checked") == "true"
    page.page.get_by_label("Answers of").select_option("lead")


def test_another_tab_shows_what_is_chosen_in_this_one(page: Page, lab: Lab) -> None:
    opened = Opened(page.page.context.new_page())
    other = Page(lab, opened)
    other.load()
    page.level(1).click()
    page.until("✓ saved")
    until_chosen(other, 1)
    opened.page.close()


def test_dark_and_light_have_no_serious_faults(page: Page) -> None:
    assert grave_faults(page.page, ".rk-form") == []
    command(page.page, "apputils:change-theme", theme="JupyterLab Dark")
    page.page.wait_for_function("() => document.body.dataset.jpThemeLight === 'false'")
    page.page.wait_for_timeout(400)
    assert grave_faults(page.page, ".rk-form") == []
    ink, paper = page.card().evaluate(
        "card => [getComputedStyle(card).color, getComputedStyle(card).backgroundColor]"
    )
    assert ink != paper
    command(page.page, "apputils:change-theme", theme="JupyterLab Light")


def test_fifty_answers_in_a_second_end_with_the_last_one(page: Page) -> None:
    page.level(0).focus()
    for number in range(50):
        page.press(str(number % 5))
    page.press("1")
    page.until("✓ saved")
    assert page.on_disk()[FIRST, "lead"]["level"] == 1


def test_an_answer_waits_for_a_kernel_that_is_at_work(page: Page) -> None:
    """A cell that runs is no fault: nothing is said in red, and the answer is saved after it."""
    opened = Opened(page.page.context.new_page())
    other = Page(page.lab, opened)
    open_notebook(opened.page, page.lab, "busy.ipynb")
    opened.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    other.level(3).click()
    other.until("waiting: the kernel is at work")
    assert opened.page.locator(".rk-form-notice").inner_text().startswith("The kernel is at work")
    assert not opened.page.locator(".rk-form-top .rk-form-alarm").is_visible()
    other.until("✓ saved")
    assert page.on_disk()[FIRST, "lead"]["level"] == 3
    opened.page.close()
    until_chosen(page, 3)


def test_a_killed_kernel_is_noticed_and_an_edit_without_a_tick_comes_back(page: Page) -> None:
    """JupyterLab starts a new kernel; the cell is run again in the same page."""
    page.level(2).click()
    page.until("✓ saved")
    for child in psutil.Process().children(recursive=True):
        if "ipykernel_launcher" in child.cmdline():
            child.kill()
    page.page.locator(".jp-Dialog").get_by_role("button", name="Ok").click()
    alarm = page.page.locator(".rk-form-top .rk-form-alarm", has_text="The kernel does not answer")
    alarm.wait_for(timeout=30_000)
    page.level(4).click()
    page.until("✗ not saved")
    page.press("s", "e")
    page.page.get_by_text("2 changes are on this page only").wait_for()
    assert page.on_disk()[FIRST, "lead"]["level"] == 2
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.ready")
    command(page.page, "notebook:run-all-cells")
    page.until("✓ saved")
    assert page.level(4).get_attribute("aria-checked") == "true"
    assert page.on_disk()[FIRST, "lead"]["level"] == 4
    page.page.locator(".rk-form-alarm:visible").wait_for(state="detached")
    assert "demonstrated" in [e["grade"] for e in read(page, "assessment.json")["evidence"]]
    page.opened.errors.clear()
