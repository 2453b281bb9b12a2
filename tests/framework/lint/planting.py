"""Copies of the built-in framework with one thing changed, and what the lint says of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from typing import Any

from readiness_kit.framework import Framework, available, load_framework
from readiness_kit.framework.lint import Remark, lint
from readiness_kit.reading import read_yaml

Record = dict[str, Any]
Change = Callable[[Record], object]

OWN = load_framework("poc-to-production")
METHODS = {link.id for c in OWN.criteria.values() for link in c.methods} | {"claim-check"}
CATALOGUES = {
    "nist_ai_rmf": {ref for c in OWN.criteria.values() for ref in c.crosswalk.nist_ai_rmf},
    "mltrl": {str(step) for step in range(10)},
}
PUBLISHED = {"poc.edge_cases.tested", "integration_underestimated", "operations"}
_SAID: Record = read_yaml(available()["poc-to-production"]).data


def remarks(framework: Framework) -> list[Remark]:
    """Everything that the lint says, with all that it can be given."""
    return lint(framework, methods=METHODS, catalogues=CATALOGUES, published=PUBLISHED)


def changed(change: Change) -> Framework:
    """The built-in framework after a change to what its file says."""
    data = copy.deepcopy(_SAID)
    change(data)
    return Framework.model_validate(data)


def new_remarks(change: Change) -> list[tuple[str, str]]:
    """Rule and place of each remark that the change gave rise to."""
    after = [(remark.rule, remark.place) for remark in remarks(changed(change))]
    return [remark for remark in after if remark not in _before()]


@cache
def _before() -> frozenset[tuple[str, str]]:
    """What is remarked on the framework as it stands, so that texts may be at work meanwhile."""
    return frozenset((remark.rule, remark.place) for remark in remarks(OWN))


def section(data: Record, id: str) -> Record:
    return next(s for s in data["sections"] if s["id"] == id)


def practice(data: Record, id: str) -> Record:
    return next(p for s in data["sections"] for p in s["practices"] if p["id"] == id)


def criterion(data: Record, id: str) -> Record:
    """The criterion as the file says it."""
    found = (c for s in data["sections"] for p in s["practices"] for c in p["criteria"])
    return next(c for c in found if c["id"] == id)


def says(*field: str, text: object, of: str = "poc.edge_cases.tested") -> Change:
    """Write something else into a field of a criterion."""

    def change(data: Record) -> None:
        record = criterion(data, of)
        for step in field[:-1]:
            record = record[step]
        record[field[-1]] = text

    return change


def without(field: str, *, of: str = "poc.edge_cases.tested") -> Change:
    """Take a field out of a criterion."""
    return lambda data: criterion(data, of).pop(field)
