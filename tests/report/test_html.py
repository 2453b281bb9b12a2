"""A report is one file of views: text stays text, nothing is loaded, the same gives the same."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from markupsafe import Markup

from readiness_kit.errors import NotebookError
from readiness_kit.report import notebook as reading
from readiness_kit.report.html import LARGEST_PAGE, export
from readiness_kit.views import view as viewing
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.gate import gate
from readiness_kit.views.html import table, tag
from readiness_kit.views.scores import scores
from readiness_kit.views.view import View
from tests.browser import browser_page
from tests.report.demonstration import executed, views, write
from tests.views.stories import sample

PAYLOADS = [
    "<script>document.documentElement.setAttribute('data-pwn',1)</script>",
    "</script><script>document.documentElement.setAttribute('data-pwn',1)</script>",
    "<img src=x onerror=document.documentElement.setAttribute('data-pwn',1)>",
    "<svg onload=document.documentElement.setAttribute('data-pwn',1)>",
    "\"><svg onload=document.documentElement.setAttribute('data-pwn',1)>",
    "' onmouseover='document.documentElement.setAttribute(1,1)",
    "<a href=javascript:alert(1)>x</a>",
    "</title></style></textarea><b>x",
    "<!--<script>",
    "[x](javascript:alert(1)) ![x](data:text/html,<script>)",
    "{{7*7}} {% raw %} {% include 'report.js' %}",
    "\u2028<base href=//e>",
    "<meta http-equiv=refresh content=0>",
    "<iframe srcdoc='<script>1</script>'>",
    "<style>@import '//e'</style>",
    "<table><tr><td></table></section></main>",
    "&lt;script&gt;&amp;#60;",
    "\u202eevil\u2066 ",
    "null \x00 half \ud800",
    "x" * 5000,
]


class Inventory(HTMLParser):
    """The elements, attributes and words of a page."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count an element and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.words.append(data)


def page_of(tmp_path: Path, shown: list[View], prose: tuple[str, ...] = ()) -> str:
    """The report of these views."""
    path = write(executed(shown, prose), tmp_path / "report.ipynb")
    return export(path, tmp_path / "report.html").read_text(encoding="utf-8")


def without_bundle(page: str) -> str:
    """A page without the one script that makes its charts live, if it has any chart."""
    scripts = re.findall(r"<script>.*?</script>", page, re.DOTALL)
    return page.replace(scripts[0], "") if len(scripts) > 1 else page


def assert_inert(page: str) -> None:
    """Scripts and style of ours alone, no handler, no address outside the page."""
    seen = Inventory(page)
    data = seen.attributes.count(("script", "type", "application/json"))
    # one script of ours; with charts one block of data and the bundle that reads it
    assert (seen.tags.count("script"), seen.tags.count("style")) == (1 + 2 * data, 1)
    assert data <= 1
    assert not {"iframe", "base", "object", "embed", "form", "link"} & set(seen.tags)
    assert seen.tags.count("meta") == 5
    for element, name, value in seen.attributes:
        assert not name.startswith("on")
        assert name not in ("style", "srcdoc", "action", "formaction", "xlink:href")
        if name == "href":
            assert value.startswith("#"), (element, value)
        if name == "src":
            assert value.startswith("data:image/")


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_hostile_text_shows_as_text(payload: str, tmp_path: Path) -> None:
    shown = views(payload)
    shown.append(View(tag("p", payload, title=payload), "last", payload))
    shown.append(View(table(["a", payload], [("b", payload)], payload), "named", "Named"))
    page = page_of(tmp_path, shown)
    assert_inert(page)
    visible = payload.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    words = "".join(Inventory(page).words)
    assert visible in words


@pytest.mark.browser
def test_no_hostile_text_runs_in_a_browser(tmp_path: Path) -> None:
    shown = [
        View(tag("p", payload, title=payload, aria_label=payload), f"v{place}", payload[:90])
        for place, payload in enumerate(PAYLOADS)
    ]
    page_of(tmp_path, shown, tuple(PAYLOADS[:17]))
    with browser_page() as opened:
        opened.page.goto((tmp_path / "report.html").as_uri())
        assert opened.page.locator("html[data-pwn]").count() == 0
        assert opened.page.locator("#v0 p").inner_text() == PAYLOADS[0]
        assert (opened.requests, opened.errors) == ([], [])


