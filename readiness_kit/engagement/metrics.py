"""The metrics of a system in use: metrics.csv in long form, and metric_targets.csv."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field

from readiness_kit.engagement.cells import cell_of, number, whole
from readiness_kit.engagement.sheet import Row, Sheet, read_sheet, typed_row
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.framework.schema import Framework, Metric
from readiness_kit.reading import Day, Integer, Number, StrictModel, Text
from readiness_kit.reading.document import shown

METRICS = "metrics.csv"
METRIC_TARGETS = "metric_targets.csv"

SHARE = "share"
"""The unit whose values lie between 0 and 1."""

Value = Annotated[Number, Field(ge=-1e15, le=1e15)]
Name = Annotated[Text, Field(min_length=1, max_length=80)]


class MetricValue(StrictModel):
    """One metric on one day, over all or for one cohort."""

    date: Day
    metric: Name
    value: Value
    n: Annotated[Integer, Field(ge=0)] | None = None
    """How many cases, people or calls it rests on."""
    cohort: Annotated[Text, Field(max_length=200)] | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """By this a value is known: a second one of the same key would contradict it."""
        return self.date.isoformat(), self.metric, self.cohort or ""


class MetricTarget(StrictModel):
    """Where one metric was before, where it has to be, and by when."""

    metric: Name
    baseline: Value | None = None
    baseline_date: Day | None = None
    target: Value | None = None
    due: Day | None = None

    @property
    def key(self) -> str:
        """By this a target is known."""
        return self.metric


VALUE_COLUMNS = tuple(MetricValue.model_fields)
TARGET_COLUMNS = tuple(MetricTarget.model_fields)
VALUE_NEEDS = ("date", "metric", "value")
TARGET_NEEDS = ("metric",)


@dataclass(frozen=True)
class Metrics:
    """What was measured and what it is held against; values in order of date."""

    values: tuple[MetricValue, ...]
    targets: dict[str, MetricTarget]


E_ = TypeVar("E_", MetricValue, MetricTarget)


def read_metric_values(path: Path, framework: Framework) -> tuple[MetricValue, ...]:
    """Read metrics.csv, by date; raise InvalidFileError with every problem of every row."""
    sheet = read_sheet(path, columns=VALUE_COLUMNS, required=VALUE_NEEDS)

    def made(row: Row, problems: list[Problem]) -> MetricValue | None:
        said: dict[str, Any] = {
            "date": row["date"],
            "metric": row["metric"],
            "value": number(sheet, row, "value", problems),
            "n": whole(sheet, row, "n", problems),
            "cohort": row["cohort"] or None,
        }
        if not row["value"]:
            problems.append(Problem(sheet.name, row.line, "value", "a number", "nothing"))
        return _typed(sheet, row, MetricValue, said, problems, spare={"value": 0.0, "n": None})

    checked = _entries(sheet, made, framework, amounts=("value",))
    return tuple(sorted(checked, key=lambda entry: entry.key))


def read_metric_targets(path: Path, framework: Framework) -> dict[str, MetricTarget]:
    """Read metric_targets.csv, by metric; raise InvalidFileError with every problem."""
    sheet = read_sheet(path, columns=TARGET_COLUMNS, required=TARGET_NEEDS)

    def made(row: Row, problems: list[Problem]) -> MetricTarget | None:
        said: dict[str, Any] = {
            "metric": row["metric"],
            "baseline": number(sheet, row, "baseline", problems),
            "baseline_date": row["baseline_date"] or None,
            "target": number(sheet, row, "target", problems),
            "due": row["due"] or None,
        }
        spare = {"baseline": None, "target": None}
        return _typed(sheet, row, MetricTarget, said, problems, spare=spare)

    checked = _entries(sheet, made, framework, amounts=("baseline", "target"))
    return {entry.metric: entry for entry in checked}


def written_value(entry: MetricValue) -> list[str]:
    """A value as the cells of its row."""
    return [cell_of(getattr(entry, column)) for column in VALUE_COLUMNS]


def written_target(entry: MetricTarget) -> list[str]:
    """A target as the cells of its row."""
    return [cell_of(getattr(entry, column)) for column in TARGET_COLUMNS]


def _typed(
    sheet: Sheet,
    row: Row,
    model: type[E_],
    said: dict[str, Any],
    problems: list[Problem],
    *,
    spare: dict[str, Any],
) -> E_ | None:
    """The typed row; where a number did not read, the rest of the row is told as well."""
    here = [problem for problem in problems if problem.line == row.line]
    if not here:
        return typed_row(sheet, row, model, said, problems)
    typed_row(sheet, row, model, {**said, **spare}, problems)
    return None


def _entries(
    sheet: Sheet,
    made: Callable[[Row, list[Problem]], E_ | None],
    framework: Framework,
    *,
    amounts: Sequence[str],
) -> list[E_]:
    problems: list[Problem] = []
    read = [(row, made(row, problems)) for row in sheet.rows]
    known = [(row, entry) for row, entry in read if entry is not None]
    metrics = {metric.id: metric for metric in framework.metrics}
    first: dict[object, int] = {}
    for row, entry in known:
        problems += _faults(sheet, row, entry, metrics, amounts)
        if entry.key in first:
            allowed = (
                "each metric once for a day and cohort"
                if "date" in sheet.header
                else ("each metric once")
            )
            came = f"the same again, as in line {first[entry.key]}"
            problems.append(Problem(sheet.name, row.line, "metric", allowed, came))
        first.setdefault(entry.key, row.line)
    if problems:
        raise InvalidFileError(sorted(problems, key=lambda problem: problem.line or 0))
    return [entry for _, entry in known]


def _faults(
    sheet: Sheet, row: Row, entry: StrictModel, metrics: dict[str, Metric], amounts: Sequence[str]
) -> Iterator[Problem]:
    name = str(getattr(entry, "metric", ""))
    metric = metrics.get(name)
    if metrics and metric is None:
        close = difflib.get_close_matches(name, metrics, n=1)
        allowed = (
            f"a metric of the framework; did you mean {close[0]}?"
            if close
            else (f"a metric of the framework: {', '.join(metrics)}")
        )
        yield Problem(sheet.name, row.line, "metric", allowed, shown(name))
    if metric is None or metric.unit != SHARE:
        return
    for column in amounts:
        value = getattr(entry, column)
        if value is not None and not 0 <= value <= 1:
            hint = f"; {value:g} % is written {value / 100:g}" if 1 < value <= 100 else ""
            allowed = f"a share between 0 and 1{hint}"
            yield Problem(sheet.name, row.line, column, allowed, row[column])
