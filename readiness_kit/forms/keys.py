"""A box of plain widgets whose keys do nothing to the notebook around it.

It says when the kernel is gone, too: plain widgets take every choice, and nobody hears of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import anywidget
import ipywidgets

from readiness_kit.forms.beat import Beat
from readiness_kit.forms.page import PLAIN

GUARDED = "rk-plain-form"


class _Keys(anywidget.AnyWidget):
    """Its page side holds the keys back and listens for a beat; it shows nothing while it beats."""

    _esm = PLAIN.script()
    _css = PLAIN.style()

    def __init__(self) -> None:
        super().__init__()
        self._beat = Beat(dict, self.send)
        self.on_msg(self._on_message)

    def _on_message(self, _widget: object, content: Any, _buffers: object) -> None:
        kind = content.get("kind") if isinstance(content, dict) else None
        if kind in ("hello", "bye"):
            self._beat.seen(str(content.get("id")), there=kind == "hello")


def guarded(children: Sequence[Any]) -> Any:
    """A column of widgets in which `d d` deletes no cell and `0 0` restarts no kernel."""
    box = ipywidgets.VBox([*children, _Keys()])
    box.add_class(GUARDED)
    return box
