"""Loads what other packages add by entry points; a broken one is a warning by name."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from importlib.metadata import EntryPoint
from typing import TypeVar

Plugged = TypeVar("Plugged")


def loaded(entries: Iterable[EntryPoint], kind: type[Plugged], made_by: str) -> list[Plugged]:
    """What the entries name, as far as it loads and is of this kind; `made_by` makes such a thing.

    Whatever a plug-in raises, the others and our own must still run.
    """
    found: list[Plugged] = []
    for entry in entries:
        try:
            thing = entry.load()
        except Exception as error:  # see above
            _warn(entry, f"{type(error).__name__}: {error}")
            continue
        if isinstance(thing, kind):
            found.append(thing)
        else:
            _warn(entry, f"{type(thing).__name__} is not what {made_by} makes")
    return found


def _warn(entry: EntryPoint, why: str) -> None:
    warnings.warn(
        f"the evidence plug-in {entry.name} ({entry.value}) is left out: {why}",
        RuntimeWarning,
        stacklevel=5,
    )
