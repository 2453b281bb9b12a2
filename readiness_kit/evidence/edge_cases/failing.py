"""The planted records that a model does not handle, raw, for tests that its own team runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness_kit.engagement.dates import stamp, utc_now
from readiness_kit.engagement.profile import Expected
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


def failing_cases(
    engagement: Engagement,
    seed: int = 0,
    *,
    progress: Progress = silent,
    contact: bool = False,
    trust_pickle: bool = False,
    most: int = MOST_A_FIELD,
) -> list[FailingCase]:
    """Run every edge case and return what failed: up to `most` records a fault and field.

    Crashes and ends of the process come first. Raises what a run makes an error of: TargetError,
    UsageError, InvalidFileError; and NotAllowedError where somebody has to allow the asking.
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
        return []
    return list(_failing(tried(context, drawn), most))


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
