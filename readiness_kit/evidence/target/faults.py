"""Why a model was not asked or gave nothing that could be used, as errors.

TargetError                    the model could not be asked
├── UnansweredError            it was asked, and gave no answer that could be used
└── PostponedError             nothing is wrong; somebody has to do something first
    ├── NotAllowedError        to allow it
    └── AwaitingAnswersError   to score the cases that were written
"""

from __future__ import annotations

from readiness_kit.errors import TargetError
from readiness_kit.evidence.target.protocol import Refusal


class UnansweredError(TargetError):
    """The model was asked; `refusal` is what an attempt makes of it."""

    def __init__(self, refusal: Refusal, message: str) -> None:
        self.refusal = refusal
        super().__init__(message)


class PostponedError(TargetError):
    """The model was not asked, and nothing is wrong: the message says what somebody has to do."""


class NotAllowedError(PostponedError):
    """Asking would contact a host or run a file's code, and this run was not allowed to."""


class AwaitingAnswersError(PostponedError):
    """The cases are written; the client's answers to them are not there yet."""
