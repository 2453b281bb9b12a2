"""The staircase: the steps to a go, one below the other, each from the day on which it can begin.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from readiness_kit.views.charts import INK
from readiness_kit.views.theme import ACCENT, CHART_WIDTH, LEVEL_FILLS, LIGHT

_WORDS = {"do": "work", "prove": "proof", "run": "run of ours"}
_FILLS = {"do": ACCENT, "prove": LEVEL_FILLS[3], "run": LIGHT["track"]}
_WIDTH = CHART_WIDTH + 160
_ROW = 50
"""Names are too long to stand beside their bars: they stand above, where the room is the page's."""
_ROOM = 0.30
"""The share of the axis kept free for what a step brings, beside the last one."""


def staircase(
    rows: Sequence[dict[str, Any]], *, width: int = _WIDTH
) -> alt.LayerChart | alt.FacetChart:
    """Steps of `step`, `work`, `days`, `points` and `opens`, in order, by working days."""
    made = _placed(rows)
    whole = made[-1]["end"] * (1 + _ROOM)
    base = alt.Chart(alt.Data(values=made)).encode(y=alt.Y("step:N", sort=None, axis=None))
    x = alt.X(
        "start:Q",
        scale=alt.Scale(domain=[0, whole]),
        title="working days, one step after the other",
        axis=alt.Axis(tickCount=5),
    )
    kinds = [kind for kind in _WORDS if any(row["kind"] == _WORDS[kind] for row in made)]
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=[_WORDS[k] for k in kinds], range=[_FILLS[k] for k in kinds]),
        legend=alt.Legend(title=None, direction="horizontal"),
    )
    bars = base.mark_bar(height=14, yOffset=4, cornerRadius=2, stroke=INK, strokeWidth=0.6).encode(
        x=x,
        x2=alt.X2("end:Q"),
        color=colour,
        tooltip=[
            alt.Tooltip("step:N", title="Step"),
            alt.Tooltip("kind:N", title="Kind"),
            alt.Tooltip("days:Q", title="Working days", format=".4~g"),
            alt.Tooltip("points:Q", title="Points", format=".1f"),
        ],
    )
    brings = base.mark_text(align="left", dx=6, dy=4, fontWeight="bold", color=INK).encode(
        x="end:Q", text="label:N"
    )
    names = base.mark_text(align="left", dy=-17, limit=width, color=INK).encode(
        x=alt.value(0), text="step:N"
    )
    return alt.layer(bars, brings, names).properties(width=width, height=_ROW * len(made))


def _placed(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each step behind those before it; a name that comes twice is numbered, to stay a row."""
    made: list[dict[str, Any]] = []
    start = 0.0
    for place, row in enumerate(rows, start=1):
        end = start + row["days"]
        made.append(
            {
                "step": f"{place}. {row['step']}",
                "kind": _WORDS[row["work"]],
                "days": row["days"],
                "points": row["points"],
                "start": start,
                "end": end,
                "label": _label(row),
            }
        )
        start = end
    return made


def _label(row: dict[str, Any]) -> str:
    points = f"+{row['points']:.1f}" if row["points"] else ""
    return ", ".join(part for part in (points, "opens" if row["opens"] else "") if part)
