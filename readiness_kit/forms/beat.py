"""A sign of life for the pages of a form, and what others changed, without being asked.

A page that asked would make the notebook flicker between busy and idle; a page that hears nothing
for a while knows that nobody saves what is chosen on it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from readiness_kit.errors import ReadinessError

NAME = "readiness-beat"
_EVERY_S = 1.0

Data = dict[str, Any]


class Beat:
    """Beats while a page shows the form, in a thread that no cell holds up."""

    def __init__(self, look: Callable[[], Data], send: Callable[[Data], None]) -> None:
        """`look` tells what has changed, and `send` brings it to the pages."""
        self._look, self._send = look, send
        self._views: set[str] = set()
        self._changing = threading.Lock()
        self._none = threading.Event()
        self._thread: threading.Thread | None = None

    def seen(self, view: str, *, there: bool) -> None:
        """A page shows the form, or does so no more."""
        with self._changing:
            if there:
                self._views.add(view)
                self._none.clear()
            else:
                self._views.discard(view)
            if not self._views:
                self._none.set()
            elif self._thread is None:
                self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while self._wanted():
            self._send({"kind": "beat", **self._news()})
            self._none.wait(_EVERY_S)

    def _wanted(self) -> bool:
        with self._changing:
            if not self._views:
                self._thread = None
            return bool(self._views)

    def _news(self) -> Data:
        try:
            return self._look()
        except ReadinessError as error:
            # somebody edits a file by hand; what was read before stays on the page
            return {"outside": None, "trouble": str(error)}
        except Exception as error:
            # a fault of ours: the beat goes on, lest the page call the kernel gone
            return {"outside": None, "trouble": f"unexpected {type(error).__name__}: {error}"}
