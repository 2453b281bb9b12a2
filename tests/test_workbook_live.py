"""Notebook 01 as a consultant runs it: in JupyterLab, on a copy of the sample, with a mouse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.resources import notebooks, samples
from tests.browser import Opened, browser_page, chromium
from tests.lab import command, jupyter_lab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

NOTEBOOK = "01_production_minded_poc"
CRITERION, RESPONDENT = "poc.edge_cases.tested", "ml"
STYLES = ("float", "display", "fontWeight", "lineHeight", "paddingLeft", "backgroundColor")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample and the notebook beside its engagement.yaml."""
    chromium()
    root = tmp_path_factory.mktemp("client")
    copy = Path(shutil.copytree(samples()["claims-triage"], root / "claims"))
    shutil.copy(notebooks()[NOTEBOOK], copy)
    return copy


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Opened]:
    """The notebook after Run All Cells."""
    with jupyter_lab(folder.parent) as lab, browser_page(width=1400) as opened:
        open_notebook(opened.page, lab, f"claims/{NOTEBOOK}.ipynb")
        run_all(opened.page)
        opened.page.wait_for_selector(".rk-form-card")
        yield opened


def styles(opened: Opened, selector: str) -> list[dict[str, Any]]:
    """How the browser lays out what a selector finds."""
    script = """([selector, names]) => [...document.querySelectorAll(selector)].map(found => {
        const style = getComputedStyle(found);
        return Object.fromEntries(names.map(name => [name, style[name]]));
    })"""
    found: list[dict[str, Any]] = opened.page.evaluate(script, [selector, STYLES])
    return found


def test_it_runs_from_the_first_cell_to_the_end(opened: Opened) -> None:
    outputs = opened.page.locator(".jp-OutputArea-output")
    assert outputs.filter(has_text="No go").count() >= 1
    assert outputs.filter(has_text="The workbook ran to its end.").count() == 1
    assert (opened.requests, opened.errors) == ([], [])


def test_a_click_is_on_disk_and_the_sections_below_follow(opened: Opened, folder: Path) -> None:
    """Rated down to nothing, the criterion pulls the score that the next cell shows."""
    scores = opened.page.locator("#scores")
    before = scores.inner_text()
    respondent = opened.page.locator(".rk-form-who select")
    card = opened.page.locator(f'.rk-form-card[data-id="{CRITERION}"]')
    aside = "this answer counts while none of them has answered"
    respondent.select_option("sponsor")
    assert aside in card.inner_text()
    respondent.select_option(RESPONDENT)
    assert aside not in card.inner_text()
    card.locator('[data-level="0"]').click()
    card.locator(".rk-form-save", has_text="✓ saved").wait_for(timeout=10_000)
    said = json.loads((folder / "assessment.json").read_text(encoding="utf-8"))["ratings"]
    levels = {r["respondent"]: r.get("level") for r in said if r["criterion"] == CRITERION}
    assert levels[RESPONDENT] == 0
    run_all(opened.page)
    assert scores.inner_text() != before


@pytest.mark.parametrize(
    "selector",
    ["dl.rk-facts", ".rk-facts dt", ".rk-facts dd", ".rk-table tbody tr", ".rk-card code"],
)
def test_the_notebooks_page_does_not_restyle_a_view(opened: Opened, selector: str) -> None:
    """JupyterLab has rules of its own for lists, rows and code; ours stand above them."""
    here = styles(opened, f".jp-RenderedHTMLCommon .rk {selector}")
    assert here
    page = opened.page.context.new_page()
    try:
        html = opened.page.locator(".jp-RenderedHTMLCommon").evaluate_all(
            "found => found.map(one => one.innerHTML).join('')"
        )
        page.set_content(f"<!doctype html><body style='font: 16px sans-serif'>{html}</body>")
        assert here == styles(Opened(page), f".rk {selector}")
    finally:
        page.close()


def test_the_dark_theme_reaches_every_view(opened: Opened) -> None:
    """Light ink on dark paper, without running a cell again."""
    command(opened.page, "apputils:change-theme", theme="JupyterLab Dark")
    try:
        opened.page.wait_for_selector('[data-jp-theme-light="false"]', state="attached")
        inks = opened.page.locator("section.rk h2").evaluate_all(
            "found => [...new Set(found.map(one => getComputedStyle(one).color))]"
        )
        assert inks == ["rgb(233, 238, 245)"]
    finally:
        command(opened.page, "apputils:change-theme", theme="JupyterLab Light")
