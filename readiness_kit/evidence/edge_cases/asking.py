"""Asks for records that may be too much for a model, so that one of them spoils no other.

Records go in batches. A batch that raises is halved down to the records that did it; after a batch
that ended the process, each of its records is asked alone. Every such end costs a restart, so their
number is bounded, and what is left over stays unasked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readiness_kit.evidence.target import Record, Result, Target
from readiness_kit.evidence.target.child import ChildTarget
from readiness_kit.evidence.target.protocol import BATCH, Refusal

Reply = Result | Refusal | None
"""What came of one record; None where it was not asked any more."""
DEATHS = 3
"""So often may a model end or hang before the rest stays unasked."""
FEW = 8
"""So many records are rather asked one by one: where many are refused, that is half the calls."""


def announce(target: Target, records: Iterable[Record]) -> None:
    """Tell a model that answers by file what will be asked; for any other nothing is even made.

    Raises AwaitingAnswersError where its answers are missing.
    """
    if target.about.get("target_form") == "file":
        target.prepare(list(records))


def opened_anew(target: Target) -> bool:
    """End the model's process, so that the next call starts one; False where it is not ours."""
    if not isinstance(target, ChildTarget):
        return False
    target.close()
    return True


@dataclass
class Asker:
    """Asks one model, until it has ended or hung too often."""

    target: Target
    fields: Sequence[str] = ()
    limit_s: float | None = None
    deaths_left: int = DEATHS
    uneven: bool = False
    """Whether records were answered alone, and not one by one where several came together."""

    def replies(self, records: Sequence[Record]) -> list[Reply]:
        """One reply a record, in order."""
        replies: list[Reply] = []
        for start in range(0, len(records), BATCH):
            replies += self._halved(list(records[start : start + BATCH]))
        return replies

    def alone(self, records: Sequence[Record]) -> list[Reply]:
        """One reply a record, each asked in a call of its own."""
        return [reply for record in records for reply in self._halved([record])]

    def _halved(self, batch: list[Record]) -> list[Reply]:
        if self.deaths_left <= 0:
            return [None] * len(batch)
        found = self.target.attempt(batch, fields=self.fields, limit_s=self.limit_s)
        if not isinstance(found, Refusal):
            return list(found)
        if found.kind in ("ended", "hung"):
            return self._after_an_end(batch, found)
        if len(batch) == 1:
            return [found]
        replies = self._in_parts(batch)
        if found.kind == "contract" and None not in replies:
            self.uneven |= not any(map(_is_contract, replies))
        return replies

    def _in_parts(self, batch: list[Record]) -> list[Reply]:
        if len(batch) <= FEW:
            return self.alone(batch)
        middle = len(batch) // 2
        return self._halved(batch[:middle]) + self._halved(batch[middle:])

    def _after_an_end(self, batch: list[Record], found: Refusal) -> list[Reply]:
        """Which of these records it was; all of them where none of them does it alone."""
        self.deaths_left -= 1
        if len(batch) == 1:
            return [found]
        replies = self.alone(batch)
        guilty = any(isinstance(r, Refusal) and r.kind in ("ended", "hung") for r in replies)
        return replies if guilty or None in replies else [found] * len(batch)


def _is_contract(reply: Reply) -> bool:
    return isinstance(reply, Refusal) and reply.kind == "contract"
