"""Tries one family of edge cases: plants the fault, asks, and tells what came of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from readiness_kit.evidence.answers import is_right
from readiness_kit.evidence.edge_cases.asking import Asker, Reply
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.expected import Expectation, Expectations
from readiness_kit.evidence.edge_cases.family import (
    Family,
    FaultyPerturberError,
    Perturbed,
    PlugInRaisedError,
    as_in_production,
)
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.edge_cases.outcomes import GRAVEST, Outcome, ended, outcome_of
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record, Result
from readiness_kit.evidence.target.cases import differs_in_a_file
from readiness_kit.evidence.target.protocol import BATCH, Refusal


class Plan(NamedTuple):
    """Which fault goes into which field of which record; the record is made anew when wanted.

    Thousands of planted records of a wide table would not fit into memory at once.
    """

    family: Family
    row: int
    """The record's place in the draw."""
    field: Field
    turn: int

    def planted(self, drawn: Drawn) -> Perturbed:
        """The record with its fault."""
        made = as_in_production(self.family, drawn.records[self.row], self.field, self.turn)
        if made is None:
            raise FaultyPerturberError(f"{self.family.id} {self.family.name} is no pure function")
        return made


@dataclass(frozen=True)
class Case:
    """One record with one fault, and what came of it."""

    plan: Plan = field(repr=False)
    how: str
    outcome: Outcome
    expectation: Expectation
    copies: int
    """How often the record came."""
    ended: bool
    """Whether it ended the process or held it up for good."""
    named: bool
    """Whether a refusal names the field."""
    truth: str | None
    right_before: bool | None
    """Whether the clean answer is the label; None without a label."""
    right_after: bool | None
    """The same of the answer to the case; None where the model gave no answer of its own."""

    @property
    def row(self) -> int:
        """The record's place in the draw."""
        return self.plan.row

    @property
    def field(self) -> str:
        """Where the fault is; empty where it is in no single field."""
        return self.plan.field.name

    @property
    def silent(self) -> bool:
        """Whether it came to another thing than expected, and nobody was told."""
        return self.expectation.broken_by(
            self.outcome, before=self.right_before, after=self.right_after
        )

    @property
    def failed(self) -> bool:
        """Whether it did not come to what was expected, silently or not."""
        return self.silent or self.outcome in ("CRASH", "INVALID")


@dataclass(frozen=True)
class Trial:
    """All cases of one family."""

    family: Family
    fields: list[str]
    """Those that it applies to, the most important first."""
    cases: list[Case] = field(repr=False)
    unasked: int = 0
    """Cases left out because the model had ended or hung too often."""
    poisoned: int = 0
    """Clean records that were answered otherwise beside or after one with the fault."""

    @property
    def state(self) -> Literal["asked", "skipped", "stopped"]:
        """Skipped: no cell changed, so nothing was tried. Stopped: not all was asked."""
        if not self.changed_cells:
            return "skipped"
        return "stopped" if self.unasked else "asked"

    @property
    def changed_cells(self) -> int:
        """Records that the family really changed."""
        return len(self.cases) + self.unasked

    def of(self, name: str) -> list[Case]:
        """The cases of one field."""
        return [case for case in self.cases if case.field == name]


def plans_of(
    family: Family, fields: Sequence[Field], drawn: Drawn, rows: Sequence[int]
) -> list[Plan]:
    """Where a family changes something, record by record.

    So a batch holds faults in different fields as an intake does: were one column at fault in all
    of a batch, many models would stumble over the column as a whole and never over the record.
    """
    applicable = [field for field in fields if family.applies(field)]
    plans = []
    for turn, row in enumerate(rows):
        for field_ in applicable:
            if _changes(family, drawn.records[row], field_, turn):
                plans.append(Plan(family, row, field_, turn))
    return plans


def told_in_a_file(plans: Sequence[Plan], drawn: Drawn) -> list[Plan]:
    """Those of the plans whose fault a file brings to the model; any other would seem harmless."""
    return [
        plan
        for plan in plans
        if (made := plan.planted(drawn)).copies > 1
        or differs_in_a_file(drawn.records[plan.row], made.record)
    ]


def planted(plans: Sequence[Plan], drawn: Drawn) -> Iterator[Record]:
    """The records to be asked, each as often as it comes."""
    for plan in plans:
        made = plan.planted(drawn)
        yield from [made.record] * made.copies


def try_family(
    family: Family,
    plans: Sequence[Plan],
    drawn: Drawn,
    answers: Mapping[int, Result],
    expected: Expectations,
    asker: Asker,
) -> Trial:
    """Ask for every planted record; `answers` are the clean ones by row."""
    cases: list[Case] = []
    for start in range(0, len(plans), BATCH):
        part = plans[start : start + BATCH]
        made = [plan.planted(drawn) for plan in part]
        replies = iter(asker.replies([one.record for one in made for _ in range(one.copies)]))
        for plan, one in zip(part, made, strict=True):
            came = [next(replies) for _ in range(one.copies)]
            if None not in came:
                cases.append(_case(plan, one, came, answers[plan.row], drawn, expected))
    changed = dict.fromkeys(plan.field.name for plan in plans)
    return Trial(family, list(changed), cases, unasked=len(plans) - len(cases))


def gravest_first(cases: Iterable[Case]) -> list[Case]:
    """Ends of the process first, then crashes and what else is loud, then silent failures."""
    rank = {outcome: place for place, outcome in enumerate(GRAVEST)}
    return sorted(cases, key=lambda case: (not case.ended, rank[case.outcome]))


def _changes(family: Family, record: Record, field: Field, turn: int) -> bool:
    try:
        return as_in_production(family, record, field, turn) is not None
    except PlugInRaisedError as error:
        # a broken plug-in must not take the run with it
        family.raised.add(error.type)
        warnings.warn(f"{error} on a record, which is left out", RuntimeWarning, stacklevel=2)
        return False


def _case(
    plan: Plan,
    made: Perturbed,
    came: Sequence[Reply],
    clean: Result,
    drawn: Drawn,
    expected: Expectations,
) -> Case:
    tolerance, truth = drawn.task.tolerance, drawn.truth[plan.row]
    outcomes = {
        outcome_of(clean, reply, drawn.labels, tolerance): reply
        for reply in came
        if reply is not None
    }
    outcome = next(one for one in GRAVEST if one in outcomes)
    reply = outcomes[outcome]
    answered = isinstance(reply, Result) and outcome in ("SAME", "CHANGED", "INVALID")

    def right(answer: Result) -> bool | None:
        return None if truth is None else is_right(truth, canonical(answer.prediction), tolerance)

    return Case(
        plan=plan,
        how=made.how,
        outcome=outcome,
        expectation=expected.of(plan.family, plan.field.name),
        copies=made.copies,
        ended=any(map(ended, came)),
        named=isinstance(reply, Refusal) and plan.field.name in reply.named,
        truth=truth,
        right_before=right(clean),
        right_after=right(reply) if answered and isinstance(reply, Result) else None,
    )
