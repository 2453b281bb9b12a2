"""The metrics of a system in use as two grids: what was measured, and what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from readiness_kit.engagement.atomic import Fs
from readiness_kit.engagement.merging import KINDS, SheetKind
from readiness_kit.engagement.metrics import METRIC_TARGETS, METRICS
from readiness_kit.forms.grids.sheets import SheetSource
from readiness_kit.forms.grids.source import Column

_METRIC = Column("metric", "Metric", help="one of the framework's", required=True)
_UNIT = "in the metric's own unit; a share is 0 to 1"
_VALUES = (
    Column("date", "Date", "date", "the day on which it was measured", required=True),
    _METRIC,
    Column("value", "Value", "number", _UNIT, required=True),
    Column("n", "n", "number", "how many cases, people or calls it rests on"),
    Column("cohort", "Cohort", help="the part it was measured on; empty is all"),
)
_TARGETS = (
    replace(_METRIC, help="one of the framework's; each once"),
    Column("baseline", "Baseline", "number", f"before deployment, {_UNIT}"),
    Column("baseline_date", "Baseline of", "date", "the day on which the baseline was measured"),
    Column("target", "Target", "number", f"where it has to be, {_UNIT}"),
    Column("due", "Due", "date", "the day by which it has to be there"),
)


@dataclass
class MetricsSource(SheetSource):
    """A sheet whose metrics are those of the framework, where that names any."""

    def columns(self) -> tuple[Column, ...]:
        """The columns, with the framework's metrics to choose from."""
        metrics = tuple((m.id, f"{m.title} ({m.unit})") for m in self._framework().metrics)
        if not metrics:
            return self.own
        return tuple(
            replace(column, kind="choice", choices=metrics) if column.id == "metric" else column
            for column in self.own
        )


def metric_values(folder: Path, *, fs: Fs | None = None) -> MetricsSource:
    """The rows of metrics.csv."""
    return MetricsSource(
        folder,
        _kind(METRICS),
        "Metrics",
        "What was measured in use: one row a metric, day and cohort.",
        ("date", "metric", "cohort"),
        _VALUES,
        fs,
    )


def metric_targets(folder: Path, *, fs: Fs | None = None) -> MetricsSource:
    """The rows of metric_targets.csv."""
    return MetricsSource(
        folder,
        _kind(METRIC_TARGETS),
        "Metric targets",
        "Where a metric was before, where it has to be, and by when.",
        ("metric",),
        _TARGETS,
        fs,
    )


def _kind(file: str) -> SheetKind:
    return next(kind for kind in KINDS if kind.file == file)
