"""A data file of an engagement, and those of its rows that the client did not leave out."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readiness_kit.engagement.observation import InputFile
from readiness_kit.evidence.labels import canonical
from readiness_kit.evidence.samples import Sample, data_path, looks_like_data, read_sample
from readiness_kit.evidence.segments import Segment, parse_segments

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement


@dataclass(frozen=True)
class Scope:
    """One sample as it was read, and what of it is in scope."""

    whole: Sample
    kept: Sample

    @property
    def excluded(self) -> int:
        """How many rows the client left out."""
        return self.whole.rows - self.kept.rows

    @property
    def source(self) -> InputFile:
        """The file, as an observation names it."""
        return source_of(self.whole)


def read_scope(engagement: Engagement, name: str | None) -> Scope:
    """Read a file that engagement.yaml names and take out its `excluded_segments`.

    Raises InvalidFileError where the file or a segment does not read, UsageError where the file
    lies outside the engagement's folder.
    """
    sample = read_data(engagement, name)
    excluded = engagement.profile.excluded_segments
    segments = parse_segments(excluded, columns=sample.columns, data=sample.path)
    out = _excluded_rows(sample, segments)
    if not out:
        return Scope(sample, sample)
    return Scope(sample, sample.taken([row for row in range(sample.rows) if row not in out]))


def read_data(engagement: Engagement, name: str | None) -> Sample:
    """Read a whole file that engagement.yaml names."""
    written = name or ""
    return read_sample(data_path(Path(engagement.path), written), name=written)


def source_of(sample: Sample) -> InputFile:
    """The file of a sample with the rows that are in it, whether all of them were kept or not."""
    return InputFile(path=sample.path, sha256=sample.sha256, rows=sample.total_rows)


def labels_of(sample: Sample, label: str) -> list[str | None]:
    """The labels in one spelling; None where a cell is empty or the column absent."""
    if label not in sample.columns:
        return [None] * sample.rows
    return [canonical(cell) for cell in sample.column(label)]


def absence(sample: Sample, said: str, column: str | None) -> str | None:
    """That a file lacks a column, in words; None where it has it or none is named."""
    if column is None or column in sample.columns:
        return None
    near = nearest(column, sample.columns)
    hint = f"; nearest: {near}" if near else ""
    return f"{sample.path} has no column {column!r} ({said}{hint})"


def nearest(column: str, names: Sequence[str]) -> str | None:
    """The name that a mistyped one may stand for; none where names may be a client's values."""
    if any(map(looks_like_data, names)):
        return None
    return next(iter(difflib.get_close_matches(column, names, n=1)), None)


def _excluded_rows(sample: Sample, segments: Sequence[Segment]) -> set[int]:
    """The rows of a sample that lie in any of the segments."""
    out: set[int] = set()
    for segment in segments:
        cells = sample.column(segment.column)
        out |= {row for row, cell in enumerate(cells) if segment.matches(cell)}
    return out
