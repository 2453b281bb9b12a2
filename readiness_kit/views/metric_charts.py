"""Small multiples: one panel a metric, its values in time beside baseline and target.

Altair takes about a second to import, so this module is imported where a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from readiness_kit.engagement.metrics import SHARE, MetricValue
from readiness_kit.views.charts import INK
from readiness_kit.views.metric_state import Standing, spelled
from readiness_kit.views.theme import ACCENT, HALO, MUTED

PANEL_WIDTH = 244
PHONE_PANEL = 250
_HEIGHT = 104
_NAMED = 20
"""Characters of a cohort's name that stand in a panel."""
_LARGE = 10_000
"""From here on an axis says 20k: its labels have little room."""
_COHORTS = 3
"""More lines than these in a panel are a tangle; the worst one is always among them."""
_LINE = 13
"""Pixels between two words, one above the other."""
_SHORT_UNIT = 3
"""A unit of so few letters stands beside a panel's figure; a longer one in the table alone."""


def panels(
    found: Sequence[Standing], *, columns: int = 2, width: int = PANEL_WIDTH
) -> alt.ConcatChart:
    """One panel for each of these metrics, in rows of `columns`."""
    made = [_panel(standing, width) for standing in found]
    spacing = {"row": 26, "column": 34}
    drawn: alt.ConcatChart = alt.concat(*made, columns=columns, spacing=spacing)
    return drawn


def domain_of(standing: Standing) -> tuple[float, float]:
    """The range of a panel's values, with room around them; a share stays within 0 and 1."""
    drawn = [value.value for value in standing.values]
    target = standing.target
    marks = [target.baseline, target.target] if target else []
    drawn += [mark for mark in marks if mark is not None]
    low, high = min(drawn), max(drawn)
    room = (high - low) * 0.18 or abs(high) * 0.1 or 1.0
    low, high = low - room, high + room
    if standing.metric.unit == SHARE:
        return max(0.0, low), min(1.0, high)
    return (0.0 if low < 0 <= low + room else low), high


def starts_at_zero(standing: Standing) -> bool:
    """Whether a panel's axis shows the zero that its lengths would be read from."""
    low, high = domain_of(standing)
    return low <= 0 <= high


def _panel(standing: Standing, width: int) -> alt.LayerChart | alt.FacetChart:
    rows = _rows(standing)
    low, high = domain_of(standing)
    large = max(abs(low), abs(high)) >= _LARGE
    axis_format = ".1~%" if standing.metric.unit == SHARE else "~s" if large else ",~r"
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=[low, high], nice=False),
        axis=alt.Axis(tickCount=3, format=axis_format, grid=True, minExtent=38, maxExtent=38),
    )
    # utc, else the day on the axis would hang on the zone of the machine that draws
    x = alt.X(
        "date:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(tickCount=3, format="%-d %b %y", grid=False, labelFlush=True),
    )
    tooltip = [
        alt.Tooltip("cohort:N", title="Cohort"),
        alt.Tooltip("day:N", title="Day"),
        alt.Tooltip(
            "value:Q", title="Value", format=".1%" if standing.metric.unit == SHARE else ",.2~f"
        ),
        alt.Tooltip("n:N", title="Counted on"),
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y, detail="cohort:N")
    layers = [*_marks(standing, y), base.mark_line(strokeWidth=2, color=ACCENT)]
    if width != PHONE_PANEL or len(rows) == 1:
        # a finger hits no dot of a panel so small, and each dot has its weight
        dots = base.mark_point(size=24, filled=True, color=ACCENT, opacity=1)
        layers.append(dots.encode(tooltip=tooltip))
    ends = alt.Chart(alt.Data(values=_ends(standing))).encode(x=x, y=y)
    lift = alt.ExprRef("datum.lift")
    words: dict[str, Any] = {"dx": -2, "dy": lift, "align": "right", "fontWeight": "bold"}
    halo = ends.mark_text(stroke=HALO, strokeWidth=4, color=HALO, **words)
    label = ends.mark_text(color=INK, **words)
    layers += [each.encode(text="label:N") for each in (halo, label)]
    title: Any = {
        "text": standing.metric.title,
        "fontSize": 12.5,
        "anchor": "start",
        "offset": 9,
        "limit": width,
    }
    return alt.layer(*layers).properties(width=width, height=_HEIGHT, title=title)


