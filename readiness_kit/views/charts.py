"""The charts: typed results in, Altair charts out. Aggregates only, never a client's row.

Each is drawn at any width; on a narrow one the rows' names stand above the rows, not beside them.
Altair takes about a second to import, so this module is imported where a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from readiness_kit.engagement.observation import Observation
from readiness_kit.judgement.scorecard import Scorecard, SectionResult
from readiness_kit.views.reference import LINE, reference_lines, reference_names
from readiness_kit.views.theme import ACCENT, CHART_WIDTH, HALO, LIGHT, MUTED

INK = "currentColor"
RANGE = LIGHT["track"]
_ROW = 38
"""Height of one row of a chart, in pixels."""
_NAMED_ROW = 64
"""The same where the row's name stands above it."""
_NAMES_BESIDE = 360
"""A plot narrower than this has no room for names beside it."""


def sections_chart(
    card: Scorecard,
    sections: Sequence[SectionResult],
    *,
    weighed: bool = True,
    width: int = CHART_WIDTH,
) -> alt.LayerChart | alt.FacetChart:
    """Each section's supported range and score, its claim, and the bar it has to reach.

    Where no evidence is weighed, the claim is the score and has no mark of its own.
    """
    rows = [_section_row(card, section) for section in sections]
    told = [
        _told("section", "Section"),
        _told("supported", "Supported" if weighed else "Score", ".1f"),
        _told("low", "At least", ".1f"),
        _told("high", "At most", ".1f"),
        *([_told("claimed", "As claimed", ".1f")] if weighed else []),
        _told("bar", "Its bar", ".0f"),
    ]
    base = _rows(rows, "section", width).encode(tooltip=told)
    most = card.display.of
    axis = _axis(width, tickMinStep=1)
    scale = alt.Scale(domain=[0, most])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title=f"points of {most:g}", axis=axis)

    band = base.mark_bar(height=12, cornerRadius=2, color=RANGE).encode(
        x=x("low"), x2=alt.X2("high:Q")
    )
    claimed = base.mark_point(size=90, filled=False, stroke=MUTED, strokeWidth=1.6).encode(
        x=x("claimed")
    )
    supported = base.mark_point(size=100, filled=True, color=ACCENT, opacity=1).encode(
        x=x("supported")
    )
    bar = base.mark_tick(thickness=2.5, size=24, color=INK).encode(x=x("bar"))
    values = _values(base, x("supported"), width)
    names = _names(base, "section", width)
    height = (_NAMED_ROW if _narrow(width) else _ROW) * len(rows)
    points = [claimed, supported] if weighed else [supported]
    return alt.layer(band, bar, *points, *values, *names).properties(width=width, height=height)


def _section_row(card: Scorecard, section: SectionResult) -> dict[str, Any]:
    score, low, high = section.supported.score, section.supported.low, section.supported.high
    margin = section.margin if card.gates else None
    bar = None if low is None or margin is None else low - margin
    return {
        "section": section.title,
        "low": low,
        "high": high,
        "supported": score,
        "claimed": section.claimed.score,
        "bar": bar,
        "label": "" if score is None else f"{score:.{0 if card.display.of >= 100 else 1}f}",
    }


