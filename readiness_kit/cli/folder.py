"""readiness new and readiness check: the engagement's folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from readiness_kit.cli.opening import must_be_engagement, open_engagement
from readiness_kit.cli.options import NEW_FOLDER, WORDS, engagements, example
from readiness_kit.cli.typed import typed
from readiness_kit.errors import NotSavedError, Problem, UsageError


@click.command(epilog=example("readiness new acme --client 'Acme Ltd' --system 'Invoice triage'"))
@click.argument("path", metavar="PATH", type=NEW_FOLDER)
@click.option(
    "--framework",
    default="poc-to-production",
    show_default=True,
    metavar="F",
    help="An id from `readiness framework list`, or the path of a YAML file.",
)
@click.option(
    "--client", type=WORDS, metavar="NAME", help="As on the cover [from the folder's name]."
)
@click.option(
    "--system", type=WORDS, metavar="NAME", help="What is assessed [from the folder's name]."
)
def new(path: Path, framework: str, client: str | None, system: str | None) -> None:
    """Make an engagement folder with every question of engagement.yaml explained."""
    from readiness_kit.engagement.template import new_engagement

    with _present(path):
        named = _seen_from(path, framework)
        made = new_engagement(path, framework=named, client=client, system=system)
    opened = open_engagement(path)
    phase = opened.profile.phase
    first = next(c.id for s in opened.framework.sections for c in s.criteria)
    section = ("--section", phase) if phase else ()
    show = typed("framework", "show", framework, *section)
    click.echo(f"Made {made}: {opened.framework.title}.")
    click.echo(f"Next:\n  edit {made}; every key is explained there")
    steps = {
        typed("check", path): "name what is wrong with it",
        show: "what will be asked",
        f"{typed('rate', path, first)} --level N": "answer a first question",
        typed("run", path): "write the report",
    }
    width = max(map(len, steps))
    for command, purpose in steps.items():
        click.echo(f"  {command:{width}}  {purpose}")


@click.command(epilog=example("readiness check acme", "readiness check acme --restore"))
@engagements
@click.option("--restore", is_flag=True, help="Bring assessment.json back from its journal.")
def check(paths: tuple[Path, ...], restore: bool) -> int:
    """Name every problem of every file at once, with file, line and field.

    Leaves with 0 where there are none, or warnings only; with 2 where there are errors.
    """
    return 2 if sum(_errors(path, restore=restore) for path in paths) else 0


def _errors(path: Path, *, restore: bool) -> int:
    """Check one folder, and say how many errors it has; a folder that is none of ours is one."""
    from readiness_kit.engagement.checks import check as check_folder
    from readiness_kit.engagement.checks import restore as restore_folder

    try:
        must_be_engagement(path)
        if restore:
            done = restore_folder(path)
            kept = f"; what was there is kept as {done.kept.name}" if done.kept else ""
            click.echo(f"{path}: assessment.json is as of change {done.seq} again{kept}.")
    except UsageError as error:
        click.echo(str(error), err=True)
        return 1
    problems = check_folder(path)
    for problem in problems:
        click.echo(str(problem))
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        click.echo(f"{path}: {_counted(problems, errors)}. After mending: {typed('check', path)}")
    else:
        found = _counted(problems, errors) if problems else "nothing to mend"
        click.echo(f"{path}: {found}. Where it stands: {typed('score', path)}")
    return errors


def _counted(problems: Sequence[Problem], errors: int) -> str:
    warnings = len(problems) - errors
    return (
        f"{errors} error{'s' if errors != 1 else ''}, "
        f"{warnings} warning{'s' if warnings != 1 else ''}"
    )


@contextmanager
def _present(folder: Path) -> Iterator[None]:
    """Make a folder, out of which `..` can then lead; take it away if nothing was put into it."""
    absent = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotSavedError(folder, error) from error
    try:
        yield
    except BaseException:
        with suppress(OSError):
            if absent:
                folder.rmdir()
        raise


def _seen_from(folder: Path, framework: str) -> str:
    """A framework file is named from where the command is typed, but looked for from the folder."""
    file = Path(framework)
    if file.is_absolute() or not file.is_file():
        return framework
    try:
        return Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
    except ValueError:
        # on another drive of Windows there is no relative way
        return str(file.resolve())
