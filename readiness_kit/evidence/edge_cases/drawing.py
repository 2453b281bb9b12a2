"""The records that edge cases start from: a seeded draw from the POC sample, and its main fields.

The POC sample is taken because the model is at its best there: whatever a fault changes on it was
changed by the fault.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from readiness_kit.engagement.observation import InputFile
from readiness_kit.engagement.profile import Profile
from readiness_kit.errors import UsageError
from readiness_kit.evidence.answers import excluded_rows
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.edge_cases.asking import Asker
from readiness_kit.evidence.edge_cases.fields import Field, fields_of
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import (
    Sample,
    data_path,
    infer_types,
    read_sample,
    typed_records,
)
from readiness_kit.evidence.segments import parse_segments
from readiness_kit.evidence.target import Record, Result

RECORDS = {"quick": 50, "standard": 200, "full": 500}
"""Records drawn, by the depth of the assessment."""
MOST_FIELDS = 6
MOST_SHUFFLED = 100
"""So many fields, from the first on, are looked at for whether the answers depend on them."""


@dataclass(frozen=True)
class Drawn:
    """Some records of the POC sample in scope, beside their labels."""

    source: InputFile
    records: list[Record] = field(repr=False)
    truth: list[str | None] = field(repr=False)
    """In one spelling; None where the cell is empty."""
    labels: frozenset[str] = field(repr=False)
    """Every label of the whole sample."""
    fields: list[Field]
    notes: list[str]

    @property
    def names(self) -> list[str]:
        """The fields of every record."""
        return [field.name for field in self.fields]


@dataclass(frozen=True)
class MainField:
    """A field that faults are planted in."""

    field: Field
    moved: int
    """So many answers changed when the field's cells changed places."""


def drawn_records(context: Context) -> Drawn:
    """Draw records by the seed, as many as the depth asks for, or all there are."""
    profile, folder = context.engagement.profile, Path(context.engagement.path)
    name = profile.data.poc or ""
    sample = read_sample(data_path(folder, name), name=name)
    label = _label_in(sample, profile)
    types = infer_types(sample)
    segments = parse_segments(profile.excluded_segments, columns=sample.columns, data=sample.path)
    out = excluded_rows(sample, segments)
    kept = [row for row in range(sample.rows) if row not in out]
    records = typed_records(sample, types, without=(label, profile.data.key or label))
    truth = [canonical(cell) for cell in sample.column(label)]
    some = sorted(Random(context.seed).sample(kept, min(RECORDS[profile.depth], len(kept))))
    fields = fields_of(records, types)
    return Drawn(
        source=InputFile(path=sample.path, sha256=sample.sha256, rows=sample.rows),
        records=[records[row] for row in some],
        truth=[truth[row] for row in some],
        labels=frozenset(found for found in truth if found is not None),
        fields=fields,
        notes=[*sample.notes, *_lost_key(sample, profile), *_too_many(fields)],
    )


def main_fields(
    asker: Asker, drawn: Drawn, rows: Sequence[int], answers: Sequence[Result], seed: int
) -> list[MainField]:
    """The fields whose shuffling changes most answers; of equals, the first in the file.

    Each is shuffled among the rows alone and asked for once. Where the model ends on it, that
    counts as every answer changed.
    """
    given = [canonical(answer.prediction) for answer in answers]
    found = []
    for field_ in drawn.fields[:MOST_SHUFFLED]:
        order = list(rows)
        Random(f"{seed} {field_.name}").shuffle(order)
        batch: list[Record] = [
            {**drawn.records[row], field_.name: drawn.records[other][field_.name]}
            for row, other in zip(rows, order, strict=True)
        ]
        replies = asker.replies(batch)
        same = sum(
            isinstance(reply, Result) and canonical(reply.prediction) == before
            for reply, before in zip(replies, given, strict=True)
        )
        found.append(MainField(field_, len(rows) - same))
    return sorted(found, key=lambda main: -main.moved)[:MOST_FIELDS]


def _label_in(sample: Sample, profile: Profile) -> str:
    """The label's column; refused where the file lacks it, or the truth could be asked with."""
    label = profile.data.label or ""
    if label in sample.columns:
        return label
    near = difflib.get_close_matches(label, sample.columns, n=1)
    raise UsageError(
        f"{sample.path} has no column {label!r} (data.label"
        f"{f'; nearest: {near[0]}' if near else ''}). Edge cases start from the POC sample: "
        f"correct data.label in engagement.yaml, or add the column."
    )


def _lost_key(sample: Sample, profile: Profile) -> list[str]:
    key = profile.data.key
    if key is None or key in sample.columns:
        return []
    return [f"{sample.path} has no column {key!r} (data.key), so nothing was left out for it"]


def _too_many(fields: Sequence[Field]) -> list[str]:
    if len(fields) <= MOST_SHUFFLED:
        return []
    return [f"only the first {MOST_SHUFFLED} of {len(fields):,} fields were looked at"]