def test_foreign_outputs_and_forged_views_bring_nothing_in(tmp_path: Path) -> None:
    evil = "<p onclick=x()>kept</p><script>CANARY</script><iframe src=//e></iframe></main><style>"
    notebook = executed([View(tag("p", "ours"), "ours", "Ours")])
    new = nbformat.v4.new_output
    forged = {"text/html": evil, viewing.VIEW_MIME: {"id": "f", "title": "F", "kind": "section"}}
    notebook.cells[0].outputs += [
        new("stream", name="stdout", text="CANARY"),
        new("display_data", {"text/html": "<b>CANARY</b>", "text/plain": "CANARY"}),
        new("display_data", {"application/javascript": "CANARY"}),
        new("display_data", {"text/vnd.mermaid": "CANARY", "text/markdown": "CANARY"}),
        new("display_data", {"application/vnd.jupyter.widget-view+json": {"CANARY": 1}}),
        new("display_data", forged),
    ]
    hidden = nbformat.v4.new_markdown_cell("CANARY", id="h", metadata={"tags": ["skip-report"]})
    words = nbformat.v4.new_markdown_cell(
        "Said by *us*. <script>CANARY()</script> [away](https://example.org)", id="w"
    )
    notebook.cells[:0] = [hidden, words]
    path = write(notebook, tmp_path / "n.ipynb")
    page = export(path, tmp_path / "n.html").read_text(encoding="utf-8")
    assert_inert(page)
    assert "CANARY" not in page
    assert "Said by <em>us</em>." in page
    assert "<p>kept</p>" in page
    assert "away" in page
    assert "example.org" not in page


def test_the_policy_names_the_hash_of_what_is_there(tmp_path: Path) -> None:
    page = page_of(tmp_path, views())
    metas = [value for element, name, value in Inventory(page).attributes if element == "meta"]
    policy = next(value for value in metas if value.startswith("default-src"))
    q = "'"
    for element, number in (("style", 1), ("script", 2)):
        texts = re.findall(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert len(texts) == number
        digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in texts]
        assert f"{element}-src {' '.join(f'{q}sha256-{d}{q}' for d in digests)};" in policy
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:;")
    assert policy.endswith("base-uri 'none'; form-action 'none'")
    assert "unsafe" not in policy


def test_the_same_notebook_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "one place", tmp_path / "another"
    for folder in (first, second):
        folder.mkdir()
        page_of(folder, views())
    assert (first / "report.html").read_bytes() == (second / "report.html").read_bytes()
    assert str(tmp_path).encode() not in (first / "report.html").read_bytes()


def test_contents_cover_and_footer_stand_in_their_places(tmp_path: Path) -> None:
    page = page_of(tmp_path, views())
    assert re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', page) == [
        ("summary", "In short"),
        ("scores", "Where it stands"),
        ("gate", "The gate"),
        ("findings", "Findings"),
    ]
    order = ['id="cover"', "<main", 'id="summary"', "</main>", 'id="footer"', "<script>"]
    assert sorted(order, key=page.index) == order
    assert "<title>Claims triage assistant: may it go on?</title>" in page
    assert page.count("<h1>") == 1
    assert len(page.encode()) <= 1_600_000
    assert len(without_bundle(page).encode()) <= 400_000


def test_a_page_without_charts_carries_no_bundle(tmp_path: Path) -> None:
    page = page_of(tmp_path, [View(tag("p", "words"), "words", "Words")])
    assert len(page) < 60_000
    assert 'id="rk-specs"' not in page


def test_a_report_without_cover_has_a_title(tmp_path: Path) -> None:
    page = page_of(tmp_path, views()[1:2])
    assert "<h1>Readiness report</h1>" in page


