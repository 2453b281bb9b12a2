"""Arithmetic that is the same everywhere: exact sums, nine decimals, no negative zero."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

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


def printable(parts: Sequence[float], *, digits: int = 1) -> list[float]:
    """Parts rounded so that they sum to their rounded sum, by largest remainder.

    What is left to hand out goes to the parts that lost most in rounding down; of equals, to the
    first.
    """
    scale = 10**digits
    exact = [settled(part * scale) for part in parts]
    whole = [math.floor(part) for part in exact]
    left = round(settled(math.fsum(exact))) - sum(whole)
    by_loss = sorted(range(len(parts)), key=lambda place: whole[place] - exact[place])
    for place in by_loss[:left]:
        whole[place] += 1
    return [part / scale for part in whole]
