"""Colours can be read, in both looks, and the style sheet has those of the theme."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from readiness_kit.views import theme

STYLE = Path(theme.__file__).with_name("view.css").read_text(encoding="utf-8")
TEXTS = [name for name in theme.LIGHT if name not in ("paper", "soft", "line", "track")]


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_text_can_be_read_on_paper_and_on_cards(look: dict[str, str], name: str) -> None:
    assert contrast(look[name], look["paper"]) >= 4.5
    assert contrast(look[name], look["soft"]) >= 4.5


def test_numbers_can_be_read_on_their_level() -> None:
    for fill, ink in zip(theme.LEVEL_FILLS, theme.ON_LEVEL, strict=True):
        assert contrast(fill, ink) >= 4.5


def test_levels_differ_from_their_neighbours_in_lightness_or_hue() -> None:
    for one, other in pairwise(theme.LEVEL_FILLS):
        assert contrast(one, other) >= 1.2


def test_the_style_sheet_has_the_colours_of_the_theme() -> None:
    blocks = re.findall(r"\{([^{}]*--rk-ink:[^{}]*)\}", STYLE)
    tokens = [dict(re.findall(r"--rk-([\w-]+): (#[0-9a-f]{6})", block)) for block in blocks[:3]]
    assert tokens == [theme.LIGHT, theme.DARK, theme.DARK]


def test_a_chart_has_each_colour_that_follows_the_page_by_how_it_is_written() -> None:
    followed = r'\.rk-chart \[(fill|stroke)="(#[0-9a-f]{6})"\] \{ \1: var\(--rk-([\w-]+)\); \}'
    found = re.findall(followed, STYLE)
    expected = [(kind, *pair) for kind in ("fill", "stroke") for pair in theme.CHART_TOKENS.items()]
    assert found == expected
