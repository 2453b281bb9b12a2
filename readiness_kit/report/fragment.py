"""Fragments of HTML rebuilt from an allow-list: what is not on it does not come into a report.

Views escape all they are given, so this finds nothing to do in them. It is for notebooks that
somebody has changed, and for the day somebody forgets.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from html.parser import HTMLParser


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TAGS = _names(
    "section header footer div p span h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table caption thead "
    "tbody tfoot tr th td colgroup col figure figcaption details summary b strong i em small "
    "sub sup code pre kbd br hr wbr bdi bdo abbr time a blockquote mark article aside img "
    "svg g path text tspan rect circle line ellipse polygon polyline defs clippath "
    "lineargradient radialgradient stop"
)
_SILENT = _names(
    "script style template iframe object applet noscript foreignobject textarea title select "
    "math noembed noframes xmp plaintext audio video canvas form head frameset"
)
"""Elements that go with all they hold."""
_VOID = {"br", "hr", "wbr", "col", "img"}
_ATTRIBUTES = _names(
    "class id title lang dir role data-label tabindex scope colspan rowspan headers datetime open "
    "alt start width height viewbox preserveaspectratio transform d x y x1 y1 x2 y2 dx dy r rx ry "
    "cx cy points offset fill stroke opacity fill-opacity stroke-opacity stroke-width "
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit "
    "stop-color stop-opacity text-anchor dominant-baseline font-family font-size "
    "font-weight font-style clip-path gradientunits display"
)
_SPELLING = {
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "gradientunits": "gradientUnits",
    "clippath": "clipPath",
    "lineargradient": "linearGradient",
    "radialgradient": "radialGradient",
}
"""SVG names in their own case, which the parser does not keep."""
_ARIA = re.compile(r"aria-[a-z]+")
_RULES: dict[str, Callable[[str], bool]] = {
    "href": lambda value: re.fullmatch(r"#[\w.-]+", value) is not None,
    "src": lambda value: (
        re.fullmatch(r"data:image/(png|jpeg|gif|webp);base64,[\w+/=\s]+", value) is not None
    ),
    "fill": lambda value: _own_reference(value),
    "stroke": lambda value: _own_reference(value),
    "clip-path": lambda value: _own_reference(value),
    "tabindex": lambda value: value in ("0", "-1"),
}


def safe_fragment(html: str) -> str:
    """The fragment with its allowed elements and attributes, every one closed."""
    rebuilder = _Rebuilder()
    rebuilder.feed(html)
    rebuilder.close()
    return rebuilder.finish()


def _own_reference(value: str) -> bool:
    return "url" not in value.lower() or re.fullmatch(r"url\(#[\w.-]+\)", value) is not None


class _Rebuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._silenced: list[str] = []

    def finish(self) -> str:
        """All that was rebuilt, with what is still open closed."""
        while self._open:
            self._close_last()
        return "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silenced.append(tag)
        elif tag in _TAGS and not self._silenced:
            self._parts.append(f"<{_SPELLING.get(tag, tag)}{self._kept(attrs)}>")
            if tag not in _VOID:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TAGS:
            self.handle_starttag(tag, attrs)
            if tag not in _VOID and not self._silenced:
                self._close_last()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silenced:
            while self._silenced.pop() != tag:
                pass
        elif tag in self._open and not self._silenced:
            while self._open[-1] != tag:
                self._close_last()
            self._close_last()

    def handle_data(self, data: str) -> None:
        if not self._silenced:
            self._parts.append(escape(data, quote=False))

    def _close_last(self) -> None:
        tag = self._open.pop()
        self._parts.append(f"</{_SPELLING.get(tag, tag)}>")

    def _kept(self, attrs: list[tuple[str, str | None]]) -> str:
        kept, seen = "", set()
        for name, value in attrs:
            allowed = name in _ATTRIBUTES or name in _RULES or _ARIA.fullmatch(name)
            if not allowed or name in seen or not _RULES.get(name, _any)(value or ""):
                continue
            seen.add(name)
            spelled = _SPELLING.get(name, name)
            kept += f" {spelled}" if value is None else f' {spelled}="{escape(value)}"'
        return kept


def _any(value: str) -> bool:
    """An attribute without a rule may have any value, as text."""
    return True
