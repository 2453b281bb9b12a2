"""One figure before and after, and the four parts that its change is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Literal

from readiness_kit.judgement.numbers import settled

Part = Literal["ratings", "evidence", "scope", "rubric"]
PARTS: tuple[Part, ...] = ("ratings", "evidence", "scope", "rubric")
"""In the order in which they are taken from B."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A difference in tenths of a point, which sum as they are printed."""

    before: float
    parts: tuple[float, ...]
    after: float

    @property
    def total(self) -> float:
        """After less before, as a reader who subtracts gets it."""
        return settled(self.after - self.before)


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure before and after, and the parts of its change by PARTS.

    Without parts a state on the way had no such figure, and the two cannot be compared.
    """

    before: float | None
    after: float | None
    parts: tuple[float, ...] | None

    @property
    def total(self) -> float | None:
        """After less before; None where one of them is none."""
        if self.before is None or self.after is None:
            return None
        return settled(self.after - self.before)

    @property
    def state(self) -> Literal["comparable", "not_comparable"]:
        """Whether the difference has parts."""
        return "not_comparable" if self.parts is None else "comparable"

    @property
    def cause(self) -> Part | None:
        """The part that moved it most; of equals the first."""
        if self.parts is None or not any(self.parts):
            return None
        sizes = [abs(part) for part in self.parts]
        return PARTS[sizes.index(max(sizes))]

    @property
    def printed(self) -> Printed | None:
        """The states on the way rounded and then subtracted, so that parts sum in every row."""
        if self.parts is None or self.before is None:
            return None
        way = accumulate(
            self.parts, lambda reached, part: settled(reached + part), initial=self.before
        )
        tenths = [round(state, 1) for state in way]
        steps = tuple(settled(then - now) for now, then in pairwise(tenths))
        return Printed(tenths[0], steps, tenths[-1])


def difference(values: Sequence[float | None]) -> Difference:
    """The difference of the first and the last of five states' figures."""
    known = [value for value in values if value is not None]
    parts = None
    if len(known) == len(values):
        parts = tuple(settled(then - now) for now, then in pairwise(known))
    return Difference(values[0], values[-1], parts)
