"""The numbers that judgement compares with, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Iterator

from readiness_kit.framework import GRADES, Framework
from rendering import words
from rendering.markdown import bullets, code, codes, prose, table


def conventions(framework: Framework) -> Iterator[str]:
    """The blocks of scale, caps, lives, limits and sources."""
    yield "## Conventions"
    yield (
        f"A score is printed in {prose(framework.display.unit)}, of "
        f"{words.number(framework.display.of)}."
    )
    if framework.unanswered == "earns_nothing":
        yield "What has no answer earns nothing: points are added up over all that applies."
    if framework.sources:
        yield "Where a convention comes from stands under Sources, by the id in brackets."
    yield _scale(framework)
    yield from _caps(framework)
    yield bullets(_lines(framework))
    yield from _themes(framework)
    yield from _sources(framework)


def _scale(framework: Framework) -> str:
    return table(
        ["level", "name", "is worth"],
        ([str(s.level), prose(s.name), words.number(s.value)] for s in framework.scale),
    )


def _caps(framework: Framework) -> Iterator[str]:
    """How far each grade carries a criterion of each kind, and how long it lasts."""
    if framework.caps is None:
        yield "No evidence caps: what is claimed counts as supported."
        return
    lives = framework.lives_days
    if lives:
        yield (
            "How far a grade of evidence carries, of 1, by kind (`caps`); and for how many days "
            "(`lives_days`)."
        )
    else:
        yield "How far a grade of evidence carries, of 1, by kind (`caps`)."
    rows = [
        [kind, *(words.number(by_grade[g]) if g in by_grade else "-" for g in GRADES)]
        for kind, by_grade in framework.caps.items()
    ]
    if lives:
        rows.append(["days", *(str(lives[g]) if g in lives else "-" for g in GRADES)])
    yield table(["", *GRADES], rows)


def _lines(framework: Framework) -> Iterator[str]:
    if any(entry.methods for entry in framework.criteria.values()):
        yield from _run_limits(framework)
    if framework.caps is not None:
        again = framework.recurrence
        yield (
            f"evidence recurs from {again.dates} dates within {again.within_days} days on "
            "(`recurrence`)"
        )
    if framework.phases:
        yield from _gate_limits(framework)


def _run_limits(framework: Framework) -> Iterator[str]:
    caps, filled = framework.observation_caps, framework.filled_levels
    for verdict in ("warn", "fail"):
        if verdict in caps:
            yield (
                f"a run that ends in {verdict} caps a property at "
                f"{words.number(caps[verdict])} (`observation_caps`)"
            )
    yield (
        f"where nobody rated, a run gives level {filled.property_pass} to a property on pass, "
        f"{filled.property_warn} on warn, {filled.property_fail} on fail, and level "
        f"{filled.activity} to an activity (`filled_levels`)"
    )


def _gate_limits(framework: Framework) -> Iterator[str]:
    limits = framework.thresholds
    yield (
        f"a gate is not judged on less than {words.percent(limits.coverage)} of the weight, and "
        f"warns where more than {words.percent(limits.na_warning)} do not apply (`thresholds`)"
    )
    yield (
        f"the bar of a section beside the phases is the phase's, moved by "
        f"{words.number(limits.factors_offset)} {prose(framework.display.unit)} (`thresholds`)"
    )
    moved = ", ".join(f"{words.signed(points)} at {key}" for key, points in limits.criticality)
    yield f"criticality moves every floor, by {moved} (`thresholds`)"


def _themes(framework: Framework) -> Iterator[str]:
    kinds = dict.fromkeys(entry.kind for entry in framework.criteria.values())
    themes = dict.fromkeys(entry.theme for entry in framework.criteria.values())
    if framework.caps is not None:
        yield f"Kinds decide what evidence is worth: {codes(kinds)}."
    yield f"Themes are for display: {codes(themes)}."


def _sources(framework: Framework) -> Iterator[str]:
    if framework.sources:
        yield "## Sources"
        yield table(
            ["id", "kind", "text"],
            ([code(s.id), s.kind, prose(s.text)] for s in framework.sources),
        )
