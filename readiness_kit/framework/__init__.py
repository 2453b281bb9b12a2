"""What readiness means: sections, criteria, scale, gates, all of it data."""

from readiness_kit.framework.criterion import (
    GRADES,
    Blocker,
    Criterion,
    Grade,
    Kind,
    MethodLink,
    Practice,
    Scope,
)
from readiness_kit.framework.library import available, load_framework
from readiness_kit.framework.schema import Framework, Section

__all__ = [
    "GRADES",
    "Blocker",
    "Criterion",
    "Framework",
    "Grade",
    "Kind",
    "MethodLink",
    "Practice",
    "Scope",
    "Section",
    "available",
    "load_framework",
]
