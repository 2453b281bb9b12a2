"""What we measured: methods that run against the client's own data, model and systems."""

from readiness_kit.evidence.context import Context
from readiness_kit.evidence.registry import Method, evidence_method, provided
from readiness_kit.evidence.run import is_fresh, missing_or_stale, run_method

__all__ = [
    "Context",
    "Method",
    "evidence_method",
    "is_fresh",
    "missing_or_stale",
    "provided",
    "run_method",
]
