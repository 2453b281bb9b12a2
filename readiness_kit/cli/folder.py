"""readiness new and readiness check: the engagement's folder."""

from __future__ import annotations

from pathlib import Path

import click

from readiness_kit.cli.options import engagement, example


@click.command(epilog=example("readiness new acme --client 'Acme Ltd' --system 'Invoice triage'"))
@engagement
@click.option("--framework", default="poc-to-production", show_default=True, metavar="F")
@click.option("--client", metavar="NAME", help="As on the cover [from the folder's name].")
@click.option("--system", metavar="NAME", help="What is assessed [from the folder's name].")
def new(path: Path, framework: str, client: str | None, system: str | None) -> None:
    """Make an engagement folder with every question of engagement.yaml explained."""
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.engagement.template import new_engagement

    new_engagement(path, framework=framework, client=client, system=system)
    opened = Engagement.open(path)
    phase = opened.profile.phase
    first = next(c.id for s in opened.framework.sections for c in s.criteria)
    click.echo(f"Made {path / 'engagement.yaml'}: {opened.framework.title}.")
    click.echo("Next:")
    click.echo(f"  edit {path / 'engagement.yaml'}; every key is explained there")
    show = f"readiness framework show {framework}" + (f" --section {phase}" if phase else "")
    click.echo(f"  {show:58} what will be asked")
    click.echo(f"  {f'readiness rate {path} {first} --level N':58} answer a first question")
    click.echo(f"  {f'readiness run {path}':58} write the report")


@click.command(epilog=example("readiness check acme", "readiness check acme --restore"))
@click.argument(
    "paths", metavar="PATH...", type=click.Path(path_type=Path), nargs=-1, required=True
)
@click.option("--restore", is_flag=True, help="Bring assessment.json back from its journal.")
def check(paths: tuple[Path, ...], restore: bool) -> int:
    """Name every problem of every file at once, with file, line and field.

    Leaves with 0 where there are none, or warnings only; with 2 where there are errors.
    """
    from readiness_kit.engagement.checks import check as check_folder
    from readiness_kit.engagement.checks import restore as restore_folder

    errors = 0
    for path in paths:
        if restore:
            done = restore_folder(path)
            kept = f"; what was there is kept as {done.kept.name}" if done.kept else ""
            click.echo(f"{path}: assessment.json is as of change {done.seq} again{kept}.")
        problems = check_folder(path)
        for problem in problems:
            click.echo(str(problem))
        wrong = sum(problem.severity == "error" for problem in problems)
        errors += wrong
        warnings = len(problems) - wrong
        verdict = f"{wrong} errors, {warnings} warnings" if problems else "nothing to mend"
        click.echo(f"{path}: {verdict}.")
    return 2 if errors else 0
