"""The chart of robustness: how many rounds ended in each verdict, as one bar in pieces.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from readiness_kit.judgement.robustness import Robustness
from readiness_kit.judgement.words import VERDICT_NAMES
from readiness_kit.views.charts import INK
from readiness_kit.views.theme import CHART_WIDTH, LEVEL_FILLS, LIGHT, ON_LEVEL

_LOOKS = {
    "NO_GO": (LEVEL_FILLS[0], ON_LEVEL[0]),
    "NOT_ASSESSABLE": (LIGHT["track"], INK),
    "CONDITIONAL": (LEVEL_FILLS[2], ON_LEVEL[2]),
    "GO": (LEVEL_FILLS[4], ON_LEVEL[4]),
}
_ROOM_FOR_LABEL = 0.08
"""A piece smaller than this share has no room for its figure."""


def shares_chart(
    seen: Robustness, *, width: int = CHART_WIDTH + 120
) -> alt.LayerChart | alt.FacetChart:
    """One bar over all rounds, from the worst verdict to the best."""
    pieces = _pieces(seen)
    base = alt.Chart(alt.Data(values=pieces))
    names = [piece["verdict"] for piece in pieces]
    fills = [piece["fill"] for piece in pieces]
    scale = alt.Scale(domain=[0, seen.rounds])
    bars = base.mark_bar(height=30).encode(
        x=alt.X("start:Q", scale=scale, title="trials", axis=alt.Axis(tickCount=5)),
        x2=alt.X2("end:Q"),
        color=alt.Color(
            "verdict:N",
            scale=alt.Scale(domain=names, range=fills),
            legend=alt.Legend(title=None, direction="horizontal"),
        ),
        tooltip=[
            alt.Tooltip("verdict:N", title="Verdict"),
            alt.Tooltip("count:Q", title="Trials", format=","),
        ],
    )
    labels = base.mark_text(fontWeight="bold").encode(
        x="middle:Q", text="label:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(bars, labels).properties(width=width, height=44)


def _pieces(seen: Robustness) -> list[dict[str, Any]]:
    pieces, start = [], 0
    for verdict, count in seen.shares.items():
        if not count:
            continue
        fill, ink = _LOOKS[verdict]
        pieces.append(
            {
                "verdict": VERDICT_NAMES[verdict],
                "count": count,
                "start": start,
                "middle": start + count / 2,
                "end": start + count,
                "label": f"{count:,}" if count >= _ROOM_FOR_LABEL * seen.rounds else "",
                "fill": fill,
                "ink": ink,
            }
        )
        start += count
    return pieces
