"""The chart of the claim check: every figure beside the others, on one axis. Aggregates only.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.charts import INK, RANGE
from readiness_kit.views.theme import ACCENT, HALO, MUTED

CLAIM_WIDTH = 380
"""So wide is the plot beside the figures' names."""
_FIGURES = (
    ("claim", "As claimed", True),
    ("measured", "Measured on the sample", True),
    ("unseen", "Without rows trained on", True),
    ("human", "People today", False),
    ("majority", "Always the commonest answer", False),
)
"""By key: how a figure is called, and whether it is the model's."""
_ROW, _NAMED_ROW = 42, 60
_NAMES_BESIDE = 320
"""A plot narrower than this has no room for names beside it."""


def claim_chart(seen: Observation, *, width: int = CLAIM_WIDTH) -> alt.LayerChart | alt.FacetChart:
    """Each figure as a point with its interval, the model's own in colour."""
    rows, narrow = claim_rows(seen), width < _NAMES_BESIDE
    axis = None if narrow else alt.Axis(labelLimit=220)
    # in the order of the rows: a list of names would stand in an expression, where not all may
    y = alt.Y("name:N", sort=None, title=None, axis=axis)
    told = [
        alt.Tooltip("name:N", title="Figure"),
        alt.Tooltip("accuracy:Q", title="Share right", format=".1%"),
        alt.Tooltip("low:Q", title="At least", format=".1%"),
        alt.Tooltip("high:Q", title="At most", format=".1%"),
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(y=y, tooltip=told)
    reach = base.mark_rule(strokeWidth=6, color=RANGE, strokeCap="round").encode(
        x=_x(seen, "low", narrow=narrow), x2=alt.X2("high:Q")
    )
    point = base.mark_point(size=110, filled=True, opacity=1).encode(
        x=_x(seen, "accuracy", narrow=narrow), color=alt.Color("colour:N", scale=None)
    )
    layers = [reach, point, *_labels(base, _x(seen, "accuracy", narrow=narrow), narrow=narrow)]
    if narrow:
        look: dict[str, Any] = {"align": "left", "dy": -19, "limit": width}
        layers += _haloed(base, look, x=alt.value(0), text="name:N")
    height = (_NAMED_ROW if narrow else _ROW) * len(rows)
    return alt.layer(*layers).properties(width=width, height=height)


def claim_rows(seen: Observation) -> list[dict[str, Any]]:
    """The figures that there are, in the order in which they are drawn."""
    return [
        _row(name, figure, own=own)
        for key, name, own in _FIGURES
        if (figure := _figure(seen.figures.get(key))) is not None
    ]


def claim_start(seen: Observation) -> float:
    """Where the axis starts, a tenth; the caption says so if not at 0."""
    lowest = min((row["low"] for row in claim_rows(seen)), default=0.0)
    return max(0.0, int((lowest - 0.05) * 10) / 10)


def _figure(told: Any) -> dict[str, Any] | None:
    """A figure with its interval; what people reach was told without one."""
    if isinstance(told, int | float):
        return {"accuracy": told, "low": told, "high": told}
    return told if isinstance(told, dict) else None


def _row(name: str, figure: dict[str, Any], *, own: bool) -> dict[str, Any]:
    return {
        "name": name,
        "accuracy": figure["accuracy"],
        "low": figure["low"],
        "high": figure["high"],
        "label": f"{figure['accuracy']:.1%}",
        "colour": ACCENT if own else MUTED,
    }


def _x(seen: Observation, field: str, *, narrow: bool) -> alt.X:
    return alt.X(
        f"{field}:Q",
        scale=alt.Scale(domain=[claim_start(seen), 1]),
        title="share right",
        axis=alt.Axis(format=".0%", tickCount=5 if narrow else 10),
    )


def _labels(base: alt.Chart, x: alt.X, *, narrow: bool) -> list[alt.Chart]:
    """The figure at each point; below it where the row's name stands above."""
    look: dict[str, Any] = {"dy": 18 if narrow else -15, "fontWeight": "bold"}
    return _haloed(base, look, x=x, text="label:N")


def _haloed(base: alt.Chart, look: dict[str, Any], **where: Any) -> list[alt.Chart]:
    """Words with paper round them, so that no line runs through them."""
    halo = base.mark_text(stroke=HALO, strokeWidth=5, strokeJoin="round", color=HALO, **look)
    return [halo.encode(**where), base.mark_text(color=INK, **look).encode(**where)]
