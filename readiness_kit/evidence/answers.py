"""Both samples of an engagement, prepared for asking, and what the model answered."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import NamedTuple

from readiness_kit.engagement.observation import InputFile
from readiness_kit.errors import UsageError
from readiness_kit.evidence.context import Context, Progress
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import (
    ColumnType,
    Sample,
    data_path,
    infer_types,
    read_sample,
    typed_records,
)
from readiness_kit.evidence.segments import Segment, parse_segments
from readiness_kit.evidence.target import Record, Result, Target

CONTROL_ROWS = 200
_STEP = 500
"""Records between two reports of progress."""
_LISTED = 12
"""So many columns of a file are named in a message."""


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

    @property
    def n(self) -> int:
        """How many rows were compared."""
        return len(self.truth)

    @property
    def right(self) -> list[bool]:
        """For each row, whether the answer is the label."""
        return [a == b for a, b in zip(self.truth, self.given, strict=True)]

    @property
    def correct(self) -> int:
        """How many answers are the label."""
        return sum(self.right)

    def strange(self, labels: Collection[str]) -> int:
        """How many answers are none of these labels; giving no answer is not counted."""
        return sum(answer is not None and answer not in labels for answer in self.given)

    def foreign(self, labels: Collection[str]) -> bool:
        """Whether the model answers, and never with one of these labels.

        Counting such answers as wrong would say nothing of the model.
        """
        strange = self.strange(labels)
        return strange > 0 and strange + self.given.count(None) == self.n


def both_parts(context: Context) -> tuple[Part, Part]:
    """The POC sample and the production sample in scope, typed as the POC sample's columns are."""
    profile, folder = context.engagement.profile, Path(context.engagement.path)
    names = (profile.data.poc or "", profile.data.production or "")
    poc, production = (read_sample(data_path(folder, name), name=name) for name in names)
    types = infer_types(poc)
    label, key = profile.data.label or "", profile.data.key
    for said, column in (("data.label", label), ("data.key", key)):
        if column is not None:
            _must_be_somewhere(said, column, (poc, production))

    def part(sample: Sample) -> Part:
        segments = parse_segments(
            profile.excluded_segments, columns=sample.columns, data=sample.path
        )
        return _part(sample, types, segments, label, key)

    return part(poc), part(production)


def _must_be_somewhere(said: str, column: str, samples: tuple[Sample, Sample]) -> None:
    """Refuse a name that neither file has: the true label would go to the model as a feature.

    One of the files may lack it: what can be measured without it is, and the checks say so.
    """
    if any(column in sample.columns for sample in samples):
        return
    first = samples[0]
    some = ", ".join(first.columns[:_LISTED]) + (", ..." if len(first.columns) > _LISTED else "")
    near = _nearest(column, [name for sample in samples for name in sample.columns])
    raise UsageError(
        f"column {column!r} ({said}) is in neither sample; {first.path} has: {some}"
        f"{f' (nearest: {near})' if near else ''}. Correct {said} in engagement.yaml."
    )


def _absence(sample: Sample, said: str, column: str | None) -> str | None:
    """That a file lacks a column, in words; None where it has it or none is named."""
    if column is None or column in sample.columns:
        return None
    near = _nearest(column, sample.columns)
    hint = f"; nearest: {near}" if near else ""
    return f"{sample.path} has no column {column!r} ({said}{hint})"


def _nearest(column: str, names: Sequence[str]) -> str | None:
    return next(iter(difflib.get_close_matches(column, names, n=1)), None)


def _part(
    sample: Sample,
    types: dict[str, ColumnType],
    segments: Sequence[Segment],
    label: str,
    key: str | None,
) -> Part:
    out = excluded_rows(sample, segments)
    kept = [row for row in range(sample.rows) if row not in out]

    def cells(column: str | None) -> list[str] | None:
        if column is None or column not in sample.columns:
            return None
        values = sample.column(column)
        return [values[row] for row in kept]

    records = typed_records(sample, types, without=(label, key or label))
    return Part(
        source=InputFile(path=sample.path, sha256=sample.sha256, rows=sample.rows),
        records=[records[row] for row in kept],
        labels=[canonical(cell) for cell in cells(label) or [""] * len(kept)],
        keys=cells(key),
        excluded=len(out),
        notes=sample.notes,
        no_label=_absence(sample, "data.label", label),
        no_key=_absence(sample, "data.key", key),
    )


def excluded_rows(sample: Sample, segments: Sequence[Segment]) -> set[int]:
    """The rows of a sample that lie in any of the segments."""
    out: set[int] = set()
    for segment in segments:
        cells = sample.column(segment.column)
        out |= {row for row, cell in enumerate(cells) if segment.matches(cell)}
    return out


def scored(target: Target, part: Part, progress: Progress, what: str) -> Scored:
    """Ask for every labelled row of a part."""
    rows = part.labelled
    results = ask(target, [part.records[row] for row in rows], progress, what)
    return Scored(
        truth=[part.labels[row] or "" for row in rows],
        given=[canonical(result.prediction) for result in results],
        keys=[part.keys[row] for row in rows] if part.keys else None,
    )


def ask(target: Target, records: list[Record], progress: Progress, what: str) -> list[Result]:
    """Ask for every record, telling how far it is."""
    results: list[Result] = []
    for start in range(0, len(records), _STEP):
        progress(start, len(records), what)
        results += target.predict(records[start : start + _STEP])
    progress(len(records), len(records), what)
    return results


class Control(NamedTuple):
    """How many rows got another answer when the same batch was asked again."""

    differing: int
    n: int


def asked_twice(target: Target, records: list[Record], seed: int) -> Control:
    """Ask for some rows, chosen by the seed, twice in the same batch."""
    rows = Random(seed).sample(range(len(records)), min(CONTROL_ROWS, len(records)))
    batch = [records[row] for row in rows]
    first, second = target.predict(batch), target.predict(batch)
    pairs = zip(first, second, strict=True)
    differing = sum(canonical(a.prediction) != canonical(b.prediction) for a, b in pairs)
    return Control(differing, len(batch))


def shared_keys(poc: Scored, production: Scored) -> int | None:
    """How many keys occur in both samples; None where one of them has no keys."""
    if poc.keys is None or production.keys is None:
        return None
    return len(set(poc.keys) & set(production.keys))


def paired_rows(poc: Scored, production: Scored) -> list[tuple[int, int]] | None:
    """Where both samples hold the same rows by key, each once: their places; else None."""
    if not poc.keys or not production.keys or set(poc.keys) != set(production.keys):
        return None
    if len(set(poc.keys)) < len(poc.keys) or len(poc.keys) != len(production.keys):
        return None
    place = {key: row for row, key in enumerate(production.keys)}
    return [(row, place[key]) for row, key in enumerate(poc.keys)]
