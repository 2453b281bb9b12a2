"""Counts what the integration map leaves open: a run that proves the map is looked at.

It proves an activity, so it never fails: a map with holes is still a map, and what is open in it
is told as a warning. Nothing is estimated, so nothing has an interval.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from readiness_kit.engagement.integrations import (
    INTEGRATIONS,
    Integration,
    IntegrationMap,
    read_integrations,
)
from readiness_kit.engagement.observation import Check, CheckVerdict, InputFile, Observation
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.samples import file_sha256

SHARE_RULE = "integration_share"
"""The rule of thumb that the plan's share of integration is held against."""
SMALLEST_MAP = 2
"""A record comes from somewhere and goes somewhere; one row alone tells no path."""
_LISTED = 5


@evidence_method(
    id="integration-map",
    version="1",
    title="Integration map",
    needs=(INTEGRATIONS,),
    settings=("budget.integration_share",),
)
def integration_map(context: Context) -> Observation:
    """Counts the systems without owner, test, fallback or a complete row, and the plan's share."""
    path = Path(context.engagement.path) / INTEGRATIONS
    # the file as it is now: the engagement may have been opened long before
    mapped = read_integrations(path)
    source = InputFile(path=INTEGRATIONS, sha256=file_sha256(path), rows=len(mapped.rows))
    seen: dict[str, Any] = {
        "inputs": [source],
        "n": len(mapped.rows),
        "figures": _figures(mapped),
        "limits": _limits(context),
    }
    if len(mapped.rows) < SMALLEST_MAP:
        why = f"the map has {len(mapped.rows)} of at least {SMALLEST_MAP} systems"
        return _unasked(context.observation(verdict="inconclusive", reason=why, **seen))
    checks = [*_counted(mapped), _share(context)]
    verdict: CheckVerdict = "warn" if any(c.verdict == "warn" for c in checks) else "pass"
    return _unasked(context.observation(verdict=verdict, checks=checks, **seen))


def _unasked(seen: Observation) -> Observation:
    # no model was asked, so that a new version of it leaves what was counted as true as before
    return seen.model_copy(update={"target": None})


def _figures(mapped: IntegrationMap) -> dict[str, Any]:
    return {
        "systems": len(mapped.rows),
        "incomplete": len(mapped.incomplete),
        "unowned": len(mapped.unowned),
        "untested": len(mapped.untested),
        "without_fallback": len(mapped.without_fallback),
        "single_points": len(mapped.single_points),
        "effort_days": mapped.effort_days,
    }


def _limits(context: Context) -> dict[str, Any]:
    usual = _usual(context)
    return {"integration_share": usual} if usual else {}


_CHECKS = (
    ("complete rows", "incomplete", "leave a cell empty that a complete map fills", "Fill in"),
    ("owners", "unowned", "have no named owner", "Find who answers for"),
    ("tested connections", "untested", "were never tested", "Send a test message to"),
    ("fallbacks", "without_fallback", "have no known fallback", "Settle what steps in for"),
    (
        "single points of failure",
        "single_points",
        "have no fallback while others need them or they are of criticality A",
        "Settle first what steps in for",
    ),
)
"""By check: its name, what of the map it counts, that in words, and the next step."""


def _counted(mapped: IntegrationMap) -> list[Check]:
    return [_check(mapped, *check) for check in _CHECKS]


def _check(mapped: IntegrationMap, what: str, counted: str, words: str, step: str) -> Check:
    open_: tuple[Integration, ...] = getattr(mapped, counted)
    total = len(mapped.rows)
    return Check(
        check=what,
        share=round(len(open_) / total, 6),
        n=total,
        verdict="warn" if open_ else "pass",
        cause=f"{len(open_)} of {total} systems {words}.",
        fix=f"{step} {_named(open_)}." if open_ else None,
    )


def _share(context: Context) -> Check:
    """The plan's share of work for integration against what projects of this kind took."""
    planned, usual = context.engagement.profile.budget.integration_share, _usual(context)
    if planned is None or usual is None:
        cause = "The plan does not say how much of the work is integration."
        fix = "Name it in engagement.yaml as budget.integration_share."
        return Check(check="share of integration", cause=cause, fix=fix if usual else None)
    low, high = usual
    reach = f"{low:.0%} to {high:.0%}"
    if planned < low:
        return Check(
            check="share of integration",
            share=planned,
            verdict="warn",
            cause=f"The plan has {planned:.0%} of the work; projects of this kind took {reach}.",
            fix="Estimate the days of each system and add them up.",
        )
    cause = f"The plan has {planned:.0%} of the work; the rule of thumb is {reach}."
    return Check(check="share of integration", share=planned, verdict="pass", cause=cause)


def _usual(context: Context) -> list[float] | None:
    rules = context.engagement.framework.rules_of_thumb
    return next((list(rule.range) for rule in rules if rule.id == SHARE_RULE), None)


def _named(rows: Iterable[Integration]) -> str:
    names = [" ".join(row.system.split()) for row in rows]
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
