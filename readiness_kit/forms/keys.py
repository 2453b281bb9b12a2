"""A box of plain widgets whose keys do nothing to the notebook around it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets

GUARDED = "rk-plain-form"


class _Keys(anywidget.AnyWidget):
    """Shows nothing; its page side holds the keys back."""

    _esm = Path(__file__).with_name("keys.js")


def guarded(children: Sequence[Any]) -> Any:
    """A column of widgets in which `d d` deletes no cell and `0 0` restarts no kernel."""
    box = ipywidgets.VBox([*children, _Keys()])
    box.add_class(GUARDED)
    return box
