"""The planted records that a model does not handle, raw, for tests that its own team runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness_kit.engagement.dates import stamp, utc_now
from readiness_kit.engagement.profile import Expected
from readiness_kit.errors import UsageError
from readiness_kit.evidence.context import Context, Progress, silent
from readiness_kit.evidence.edge_cases.drawing import Drawn, drawn_records
from readiness_kit.evidence.edge_cases.outcomes import Outcome
from readiness_kit.evidence.edge_cases.running import Tried, failing_in, tried
from readiness_kit.evidence.edge_cases.trial import Case, gravest_first
from readiness_kit.evidence.target.protocol import Label, Record

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement

MOST_A_FIELD = 3
"""Records of one fault in one field; more would show the same."""


@dataclasses.dataclass(frozen=True)
class FailingCase:
    """One record with one fault that did not come to what was expected."""

    id: str
    """Of the family, such as `E12`."""
    name: str
    """Of the family, such as `unit_change`."""
    field: str
    """Where the fault is; empty where it is in no single field."""
    how: str
    """What happened to the record, in words and without a value."""
    row: int
    """The record's place among those that were drawn."""
    expected: Expected
    """What the client, or else the catalogue, expects."""
    strict: bool
    """Whether the same answer without a mark is not enough: the client said R or F."""
    clean: Record = dataclasses.field(repr=False)
    record: Record = dataclasses.field(repr=False)
    answer: Label = dataclasses.field(repr=False)
    """To the clean record."""
    outcome: Outcome
    ended: bool
    """Whether the record ended the model's process, or held it up for good."""


@dataclasses.dataclass(frozen=True)
class Failing:
    """What a run saw fail, and what it judged answers by."""

    cases: list[FailingCase]
    labels: frozenset[str] = dataclasses.field(repr=False)
    """Every label of the sample, where they are classes; an answer that is none is no answer."""
    tolerance: float | None
    """How far two answers may lie apart and be one; None where labels are classes."""
    floor: tuple[int, int] = (0, 0)
    """Answers to records without a fault that changed when these were asked again, of how many."""
    spoiled_by: str | None = None
    """The fault after which the model answered unchanged records otherwise ever after."""

    @property
    def cautions(self) -> list[str]:
        """Why a case may fail or pass for another reason than its fault."""
        told = []
        if self.floor[0]:
            changed, of = self.floor
            told.append(
                f"{changed:,} of {of:,} records without a fault got another answer when they were "
                f"asked again, so a test may fail, or pass, though nothing was changed."
            )
        if self.spoiled_by is not None:
            told.append(
                f"After one fault the model answered unchanged records otherwise ever after, so a "
                f"test that comes later may fail, or pass, by its doing: {self.spoiled_by}."
            )
        return told


def failing_cases(
    engagement: Engagement,
    seed: int = 0,
    *,
    progress: Progress = silent,
    contact: bool = False,
    trust_pickle: bool = False,
    most: int = MOST_A_FIELD,
) -> Failing:
    """Run every edge case and return what failed: up to `most` records a fault and field.

    Crashes and ends of the process come first. Raises what a run makes an error of: TargetError,
    UsageError, InvalidFileError; NotAllowedError where somebody has to allow the asking; and
    UsageError where nothing could be tried.
    """
    context = Context(
        engagement=engagement,
        method="edge-cases",
        method_version="",
        id="edge-cases",
        finished_at=lambda: stamp(engagement.profile, utc_now()),
        settings="",
        seed=seed,
        progress=progress,
        contact=contact,
        trust_pickle=trust_pickle,
    )
    drawn = drawn_records(context)
    if not drawn.records:
        raise UsageError(
            "excluded_segments in engagement.yaml take out every row of the POC sample, so no edge "
            "case was tried; nothing was written."
        )
    seen = tried(context, drawn)
    if not any(trial.cases for trial in seen.planted.trials):
        raise UsageError(
            "no edge case applies to the records of the POC sample, so none was tried; nothing was "
            "written."
        )
    return Failing(
        cases=list(_failing(seen, most)),
        labels=frozenset() if drawn.task.kind == "number" else drawn.labels,
        tolerance=drawn.task.tolerance,
        floor=seen.control.floor,
        spoiled_by=seen.planted.spoiled_by,
    )


def _failing(seen: Tried, most: int) -> Iterator[FailingCase]:
    for trial in seen.planted.trials:
        failed = failing_in(trial)
        for name in trial.fields:
            own = [case for case in failed if case.field == name]
            for case in gravest_first(own)[:most]:
                yield _told(case, seen.drawn, seen)


def _told(case: Case, drawn: Drawn, seen: Tried) -> FailingCase:
    family = case.plan.family
    return FailingCase(
        id=family.id,
        name=family.name,
        field=case.field,
        how=case.how,
        row=case.row,
        expected=case.expectation.expected,
        strict=case.expectation.strict,
        clean=drawn.records[case.row],
        record=case.plan.planted(drawn).record,
        answer=seen.control.answers[case.row].prediction,
        outcome=case.outcome,
        ended=case.ended,
    )