def _marks(standing: Standing, y: alt.Y) -> list[alt.Chart]:
    """Baseline and target as lines, each with its word at the left end."""
    target = standing.target
    layers: list[alt.Chart] = []
    for name, value, dash in (
        ("before", target.baseline if target else None, [3, 4]),
        ("target", target.target if target else None, [1, 0]),
    ):
        if value is None:
            continue
        base = alt.Chart(alt.Data(values=[{"value": value, "name": name}])).encode(y=y)
        rule = base.mark_rule(strokeDash=dash, color=MUTED, strokeWidth=1.3)
        lift = _word_lift(standing, value)
        words: dict[str, Any] = {"align": "left", "dx": 2, "dy": lift, "fontSize": 11}
        halo = base.mark_text(stroke=HALO, strokeWidth=4, color=HALO, **words)
        text = base.mark_text(color=INK, **words)
        layers += [rule, *(m.encode(x=alt.value(0), text="name:N") for m in (halo, text))]
    return layers


def _word_lift(standing: Standing, value: float) -> int:
    """How far the word of a line stands from it: on the side where no other line is near."""
    given = standing.target
    marks = [given.baseline, given.target] if given else []
    others = [mark for mark in marks if mark is not None and mark != value]
    here, bottom = _pixel(standing, value), _HEIGHT - _LINE
    rivals = [*others, standing.values[0].value]
    near = [there for rival in rivals if 0 <= here - (there := _pixel(standing, rival)) <= _LINE]
    return 9 if near and here <= bottom else -6


def _ends(standing: Standing) -> list[dict[str, Any]]:
    """The last value of each line with its figure, and whose it is where there are several."""
    shown = _shown(standing)
    newest = {value.cohort: value for value in standing.values if value.cohort in shown}
    ends: list[dict[str, Any]] = []
    lowest: float = -_HEIGHT
    for value in sorted(newest.values(), key=lambda value: -value.value):
        at = _pixel(standing, value.value)
        # figures of lines that end close together stand below each other
        beside = 12 if len(newest) == 1 and _falls(standing) else -11
        lowest = max(at + beside, lowest + _LINE)
        ends.append(
            {
                "date": value.date.isoformat(),
                "value": value.value,
                "label": _label(standing, value),
                "lift": round(lowest - at, 1),
            }
        )
    return ends


def _falls(standing: Standing) -> bool:
    """Whether the line comes down to its last value, so that the room is below it."""
    last = standing.values[-2:]
    return len(last) > 1 and last[0].value > last[1].value


def _pixel(standing: Standing, value: float) -> float:
    """How far below the top of its panel a value lies."""
    low, high = domain_of(standing)
    return (high - value) / (high - low) * _HEIGHT


def _label(standing: Standing, value: MetricValue) -> str:
    whose = "" if value.cohort is None else f"{_cut(value.cohort)} "
    unit = standing.metric.unit
    return whose + spelled(standing, value.value) + (f" {unit}" if len(unit) <= _SHORT_UNIT else "")


def _cut(name: str) -> str:
    return name if len(name) <= _NAMED else f"{name[: _NAMED - 1].strip()}…"


def _shown(standing: Standing) -> set[str | None]:
    """Whose lines are drawn: of all together, else of the first cohorts and the worst."""
    worst = standing.latest.cohort if standing.latest else None
    if worst is None:
        return {None}
    others = [cohort for cohort in standing.cohorts if cohort != worst]
    return {worst, *others[: _COHORTS - 1]}


def _rows(standing: Standing) -> list[dict[str, Any]]:
    shown = _shown(standing)
    return [
        {
            "date": value.date.isoformat(),
            "day": f"{value.date.day} {value.date:%B %Y}",
            "value": value.value,
            "n": "not told" if value.n is None else f"{value.n:,}",
            "cohort": value.cohort or "all",
        }
        for value in standing.values
        if value.cohort in shown
    ]
