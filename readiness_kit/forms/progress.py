"""The progress of a run in a notebook: a bar with words, or plain lines without a page."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from readiness_kit.forms.pace import Pace

_REDRAW_S = 0.2
"""A page that is told more often falls behind."""
_LINE_S = 10.0
"""Lines stay where they are written: fewer of them."""


class ProgressBar:
    """A bar, and beside it what is done, since when, and about how long it takes on."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        import ipywidgets  # a notebook without measurements never needs it

        self.bar = ipywidgets.IntProgress(min=0, max=1, layout={"width": "16em"})
        self.words = ipywidgets.Label("Starting …")
        self.box = ipywidgets.HBox([self.bar, self.words])
        self._pace, self._due = Pace(clock), _Due(_REDRAW_S, clock)

    def __call__(self, done: int, total: int, what: str) -> None:
        """Tell that `done` of `total` of the step `what` are behind us."""
        told = self._pace.told(done, total, what)
        if self._due(what):
            self.bar.max, self.bar.value = max(1, total), done
            self.words.value = told

    def _repr_mimebundle_(self, **given: Any) -> Any:
        return self.box._repr_mimebundle_(**given)


class ProgressLines:
    """The same as lines of text, one at each new step and every few seconds."""

    def __init__(
        self, write: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._write = write
        self._pace, self._due = Pace(clock), _Due(_LINE_S, clock)

    def __call__(self, done: int, total: int, what: str) -> None:
        """Tell that `done` of `total` of the step `what` are behind us."""
        told = self._pace.told(done, total, what)
        if self._due(what):
            self._write(told)


class _Due:
    """Whether it is time to tell again: at a new step, and once in a while."""

    def __init__(self, every_s: float, clock: Callable[[], float]) -> None:
        self._every_s, self._clock = every_s, clock
        self._what: str | None = None
        self._next = 0.0

    def __call__(self, what: str) -> bool:
        now = self._clock()
        if what == self._what and now < self._next:
            return False
        self._what, self._next = what, now + self._every_s
        return True
