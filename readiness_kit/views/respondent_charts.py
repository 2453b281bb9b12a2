"""The charts of who said what: people on a criterion, roles against the others, rounds.

Names stand above their rows at any width: those of criteria are too long to stand beside them.
Altair takes about a second to import, so this module is imported where they are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from readiness_kit.views.charts import INK
from readiness_kit.views.respondent_marks import LINE, Layout, Row, broken, lay_out
from readiness_kit.views.theme import ACCENT, CHART_WIDTH, HALO, LIGHT, MUTED

WIDTH = CHART_WIDTH + 160
_DOT = 380
"""The area of a mark that holds two letters."""
_HALVES = 0.5
"""Of a level: so far the axis goes beyond its ends, for the marks that stand there."""
_MARKS = 32
"""Pixels of a row that are for its marks, under the name."""
_LINES = {"align": "left", "baseline": "top", "lineBreak": "\n", "lineHeight": LINE}

Chart = alt.LayerChart | alt.FacetChart


def spread_chart(rows: Sequence[Row], levels: Sequence[int], *, width: int = WIDTH) -> Chart:
    """One row a criterion: a mark a person at the level that was given."""
    low, high = min(levels), max(levels)
    placed = lay_out(rows, column=width / (high - low + 2 * _HALVES), width=width)
    scale = alt.Scale(domain=[low - _HALVES, high + _HALVES], nice=False, zero=False)
    axis = alt.Axis(values=list(levels), format="d", orient="top", grid=True, domain=False)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, axis=axis, title="level given")

    return alt.layer(*_lines(placed, x("low")), *_marks(placed, x("x"))).properties(
        width=width, height=placed.height
    )


def _lines(placed: Layout, x: alt.X) -> list[alt.Chart]:
    """The range from the lowest to the highest person, under its criterion's name."""
    reach = _data(placed.lines).mark_rule(strokeWidth=7, strokeCap="round", color=LIGHT["track"])
    return [
        reach.encode(x=x, x2=alt.X2("high:Q"), y=_y()),
        *_haloed(_data(placed.names), _LINES, {"x": alt.value(0), "y": _y(), "text": "name:N"}),
    ]


def _marks(placed: Layout, x: alt.X) -> list[alt.Chart]:
    """Filled where an answer counts, open where not; a diamond is no person but the room."""
    told = [
        alt.Tooltip("criterion:N", title="Criterion"),
        alt.Tooltip("who:N", title="Who"),
        alt.Tooltip("level:Q", title="Level", format="d"),
        alt.Tooltip("told:N", title="Counts"),
    ]
    looks: dict[str, dict[str, Any]] = {
        "filled": {"fill": ACCENT, "stroke": ACCENT},
        "open": {"fill": HALO, "stroke": ACCENT},
        "room": {"fill": INK, "stroke": HALO, "shape": "diamond"},
    }
    layers: list[alt.Chart] = []
    for look, colours in looks.items():
        # one layer a look: a colour that rows carry could not follow a dark page
        rows = [mark for mark in placed.marks if mark["look"] == look]
        if not rows:
            continue
        base = _data(rows).encode(x=x, y=_y(), tooltip=told)
        layers.append(base.mark_point(size=_DOT, opacity=1, strokeWidth=1.6, **colours))
        if look != "room":
            ink = HALO if look == "filled" else ACCENT
            words = base.mark_text(color=ink, fontSize=11, fontWeight="bold")
            layers.append(words.encode(text="code:N"))
    if placed.more:
        more = _data(placed.more).mark_text(color=INK, fontSize=11, fontWeight="bold")
        layers.append(more.encode(x=x, y=_y(), text="more:N"))
    return layers


def role_chart(rows: Sequence[dict[str, Any]], *, width: int = WIDTH) -> Chart:
    """Rows of `role`, `levels` and `label`: how far each stands above or below the others."""
    reach = max(1.0, *(abs(row["levels"]) for row in rows)) * 1.15
    named = _Named.of([{**row, "zero": 0.0} for row in rows], width)
    x = alt.X(
        "zero:Q",
        scale=alt.Scale(domain=[-reach, reach], nice=False),
        title="levels below or above the others",
        axis=alt.Axis(tickCount=5, format="~g", grid=True),
    )
    told = [
        alt.Tooltip("role:N", title="Role"),
        alt.Tooltip("levels:Q", title="Levels apart", format="+.1f"),
    ]
    zero = _data([{"zero": 0.0}]).mark_rule(color=MUTED, strokeWidth=1.4).encode(x=x)
    base = named.base.encode(y=_y())
    stem = base.mark_rule(strokeWidth=4, color=LIGHT["track"])
    dots = base.mark_point(size=120, filled=True, color=ACCENT, opacity=1)
    return alt.layer(
        zero,
        stem.encode(x=x, x2=alt.X2("levels:Q")),
        dots.encode(x="levels:Q", tooltip=told),
        *named.names(),
    ).properties(width=width, height=named.height)


def rounds_chart(rows: Sequence[dict[str, Any]], *, top: int, width: int = WIDTH) -> Chart:
    """Rows of `criterion`, `label`, `first` and `latest`, both in levels apart."""
    named = _Named.of(rows, width)
    base = named.base.encode(
        y=_y(),
        tooltip=[
            alt.Tooltip("criterion:N", title="Criterion"),
            alt.Tooltip("first:Q", title="Levels apart at first", format="d"),
            alt.Tooltip("latest:Q", title="Levels apart now", format="d"),
        ],
    )
    x = alt.X(
        "first:Q",
        scale=alt.Scale(domain=[0, top], padding=14),
        title="levels between lowest and highest",
        axis=alt.Axis(values=list(range(top + 1)), format="d", grid=True),
    )
    line = base.mark_rule(strokeWidth=5, color=LIGHT["track"])
    before = base.mark_point(size=170, fill=HALO, stroke=MUTED, strokeWidth=1.8, opacity=1)
    after = base.mark_point(size=80, filled=True, color=ACCENT, opacity=1)
    return alt.layer(
        line.encode(x=x, x2=alt.X2("latest:Q")),
        before.encode(x=x),
        after.encode(x="latest:Q"),
        *named.names(),
    ).properties(width=width, height=named.height)


@dataclass(frozen=True)
class _Named:
    """Rows with their names in one or two lines above their marks."""

    base: alt.Chart
    height: int

    @classmethod
    def of(cls, rows: Sequence[dict[str, Any]], width: int) -> _Named:
        made, top = [], 0
        for row in rows:
            words = broken(row["label"], width)
            marks = top + len(words) * LINE + _MARKS // 2 - 4
            made.append({**row, "name": "\n".join(words), "top": top, "y": marks})
            top = marks + _MARKS // 2 + 4
        return cls(_data(made), top)

    def names(self) -> list[alt.Chart]:
        where = {"x": alt.value(0), "y": _y("top"), "text": "name:N"}
        return _haloed(self.base, _LINES, where)


def _data(rows: Sequence[dict[str, Any]]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))


def _y(field: str = "y") -> alt.Y:
    """Pixels from the top, since rows are of different heights."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _haloed(base: alt.Chart, look: dict[str, Any], where: dict[str, Any]) -> list[alt.Chart]:
    """Words with paper round them, so that no line of the axis runs through them."""
    halo = base.mark_text(stroke=HALO, strokeWidth=5, strokeJoin="round", color=HALO, **look)
    return [halo.encode(**where), base.mark_text(color=INK, **look).encode(**where)]
