"""The charts of the data gap draw every cell, bar and part, and differ without colour."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from readiness_kit.views.figure import figure
from readiness_kit.views.gap_charts import (
    GAP_WIDTH,
    SIGNS,
    affected_chart,
    checks_chart,
    moved_chart,
)
from readiness_kit.views.gap_figures import HEADINGS, Affected, Cells, Moved
from readiness_kit.views.theme import LEVEL_FILLS, PHONE_WIDTH

WIDTHS = [GAP_WIDTH, PHONE_WIDTH]
ALL = list(dict.fromkeys(HEADINGS.values()))
ROWS = [
    Cells("amount", {"Empty": "fail", "Type": "warn", "Unit": "pass"}),
    Cells("age", {"Empty": "inconclusive", "Type": "pass"}),
]
BARS = [
    Affected("amount: numbers in another unit", "fail", 0.2, 0.18, 0.22),
    Affected("age: fields stay empty", "warn", 0.04, 0.0, 0.05),
]
PARTS = [
    Moved("age", [("up to 30", 0.5, 0.25), ("over 30", 0.5, 0.75)]),
    Moved("channel", [("a name that goes on and on, and then on", 1.0, 0.4), ("web", 0.0, 0.6)]),
]


def drawn(chart: Any) -> ElementTree.Element:
    made = str(figure(chart, id="c", title="Title", reading="Reading.", live=False))
    return ElementTree.fromstring(made[made.index("<svg") : made.index("</svg>") + 6])


def words(svg: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")]


def fills(svg: ElementTree.Element) -> list[str]:
    return [node.get("fill", "") for node in svg.iter() if node.tag.endswith("path")]


@pytest.mark.parametrize("width", WIDTHS)
def test_every_cell_is_drawn_and_told_apart_without_colour(width: int) -> None:
    svg = drawn(checks_chart(ROWS, ["Empty", "Type", "Unit"], width=width))
    assert {"amount", "age", "Empty", "Type", "Unit"} < set(words(svg))
    signs = [word for word in words(svg) if word in SIGNS.values()]
    assert sorted(signs) == sorted(["✕", "!", "?"])
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert fills(svg).count(LEVEL_FILLS[0]) == 1
    assert fills(svg).count(LEVEL_FILLS[1]) == 1
    cells = [fill for fill in fills(svg) if fill]
    assert len(cells) == sum(len(row.verdicts) for row in ROWS)


@pytest.mark.parametrize("width", WIDTHS)
def test_bars_say_their_share_and_what_their_colours_are(width: int) -> None:
    svg = drawn(affected_chart(BARS, width=width))
    assert "20.0%\u2002amount: numbers in another unit" in words(svg)
    assert {"fail", "warn"} < set(words(svg))
    assert "warn" not in words(drawn(affected_chart(BARS[:1], width=width)))


@pytest.mark.parametrize("width", WIDTHS)
def test_parts_say_their_share_before_and_after(width: int) -> None:
    said = words(drawn(moved_chart(PARTS, width=width)))
    assert {"age", "channel", "up to 30:\u200250% → 25%", "web:\u20020% → 60%"} < set(said)
    assert "a name that goes on and on,…:\u2002100% → 40%" in said


@pytest.mark.parametrize(("width", "most"), [(GAP_WIDTH, 640), (PHONE_WIDTH, 330)])
def test_all_fit_their_page(width: int, most: int) -> None:
    rows = [Cells("x" * 200, dict.fromkeys(ALL, "warn"))] * 15
    bars = [Affected("x" * 200, "fail", 1.0, 0.9, 1.0)] * 10
    parts = [Moved("x" * 200, [("x" * 200, 1.0, 1.0)] * 9)] * 4
    for chart in (
        checks_chart(rows, ALL, width=width),
        affected_chart(bars, width=width),
        moved_chart(parts, width=width),
    ):
        assert float(drawn(chart).get("width", "999")) <= most


def test_the_same_chart_is_the_same_bytes() -> None:
    once, again = (
        ElementTree.tostring(drawn(checks_chart(ROWS, ["Empty", "Type", "Unit"], width=GAP_WIDTH)))
        for _ in range(2)
    )
    assert once == again
