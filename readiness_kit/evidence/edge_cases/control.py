"""The control before any fault: clean records asked again in every way that must not matter.

In the same batches, in another order, with their fields in another order, and alone. Answers that
change by themselves set a floor: only what faults change beyond it is their doing.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from readiness_kit.evidence.edge_cases.asking import Asker, Reply, announce
from readiness_kit.evidence.edge_cases.outcomes import is_valid
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record, Result, Target
from readiness_kit.evidence.target.protocol import BATCH, Refusal

MOST_ALONE = 50
"""Records asked one by one: enough to see that an answer depends on its batch."""
LEAST_LIMIT_S, MOST_LIMIT_S = 30.0, 300.0
SLOWER = 10
"""So many times as long as the first clean batch may a later one take; start-up included."""


class Again(NamedTuple):
    """Clean records asked once more, in another way."""

    differing: int
    n: int

    @property
    def share(self) -> float:
        """Of the answers, so many differ."""
        return self.differing / self.n if self.n else 0.0


@dataclass(frozen=True)
class Control:
    """The clean answers, and how far they can be relied on."""

    answers: dict[int, Result] = field(repr=False)
    """By row; only valid ones, since no case can be told from a fault that was there before."""
    n: int
    """Records asked."""
    twice: Again
    """In the same batches."""
    shuffled: Again
    """In another order, so that each has other neighbours."""
    rewritten: Again
    """As JSON that somebody read and wrote again, with its fields in the order of the alphabet."""
    alone: Again
    limit_s: float
    """Longer than this no batch may take."""
    refusals: str
    """How clean records were refused, in words; empty where none was."""
    uneven: bool = False
    """Whether records were answered alone, and not one by one where several came together."""

    @property
    def again(self) -> tuple[Again, ...]:
        """Every way in which the records were asked once more."""
        return self.twice, self.shuffled, self.rewritten, self.alone

    @property
    def floor(self) -> tuple[int, int]:
        """Answers that change by themselves, of how many; the worst of the controls."""
        worst = max(self.again, key=lambda again: again.share)
        return worst.differing, worst.n


def controlled(
    target: Target, records: Sequence[Record], names: Sequence[str], seed: int
) -> Control:
    """Ask for clean records in batches, then again in each way."""
    announce(target, [*records, *records])
    started = time.monotonic()
    asker = Asker(target, names)
    first = asker.replies(records)
    batches = max(1, -(-len(records) // BATCH))
    took = (time.monotonic() - started) / batches
    limit_s = min(MOST_LIMIT_S, max(LEAST_LIMIT_S, SLOWER * took))
    rows = [row for row, reply in enumerate(first) if _usable(reply)]
    said = {row: _said(first[row]) for row in rows}

    def asked(order: Sequence[int], as_asked: Sequence[Record], *, alone: bool = False) -> Again:
        asker = Asker(target, names, limit_s)
        replies = asker.alone(as_asked) if alone else asker.replies(as_asked)
        answers = dict(zip(order, map(_said, replies), strict=True))
        return Again(sum(said[row] != answers[row] for row in said if row in answers), len(order))

    everywhere = list(range(len(records)))
    order = Random(f"{seed} order").sample(rows, len(rows))
    some = rows[:MOST_ALONE]
    return Control(
        answers={
            row: reply
            for row, reply in enumerate(first)
            if isinstance(reply, Result) and row in said
        },
        n=len(records),
        twice=asked(everywhere, records)._replace(n=len(rows)),
        shuffled=asked(order, [records[row] for row in order]),
        rewritten=asked(rows, [_rewritten(records[row]) for row in rows]),
        alone=asked(some, [records[row] for row in some], alone=True),
        limit_s=limit_s,
        refusals=", ".join(
            sorted({reply.type or reply.kind for reply in first if isinstance(reply, Refusal)})
        ),
        uneven=asker.uneven,
    )


def _rewritten(record: Record) -> Record:
    made: Record = json.loads(json.dumps(record, sort_keys=True))
    return made


def _usable(reply: Reply) -> bool:
    return isinstance(reply, Result) and is_valid(reply) and canonical(reply.prediction) is not None


def _said(reply: Reply) -> str | None:
    return canonical(reply.prediction) if isinstance(reply, Result) else None