def accuracy_chart(
    seen: Observation, *, width: int = CHART_WIDTH + 40
) -> alt.LayerChart | alt.FacetChart:
    """Accuracy on both samples with its interval, and the lines that it has to clear."""
    rows, lines, least = _accuracy_rows(seen), reference_lines(seen), accuracy_start(seen)
    scale = alt.Scale(domain=[least, 1])

    def x(field: str) -> alt.X:
        axis = _axis(width, format=".0%")
        return alt.X(f"{field}:Q", scale=scale, title="share right", axis=axis)

    told = [
        _told("sample", "Sample"),
        _told("accuracy", "Share right", ".1%"),
        _told("low", "At least", ".1%"),
        _told("high", "At most", ".1%"),
    ]
    base = _rows(rows, "sample", width).encode(tooltip=told)
    reach = base.mark_rule(strokeWidth=6, color=RANGE, strokeCap="round").encode(
        x=x("low"), x2=alt.X2("high:Q")
    )
    point = base.mark_point(size=120, filled=True, color=ACCENT, opacity=1).encode(x=x("accuracy"))
    rule = alt.Chart(alt.Data(values=lines)).mark_rule(strokeDash=[5, 4], color=INK)
    called = alt.Chart(alt.Data(values=reference_names(lines, least=least, width=width)))
    name = called.mark_text(baseline="bottom", lineBreak="\n", lineHeight=LINE, color=INK).encode(
        # pixels: the name of a line near the edge is moved in, its line is not
        x=alt.X("place:Q", scale=None, axis=None),
        y=alt.Y("lift:Q", scale=None, axis=None),
        text="name:N",
    )
    values, names = _values(base, x("accuracy"), width), _names(base, "sample", width)
    crossed = rule.encode(x=x("at"), tooltip=[_told("name", "Line"), _told("at", "At", ".1%")])
    layers = [crossed, reach, point, *values, *names, name]
    height = (_NAMED_ROW if _narrow(width) else 2 * _ROW) * len(rows)
    return alt.layer(*layers).properties(width=width, height=height)


def accuracy_start(seen: Observation) -> float:
    """Where the axis of the accuracy chart starts; the caption says so if not at 0."""
    values = [row[field] for row in _accuracy_rows(seen) for field in ("low", "high")]
    values += [line["at"] for line in reference_lines(seen)]
    return max(0.0, int((min(values) - 0.05) * 10) / 10)


def _accuracy_rows(seen: Observation) -> list[dict[str, Any]]:
    """The samples on which anything was measured; one without labels is not drawn."""
    return [
        _accuracy_row(name, seen.figures[key])
        for key, name in (("poc", "POC sample"), ("production", "Production-like sample"))
        if (seen.figures.get(key) or {}).get("accuracy") is not None
    ]


def _accuracy_row(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "sample": name,
        "accuracy": figures["accuracy"],
        "low": figures["low"],
        "high": figures["high"],
        "label": f"{figures['accuracy']:.1%}",
    }


def _told(field: str, name: str, format: str | None = None) -> alt.Tooltip:
    """One line of what is told where a reader points; a figure in the form given."""
    if format is None:
        return alt.Tooltip(f"{field}:N", title=name)
    return alt.Tooltip(f"{field}:Q", title=name, format=format)


def _narrow(width: int) -> bool:
    return width < _NAMES_BESIDE


def _axis(width: int, **settings: Any) -> alt.Axis:
    return alt.Axis(tickCount=5 if _narrow(width) else 10, **settings)


def _rows(rows: list[dict[str, Any]], name: str, width: int) -> alt.Chart:
    """One row of the chart for each of these, named beside it if there is room."""
    axis = None if _narrow(width) else alt.Axis(labelLimit=220)
    y = alt.Y(f"{name}:N", sort=None, title=None, axis=axis)
    return alt.Chart(alt.Data(values=rows)).encode(y=y)


def _values(base: alt.Chart, x: alt.X, width: int) -> list[alt.Chart]:
    """The figure at each point; below it where the row's name stands above."""
    lift = 19 if _narrow(width) else -17
    return _haloed(base, {"dy": lift, "fontWeight": "bold"}, {"x": x, "text": "label:N"})


def _names(base: alt.Chart, name: str, width: int) -> list[alt.Chart]:
    if not _narrow(width):
        return []
    look = {"align": "left", "dy": -20, "limit": width}
    return _haloed(base, look, {"x": alt.value(0), "text": f"{name}:N"})


def _haloed(base: alt.Chart, look: dict[str, Any], where: dict[str, Any]) -> list[alt.Chart]:
    """Words with paper round them, so that no line runs through them."""
    halo = base.mark_text(stroke=HALO, strokeWidth=5, strokeJoin="round", color=HALO, **look)
    return [halo.encode(**where), base.mark_text(color=INK, **look).encode(**where)]
