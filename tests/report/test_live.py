"""A chart becomes live under the pointer, looks as before, and is a drawing wherever that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.report.html import export
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.scores import scores
from readiness_kit.views.view import View
from tests.browser import browser_page
from tests.report.demonstration import executed, views, write
from tests.report.test_html import PAYLOADS
from tests.views.stories import hostile, sample, seen

pytestmark = pytest.mark.browser

HOSTILE = PAYLOADS[2]
FIGURES = "figure.rk-figure"
LIVE = ".rk-live:not([hidden])"
DRAWN = "svg.rk-chart:visible"
POINTS = ".rk-live:visible .mark-symbol path"
COLOURS = """(box) => [...box.querySelectorAll("path, text, line, rect")]
  .map((mark) => getComputedStyle(mark))
  .flatMap((look) => [look.fill, look.stroke])
  .filter((colour) => colour.startsWith("rgb("))
"""


@dataclass
class Watched:
    """A report in a browser, with whatever it asked for or complained of."""

    page: Any
    address: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def assert_alone(self) -> None:
        """Nothing was asked for but the page, nothing complained, no hostile text ran."""
        assert (self.asked, self.errors) == ([self.address], [])
        assert self.page.locator("html[data-pwn]").count() == 0

    def enliven(self, place: int = 0) -> Any:
        """Point at a figure and wait until it is live; its box."""
        figure = self.page.locator(FIGURES).nth(place)
        figure.scroll_into_view_if_needed()
        figure.locator(".rk-drawing").hover()
        figure.locator(LIVE).wait_for()
        return figure.locator(LIVE)

    def point(self, mark: Any) -> str:
        """Point at a mark; what is told there."""
        box = mark.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x - 1, y)
        self.page.mouse.move(x, y)
        self.page.locator(".rk-tip").wait_for(state="visible")
        return str(self.page.locator(".rk-tip").inner_text())


@contextmanager
def opened(path: Path, **options: Any) -> Iterator[Watched]:
    with browser_page(**options) as chromium:
        watched = Watched(chromium.page, path.as_uri(), errors=chromium.errors)
        chromium.page.on("request", lambda sent: watched.asked.append(sent.url))
        chromium.page.goto(path.as_uri())
        yield watched


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two charts of the first phase, and two that have no twin for phones."""
    told = sample()
    run = told.latest("accuracy")
    assert run is not None
    folder = tmp_path_factory.mktemp("live")
    demonstration = next(view for view in views() if view.id == "scores")
    shown = [
        scores(told),
        accuracy(told, run, recorded=True),
        View(demonstration.html, "demonstration", "Demonstration"),
    ]
    return export(write(executed(shown), folder / "r.ipynb"), folder / "r.html")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_live_chart_has_the_size_and_colours_of_its_drawing(
    report: Path, width: int, dark: bool
) -> None:
    with opened(report, width=width, height=844, dark=dark) as watched:
        for place in range(4):
            drawing = watched.page.locator(FIGURES).nth(place).locator(DRAWN)
            # away from it: a figure that comes under the pointer becomes live
            watched.page.mouse.move(1, 1)
            drawing.scroll_into_view_if_needed()
            before, colours = drawing.bounding_box(), set(drawing.evaluate(COLOURS))
            live = watched.enliven(place)
            after = live.locator("svg").bounding_box()
            for side in ("x", "width", "height"):
                assert round(after[side]) == round(before[side])
            assert set(live.evaluate(COLOURS)) == colours
        watched.assert_alone()


def test_pointing_at_a_mark_tells_its_figures_in_words(report: Path) -> None:
    with opened(report) as watched:
        live = watched.enliven()
        assert "Where the sections stand" in live.get_attribute("aria-label")
        told = watched.point(watched.page.locator(POINTS).last)
        assert told.split("\n")[:4] == ["Section", "Success factors", "Supported", "62.5"]
        watched.page.keyboard.press("Escape")
        assert not watched.page.locator(".rk-tip").is_visible()
        watched.assert_alone()


def test_a_live_chart_follows_the_button_for_the_look(report: Path) -> None:
    with opened(report) as watched:
        live = watched.enliven()
        before = set(live.evaluate(COLOURS))
        watched.page.get_by_role("button", name="Dark look").click()
        assert not before & set(live.evaluate(COLOURS))


def test_on_a_phone_the_twin_becomes_live_and_nothing_scrolls_aside(report: Path) -> None:
    with opened(report, width=390, height=844) as watched:
        for place in range(2):
            live = watched.enliven(place)
            assert "rk-chart-phone" in live.get_attribute("class")
            watched.point(watched.page.locator(POINTS).last)
            tip = watched.page.locator(".rk-tip").bounding_box()
            assert tip["x"] >= 0
            assert tip["x"] + tip["width"] <= 390
            assert watched.page.evaluate("document.documentElement.scrollWidth") <= 390
        watched.page.set_viewport_size({"width": 1280, "height": 844})
        assert watched.page.locator(f"{LIVE}:visible").count() == 0
        assert watched.page.locator(DRAWN).count() == 4
        watched.assert_alone()


def test_print_has_the_drawings_and_no_live_chart(report: Path) -> None:
    with opened(report) as watched:
        watched.enliven()
        assert watched.page.locator(DRAWN).count() == 3
        watched.page.emulate_media(media="print")
        assert watched.page.locator(DRAWN).count() == 4
        assert watched.page.locator(".rk-live:visible, .rk-tip:visible").count() == 0
        assert watched.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        watched.assert_alone()


def test_without_javascript_every_chart_is_there(report: Path) -> None:
    with opened(report, javascript=False) as watched:
        assert watched.page.locator(DRAWN).count() == 4
        assert '"mark"' not in watched.page.locator("body").inner_text()
        watched.assert_alone()


def test_the_drawing_stays_where_a_chart_cannot_become_live(report: Path, tmp_path: Path) -> None:
    """A specification that Vega refuses is as good as none."""
    page = report.read_text(encoding="utf-8")
    broken = tmp_path / "r.html"
    broken.write_text(page.replace('"layer":[', '"layer":["x",'), encoding="utf-8")
    with opened(broken) as watched:
        figure = watched.page.locator(FIGURES).first
        figure.locator(".rk-drawing").hover()
        watched.page.wait_for_function("document.querySelectorAll('.rk-live').length === 0")
        assert figure.locator(DRAWN).count() == 1
        assert watched.asked == [watched.address]


def test_hostile_names_are_told_as_text_and_run_nothing(tmp_path: Path) -> None:
    told = hostile()
    shown = [scores(told), accuracy(told, seen(HOSTILE), recorded=True)]
    path = export(write(executed(shown), tmp_path / "r.ipynb"), tmp_path / "r.html")
    with opened(path) as watched:
        texts = ""
        for place in range(watched.page.locator(FIGURES).count()):
            watched.enliven(place)
            texts += watched.point(watched.page.locator(POINTS).last)
        assert "<" in texts
        assert watched.page.locator(".rk-tip :not(dt, dd)").count() == 0
        assert watched.page.locator("img").count() == 0
        watched.assert_alone()
