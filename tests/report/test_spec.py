"""Only a sound specification comes on the page; without one the drawing alone is there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness_kit.report.spec import LARGEST_SPEC, Block, block, checked, lifted, together, written

SOUND: dict[str, Any] = {
    "mark": {"type": "bar"},
    "data": {"values": [{"url": "any column", "image": "too"}]},
    "datasets": {"d": [{"href": "x"}]},
    "encoding": {"x": {"field": "n", "type": "quantitative"}},
}
UNSOUND = [
    {"data": {"url": "http://127.0.0.1:9/x.csv"}},
    {"data": {"values": "a,b\n1,2", "format": {"type": "csv"}}},
    {"data": {"sequence": {"start": 0, "stop": 1e12}}},
    {"layer": [{"mark": "image"}]},
    {"layer": [{"mark": {"type": "Image"}}]},
    {"encoding": {"href": {"field": "x"}}},
    {"encoding": {"url": {"value": "//e"}}},
    {"encoding": {"tooltip": [{"field": "image", "type": "nominal"}]}},
    {"encoding": {"tooltip": [{"field": "x", "title": "image"}]}},
    {"usermeta": {"embedOptions": {"ast": False}}},
    {"transform": [{"lookup": "x", "from": {"data": {"url": "//e"}}}]},
    {"datasets": {"d": {"url": "//e"}}},
    {"__proto__": {"x": 1}},
]


@pytest.mark.parametrize("change", UNSOUND, ids=[json.dumps(change) for change in UNSOUND])
def test_what_loads_leads_away_or_never_ends_is_left_out(change: dict[str, Any]) -> None:
    assert checked([Block("x", json.dumps({**SOUND, **change}))]) == {}


@pytest.mark.parametrize(
    "text",
    ["[]", "1", "{", '{"x": NaN}', "[" * 5000, '{"x":' * 60 + "1" + "}" * 60, " " * LARGEST_SPEC],
    ids=["list", "number", "cut", "NaN", "nested", "deep", "large"],
)
def test_what_is_no_bounded_object_is_left_out(text: str) -> None:
    assert checked([Block("x", text + " ")]) == {}


def test_of_two_figures_in_one_name_neither_is_live() -> None:
    text = json.dumps(SOUND)
    assert list(checked([Block("a", text), Block("b", text), Block("a", text)])) == ["b"]


def test_a_block_is_lifted_as_it_was_written() -> None:
    spec = {**SOUND, "title": "</script><!-- & \u2028 é"}
    html = f"<p>before</p>{block('bars', spec)}<p>behind</p>"
    taken = lifted(html)
    assert taken.html == "<p>before</p><p>behind</p>"
    assert checked(taken.blocks) == {"bars": spec}
    assert not set("<>&\u2028") & set(written(spec))


def test_any_other_script_is_left_for_the_sanitiser() -> None:
    for html in ("<script>x</script>", '<script class="rk-spec" data-figure="a">{}</script>'):
        assert lifted(html).html == html


def test_what_charts_share_is_told_once() -> None:
    theme, own = {"font": "Arial"}, {"font": "Georgia"}
    told = together({"a": {"config": theme, "n": 1}, "b": {"config": own}, "c": {"config": theme}})
    assert told == {"config": theme, "figures": {"a": {"n": 1}, "b": {"config": own}, "c": {}}}
