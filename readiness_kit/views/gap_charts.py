"""The charts of the data gap: checks by column, rows affected, and what moved. Aggregates only.

Altair takes about a second to import, so this module is imported where they are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from readiness_kit.views.charts import INK
from readiness_kit.views.gap_figures import VERDICTS, Affected, Cells, Moved
from readiness_kit.views.theme import ACCENT, HALO, LEVEL_FILLS, LIGHT, MUTED, ON_LEVEL

GAP_WIDTH = 620
"""So wide is each of them where names have room."""
SIGNS = {"fail": "✕", "warn": "!", "inconclusive": "?", "pass": ""}
"""By verdict: the sign in a cell, as on a badge; most cells are fine and stay empty."""
_LOOKS: dict[str, tuple[dict[str, Any], str]] = {
    "fail": ({"color": LEVEL_FILLS[0]}, ON_LEVEL[0]),
    "warn": ({"color": LEVEL_FILLS[1]}, ON_LEVEL[1]),
    "inconclusive": ({"fill": HALO, "stroke": MUTED, "strokeDash": [3, 3]}, MUTED),
    "pass": ({"color": LIGHT["track"]}, INK),
}
"""By verdict: how its cells are filled, and the ink on them."""
_NAMES_BESIDE = 500
"""A plot narrower than this has the columns' names above their cells, and turned headings."""
_NAME, _LINE = 196, 22
"""Width of a name beside its cells, and height of one above them."""
_WIDEST, _HIGH, _APART = 46, 24, 3
_HEAD, _TURNED_HEAD = 22, 48
"""Height of the headings, as written and turned."""
_BAR_ROW, _PAIR_ROW, _BETWEEN = 42, 42, 36
_LONGEST_NAME = 28
Chart = alt.LayerChart | alt.FacetChart


def checks_chart(rows: Sequence[Cells], headings: Sequence[str], *, width: int) -> Chart:
    """A row for each column, a cell for each check that looked at it, by sign and colour."""
    narrow = width < _NAMES_BESIDE
    left, head = (0, _TURNED_HEAD) if narrow else (_NAME, _HEAD)
    wide, high = min(_WIDEST, (width - left) // len(headings)), _HIGH + _APART
    row_high = high + (_LINE if narrow else 0)
    cells = [
        {
            "x": left + wide * headings.index(heading),
            "y": head + row_high * place + row_high - high,
            "sign": SIGNS[verdict],
            "verdict": verdict,
        }
        for place, row in enumerate(rows)
        for heading, verdict in row.verdicts.items()
    ]
    names = [{"name": r.column, "x": 0, "y": head + row_high * i} for i, r in enumerate(rows)]
    heads = [{"name": h, "x": left + wide * i, "y": 0} for i, h in enumerate(headings)]
    at = _places(width, height := head + row_high * len(rows))
    layers = [layer for verdict in VERDICTS for layer in _cells(cells, verdict, wide - _APART, at)]
    dy, room = (8, width) if narrow else (_HIGH / 2 - 5, _NAME - 10)
    layers.append(_words(names, at, dy=dy, limit=room, align="left", baseline="top"))
    layers.append(_headings(heads, at, middle=(wide - _APART) / 2, head=head, turned=narrow))
    return alt.layer(*layers).properties(width=width, height=height)


def _places(width: float, height: float) -> dict[str, Any]:
    """Pixels as they are, from the upper left."""
    x = alt.Scale(domain=[0, width], nice=False, zero=False)
    y = alt.Scale(domain=[height, 0], nice=False, zero=False)
    return {"x": alt.X("x:Q", scale=x, axis=None), "y": alt.Y("y:Q", scale=y, axis=None)}


def _cells(
    cells: Sequence[dict[str, Any]], verdict: str, wide: float, at: dict[str, Any]
) -> list[alt.Chart]:
    """The cells of one verdict: a colour that rows carry could not follow a dark page."""
    own = [
        {**cell, "x2": cell["x"] + wide, "y2": cell["y"] + _HIGH}
        for cell in cells
        if cell["verdict"] == verdict
    ]
    if not own:
        return []
    fill, ink = _LOOKS[verdict]
    base = alt.Chart(alt.Data(values=own))
    drawn = base.mark_rect(**fill).encode(**at, x2="x2:Q", y2="y2:Q")
    if not SIGNS[verdict]:
        return [drawn]
    sign = base.mark_text(dx=wide / 2, dy=_HIGH / 2, fontWeight="bold", color=ink)
    return [drawn, sign.encode(**at, text="sign:N")]


def _headings(
    heads: list[dict[str, Any]], at: dict[str, Any], *, middle: float, head: int, turned: bool
) -> alt.Chart:
    if turned:
        # of turned words, dx runs up the page and dy to the right
        return _words(heads, at, dx=6 - head, dy=middle, angle=270, align="left", fontSize=11)
    return _words(heads, at, dx=middle, dy=head - 6, baseline="bottom", fontSize=11)


def _words(rows: list[dict[str, Any]], at: dict[str, Any], **look: Any) -> alt.Chart:
    base = alt.Chart(alt.Data(values=rows))
    placed: alt.Chart = base.mark_text(color=INK, **look).encode(**at, text="name:N")
    return placed


def affected_chart(bars: Sequence[Affected], *, width: int) -> Chart:
    """A bar for each finding with its interval as a whisker; its name stands above it."""
    rows = [
        {**bar._asdict(), "place": place, "said": f"{bar.share:.1%}\u2002{bar.name}"}
        for place, bar in enumerate(bars)
    ]
    most = min(1.0, 0.05 * (1 + int(max(bar.high for bar in bars) / 0.05)))
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("place:O", axis=None))
    axis, scale = alt.Axis(format=".0%", tickCount=5), alt.Scale(domain=[0, most])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title="share of rows", axis=axis)

    drawn = base.mark_bar(height=11, yOffset=8).encode(x=x("share"), color=_by_verdict(bars))
    whisker = base.mark_rule(strokeWidth=2, yOffset=8, color=INK).encode(
        x=x("low"), x2=alt.X2("high:Q")
    )
    said = base.mark_text(align="left", dy=-8, color=INK, limit=width)
    layers = [drawn, whisker, said.encode(x=alt.value(0), text="said:N")]
    return alt.layer(*layers).properties(width=width, height=_BAR_ROW * len(rows))


