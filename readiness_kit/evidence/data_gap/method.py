"""How production differs from the POC sample, by cause, and how much of it there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.engagement.profile import Profile
from readiness_kit.evidence.accuracy_figures import bounds, rounded
from readiness_kit.evidence.context import Context
from readiness_kit.evidence.data_gap.figures import gap_figures, limits_said
from readiness_kit.evidence.data_gap.findings import Finding, Gap, Kind
from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.registry import evidence_method
from readiness_kit.evidence.samples import Sample
from readiness_kit.evidence.scope import Scope, absence, read_scope, source_of
from readiness_kit.evidence.verdict import method_verdict

TITLES: dict[Kind, str] = {
    "missing": "fields stay empty",
    "sentinel": "numbers stand for nothing",
    "unparsable": "cells of another type",
    "variant": "categories in another spelling",
    "new_category": "categories that are new",
    "number_format": "numbers in another notation",
    "date_format": "days in another layout",
    "shape": "texts of another form",
    "vocabulary": "texts in unknown words",
    "range": "numbers out of range",
    "unit": "numbers in another unit",
    "shift": "a distribution that moved",
    "mix": "a mix that moved",
    "joint": "told apart by all columns",
    "duplicate": "records that come twice",
    "near_duplicate": "records that nearly come twice",
    "key": "identifiers that are not unique",
    "column_missing": "a column is missing",
    "column_added": "columns that are new",
    "column_renamed": "a column has another name",
    "column_order": "the order of the columns",
    "base_rate": "how often each label comes",
    "label_noise": "alike, and labelled otherwise",
    "late": "records arrive late",
    "stale": "how new production is",
}
MOST_CHECKS = 60
"""Checks that are told one by one, gravest first; the others are counted."""
_NAMED = 6


@evidence_method(
    id="data-gap",
    version="1",
    title="Data gap",
    needs=("data.poc", "data.production"),
    settings=("data.label", "data.key", "data.time", "excluded_segments"),
)
def data_gap(context: Context) -> Observation:
    """Compares the POC sample with production-like data and names what differs, and why."""
    engagement, profile = context.engagement, context.engagement.profile
    poc, production = (
        read_scope(engagement, name) for name in (profile.data.poc, profile.data.production)
    )
    a, b = poc.kept, production.kept
    if not a.rows or not b.rows:
        return _nothing(context, a, b)
    gap = measure_gap(
        a,
        b,
        label=profile.data.label,
        key=profile.data.key,
        time=profile.data.time,
        seed=context.seed,
        progress=context.progress,
    )
    notes = [*a.notes, *b.notes, *_scope_said(profile, poc, production), *_absent(profile, a, b)]
    return _observation(context, gap, notes)


def _scope_said(profile: Profile, poc: Scope, production: Scope) -> Iterator[str]:
    if poc.excluded or production.excluded:
        yield (
            f"left out as agreed ({'; '.join(profile.excluded_segments)}): {poc.excluded:,} rows "
            f"of the POC sample, {production.excluded:,} of production"
        )


def _absent(profile: Profile, a: Sample, b: Sample) -> Iterator[str]:
    """Columns that engagement.yaml names and a file lacks: what needs them was not looked at."""
    data = profile.data
    for said, column in (("label", data.label), ("key", data.key), ("time", data.time)):
        for sample in (a, b):
            if (told := absence(sample, f"data.{said}", column)) is not None:
                yield told


def _nothing(context: Context, a: Sample, b: Sample) -> Observation:
    empty = a if not a.rows else b
    return context.observation(
        verdict="inconclusive",
        reason=f"excluded_segments take out every row of {empty.path}",
        inputs=[source_of(a), source_of(b)],
        limits=limits_said(),
        n=0,
    )


def _observation(context: Context, gap: Gap, notes: Sequence[str]) -> Observation:
    key, time = context.engagement.profile.data.key, context.engagement.profile.data.time
    matter = [name for name in gap.a.columns if name not in (key, time)]
    checks = [_check(found) for found in gap.findings]
    verdict = method_verdict(checks, columns=matter)
    open_ = [f for f in gap.findings if f.verdict == "inconclusive" and f.column in matter]
    undecided = verdict == "inconclusive"
    return context.observation(
        verdict=verdict,
        n=gap.b.rows,
        decides_at_n=_decides_at(open_) if undecided else None,
        reason=_undecided(open_, gap) if undecided else None,
        limits=limits_said(),
        checks=_told(checks),
        figures=gap_figures(gap, gap.a.columns, notes),
        inputs=[source_of(gap.a), source_of(gap.b)],
    )


def _check(found: Finding) -> Check:
    return Check(
        check=TITLES[found.kind],
        column=found.column,
        cause=found.cause,
        share=None if found.share is None else rounded(found.share),
        interval=None if found.interval is None else bounds(found.interval),
        verdict=found.verdict,
        severity=found.severity,
        fix=_needed(found) if found.verdict == "inconclusive" else found.fix,
        n=found.n,
    )


def _told(checks: Sequence[Check]) -> list[Check]:
    """What was found, what is not settled, a line a kind, and one line for all that is well."""
    found = [check for check in checks if check.verdict in ("fail", "warn")]
    told = found[:MOST_CHECKS]
    if left := len(found) - len(told):
        told.append(Check(check="more of these", cause=f"{left:,} more checks found something."))
    open_: dict[str, list[Check]] = {}
    for check in checks:
        if check.verdict == "inconclusive":
            open_.setdefault(check.check, []).append(check)
    told += [_together(alike) for alike in open_.values()]
    passed = sum(check.verdict == "pass" for check in checks)
    if passed:
        well = f"{passed:,} checks found nothing that goes beyond the POC."
        told.append(Check(check="all else", cause=well, verdict="pass"))
    return told


def _together(alike: Sequence[Check]) -> Check:
    """Checks of one kind that are not settled, as one."""
    if len(alike) == 1:
        return alike[0]
    names = [check.column for check in alike if check.column]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return Check(
        check=alike[0].check,
        cause=f"Not settled in {len(alike):,} columns: {', '.join(names[:_NAMED])}{more}.",
        verdict="inconclusive",
        fix=alike[0].fix,
        n=alike[0].n,
    )


def _needed(found: Finding) -> str:
    if found.decides_at_n is None:
        return "The share lies too close to a limit for any number of rows to decide."
    return f"About {found.decides_at_n:,} rows in each sample would decide."


def _decides_at(undecided: Sequence[Finding]) -> int | None:
    needed = [found.decides_at_n for found in undecided]
    return max((n for n in needed if n is not None), default=None)


def _undecided(undecided: Sequence[Finding], gap: Gap) -> str:
    columns = list(dict.fromkeys(found.column or "" for found in undecided))
    many = f"{len(columns)} columns" if len(columns) > 1 else columns[0]
    return (
        f"nothing failed, but there are too few rows to say so of {many}: {gap.a.rows:,} in the "
        f"POC sample, {gap.b.rows:,} in production"
    )
