"""The records of both samples that the fall is explained on, drawn by the seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from readiness_kit.evidence.accuracy_task import Task, lost, readable, said, task_of
from readiness_kit.evidence.answers import both_samples
from readiness_kit.evidence.attribution.changes import Change
from readiness_kit.evidence.attribution.known_columns import KnownColumns
from readiness_kit.evidence.attribution.plant import Planted, plant
from readiness_kit.evidence.attribution.questions import Asked, Questions, asked
from readiness_kit.evidence.attribution.repair import repairs
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.data_gap.findings import Gap
from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.samples import ColumnType, Sample, infer_types
from readiness_kit.evidence.scope import Scope, labels_of

MOST_RECORDS = 2_000
"""Labelled records a side; more would narrow the intervals less than they cost in questions."""
MOST_ASKED = 20_000
"""Questions in all; where the changes make more, fewer records are drawn."""
MOST_CELLS = 5_000_000
"""Cells of all questions together: of very wide records fewer are drawn."""
_LESS = 0.9
_A_RECORD = 4
"""Questions for which there has to be room for each drawn record."""


@dataclass(frozen=True)
class Side:
    """One sample: its rows in scope with their labels, in the order in which they are drawn."""

    scope: Scope
    labels: list[str | None] = field(repr=False)
    order: list[int] = field(repr=False)

    @property
    def labelled(self) -> bool:
        """Whether the drawn records have labels: all of them or none."""
        return bool(self.order) and self.labels[self.order[0]] is not None

    def rows(self, most: int) -> list[int]:
        """The first so many of the drawn rows, as they stand in the file."""
        return sorted(self.order[:most])


@dataclass(frozen=True)
class Material:
    """Both samples, what differs between them, and what the labels are."""

    poc: Side
    production: Side
    gap: Gap
    task: Task
    types: dict[str, ColumnType]
    label: str
    key: str | None
    notes: tuple[str, ...]

    @cached_property
    def columns(self) -> KnownColumns:
        """What the POC's columns hold."""
        return KnownColumns(self.poc.scope.kept, self.key)

    @property
    def without(self) -> tuple[str, ...]:
        """The columns that the model is not given."""
        return (self.label, self.key or self.label)


@dataclass(frozen=True)
class Plan:
    """What is asked, and of which drawn records."""

    questions: Questions
    poc_rows: list[int] = field(repr=False)
    rows: list[int] = field(repr=False)
    """Of production."""
    poc: Sample = field(repr=False)
    production: Sample = field(repr=False)
    repaired: list[Change] = field(repr=False)
    planted: Planted = field(repr=False)
    poc_asked: Asked = field(repr=False)
    production_asked: Asked = field(repr=False)


def material(context: Context) -> Material | str:
    """Both samples compared, with their labels; why there is nothing to explain, where there is."""
    data = context.engagement.profile.data
    poc, production = both_samples(context)
    label, key = data.label or "", data.key
    for scope in (poc, production):
        if not scope.kept.rows:
            return f"excluded_segments take out every row of {scope.whole.path}"
    raw = [labels_of(scope.kept, label) for scope in (poc, production)]
    task = task_of(*raw)
    labels = [readable(found, task) for found in raw]
    sides = [
        Side(scope, found, _order(found, context.seed + place))
        for place, (scope, found) in enumerate(zip((poc, production), labels, strict=True))
    ]
    gap = measure_gap(
        poc.kept,
        production.kept,
        label=label,
        key=key,
        time=data.time,
        seed=context.seed,
        progress=context.progress,
    )
    notes = [remark] if (remark := said(task)) else []
    for scope, before, after in zip((poc, production), raw, labels, strict=True):
        notes += [*scope.kept.notes, *lost(scope.whole.path, before, after)]
    return Material(
        poc=sides[0],
        production=sides[1],
        gap=gap,
        task=task,
        types=infer_types(poc.whole),
        label=label,
        key=key,
        notes=tuple(notes),
    )


def plan(stuff: Material, seed: int) -> Plan:
    """Draw records, plant and repair, until no more has to be asked than there may be."""
    room = min(MOST_ASKED, MOST_CELLS // max(1, len(stuff.types)))
    most = min(MOST_RECORDS, max(1, room // _A_RECORD))
    while True:
        found = _plan(stuff, most, seed)
        count = len(found.questions.records)
        if count <= room or most <= 1:
            return found
        most = max(1, int(_LESS * most * room / count))


def blanked(changes: Sequence[Change]) -> list[Change]:
    """The same repairs, but with nothing filled in: a filled cell is no part of a mix."""
    return [
        replace(change, cells=dict.fromkeys(change.cells, ""))
        if change.group == "missing"
        else change
        for change in changes
    ]


def _plan(stuff: Material, most: int, seed: int) -> Plan:
    poc_rows, rows = stuff.poc.rows(most), stuff.production.rows(most)
    poc, production = stuff.poc.scope.kept.taken(poc_rows), stuff.production.scope.kept.taken(rows)
    repaired = repairs(stuff.gap, production, rows, stuff.columns, stuff.label)
    planted = Planted([], [])
    if stuff.poc.labelled:
        planted = plant(stuff.gap, poc, stuff.columns, stuff.label, seed)
    questions = Questions()
    common = {"types": stuff.types, "without": stuff.without, "questions": questions}
    poc_asked = asked(poc, planted.changes, **common)  # type: ignore[arg-type]
    mended = repaired if stuff.production.labelled else []
    production_asked = asked(production, mended, **common)  # type: ignore[arg-type]
    return Plan(
        questions, poc_rows, rows, poc, production, repaired, planted, poc_asked, production_asked
    )


def _order(labels: list[str | None], seed: int) -> list[int]:
    """The labelled rows, or all where none is, in an order drawn by the seed."""
    rows = [row for row, label in enumerate(labels) if label is not None] or range(len(labels))
    return Random(seed).sample(rows, len(rows))
