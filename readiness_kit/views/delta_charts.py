"""The charts of a difference: then and now by section, and of what the difference is made.

Altair takes about a second to import, so this module is imported where they are drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import altair as alt

from readiness_kit.views.charts import INK
from readiness_kit.views.theme import ACCENT, CHART_WIDTH, HALO, LEVEL_FILLS, MUTED

_BETTER, _WORSE = LEVEL_FILLS[4], LEVEL_FILLS[0]
_ROW = 52
_BAR_ROW = 46
_WIDTH = CHART_WIDTH + 160
_LABEL = 56
"""Pixels from a dot to the end of the words beside it."""
_SMALL = 0.05
"""Points that print as 0.0."""


def sections_chart(
    rows: Sequence[dict[str, Any]], *, of: float = 100, width: int = _WIDTH
) -> alt.LayerChart | alt.FacetChart:
    """Rows of `section`, `before`, `after`, `total` and `bar`, on a scale of 0 to `of` points."""
    made = [
        {
            **row,
            "low": min(row["before"], row["after"]),
            "high": max(row["before"], row["after"]),
            # of the ends as they are printed, so that a reader who subtracts gets the same
            "label": _signed(round(row["after"], 1) - round(row["before"], 1)),
            "label_at": _label_at(row, of, width),
            "colour": _BETTER if row["total"] >= 0 else _WORSE,
        }
        for row in rows
    ]
    base = alt.Chart(alt.Data(values=made)).encode(y=alt.Y("section:N", sort=None, axis=None))
    x = alt.X(
        "low:Q",
        scale=alt.Scale(domain=[0, of]),
        title=f"points of {of:g}",
        axis=alt.Axis(tickCount=5),
    )
    colour = alt.Color("colour:N", scale=None)
    told = [
        alt.Tooltip("section:N", title="Section"),
        alt.Tooltip("before:Q", title="Then", format=".1f"),
        alt.Tooltip("after:Q", title="Now", format=".1f"),
        alt.Tooltip("bar:Q", title="Its bar", format=".0f"),
    ]
    line = base.mark_rule(strokeWidth=5, yOffset=6).encode(
        x=x, x2=alt.X2("high:Q"), color=colour, tooltip=told
    )
    then = base.mark_point(
        size=190, filled=True, fill=HALO, stroke=MUTED, strokeWidth=1.8, opacity=1, yOffset=6
    ).encode(x="before:Q", tooltip=told)
    now = base.mark_point(size=80, filled=True, color=ACCENT, opacity=1, yOffset=6).encode(
        x="after:Q", tooltip=told
    )
    bar = base.mark_tick(thickness=2.5, size=20, yOffset=6, color=INK).encode(x="bar:Q")
    label = base.mark_text(align="left", dx=12, dy=6, fontWeight="bold", color=INK).encode(
        x="label_at:Q", text="label:N"
    )
    name = base.mark_text(align="left", dy=-12, limit=width, color=INK).encode(
        x=alt.value(0), text="section:N"
    )
    return alt.layer(line, bar, then, now, label, name).properties(
        width=width, height=_ROW * len(made)
    )


def _label_at(row: dict[str, Any], of: float, width: int) -> float:
    """Right of both dots; right of the bar too where the words would run over it."""
    high: float = max(row["before"], row["after"])
    bar: float | None = row["bar"]
    reach = _LABEL * of / width
    return bar if bar is not None and high <= bar <= high + reach else high


def waterfall(
    before: float,
    steps: Sequence[tuple[str, float]],
    after: float,
    *,
    grey: Collection[str] = (),
    of: float = 100,
    width: int = _WIDTH,
) -> alt.LayerChart | alt.FacetChart:
    """Where it stood, each part from where the one before it ended, and where it stands.

    Steps named in `grey` are neither better nor worse.
    """
    rows = [_row("then", 0.0, before, f"{before:.1f}", ACCENT)]
    reached = before
    for name, part in steps:
        colour = MUTED if name in grey else _BETTER if part >= 0 else _WORSE
        rows.append(_row(name, reached, reached + part, _signed(part), colour))
        reached += part
    rows.append(_row("now", 0.0, after, f"{after:.1f}", ACCENT))
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("name:N", sort=None, axis=None))
    bars = base.mark_bar(height=14, yOffset=6).encode(
        x=alt.X(
            "low:Q",
            scale=alt.Scale(domain=[0, of]),
            title=f"points of {of:g}",
            axis=alt.Axis(tickCount=5),
        ),
        x2=alt.X2("high:Q"),
        color=alt.Color("colour:N", scale=None),
        tooltip=[
            alt.Tooltip("name:N", title="Part"),
            alt.Tooltip("label:N", title="Points"),
        ],
    )
    label = base.mark_text(align="left", dx=6, dy=6, fontWeight="bold", color=INK).encode(
        x="high:Q", text="label:N"
    )
    names = base.mark_text(align="left", dy=-12, limit=width, color=INK).encode(
        x=alt.value(0), text="name:N"
    )
    return alt.layer(bars, label, names).properties(width=width, height=_BAR_ROW * len(rows))


def _row(name: str, start: float, end: float, label: str, colour: str) -> dict[str, Any]:
    return {
        "name": name,
        "low": min(start, end),
        "high": max(start, end),
        "label": label,
        "colour": colour,
    }


def _signed(value: float) -> str:
    if abs(value) < _SMALL:
        return "0"
    return f"{value:+.1f}".replace("-", "\u2212")
