"""readiness rate, consensus, import: what people say, from a script or a spreadsheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness_kit.cli import notices
from readiness_kit.cli.next_step import show_after_answer
from readiness_kit.cli.opening import judged, known_criterion, open_engagement
from readiness_kit.cli.options import (
    DAY,
    FILE,
    LEVEL,
    WORDS,
    WholeNumberType,
    engagement,
    example,
)
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.assessment import Assessment, Rating
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
    _save(path, opened, changes, by=respondent, op="rate", told=later)


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
    _save(path, opened, changes, by=who, op="consensus", told=later)


@click.command(
    "import",
    epilog=example(
        "readiness import acme ratings.csv",
        "readiness import acme integrations.csv",
        "readiness import acme ml_engineer.xlsx sponsor.xlsx",
    ),
)
@engagement
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
def import_(path: Path, files: tuple[Path, ...]) -> None:
    """Take spreadsheets into the engagement, all or nothing.

    FILE is a CSV, whose first line says what it holds, or the pre-work that came back.

    Pre-work: the .xlsx that `export --to prework` wrote, filled in; several are one act. What its
    person changed is taken; an open cell takes nothing back. Then it lists who has not answered.

    Ratings: criterion, respondent, state, level, reason, approver, note, evidence_grade,
    evidence_ref, expires, and if wanted evidence_on, evidence_by, round. Only criterion is
    required; a column that is missing is empty.

    state is rated, unknown, not_applicable or unrated; empty beside a level, it is rated. unrated
    takes back the answer of that criterion, respondent and round.

    A row with an empty respondent is anonymous: of criterion and round there is one such answer,
    and a row with an empty respondent and the state unrated takes it back.

    The integration map: system, kind, owner, direction (in, out, both), protocol, authentication,
    data_class (public, internal, personal, special), volume_per_day, service_level,
    test_environment, failure_mode, fallback, criticality (A, B, C), status (unknown, agreed,
    built, tested, live), effort_days, planned, depends_on. Only system is required; an empty cell
    means that nobody knows.

    Metrics: date, metric, value, n, cohort; the first three are required. Their targets: metric,
    baseline, baseline_date, target, due; only metric is required.

    Rows of systems, values and targets that are known are changed in the columns that FILE has,
    new ones added, and those that FILE lacks are kept.
    """
    from readiness_kit.cli.sheets import take_sheet
    from readiness_kit.engagement.dates import utc_now
    from readiness_kit.engagement.merging import kind_of
    from readiness_kit.engagement.ratings_csv import read_ratings
    from readiness_kit.prework.archive import is_workbook

    opened = open_engagement(path)
    others = [file for file in files if not is_workbook(file)]
    if not others:
        from readiness_kit.cli.prework import take_prework

        take_prework(opened, files)
        return
    if len(files) > 1:
        raise UsageError(f"only pre-work comes in several files; {others[0]} is no .xlsx")
    file = files[0]
    kind = kind_of(file)
    if kind is not None:
        take_sheet(path, kind, file)
        return
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


def _save(
    path: Path,
    opened: Engagement,
    changes: list[Change],
    *,
    by: str,
    op: str,
    about: str = "",
    told: Sequence[str] = (),
) -> None:
    from dataclasses import replace

    from readiness_kit.engagement.writer import Writer

    after = Writer(path, via="command line").apply(
        changes, by=by, op=op, about=[about] if about else []
    )
    now = replace(opened, assessment=after)
    card = judged(now)
    click.echo(_saved(opened.assessment, after))
    notices.show([*told, *notices.of_answers(opened, after, card)])
    show_after_answer(path, now, card)


def _saved(before: Assessment, after: Assessment) -> str:
    """What an act changed: an answer that was given before, word for word, is none."""
    was, now = ({rating.key: rating for rating in each.ratings} for each in (before, after))
    new = [rating for key, rating in now.items() if was.get(key) != rating]
    gone = len(was.keys() - now.keys())
    links = len({link.id for link in after.evidence} - {link.id for link in before.evidence})
    saved = [_answers(len(new)) + _anonymous(new)] if new else []
    if links:
        saved.append(f"{links} piece{'s' if links != 1 else ''} of evidence")
    sentences = [f"Saved {' and '.join(saved)}."] if saved else []
    if gone:
        sentences.append(f"Took back {_answers(gone)}.")
    return " ".join(sentences) or "Nothing changed: this is what stands there."


def _anonymous(new: list[Rating]) -> str:
    """How many of the answers nobody stands for: an empty respondent may be an oversight."""
    number = sum(rating.respondent is None for rating in new)
    if not number:
        return ""
    return f" ({number} of them anonymous)" if len(new) > 1 else " (anonymous)"


def _answers(number: int) -> str:
    return f"{number} answer{'s' if number != 1 else ''}"
