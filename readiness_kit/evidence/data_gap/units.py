"""Whether numbers of B are numbers of A in another unit: cents for euros, centimetres for inches.

Only values outside A's range can tell. They are held against A's own values in each unit that is
known, as far as those fall outside A's range as well, so that the part of a distribution that the
change leaves inside the range does not spoil the comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

MATCH = 0.75
"""One less the distance of Kolmogorov and Smirnov, from which on a unit is taken for the cause."""
FEWEST_OUT = 30
FEWEST_ALIKE = 20
_VISIBLE = 0.02
"""The share of A that has to leave its range in a unit, or next to nothing could tell of it."""
_ALIKE = 0.05
"""Units whose matches differ by less are told apart by the whole distribution."""
_LEFT = 0.6
"""So much of the distance may be left unexplained."""
_MOVED = 0.04
"""So far may what stayed inside the range have moved beside, chance aside."""
BAND = 1.3581
"""The 95 % quantile of Kolmogorov's distribution."""
_COMPARED = 20_000


@dataclass(frozen=True)
class Unit:
    """One way in which a number may come to be in another unit."""

    factor: float
    words: str
    offset: float = 0.0

    def of(self, values: np.ndarray) -> np.ndarray:
        """A's values in this unit."""
        return values * self.factor + self.offset

    def back(self, values: np.ndarray) -> np.ndarray:
        """B's values in A's unit."""
        return (values - self.offset) / self.factor


@dataclass(frozen=True)
class UnitFound:
    """The unit that explains the values outside A's range."""

    unit: Unit
    match: float
    visible: float
    """The share of A's values that would leave A's range in this unit."""


_PAIRS: tuple[tuple[float, str, str], ...] = (
    (
        100,
        "100 times as large, as cents instead of euros",
        "a hundredth, as euros instead of cents",
    ),
    (
        1000,
        "1,000 times as large, as grams instead of kilograms",
        "a thousandth, as kilograms instead of grams",
    ),
    (10, "10 times as large, as millimetres instead of centimetres", "a tenth of it"),
    (1e6, "a million times as large", "a millionth, as millions instead of units"),
    (
        2.54,
        "2.54 times as large, as centimetres instead of inches",
        "1/2.54 of it, as inches instead of centimetres",
    ),
    (
        1 / 0.3048,
        "3.28 times as large, as feet instead of metres",
        "0.3048 times as large, as metres instead of feet",
    ),
    (
        1.609344,
        "1.609 times as large, as kilometres instead of miles",
        "1/1.609 of it, as miles instead of kilometres",
    ),
    (
        1 / 0.45359237,
        "2.205 times as large, as pounds instead of kilograms",
        "0.4536 times as large, as kilograms instead of pounds",
    ),
    (
        3.785411784,
        "3.785 times as large, as litres instead of gallons",
        "1/3.785 of it, as gallons instead of litres",
    ),
    (
        60,
        "60 times as large, as minutes instead of hours",
        "a sixtieth, as hours instead of minutes",
    ),
)
UNITS = (
    *(Unit(factor, larger) for factor, larger, _ in _PAIRS),
    *(Unit(1 / factor, smaller) for factor, _, smaller in _PAIRS),
    Unit(1.8, "in degrees Fahrenheit instead of Celsius", 32.0),
    Unit(1 / 1.8, "in degrees Celsius instead of Fahrenheit", -32.0 / 1.8),
)


def unit_of(
    a: np.ndarray, b: np.ndarray, outside: Callable[[np.ndarray], np.ndarray]
) -> UnitFound | None:
    """The unit that fits the values of `b` outside A's range best, where one fits well.

    `a` and `b` are sorted values, by row; `outside` tells which of some values lie outside.
    """
    out = b[outside(b)]
    if len(out) < FEWEST_OUT:
        return None
    found: list[tuple[float, UnitFound]] = []
    for unit in UNITS:
        other = unit.of(a)
        left = other[outside(other)]
        if len(left) < max(FEWEST_ALIKE, _VISIBLE * len(a)):
            continue
        match = 1 - distance(out, left)
        if match >= MATCH:
            candidate = UnitFound(unit, match, len(left) / len(a))
            rest = _unexplained(candidate, a, b, outside)
            if rest is not None:
                found.append((rest, candidate))
    if not found:
        return None
    # of units whose tails look alike, the one that leaves least of the whole unexplained
    best = max(candidate.match for _, candidate in found)
    alike = [pair for pair in found if pair[1].match >= best - _ALIKE]
    return min(alike, key=lambda pair: pair[0])[1]


def distance(one: np.ndarray, other: np.ndarray) -> float:
    """The largest gap between two distributions, of sorted values (Kolmogorov 1933, Smirnov 1939).

    Very long ones are thinned evenly, which moves it by less than one in ten thousand.
    """
    import numpy as np

    one, other = thinned(one), thinned(other)
    both = np.concatenate([one, other])
    below = np.searchsorted(one, both, side="right") / len(one)
    above = np.searchsorted(other, both, side="right") / len(other)
    return float(np.abs(below - above).max())


def thinned(values: np.ndarray) -> np.ndarray:
    """At most so many of sorted values, evenly spread."""
    import numpy as np

    if len(values) <= _COMPARED:
        return values
    places = np.linspace(0, len(values) - 1, _COMPARED).round().astype(int)
    even: np.ndarray = values[places]
    return even


def _unexplained(
    found: UnitFound, a: np.ndarray, b: np.ndarray, outside: Callable[[np.ndarray], np.ndarray]
) -> float | None:
    """How far B is from A with some rows in this unit; None where that explains B too badly.

    A distribution that moved as a whole has a tail beyond A's range too, which one factor or
    another would fit; but then what stayed inside the range moved as well.
    """
    import numpy as np

    share = min(1.0, float(outside(b).mean()) / found.visible)
    other, left = thinned(b), found.unit.of(thinned(a))
    mixed = _weighted(a, left, share)
    before, after = _gap_of(_weighted(a, left, 0.0), other), _gap_of(mixed, other)
    inside = other[~outside(other)]
    values, weights = mixed
    kept = ~outside(values)
    stayed = not len(inside) or not weights[kept].any()
    rest = 0.0 if stayed else _gap_of((values[kept], weights[kept]), inside)
    noise = BAND / np.sqrt(max(1, len(inside)))
    return after if after <= _LEFT * before and rest <= _MOVED + noise else None


def _weighted(a: np.ndarray, left: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """A's values as they are and in the unit, each with its weight, in order."""
    import numpy as np

    one = thinned(a)
    values = np.concatenate([one, left])
    sizes = [len(one), len(left)]
    weights = np.repeat([(1 - share) / len(one), share / len(left)], sizes)
    order = np.argsort(values, kind="stable")
    return values[order], weights[order]


def _gap_of(one: tuple[np.ndarray, np.ndarray], other: np.ndarray) -> float:
    """The distance between weighted values and plain ones, both in order."""
    import numpy as np

    values, weights = one
    summed = np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])
    points = np.concatenate([values, other])
    below = summed[np.searchsorted(values, points, side="right")]
    beside = np.searchsorted(other, points, side="right") / len(other)
    return float(np.abs(below - beside).max())
