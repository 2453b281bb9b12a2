"""The form in a real JupyterLab: what is clicked and typed there is on disk, and only that."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from readiness_kit.engagement import Writer
from tests.browser import browser_page, chromium
from tests.engagement.folders import rated
from tests.forms.lab_page import FIRST, Page, furnish
from tests.lab import CELL_KEYS, Lab, command, jupyter_lab

pytestmark = [pytest.mark.browser, pytest.mark.kernel]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with all its single keys: the form must be safe by itself."""
    chromium()
    root = tmp_path_factory.mktemp("lab")
    furnish(root)
    with jupyter_lab(root, dangerous_keys=True) as running:
        yield running


@pytest.fixture(scope="module")
def shown(lab: Lab) -> Iterator[Page]:
    with browser_page() as opened:
        page = Page(lab, opened)
        page.load()
        yield page


@pytest.fixture
def page(shown: Page) -> Iterator[Page]:
    """The form with nothing said in it; after each test no dialog is open and no net was used."""
    for criterion, _lead in shown.on_disk():
        shown.card(criterion).get_by_role("button", name="Clear").click()
        shown.until("✓ saved", criterion)
        shown.note(criterion).fill("")
    assert shown.on_disk() == {}
    yield shown
    assert shown.page.locator(".jp-Dialog").count() == 0
    assert shown.opened.requests == []
    assert shown.opened.errors == []


def test_a_click_on_a_level_is_on_disk_when_the_tick_shows(page: Page) -> None:
    page.level(3).click()
    page.until("✓ saved")
    rating = page.on_disk()[FIRST, "lead"]
    assert (rating["state"], rating["level"]) == ("rated", 3)
    assert page.level(3).get_attribute("aria-checked") == "true"
    assert page.page.locator(".rk-form-count").inner_text().startswith("1 of ")


def test_keys_choose_and_move_between_cards(page: Page) -> None:
    """A whole workshop without a mouse: 3, next card, unknown, back, clear."""
    second = page.page.locator(".rk-form-card").nth(1).get_attribute("data-id") or ""
    page.level(0).focus()
    page.press("3")
    page.until("✓ saved")
    page.press("j", "u")
    page.until("✓ saved", second)
    said = page.on_disk()
    assert (said[FIRST, "lead"]["level"], said[second, "lead"]["state"]) == (3, "unknown")
    page.press("k", "Backspace")
    page.until("✓ saved")
    assert list(page.on_disk()) == [(second, "lead")]


def test_arrows_look_around_and_space_chooses(page: Page) -> None:
    """Walking over the levels rates nothing: every rating stands in the journal for ever."""
    page.level(0).focus()
    page.press("ArrowRight", "ArrowRight")
    assert page.on_disk() == {}
    page.press("Space")
    page.until("✓ saved")
    assert page.on_disk()[FIRST, "lead"]["level"] == 2


def test_keys_of_the_notebook_do_nothing_in_the_form(page: Page) -> None:
    """`0 0` would restart the kernel, `b` add a cell, `d d` delete this one."""
    before = page.cells()
    page.level(1).focus()
    page.press("0", "0", "b", "d", "d", "x", "m", "y", "i", "i", *CELL_KEYS)
    page.until("✓ saved")
    assert page.page.locator(".jp-Dialog").count() == 0
    assert page.cells() == before
    assert page.page.evaluate("() => !!document.activeElement.closest('.rk-form-card')")
    assert page.on_disk()[FIRST, "lead"]["level"] == 0


def test_the_same_keys_do_act_outside_the_form(page: Page) -> None:
    """Else the test above would show nothing."""
    before = page.cells()
    page.page.locator(".jp-Cell .cm-content").first.click()
    page.press("Escape", "b")
    page.until_cells(before + 1)
    page.press("d", "d")
    page.until_cells(before)


def test_ctrl_s_saves_the_notebook_and_what_is_being_typed(page: Page) -> None:
    page.level(2).click()
    page.until("✓ saved")
    page.note().press_sequentially("minutes of 7 May")
    with page.page.expect_response(
        lambda r: r.request.method == "PUT" and "/api/contents/form.ipynb" in r.url
    ):
        page.press("Control+s")
    page.until("✓ saved")
    assert page.on_disk()[FIRST, "lead"]["note"] == "minutes of 7 May"


def test_typing_in_a_note_rates_nothing(page: Page) -> None:
    """Digits and the letters u, n, j, k are text there; a note waits for its rating."""
    page.note().press_sequentially("4 of 10, unjkb 00")
    hint = page.card().locator(".rk-form-note .rk-form-hint")
    assert hint.inner_text() == "note is saved with the rating"
    page.press("Escape", "2")
    page.until("✓ saved")
    rating = page.on_disk()[FIRST, "lead"]
    assert (rating["level"], rating["note"]) == (2, "4 of 10, unjkb 00")
    page.press("Backspace")
    page.until("✓ saved")
    assert page.note().input_value() == "4 of 10, unjkb 00"
    assert page.on_disk() == {}


