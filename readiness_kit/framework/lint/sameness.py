"""The rule that no two criteria ask the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from readiness_kit.framework.criterion import Criterion, Scope
from readiness_kit.framework.lint.places import criteria
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.words import likeness, stems

MOST_ALIKE = 0.3
"""Of stems in common. Of the 4,095 pairs of our own 91 criteria the likest has 0.27, the next
0.22, while paraphrases by somebody who meant to ask the same have 0.33 to 0.65."""


@rule("same-question")
def same_question(material: Material) -> Iterator[Found]:
    """What is asked twice counts twice, and tires whoever answers.

    Two criteria whose scopes exclude each other are never asked of one system.
    """
    asked = [(place, c, _subject(c)) for place, _, c in criteria(material.framework)]
    for (_, first, before), (place, second, after) in combinations(asked, 2):
        if likeness(before, after) > MOST_ALIKE and _meet(first.scope, second.scope):
            wrong = f"ask something else, or merge it with {first.id}, which asks the same"
            yield Found(place.at("question"), wrong, second.question)


def _subject(criterion: Criterion) -> frozenset[str]:
    return stems(f"{criterion.title}. {criterion.question}")


def _meet(one: Scope, other: Scope) -> bool:
    """Whether there is a system of which both are asked."""
    return (
        _overlap(one.kind, other.kind)
        and _overlap(one.criticality, other.criticality)
        and _agree(one.acts, other.acts)
        and _agree(one.regulated, other.regulated)
    )


def _overlap(one: Sequence[str] | None, other: Sequence[str] | None) -> bool:
    return one is None or other is None or bool(set(one) & set(other))


def _agree(one: bool | None, other: bool | None) -> bool:
    return one is None or other is None or one == other
