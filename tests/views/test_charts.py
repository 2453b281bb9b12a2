"""The charts say what the scorecard and the run say, to the digit, and load nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from readiness_kit.judgement.scorecard import SectionResult
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.charts import accuracy_chart, accuracy_start, sections_chart
from readiness_kit.views.figure import figure
from readiness_kit.views.html import plain
from readiness_kit.views.reference import reference_names
from readiness_kit.views.story import Story
from readiness_kit.views.theme import PHONE_WIDTH
from tests.judgement.build import run
from tests.views.stories import HOSTILE, gateless, hostile, sample, seen


def values(chart: Any, field: str) -> list[dict[str, Any]]:
    """The rows that hold this field, of whichever layer."""
    spec = chart.to_dict()
    places = [spec, *spec.get("layer", [])]
    found = [place["data"]["values"] for place in places if "values" in place.get("data", {})]
    return next(rows for rows in found if rows and field in rows[0])


def drawn(chart: Any) -> ElementTree.Element:
    made = str(figure(chart, id="c", title="Title", reading="Reading."))
    return ElementTree.fromstring(made[made.index("<svg") : made.index("</svg>") + 6])


def words(svg: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")]


@pytest.mark.parametrize("make", [sample, gateless])
def test_a_section_is_drawn_at_the_scores_of_the_scorecard(make: Callable[[], Story]) -> None:
    told = make()
    parts: list[SectionResult] = [s for s in told.card.sections if s.supported.low is not None]
    rows = values(sections_chart(told.card, parts), "supported")
    assert [row["section"] for row in rows] == [part.title for part in parts]
    for row, part in zip(rows, parts, strict=True):
        reach = (row["low"], row["supported"], row["high"], row["claimed"])
        scores = (part.supported.low, part.supported.score, part.supported.high, part.claimed.score)
        assert reach == scores
        told_as = "" if part.supported.score is None else f"{part.supported.score:.0f}"
        assert row["label"] == told_as


def test_the_bar_of_a_phase_is_its_floor_and_of_the_factors_ten_less() -> None:
    told = sample()
    rows = values(sections_chart(told.card, told.looked_at), "bar")
    assert [round(row["bar"], 6) for row in rows] == [55, 45]


def test_the_labels_are_in_the_picture() -> None:
    told = sample()
    shown = words(drawn(sections_chart(told.card, told.looked_at)))
    for part in told.looked_at:
        assert part.title in shown
        assert f"{part.supported.score:.0f}" in shown


def test_accuracy_is_drawn_as_it_was_measured() -> None:
    run_ = sample().latest("accuracy")
    assert run_ is not None
    chart = accuracy_chart(run_)
    rows = values(chart, "accuracy")
    for row, key in zip(rows, ("poc", "production"), strict=True):
        figures = run_.figures[key]
        assert [row[f] for f in ("accuracy", "low", "high")] == [
            figures[f] for f in ("accuracy", "low", "high")
        ]
        assert row["label"] == f"{figures['accuracy']:.1%}"
        assert row["label"] in words(drawn(chart))
    lines = {row["name"]: row["at"] for row in values(chart, "at")}
    assert "stop number 90% · people today 91%" in words(drawn(chart))
    assert lines["stop number 90%"] == 0.9
    assert lines["people today 91%"] == 0.91


@pytest.mark.parametrize(
    "figures",
    [
        {"production": {"accuracy": 1.0, "low": 0.99, "high": 1.0}},
        {"production": {"accuracy": 0.0, "low": 0.0, "high": 0.01}, "stop_number": 0.5},
    ],
    ids=["always right", "never right"],
)
def test_extremes_and_a_single_sample_are_drawn(figures: dict[str, Any]) -> None:
    chart = accuracy_chart(run("accuracy", "fail", figures=figures))
    assert f"{figures['production']['accuracy']:.1%}" in words(drawn(chart))


CHARTS = {
    "sections": lambda: sections_chart(sample().card, sample().looked_at),
    "accuracy": lambda: accuracy_chart(sample().latest("accuracy") or seen("x")),
    "hostile sections": lambda: sections_chart(hostile().card, hostile().looked_at),
    "hostile accuracy": lambda: accuracy_chart(seen(HOSTILE)),
}


NARROW = {
    "sections": lambda: sections_chart(sample().card, sample().looked_at, width=PHONE_WIDTH),
    "accuracy": lambda: accuracy_chart(sample().latest("accuracy") or seen("x"), width=PHONE_WIDTH),
}


@pytest.mark.parametrize("name", NARROW)
def test_on_a_phone_the_same_words_are_drawn_in_less_room(name: str) -> None:
    wide, phone = drawn(CHARTS[name]()), drawn(NARROW[name]())
    assert float(phone.get("width", "999")) <= 330
    ticks = re.compile(r"\d+%?")
    told = [{w for w in words(svg) if not ticks.fullmatch(w)} for svg in (wide, phone)]
    assert told[0] == told[1]
    sizes = [float(n.get("font-size", "12px").removesuffix("px")) for n in phone.iter()]
    assert min(sizes) >= 11


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([(0.5, "a"), (0.9, "b")], [("a", -8), ("b", -8)]),
        ([(0.90, "a"), (0.91, "b")], [("a · b", -8)]),
        ([(0.6, "long " * 8), (0.9, "long " * 8)], [("long " * 8, -8), ("long " * 8, -23)]),
        ([(0.90, "long " * 8), (0.91, "b")], [("long " * 8 + "\nb", -8)]),
    ],
    ids=["apart", "merged", "stacked", "in lines"],
)
def test_names_of_lines_never_overprint(
    lines: list[tuple[float, str]], names: list[tuple[str, int]]
) -> None:
    given = [{"at": at, "name": name} for at, name in lines]
    placed = reference_names(given, least=0.4, width=260)
    assert [(name["name"], name["lift"]) for name in placed] == names


def test_an_axis_that_does_not_start_at_nought_says_so() -> None:
    run_ = sample().latest("accuracy")
    assert run_ is not None
    start = accuracy_start(run_)
    assert (
        f"The axis starts at {start:.0%}, not at 0." in accuracy(sample(), run_, recorded=True).html
    )
    low = run("accuracy", "fail", figures={"production": {"accuracy": 0.0, "low": 0, "high": 0.1}})
    assert accuracy_start(low) == 0


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_is_labelled_loads_nothing_and_comes_out_the_same(name: str) -> None:
    first, again = (
        str(figure(CHARTS[name](), id="c", title="Title", reading="Reading.")) for _ in range(2)
    )
    assert first == again
    assert 'role="img" aria-label="Title. Reading."' in first
    assert "://" not in first
    first = first[: first.index("<script ")]
    assert not re.search(r"<(script|image|img|a|use|foreignObject|style)\b", first)
    inside = "".join(re.findall(r"<[^<>]*>", re.sub(r'"[^"]*"', '""', first)))
    assert not re.search(r"\s(on\w+|style|href|xlink:href|src)=", inside)
    assert plain(first).count("Title. Reading.") >= 1


@pytest.mark.parametrize("name", CHARTS)
def test_what_is_told_where_one_points_is_in_words(name: str) -> None:
    spec = CHARTS[name]().to_dict()
    told = [layer["encoding"].get("tooltip") for layer in spec["layer"]]
    pointed = [lines for lines in told if lines]
    assert pointed
    for line in (line for lines in pointed for line in lines):
        assert line["title"][0].isupper()
        assert line["title"] != line["field"]
        assert line["type"] == "nominal" or "format" in line


def test_a_hostile_title_is_drawn_as_words() -> None:
    made = str(figure(CHARTS["hostile sections"](), id="c", title="T", reading="R"))
    assert "<img" not in made
    assert "&lt;/b&gt;" in made
