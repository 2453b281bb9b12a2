"""The specifications of live charts: lifted out of views, checked, and set on the page once.

A figure carries the Vega-Lite specification of its drawing in a data block. Sanitising would drop
the block, as it should any script, so it is read before and written anew after.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LARGEST_SPEC = 200_000
"""Characters; aggregates need a few thousand."""

_BLOCK = re.compile(
    r'<script type="application/json" class="rk-spec" data-figure="([a-z][a-z0-9-]*)">'
    r"([^<]*)</script>"
)
_DEPTH = 40
_REFUSED = {
    "url", "href", "usermeta", "image", "loader", "baseurl", "sequence", "graticule", "__proto__",
}  # fmt: skip
"""Keys that load, lead away, change how a chart is embedded, or make data without end."""
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


class _RefusedError(Exception):
    """A specification holds something that no chart of ours needs."""


@dataclass(frozen=True, slots=True)
class Block:
    """One data block as it stands in a view: its figure and its text."""

    figure: str
    text: str


@dataclass(frozen=True, slots=True)
class Lifted:
    """A view's HTML without its data blocks, and what they held."""

    html: str
    blocks: tuple[Block, ...]


def lifted(html: str) -> Lifted:
    """Take the data blocks of figures out of a view."""
    blocks = tuple(Block(found[1], found[2]) for found in _BLOCK.finditer(html))
    return Lifted(_BLOCK.sub("", html), blocks)


def split(html: str) -> Iterator[tuple[str, Block | None]]:
    """A view's HTML in its order: each stretch, and the data block that ends it if one does."""
    start = 0
    for found in _BLOCK.finditer(html):
        yield html[start : found.start()], Block(found[1], found[2])
        start = found.end()
    yield html[start:], None


def block(figure: str, spec: object) -> str:
    """A data block as `lifted` reads it."""
    opening = f'<script type="application/json" class="rk-spec" data-figure="{figure}">'
    return f"{opening}{written(spec)}</script>"


def checked(blocks: Iterable[Block]) -> dict[str, Any]:
    """The specifications by figure, without those that are unsound or of two figures in one name.

    Whatever is left out only costs comfort: the figure's drawing is there all the same.
    """
    found: dict[str, Any] = {}
    twice: set[str] = set()
    for one in blocks:
        if one.figure in found:
            twice.add(one.figure)
        spec = _sound(one.text)
        if spec is not None:
            found[one.figure] = spec
    return {figure: spec for figure, spec in found.items() if figure not in twice}


def together(specs: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What a page holds: the `figures` by name, and the usual `config` for those without their own.

    A configuration is half of a small chart's specification, and nearly always the theme's.
    """
    usual = Counter(written(spec.get("config")) for spec in specs.values()).most_common(1)[0][0]
    figures = {
        name: {k: v for k, v in spec.items() if k != "config" or written(v) != usual}
        for name, spec in specs.items()
    }
    return {"config": json.loads(usual), "figures": figures}


def written(value: object) -> str:
    """JSON that can stand within a script element, whatever its texts say."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)


def _sound(text: str) -> dict[str, Any] | None:
    if len(text) > LARGEST_SPEC:
        return None
    try:
        spec = json.loads(text, parse_constant=_no_constant)
        _check(spec, depth=0)
    except (ValueError, RecursionError, _RefusedError):
        return None
    return spec if isinstance(spec, dict) else None


def _no_constant(name: str) -> None:
    raise _RefusedError(name)


def _check(value: object, *, depth: int) -> None:
    if depth > _DEPTH:
        raise _RefusedError("depth")
    if isinstance(value, dict):
        _check_map(value, depth)
    elif isinstance(value, list):
        for inner in value:
            _check(inner, depth=depth + 1)


def _check_map(value: Mapping[str, Any], depth: int) -> None:
    names = {str(value.get(key)).lower() for key in ("mark", "type", "field", "title")}
    if "image" in names or _REFUSED & {key.lower() for key in value}:
        raise _RefusedError("image, or a key that is refused")
    for key, inner in value.items():
        # the columns of rows may have any name: they are never read as settings
        if key == "datasets" and isinstance(inner, dict):
            for rows in inner.values():
                _check_rows(rows)
        elif key == "data" and isinstance(inner, dict) and "values" in inner:
            _check_rows(inner["values"])
            _check({k: v for k, v in inner.items() if k != "values"}, depth=depth + 1)
        else:
            _check(inner, depth=depth + 1)


def _check_rows(rows: object) -> None:
    """Rows are a list, of lists or maps; text would be parsed in a format of its own."""
    if not isinstance(rows, list):
        raise _RefusedError("data that are no rows")
