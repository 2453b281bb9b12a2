"""A chart as a picture in words and lines, and behind it what a report needs to make it live.

The drawing is static SVG. The specification stands beside it in a data block, which is inert
wherever a view is shown, and holds no column of the data that the chart does not name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from markupsafe import Markup

from readiness_kit.views.drawing import redrawn
from readiness_kit.views.html import PHONE_DRAWING, join, tag
from readiness_kit.views.theme import CHART_TOKENS, chart_config

if TYPE_CHECKING:
    import altair as alt

_NAMED = re.compile(r"\w+")
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class _Drawing:
    """A chart drawn, and its specification as a data block of the same name."""

    svg: Markup
    block: Markup
    tells: bool
    """Whether it tells more where somebody points at it."""


def figure(
    chart: alt.TopLevelMixin,
    *,
    id: str,
    title: str,
    reading: str,
    phone: alt.TopLevelMixin | None = None,
    alternative: Markup | None = None,
    live: bool = True,
) -> Markup:
    """Draw a chart with its title and its reading in words below.

    The reading says what the picture shows, for who cannot see it; `alternative`, such as a small
    table of the same figures, is folded away under it. `phone` is the same chart for a narrow page;
    of the two drawings only one is ever shown or read out. Without `live` no specification travels:
    for charts that print every figure at its mark it would only weigh. Same chart, same bytes.
    """
    label = f"{title}. {reading}"
    drawn = [_drawing(chart, id=id, label=label, look=_looks(phone is not None))]
    if phone is not None:
        look = f"rk-chart {PHONE_DRAWING}"
        drawn.append(_drawing(phone, id=f"{id}-phone", label=label, look=look))
    words = tag("figcaption", tag("b", title.rstrip(".") + "."), " ", reading)
    box = tag("div", *(one.svg for one in drawn), class_="rk-scroll rk-drawing")
    # a twin that tells less than the wide drawing, once live, would only weigh
    told = [one.block for one in drawn if live and (one.tells or not drawn[0].tells)]
    below = join([*([alternative] if alternative else []), *told])
    return tag("figure", box, words, below, class_="rk-figure")


def _looks(twinned: bool) -> str:
    return "rk-chart rk-chart-wide" if twinned else "rk-chart"


def _drawing(chart: alt.TopLevelMixin, *, id: str, label: str, look: str) -> _Drawing:
    spec: dict[str, Any] = chart.to_dict()
    spec["config"] = _merged(chart_config(), spec.get("config", {}))
    svg = redrawn(_svg(spec), id=id, label=label, look=look)
    return _Drawing(svg, _block(spec, id), _tells(spec))


def _svg(spec: dict[str, Any]) -> ElementTree.Element:
    # 80 MB of native code that only charts need
    import vl_convert

    drawing = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return ElementTree.fromstring(drawing)


def _block(spec: dict[str, Any], id: str) -> Markup:
    """The specification as JSON that no text in it can break out of."""
    told = {key: value for key, value in spec.items() if key != "$schema"}
    # the figure has a label of its own; a live chart's many would be read out over it
    told["config"] = {**told["config"], "aria": False}
    words = set(_words_of(told))
    live = _live(told, words)
    text = json.dumps(live, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Markup: with its angle brackets and ampersands escaped it is text to any parser of HTML
    inert = Markup(text.translate(_ESCAPES))
    return tag("script", inert, type="application/json", class_="rk-spec", data_figure=id)


def _tells(value: object) -> bool:
    """Whether a chart tells more where somebody points at it."""
    if isinstance(value, list):
        return any(_tells(inner) for inner in value)
    if isinstance(value, Mapping):
        return "tooltip" in value or any(_tells(inner) for inner in value.values())
    return False


def _words_of(value: object) -> Iterator[str]:
    """Every text of the specification outside its rows, and every name within such a text."""
    if isinstance(value, str):
        yield value
        yield from _NAMED.findall(value)
    elif isinstance(value, list):
        for inner in value:
            yield from _words_of(inner)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in ("values", "datasets"):
                yield from _words_of(inner)


def _live(value: Any, words: set[str]) -> Any:
    """The specification with theme colours that follow the page, and rows of named columns only."""
    if isinstance(value, str):
        token = CHART_TOKENS.get(value.lower())
        return f"var(--rk-{token})" if token else value
    if isinstance(value, list):
        return [_live(inner, words) for inner in value]
    if not isinstance(value, Mapping):
        return value
    return {key: _live_part(value, key, words) for key in value}


def _live_part(parent: Mapping[str, Any], key: str, words: set[str]) -> Any:
    part = parent[key]
    if key == "datasets":
        return {name: _named_columns(rows, words) for name, rows in part.items()}
    if key == "values":
        return _named_columns(part, words)
    if key == "scale" and parent.get("type") in ("quantitative", "temporal"):
        # between the ends of such a scale colours are mixed, and a variable cannot be
        return part
    return _live(part, words)


def _named_columns(rows: Any, words: set[str]) -> Any:
    if not isinstance(rows, list):
        return rows
    return [_named_cells(row, words) if isinstance(row, dict) else row for row in rows]


def _named_cells(row: dict[str, Any], words: set[str]) -> dict[str, Any]:
    return {name: cell for name, cell in row.items() if name in words}


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The theme, with the chart's own settings over it."""
    merged = dict(base)
    for key, value in own.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            if key == "view":
                # every altair chart comes with 300 by 300 as if it had asked for it
                value = {k: v for k, v in value.items() if not k.startswith("continuous")}
            merged[key] = _merged(below, value)
        else:
            merged[key] = value
    return merged
