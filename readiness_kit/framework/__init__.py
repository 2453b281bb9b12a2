"""What readiness means: sections, criteria, scale, gates, all of it data."""

from readiness_kit.framework.library import available, load_framework
from readiness_kit.framework.schema import (
    GRADES,
    Blocker,
    Criterion,
    Framework,
    Grade,
    Kind,
    MethodLink,
    Practice,
    Scope,
    Section,
)

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
