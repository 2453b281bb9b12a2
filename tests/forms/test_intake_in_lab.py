"""Notebook 00 in a real JupyterLab: the intake is agreed on, looked at, saved and taken back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.resources import notebooks, samples
from tests.browser import Opened, browser_page, chromium
from tests.lab import CELL_KEYS, jupyter_lab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

NOTEBOOK = "00_intake"
CELLS = ("engagement: str", "import Workbook", "wb.scope()", "wb.questions()")
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample, and what notebook 00 has of its scope and its questions."""
    chromium()
    made = tmp_path_factory.mktemp("client") / "claims"
    shutil.copytree(samples()["claims-triage"], made)
    notebook = json.loads(notebooks()[NOTEBOOK].read_text(encoding="utf-8"))
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and any(name in "".join(cell["source"]) for name in CELLS)
    ]
    (made / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Opened]:
    """The notebook after Run All Cells; JupyterLab has all its single keys."""
    with jupyter_lab(folder.parent, dangerous_keys=True) as lab, browser_page(width=1400) as opened:
        open_notebook(opened.page, lab, f"claims/{NOTEBOOK}.ipynb")
        run_all(opened.page)
        opened.page.get_by_label("Stop number (share right)").wait_for(timeout=WAIT_MS)
        yield opened
        assert (opened.requests, opened.errors) == ([], [])


def told(opened: Opened, words: str) -> Any:
    """Wait for what the form says, of the disk or of the questions."""
    opened.page.get_by_role("status").filter(has_text=words).wait_for(timeout=WAIT_MS)


def fill(opened: Opened, label: str, text: str) -> None:
    opened.page.get_by_label(label).fill(text)
    opened.page.get_by_label(label).press("Tab")


def press(opened: Opened, name: str) -> None:
    opened.page.get_by_role("button", name=name, exact=True).click()


def test_a_choice_moves_the_counts_before_it_is_saved(opened: Opened, folder: Path) -> None:
    before = (folder / "engagement.yaml").read_bytes()
    told(opened, "37 questions are asked of this system, 12 of them at the next gate")
    opened.page.get_by_label("standard: 56 questions, 18 at the next gate").check()
    told(opened, "56 questions are asked of this system, 18 of them at the next gate")
    opened.page.get_by_label("It acts by itself").select_option("yes: nobody stands in between")
    told(opened, "66 questions are asked of this system, 21 of them at the next gate")
    told(opened, "Not saved yet.")
    opened.page.get_by_label("full: 73 questions").wait_for(timeout=WAIT_MS)
    assert (folder / "engagement.yaml").read_bytes() == before


def test_what_is_skipped_opens_on_a_click_and_stays_open(opened: Opened) -> None:
    page = opened.page
    form = page.locator(".rk-plain-form")
    assert form.get_by_text("Asked only where", exact=False).first.is_hidden()
    press(opened, "Questions that are skipped (25)")
    form.get_by_text("Asked only where depth is full", exact=False).wait_for(timeout=WAIT_MS)
    page.get_by_label("Regulated").select_option("no")
    told(opened, "64 questions are asked")
    form.get_by_text("Asked only where it is regulated", exact=False).wait_for(timeout=WAIT_MS)
    page.get_by_label("Regulated").select_option("yes: a law names this use")
    told(opened, "66 questions are asked")


def test_bad_input_is_told_at_its_field(opened: Opened, folder: Path) -> None:
    before = (folder / "engagement.yaml").read_bytes()
    fill(opened, "Stop number (share right)", "95")
    wrong = opened.page.get_by_role("alert").filter(has_text="as a share: 0.95 for 95 %")
    wrong.wait_for(timeout=WAIT_MS)
    press(opened, "Save")
    told(opened, "Not saved: Stop number (share right)")
    assert (folder / "engagement.yaml").read_bytes() == before
    fill(opened, "Stop number (share right)", "95 %")
    wrong.wait_for(state="detached", timeout=WAIT_MS)


def test_keys_of_the_notebook_do_nothing_in_the_form(opened: Opened) -> None:
    """`d d` would delete the cell, `b` add one, `0 0` restart the kernel."""
    page = opened.page
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    for field in (
        page.get_by_label("Kind", exact=True),
        page.get_by_label("standard: 66 questions"),
        page.get_by_role("button", name="Read again"),
    ):
        field.focus()
        for key in ("d", "d", "b", "0", "0", *CELL_KEYS):
            page.keyboard.press(key)
    assert page.locator(".jp-Dialog").count() == 0
    assert cells.count() == before


def test_saved_it_is_on_disk_with_every_comment_and_undone_it_is_as_before(
    opened: Opened, folder: Path
) -> None:
    page, file = opened.page, folder / "engagement.yaml"
    before = file.read_text(encoding="utf-8")
    fill(opened, "First day of the work", "")
    told(opened, "Not saved yet.")
    press(opened, "Save")
    told(opened, "✓ saved")
    after = file.read_text(encoding="utf-8")
    assert "scope: {kind: tabular, acts: true, regulated: true, criticality: B}\n" in after
    assert "  accuracy_min: 0.95  " in after
    assert "start:" not in after
    assert after.count("#") == before.count("#")
    run_all(page)
    page.get_by_text("Of 91 criteria 66 are asked of this system").wait_for(timeout=WAIT_MS)
    page.get_by_label("quick: 37 questions").check()
    told(opened, "Not saved yet.")
    press(opened, "Save")
    told(opened, "✓ saved")
    press(opened, "Undo")
    told(opened, "✓ undone")
    assert file.read_text(encoding="utf-8") == after
    assert page.get_by_label("standard: 66 questions").is_checked()


def test_without_a_kernel_it_says_so(opened: Opened) -> None:
    """Plain widgets take every choice, and nobody hears of it: the form beside them does."""
    forms = opened.page.locator(".rk-plain-form").count()
    opened.page.evaluate(
        "() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()", None
    )
    alarms = opened.page.get_by_role("alert").filter(has_text="The kernel does not answer")
    alarms.first.wait_for(timeout=WAIT_MS)
    assert alarms.count() == forms
    opened.errors.clear()
