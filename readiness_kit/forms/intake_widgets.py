"""The widgets of the intake form: one for each kind of answer, and a part that opens on a click."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import anywidget
import ipywidgets
from markupsafe import Markup

from readiness_kit.errors import Problem
from readiness_kit.forms.intake_effect import GRADES
from readiness_kit.forms.intake_figures import COSTS
from readiness_kit.framework.criterion import DEPTHS, SystemKind
from readiness_kit.views.html import tag
from readiness_kit.views.intake import KINDS

_NAMED: dict[str, Any] = {"style": {"description_width": "17em"}}
_KINDS: list[tuple[str, SystemKind]] = [(f"{kind}: {words}", kind) for kind, words in KINDS.items()]
_ACTS = [("no: people act on its answers", False), ("yes: nobody stands in between", True)]
_REGULATED = [("no", False), ("yes: a law names this use", True)]


def field(key: str, title: str) -> Any:
    """The empty widget for one key of engagement.yaml."""
    options = {"scope.kind": _KINDS, "scope.acts": _ACTS, "scope.regulated": _REGULATED}
    if key in options:
        return ipywidgets.Dropdown(description=title, options=options[key], **_NAMED)
    if key == "phase":
        return ipywidgets.Dropdown(description=title, **_NAMED)
    if key in ("scope.criticality", "depth"):
        grades = GRADES if key == "scope.criticality" else DEPTHS
        return ipywidgets.RadioButtons(description=title, options=grades, **_NAMED)
    if key == "start":
        return ipywidgets.DatePicker(description=title, **_NAMED)
    if key == COSTS:
        return ipywidgets.Textarea(description=title, rows=3, continuous_update=False, **_NAMED)
    return ipywidgets.Text(description=title, continuous_update=False, **_NAMED)


def offer(choice: Any, options: Sequence[tuple[str, Any]], chosen: Any) -> None:
    """Let a choice offer these; what is there already is not drawn anew under somebody's keys."""
    if list(choice.options) != list(options):
        choice.options = options
    if choice.value != chosen:
        choice.value = chosen


def row(*parts: Any) -> Any:
    """Parts side by side, below each other where there is little room."""
    return ipywidgets.HBox(parts, layout={"flex_flow": "row wrap", "align_items": "center"})


def head(words: str) -> Any:
    """What a step is about."""
    return ipywidgets.HTML(str(tag("h4", words)))


def fault(problem: Problem) -> str:
    """What is wrong with a field, as HTML to stand beside it."""
    came = f"; got {problem.came}" if problem.came else ""
    return str(tag("span", tag("b", "✗ "), f"{problem.allowed}{came}", role="alert"))


class Look(anywidget.AnyWidget):
    """Shows nothing; with it on a page, a box of the class `rk-intake` fits where it stands."""

    _esm = "export default { render() {} };"
    _css = Path(__file__).with_name("intake.css")


class Fold:
    """A button that shows and hides a part; it stays open while the part changes."""

    def __init__(self, title: str) -> None:
        self._title = title
        self.button = ipywidgets.ToggleButton(layout={"width": "auto"})
        self.part = ipywidgets.HTML(layout={"display": "none"})
        self.parts = [self.button, self.part]
        self.button.observe(self._turned, names="value")

    def show(self, html: Markup, count: int) -> None:
        """Put this into the part, which lists so many; without any there is nothing to open."""
        self.part.value = str(html)
        self.button.description = f"{self._title} ({count})"
        self.button.layout.display = None if count else "none"
        self._turned()

    def _turned(self, _change: object = None) -> None:
        self.part.layout.display = None if self.button.value else "none"
