"""The waterfall from the POC's accuracy down to production's. Aggregates only.

Altair takes about a second to import, so this module is imported where the chart is drawn.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from readiness_kit.engagement.observation import Observation
from readiness_kit.views.charts import INK, RANGE
from readiness_kit.views.html import capital
from readiness_kit.views.theme import ACCENT, HALO, LEVEL_FILLS, MUTED

FALL_WIDTH = 400
"""So wide is the plot beside the bars' names."""
LOSS, GAIN, LEFT = LEVEL_FILLS[1], LEVEL_FILLS[3], LEVEL_FILLS[2]
_ROW, _NAMED_ROW = 44, 66
_NAMES_BESIDE = 320
"""A plot narrower than this has no room for names beside it."""
_ROOM = 0.09
"""So much of the axis stays free on the left, for a figure beside the lowest mark."""


def fall_chart(seen: Observation, *, width: int = FALL_WIDTH) -> alt.LayerChart | alt.FacetChart:
    """A step down for each group of defects, with its interval; beneath it what planting costs."""
    rows, narrow = fall_rows(seen), width < _NAMES_BESIDE
    axis = None if narrow else alt.Axis(labelLimit=190)
    # in the order of the rows: a list of names would stand in an expression, where not all may
    y = alt.Y("name:N", sort=None, title=None, axis=axis)
    base = alt.Chart(alt.Data(values=rows)).encode(y=y, tooltip=_told())

    def x(field: str) -> alt.X:
        return alt.X(
            f"{field}:Q",
            scale=alt.Scale(domain=[fall_start(seen), 1]),
            title="share right",
            axis=alt.Axis(format=".0%", tickCount=5 if narrow else 8),
        )

    colour = alt.Color("colour:N", scale=None)
    reach = base.mark_rule(strokeWidth=6, color=RANGE, strokeCap="round").encode(
        x=x("total_low"), x2=alt.X2("total_high:Q")
    )
    dot = base.mark_point(size=110, filled=True, opacity=1).encode(x=x("total"), color=colour)
    step = base.mark_bar(height=16).encode(x=x("start"), x2=alt.X2("end:Q"), color=colour)
    whisker = base.mark_rule(strokeWidth=1.6, color=INK).encode(x=x("low"), x2=alt.X2("high:Q"))
    planted = base.mark_bar(height=5, yOffset=12, color=MUTED).encode(
        x=x("start"), x2=alt.X2("planted:Q")
    )
    # the steps first: every row has one, so they set the order of the names
    layers = [step, reach, dot, planted, whisker, *_labels(base, x("left"))]
    if narrow:
        look: dict[str, Any] = {"align": "left", "dy": -21, "limit": width}
        layers += _haloed(base, look, x=alt.value(0), text="name:N")
    height = (_NAMED_ROW if narrow else _ROW) * len(rows)
    return alt.layer(*layers).properties(width=width, height=height)


def fall_rows(seen: Observation) -> list[dict[str, Any]]:
    """The rows of the waterfall; none where there is no fall, or no forecast, to draw."""
    if (repaired := seen.figures.get("repaired")) and seen.figures.get("fall"):
        return _observed(seen, repaired)
    planted = seen.figures.get("planted")
    return _forecast(seen, planted) if planted and planted["bars"] else []


def fall_start(seen: Observation) -> float:
    """Where the axis starts, a tenth; the caption says so if not at 0."""
    lowest = min((row["left"] for row in fall_rows(seen)), default=0.0)
    return max(0.0, int((lowest - _ROOM) * 10) / 10)


