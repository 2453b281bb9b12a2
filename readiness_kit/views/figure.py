"""A chart as a picture in words and lines: static SVG, no script, no data behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    "text-anchor", "dominant-baseline", "font-family", "font-size", "font-weight", "font-style",
    "clip-path", "gradientUnits", "display",
}  # fmt: skip
_EMPTY_PATHS = {"", "M0,0h0v0h0Z"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def figure(
    chart: alt.TopLevelMixin,
    *,
    id: str,
    title: str,
    reading: str,
    phone: alt.TopLevelMixin | None = None,
    alternative: Markup | None = None,
) -> Markup:
    """Draw a chart with its title and its reading in words below.

    The reading says what the picture shows, for who cannot see it; `alternative`, such as a small
    table of the same figures, is folded away under it. `phone` is the same chart for a narrow page;
    of the two drawings only one is ever shown or read out. Same chart, same bytes.
    """
    label = f"{title}. {reading}"
    drawn = [_redrawn(_svg(chart), prefix=id, label=label, look=_looks(phone is not None))]
    if phone is not None:
        look = f"rk-chart {PHONE_DRAWING}"
        drawn.append(_redrawn(_svg(phone), prefix=f"{id}-phone", label=label, look=look))
    words = tag("figcaption", tag("b", title.rstrip(".") + "."), " ", reading)
    box = tag("div", *drawn, class_="rk-scroll rk-drawing")
    return tag("figure", box, words, join([alternative] if alternative else []), class_="rk-figure")


def _looks(twinned: bool) -> str:
    return "rk-chart rk-chart-wide" if twinned else "rk-chart"


def _svg(chart: alt.TopLevelMixin) -> ElementTree.Element:
    # 80 MB of native code that only charts need
    import vl_convert

    spec: dict[str, Any] = chart.to_dict()
    spec["config"] = _merged(chart_config(), spec.get("config", {}))
    drawing = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return ElementTree.fromstring(drawing)


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


def _redrawn(svg: ElementTree.Element, *, prefix: str, label: str, look: str) -> Markup:
    """The drawing again from an allow-list, so that nothing but lines and words is left."""
    ids = [element.get("id", "") for element in svg.iter() if element.get("id")]
    names = {old: f"{prefix}-{place}" for place, old in enumerate(ids)}
    return _element(svg, names, {"role": "img", "aria_label": label, "class_": look})


def _element(
    element: ElementTree.Element, names: Mapping[str, str], extra: Mapping[str, str]
) -> Markup:
    name = element.tag.removeprefix(_SVG)
    if name not in _DRAWN or (name == "path" and element.get("d", "") in _EMPTY_PATHS):
        return Markup("")
    kept = {key: value for key, value in element.attrib.items() if key in _KEPT}
    if "id" in kept:
        kept["id"] = names[kept["id"]]
    kept = {key: _REFERENCE.sub(lambda m: f"url(#{names[m[1]]})", v) for key, v in kept.items()}
    children = [_element(child, names, {}) for child in element]
    if name == "g" and not any(children):
        return Markup("")
    return tag(name, *_words(element, children), **kept, **_themed(kept), **extra)


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
