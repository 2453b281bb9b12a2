"""One line a measurement: ours, the peer's, their ratio, and the aim."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A figure beside the peer or floor that it is held against."""

    what: str
    ours: float
    unit: str
    peer: str
    theirs: float
    aim: str

    @property
    def ratio(self) -> float:
        """Ours over theirs."""
        return self.ours / self.theirs


def show(name: str, lines: Sequence[Line]) -> None:
    """Print the lines of one benchmark."""
    print(f"\n{name}")
    for line in lines:
        print(
            f"  {line.what:44} {line.ours:10.3f} {line.unit:3}  {line.peer:34} "
            f"{line.theirs:10.3f} {line.unit:3}  ratio {line.ratio:8.3f}  aim {line.aim}"
        )


def paired(
    one: Callable[[], object], other: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Median seconds of both, run in turns so that a noisy machine is noisy for both."""
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timed(one))
        theirs.append(timed(other))
    return statistics.median(ours), statistics.median(theirs)


def timed(call: Callable[[], object]) -> float:
    """Seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
