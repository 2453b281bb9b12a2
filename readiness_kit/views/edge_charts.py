"""The chart of edge cases: for each family, what became of its records. Aggregates only.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from readiness_kit.views.charts import INK
from readiness_kit.views.edge_tables import HARM, came
from readiness_kit.views.html import capital
from readiness_kit.views.theme import LEVEL_FILLS, LIGHT, ON_LEVEL

EDGE_WIDTH = 350
"""So wide is the plot beside the families' names."""
MOST_ROWS = 12
"""Families that are drawn, gravest first; the others stand in the table."""
HEADS = {
    "CHANGED": "Another answer",
    "CRASH": "Crash",
    "INVALID": "No answer",
    "SAME": "Same answer",
    "FLAGGED": "Marked",
    "REJECTED": "Refused",
}
"""The outcomes as they head a column, in two words at the most."""
_ROW, _NAMED_ROW, _CELL = 28, 48, 24
_NAMES_BESIDE = 330
"""A plot narrower than this has no room for names beside it."""
_MUCH, _SOME = 0.20, 0.05
_PLAIN = -1
"""The look of a cell that is neither good nor bad."""


def edge_chart(
    families: Sequence[dict[str, Any]], *, width: int = EDGE_WIDTH
) -> alt.LayerChart | alt.FacetChart:
    """A row a family and a column an outcome: the share in figures, how bad it is in colour."""
    drawn, narrow = families[:MOST_ROWS], width < _NAMES_BESIDE
    cells = matrix_cells(drawn)
    names = [_title(family) for family in drawn]
    rows = alt.Axis(labelLimit=240, ticks=False, domain=False)
    # a list to sort by would become part of an expression, and a title may hold any character
    order = alt.Scale(domain=names)
    y = alt.Y("family:N", sort=None, scale=order, title=None, axis=None if narrow else rows)
    heads = alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, **_in_lines())
    came_to = alt.Scale(domain=[HEADS[key] for key in came(drawn)])
    x = alt.X("outcome:N", sort=None, scale=came_to, title=None, axis=heads)
    lift = 9 if narrow else 0
    layers: list[alt.Chart] = []
    for look in sorted({cell["look"] for cell in cells}):
        own = [{key: cell[key] for key in _SHOWN} for cell in cells if cell["look"] == look]
        base = alt.Chart(alt.Data(values=own)).encode(x=x, y=y)
        fill, ink = _colours(look)
        layers.append(base.mark_rect(height=_CELL, width={"band": 0.94}, yOffset=lift, color=fill))
        layers.append(
            base.mark_text(fontWeight="bold", fontSize=11, dy=lift, color=ink).encode(text="said:N")
        )
    if narrow:
        above = alt.Chart(alt.Data(values=[{"family": name} for name in names]))
        words = above.mark_text(align="left", dy=-13, limit=width, color=INK)
        layers.append(words.encode(x=alt.value(0), y=y, text="family:N"))
    height = (_NAMED_ROW if narrow else _ROW) * len(names)
    return alt.layer(*layers).properties(width=width, height=height)


def matrix_cells(families: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every outcome that came in a family, with its share of the family's cases."""
    return [
        {
            "family": _title(family),
            "outcome": HEADS[key],
            "share": family["outcomes"][key] / family["cases"],
            "said": _said(family["outcomes"][key] / family["cases"]),
            "look": _look(key, family["outcomes"][key] / family["cases"]),
        }
        for family in families
        for key in HEADS
        if family["outcomes"][key]
    ]


_SHOWN = ("family", "outcome", "said")


def _title(family: dict[str, Any]) -> str:
    title = str(family["title"])
    return capital(title)


def _said(share: float) -> str:
    """A share in whole percent; what came at all is never told as nothing."""
    return "< 1%" if share < 0.005 else f"{share:.0%}"


def _look(outcome: str, share: float) -> int:
    """By level, from red to teal: harm by how much of it there is, and what a model should do."""
    if outcome in HARM:
        return 0 if share >= _MUCH else 1 if share >= _SOME else 2
    return _PLAIN if outcome == "SAME" else 4 if share >= _MUCH else 3


def _colours(look: int) -> tuple[str, str]:
    return (LIGHT["track"], INK) if look == _PLAIN else (LEVEL_FILLS[look], ON_LEVEL[look])


def _in_lines() -> dict[str, Any]:
    """The headings a word a line: side by side there is no room for them."""
    return {"labelExpr": "split(datum.label, ' ')", "labelPadding": 20, "labelFontSize": 11}
