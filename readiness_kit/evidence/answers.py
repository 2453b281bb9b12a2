"""Both samples of an engagement, prepared for asking, and what the model answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from readiness_kit.engagement.observation import InputFile
from readiness_kit.engagement.profile import DataFiles
from readiness_kit.errors import UsageError
from readiness_kit.evidence.context import Context, Progress
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import (
    ColumnType,
    Sample,
    has_repeated_names,
    infer_types,
    is_number,
    names_said,
    typed_records,
)
from readiness_kit.evidence.scope import Scope, absence, labels_of, nearest, read_scope
from readiness_kit.evidence.target import Record, Result, Target

_STEP = 500
"""Records between two reports of progress."""


@dataclass(frozen=True)
class Part:
    """The rows of one sample that are in scope."""

    source: InputFile
    records: list[Record] = field(repr=False)
    labels: list[str | None] = field(repr=False)
    """In one spelling; None where the cell is empty or the column absent."""
    keys: list[str] | None = field(repr=False)
    excluded: int
    notes: tuple[str, ...] = ()
    no_label: str | None = None
    """That the file lacks the column of data.label, in words."""
    no_key: str | None = None
    """That the file lacks the column of data.key, in words."""

    @property
    def labelled(self) -> list[int]:
        """The rows that have a label."""
        return [row for row, label in enumerate(self.labels) if label is not None]


@dataclass(frozen=True)
class Scored:
    """The labelled rows of one sample beside the model's answers."""

    truth: list[str]
    given: list[str | None]
    keys: list[str] | None
    tolerance: float | None = None
    """Where the label is a number: how far an answer may be off."""
    probas: list[float | None] | None = None

    @property
    def n(self) -> int:
        """How many rows were compared."""
        return len(self.truth)

    @property
    def right(self) -> list[bool]:
        """For each row, whether the answer is the label, or near enough to it."""
        pairs = zip(self.truth, self.given, strict=True)
        return [is_right(label, answer, self.tolerance) for label, answer in pairs]

    @property
    def correct(self) -> int:
        """How many answers are right."""
        return sum(self.right)

    def strange(self, labels: Collection[str]) -> int:
        """How many answers are none of these labels, or no numbers where labels are numbers.

        Giving no answer is not counted.
        """
        answers = [answer for answer in self.given if answer is not None]
        if self.tolerance is not None:
            return sum(not is_number(answer) for answer in answers)
        return sum(answer not in labels for answer in answers)

    def foreign(self, labels: Collection[str]) -> bool:
        """Whether the model answers, and never with one of these labels.

        Counting such answers as wrong would say nothing of the model.
        """
        strange = self.strange(labels)
        return strange > 0 and strange + self.given.count(None) == self.n


def is_right(label: str, answer: str | None, tolerance: float | None) -> bool:
    """Whether an answer is the label; with a tolerance, whether it is a number that near to it."""
    if tolerance is None:
        return answer == label
    near = answer is not None and is_number(answer)
    return near and abs(float(answer or 0) - float(label)) <= tolerance


def both_samples(context: Context) -> tuple[Scope, Scope]:
    """The POC sample and the production sample, and what of each is in scope.

    Raises UsageError where neither file has the column of the label or the key.
    """
    engagement, data = context.engagement, context.engagement.profile.data
    poc, production = (read_scope(engagement, name) for name in (data.poc, data.production))
    for said, column in (("data.label", data.label or ""), ("data.key", data.key)):
        if column is not None:
            _must_be_somewhere(said, column, (poc.whole, production.whole), data)
    return poc, production


def both_parts(context: Context) -> tuple[Part, Part]:
    """The POC sample and the production sample in scope, typed as the POC sample's columns are."""
    data = context.engagement.profile.data
    poc, production = both_samples(context)
    types = infer_types(poc.whole)
    label, key = data.label or "", data.key
    return _part(poc, types, label, key), _part(production, types, label, key)


def _must_be_somewhere(said: str, column: str, samples: Sequence[Sample], data: DataFiles) -> None:
    """Refuse a name that neither file has: the true label would go to the model as a feature.

    One of the files may lack it: what can be measured without it is, and the checks say so.
    """
    if any(column in sample.columns for sample in samples):
        return
    first = samples[0]
    sound = [sample for sample in samples if not _seems_headerless(sample, data)]
    names = names_said(first.columns) if any(sample is first for sample in sound) else None
    found = "seems to have no header row" if names is None else f"has: {names}"
    near = nearest(column, [name for sample in sound for name in sample.columns])
    raise UsageError(
        f"column {column!r} ({said}) is in neither sample; {first.path} {found}"
        f"{f' (nearest: {near})' if near else ''}. Correct {said} in engagement.yaml."
    )


def _seems_headerless(sample: Sample, data: DataFiles) -> bool:
    """Whether names come again as values, in a file that has no column of engagement.yaml."""
    named = {data.label, data.key, data.time, data.group}
    return named.isdisjoint(sample.columns) and has_repeated_names(sample)


def _part(scope: Scope, types: dict[str, ColumnType], label: str, key: str | None) -> Part:
    sample = scope.kept
    return Part(
        source=scope.source,
        records=typed_records(sample, types, without=(label, key or label)),
        labels=labels_of(sample, label),
        keys=sample.column(key) if key is not None and key in sample.columns else None,
        excluded=scope.excluded,
        notes=sample.notes,
        no_label=absence(sample, "data.label", label),
        no_key=absence(sample, "data.key", key),
    )


def scored(
    target: Target, part: Part, progress: Progress, what: str, tolerance: float | None = None
) -> Scored:
    """Ask for every labelled row of a part."""
    rows = part.labelled
    results = ask(target, [part.records[row] for row in rows], progress, what)
    return Scored(
        truth=[part.labels[row] or "" for row in rows],
        given=[canonical(result.prediction) for result in results],
        keys=[part.keys[row] for row in rows] if part.keys else None,
        tolerance=tolerance,
        probas=[result.proba for result in results],
    )


def ask(target: Target, records: list[Record], progress: Progress, what: str) -> list[Result]:
    """Ask for every record, telling how far it is."""
    results: list[Result] = []
    for start in range(0, len(records), _STEP):
        progress(start, len(records), what)
        results += target.predict(records[start : start + _STEP])
    progress(len(records), len(records), what)
    return results
