"""How the comparison spells numbers and lists of words."""

from __future__ import annotations

from collections.abc import Sequence

_SHOWN = 3


def rounded_number(value: float) -> str:
    """A number to three digits, without an exponent where a reader would not want one."""
    text = f"{value:.3g}"
    return f"{float(text):,.0f}" if "e" in text and abs(value) < 1e15 else text


def quoted(words: Sequence[str]) -> str:
    """The first few of some words, in quotes, and how many more there are."""
    shown = ", ".join(f"'{word}'" for word in words[:_SHOWN])
    more = len(words) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
