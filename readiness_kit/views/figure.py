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

from readiness_kit.views.html import PHONE_DRAWING, join, tag
from readiness_kit.views.theme import CHART_CLASSES, chart_config

if TYPE_CHECKING:
    import altair as alt

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = {
    "svg", "g", "path", "rect", "circle", "line", "text", "tspan", "defs", "clipPath",
    "linearGradient", "radialGradient", "stop", "polygon", "polyline", "ellipse",
}  # fmt: skip
_KEPT = {
    "width", "height", "viewBox", "transform", "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy",
    "r", "rx", "ry", "cx", "cy", "points", "offset", "id", "fill", "stroke", "opacity",
    "fill-opacity", "stroke-opacity", "stroke-width", "stroke-dasharray", "stroke-dashoffset",
    "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stop-color", "stop-opacity",
    "text-anchor", "dominant-baseline", "font-size", "font-weight", "font-style",
    "clip-path", "gradientUnits", "display",
}  # fmt: skip
_EMPTY_PATHS = {"", "M0,0h0v0h0Z"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LONG = re.compile(r"-?\d+\.\d{3,}")
"""Figures of a place in pixels; a hundredth of one is more than anybody sees."""
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
    svg = _redrawn(_svg(spec), id=id, label=label, look=look)
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
        token = CHART_CLASSES.get(value.lower())
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


def _redrawn(svg: ElementTree.Element, *, id: str, label: str, look: str) -> Markup:
    """The drawing again from an allow-list, so that nothing but lines and words is left."""
    ids = [element.get("id", "") for element in svg.iter() if element.get("id")]
    names = {old: f"{id}-{place}" for place, old in enumerate(ids)}
    said = {"role": "img", "aria_label": label, "class_": look, "data_figure": id}
    # one font for all of its words, told once: it would be a tenth of the page else
    fonts = (e.attrib["font-family"] for e in svg.iter() if "font-family" in e.attrib)
    return _element(svg, names, {**said, "font_family": next(fonts, "sans-serif")})


def _element(
    element: ElementTree.Element, names: Mapping[str, str], extra: Mapping[str, str]
) -> Markup:
    name = element.tag.removeprefix(_SVG)
    if name not in _DRAWN or (name == "path" and _unseen(element)):
        return Markup("")
    kept = {key: value for key, value in element.attrib.items() if key in _KEPT}
    if "id" in kept:
        kept["id"] = names[kept["id"]]
    if "transform" in kept:
        kept["transform"] = _LONG.sub(lambda m: f"{float(m[0]):.2f}", kept["transform"])
    kept = {key: _REFERENCE.sub(lambda m: f"url(#{names[m[1]]})", v) for key, v in kept.items()}
    children = [_element(child, names, {}) for child in element]
    if name == "g" and not any(children):
        return Markup("")
    return tag(name, *_words(element, children), **kept, **_themed(kept), **extra)


def _unseen(path: ElementTree.Element) -> bool:
    """Whether a path draws nothing: no way, or neither filled nor stroked."""
    bare = not any(key in path.attrib for key in ("fill", "stroke", "id"))
    return path.get("d", "") in _EMPTY_PATHS or bare


def _words(element: ElementTree.Element, children: list[Markup]) -> list[str]:
    """The element's text and children in their order."""
    parts: list[str] = [element.text or ""]
    for child, made in zip(element, children, strict=True):
        parts += [made, child.tail or ""]
    return [part for part in parts if part]


def _themed(attributes: Mapping[str, str]) -> dict[str, str]:
    """The classes by which a theme colour follows the page's light or dark look."""
    classes = [
        f"rk-{kind}-{CHART_CLASSES[attributes[kind].lower()]}"
        for kind in ("fill", "stroke")
        if attributes.get(kind, "").lower() in CHART_CLASSES
    ]
    return {"class_": " ".join(classes)} if classes else {}
