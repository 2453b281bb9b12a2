"""The lines that an accuracy has to clear, and their names where they do not overprint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness_kit.engagement.observation import Observation

_LETTER = 6.2
"""A letter's width in pixels at the charts' size, on the average."""
_APART = 14
"""So many pixels stand between two names."""
_CLOSE = 44
"""Lines with fewer pixels between them share one name."""
_LIFT = -8
LINE = 15
"""Height of a line of names."""


def reference_lines(seen: Observation) -> list[dict[str, Any]]:
    """Each line with its value and its name, from low to high."""
    known = (
        ("stop number", seen.figures.get("stop_number")),
        ("always the commonest answer", seen.limits.get("majority")),
        ("people today", seen.figures.get("human")),
    )
    present = sorted((at, name) for name, at in known if isinstance(at, int | float))
    return [{"at": at, "name": f"{name} {at:.0%}"} for at, name in present]


def reference_names(
    lines: Sequence[dict[str, Any]], *, least: float, width: int
) -> list[dict[str, Any]]:
    """The names with where they stand in pixels: over their lines, and none over another.

    Lines close to each other share a name, and names that would overlap stand one over the other.
    The axis reaches from `least` to 1 over `width` pixels.
    """

    def at(line: dict[str, Any]) -> float:
        return float((line["at"] - least) / (1 - least) * width)

    groups: list[list[dict[str, Any]]] = []
    for line in lines:
        if groups and at(line) - at(groups[-1][-1]) < _CLOSE:
            groups[-1].append(line)
        else:
            groups.append([line])
    named = [_named(group, sum(map(at, group)) / len(group), width) for group in groups]
    return _stacked(named)


def _named(group: Sequence[dict[str, Any]], middle: float, width: int) -> dict[str, Any]:
    """A group's name, moved in from the edges of the plot, in lines if it is too wide for it."""
    name = " · ".join(line["name"] for line in group)
    if _wide(name) > width:
        name = name.replace(" · ", "\n")
    half = _wide(name) / 2
    return {"name": name, "place": round(min(max(middle, half), max(width - half, half)), 1)}


def _stacked(named: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each name over the one before it, if there is no room beside that."""
    placed: list[dict[str, Any]] = []
    for name in named:
        lift = _LIFT
        if placed and _overlap(placed[-1], name):
            before = placed[-1]
            lift = before["lift"] - LINE * (before["name"].count("\n") + 1)
        placed.append({**name, "lift": lift})
    return placed


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    halves = (_wide(one["name"]) + _wide(other["name"])) / 2
    return bool(other["place"] - one["place"] < halves + _APART)


def _wide(name: str) -> float:
    return _LETTER * max(len(line) for line in name.split("\n"))
