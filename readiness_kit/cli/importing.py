"""readiness import: ratings, pre-work and tables from spreadsheets."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_kit.cli.opening import open_engagement
from readiness_kit.cli.options import FILE, engagement, example
from readiness_kit.cli.saved import save_answers
from readiness_kit.errors import UsageError


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
    by = opened.profile.default_respondent
    save_answers(path, opened, changes, by=by, op="import", about=file.name)
