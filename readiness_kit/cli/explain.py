"""Opens one section's score: every criterion's part, the range, what was left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement.scorecard import CriterionResult, Range, Scorecard, SectionResult


def explain(section: SectionResult, card: Scorecard, opened: Engagement) -> None:
    """Print the table that sums to the score, and every figure that hangs on it."""
    click.secho(
        f"{section.title}: claimed {points(section.claimed.score)}, "
        f"supported {points(section.supported.score)}",
        bold=True,
    )
    _table(section)
    _range(section, has_bar=bool(card.gates))
    _left_out(section, opened)
    _ask_next(section, card.display.of)
    for warning in section.warnings:
        click.echo(f"warning: {warning}")


def _table(section: SectionResult) -> None:
    from readiness_kit.judgement.numbers import printable

    click.echo(
        f"{'':46}{'':>7}{'':>7}{'':>8}  {'best':13}{'':>6}{'':>10}   points of the score\n"
        f"{'criterion':46}{'weight':>7}{'level':>7}{'claimed':>8}  {'evidence':13}{'cap':>6}"
        f"{'supported':>10}{'claimed':>9}{'supported':>10}"
    )
    rated = [result for result in section.criteria if result.state == "rated"]
    claimed = printable([result.contribution.claimed or 0.0 for result in rated])
    supported = printable([result.contribution.supported or 0.0 for result in rated])
    parts = {result.id: pair for result, *pair in zip(rated, claimed, supported, strict=True)}
    for result in section.criteria:
        said, proved = parts.get(result.id, (None, None))
        click.echo(
            f"{result.id[:45]:46}{result.weight:>7g}{_level(result):>7}"
            f"{_value(result.claimed):>8}  {_evidence(result):13}{_value(result.cap):>6}"
            f"{_value(result.supported):>10}{points(said):>9}{points(proved):>10}"
        )
    sums = f"{points(section.claimed.score):>9}{points(section.supported.score):>10}"
    click.echo(f"{'sum, over the weight of what is rated':97}{sums}")
    if any(result.filled_by_test for result in rated):
        click.echo("* nobody gave a level: our own run set it, until somebody who counts does")


def _range(section: SectionResult, *, has_bar: bool) -> None:
    """The same points over all that applies: what is unknown counted as 0, and as 1."""
    for name, reach in (("claimed", section.claimed), ("supported", section.supported)):
        if reach.low is not None and reach.low != reach.high:
            click.echo(f"{name}: {span(reach)}, with all that is unknown at worst and at best")
    if has_bar and section.margin is not None and section.supported.low is not None:
        bar = section.supported.low - section.margin
        side = "over" if section.margin >= 0 else "under"
        off = points(abs(section.margin))
        click.echo(f"bar: {points(bar)}; the low end of supported is {off} {side} it")


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
