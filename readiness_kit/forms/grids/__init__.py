"""Editable tables of an engagement: integrations, metrics and their targets, people, actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from readiness_kit.errors import UsageError
from readiness_kit.forms.grids.actions import ActionsSource
from readiness_kit.forms.grids.integrations import integrations
from readiness_kit.forms.grids.metrics import metric_targets, metric_values
from readiness_kit.forms.grids.people import PeopleSource
from readiness_kit.forms.grids.source import Source

if TYPE_CHECKING:
    from readiness_kit.forms.grid import GridForm

__all__ = ["grid"]

Name = Literal["integrations", "metrics", "metric_targets", "people", "actions"]

_SOURCES: Final[dict[str, Callable[[Path], Source]]] = {
    "integrations": integrations,
    "metrics": metric_values,
    "metric_targets": metric_targets,
    "people": PeopleSource,
    "actions": ActionsSource,
}


def grid(path: Path | str, name: Name, *, on_saved: Callable[[], None] | None = None) -> GridForm:
    """The table of one list of an engagement; `on_saved` is called after every save to disk."""
    if name not in _SOURCES:
        raise UsageError(f"no table {name!r}; there is {', '.join(_SOURCES)}")
    # here, since the form itself needs modules of this package
    from readiness_kit.forms.grid import GridForm

    return GridForm(_SOURCES[name](Path(path)), on_saved=on_saved)
