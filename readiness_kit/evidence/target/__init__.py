"""The client's model, however it is reached."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from readiness_kit.engagement.profile import Profile
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.protocol import Record, Result, Target
from readiness_kit.evidence.target.python_target import PythonTarget

__all__ = ["PythonTarget", "Record", "Result", "Target", "open_target"]


def open_target(profile: Profile, folder: Path) -> AbstractContextManager[Target]:
    """The model that engagement.yaml names, to be used in a `with` statement.

    Raises TargetError where there is none, or where it has a form that this version cannot ask.
    """
    spec = profile.target
    if spec is None:
        raise TargetError(
            "engagement.yaml names no target; "
            "add target: {id: ..., version: ..., python: module:function}."
        )
    if spec.form != "python":
        raise TargetError(
            f"target: {{{spec.form}: ...}} is not asked by this version, which asks Python "
            f"callables only. Wrap the model in a function and name it: "
            f"target: {{python: module:function}}."
        )
    return PythonTarget(spec, folder)
