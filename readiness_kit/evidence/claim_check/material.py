"""What the claim is checked on: the POC sample in scope, its labels, and what was trained on."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from readiness_kit.engagement.observation import InputFile
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.samples import (
    ColumnType,
    Sample,
    data_path,
    infer_types,
    typed_records,
)
from readiness_kit.evidence.scope import labels_of, read_data, read_scope, source_of
from readiness_kit.evidence.target import Record


@dataclass(frozen=True)
class Material:
    """The POC sample in scope beside the training data, where there is any."""

    poc: Sample
    """Only the rows in scope."""
    training: Sample | None
    no_training: str | None
    """Why there is no training data, in words."""
    label: str
    key: str | None
    types: dict[str, ColumnType]
    truth: list[str | None] = field(repr=False)
    """The labels in one spelling; None where a cell is empty or the column absent."""
    sources: list[InputFile]
    excluded: int
    drawn: bool
    """Whether the POC file holds more rows than were kept of it."""
    notes: tuple[str, ...]

    @property
    def labelled(self) -> list[int]:
        """The rows that have a label."""
        return [row for row, label in enumerate(self.truth) if label is not None]

    @property
    def labels(self) -> list[str]:
        """The labels that there are, row by row."""
        return [label for label in self.truth if label is not None]

    @property
    def inputs(self) -> list[str]:
        """The columns that the model is given: all but label and key."""
        return [name for name in self.poc.columns if name not in (self.label, self.key)]

    @cached_property
    def records(self) -> list[Record]:
        """What the model is given, row by row."""
        return typed_records(self.poc, self.types, without=(self.label, self.key or self.label))


def material(context: Context) -> Material:
    """Read the samples that engagement.yaml names; the training data may be missing."""
    engagement, profile = context.engagement, context.engagement.profile
    poc = read_scope(engagement, profile.data.poc)
    name = profile.data.training
    there = name is not None and data_path(Path(engagement.path), name).exists()
    training = read_data(engagement, name) if there else None
    label = profile.data.label or ""
    read = [poc.whole, *([training] if training else [])]
    return Material(
        poc=poc.kept,
        training=training,
        no_training=_no_training(name, there=there),
        label=label,
        key=profile.data.key,
        types=infer_types(poc.whole),
        truth=labels_of(poc.kept, label),
        sources=[source_of(sample) for sample in read],
        excluded=poc.excluded,
        drawn=poc.whole.rows < poc.whole.total_rows,
        notes=tuple(note for sample in read for note in sample.notes),
    )


def _no_training(name: str | None, *, there: bool) -> str | None:
    if name is None:
        return "engagement.yaml names no data.training"
    if not there:
        return f"{name}, which engagement.yaml names as data.training, is not there yet"
    return None
