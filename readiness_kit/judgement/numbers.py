"""Arithmetic that is the same everywhere: exact sums, nine decimals, no negative zero."""

from __future__ import annotations

import math
from collections.abc import Iterable

DECIMALS = 9


def settled(value: float) -> float:
    """Round to nine decimals, the form in which figures are compared and written."""
    return round(value, DECIMALS) + 0.0


def weighted(pairs: Iterable[tuple[float, float]]) -> float:
    """The exact sum of weight times value."""
    return math.fsum(weight * value for weight, value in pairs)


def ratio(part: float, whole: float) -> float | None:
    """Part of whole, settled; None where there is no whole."""
    return settled(part / whole) if whole else None
