"""The rule that no two criteria ask the same, or have the same shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from readiness_kit.framework.criterion import Criterion, Scope
from readiness_kit.framework.lint.places import criteria
from readiness_kit.framework.lint.remark import Found
from readiness_kit.framework.lint.rule import Material, rule
from readiness_kit.framework.lint.words import likeness, stems

MOST_ALIKE = 0.3
"""Of stems in common. Of the 4,095 pairs of our own 91 criteria the likest has 0.27 by title and
question, the next 0.22, while paraphrases by somebody who meant to ask the same have 0.33 to 0.65.
By levels 3 and 4, the likest that one system is asked has 0.29, the next two 0.28; two pairs that
had the same shown had 0.31 and 0.37, and paraphrases of eight criteria have 0.34 to 0.75."""

_TESTED, _SUSTAINED = 3, 4
_FRAME = stems("dated date file month monthly least change changed")
"""What almost every level 3 and 4 says, since the rules of steps ask for trace, rhythm and
consequence: with it, criteria of quite different subjects have up to 0.38."""


@rule("same-question")
def same_question(material: Material) -> Iterator[Found]:
    """What is asked twice counts twice, and tires whoever answers.

    A paraphrase of the question may share few words with it; what must be shown at levels 3 and 4
    then still gives it away. Criteria whose scopes exclude each other meet in no system.
    """
    asked = [
        (place, c, _subject(c), _shown(c) if material.five_steps else None)
        for place, _, c in criteria(material.framework)
    ]
    for (_, one, before, shown), (place, other, after, shows) in combinations(asked, 2):
        if not _meet(one.scope, other.scope):
            continue
        if likeness(before, after) > MOST_ALIKE:
            wrong = f"ask something else, or merge it with {one.id}, which asks the same"
            yield Found(place.at("question"), wrong, other.question)
        elif shown and shows and likeness(shown, shows) > MOST_ALIKE:
            wrong = (
                f"have something else shown, or merge it with {one.id}, which has the same shown"
            )
            yield Found(place.at("levels", str(_TESTED)), wrong, other.levels[_TESTED])


def _subject(criterion: Criterion) -> frozenset[str]:
    return stems(f"{criterion.title}. {criterion.question}")


def _shown(criterion: Criterion) -> frozenset[str]:
    """What the two upper levels are about, apart from what every level must say."""
    return stems(f"{criterion.levels[_TESTED]} {criterion.levels[_SUSTAINED]}") - _FRAME


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