def by_size(bars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The bars, the largest first; equals in their own order."""
    return sorted(bars, key=lambda bar: -bar["estimate"])


def _observed(seen: Observation, repaired: dict[str, Any]) -> list[dict[str, Any]]:
    """From the POC down to production: what repairing brings back, and what is left."""
    costs = {bar["group"]: bar for bar in (seen.figures.get("planted") or {}).get("bars") or []}
    level = seen.figures["poc"]["accuracy"]
    rows = [_total("POC sample", seen.figures["poc"])]
    for bar in by_size(repaired["bars"]):
        rows.append(_step(_name(bar["title"]), level, bar, costs.get(bar["group"])))
        level -= bar["estimate"]
    rows.append(_step("Left over", level, repaired["left"], None, colour=LEFT))
    return [*rows, _total("Production", seen.figures["production"])]


def _forecast(seen: Observation, planted: dict[str, Any]) -> list[dict[str, Any]]:
    """From the POC down by what planting costs; production has no labels to hold it against."""
    level = seen.figures["poc"]["accuracy"]
    rows = [_total("POC sample", seen.figures["poc"])]
    for bar in by_size(planted["bars"]):
        rows.append(_step(_name(bar["title"]), level, bar, None))
        level -= bar["estimate"]
    low, high = planted["together"]["interval"]
    start = seen.figures["poc"]["accuracy"]
    whole = {"accuracy": level, "low": start - high, "high": start - low}
    rows.append(_total("Production, ESTIMATED", whole, colour=MUTED))
    guess = seen.figures.get("estimated")
    if guess:
        sure = {"accuracy": guess["accuracy"], "low": guess["accuracy"], "high": guess["accuracy"]}
        rows.append(_total("By its own confidence", sure, colour=MUTED))
    return rows


def _total(name: str, figures: dict[str, Any], *, colour: str = ACCENT) -> dict[str, Any]:
    return {
        "name": name,
        "total": figures["accuracy"],
        "total_low": figures["low"],
        "total_high": figures["high"],
        **dict.fromkeys(("start", "end", "low", "high"), figures["accuracy"]),
        "left": figures["low"],
        "label": f"{figures['accuracy']:.1%}",
        "colour": colour,
        "part": "",
        "cost": "",
    }


def _step(
    name: str,
    level: float,
    bar: dict[str, Any],
    cost: dict[str, Any] | None,
    *,
    colour: str = LOSS,
) -> dict[str, Any]:
    """One step from a level down, or up where the repair would do harm."""
    low, high = bar["interval"]
    ends = [level, level - bar["estimate"], level - low, level - high]
    planted = level - cost["estimate"] if cost else None
    return {
        "name": name,
        "start": level,
        "end": level - bar["estimate"],
        "low": max(0.0, min(ends[2:])),
        "high": min(1.0, max(ends[2:])),
        "planted": planted,
        "left": max(0.0, min([*ends, level if planted is None else planted])),
        "label": _signed(-bar["estimate"]),
        "colour": GAIN if bar["estimate"] < 0 and colour == LOSS else colour,
        "part": f"{100 * bar['estimate']:.1f} points ({100 * low:.1f} to {100 * high:.1f})",
        "cost": f"{100 * cost['estimate']:.1f} points" if cost else "",
    }


def _signed(share: float) -> str:
    """Points with their sign, none before a nought."""
    tenths = round(1000 * share)
    return f"{tenths / 10:+.1f}".replace("-", "\u2212") if tenths else "0.0"


def _name(title: str) -> str:
    return capital(title)


def _told() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="Part"),
        alt.Tooltip("total:Q", title="Share right", format=".1%"),
        alt.Tooltip("part:N", title="Of the fall"),
        alt.Tooltip("cost:N", title="Planted in the POC"),
    ]


def _labels(base: alt.Chart, x: alt.X) -> list[alt.Chart]:
    """The figure to the left of each mark, where the steps leave room."""
    look: dict[str, Any] = {"align": "right", "dx": -8, "fontWeight": "bold"}
    return _haloed(base, look, x=x, text="label:N")


def _haloed(base: alt.Chart, look: dict[str, Any], **where: Any) -> list[alt.Chart]:
    """Words with paper round them, so that no line runs through them."""
    halo = base.mark_text(stroke=HALO, strokeWidth=5, strokeJoin="round", color=HALO, **look)
    return [halo.encode(**where), base.mark_text(color=INK, **look).encode(**where)]
