"""The charts: typed results in, Altair charts out. Aggregates only, never a client's row.

Altair takes about a second to import, so this module is imported where a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from readiness_kit.engagement.observation import Observation
from readiness_kit.judgement.scorecard import Scorecard, SectionResult
from readiness_kit.views.theme import ACCENT, LIGHT, MUTED

INK = "currentColor"
RANGE = LIGHT["track"]
_ROW = 38
"""Height of one row of a chart, in pixels."""


def sections_chart(
    card: Scorecard, sections: Sequence[SectionResult]
) -> alt.LayerChart | alt.FacetChart:
    """Each section's supported range and score, its claim, and the bar it has to reach."""
    rows = [_section_row(card, section) for section in sections]
    data = alt.Data(values=rows)
    y = alt.Y("section:N", sort=None, title=None, axis=alt.Axis(labelLimit=220))
    scale = alt.Scale(domain=[0, 100])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title="points of 100")

    base = alt.Chart(data).encode(y=y)
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
    label = base.mark_text(dy=-13, fontWeight="bold", color=INK).encode(
        x=x("supported"), text="label:N"
    )
    return alt.layer(band, bar, claimed, supported, label).properties(
        width=400, height=_ROW * len(rows)
    )


def _section_row(card: Scorecard, section: SectionResult) -> dict[str, Any]:
    score, low, high = section.supported.score, section.supported.low, section.supported.high
    bar = None if low is None or section.margin is None else low - section.margin
    return {
        "section": section.title,
        "low": low,
        "high": high,
        "supported": score,
        "claimed": section.claimed.score,
        "bar": bar,
        "label": "" if score is None else f"{score:.0f}",
    }


def accuracy_chart(seen: Observation) -> alt.LayerChart | alt.FacetChart:
    """Accuracy on both samples with its interval, and the lines that it has to clear."""
    rows = [
        _accuracy_row(name, seen.figures[key])
        for key, name in (("poc", "POC sample"), ("production", "Production-like sample"))
        if seen.figures.get(key)
    ]
    lines = _reference_lines(seen)
    values = [row[field] for row in rows for field in ("low", "high")]
    values += [line["at"] for line in lines]
    least = max(0.0, int((min(values) - 0.05) * 10) / 10)
    scale = alt.Scale(domain=[least, 1])

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", scale=scale, title="share right", axis=alt.Axis(format=".0%"))

    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("sample:N", sort=None, title=None, axis=alt.Axis(labelLimit=220))
    )
    reach = base.mark_rule(strokeWidth=6, color=RANGE, strokeCap="round").encode(
        x=x("low"), x2=alt.X2("high:Q")
    )
    point = base.mark_point(size=120, filled=True, color=ACCENT, opacity=1).encode(x=x("accuracy"))
    label = base.mark_text(dy=-16, fontWeight="bold", color=INK).encode(
        x=x("accuracy"), text="label:N"
    )
    ruled = alt.Chart(alt.Data(values=lines)).encode(x=x("at"))
    rule = ruled.mark_rule(strokeDash=[5, 4], color=INK)
    name = ruled.mark_text(align="center", baseline="bottom", color=INK).encode(
        y=alt.Y("lift:Q", scale=None), text="name:N"
    )
    return alt.layer(rule, reach, point, label, name).properties(
        width=440, height=2 * _ROW * len(rows)
    )


def _accuracy_row(name: str, figures: dict[str, Any]) -> dict[str, Any]:
    return {
        "sample": name,
        "accuracy": figures["accuracy"],
        "low": figures["low"],
        "high": figures["high"],
        "label": f"{figures['accuracy']:.1%}",
    }


def _reference_lines(seen: Observation) -> list[dict[str, Any]]:
    known = (
        ("stop number", seen.figures.get("stop_number")),
        ("always the commonest answer", seen.limits.get("majority")),
        ("people today", seen.figures.get("human")),
    )
    present = sorted((at, name) for name, at in known if isinstance(at, int | float))
    # neighbours take turns in height, so that their names do not run into each other
    return [
        {"at": at, "name": f"{name} {at:.0%}", "lift": -8 - 16 * (place % 2)}
        for place, (at, name) in enumerate(present)
    ]
