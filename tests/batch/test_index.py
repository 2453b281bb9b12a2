"""The index lists this call and does not lose earlier ones; as a page it is safe and complete."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from readiness_kit.batch.index import Link, Row, Standing, merged, read_rows, write_rows
from readiness_kit.batch.page import write_page
from tests.browser import browser_page

STANDING = Standing(
    "Northwind", "Claims triage", "Pilot", "No go", "no-go", "✕", "A test failed.", "2026-10-12"
)
NASTY = "<script>document.documentElement.dataset.pwn=1</script>{{7*7}}\u202e\x00" + "x" * 5000
POC = Link("Production-minded POC", "01_poc.html")
MVP = Link("MVP", "02_mvp.html")


def row(name: str, **more: object) -> Row:
    return replace(Row(name, name, STANDING, (POC,)), **more)  # type: ignore[arg-type]


def reports(out: Path, folder: str, *files: str) -> None:
    (out / folder).mkdir(parents=True)
    for file in files:
        (out / folder / file).write_text("", encoding="utf-8")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows = [row("acme", failures=("MVP: no",)), Row("gone-1", "gone", None)]
    write_rows(rows, tmp_path)
    assert read_rows(tmp_path) == (rows, None)


def test_nothing_there_is_no_fault(tmp_path: Path) -> None:
    assert read_rows(tmp_path) == ([], None)


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"schema": "readiness-index/2", "engagements": []}',
        '{"schema": "readiness-index/1", "engagements": [{"folder": "a"}]}',
        '{"schema": "readiness-index/1", "engagements": [{"folder": "../a", "name": "a", '
        '"standing": null, "links": [], "failures": []}]}',
        "[" * 100_000,
    ],
)
def test_a_damaged_file_is_said_and_replaced(text: str, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(text, encoding="utf-8")
    rows, fault = read_rows(tmp_path)
    assert rows == []
    assert fault is not None
    assert "engagements of earlier runs are not listed" in fault


def test_an_earlier_engagement_stays_as_long_as_its_folder(tmp_path: Path) -> None:
    reports(tmp_path, "acme", "01_poc.html")
    listed = merged([row("beta")], [row("acme"), row("gone")], tmp_path)
    assert listed == [row("acme", earlier=True), row("beta")]


def test_an_earlier_report_that_was_not_made_again_stays_and_says_so(tmp_path: Path) -> None:
    reports(tmp_path, "acme", "01_poc.html", "02_mvp.html")
    before = row("acme", links=(POC, MVP, Link("Gone", "03_gone.html")))
    (now,) = merged([row("acme", failures=("no",))], [before], tmp_path)
    assert now == row("acme", links=(POC, replace(MVP, earlier=True)), failures=("no",))


def test_rows_stand_by_name(tmp_path: Path) -> None:
    listed = merged([row("b"), row("A"), row("a")], [], tmp_path)
    assert [each.name for each in listed] == ["A", "a", "b"]


def page(rows: list[Row], tmp_path: Path) -> str:
    return write_page(rows, tmp_path, made_by="readiness-kit 1").read_text(encoding="utf-8")


def test_links_are_relative_and_percent_encoded(tmp_path: Path) -> None:
    text = page([row("a b", links=(Link("T", "01 #?.html"),))], tmp_path)
    assert 'href="./a%20b/01%20%23%3F.html"' in text


def test_verdicts_are_counted_best_first(tmp_path: Path) -> None:
    go = replace(STANDING, verdict="Go", tone="go", sign="✓")
    rows = [row("a"), row("b", standing=go), row("c"), Row("d", "d", None, failures=("no",))]
    counts = re.findall(r"<li><b>(\d)</b>.*?</span> ([\w ]+)</span></li>", page(rows, tmp_path))
    assert counts == [("1", "Go"), ("2", "No go"), ("1", "Not run")]


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = [row("acme"), row("beta")]
    assert page(rows, tmp_path) == page(rows, tmp_path)
    first = write_rows(rows, tmp_path).read_bytes()
    assert write_rows(rows, tmp_path).read_bytes() == first
    assert json.loads(first)["schema"] == "readiness-index/1"


@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_hostile_names_are_text_and_it_fits_a_phone(dark: bool, tmp_path: Path) -> None:
    hostile = replace(STANDING, client=NASTY, system=NASTY, phase=NASTY, reason=NASTY)
    long = Row("x" * 100, NASTY, hostile, (POC,), (NASTY,))
    rows = [long, row("acme")]
    page(rows, tmp_path)
    with browser_page(width=390, height=800, dark=dark) as opened:
        opened.page.goto((tmp_path / "index.html").as_uri())
        root = opened.page.evaluate(
            "() => [document.documentElement.scrollWidth <= innerWidth,"
            " document.documentElement.dataset.pwn ?? null,"
            " getComputedStyle(document.querySelector('.rk-cover')).backgroundColor]"
        )
        assert root == [True, None, "rgb(16, 31, 54)"]
        assert opened.page.get_by_role("link", name="Production-minded POC").count() == 2
        assert (opened.requests, opened.errors) == ([], [])
