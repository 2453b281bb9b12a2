"""Of which systems, and how deep an assessment, a criterion is asked: its scope in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from readiness_kit.framework.criterion import DEPTHS, Depth, Scope


def asked_where(
    scope: Scope, depth: Depth = "quick", *, only: Collection[str] | None = None
) -> str:
    """What must hold for a criterion to be asked, to follow on `where`; empty where it always is.

    `only` leaves conditions out that are not of these names: kind, acts, regulated, criticality,
    depth.
    """
    said = _conditions(scope, depth)
    return " and ".join(words for name, words in said.items() if only is None or name in only)


def _conditions(scope: Scope, depth: Depth) -> dict[str, str]:
    """Each condition by its name, in the order in which an engagement states them."""
    said: dict[str, str] = {}
    if scope.kind is not None:
        said["kind"] = f"kind is {_either(scope.kind)}"
    if scope.acts is not None:
        said["acts"] = f"it {'acts' if scope.acts else 'does not act'} by itself"
    if scope.regulated is not None:
        said["regulated"] = f"it is {'' if scope.regulated else 'not '}regulated"
    if scope.criticality is not None:
        said["criticality"] = f"criticality is {_either(scope.criticality)}"
    if depth != DEPTHS[0]:
        said["depth"] = f"depth is {_either(DEPTHS[DEPTHS.index(depth) :])}"
    return said


def _either(names: Sequence[str]) -> str:
    return " or ".join(names)
