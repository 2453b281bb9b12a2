"""How a rule of the lint is written: a function of the material, under the decorator `rule`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from readiness_kit.framework.lint.remark import Found, Remark
from readiness_kit.framework.schema import Framework


@dataclass(frozen=True)
class Material:
    """All that a rule may look at; no rule reads a file or remembers anything."""

    framework: Framework
    methods: frozenset[str]
    """The evidence methods that there are."""
    catalogues: Mapping[str, frozenset[str]]
    """By key of the crosswalk: the ids that the other framework really has."""
    published: frozenset[str]
    """Ids that earlier versions carried, and that files of clients may hold."""

    @property
    def five_steps(self) -> bool:
        """Whether levels mean absent, ad hoc, written, practised and tested, sustained."""
        return [step.level for step in self.framework.scale] == [0, 1, 2, 3, 4]


Finder = Callable[[Material], Iterator[Found]]


@dataclass(frozen=True)
class Rule:
    """One thing that a framework's content must hold, and why."""

    id: str
    why: str
    find: Finder

    def remarks(self, material: Material) -> Iterator[Remark]:
        """Every breach of this rule, in the order of the framework."""
        for place, wrong, came in self.find(material):
            yield Remark(self.id, str(place), wrong, came, (*place.path, *place.field))


def rule(id: str) -> Callable[[Finder], Rule]:
    """Make a Rule of a function that finds faults; why it holds is the function's docstring."""

    def made(find: Finder) -> Rule:
        return Rule(id, inspect.getdoc(find) or "", find)

    return made
