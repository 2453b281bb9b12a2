"""Notebook 00 in a real JupyterLab: files are picked, saved, and measured with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.resources import notebooks
from tests.browser import Opened, browser_page, chromium
from tests.engagement.folders import PROFILE, make
from tests.lab import jupyter_lab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

NOTEBOOK = "00_intake"
COMMENTED = (
    f"# Told at the kick-off.\n{PROFILE}data:   # all from Jurek\n  poc: data/poc.csv  # June\n"
)
AGAIN = {
    "cell_type": "code",
    "id": "again",
    "metadata": {},
    "outputs": [],
    "execution_count": None,
    "source": "wb.accuracy()",
}
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An engagement with two samples and a model, and notebook 00 with one measurement more."""
    chromium()
    made = make(tmp_path_factory.mktemp("client") / "claims", COMMENTED)
    (made / "data").mkdir()
    rows = [f"c{n},{n},{int(n > 30)}" for n in range(60)]
    for name, head in (("poc", "id,amount,y"), ("real", "id,amount,y")):
        (made / "data" / f"{name}.csv").write_text("\n".join([head, *rows]), encoding="utf-8")
    (made / "model.py").write_text(
        "def predict(records):\n    return [int(r['amount'] > 30) for r in records]\n"
    )
    notebook = json.loads(notebooks()[NOTEBOOK].read_text(encoding="utf-8"))
    notebook["cells"].insert(-1, AGAIN)
    (made / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Opened]:
    """The notebook after Run All Cells; JupyterLab has all its single keys."""
    with jupyter_lab(folder.parent, dangerous_keys=True) as lab, browser_page(width=1400) as opened:
        open_notebook(opened.page, lab, f"claims/{NOTEBOOK}.ipynb")
        run_all(opened.page)
        opened.page.get_by_label("Production-like sample").wait_for(timeout=WAIT_MS)
        yield opened
        assert (opened.requests, opened.errors) == ([], [])


def form_of(opened: Opened) -> Any:
    """The form that names files and model; the notebook has others."""
    named = opened.page.get_by_label("Production-like sample")
    return opened.page.locator(".rk-plain-form").filter(has=named)


def told(opened: Opened, words: str) -> Any:
    """Wait for what the form says of the disk."""
    said = form_of(opened).get_by_role("status")
    said.filter(has_text=words).wait_for(timeout=WAIT_MS)


def test_picked_and_saved_it_is_on_disk_with_every_comment(opened: Opened, folder: Path) -> None:
    page = opened.page
    page.get_by_label("Production-like sample").select_option("data/real.csv")
    told(opened, "Not saved yet.")
    form = form_of(opened)
    assert form.get_by_text("60 rows; 3 columns").count() == 2
    page.get_by_label("Label (the true answer)").select_option("y")
    page.get_by_label("Key (names a record)").select_option("id")
    page.get_by_label("How the model is reached").select_option("Python function")
    for label, text in (
        ("Function (module:function)", "model:predict"),
        ("Its id", "m"),
        ("Its version", "1"),
    ):
        page.get_by_label(label).fill(text)
        page.get_by_label(label).press("Tab")
    form_of(opened).get_by_role("button", name="Save", exact=True).click()
    told(opened, "✓ saved")
    said = (folder / "engagement.yaml").read_text(encoding="utf-8")
    assert said.startswith(COMMENTED)
    assert "  production: data/real.csv\n" in said
    assert '  python: "model:predict"\n' in said


def test_keys_of_the_notebook_do_nothing_in_the_form(opened: Opened) -> None:
    """`d d` would delete the cell, `b` add one, `0 0` restart the kernel."""
    page = opened.page
    cells = page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    again = form_of(opened).get_by_role("button", name="Read again")
    for field in (form_of(opened).get_by_label("Time"), again):
        field.focus()
        for key in ("d", "d", "b", "0", "0"):
            page.keyboard.press(key)
    assert page.locator(".jp-Dialog").count() == 0
    assert cells.count() == before


def test_bad_input_is_told_at_its_field(opened: Opened, folder: Path) -> None:
    before = (folder / "engagement.yaml").read_bytes()
    page = opened.page
    page.get_by_label("Its id").fill("two words")
    page.get_by_label("Its id").press("Tab")
    form_of(opened).get_by_role("button", name="Save", exact=True).click()
    told(opened, "Not saved: see above")
    page.get_by_role("alert").filter(has_text="an id of letters").wait_for(timeout=WAIT_MS)
    assert (folder / "engagement.yaml").read_bytes() == before
    form_of(opened).get_by_role("button", name="Read again").click()
    told(opened, "Shown is what engagement.yaml says now.")
    assert page.get_by_label("Its id").input_value() == "m"


def test_what_is_named_is_measured_once_and_on_a_click_again(opened: Opened, folder: Path) -> None:
    page, runs = opened.page, folder / "evidence"
    cell = page.locator(".jp-CodeCell").filter(has=page.locator("#accuracy"))
    run_all(page)
    cell.wait_for(timeout=WAIT_MS)
    assert cell.get_by_role("button", name="Run again").count() == 0
    assert cell.locator(".widget-hprogress").count() == 0
    run_all(page)
    cell.get_by_text("Unchanged since 14 September 2026").wait_for(timeout=WAIT_MS)
    assert len(list(runs.glob("accuracy-*.json"))) == 1
    cell.get_by_role("button", name="Run again").click()
    cell.get_by_text("Measured anew and recorded as accuracy-2026-09-14-02").wait_for(
        timeout=WAIT_MS
    )
    assert len(list(runs.glob("accuracy-*.json"))) == 2
