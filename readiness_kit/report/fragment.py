"""Fragments of HTML sanitised by nh3: what its allow-list does not name stays out of a report.

Views escape all they are given, so this finds nothing to do in them. It is for notebooks that
somebody has changed, and for the day somebody forgets.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3


def _names(text: str) -> set[str]:
    return set(text.split())


_TAGS = _names(
    "section header footer div p span h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead "
    "tbody tfoot tr th td colgroup col figure figcaption details summary b strong i em small "
    "sub sup code pre kbd br hr wbr bdi bdo abbr time a blockquote mark article aside img "
    "svg g path text tspan rect circle line ellipse polygon polyline defs clipPath "
    "linearGradient radialGradient stop"
)
_SILENT = _names(
    "script style template iframe object applet noscript foreignObject textarea title select "
    "math noembed noframes xmp plaintext audio video canvas form head frameset"
)
"""Elements that go with all they hold."""
_ATTRIBUTES = _names(
    "class id title lang dir role data-label data-figure tabindex scope colspan rowspan headers "
    "datetime open href src alt start width height viewBox preserveAspectRatio transform d x y "
    "x1 y1 x2 y2 dx dy r rx ry cx cy points offset fill stroke opacity fill-opacity "
    "stroke-opacity stroke-width stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit stop-color stop-opacity text-anchor dominant-baseline "
    "font-family font-size font-weight font-style clip-path gradientUnits display"
)
_OWN_REFERENCE = re.compile(r"url\(#[\w.-]+\)")
_RASTER = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[\w+/=\s]+")


def _own_reference(value: str) -> bool:
    return "url" not in value.lower() or _OWN_REFERENCE.fullmatch(value) is not None


_RULES: dict[str, Callable[[str], bool]] = {
    "href": lambda value: re.fullmatch(r"#[\w.-]+", value) is not None,
    "src": lambda value: _RASTER.fullmatch(value) is not None,
    "fill": _own_reference,
    "stroke": _own_reference,
    "clip-path": _own_reference,
    "tabindex": lambda value: value in ("0", "-1"),
}


def safe_fragment(html: str) -> str:
    """The fragment with its allowed elements and attributes, every one closed."""
    return _CLEANER.clean(html)


def _kept(element: str, name: str, value: str) -> str | None:
    rule = _RULES.get(name)
    return value if rule is None or rule(value) else None


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    clean_content_tags=_SILENT,
    attributes={"*": _ATTRIBUTES},
    generic_attribute_prefixes={"aria-"},
    attribute_filter=_kept,
    # an address with a scheme is a picture's own bytes or nothing; the rules above say which
    url_schemes={"data"},
    link_rel=None,
)
