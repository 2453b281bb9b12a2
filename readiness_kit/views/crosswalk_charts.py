"""The chart of a crosswalk: a cell for each entry, in rows by group, coloured by its level.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import altair as alt

from readiness_kit.judgement.coverage import Coverage, EntryCoverage
from readiness_kit.views.charts import INK
from readiness_kit.views.theme import HALO, LEVEL_FILLS, LIGHT, MUTED, ON_LEVEL

WIDTH = 620
_CELL, _HIGH, _APART = 43, 24, 3
"""Width and height of a cell and the space round it, in pixels."""
_NAMES_BESIDE = 500
"""A plot narrower than this has its groups' names above the cells."""
_NAME, _LINE = 168, 19
"""Width of a name beside its cells, and height of one above them."""
_BETWEEN = 8
"""Between two groups."""
Chart = alt.LayerChart | alt.FacetChart

_TAIL = re.compile(r"[^ -]*$")
"""The part of an id that tells it from its neighbours: 2.11 of MEASURE 2.11."""


@dataclass
class _Layout:
    """Where cells and names stand, while they are laid out group by group."""

    width: int
    cells: list[dict[str, Any]] = field(default_factory=list)
    names: list[dict[str, Any]] = field(default_factory=list)
    height: float = 0

    def add(self, name: str, cells: Iterable[dict[str, Any]]) -> None:
        """Set one group below the last."""
        beside = self.width >= _NAMES_BESIDE
        left = _NAME if beside else 0
        self.names.append({"name": name, "x": 0, "y": self.height + (5 if beside else 0)})
        top = self.height if beside else self.height + _LINE
        fit = (self.width - left + _APART) // (_CELL + _APART)
        row = 0
        for place, cell in enumerate(cells):
            row, column = divmod(place, fit)
            x, y = left + column * (_CELL + _APART), top + row * (_HIGH + _APART)
            self.cells.append({**cell, "x": x, "x2": x + _CELL, "y": y, "y2": y + _HIGH})
        self.height = top + (row + 1) * (_HIGH + _APART) + _BETWEEN


def cells_chart(found: Coverage, names: Mapping[int, str], *, width: int) -> Chart:
    """One cell an entry; `names` are those of the framework's levels."""
    placed = _Layout(width)
    for name, entries in found.groups.items():
        placed.add(name, [_cell(each, names) for each in entries])
    x = alt.Scale(domain=[0, width], nice=False, zero=False)
    y = alt.Scale(domain=[placed.height, 0], nice=False, zero=False)
    at: dict[str, Any] = {
        "x": alt.X("x:Q", scale=x, axis=None),
        "y": alt.Y("y:Q", scale=y, axis=None),
    }
    room = _NAME - 8 if width >= _NAMES_BESIDE else width
    titles = _data(placed.names).mark_text(align="left", baseline="top", color=INK, limit=room)
    layers = [*_levels(placed, names, at), *_others(placed, at), titles.encode(text="name:N", **at)]
    return alt.layer(*layers).properties(width=width, height=placed.height)


def _cell(each: EntryCoverage, names: Mapping[int, str]) -> dict[str, Any]:
    tail = _TAIL.search(each.entry.id)
    label = tail[0] if tail else each.entry.id
    level = each.supported_level
    if each.state != "covered":
        return {"label": label, "look": each.state}
    if level is None:
        return {"label": label, "look": "open"}
    colour = _colour(level, names)
    return {"label": label, "look": "level", "level": _named(level, names), "ink": ON_LEVEL[colour]}


def _colour(level: int, names: Mapping[int, str]) -> int:
    """The colour of a level, where five are spread over the framework's scale."""
    top = max(names)
    return round(4 * min(level, top) / top)


def _named(level: int, names: Mapping[int, str]) -> str:
    return f"{level} {names[level]}"


def _levels(placed: _Layout, names: Mapping[int, str], at: dict[str, Any]) -> list[alt.Chart]:
    """The cells that have a level, and the key of their colours."""
    cells = [cell for cell in placed.cells if cell["look"] == "level"]
    if not cells:
        return []
    present = [level for level in names if _named(level, names) in {c["level"] for c in cells}]
    scale = alt.Scale(
        domain=[_named(level, names) for level in present],
        range=[LEVEL_FILLS[_colour(level, names)] for level in present],
    )
    columns = 5 if placed.width >= _NAMES_BESIDE else 2
    legend = alt.Legend(title=None, direction="horizontal", columns=columns, symbolType="square")
    base = _data(cells)
    drawn = base.mark_rect().encode(
        **at, x2="x2:Q", y2="y2:Q", color=alt.Color("level:N", scale=scale, legend=legend)
    )
    return [drawn, _labels(base, at, color=alt.Color("ink:N", scale=None))]


def _others(placed: _Layout, at: dict[str, Any]) -> list[alt.Chart]:
    """The cells without a level: asked, not asked here, covered by nothing."""
    looks: dict[str, dict[str, Any]] = {
        "open": {"fill": LIGHT["track"]},
        "skipped": {"fill": HALO, "stroke": MUTED},
        "not_covered": {"fill": HALO, "stroke": MUTED, "strokeDash": [3, 3]},
    }
    layers: list[alt.Chart] = []
    for look, colours in looks.items():
        # one layer a look: a colour that rows carry could not follow a dark page
        cells = [cell for cell in placed.cells if cell["look"] == look]
        if cells:
            base = _data(cells)
            drawn = base.mark_rect(**colours).encode(**at, x2="x2:Q", y2="y2:Q")
            ink = alt.value(INK if look == "open" else MUTED)
            layers += [drawn, _labels(base, at, color=ink)]
    return layers


def _labels(base: alt.Chart, at: dict[str, Any], *, color: Any) -> alt.Chart:
    words = base.mark_text(fontSize=11, dx=_CELL / 2, dy=_HIGH / 2 + 0.5)
    placed: alt.Chart = words.encode(**at, text="label:N", color=color)
    return placed


def _data(rows: list[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=rows))
