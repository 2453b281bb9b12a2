"""The client's model, however it is reached."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from readiness_kit.engagement.profile import ModelTarget, Profile
from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.faults import (
    AwaitingAnswersError,
    NotAllowedError,
    PostponedError,
)
from readiness_kit.evidence.target.file_target import FileTarget
from readiness_kit.evidence.target.model_file import ModelFileTarget
from readiness_kit.evidence.target.protocol import Record, Result, Target
from readiness_kit.evidence.target.python_target import PythonTarget
from readiness_kit.evidence.target.url_target import UrlTarget

__all__ = [
    "AwaitingAnswersError",
    "FileTarget",
    "ModelFileTarget",
    "NotAllowedError",
    "PostponedError",
    "PythonTarget",
    "Record",
    "Result",
    "Target",
    "UrlTarget",
    "open_target",
    "target_file",
]


def open_target(
    profile: Profile, folder: Path, *, contact: bool = False, trust_pickle: bool = False
) -> AbstractContextManager[Target]:
    """The model that engagement.yaml names, to be used in a `with` statement.

    Without `contact` no host is contacted, without `trust_pickle` no pickle is opened: then
    NotAllowedError says how to allow it. Raises TargetError where no model is named.
    """
    spec = profile.target
    if spec is None:
        raise TargetError(
            "engagement.yaml names no target; "
            "add target: {id: ..., version: ..., python: module:function}."
        )
    if spec.form == "python":
        return PythonTarget(spec, folder)
    if spec.form == "url":
        if not contact:
            raise NotAllowedError(_NO_CONTACT)
        return UrlTarget(spec, profile.probes.allow)
    if spec.form == "file":
        data = profile.data
        named = (data.poc, data.production, data.training)
        return FileTarget(spec, folder, [name for name in named if name])
    return ModelFileTarget(spec, folder, trust_pickle=trust_pickle)


def target_file(spec: ModelTarget) -> str | None:
    """The file that holds the model or its answers, as engagement.yaml names it."""
    return None if spec.form in ("python", "url") else str(getattr(spec, spec.form))


_NO_CONTACT = (
    "the model is asked over the network, and this run contacts nobody unless it is told to: "
    "`readiness run PATH --contact`, or `readiness evidence run NAME PATH`"
)