def _by_verdict(bars: Sequence[Affected]) -> alt.Color:
    """The colours of the verdicts that came, named above the chart."""
    came = {bar.verdict for bar in bars}
    looks = [(word, LEVEL_FILLS[i]) for i, word in enumerate(("fail", "warn")) if word in came]
    return alt.Color(
        "verdict:N",
        scale=alt.Scale(domain=[word for word, _ in looks], range=[fill for _, fill in looks]),
        legend=alt.Legend(title=None, orient="top", symbolType="square"),
    )


def moved_chart(found: Sequence[Moved], *, width: int) -> alt.ConcatChart:
    """Each distribution in parts, the POC's bar over production's; two side by side in a page."""
    columns = 1 if width < _NAMES_BESIDE else 2
    own = (width - (columns - 1) * _BETWEEN) // columns
    return alt.concat(*(_pairs(one, own) for one in found), columns=columns, spacing=_BETWEEN)


def _pairs(found: Moved, width: int) -> Chart:
    rows = [
        {
            "place": place,
            "said": f"{_cut(name)}:\u2002{before:.0%} → {after:.0%}",
            "before": before,
            "after": after,
        }
        for place, (name, before, after) in enumerate(found.parts)
    ]
    most = max(share for _, *shares in found.parts for share in shares)
    scale = alt.Scale(domain=[0, most], nice=False)
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("place:O", axis=None))
    bars = [
        base.mark_bar(height=8, yOffset=lift, color=colour).encode(
            x=alt.X(f"{side}:Q", scale=scale, axis=None)
        )
        for side, lift, colour in (("before", 4, MUTED), ("after", 13, ACCENT))
    ]
    said = base.mark_text(align="left", dy=-9, color=INK, limit=width)
    layers = alt.layer(*bars, said.encode(x=alt.value(0), text="said:N"))
    title = alt.TitleParams(found.column, limit=width)
    return layers.properties(width=width, height=_PAIR_ROW * len(rows), title=title)


def _cut(name: str) -> str:
    """A name that leaves room for the figures behind it."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
