"""One notebook with the rating form in a real JupyterLab, for the tests that look at it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.browser import Opened
from tests.lab import Lab, open_notebook, run_all

PROFILE = """\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: poc-to-production
phase: poc
people: [{id: lead, role: facilitator, name: Nora Calder}, {id: ml, role: ml_engineer}]
"""
FORM = "from readiness_kit.forms import rubric_form\nform = rubric_form('claims', 'poc')\nform"
CELL = {"cell_type": "code", "id": "form", "metadata": {}, "source": FORM, "outputs": []}
NOTEBOOK: dict[str, Any] = {
    "cells": [{**CELL, "execution_count": None}],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
FIRST = "poc.production_like_data.representative"


class Page:
    """One notebook with the form, and the engagement that it writes."""

    def __init__(self, lab: Lab, opened: Opened) -> None:
        self.lab, self.opened, self.page = lab, opened, opened.page
        self.folder = lab.root / "claims"

    def load(self, name: str = "form.ipynb") -> None:
        """Open the notebook as after a reload, and run it from the top."""
        open_notebook(self.page, self.lab, name)
        run_all(self.page)
        self.page.wait_for_selector(".rk-form-card")

    def card(self, id: str = FIRST) -> Any:
        """One criterion's card."""
        return self.page.locator(f'.rk-form-card[data-id="{id}"]')

    def level(self, level: int, id: str = FIRST) -> Any:
        """One level of a card."""
        return self.card(id).locator(f'[data-level="{level}"]')

    def note(self, id: str = FIRST) -> Any:
        """The note field of a card."""
        return self.card(id).locator("textarea")

    def until(self, text: str, id: str = FIRST) -> None:
        """Wait until the card's save state contains this; an edit changes it at once."""
        self.card(id).locator(".rk-form-save", has_text=text).wait_for(timeout=30_000)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        for key in keys:
            self.page.keyboard.press(key)

    def on_disk(self) -> dict[tuple[str, str], dict[str, Any]]:
        """The ratings in the file, by criterion and respondent."""
        path = self.folder / "assessment.json"
        said = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"ratings": []}
        return {(r["criterion"], r["respondent"]): r for r in said["ratings"]}

    def until_cells(self, count: int) -> None:
        """Wait until the notebook has this many cells."""
        same = "n => document.querySelectorAll('.jp-Notebook .jp-Cell').length === n"
        self.page.wait_for_function(same, arg=count)

    def cells(self) -> int:
        """How many cells the notebook has."""
        return int(self.page.locator(".jp-Notebook .jp-Cell").count())


def furnish(root: Path, *, profile: str = PROFILE) -> None:
    """An engagement that nobody has answered, and a notebook with its form."""
    (root / "claims").mkdir()
    (root / "claims" / "engagement.yaml").write_text(profile, encoding="utf-8")
    (root / "form.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    busy = {**CELL, "id": "busy", "source": "import time\ntime.sleep(8)", "execution_count": None}
    longer = {**NOTEBOOK, "cells": [*NOTEBOOK["cells"], busy]}
    (root / "busy.ipynb").write_text(json.dumps(longer), encoding="utf-8")
