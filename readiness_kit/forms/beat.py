"""A sign of life for the pages of a form, and what others changed, without being asked.

A page that asked would make the notebook flicker between busy and idle; a page that hears nothing
for a while knows that nobody saves what is chosen on it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from readiness_kit.errors import ReadinessError

_EVERY_S = 1.0

Data = dict[str, Any]


class Beat:
    """Beats while a page shows the form, on the kernel's own loop; without a loop never."""

    def __init__(self, look: Callable[[], Data], send: Callable[[Data], None]) -> None:
        """`look` tells what has changed, and `send` brings it to the pages."""
        self._look, self._send = look, send
        self._views: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def seen(self, view: str, *, there: bool) -> None:
        """A page shows the form, or does so no more."""
        if not there:
            self._views.discard(view)
            return
        self._views.add(view)
        if self._task is not None and not self._task.done():
            return
        try:
            self._task = asyncio.get_running_loop().create_task(self._run())
        except RuntimeError:
            self._task = None

    async def _run(self) -> None:
        while self._views:
            self._send({"kind": "beat", **self._news()})
            await asyncio.sleep(_EVERY_S)

    def _news(self) -> Data:
        try:
            return self._look()
        except ReadinessError as error:
            # somebody edits a file by hand; what was read before stays on the page
            return {"outside": None, "trouble": str(error)}
