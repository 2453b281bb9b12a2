"""The rules on what is asked first and what weighs most."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median_low

from readiness_kit.framework.lint.places import criteria, practices
from readiness_kit.framework.lint.remark import Found, Place
from readiness_kit.framework.lint.rule import Material, rule


@rule("depth")
def depth(material: Material) -> Iterator[Found]:
    """Quick asks every blocker, and of each practice one that all systems are asked.

    With the success factors a phase then takes about two hours: what a room sits through once.
    A framework whose criteria all have one depth does not choose, and is not held to this.
    """
    framework = material.framework
    if len({c.depth for c in framework.criteria.values()}) == 1:
        return
    for place, _, practice in practices(framework):
        asked = [
            (Place(c.id, (*place.path, "criteria", k)), c)
            for k, c in enumerate(practice.criteria)
            if c.depth == "quick"
        ]
        if not any(criterion.scope.of_all for _, criterion in asked):
            wrong = "make one criterion quick that every system is asked"
            yield Found(place.at("criteria"), wrong, "none")
        spare = [(own, c) for own, c in asked if not c.blocker]
        for own, criterion in spare[1:]:
            wrong = f"ask it at depth standard; {spare[0][1].id} is the quick one of its practice"
            yield Found(own.at("depth"), wrong, criterion.depth)
    for place, _, criterion in criteria(framework):
        if criterion.blocker and criterion.depth != "quick":
            yield Found(place.at("depth"), "make the blocker quick", criterion.depth)


@rule("weight")
def weight(material: Material) -> Iterator[Found]:
    """What can close a gate weighs more than what cannot, or the score argues with the verdict."""
    framework = material.framework
    blockers = [c.weight for c in framework.criteria.values() if c.blocker]
    if not blockers:
        return
    usual = median_low(blockers)
    for place, _, criterion in criteria(framework):
        if criterion.blocker and criterion.weight < usual:
            wrong = f"weigh it as the other blockers, {usual:g}"
            yield Found(place.at("weight"), wrong, f"{criterion.weight:g}")
        elif not criterion.blocker and criterion.weight >= usual:
            wrong = f"weigh it less than a blocker, {usual:g}"
            yield Found(place.at("weight"), wrong, f"{criterion.weight:g}")
