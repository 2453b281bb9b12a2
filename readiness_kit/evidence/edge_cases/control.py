"""The control before any fault: clean records asked twice in one batch, and alone.

Answers that change by themselves set a floor: only what faults change beyond it is their doing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from readiness_kit.evidence.edge_cases.asking import Asker, Reply
from readiness_kit.evidence.edge_cases.outcomes import is_valid
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record, Result, Target
from readiness_kit.evidence.target.protocol import Refusal
from readiness_kit.evidence.target.python_target import BATCH

MOST_ALONE = 50
"""Records asked one by one: enough to see that an answer depends on its batch."""
LEAST_LIMIT_S, MOST_LIMIT_S = 30.0, 300.0
SLOWER = 10
"""So many times as long as the first clean batch may a later one take; start-up included."""


@dataclass(frozen=True)
class Control:
    """The clean answers, and how far they can be relied on."""

    answers: dict[int, Result] = field(repr=False)
    """By row; only valid ones, since no case can be told from a fault that was there before."""
    n: int
    """Records asked."""
    twice: int
    """Answers that differ when the same batch is asked again."""
    alone: int
    """Answers that differ when the record is asked alone."""
    alone_n: int
    limit_s: float
    """Longer than this no batch may take."""
    refusals: str
    """How clean records were refused, in words; empty where none was."""

    @property
    def floor(self) -> tuple[int, int]:
        """Answers that change by themselves, of how many; the worse of both controls."""
        both = [(self.twice, len(self.answers)), (self.alone, self.alone_n)]
        return max(both, key=lambda pair: pair[0] / pair[1] if pair[1] else 0)


def controlled(target: Target, records: Sequence[Record], names: Sequence[str]) -> Control:
    """Ask for clean records: in batches, again in the same batches, and some of them alone."""
    started = time.monotonic()
    first = Asker(target, names).replies(records)
    batches = max(1, -(-len(records) // BATCH))
    took = (time.monotonic() - started) / batches
    limit_s = min(MOST_LIMIT_S, max(LEAST_LIMIT_S, SLOWER * took))
    second = Asker(target, names, limit_s).replies(records)
    answers = {row: reply for row, reply in enumerate(first) if _usable(reply)}
    rows = list(answers)[:MOST_ALONE]
    alone = Asker(target, names, limit_s).alone([records[row] for row in rows])
    return Control(
        answers={row: reply for row, reply in answers.items() if isinstance(reply, Result)},
        n=len(records),
        twice=sum(_said(first[row]) != _said(second[row]) for row in answers),
        alone=sum(
            _said(first[row]) != _said(reply) for row, reply in zip(rows, alone, strict=True)
        ),
        alone_n=len(rows),
        limit_s=limit_s,
        refusals=", ".join(
            sorted({reply.type or reply.kind for reply in first if isinstance(reply, Refusal)})
        ),
    )


def _usable(reply: Reply) -> bool:
    return isinstance(reply, Result) and is_valid(reply) and canonical(reply.prediction) is not None


def _said(reply: Reply) -> str | None:
    return canonical(reply.prediction) if isinstance(reply, Result) else None
