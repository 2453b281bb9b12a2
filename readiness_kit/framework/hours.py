"""How long a section takes to talk through and rate, by how deep it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from readiness_kit.framework.criterion import DEPTHS, Depth
from readiness_kit.reading import Number, StrictModel

_QUARTERS = {0.25: "¼", 0.5: "½", 0.75: "¾"}


def _rising(spread: list[float]) -> list[float]:
    if spread[0] <= 0 or sorted(spread) != spread:
        raise ValueError("three numbers of hours above 0, low to high")
    return spread


HourRange = Annotated[list[Number], Field(min_length=3, max_length=3), AfterValidator(_rising)]
"""Hours as low, middle, high."""


class Hours(StrictModel):
    """Hours of talking and rating by depth, for the depths that a framework has."""

    quick: HourRange | None = None
    standard: HourRange | None = None
    full: HourRange | None = None

    @model_validator(mode="after")
    def _deeper_takes_longer(self) -> Self:
        if not any(self.by_depth):
            raise ValueError(f"hours for at least one depth of {', '.join(DEPTHS)}")
        for (_, shallow), (depth, deep) in pairwise(self.by_depth):
            if any(more < less for less, more in zip(shallow, deep, strict=True)):
                raise ValueError(f"at depth {depth} no less than at the depth before")
        return self

    @property
    def by_depth(self) -> Iterator[tuple[Depth, list[float]]]:
        """The depths that are named, from shallow to deep."""
        for depth in DEPTHS:
            if (spread := getattr(self, depth)) is not None:
                yield depth, spread

    def at(self, depth: Depth) -> list[float] | None:
        """What an assessment of this depth takes: where it adds nothing, what the last one takes.

        None where nothing is asked so early.
        """
        named = dict(self.by_depth)
        reached = [named[d] for d in DEPTHS[: DEPTHS.index(depth) + 1] if d in named]
        return reached[-1] if reached else None

    def sentence(self, depth: Depth) -> str | None:
        """How long it takes at one depth; None where nothing is asked so early."""
        if (spread := self.at(depth)) is None:
            return None
        least, usual, most = spread
        told = f"{spoken(usual)} {'hour' if usual <= 1 else 'hours'} of talking and rating"
        return f"It takes about {told}, {spoken(least)} to {spoken(most)}."

    @property
    def line(self) -> str:
        """How long it takes at each depth, in one line; an only depth needs no name."""
        said = {
            depth: f"{spoken(usual)} ({spoken(least)} to {spoken(most)})"
            for depth, (least, usual, most) in self.by_depth
        }
        named = (f"{depth} {hours}" for depth, hours in said.items())
        told = ", ".join(named if len(said) > 1 else said.values())
        return f"Hours of talking and rating: {told}."


def spoken(hours: float) -> str:
    """A number of hours with its quarters as people write them: 1¼."""
    whole, rest = divmod(hours, 1)
    if rest not in _QUARTERS:
        return f"{hours:g}"
    return f"{whole:g}{_QUARTERS[rest]}" if whole else _QUARTERS[rest]
