"""Cases of edge cases, built by hand."""

from __future__ import annotations

from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.expected import Expectation
from readiness_kit.evidence.edge_cases.fields import RECORD, Field
from readiness_kit.evidence.edge_cases.trial import Case, Plan


def cases(
    field: str = "x",
    /,
    *,
    ended: int = 0,
    named: bool = True,
    labelled: bool = True,
    expectation: Expectation | None = None,
    **counts: int,
) -> list[Case]:
    """So many cases of each outcome, a record each, all right before and wrong once changed."""
    outcomes = [outcome for outcome, count in counts.items() for _ in range(count)]
    of = Field(field, "number") if field else RECORD
    return [
        Case(
            plan=Plan(FAMILIES[0], row, of, row),
            how="the field was left out",
            outcome=outcome,  # type: ignore[arg-type]
            expectation=expectation or Expectation("R"),
            copies=1,
            ended=row < ended,
            named=named,
            truth=str(row % 2) if labelled else None,
            right_before=True if labelled else None,
            right_after=(outcome == "SAME")
            if labelled and outcome in ("SAME", "CHANGED")
            else None,
        )
        for row, outcome in enumerate(outcomes)
    ]
