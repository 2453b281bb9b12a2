"""Opens one section's score: every criterion's part, the range, what was left out and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.framework.schema import Framework
    from readiness_kit.judgement.scorecard import CriterionResult, Range, Scorecard, SectionResult


def explain(section: SectionResult, card: Scorecard, opened: Engagement) -> None:
    """Print the table that sums to the score, and every figure that hangs on it."""
    weighed = opened.framework.weighs_evidence
    said, proved = points(section.claimed.score), points(section.supported.score)
    scores = f"claimed {said}, supported {proved}" if weighed else said
    click.secho(f"{section.title}: {scores}", bold=True)
    (_as_supported if weighed else _as_given)(section, opened.framework)
    if any(result.filled_by_test for result in section.criteria):
        click.echo("* nobody gave a level: our own run set it, until somebody who counts does")
    _range(section, weighed=weighed, has_bar=bool(card.gates))
    _left_out(section, opened)
    _ask_next(section, card.display.of)
    for warning in section.warnings:
        click.echo(f"warning: {warning}")


def _as_supported(section: SectionResult, framework: Framework) -> None:
    """What was claimed, the cap of its evidence, what is left, and what both are worth."""
    click.echo(
        f"{'':46}{'':>7}{'':>7}{'':>8}  {'best':13}{'':>6}{'':>10}   points of the score\n"
        f"{'criterion':46}{'weight':>7}{'level':>7}{'claimed':>8}  {'evidence':13}{'cap':>6}"
        f"{'supported':>10}{'claimed':>9}{'supported':>10}"
    )
    claimed = _parts(section, lambda result: result.contribution.claimed)
    supported = _parts(section, lambda result: result.contribution.supported)
    for result in section.criteria:
        click.echo(
            f"{_answer(result)}  {_evidence(result):13}{_value(result.cap):>6}"
            f"{_value(result.supported):>10}{points(claimed.get(result.id)):>9}"
            f"{points(supported.get(result.id)):>10}"
        )
    sums = f"{points(section.claimed.score):>9}{points(section.supported.score):>10}"
    click.echo(f"{_over(framework):99}{sums}")


def _as_given(section: SectionResult, framework: Framework) -> None:
    """What each answer is worth where none is capped."""
    click.echo(f"{'criterion':46}{'weight':>7}{'level':>7}{'value':>8}{'points':>9}")
    parts = _parts(section, lambda result: result.contribution.claimed)
    for result in section.criteria:
        click.echo(f"{_answer(result)}{points(parts.get(result.id)):>9}")
    click.echo(f"{_over(framework):68}{points(section.claimed.score):>9}")


def _parts(
    section: SectionResult, worth: Callable[[CriterionResult], float | None]
) -> dict[str, float]:
    """By criterion that is rated: its points, rounded so that they sum to the score."""
    from readiness_kit.judgement.numbers import printable

    rated = [result for result in section.criteria if result.state == "rated"]
    rounded = printable([worth(result) or 0.0 for result in rated])
    return {result.id: part for result, part in zip(rated, rounded, strict=True)}


def _answer(result: CriterionResult) -> str:
    return f"{result.id[:45]:46}{result.weight:>7g}{_level(result):>7}{_value(result.claimed):>8}"


def _over(framework: Framework) -> str:
    from readiness_kit.judgement.words import counted_words

    return f"sum, over the weight of {counted_words(framework)}"


def _range(section: SectionResult, *, weighed: bool, has_bar: bool) -> None:
    """The same points over all that applies: what is unknown counted as 0, and as 1."""
    both = {"claimed": section.claimed, "supported": section.supported}
    for name, reach in (both if weighed else {"range": section.claimed}).items():
        if reach.low is not None and reach.low != reach.high:
            click.echo(f"{name}: {span(reach)}, with all that is unknown at worst and at best")
    if has_bar and section.margin is not None and section.supported.low is not None:
        bar = section.supported.low - section.margin
        side = "over" if section.margin >= 0 else "under"
        off, end = points(abs(section.margin)), "low end of supported" if weighed else "low end"
        click.echo(f"bar: {points(bar)}; the {end} is {off} {side} it")


def _left_out(section: SectionResult, opened: Engagement) -> None:
    from readiness_kit.judgement.facts import triggers

    absent = [result for result in section.criteria if result.state == "not_applicable"]
    for result in absent:
        names = {
            rating.approver
            for rating in opened.assessment.ratings
            if rating.criterion == result.id and rating.approver
        }
        approved = f", approved by {', '.join(sorted(names))}" if names else ""
        click.echo(f"not applicable: {result.id} ({result.reason}{approved})")
    if absent:
        click.echo(f"if what does not apply counted as 0: {points(section.score_if_na_zero)}")
    for entry in section.skipped:
        by = ", ".join(triggers(opened.framework.criteria[entry.id], opened.profile))
        click.echo(f"not asked: {entry.id} (by {by})")


def _ask_next(section: SectionResult, of: float) -> None:
    from readiness_kit.judgement.unknowns import ask_next

    found = ask_next([section], of=of)
    if found:
        click.echo("\nask next, by what the answer is worth:")
    for unknown in found:
        state = "nobody knows" if unknown.said else "not asked"
        blocker = ", blocker" if unknown.blocker else ""
        click.echo(
            f"  {unknown.criterion:46}{unknown.points:>6.1f} points, {unknown.share:>4.0%} of the "
            f"range ({state}{blocker})"
        )


def _level(result: CriterionResult) -> str:
    if result.level is None:
        return {"unknown": "?", "not_applicable": "n/a"}.get(result.state, "-")
    return f"{result.level} *" if result.filled_by_test else str(result.level)


def _evidence(result: CriterionResult) -> str:
    return "lapsed" if result.expired else str(result.evidence_grade)


def points(value: float | None) -> str:
    """A figure in points, or a dash where there is none."""
    return "-" if value is None else f"{value:.1f}"


def span(reach: Range) -> str:
    """From the worst to the best."""
    return "-" if reach.low is None else f"{points(reach.low)} to {points(reach.high)}"


def _value(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
