"""readiness rate, consensus, import: what people say, from a script or a spreadsheet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness_kit.cli.options import DAY, engagement, example

if TYPE_CHECKING:
    from readiness_kit.engagement.changes import Change
    from readiness_kit.engagement.folder import Engagement

REASONS = ("out_of_scope", "business_priority", "architecture_constraint", "other")
GRADES = ("statement", "document", "demonstrated", "test", "recurring")

_criterion = click.argument("criterion", metavar="CRITERION")
_level = click.option("--level", type=int, metavar="N", help="The level that is reached, 0 to 4.")
_unknown = click.option("--unknown", is_flag=True, help="We were asked, and do not know.")
_absent = click.option(
    "--not-applicable", type=click.Choice(REASONS), help="It does not apply, for this reason."
)
_clear = click.option("--clear", is_flag=True, help="Take the answer back.")
_approver = click.option("--approver", metavar="NAME", help="Who approved that it does not apply.")
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
@_approver
@_note
@click.option("--grade", type=click.Choice(GRADES), help="Link evidence of this grade.")
@click.option("--reference", metavar="TEXT", help="Where the evidence is.")
@click.option(
    "--on", "days", type=DAY, multiple=True, help="When it was seen; repeat if recurring."
)
@click.option("--expires", type=DAY, help="Until when it holds [the life of its grade].")
def rate(path: Path, criterion: str, **said: Any) -> None:
    """Record one respondent's answer to one criterion, and evidence for it.

    A level of one's own word counts up to its cap; evidence raises the cap.
    """
    from readiness_kit.engagement import acts

    opened = _open(path)
    respondent = acts.known_respondent(opened.profile, said.pop("respondent"))
    changes = _answer(opened, criterion, respondent, **said)
    _save(path, opened, changes, by=respondent, op="rate")


@click.command(
    epilog=example("readiness consensus acme poc.edge_cases.tested --level 2 --note 'agreed'")
)
@engagement
@_criterion
@_level
@_absent
@_clear
@_approver
@_note
def consensus(path: Path, criterion: str, **said: Any) -> None:
    """Record what the room agreed on; it stands above every single answer."""
    from readiness_kit.engagement.acts import CONSENSUS

    opened = _open(path)
    changes = _answer(opened, criterion, CONSENSUS, **said)
    _save(path, opened, changes, by=opened.profile.default_respondent, op="consensus")


@click.command("import", epilog=example("readiness import acme ratings.csv"))
@engagement
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def import_(path: Path, file: Path) -> None:
    """Take ratings and evidence from a spreadsheet, all or nothing.

    FILE is a CSV with the columns criterion, respondent, state, level, reason, approver, note,
    evidence_grade, evidence_ref, expires, and if wanted evidence_on, evidence_by, round.
    """
    from readiness_kit.engagement.dates import utc_now
    from readiness_kit.engagement.ratings_csv import read_ratings

    opened = _open(path)
    changes = read_ratings(file, opened.profile, opened.framework, now=utc_now())
    _save(path, opened, changes, by=opened.profile.default_respondent, op="import", about=file.name)


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
        return [acts.clear(framework, criterion, respondent)]
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


def _open(path: Path) -> Engagement:
    from readiness_kit.engagement.folder import Engagement

    return Engagement.open(path)


def _save(
    path: Path, opened: Engagement, changes: list[Change], *, by: str, op: str, about: str = ""
) -> None:
    from readiness_kit.engagement.writer import Writer

    after = Writer(path, via="command line").apply(
        changes, by=by, op=op, about=[about] if about else []
    )
    ratings = sum(change.path[0] == "ratings" for change in changes)
    links = len(changes) - ratings
    evidence = f" and {links} piece{'s' if links != 1 else ''} of evidence" if links else ""
    click.echo(f"Saved {ratings} answer{'s' if ratings != 1 else ''}{evidence}.")
    asked = {rating.criterion for rating in after.ratings}
    here = opened.profile.phase
    wanted = [
        criterion.id
        for section in opened.framework.sections
        if section.id == here or not section.is_phase
        for criterion in section.criteria
        if criterion.id not in asked
    ]
    if wanted:
        click.echo(f"{len(wanted)} criteria of this phase are still unanswered, next {wanted[0]}.")
    click.echo(f"See where it stands: readiness score {path}")
