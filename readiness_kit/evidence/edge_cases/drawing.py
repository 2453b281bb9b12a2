"""The records that edge cases start from: a seeded draw from the POC sample, and its main fields.

The POC sample is taken because the model is at its best there: whatever a fault changes on it was
changed by the fault.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import Random

from readiness_kit.errors import UsageError
from readiness_kit.evidence.accuracy_task import Task, readable, task_of
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.edge_cases.fields import Field, fields_of
from readiness_kit.evidence.samples import Sample, infer_types, typed_records
from readiness_kit.evidence.scope import Scope, absence, labels_of, read_scope
from readiness_kit.evidence.target import Record

RECORDS = {"quick": 50, "standard": 200, "full": 500}
"""Records drawn, by the depth of the assessment."""


@dataclass(frozen=True)
class Drawn:
    """Some records of the POC sample in scope, beside their labels."""

    scope: Scope = field(repr=False)
    """The whole sample, and what of it is in scope."""
    records: list[Record] = field(repr=False)
    truth: list[str | None] = field(repr=False)
    """In one spelling; None where the cell is empty."""
    labels: frozenset[str] = field(repr=False)
    """Every label of the whole sample."""
    task: Task
    fields: list[Field]
    notes: list[str]

    @property
    def names(self) -> list[str]:
        """The fields of every record."""
        return [field.name for field in self.fields]


def drawn_records(context: Context) -> Drawn:
    """Draw records by the seed, as many as the depth asks for, or all there are in scope."""
    profile = context.engagement.profile
    scope = read_scope(context.engagement, profile.data.poc)
    label, key = profile.data.label or "", profile.data.key
    _must_have(scope.whole, label)
    types = infer_types(scope.whole)
    without = (label, key or label)
    # what a field may hold is told from every row, also from those out of scope
    fields = fields_of(typed_records(scope.whole, types, without=without), types)
    told = labels_of(scope.whole, label)
    task = task_of(told, ())
    rows = range(scope.kept.rows)
    some = sorted(Random(context.seed).sample(rows, min(RECORDS[profile.depth], len(rows))))
    drawn = scope.kept.taken(some)
    lost_key = absence(scope.whole, "data.key", key)
    return Drawn(
        scope=scope,
        records=typed_records(drawn, types, without=without),
        truth=readable(labels_of(drawn, label), task),
        labels=frozenset(found for found in readable(told, task) if found is not None),
        task=task,
        fields=[replace(field, synonyms=profile.edge_cases.synonyms) for field in fields],
        notes=[
            *scope.whole.notes,
            *([f"{lost_key}, so nothing was left out for it"] if lost_key else []),
        ],
    )


def _must_have(sample: Sample, label: str) -> None:
    """Refuse a sample without the label's column, or the truth could be asked with."""
    lack = absence(sample, "data.label", label)
    if lack is not None:
        raise UsageError(
            f"{lack}. Edge cases start from the POC sample: correct data.label in "
            f"engagement.yaml, or add the column."
        )
