"""Whether a faulty record spoils the answer to a clean one: beside it in a batch, or after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from readiness_kit.evidence.edge_cases.asking import Asker, Reply, opened_anew
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.outcomes import same_answer
from readiness_kit.evidence.edge_cases.trial import Trial
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record, Result

PAIRS = 6
"""So many faulty records of a family are asked once more, each with a clean one behind it."""


class Poison:
    """Looks for spoiled answers, family by family.

    A model that stays spoiled is opened anew, or what is tried later would be held against the
    wrong faults. Where that cannot be done, nothing more is looked for.
    """

    def __init__(self, asker: Asker, drawn: Drawn, answers: Mapping[int, Result]) -> None:
        self._asker, self._drawn, self._answers = asker, drawn, answers
        self.spoiled_by: list[str] = []
        """The families after which clean records were answered otherwise ever after."""
        self._stuck = False

    def looked_for(self, trial: Trial) -> Trial:
        """The trial, with how many clean records its faults spoil.

        An answer that differs once may be chance. So it counts where the record differs again: on
        its own, which means that the model stays spoiled, or beside the same faults once more.
        """
        usable = [case.plan for case in trial.cases if not case.ended]
        step = max(1, len(usable) // PAIRS)
        plans = usable[::step][:PAIRS]
        if not plans or self._stuck:
            return trial
        rows = [plan.row for plan in plans]
        faulty = [plan.planted(self._drawn).record for plan in plans]
        if not (first := self._otherwise(rows, faulty)):
            return trial
        if stays := first & self._otherwise(rows, []):
            self.spoiled_by.append(trial.family.title)
            self._stuck = not opened_anew(self._asker.target)
            return replace(trial, poisoned=len(stays))
        return replace(trial, poisoned=len(first & self._otherwise(rows, faulty)))

    def _otherwise(self, rows: Sequence[int], faulty: Sequence[Record]) -> set[int]:
        """The places of clean records that are answered otherwise, each behind a faulty one."""
        batch: list[Record] = []
        for place, row in enumerate(rows):
            batch += [*faulty[place : place + 1], self._drawn.records[row]]
        replies = self._asker.replies(batch)
        clean = replies[1::2] if faulty else replies
        return {
            place
            for place, (row, reply) in enumerate(zip(rows, clean, strict=True))
            if self._differs(row, reply)
        }

    def _differs(self, row: int, reply: Reply) -> bool:
        """Whether a clean record is answered otherwise than at first, or not any more."""
        if reply is None:
            return False
        before, tolerance = canonical(self._answers[row].prediction), self._drawn.task.tolerance
        after = canonical(reply.prediction) if isinstance(reply, Result) else None
        return not same_answer(before, after, tolerance)
