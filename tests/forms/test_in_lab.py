"""The form in a real JupyterLab: what is clicked and typed there is on disk, and only that."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

from readiness_kit.engagement import Writer
from readiness_kit.framework import load_framework
from tests.browser import Opened, browser_page, chromium
from tests.engagement.folders import rated
from tests.lab import Lab, command, jupyter_lab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

PROFILE = """\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: poc-to-production
phase: poc
people: [{id: lead, role: facilitator, name: Nora Calder}, {id: ml, role: ml_engineer}]
"""
FORM = "from readiness_kit.forms import rubric_form\nform = rubric_form('claims', 'poc')\nform"
FIRST, SECOND, *_ = [c.id for c in load_framework("poc-to-production").section("poc").criteria]
SAVED = ".rk-form-save[data-state=saved]"


class Page:
    """One notebook with the form, and the engagement that it writes."""

    def __init__(self, lab: Lab, opened: Opened) -> None:
        self.lab, self.opened, self.page = lab, opened, opened.page
        self.folder = lab.root / "claims"

    def load(self) -> None:
        """Open the notebook as after a reload, and run it from the top."""
        open_notebook(self.page, self.lab, "form.ipynb")
        run_all(self.page)
        self.page.wait_for_selector(".rk-form-card")

    def card(self, id: str = FIRST) -> Any:
        return self.page.locator(f'.rk-form-card[data-id="{id}"]')

    def level(self, level: int, id: str = FIRST) -> Any:
        return self.card(id).locator(f'[data-level="{level}"]')

    def until(self, text: str, id: str = FIRST) -> None:
        """Wait until the card's save state contains this."""
        self.card(id).locator(".rk-form-save", has_text=text).wait_for(timeout=10_000)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def on_disk(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The ratings in the file, by criterion and respondent."""
        path = self.folder / "assessment.json"
        said = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"ratings": []}
        return {(r["criterion"], r["respondent"]): r for r in said["ratings"]}

    def cells(self) -> int:
        return int(self.page.locator(".jp-Notebook .jp-Cell").count())


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with all its single keys: the form must be safe by itself."""
    chromium()
    root = tmp_path_factory.mktemp("lab")
    (root / "claims").mkdir()
    (root / "claims" / "engagement.yaml").write_text(PROFILE, encoding="utf-8")
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(FORM, id="form")], metadata={"kernelspec": kernel}
    )
    nbformat.write(notebook, root / "form.ipynb")
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
    for (criterion, respondent) in shown.on_disk():
        card = shown.card(criterion)
        assert respondent == "lead"
        card.get_by_role("button", name="Clear").click()
        shown.until("✓ saved", criterion)
        card.locator("textarea").fill("")
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
    page.level(0).focus()
    page.press("3")
    page.until("✓ saved")
    page.press("j", "u")
    page.until("✓ saved", SECOND)
    said = page.on_disk()
    assert (said[FIRST, "lead"]["level"], said[SECOND, "lead"]["state"]) == (3, "unknown")
    page.press("k", "Backspace")
    page.page.wait_for_function(
        "id => document.querySelector(`[data-id='${id}']`).dataset.value === ''", arg=FIRST
    )
    page.until("✓ saved")
    assert list(page.on_disk()) == [(SECOND, "lead")]


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
    page.press("0", "0", "b", "d", "d", "a", "x", "i", "i")
    page.until("✓ saved")
    assert page.page.locator(".jp-Dialog").count() == 0
    assert page.cells() == before
    assert page.page.evaluate("() => !!document.activeElement.closest('.rk-form-card')")
    assert page.on_disk()[FIRST, "lead"]["level"] == 0


def test_the_same_keys_do_act_outside_the_form(page: Page) -> None:
    """Else the test above would show nothing."""
    before = page.cells()
    page.page.locator(".jp-Notebook .jp-InputPrompt").first.click()
    page.press("b")
    page.page.wait_for_function("n => document.querySelectorAll('.jp-Cell').length === n", arg=before + 1)
    page.press("d", "d")
    page.page.wait_for_function("n => document.querySelectorAll('.jp-Cell').length === n", arg=before)


def test_ctrl_s_saves_the_notebook_and_what_is_being_typed(page: Page) -> None:
    page.level(2).click()
    page.until("✓ saved")
    command(page.page, "notebook:insert-cell-at-bottom") if False else None
    note = page.card().locator("textarea")
    note.press_sequentially("minutes of 7 May")
    with page.page.expect_response(
        lambda r: r.request.method == "PUT" and "/api/contents/form.ipynb" in r.url
    ):
        page.press("Control+s")
    page.until("✓ saved")
    assert page.on_disk()[FIRST, "lead"]["note"] == "minutes of 7 May"
