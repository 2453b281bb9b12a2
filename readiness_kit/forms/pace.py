"""How long a step has taken and about how long it will take on, from the rate so far."""

from __future__ import annotations

import time
from collections.abc import Callable

_ENOUGH_S = 2.0
"""Before that a rate says nothing."""


class Pace:
    """Follows the stages of one run; each is timed by itself, for it has its own rate.

    A stage ends where another total comes, or what is done falls.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = self._stage_began = clock()
        self._first = self._last = self._total = 0

    def told(self, done: int, total: int, what: str) -> str:
        """What is being done, the time since the run began, and what remains of the stage."""
        now = self._clock()
        if total != self._total or done < self._last:
            self._total, self._first, self._stage_began = total, done, now
        self._last = done
        told = [f"{what}: {done:,} of {total:,}" if total else what, spelled(now - self._began)]
        left = self._left(done, total, now)
        return ", ".join(told if left is None else [*told, f"about {spelled(left)} left"])

    def _left(self, done: int, total: int, now: float) -> float | None:
        behind, passed = done - self._first, now - self._stage_began
        if behind <= 0 or done >= total or passed < _ENOUGH_S:
            return None
        return passed / behind * (total - done)


def spelled(seconds: float) -> str:
    """A duration as people say it, never finer than a second: `40 s`, `2 min`, `1 h 5 min`."""
    if seconds < 59.5:
        return f"{max(1, round(seconds))} s"
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if rest else f"{hours} h"
