"""Tries one family of edge cases: plants the fault, asks, and counts what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from readiness_kit.evidence.edge_cases.asking import Asker, Reply
from readiness_kit.evidence.edge_cases.drawing import Drawn
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.edge_cases.outcomes import Outcome, ended, outcome_of
from readiness_kit.evidence.edge_cases.perturbers import Family, perturbed
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.target import Record, Result
from readiness_kit.evidence.target.protocol import Refusal


@dataclass(frozen=True)
class Case:
    """One record with one fault in one field, and what came of it."""

    row: int
    """The record's place in the draw."""
    field: str
    how: str
    outcome: Outcome
    ended: bool
    """Whether it ended the process or held it up for good."""
    named: bool
    """Whether a refusal names the field."""
    right_before: bool | None
    """Whether the clean answer is the label; None without a label."""
    right_after: bool | None
    """The same of the answer to the case; None where the model gave no answer of its own."""


@dataclass(frozen=True)
class Trial:
    """All cases of one family."""

    family: Family
    fields: list[str]
    """Those that it applies to, the most important first."""
    cases: list[Case] = field(repr=False)
    unasked: int = 0
    """Cases left out because the model had ended or hung too often."""

    @property
    def state(self) -> Literal["asked", "skipped", "stopped"]:
        """Skipped: no cell changed, so nothing was tried. Stopped: not all was asked."""
        if not self.changed_cells:
            return "skipped"
        return "stopped" if self.unasked else "asked"

    @property
    def changed_cells(self) -> int:
        """Cells that the family really changed."""
        return len(self.cases) + self.unasked

    def of(self, name: str) -> list[Case]:
        """The cases of one field."""
        return [case for case in self.cases if case.field == name]


@dataclass(frozen=True)
class _Plan:
    row: int
    field: Field
    record: Record
    how: str


def try_family(
    family: Family,
    fields: Sequence[Field],
    drawn: Drawn,
    answers: dict[int, Result],
    asker: Asker,
) -> Trial:
    """Plant the family's fault in every field it applies to, one cell a record.

    `answers` are the clean ones by row. Cases go record by record, so that a batch holds faults in
    different fields as an intake does: were one column at fault in all of a batch, many models
    would stumble over the column as a whole and never over the record.
    """
    plans = _plans(family, fields, drawn, list(answers))
    replies = asker.replies([plan.record for plan in plans])
    pairs = zip(plans, replies, strict=True)
    cases = [_case(plan, r, answers[plan.row], drawn) for plan, r in pairs if r is not None]
    changed = {plan.field.name for plan in plans}
    return Trial(
        family,
        [field.name for field in fields if field.name in changed],
        cases,
        unasked=len(plans) - len(cases),
    )


def _plans(
    family: Family, fields: Sequence[Field], drawn: Drawn, rows: Sequence[int]
) -> list[_Plan]:
    applicable = [field for field in fields if family.applies(field)]
    plans = []
    for turn, row in enumerate(rows):
        for field_ in applicable:
            made = perturbed(family, drawn.records[row], field_, turn)
            if made is not None:
                plans.append(_Plan(row, field_, made.record, made.how))
    return plans


def _case(plan: _Plan, reply: Reply, clean: Result, drawn: Drawn) -> Case:
    assert reply is not None
    truth = drawn.truth[plan.row]
    outcome = outcome_of(clean, reply, drawn.labels)
    answered = isinstance(reply, Result) and outcome in ("SAME", "CHANGED", "INVALID")
    known = truth is not None
    return Case(
        row=plan.row,
        field=plan.field.name,
        how=plan.how,
        outcome=outcome,
        ended=ended(reply),
        named=isinstance(reply, Refusal) and plan.field.name in reply.named,
        right_before=canonical(clean.prediction) == truth if known else None,
        right_after=canonical(reply.prediction) == truth
        if known and answered and isinstance(reply, Result)
        else None,
    )
