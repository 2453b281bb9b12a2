"""The bars: what repairing each group brings back, what planting it costs, and what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness_kit.evidence.attribution.groups import GROUPS, Group
from readiness_kit.evidence.attribution.shapley import Game, ends, shapley
from readiness_kit.evidence.intervals import Interval, wilson_of_share, zero_failure_bound

if TYPE_CHECKING:
    import numpy as np

_NOTHING = 1e-12
"""An interval narrower than this is one of figures that never change, but for their last bits."""


@dataclass(frozen=True)
class Share:
    """A share of right answers, or a difference of two, with its interval."""

    estimate: float
    interval: Interval


@dataclass(frozen=True)
class Bar:
    """One group's part of the fall."""

    group: Group
    share: Share
    alone: float
    """What this group brings without any other."""
    records: int
    """Of the drawn ones, how many it touches."""


@dataclass(frozen=True)
class Waterfall:
    """One sample's accuracy as it is, and under all groups together."""

    bars: tuple[Bar, ...]
    start: Share
    together: Share
    """What all groups together make of it: the sum of the bars."""


@dataclass(frozen=True)
class Fall:
    """From the POC's accuracy to production's, and what of it no repair brings back."""

    fall: Share
    left: Share


@dataclass(frozen=True)
class Players:
    """A game with its groups in the order of its bits, and the records that each touches."""

    game: Game
    groups: tuple[Group, ...]
    touched: dict[Group, int]


def waterfall(players: Players, draws: np.ndarray) -> Waterfall:
    """The bars of a game; `draws` are the values of every set in each resample."""
    values, count, n = players.game.values(), len(players.groups), players.game.records
    found, found_draws = shapley(values, count), shapley(draws, count)
    bars = {
        group: Bar(
            group,
            _share(found[place], found_draws[:, place], n),
            float(values[1 << place] - values[0]),
            players.touched[group],
        )
        for place, group in enumerate(players.groups)
    }
    return Waterfall(
        bars=tuple(bars[group] for group in GROUPS if group in bars),
        start=Share(float(values[0]), wilson_of_share(float(values[0]), n)),
        together=_share(values[-1] - values[0], draws[:, -1] - draws[:, 0], n),
    )


def fall_of(before: float, before_draws: np.ndarray, players: Players, draws: np.ndarray) -> Fall:
    """The observed fall, and what is left of it once all groups are repaired."""
    values, n = players.game.values(), players.game.records
    return Fall(
        fall=_share(before - values[0], before_draws - draws[:, 0], n),
        left=_share(before - values[-1], before_draws - draws[:, -1], n),
    )


def players_of(
    right: np.ndarray, touched: Mapping[Group, int], weights: Mapping[Group, np.ndarray]
) -> Players:
    """The groups that change cells, by how many records each touches, and those that weigh."""
    import numpy as np

    sets = [np.ones(len(right))]
    counts = dict(touched)
    for group, one in weights.items():
        sets += [before * one for before in sets]
        counts[group] = int((one != 1).sum())
    return Players(Game(right.astype(float), np.array(sets)), tuple(counts), counts)


def _share(estimate: float, draws: np.ndarray, n: int) -> Share:
    """With its interval; where no record changes, the bound of so many without a change."""
    low, high = (float(end) for end in ends(draws))
    bound = zero_failure_bound(n) if high - low < _NOTHING else 0.0
    return Share(float(estimate), Interval(low - bound, high + bound))
