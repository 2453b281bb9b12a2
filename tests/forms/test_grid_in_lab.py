"""The tables in a real JupyterLab: what is typed and pasted there is on disk, and only that."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.lock import locked
from readiness_kit.forms.grids.actions import ActionsSource
from tests.browser import Opened, browser_page, chromium, grave_faults
from tests.lab import CELL_KEYS, Lab, command, jupyter_lab, open_notebook, run_all

pytestmark = [pytest.mark.browser, pytest.mark.kernel]

PROFILE = """\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: poc-to-production
phase: poc
people:
  - {id: lead, role: facilitator, name: Nora Calder}   # us
  - {id: ml, role: ml_engineer}
"""
SYSTEMS = "system,owner,status,depends_on\nDesk,Ann,live,\nMail,,unknown,Desk\nHost,Jurek,,\n"
FIRST = "poc.production_like_data.representative"
NAMES = ("integrations", "people", "actions")
CELL: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
NOTEBOOK = {
    "cells": [
        {
            **CELL,
            "id": name,
            "source": f"from readiness_kit.forms.grids import grid\ngrid('claims', {name!r})",
        }
        for name in NAMES
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}
WAIT_MS = 30_000
_KEY = re.compile(r"(Control|Shift)\+\w+|Enter|Tab|Escape|Delete|Arrow\w+|Page\w+")


class Page:
    """A notebook with three tables, and the engagement that they write."""

    def __init__(self, lab: Lab, opened: Opened) -> None:
        self.lab, self.opened, self.page = lab, opened, opened.page
        self.folder = lab.root / "claims"
        self.file = self.folder / "integrations.csv"

    def load(self) -> None:
        """Open the notebook as after a reload, and run it from the top."""
        open_notebook(self.page, self.lab, "grids.ipynb")
        run_all(self.page)
        self.page.locator(".rk-grid").nth(len(NAMES) - 1).wait_for()

    def grid(self, name: str = "integrations") -> Any:
        """One of the tables."""
        return self.page.locator(".rk-grid").nth(NAMES.index(name))

    def cell(self, row: int, column: str, name: str = "integrations") -> Any:
        """A cell, its row counted from 0."""
        return self.grid(name).locator("tbody tr").nth(row).locator(f'[data-column="{column}"]')

    def until(self, text: str, name: str = "integrations") -> None:
        """Wait until the table says this of the disk."""
        self.grid(name).locator(".rk-grid-state", has_text=text).wait_for(timeout=WAIT_MS)

    def alarm(self, text: str, name: str = "integrations") -> Any:
        """Wait for what the table is alarmed by."""
        alarm = self.grid(name).get_by_role("alert").filter(has_text=text)
        alarm.wait_for(timeout=WAIT_MS)
        return alarm

    def type(self, *keys: str) -> None:
        """Press keys, one after the other; what is no key's name is typed."""
        for key in keys:
            if _KEY.fullmatch(key):
                self.page.keyboard.press(key)
            else:
                self.page.keyboard.type(key)

    def paste(self, text: str) -> None:
        """Paste what a spreadsheet puts on the clipboard."""
        self.page.evaluate(
            """text => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true,
              }));
            }""",
            text,
        )

    def copied(self) -> str:
        """What Ctrl+C would put on the clipboard."""
        said: str = self.page.evaluate(
            """() => {
              const data = new DataTransfer();
              document.activeElement.dispatchEvent(new ClipboardEvent("copy", {
                clipboardData: data, bubbles: true, cancelable: true,
              }));
              return data.getData("text/plain");
            }"""
        )
        return said

    def lines(self) -> list[str]:
        """The file's rows as they are."""
        return self.file.read_text(encoding="utf-8").splitlines()[1:]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab with all its single keys: the table must be safe by itself."""
    chromium()
    root = tmp_path_factory.mktemp("lab")
    (root / "claims").mkdir()
    (root / "claims" / "engagement.yaml").write_text(PROFILE, encoding="utf-8")
    (root / "claims" / "integrations.csv").write_text(SYSTEMS, encoding="utf-8")
    (root / "grids.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
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
    """The three systems as they were; afterwards no dialog is open and no net was used."""
    shown.page.keyboard.press("Escape")
    replace(shown.file, SYSTEMS)
    shown.page.wait_for_function(
        """() => {
          const rows = [...document.querySelectorAll(".rk-grid")[0].querySelectorAll("tbody tr")];
          const said = rows.map(row =>
            [...row.querySelectorAll("td > div")].map(cell => cell.textContent).filter(Boolean));
          return said.join(" ") === "Desk,Ann,live Mail,unknown,Desk Host,Jurek ";
        }""",
        timeout=WAIT_MS,
    )
    yield shown
    assert shown.page.locator(".jp-Dialog").count() == 0
    assert shown.opened.requests == []
    assert shown.opened.errors == []


def replace(path: Path, text: str) -> None:
    """Change a file as another program does."""
    beside = path.with_name("beside")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def test_what_is_typed_is_on_disk_when_the_tick_shows(page: Page) -> None:
    page.cell(1, "owner").click()
    page.type("Bob", "Enter")
    page.until("✓ saved")
    assert page.lines() == ["Desk,Ann,live,", "Mail,Bob,unknown,Desk", "Host,Jurek,,"]
    assert page.page.evaluate("() => document.activeElement.dataset.column") == "owner"


def test_a_row_is_typed_along_with_tab_and_ends_with_enter(page: Page) -> None:
    page.grid().get_by_role("button", name="Add a row").click()
    page.type("Bank", "Tab", "Tab", "Cy", "Enter")
    page.until("✓ saved")
    assert page.lines()[-1] == "Bank,Cy,,"
    assert page.page.evaluate("() => document.activeElement.dataset.column") == "system"


def test_a_row_that_is_saved_while_one_types_on_it_stays_one_row(page: Page) -> None:
    """Its name is on disk before the next cell is left; what is typed belongs to it still."""
    page.grid().get_by_role("button", name="Add a row").click()
    with locked(page.folder):
        page.type("Bank", "Tab", "Tab", "Cy")
    page.page.wait_for_timeout(300)
    while "Bank,,," not in page.lines():
        page.page.wait_for_timeout(50)
    page.page.wait_for_timeout(300)
    page.type("Enter")
    page.until("✓ saved")
    assert page.lines() == [*SYSTEMS.splitlines()[1:], "Bank,Cy,,"]


def test_a_choice_is_a_list(page: Page) -> None:
    page.cell(2, "status").click()
    page.type("Enter")
    page.grid().get_by_label("Status").select_option("agreed")
    page.type("Enter")
    page.until("✓ saved")
    assert page.lines()[2] == "Host,Jurek,agreed,"


def test_escape_leaves_a_cell_as_it_was(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Nobody", "Escape")
    assert page.cell(0, "owner").inner_text() == "Ann"
    assert page.file.read_text(encoding="utf-8") == SYSTEMS


def test_rows_of_a_spreadsheet_are_pasted_where_one_is(page: Page) -> None:
    page.cell(2, "owner").click()
    page.paste("Jo\tin\r\nKim\tout\r\n")
    # below the last row, where a new one needs its system
    page.alarm("row 4, System")
    assert page.lines()[2].startswith("Host,Jurek") is False
    page.cell(3, "system").click()
    page.type("Scanner", "Enter")
    page.until("✓ saved")
    header, *rows = [line.split(",") for line in page.file.read_text().splitlines()]
    assert header[:3] == ["system", "owner", "status"]
    assert rows[2][:2] == ["Host", "Jo"]
    assert rows[3][:2] == ["Scanner", "Kim"]
    assert [row[header.index("direction")] for row in rows] == ["", "", "in", "out"]


def test_an_empty_cell_of_a_paste_empties_the_cell_it_comes_onto(page: Page) -> None:
    page.cell(0, "owner").click()
    page.paste("Eve\n\nKim\n")
    page.until("✓ saved")
    assert page.lines() == ["Desk,Eve,live,", "Mail,,unknown,Desk", "Host,Kim,,"]


def test_a_row_that_was_to_go_keeps_its_cells_when_it_is_written_into(page: Page) -> None:
    page.cell(0, "system").click()
    page.type("Control+Delete")
    page.alarm("Desk")
    page.paste("system\towner\nDesk\tEve\n")
    page.until("✓ saved")
    assert page.lines()[0] == "Desk,Eve,live,"


def test_what_waits_for_a_broken_file_is_saved_when_that_is_mended(page: Page) -> None:
    replace(page.file, "nonsense\n")
    page.until("the file does not read")
    page.cell(0, "owner").click()
    page.type("Eve", "Enter")
    page.until("does not read")
    replace(page.file, SYSTEMS)
    page.until("✓ saved")
    assert page.lines()[0] == "Desk,Eve,live,"


def test_after_a_click_beside_the_cells_enter_begins_the_next_row(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Enter")
    page.grid().get_by_role("button", name="Add a row").click()
    page.type("Bus", "Tab", "Eve", "Enter")
    here = page.grid().locator(".rk-grid-here")
    assert here.get_attribute("data-column") == "system"
    page.until("✓ saved")
    assert [line.split(",")[0] for line in page.lines()] == ["Desk", "Mail", "Host", "Bus"]


def test_a_paste_with_a_header_finds_rows_by_name(page: Page) -> None:
    page.cell(0, "system").click()
    page.paste("Owner\tSystem\tRemark\nBob\tmail\tx\nCy\tBank\ty\n")
    page.until("✓ saved")
    page.until("; left out: Remark")
    said = page.grid().locator(".rk-grid-state")
    assert re.fullmatch(r"✓ saved \d\d:\d\d:\d\d; left out: Remark", said.inner_text())
    assert said.get_attribute("data-state") == "saved"
    assert page.lines() == ["Desk,Ann,live,", "mail,Bob,unknown,Desk", "Host,Jurek,,", "Bank,Cy,,"]
    page.grid().get_by_role("button", name="Undo").click()
    page.cell(1, "owner").filter(has_not_text="Bob").wait_for()
    assert page.file.read_text(encoding="utf-8") == SYSTEMS


def test_a_range_is_copied_as_a_spreadsheet_takes_it_and_reads_back(page: Page) -> None:
    page.cell(0, "failure_mode").click()
    page.paste('"queue ""A""\nwaits\tlong"\tpaper\n')
    page.until("✓ saved")
    page.type("Shift+ArrowRight")
    text = page.copied()
    assert text == '"queue ""A""\nwaits\tlong"\tpaper'
    page.type("Delete")
    page.cell(0, "fallback").filter(has_not_text="paper").wait_for()
    page.cell(1, "failure_mode").click()
    page.paste(text)
    page.until("✓ saved")
    page.cell(1, "fallback").filter(has_text="paper").wait_for()
    read = list(csv.DictReader(io.StringIO(page.file.read_bytes().decode(), newline="")))
    assert [(row["failure_mode"], row["fallback"]) for row in read] == [
        ("", ""),
        ('queue "A"\nwaits\tlong', "paper"),
        ("", ""),
    ]


def test_the_table_is_one_stop_of_tab(page: Page) -> None:
    page.cell(1, "owner").click()
    assert page.grid().locator('td[tabindex="0"]').count() == 1
    page.type("Shift+Tab")
    assert page.page.evaluate("() => document.activeElement.closest('.rk-grid-buttons') !== null")
    page.type("Tab")
    assert page.page.evaluate("() => document.activeElement.dataset.column") == "owner"
    page.type("Tab")
    assert page.page.evaluate("() => document.activeElement.closest('tbody')") is None


def test_a_bad_cell_is_told_and_keeps_no_other_row_from_the_disk(page: Page) -> None:
    page.cell(0, "effort_days").click()
    page.type("two", "Enter")
    page.alarm("Not saved, row 1, Effort: a number")
    cell = page.cell(0, "effort_days")
    assert cell.get_attribute("aria-invalid") == "true"
    described = cell.get_attribute("aria-describedby")
    assert "a number" in (page.page.locator(f"[id='{described}']").text_content() or "")
    page.cell(2, "owner").click()
    page.type("Kim", "Enter")
    page.cell(2, "owner").filter(has_text="Kim").wait_for()
    page.grid().locator("tbody tr").nth(2).and_(
        page.page.locator('[data-state="saved"]')
    ).wait_for()
    assert page.lines() == ["Desk,Ann,live,", "Mail,,unknown,Desk", "Host,Kim,,"]
    page.grid().get_by_role("button", name="Go there").click()
    page.type("2", "Enter")
    page.until("✓ saved")
    assert page.file.read_text(encoding="utf-8").splitlines()[1] == "Desk,Ann,live,,2"


def test_undo_takes_back_and_redo_does_again(page: Page) -> None:
    for name in ("Bob", "Cy"):
        page.cell(0, "owner").click()
        page.type(name, "Enter")
        page.cell(0, "owner").filter(has_text=name).wait_for()
        page.until("✓ saved")
    page.type("Control+z")
    page.cell(0, "owner").filter(has_text="Bob").wait_for()
    page.type("Control+z")
    page.cell(0, "owner").filter(has_text="Ann").wait_for()
    assert page.file.read_text(encoding="utf-8") == SYSTEMS
    page.type("Control+y")
    page.cell(0, "owner").filter(has_text="Bob").wait_for()
    assert page.lines()[0] == "Desk,Bob,live,"


def test_undo_takes_back_what_is_not_saved_before_what_is(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Bob", "Enter")
    page.until("✓ saved")
    page.cell(1, "effort_days").click()
    page.type("two", "Enter")
    page.alarm("Not saved, row 2, Effort")
    page.type("Control+z")
    page.grid().locator('tr[data-state="bad"]').wait_for(state="detached")
    assert page.cell(1, "effort_days").inner_text() == ""
    page.until("✓ saved")
    assert page.lines()[:2] == ["Desk,Bob,live,", "Mail,,unknown,Desk"]
    page.type("Control+z")
    page.cell(0, "owner").filter(has_text="Ann").wait_for()
    assert page.file.read_text(encoding="utf-8") == SYSTEMS


def test_a_paste_with_bad_cells_is_one_step_of_undo(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Bob", "Enter")
    page.until("✓ saved")
    page.cell(0, "effort_days").click()
    page.paste("5\ntwo\nthree\n")
    page.alarm("row 2, Effort")
    page.alarm("row 3, Effort")
    assert page.lines()[0] == "Desk,Bob,live,,5"
    page.type("Control+z")
    page.cell(0, "effort_days").filter(has_not_text="5").wait_for()
    assert page.grid().locator('tr[data-state="bad"]').count() == 0
    page.until("✓ saved")
    assert [line.rstrip(",") for line in page.lines()] == [
        "Desk,Bob,live",
        "Mail,,unknown,Desk",
        "Host,Jurek",
    ]


def test_new_rows_of_one_deletion_come_back_together(page: Page) -> None:
    page.cell(3, "owner").click()
    page.paste("Jo\nKim\n")
    page.alarm("row 5, System")
    page.cell(3, "owner").click()
    page.type("Shift+ArrowDown", "Control+Delete")
    assert page.grid().locator("tbody tr").count() == 4
    page.type("Control+z")
    page.alarm("row 5, System")
    assert page.cell(4, "owner").inner_text() == "Kim"
    page.cell(3, "owner").click()
    page.type("Shift+ArrowDown", "Control+Delete")


def test_a_row_is_deleted_by_key_and_by_button_and_comes_back(page: Page) -> None:
    page.cell(2, "system").click()
    page.type("Control+Delete")
    page.until("✓ saved")
    assert [line.split(",")[0] for line in page.lines()] == ["Desk", "Mail"]
    page.cell(1, "system").hover()
    page.grid().get_by_role("button", name="Delete row 2 Mail").click()
    page.cell(1, "system").filter(has_not_text="Mail").wait_for()
    page.type("Control+z")
    page.cell(1, "system").filter(has_text="Mail").wait_for()
    page.type("Control+z")
    page.cell(2, "system").filter(has_text="Host").wait_for()
    assert page.file.read_text(encoding="utf-8") == SYSTEMS


def test_a_system_that_another_needs_stays(page: Page) -> None:
    page.cell(0, "system").click()
    page.type("Control+Delete")
    page.alarm("Desk")
    assert page.file.read_text(encoding="utf-8") == SYSTEMS
    page.grid().get_by_role("button", name="Keep the row").click()
    page.grid().locator('tr[data-state="going"], tr[data-state="bad"]').wait_for(state="detached")


def test_keys_of_the_notebook_do_nothing_in_the_table(page: Page) -> None:
    """`0 0` would restart the kernel, `b` add a cell, `d d` delete this one."""
    cells = page.page.locator(".jp-Notebook .jp-Cell")
    before = cells.count()
    page.cell(0, "owner").click()
    page.type("ArrowDown", "0", "0", "b", "d", "d", "Escape", "PageDown", "Shift+Enter", "Escape")
    for key in CELL_KEYS:
        page.page.keyboard.press(key)
    page.grid().get_by_role("button", name="Add a row").focus()
    page.type("b", "0", "0")
    for beside in (".rk-grid-hint", ".rk-grid-keys", ".rk-grid-top strong"):
        page.grid().locator(beside).click()
        page.type("b", "d", "d", "0", "0")
    assert page.page.locator(".jp-Dialog").count() == 0
    assert cells.count() == before
    assert page.file.read_text(encoding="utf-8") == SYSTEMS


def test_ctrl_s_saves_the_notebook_and_what_is_being_typed(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Bob")
    with page.page.expect_response(
        lambda r: r.request.method == "PUT" and "/api/contents/grids.ipynb" in r.url
    ):
        page.type("Control+s")
    page.until("✓ saved")
    assert page.lines()[0] == "Desk,Bob,live,"


def test_a_change_by_another_program_shows(page: Page) -> None:
    replace(page.file, SYSTEMS.replace("Jurek", "Kim"))
    page.cell(2, "owner").filter(has_text="Kim").wait_for(timeout=WAIT_MS)


def test_a_row_that_both_changed_is_asked_about(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Enter", "Control+a", "Bob")
    replace(page.file, SYSTEMS.replace("Ann", "Kim"))
    page.type("Enter")
    alarm = page.alarm("“Desk” was changed elsewhere")
    assert "Owner. Yours: “Bob”, in the file: “Kim”" in alarm.inner_text()
    assert page.lines()[0] == "Desk,Kim,live,"
    alarm.get_by_role("button", name="Keep mine").click()
    page.until("✓ saved")
    assert page.lines()[0] == "Desk,Bob,live,"


def test_what_the_disk_refused_stays_until_it_is_saved(page: Page) -> None:
    lock = page.folder / ".readiness.lock"
    lock.unlink(missing_ok=True)
    lock.mkdir()
    try:
        page.cell(0, "owner").click()
        page.type("Bob", "Enter")
        page.until("✗ not saved")
        page.alarm("1 row is on this page only")
        assert page.cell(0, "owner").inner_text() == "Bob"
    finally:
        lock.rmdir()
    page.grid().get_by_role("button", name="Try again").click()
    page.until("✓ saved")
    assert page.lines()[0] == "Desk,Bob,live,"


def test_people_and_actions_are_saved_where_they_belong(page: Page) -> None:
    page.grid("people").get_by_role("button", name="Add a row").click()
    page.type("ann", "Tab", "Ann Weber", "Tab", "Enter")
    page.grid("people").get_by_label("Role").select_option("sponsor")
    page.type("Enter")
    page.until("✓ saved", "people")
    said = (page.folder / "engagement.yaml").read_text(encoding="utf-8")
    assert said == PROFILE + '  - {id: ann, role: sponsor, name: "Ann Weber"}\n'
    page.grid("actions").get_by_role("button", name="Add a row").click()
    page.type("Enter")
    page.grid("actions").get_by_label("Criterion").select_option(FIRST)
    page.type("Tab", "d", "Tab", "Pull the raw queue", "Enter")
    page.until("✓ saved", "actions")
    page.cell(0, "id", "actions").filter(has_text="a-001").wait_for()
    action = ActionsSource(page.folder).read().rows[0].cells
    assert (action["criterion"], action["kind"], action["text"]) == (
        FIRST,
        "do",
        "Pull the raw queue",
    )


def test_a_reload_shows_what_was_saved_and_keeps_what_was_not(page: Page) -> None:
    page.cell(0, "owner").click()
    page.type("Bob", "Enter")
    page.until("✓ saved")
    page.cell(2, "effort_days").click()
    page.type("two", "Enter")
    page.alarm("Not saved, row 3, Effort")
    page.load()
    page.alarm("Not saved, row 3, Effort")
    assert page.cell(0, "owner").inner_text() == "Bob"
    assert "two" in page.cell(2, "effort_days").inner_text()
    page.grid().get_by_role("button", name="Take the file's").click()
    assert page.cell(2, "effort_days").inner_text() == ""


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_it_fits_a_phone_and_can_be_read_in_each_theme(page: Page, theme: str) -> None:
    page.cell(0, "effort_days").click()
    page.type("two", "Enter")
    page.alarm("Not saved, row 1, Effort")
    command(page.page, "apputils:change-theme", theme=theme)
    dark = theme.endswith("Dark")
    page.page.wait_for_function(
        "light => document.body.dataset.jpThemeLight === light", arg=str(not dark).lower()
    )
    assert grave_faults(page.page, ".rk-grid") == []
    look(page, f"{theme[-5:].strip().lower()}-wide")
    command(page.page, "application:toggle-left-area")
    page.page.set_viewport_size({"width": 390, "height": 800})
    widths = page.grid().evaluate("grid => [grid.scrollWidth, grid.clientWidth]")
    look(page, f"{theme[-5:].strip().lower()}-narrow")
    page.page.set_viewport_size({"width": 1280, "height": 900})
    command(page.page, "application:toggle-left-area")
    assert widths[0] <= widths[1]
    page.grid().get_by_role("button", name="Take the file's").click()


def test_without_a_kernel_it_says_so_and_a_new_one_saves_what_was_typed(page: Page) -> None:
    page.lab.forget_kernels()
    page.cell(0, "owner").click()
    page.type("Eve", "Enter")
    page.until("not saved: the kernel does not answer")
    assert page.file.read_text(encoding="utf-8") == SYSTEMS
    page.load()
    page.until("✓ saved")
    assert page.lines()[0] == "Desk,Eve,live,"
    page.opened.errors.clear()


def look(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to see one."""
    if folder := os.environ.get("READINESS_PICTURES"):
        page.grid().screenshot(path=f"{folder}/{name}.png")
