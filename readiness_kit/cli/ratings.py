"""readiness rate and consensus: what one person says, and what the room agreed on."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness_kit.cli.opening import known_criterion, open_engagement
from readiness_kit.cli.options import (
    DAY,
    LEVEL,
    WORDS,
    WholeNumberType,
    engagement,
    example,
)
from readiness_kit.cli.saved import save_answers

if TYPE_CHECKING:
    from readiness_kit.engagement.changes import Change
    from readiness_kit.engagement.folder import Engagement

REASONS = ("out_of_scope", "business_priority", "architecture_constraint", "other")
GRADES = ("statement", "document", "demonstrated", "test", "recurring")
_ROUND = WholeNumberType("a round: a whole number from 0 on", least=0)

_criterion = click.argument("criterion", metavar="CRITERION")
_level = click.option("--level", type=LEVEL, metavar="N", help="The level that is reached, 0 to 4.")
_unknown = click.option("--unknown", is_flag=True, help="We were asked, and do not know.")
_absent = click.option(
    "--not-applicable",
    type=click.Choice(REASONS),
    metavar="REASON",
    help=f"It does not apply: {', '.join(REASONS)}.",
)
_clear = click.option("--clear", is_flag=True, help="Take the answer back.")
_approver = click.option(
    "--approver", type=WORDS, metavar="NAME", help="Who approved that it does not apply."
)
_note = click.option("--note", metavar="TEXT", help="What was said.")


@click.command(
    epilog=example(
        "readiness rate acme poc.edge_cases.tested --level 2 --note 'by hand, in September'",
        "readiness rate acme poc.edge_cases.tested --level 3 --grade test \\",
        "    --reference 'report of 14 September' --on 2026-09-14",
    )
)
@engagement
@_criterion
@_level
@_unknown
@_absent
@_clear
@click.option("--choice", "choices", multiple=True, metavar="ID", help="Lens frameworks only.")
@click.option("--respondent", metavar="ID", help="Who answers [the first of `people`].")
@click.option(
    "--round",
    type=_ROUND,
    metavar="N",
    default=0,
    help="In which round: 0 is the blind one, before anybody talks [0].",
)
@_approver
@_note
@click.option(
    "--grade",
    type=click.Choice(GRADES),
    metavar="GRADE",
    help=f"Link evidence: {', '.join(GRADES)}.",
)
@click.option("--reference", type=WORDS, metavar="TEXT", help="Where the evidence is.")
@click.option(
    "--on", "days", type=DAY, multiple=True, help="When it was seen; repeat if recurring."
)
@click.option("--expires", type=DAY, help="Until when it holds [the life of its grade].")
def rate(path: Path, criterion: str, round: int, **said: Any) -> None:
    """Record one respondent's answer to one criterion, and evidence for it.

    A level of one's own word counts up to its cap; evidence raises the cap. Of several rounds the
    respondent's newest answer counts; the earlier ones stay, and tell what talking changed.
    """
    from readiness_kit.engagement import acts

    opened = open_engagement(path)
    known_criterion(opened, criterion)
    respondent = acts.known_respondent(opened.profile, said.pop("respondent"))
    changes = _answer(opened, criterion, respondent, round=round, **said)
    later = _later_round(opened, criterion, respondent, round)
    save_answers(path, opened, changes, by=respondent, op="rate", told=later)


@click.command(
    epilog=example("readiness consensus acme poc.edge_cases.tested --level 2 --note 'agreed'")
)
@engagement
@_criterion
@_level
@_unknown
@_absent
@_clear
@click.option(
    "--round",
    type=_ROUND,
    metavar="N",
    default=0,
    help="In which round the room agreed: of several, the newest counts [0].",
)
@_approver
@_note
def consensus(path: Path, criterion: str, round: int, **said: Any) -> None:
    """Record what the room agreed on; it stands above every single answer.

    Of several rounds the newest agreement counts; the earlier ones stay.
    """
    from readiness_kit.engagement.acts import CONSENSUS

    opened = open_engagement(path)
    known_criterion(opened, criterion)
    changes = _answer(opened, criterion, CONSENSUS, round=round, **said)
    later = _later_round(opened, criterion, CONSENSUS, round)
    who = opened.profile.default_respondent
    save_answers(path, opened, changes, by=who, op="consensus", told=later)


def _answer(
    opened: Engagement,
    criterion: str,
    respondent: str,
    *,
    level: int | None,
    not_applicable: str | None,
    clear: bool,
    approver: str | None,
    note: str | None,
    round: int = 0,
    unknown: bool = False,
    choices: tuple[str, ...] = (),
    grade: str | None = None,
    reference: str | None = None,
    days: tuple[dt.date, ...] = (),
    expires: dt.date | None = None,
) -> list[Change]:
    from readiness_kit.engagement import acts

    given = [level is not None, unknown, not_applicable is not None, clear, bool(choices)]
    if sum(given) != 1:
        raise click.UsageError(
            "say exactly one of --level N, --unknown, --not-applicable REASON, --clear"
        )
    if choices:
        raise click.UsageError(f"{opened.framework.id} rates by level; --choice is for lenses")
    if grade is None and (reference or days or expires):
        raise click.UsageError("--reference, --on and --expires describe evidence: add --grade")
    framework = opened.framework
    if clear:
        return [acts.clear(framework, criterion, respondent, round=round)]
    state: Any = "unknown" if unknown else "not_applicable" if not_applicable else "rated"
    reason: Any = not_applicable
    changes = [
        acts.rate(
            framework,
            criterion,
            respondent,
            state=state,
            level=level,
            reason=reason,
            approver=approver,
            note=note,
            round=round,
        )
    ]
    if grade is not None:
        strength: Any = grade
        changes.append(
            acts.support(
                framework,
                criterion,
                grade=strength,
                reference=reference or "",
                on=days,
                by=respondent,
                expires=expires,
            )
        )
    return changes


def _later_round(opened: Engagement, criterion: str, respondent: str, round: int) -> list[str]:
    """What to know where somebody's answer of an earlier round is changed."""
    from readiness_kit.engagement.acts import CONSENSUS

    given = [
        rating.round
        for rating in opened.assessment.ratings
        if (rating.criterion, rating.respondent) == (criterion, respondent)
    ]
    newest = max(given, default=round)
    if newest <= round:
        return []
    who = "the room" if respondent == CONSENSUS else respondent
    return [
        f"{who} answered this again in round {newest}, and that answer counts; "
        f"to change it, say --round {newest}."
    ]
