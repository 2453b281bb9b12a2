"""References of a framework into a catalogue that the catalogue does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from readiness_kit.framework.crosswalks.catalogue import Catalogue
from readiness_kit.framework.schema import Framework


class Dangling(NamedTuple):
    """One reference that leads nowhere."""

    criterion: str
    reference: str


def dangling(framework: Framework, catalogue: Catalogue) -> Iterator[Dangling]:
    """Every reference into the air, in framework order; a client's own framework is not linted."""
    for criterion in framework.criteria.values():
        # a level of MLTRL is a number there and a name here
        for reference in map(str, getattr(criterion.crosswalk, catalogue.id)):
            if reference not in catalogue.ids:
                yield Dangling(criterion.id, reference)