def test_not_applicable_asks_who_approved_it_for_a_blocker(page: Page) -> None:
    page.level(0).focus()
    page.press("n")
    card = page.card()
    card.get_by_role("button", name="Set not applicable").click()
    assert "a reason and the approver's name" in card.locator(".rk-form-reason").inner_text()
    card.get_by_label("Why does it not apply?").last.select_option("out_of_scope")
    card.get_by_label("It is a blocker").fill("Marten Voss")
    page.press("Enter")
    page.until("✓ saved")
    assert not card.locator(".rk-form-reason").is_visible(), "the key opened it again"
    rating = page.on_disk()[FIRST, "lead"]
    assert (rating["state"], rating["reason"], rating["approver"]) == (
        "not_applicable",
        "out_of_scope",
        "Marten Voss",
    )


def test_escape_closes_the_question_why_it_does_not_apply(page: Page) -> None:
    page.level(0).focus()
    page.press("n", "Tab", "Escape")
    page.card().locator(".rk-form-reason").wait_for(state="hidden")
    assert page.page.evaluate("() => document.activeElement.getAttribute('role')") == "radio"


def test_another_respondent_answers_in_the_same_form(page: Page) -> None:
    page.level(1).click()
    page.until("✓ saved")
    people = page.page.get_by_label("Answers of")
    people.select_option("ml")
    assert page.level(1).get_attribute("aria-checked") == "false"
    page.level(4).click()
    page.until("✓ saved")
    assert {who: said["level"] for (_, who), said in page.on_disk().items()} == {"lead": 1, "ml": 4}
    page.press("Backspace")
    page.until("✓ saved")
    people.select_option("lead")
    assert page.level(1).get_attribute("aria-checked") == "true"


def test_a_conflict_shows_both_values_and_asks(page: Page) -> None:
    page.level(1).click()
    page.until("✓ saved")
    lock = page.folder / ".readiness.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    page.level(4).click()
    page.until("✗ not saved")
    lock.rmdir()
    other = rated(2, FIRST, note="<b>seen</b> the extract")
    Writer(page.folder, via="other").apply([other], by="lead", op="rate")
    page.page.get_by_role("button", name="Try again").click()
    page.until("changed elsewhere")
    told = page.card().locator(".rk-form-trouble").inner_text()
    assert "Yours: level 4" in told
    assert "In the file: level 2, note “<b>seen</b> the extract”" in told
    assert page.on_disk()[FIRST, "lead"]["level"] == 2
    page.card().get_by_role("button", name="Keep mine").click()
    page.until("✓ saved")
    rating = page.on_disk()[FIRST, "lead"]
    assert (rating["level"], rating["note"]) == (4, "<b>seen</b> the extract")


def test_what_the_disk_refused_stays_in_the_form_until_it_is_saved(page: Page) -> None:
    lock = page.folder / ".readiness.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    try:
        page.level(3).click()
        page.until("✗ not saved")
        assert "1 change is on this page only" in page.page.get_by_role("alert").inner_text()
        assert page.level(3).get_attribute("aria-checked") == "true"
    finally:
        lock.rmdir()
    page.page.get_by_role("button", name="Try again").click()
    page.until("✓ saved")
    assert page.on_disk()[FIRST, "lead"]["level"] == 3
    assert not page.page.get_by_role("alert").is_visible()


def test_it_fits_a_phone(page: Page) -> None:
    command(page.page, "application:toggle-left-area")
    page.page.set_viewport_size({"width": 390, "height": 800})
    widths = page.page.locator(".rk-form").evaluate("form => [form.scrollWidth, form.clientWidth]")
    page.page.set_viewport_size({"width": 1280, "height": 900})
    command(page.page, "application:toggle-left-area")
    assert widths[0] <= widths[1]


def test_a_reload_shows_every_answer_again(page: Page) -> None:
    page.level(3).click()
    page.until("✓ saved")
    page.note().fill("four weeks")
    page.note().blur()
    page.until("✓ saved")
    page.load()
    assert page.level(3).get_attribute("aria-checked") == "true"
    assert page.note().input_value() == "four weeks"
    assert page.card().locator(".rk-form-save").inner_text().startswith("✓ saved")


def test_without_a_kernel_the_form_says_so_and_the_next_one_saves_it(page: Page) -> None:
    page.level(2).click()
    page.until("✓ saved")
    page.lab.forget_kernels()
    page.level(4).click()
    page.until("not saved: the kernel does not answer")
    assert page.on_disk()[FIRST, "lead"]["level"] == 2
    page.load()
    page.until("✓ saved")
    assert page.level(4).get_attribute("aria-checked") == "true"
    assert page.on_disk()[FIRST, "lead"]["level"] == 4
    page.opened.errors.clear()
