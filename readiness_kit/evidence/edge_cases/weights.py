"""Which fields an answer depends on: each is shuffled among the records, and asked for once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from readiness_kit.evidence.edge_cases.asking import Asker, Reply, announce
from readiness_kit.evidence.edge_cases.control import Control
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.edge_cases.outcomes import ended, same_answer
from readiness_kit.evidence.labels import SMALLEST_COUNT, canonical
from readiness_kit.evidence.target import Record, Result

MOST_FIELDS = 6
MOST_SHUFFLED = 100
"""So many fields, from the first on, are looked at for whether the answers depend on them."""


@dataclass(frozen=True)
class Weight:
    """How much a field weighs."""

    field: Field
    moved: float
    """So many answers changed when the field's cells changed places; where the model ended too
    often for all to be asked, as many as among those that were."""
    ended: int = 0
    """Records with a cell of another one that ended the process or held it up for good."""


@dataclass(frozen=True)
class Weights:
    """The fields by how much they matter, and whether any does."""

    every: list[Weight]
    """Of equal weight, the first in the file comes first."""
    ignored: bool | None
    """Whether the model looks at no field; None where the records cannot tell."""
    notes: tuple[str, ...] = ()

    @property
    def main(self) -> list[Weight]:
        """The fields that faults are planted in."""
        return self.every[:MOST_FIELDS]


def weighed(asker: Asker, drawn: Drawn, control: Control, seed: int) -> Weights:
    """Shuffle every field, and count the answers that change.

    Where the model ends on a shuffled record, that counts as an answer changed.
    """
    fields = drawn.fields[:MOST_SHUFFLED]
    rows, tolerance = list(control.answers), drawn.task.tolerance
    given = [canonical(clean.prediction) for clean in control.answers.values()]
    announce(asker.target, (r for field in fields for r in _shuffled(drawn, field, rows, seed)))
    found = []
    for field in fields:
        # each field has its own bound: one that ends the process must not hide the others
        own = replace(asker)
        replies = own.replies(list(_shuffled(drawn, field, rows, seed)))
        asked = sum(reply is not None for reply in replies)
        same = sum(map(_as_before, replies, given, [tolerance] * len(rows)))
        moved = len(rows) * (asked - same) / asked if asked else 0
        found.append(Weight(field, moved, sum(map(ended, replies))))
    left = len(drawn.fields) - len(fields)
    return Weights(
        every=sorted(found, key=lambda weight: -weight.moved),
        ignored=_ignored(found, drawn, control) if not left else None,
        notes=(f"only the first {MOST_SHUFFLED} of {len(drawn.fields):,} fields were looked at",)
        if left
        else (),
    )


def _shuffled(drawn: Drawn, field: Field, rows: Sequence[int], seed: int) -> Iterator[Record]:
    order = list(rows)
    Random(f"{seed} {field.name}").shuffle(order)
    for row, other in zip(rows, order, strict=True):
        yield {**drawn.records[row], field.name: drawn.records[other][field.name]}


def _as_before(reply: Reply, before: str | None, tolerance: float | None) -> bool:
    return isinstance(reply, Result) and same_answer(before, canonical(reply.prediction), tolerance)


def _ignored(found: Sequence[Weight], drawn: Drawn, control: Control) -> bool | None:
    """Whether no answer moves whatever changes places, where some should.

    Records of one label alone cannot tell: the same answer to all of them may be right.
    """
    truth = [label for row, label in enumerate(drawn.truth) if row in control.answers]
    known = [label for label in truth if label is not None]
    others = len(known) - max((known.count(label) for label in set(known)), default=0)
    if others < SMALLEST_COUNT:
        return None
    return not any(entry.moved for entry in found)
