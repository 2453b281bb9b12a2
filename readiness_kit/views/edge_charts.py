"""The chart of edge cases: what became of the records of each family. Aggregates only.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.charts import INK
from readiness_kit.views.theme import LEVEL_FILLS, LIGHT, ON_LEVEL

EDGE_WIDTH = 350
"""So wide is the plot beside the families' names."""
OUTCOME_LOOKS: dict[str, tuple[str, str, str]] = {
    "CHANGED": ("another answer, no sign", LEVEL_FILLS[0], ON_LEVEL[0]),
    "CRASH": ("crash", LEVEL_FILLS[1], ON_LEVEL[1]),
    "INVALID": ("no valid answer", LEVEL_FILLS[2], ON_LEVEL[2]),
    "SAME": ("same answer", LIGHT["track"], INK),
    "FLAGGED": ("marked for a person", LEVEL_FILLS[3], ON_LEVEL[3]),
    "REJECTED": ("refused", LEVEL_FILLS[4], ON_LEVEL[4]),
}
"""By outcome, the one that does harm first: its name, its colour, and the ink on it."""
_ROW, _NAMED_ROW = 36, 56
_NAMES_BESIDE = 320
"""A plot narrower than this has no room for names beside it."""
_ROOM_FOR_LABEL = 0.09
"""A piece smaller than this share has no room for its figure."""


def edge_chart(seen: Observation, *, width: int = EDGE_WIDTH) -> alt.LayerChart | alt.FacetChart:
    """One bar a family, in pieces by outcome; the piece that does harm starts every bar."""
    pieces, narrow = outcome_pieces(seen), width < _NAMES_BESIDE
    names = list(dict.fromkeys(piece["family"] for piece in pieces))
    axis = None if narrow else alt.Axis(labelLimit=225)
    # in the order of the rows: a list of names would stand in an expression, where not all may
    y = alt.Y("family:N", sort=None, title=None, axis=axis)
    base = alt.Chart(alt.Data(values=pieces)).encode(y=y)
    bars = base.mark_bar(height=18).encode(
        x=alt.X(
            "start:Q",
            scale=alt.Scale(domain=[0, 1]),
            title="share of cases",
            axis=alt.Axis(format=".0%", tickCount=5),
        ),
        x2=alt.X2("end:Q"),
        color=_colour(pieces, narrow=narrow),
        tooltip=[
            alt.Tooltip("family:N", title="Fault"),
            alt.Tooltip("outcome:N", title="Outcome"),
            alt.Tooltip("count:Q", title="Cases", format=","),
            alt.Tooltip("share:Q", title="Share of cases", format=".1%"),
        ],
    )
    labels = base.mark_text(fontWeight="bold", fontSize=11).encode(
        x="middle:Q", text="label:N", color=alt.Color("ink:N", scale=None)
    )
    layers = [bars, labels]
    if narrow:
        heads = alt.Chart(alt.Data(values=[{"family": name} for name in names]))
        above = heads.mark_text(align="left", dy=-19, limit=width, color=INK)
        layers.append(above.encode(x=alt.value(0), y=y, text="family:N"))
    height = (_NAMED_ROW if narrow else _ROW) * len(names)
    return alt.layer(*layers).properties(width=width, height=height)


def outcome_pieces(seen: Observation) -> list[dict[str, Any]]:
    """Every outcome that came in a family, with where its piece of the bar lies."""
    return [
        piece
        for family in seen.figures.get("families") or []
        if family["cases"]
        for piece in _pieces(family)
    ]


def _pieces(family: dict[str, Any]) -> list[dict[str, Any]]:
    pieces, start = [], 0.0
    for outcome, (name, _, ink) in OUTCOME_LOOKS.items():
        count = family["outcomes"][outcome]
        share = count / family["cases"]
        if count:
            pieces.append(
                {
                    "family": family["title"].capitalize(),
                    "outcome": name,
                    "count": count,
                    "share": share,
                    "start": start,
                    "middle": start + share / 2,
                    "end": start + share,
                    "label": f"{share:.0%}" if share >= _ROOM_FOR_LABEL else "",
                    "ink": ink,
                }
            )
        start += share
    return pieces


def _colour(pieces: list[dict[str, Any]], *, narrow: bool) -> alt.Color:
    """The colours of the outcomes that came, named above the chart."""
    came = {piece["outcome"] for piece in pieces}
    looks = [(name, colour) for name, colour, _ in OUTCOME_LOOKS.values() if name in came]
    return alt.Color(
        "outcome:N",
        scale=alt.Scale(domain=[name for name, _ in looks], range=[colour for _, colour in looks]),
        legend=alt.Legend(
            title=None, orient="top", columns=2 if narrow else 3, symbolType="square"
        ),
    )
