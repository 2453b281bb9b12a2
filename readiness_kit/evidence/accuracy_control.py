"""Whether the model gives the same rows the same answer twice, and what a run is about to ask."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from readiness_kit.evidence.answers import Part
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record, Target

CONTROL_ROWS = 200


def announce(target: Target, poc: Part, production: Part, seed: int) -> None:
    """Tell the target all that `asked_twice`, `scored` and `ask` are about to ask, in that order.

    Production rows without labels are asked only where none has one.
    """
    control = _control_batch(production.records, seed)
    rows = production.labelled or range(len(production.records))
    target.prepare(
        [
            *control,
            *control,
            *(poc.records[row] for row in poc.labelled),
            *(production.records[row] for row in rows),
        ]
    )


class Control(NamedTuple):
    """How many rows got another answer when the same batch was asked again."""

    differing: int
    n: int


def asked_twice(target: Target, records: list[Record], seed: int) -> Control:
    """Ask for some rows, chosen by the seed, twice in the same batch."""
    batch = _control_batch(records, seed)
    first, second = target.predict(batch), target.predict(batch)
    pairs = zip(first, second, strict=True)
    differing = sum(canonical(a.prediction) != canonical(b.prediction) for a, b in pairs)
    return Control(differing, len(batch))


def _control_batch(records: list[Record], seed: int) -> list[Record]:
    rows = Random(seed).sample(range(len(records)), min(CONTROL_ROWS, len(records)))
    return [records[row] for row in rows]
