"""Who brings how much: exact Shapley values over at most six groups, with their intervals.

A group's value is what it adds to the share of right answers, averaged over every order in which
the groups could come (Shapley 1953, A value for n-person games). The values sum to what all groups
together add. Intervals are of a bootstrap over the records, from the answers already given.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness_kit.evidence.intervals import CONFIDENCE

if TYPE_CHECKING:
    import numpy as np

RESAMPLES = 2_000
_AT_ONCE = 250
"""Resamples whose counts are held in memory at a time."""


@dataclass(frozen=True)
class Game:
    """The records' answers under every set of groups.

    Bit g of a set stands for group g: first those that change cells, then those that change what a
    record counts.
    """

    right: np.ndarray
    """By record and by set of the groups that change cells."""
    weights: np.ndarray
    """By set of the groups that weigh, and by record."""

    @property
    def records(self) -> int:
        """How many records there are."""
        return len(self.right)

    @property
    def players(self) -> int:
        """How many groups there are."""
        return int(self.right.shape[1] * len(self.weights)).bit_length() - 1

    def values(self, counts: np.ndarray | None = None) -> np.ndarray:
        """The share of right answers under every set; by resample, where `counts` draws records."""
        import numpy as np

        drawn = np.ones((1, self.records)) if counts is None else counts
        sets = []
        for weights in self.weights:
            weighed = drawn * weights
            total = weighed.sum(axis=1, keepdims=True)
            sets.append(weighed @ self.right / np.where(total > 0, total, 1.0))
        values: np.ndarray = np.concatenate(sets, axis=1)
        return values[0] if counts is None else values


def shapley(values: np.ndarray, players: int) -> np.ndarray:
    """Each player's value, from the value of every set; sets in the last axis, by their bits."""
    import numpy as np

    shares = np.zeros((players, 2**players))
    for player in range(players):
        for members in range(2**players):
            size = (members & ~(1 << player)).bit_count()
            weight = (
                math.factorial(size) * math.factorial(players - size - 1) / math.factorial(players)
            )
            shares[player, members] = weight if members >> player & 1 else -weight
    found: np.ndarray = values @ shares.T
    return found


def resampled(game: Game, seed: int) -> np.ndarray:
    """The value of every set in each of so many draws of the records, with replacement."""
    import numpy as np

    return np.concatenate([game.values(counts) for counts in _draws(game.records, seed)])


def ends(draws: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends of the percentile interval (Efron 1979) over the first axis."""
    import numpy as np

    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def _draws(records: int, seed: int) -> Iterator[np.ndarray]:
    import numpy as np

    rng = np.random.default_rng(seed)
    equal = np.full(records, 1 / records)
    for _ in range(RESAMPLES // _AT_ONCE):
        yield rng.multinomial(records, equal, size=_AT_ONCE).astype(float)
