"""The rules on what a framework refers to: roles, evidence methods, other people's catalogues."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework.lint.places import criteria, sections
from readiness_kit.framework.lint.remark import Found, Place
from readiness_kit.framework.lint.rule import Material, rule

FACILITATOR = "facilitator"
"""Leads the workshop: always counts, and is therefore named by no criterion."""
BEAR_ON_NO_CRITERION = {
    "claim-check": "it compares figures that were claimed with figures that were measured",
}
"""Methods that a gate may ask for although no criterion links them, each with its reason."""


@rule("roles")
def roles(material: Material) -> Iterator[Found]:
    """A role that answers nothing is invited for nothing, and one unlisted is never invited."""
    framework = material.framework
    listed = {role.id for role in framework.roles}
    used = {role for c in framework.criteria.values() for role in c.answered_by}
    for i, role in enumerate(framework.roles):
        if role.id not in used | {FACILITATOR}:
            wrong = "name the role in `answered_by` of a criterion, or take it out"
            yield Found(Place(role.id, ("roles", i)), wrong, role.title)
    for place, _, criterion in criteria(framework):
        for n, id in enumerate(criterion.answered_by):
            if id == FACILITATOR:
                wrong = "name the roles that know; the facilitator counts without being listed"
                yield Found(place.at("answered_by", n), wrong, id)
            elif id not in listed:
                yield Found(place.at("answered_by", n), "list the role under `roles`", id)


@rule("methods")
def methods(material: Material) -> Iterator[Found]:
    """A method that nobody provides proves nothing, and a gate would wait for it for ever.

    What a gate asks for must bear on a criterion, or nobody learns what its verdict is about.
    """
    framework = material.framework
    linked = {link.id for c in framework.criteria.values() for link in c.methods}
    for place, _, criterion in criteria(framework):
        for n, link in enumerate(criterion.methods):
            if link.id not in material.methods:
                yield Found(place.at("methods", n, "id"), _known(material), link.id)
    for place, section in sections(framework):
        for field in ("must_run", "must_pass"):
            for n, id in enumerate(getattr(section, field)):
                if id not in material.methods:
                    yield Found(place.at(field, n), _known(material), id)
                elif id not in linked and id not in BEAR_ON_NO_CRITERION:
                    wrong = "link the method from a criterion that it bears on"
                    yield Found(place.at(field, n), wrong, id)


@rule("crosswalk")
def crosswalk(material: Material) -> Iterator[Found]:
    """A reference that the other framework does not have looks like care and is none."""
    for place, _, criterion in criteria(material.framework):
        for key, ids in material.catalogues.items():
            for n, reference in enumerate(getattr(criterion.crosswalk, key)):
                if str(reference) not in ids:
                    wrong = f"name an id that stands in the catalogue {key}"
                    yield Found(place.at("crosswalk", key, n), wrong, str(reference))


def _known(material: Material) -> str:
    return f"name a method that there is: {', '.join(sorted(material.methods)) or 'none is known'}"
