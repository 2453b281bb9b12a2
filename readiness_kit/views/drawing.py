"""A chart's drawing from an allow-list: lines and words, and nothing that goes without saying.

A report holds up to two dozen drawings, most of them twice, and is mailed. Colours of the theme
stand as in the light look; view.css finds them by that and lets them follow the page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from markupsafe import Markup

from readiness_kit.views.html import tag

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

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
_SAYS_NOTHING = {
    ("transform", "translate(0,0)"), ("opacity", "1"), ("fill-opacity", "1"),
    ("stroke-opacity", "1"), ("stroke-width", "1"), ("x2", "0"), ("y2", "0"),
    ("text-anchor", "start"), ("font-weight", "normal"),
}  # fmt: skip
"""What holds anyway: a few of these are handed down, but no group of Vega's sets them."""
_EMPTY_PATHS = {"", "M0,0h0v0h0Z"}
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_LONG = re.compile(r"-?\d+\.\d{3,}")
"""Figures of a place in pixels; a hundredth of one is more than anybody sees."""
_SHIFT = re.compile(r"translate\(([^,()]+),([^,()]+)\)")


def redrawn(svg: Element, *, id: str, label: str, look: str) -> Markup:
    """The drawing `svg` again, named `id`, read out as `label`, with `look` as its classes."""
    ids = [element.get("id", "") for element in svg.iter() if element.get("id")]
    names = {old: f"{id}-{place}" for place, old in enumerate(ids)}
    said = {"role": "img", "aria_label": label, "class_": look, "data_figure": id}
    # the font of all its words and their usual size stand once: they would be a tenth of it else
    font = next((e.attrib["font-family"] for e in svg.iter() if "font-family" in e.attrib), None)
    sizes = Counter(e.attrib["font-size"] for e in svg.iter() if "font-size" in e.attrib)
    size = sizes.most_common(1)[0][0] if sizes else None
    usual = {"font_family": font or "sans-serif", **({"font_size": size} if size else {})}
    return _element(svg, names, size, {**said, **usual})


def _element(
    element: Element, names: Mapping[str, str], size: str | None, extra: Mapping[str, str]
) -> Markup:
    name = element.tag.removeprefix(_SVG)
    if name not in _DRAWN or (name == "path" and _unseen(element)):
        return Markup("")
    children = [_element(child, names, size, {}) for child in element]
    if name == "g" and not any(children):
        return Markup("")
    kept = {key: _written(key, value, names) for key, value in element.attrib.items()}
    told = {key: value for key, value in kept.items() if _tells(key, value, kept, size, name)}
    if name == "text" and not children:
        told = _placed(told)
    if name == "g" and not told:
        return Markup("").join(children)
    return tag(name, *_words(element, children), **told, **extra)


def _written(key: str, value: str, names: Mapping[str, str]) -> str:
    if key == "id":
        return names[value]
    if key in ("transform", "d"):
        return _LONG.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), value)
    return _REFERENCE.sub(lambda m: f"url(#{names[m[1]]})", value)


def _tells(key: str, value: str, every: Mapping[str, str], size: str | None, name: str) -> bool:
    if key not in _KEPT or (key, value) in _SAYS_NOTHING or (key == "font-size" and value == size):
        return False
    return not key.startswith("stroke-") or name in ("svg", "g") or "stroke" in every


def _placed(text: dict[str, str]) -> dict[str, str]:
    """A line of words at its place rather than shifted to it, which is shorter."""
    shift = _SHIFT.fullmatch(text.get("transform", ""))
    if shift is None or "x" in text or "y" in text:
        return text
    return {**{key: text[key] for key in text if key != "transform"}, "x": shift[1], "y": shift[2]}


def _unseen(path: Element) -> bool:
    """Whether a path draws nothing: no way, or neither filled nor stroked."""
    bare = not any(key in path.attrib for key in ("fill", "stroke", "id"))
    return path.get("d", "") in _EMPTY_PATHS or bare


def _words(element: Element, children: list[Markup]) -> list[str]:
    """The element's text and children in their order."""
    parts: list[str] = [element.text or ""]
    for child, made in zip(element, children, strict=True):
        parts += [made, child.tail or ""]
    return [part for part in parts if part]
