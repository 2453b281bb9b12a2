"""How figures, scopes and blockers of a framework are said on every page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from readiness_kit.evidence.registry import provided
from readiness_kit.framework import Blocker, Criterion, Framework, Scope, Section
from readiness_kit.framework.asked_where import asked_where
from readiness_kit.framework.criterion import DEPTHS
from rendering.markdown import code


def number(value: float) -> str:
    """A figure without a decimal that says nothing."""
    return f"{int(value):,}" if value == int(value) else f"{value:g}"


def percent(share: float) -> str:
    """A share as people say it."""
    return f"{share * 100:g} %"


def signed(points: float) -> str:
    """By how much something moves."""
    return f"{points:+g}" if points else "0"


def days(spread: Iterable[float]) -> str:
    """Low, middle and high."""
    return " / ".join(number(day) for day in spread)


def between(low: float, high: float) -> str:
    """Both ends, or the one figure that they are."""
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def weeks(section: Section) -> str:
    """From which week to which, or a dash."""
    return between(*section.weeks) if section.weeks else "-"


def floors(section: Section) -> str:
    """No go below the first, go from the second on, or a dash."""
    bars = section.floors
    return f"{number(bars.no_go)} / {number(bars.go)}" if bars else "-"


def scope(limits: Scope) -> str:
    """Of which systems a criterion is asked, as a cell of a table."""
    return asked_where(limits) or "all"


def blocker(rule: Blocker | None) -> str:
    """The gate, the level that it requires, and whether later gates do, or a dash."""
    if rule is None:
        return "-"
    return f"{rule.gate} {rule.required_level}{', stays open' if rule.stays_open else ''}"


def methods(criterion: Criterion) -> str:
    """What runs bear on it, and what each of them shows."""
    return ", ".join(f"{code(m.id)} ({m.proves})" for m in criterion.methods) or "-"


def depths(section: Section) -> str:
    """How many criteria each depth adds, whatever the scope."""
    found = Counter(criterion.depth for criterion in section.criteria)
    return ", ".join(f"{found[depth]} from depth {depth} on" for depth in DEPTHS if found[depth])


def role_titles(framework: Framework) -> dict[str, str]:
    """The titles of the roles by id."""
    return {role.id: role.title for role in framework.roles}


def runnable() -> frozenset[str]:
    """The methods of this package; plug-ins of the machine that renders stay out."""
    return frozenset(
        id
        for id, method in provided().items()
        if method.run.__module__.startswith("readiness_kit.")
    )
