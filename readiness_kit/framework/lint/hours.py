"""The rule that the hours of a brief and the number of its criteria agree."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from readiness_kit.framework.criterion import DEPTHS, Depth
from readiness_kit.framework.lint.places import sections
from readiness_kit.framework.lint.remark import Found, Place
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.schema import Section

MINUTES = (5, 15)
"""That one criterion takes. In less, nobody shows anything; where it takes more, a gap is being
repaired in the meeting. Fifteen criteria in two hours, which a workshop holds, is 8."""
OPENING = 30
"""Minutes, at most, for the talk before anything is rated, and a look at the documents."""


@rule("hours")
def hours(material: Material) -> Iterator[Found]:
    """A room is booked by these hours, so they go by what is asked, at every depth there is.

    The low is for a system that is asked only what all are, the high for one that is asked
    everything, the middle for one half way.
    """
    asked_from = {c.depth for c in material.framework.criteria.values()}
    for place, section in sections(material.framework):
        if section.brief is not None:
            yield from _depths(place, dict(section.brief.hours.by_depth), asked_from)
            for depth, spread in section.brief.hours.by_depth:
                yield from _lengths(place.at("brief", "hours", depth), spread, section, depth)


def _depths(place: Place, named: Collection[str], asked: Collection[Depth]) -> Iterator[Found]:
    for depth in DEPTHS:
        if depth in asked and depth not in named:
            yield Found(place.at("brief", "hours"), f"give the hours at depth {depth}, too")
        elif depth in named and depth not in asked:
            wrong = "take this depth out: no criterion is asked from it on"
            yield Found(place.at("brief", "hours", depth), wrong)


def _lengths(place: Place, spread: list[float], section: Section, depth: Depth) -> Iterator[Found]:
    reached = DEPTHS[: DEPTHS.index(depth) + 1]
    asked = [criterion for criterion in section.criteria if criterion.depth in reached]
    fewest, most = sum(criterion.scope.of_all for criterion in asked), len(asked)
    counts = {"low": fewest, "middle": (fewest + most) / 2, "high": most}
    least, longest = MINUTES
    for (name, count), length in zip(counts.items(), spread, strict=True):
        low, high = least * count / 60, (longest * count + OPENING) / 60
        if count and not low <= length <= high:
            wrong = (
                f"let the {name} be {low:.2g} to {high:.2g} hours: {least} to {longest} minutes "
                f"for each of {count:g} criteria, and at most {OPENING} to open"
            )
            yield Found(place, wrong, f"{length:g}")
