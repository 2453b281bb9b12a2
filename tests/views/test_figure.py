"""A chart comes as lines and words: the same bytes each time, nothing that runs, nothing loaded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import pytest

from readiness_kit.views import view
from readiness_kit.views.figure import figure
from readiness_kit.views.html import plain
from readiness_kit.views.theme import ACCENT, MUTED
from tests.report.demonstration import dots, levels

HOSTILE = "</script><img src=x onerror=alert(1)> ]]> &"


def bars(label: str = "a", **properties: object) -> alt.Chart:
    """Two bars over data with a column that the chart does not name."""
    data = pd.DataFrame({"name": [label, "b"], "n": [1, 2], "secret": ["CANARY", "CANARY"]})
    chart = alt.Chart(data).mark_bar().encode(x="n:Q", y="name:N", tooltip="name:N")
    return chart.properties(**properties)


def drawn(made: str) -> str:
    """A figure without its data blocks."""
    return re.sub(r"<script [^<]*</script>", "", made)


def specs(made: str) -> dict[str, Any]:
    """What the data blocks of a figure hold, by their names."""
    found = re.findall(r'class="rk-spec" data-figure="([^"]+)">([^<]*)</script>', made)
    return {name: json.loads(text) for name, text in found}


def test_a_figure_is_labelled_titled_and_read_out() -> None:
    made = figure(bars(), id="bars", title="Two <bars>", reading="b is twice a.")
    assert made.startswith('<figure class="rk-figure"><div class="rk-scroll rk-drawing"><svg ')
    assert 'role="img" aria-label="Two &lt;bars&gt;. b is twice a." class="rk-chart"' in made
    caption = "<figcaption><b>Two &lt;bars&gt;.</b> b is twice a.</figcaption></figure>"
    assert drawn(made).endswith(caption)


def test_of_a_drawing_and_its_twin_for_phones_the_words_are_read_once() -> None:
    made = figure(bars(), phone=bars(width=200), id="bars", title="Bars", reading="b is more.")
    assert re.findall(r'class="(rk-chart[^"]*)"', made) == [
        "rk-chart rk-chart-wide",
        "rk-chart rk-chart-phone",
    ]
    assert plain(made).count("b is more.") == 2
    style = Path(view.__file__).with_name("view.css").read_text(encoding="utf-8")
    assert ".rk-chart-phone { display: none; }" in style
    assert ".rk-chart-wide { display: none; }" in style


def test_the_same_chart_gives_the_same_bytes_whatever_was_drawn_before() -> None:
    first = figure(levels(), id="x", title="T", reading="R")
    figure(dots(), id="y", title="T", reading="R")
    assert figure(levels(), id="x", title="T", reading="R") == first


def test_nothing_but_the_picture_is_left() -> None:
    whole = figure(bars(HOSTILE), id="x", title=HOSTILE, reading=HOSTILE)
    assert "CANARY" not in whole
    made = drawn(whole)
    assert re.search(r"<(script|img|style|a|foreignObject)\b", made) is None
    inside_tags = "".join(re.findall(r"<[^<>]*>", re.sub(r'"[^"]*"', '""', made)))
    assert re.search(r"\s(on\w+|style|href|xlink:href)=", inside_tags) is None


def test_text_takes_the_ink_of_the_page_and_bars_the_accent() -> None:
    made = figure(bars(), id="x", title="T", reading="R")
    assert 'fill="currentColor"' in made
    assert f'fill="{ACCENT}"' in made
    assert 'fill="white"' not in made


def test_what_goes_without_saying_is_left_out_of_a_drawing() -> None:
    made = drawn(figure(bars(), id="x", title="T", reading="R"))
    assert "<g>" not in made
    assert "translate(0,0)" not in made
    assert made.count('font-size="12px"') == 1
    bar = re.search(rf'<path [^>]*fill="{ACCENT}"[^>]*>', made)
    assert bar is not None
    assert "stroke" not in bar[0]


def test_the_specification_stands_beside_the_drawing_of_its_name() -> None:
    phone = bars(width=200)
    made = figure(bars(), phone=phone, id="bars", title="T", reading="R")
    assert re.findall(r'<svg[^>]* data-figure="([^"]+)"', made) == ["bars", "bars-phone"]
    assert list(specs(made)) == ["bars", "bars-phone"]
    told = specs(made)["bars-phone"]
    assert (told["width"], told["config"]["aria"], "$schema" in told) == (200, False, False)
    rows = next(iter(told["datasets"].values()))
    assert rows == [{"name": "a", "n": 1}, {"name": "b", "n": 2}]
    assert plain(made).count("datasets") == 0


def test_no_text_breaks_out_of_the_specification() -> None:
    made = figure(bars(HOSTILE + "\u2028<!--"), id="x", title="T", reading="R")
    assert made.count("</script") == 1
    block = made[made.index("<script") :]
    assert not re.search("[<>&\u2028\u2029]", block.removesuffix("</script></figure>")[90:])
    rows = next(iter(specs(made)["x"]["datasets"].values()))
    assert rows[0]["name"] == HOSTILE + "\u2028<!--"


def test_colours_of_the_theme_follow_the_page_when_live_too() -> None:
    chart = bars().encode(
        color=alt.condition("datum.n > 1", alt.value(MUTED), alt.value("#ffffff"))
    )
    told = specs(figure(chart, id="x", title="T", reading="R"))["x"]
    assert told["config"]["bar"]["color"] == "var(--rk-accent)"
    assert told["encoding"]["color"]["condition"]["value"] == "var(--rk-unknown)"
    assert told["encoding"]["color"]["value"] == "#ffffff"
    mixed = bars().encode(color=alt.Color("n:Q", scale=alt.Scale(range=["#ffffff", ACCENT])))
    told = specs(figure(mixed, id="x", title="T", reading="R"))["x"]
    assert told["encoding"]["color"]["scale"]["range"] == ["#ffffff", ACCENT]


def test_ids_differ_between_figures() -> None:
    gradient = alt.Gradient(
        gradient="linear",
        stops=[alt.GradientStop(color="white", offset=0), alt.GradientStop(color="red", offset=1)],
    )
    chart = (
        alt.Chart(pd.DataFrame({"n": [1, 2]})).mark_area(color=gradient).encode(x="n:Q", y="n:Q")
    )
    ids = [
        set(re.findall(r'id="([^"]+)"', figure(chart, id=id, title="T", reading="R")))
        for id in ("one", "two")
    ]
    assert ids == [{"one-0"}, {"two-0"}]


def test_a_chart_loads_nothing() -> None:
    chart = alt.Chart("http://127.0.0.1:9/data.csv").mark_bar().encode(x="n:Q")
    with pytest.raises(ValueError, match="127"):
        figure(chart, id="x", title="T", reading="R")
