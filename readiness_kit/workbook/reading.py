"""Tells forms and views how a file of an engagement reads, as its evidence would read it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from readiness_kit.evidence.samples import data_path, read_sample
from readiness_kit.views.read_as import ReadAs, Reader


def reader(folder: Path) -> Reader:
    """Reads files of this engagement."""
    return partial(_read_as, folder)


def _read_as(folder: Path, name: str) -> ReadAs:
    sample = read_sample(data_path(folder, name), name=name)
    return ReadAs(sample.total_rows, tuple(sample.columns), sample.read_as, sample.notes)
