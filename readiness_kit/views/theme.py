"""Colours and type: one accent, levels from red to teal, never a colour without its word."""

from __future__ import annotations

from typing import Any

LIGHT: dict[str, str] = {
    "ink": "#16202e",
    "muted": "#525d6c",
    "paper": "#ffffff",
    "soft": "#f6f7f9",
    "line": "#dde2e8",
    "track": "#e4e8ed",
    "accent": "#1f4f8f",
    "level-0": "#b3261e",
    "level-1": "#b4500f",
    "level-2": "#866000",
    "level-3": "#1f7a70",
    "level-4": "#0d5f63",
    "unknown": "#57606e",
}
DARK: dict[str, str] = {
    "ink": "#e9eef5",
    "muted": "#a7b2c2",
    "paper": "#0d1420",
    "soft": "#151e2d",
    "line": "#2b3749",
    "track": "#27334a",
    "accent": "#8ab4ff",
    "level-0": "#ff8a80",
    "level-1": "#ffa060",
    "level-2": "#f0c456",
    "level-3": "#7fd0c2",
    "level-4": "#5cc8c4",
    "unknown": "#aab4c3",
}
"""The tokens of views/view.css, where each is `--rk-` and its name; a test holds both together."""

LEVEL_FILLS = ("#b3261e", "#e5793f", "#f0c456", "#6fb3a8", "#16706f")
"""Areas by level, told apart by eyes that see no red or green."""
ON_LEVEL = ("#ffffff", "#1d1300", "#1d1300", "#1d1300", "#ffffff")
"""Text on such an area."""
ACCENT = LIGHT["accent"]
MUTED = LIGHT["unknown"]

HALO = "#fefefe"
"""Stands for the paper round a chart's words; white itself is an ink, see below."""

CHART_TOKENS = {
    ACCENT: "accent",
    MUTED: "unknown",
    LIGHT["track"]: "track",
    LIGHT["line"]: "line",
    HALO: "paper",
}
"""Chart colours that change with the page's light or dark look, by their token.

White is not among them: it is the ink on dark fills, which stay as they are.
"""

CHART_FONT = "Arial, Helvetica, Liberation Sans, sans-serif"
"""Widths of these agree nearly everywhere, so labels measured here fit where they are read."""

CHART_WIDTH = 400
"""So wide is a plot by default; with its labels it stays under 640."""

PHONE_WIDTH = 280
"""So wide is a plot on a phone, where labels stand above their rows; all of it stays under 330."""


def chart_config() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart: no frame, quiet axes, the page's own ink."""
    ink = "currentColor"
    return {
        "background": None,
        "font": CHART_FONT,
        "padding": {"left": 2, "right": 12, "top": 6, "bottom": 4},
        "view": {"stroke": None, "continuousWidth": CHART_WIDTH, "continuousHeight": 240},
        "axis": {
            "labelColor": ink,
            "titleColor": ink,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "titlePadding": 10,
            "labelPadding": 6,
            "labelLimit": 210,
            "domain": False,
            "ticks": False,
            "gridColor": ink,
            "gridOpacity": 0.14,
        },
        "axisY": {"grid": False},
        "legend": {
            "labelColor": ink,
            "titleColor": ink,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelLimit": 210,
            "orient": "top",
        },
        "header": {"labelColor": ink, "titleColor": ink, "labelFontSize": 12},
        "title": {"color": ink, "fontSize": 13, "anchor": "start"},
        "text": {"color": ink, "fontSize": 12},
        "rule": {"color": ink},
        "bar": {"color": ACCENT},
        "point": {"color": ACCENT, "filled": True, "size": 80, "opacity": 1},
        "line": {"color": ACCENT, "strokeWidth": 2},
        "area": {"color": ACCENT, "opacity": 0.2},
        "range": {"ordinal": list(LEVEL_FILLS), "category": [ACCENT, *LEVEL_FILLS[1:]]},
    }