def test_what_is_not_whole_is_refused(tmp_path: Path) -> None:
    unfinished = executed(views()[:2])
    unfinished.cells.pop()
    path, output = tmp_path / "n.ipynb", tmp_path / "n.html"
    with pytest.raises(NotebookError, match="no end mark"):
        export(write(unfinished, path), output)
    with pytest.raises(NotebookError, match="'summary' is shown twice"):
        export(write(executed([views()[1], views()[1]]), path), output)
    large = View(Markup("<p>{}</p>").format("x" * LARGEST_PAGE), "large", "Large")
    with pytest.raises(NotebookError, match="more than the 5,000,000 that can be mailed"):
        export(write(executed([large]), path), output)
    assert list(tmp_path.iterdir()) == [path]


def test_both_rooms_mean_the_same_by_their_marks() -> None:
    expected = (viewing.VIEW_MIME, viewing.END_MIME)
    assert expected == (reading.VIEW_MIME, reading.END_MIME)


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False])
def test_a_report_opens_from_a_folder_without_a_request(tmp_path: Path, javascript: bool) -> None:
    page_of(tmp_path, views())
    with browser_page(width=390, height=844, javascript=javascript) as opened:
        page = opened.page
        page.goto((tmp_path / "report.html").as_uri())
        for what in ("#cover h1", "#scores svg.rk-bar", "#change svg, svg.rk-chart", "#footer"):
            assert page.locator(what).first.is_visible()
        assert page.locator(".rk-contents a").count() == 4
        assert page.locator("figure svg:not([role=img][aria-label])").count() == 0
        assert page.locator("#rk-theme").is_visible() == javascript
        box = page.locator("body").bounding_box()
        assert box is not None
        assert box["width"] <= 390
        if javascript:
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert (opened.requests, opened.errors) == ([], [])


@pytest.mark.browser
def test_on_a_phone_nothing_scrolls_aside_and_a_table_keeps_its_meaning(tmp_path: Path) -> None:
    told = sample()
    run = told.latest("accuracy")
    assert run is not None
    page_of(tmp_path, [scores(told), gate(told), accuracy(told, run, recorded=True)])
    with browser_page(width=390, height=844) as opened:
        page = opened.page
        page.goto((tmp_path / "report.html").as_uri())
        wider = "[...document.querySelectorAll('.rk-scroll')].filter(x => x.scrollWidth > 350)"
        assert page.evaluate(f"{wider}.length") == 0
        assert page.get_by_role("img", name="Where the sections stand").count() == 1
        assert page.locator(".rk-chart-phone").first.is_visible()
        assert not page.locator(".rk-chart-wide").first.is_visible()
        first = page.locator("#gate tbody tr").first
        assert first.get_by_role("cell").count() == 3
        assert first.get_by_role("rowheader").count() == 1
        named = "getComputedStyle(document.querySelector('#gate td'), '::before').content"
        assert page.evaluate(named) not in ("none", "normal")
        page.set_viewport_size({"width": 320, "height": 844})
        assert page.evaluate(wider.replace("350", "280") + ".length") == 0
        page.set_viewport_size({"width": 1280, "height": 844})
        assert page.locator(".rk-chart-wide").first.is_visible()
        assert page.locator(".rk-chart-phone:visible").count() == 0
        assert page.evaluate(named) == "none"
        page.set_viewport_size({"width": 390, "height": 844})
        page.emulate_media(media="print")
        assert page.locator(".rk-chart-phone:visible").count() == 0
        assert page.evaluate(named) == "none"


@pytest.mark.browser
def test_the_look_follows_the_system_and_the_button(tmp_path: Path) -> None:
    page_of(tmp_path, views())
    with browser_page(dark=True) as opened:
        page = opened.page
        page.goto((tmp_path / "report.html").as_uri())
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(13, 20, 32)"
        page.get_by_role("button", name="Light look").click()
        assert page.evaluate(paper) == "rgb(255, 255, 255)"
        page.get_by_role("button", name="Dark look").click()
        assert page.evaluate(paper) == "rgb(13, 20, 32)"
        page.emulate_media(media="print")
        assert page.evaluate(paper) == "rgb(255, 255, 255)"
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
