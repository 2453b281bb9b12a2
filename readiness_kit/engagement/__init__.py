"""What one client told us, and the one writer of it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from readiness_kit.engagement.changes import Change
    from readiness_kit.engagement.checks import Restored, check, restore
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.engagement.ratings_csv import read_ratings
    from readiness_kit.engagement.template import new_engagement
    from readiness_kit.engagement.writer import Writer

__all__ = [
    "Change",
    "Engagement",
    "Restored",
    "Writer",
    "check",
    "new_engagement",
    "read_ratings",
    "restore",
]

_HOMES = {
    "Change": "changes",
    "Engagement": "folder",
    "Restored": "checks",
    "Writer": "writer",
    "check": "checks",
    "new_engagement": "template",
    "read_ratings": "ratings_csv",
    "restore": "checks",
}


def __getattr__(name: str) -> Any:
    # At first use: judgement needs the types of this room, and neither its lock nor its disk.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
