"""Compares the POC sample with production-like data, column by column and as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from readiness_kit.evidence.context import Progress, silent
from readiness_kit.evidence.data_gap.column import Column, column_of
from readiness_kit.evidence.data_gap.drift import Moved, judged_together
from readiness_kit.evidence.data_gap.findings import GRAVITY, ColumnKind, Finding, Gap
from readiness_kit.evidence.data_gap.joint import Together
from readiness_kit.evidence.data_gap.kinds import Known, known
from readiness_kit.evidence.data_gap.labels import label_findings
from readiness_kit.evidence.data_gap.layout import layout_findings
from readiness_kit.evidence.data_gap.missing import missing_findings, number_sentinels
from readiness_kit.evidence.data_gap.notation import Days, notation_findings, unparsable
from readiness_kit.evidence.data_gap.nothing import words_for_nothing
from readiness_kit.evidence.data_gap.numbers import Numbers, value_findings
from readiness_kit.evidence.data_gap.prose import prose_findings
from readiness_kit.evidence.data_gap.record import Part, Records
from readiness_kit.evidence.data_gap.repeats import key_finding, repeat_findings
from readiness_kit.evidence.data_gap.times import age_finding, lateness
from readiness_kit.evidence.data_gap.words import category_findings, shape_findings, truth_mix
from readiness_kit.evidence.samples import Sample


def measure_gap(
    a: Sample,
    b: Sample,
    *,
    label: str | None = None,
    key: str | None = None,
    time: str | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Gap:
    """Compare both samples by every check of the catalogue.

    A's columns say what each of B's should hold. Where one cause explains cells of B (a word for
    nothing, another notation, another unit), later checks of the column leave them out, so that
    one defect is found once and by its name.
    """
    shared = [name for name in a.columns if name in b.columns]
    comparison = _Comparison(
        label, key, time, Records(a.rows), Records(b.rows), Together(a.rows, b.rows, seed)
    )
    findings = list(layout_findings(a.columns, b.columns, optional=(label, key, time)))
    for place, name in enumerate(shared):
        progress(place, len(shared), name)
        comparison.add(column_of(a, name), column_of(b, name))
    findings += comparison.findings
    progress(len(shared), len(shared), "all columns together")
    findings += comparison.as_a_whole()
    return Gap(a, b, comparison.kinds, tuple(sorted(findings, key=_gravity)))


def _gravity(found: Finding) -> tuple[int, bool, float]:
    """The order of a report: by verdict, and what is of single rows before what is of all."""
    of_rows = found.rows is not None and found.share is not None
    return GRAVITY[found.verdict], not of_rows, -(found.share or 0.0) if of_rows else 0.0


@dataclass
class _Comparison:
    label: str | None
    key: str | None
    time: str | None
    a: Records
    b: Records
    together: Together
    kinds: dict[str, ColumnKind] = field(default_factory=dict)
    labels: tuple[Column, Column] | None = None
    days: dict[str, Days] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    moved: list[tuple[Finding, Moved]] = field(default_factory=list)

    def add(self, a: Column, b: Column) -> None:
        """Compare one column; the label's cells are looked at with all others."""
        told = known(a, key=a.name == self.key, time=a.name == self.time)
        self.kinds[a.name] = told.kind
        part = self._part(a.name)
        self.a.add(a, part)
        self.b.add(b, part)
        if part == "label":
            self.labels = (a, b)
        elif a.rows and b.rows:
            self._compare(told, b)

    def as_a_whole(self) -> Iterator[Finding]:
        """What concerns records rather than columns, and whatever chance has to be ruled out of."""
        if self.time in self.days:
            yield from self._arrival(self.days[self.time])
        yield from judged_together(self.moved)
        yield from repeat_findings(self.a, self.b)
        if self.label is not None and self.labels is not None:
            yield from label_findings(self.label, *self.labels, self.a, self.b)
        joint = self.together.finding()
        if joint is not None:
            yield joint

    def _part(self, name: str) -> Part:
        if name == self.key:
            return "key"
        return "label" if name == self.label else "feature"

    def _compare(self, told: Known, b: Column) -> None:
        if told.kind in ("integer", "number"):
            self._numbers(Numbers(told, b))
        elif told.kind == "date":
            self._days(Days(told, b))
        else:
            self._words(told, b)
        self.together.add(told, b)
        if b.name == self.key:
            self.findings.append(key_finding(b.name, told.column, b))

    def _numbers(self, numbers: Numbers) -> None:
        sentinels = number_sentinels(numbers.sentinels)
        self.findings += missing_findings(numbers.known, numbers.b, numbers.nothing, sentinels)
        self.findings += notation_findings(numbers)
        found, moved = value_findings(numbers)
        self.findings += found
        self.moved += moved

    def _days(self, days: Days) -> None:
        self.days[days.b.name] = days
        self.findings += missing_findings(days.known, days.b, days.nothing, days.sentinels)
        self.findings += notation_findings(days)

    def _words(self, told: Known, b: Column) -> None:
        nothing = words_for_nothing(b, told.words)
        self.findings += missing_findings(told, b, nothing, {})
        if told.kind == "category":
            found, moved = category_findings(told, b, nothing)
            self.findings += found
            self.moved += moved
        elif told.kind == "boolean":
            strange = b.flagged(
                lambda cell: cell.strip().lower() not in ("true", "false"), ~nothing
            )
            if b.count(~nothing):
                self.findings.append(unparsable(told, b, strange, nothing))
                self.moved += truth_mix(told, b)
        elif told.kind == "text":
            found, moved = prose_findings(told, b, nothing)
            self.findings += found
            self.moved += moved
        else:
            self.findings += shape_findings(told, b, nothing)

    def _arrival(self, time: Days) -> Iterator[Finding]:
        age = age_finding(time)
        if age is not None:
            yield age
        others = {name: days for name, days in self.days.items() if name != self.time}
        self.moved += lateness(time, others)
