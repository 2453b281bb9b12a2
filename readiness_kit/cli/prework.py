"""readiness export --to prework, and import of it: the files, and who has not answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli import notices
from readiness_kit.cli.opening import judged
from readiness_kit.cli.typed import typed
from readiness_kit.errors import InvalidFileError, Problem, UsageError

if TYPE_CHECKING:
    from readiness_kit.engagement.folder import Engagement
    from readiness_kit.judgement.prework import Invited, PreWork
    from readiness_kit.prework.reading import Returned
    from readiness_kit.prework.taking import Taken

FOLDER = "prework"
"""Where the files lie in an engagement's folder."""


def write_prework(
    opened: Engagement, folder: Path, sections: Sequence[str], due: dt.date | None
) -> None:
    """Write a file for everybody who is asked, and say who they are and what is open."""
    from readiness_kit.cli.export import tell_written
    from readiness_kit.evidence.handover.writing import write_files
    from readiness_kit.judgement.prework import sections_now
    from readiness_kit.prework.workbook import prework_files

    _must_be_there(opened, sections)
    if due is not None and due < opened.as_of():
        raise UsageError(f"--due is a day from {opened.as_of()} on; got {due}")
    work = _work(opened, sections or sections_now(opened.framework, opened.profile))
    if not work.invited:
        raise UsageError("nobody in `people` of engagement.yaml is asked anything here")
    files = prework_files(
        work,
        opened.profile,
        opened.framework,
        opened.assessment,
        folder=opened.path.resolve().name,
        day=opened.as_of(),
        due=due,
    )
    tell_written(write_files(folder, files))
    click.echo("\nWho is asked:")
    for each in work.invited:
        click.echo(f"  {_person(opened, each.person)}: {_state(each)}")
    _tell_others(opened, work)
    click.echo(f"\nWhen they come back: {typed('import', opened.path)} FILE...")


def take_prework(opened: Engagement, paths: Sequence[Path]) -> None:
    """Take files that came back as one act, and say what was saved and who has not answered."""
    from readiness_kit.engagement.dates import utc_now
    from readiness_kit.engagement.writer import Writer
    from readiness_kit.prework.taking import take

    files = _read(paths)
    taken = take(files, opened, now=utc_now())
    after = Writer(opened.path, via="command line").apply(
        taken.changes,
        by=opened.profile.default_respondent,
        op="import",
        about=[Path(file.name).name for file in files],
    )
    now = replace(opened, assessment=after)
    _tell_taken(files, taken, opened)
    for line in taken.told:
        click.echo(line)
    notices.show(notices.of_answers(opened, after, judged(now)))
    _tell_open(now, files)
    click.echo(f"What to talk about: {typed('agenda', opened.path)}")
    click.echo(f"Where it stands: {typed('score', opened.path)}")


def _read(paths: Sequence[Path]) -> list[Returned]:
    """Every file; raises InvalidFileError with what is wrong with any of them."""
    from readiness_kit.prework.reading import read_returned

    files: list[Returned] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            files.append(read_returned(path))
        except InvalidFileError as error:
            problems += error.problems
    if problems:
        raise InvalidFileError(problems)
    return files


def _must_be_there(opened: Engagement, sections: Sequence[str]) -> None:
    known = [section.id for section in opened.framework.sections]
    for section in sections:
        if section not in known:
            raise UsageError(
                f"no section {section!r} in {opened.framework.id}; it has {', '.join(known)}"
            )


def _work(opened: Engagement, sections: Sequence[str]) -> PreWork:
    from readiness_kit.judgement.prework import pre_work

    return pre_work(opened.framework, opened.profile, opened.assessment, sections)


def _tell_others(opened: Engagement, work: PreWork) -> None:
    """Who gets no file, and what gets no answer."""
    for person in work.facilitators:
        click.echo(f"  {_person(opened, person)}: not asked, rates for the room")
    for person in work.idle:
        click.echo(f"  {_person(opened, person)}: not asked, nothing here is for this role")
    if not work.unheld:
        return
    roles = dict.fromkeys(
        role for id in work.unheld for role in opened.framework.criteria[id].answered_by
    )
    one = len(work.unheld) == 1
    click.echo(
        f"{len(work.unheld)} {'criterion is' if one else 'criteria are'} for roles that nobody in "
        f"`people` holds: {', '.join(roles)}."
    )
    notices.show([f"  {id}" for id in work.unheld])


def _tell_taken(files: Sequence[Returned], taken: Taken, opened: Engagement) -> None:
    for file in {file.name: file for file in files}.values():
        count, who = taken.answers[file.name], _person(opened, file.about.person)
        many = f"{count} answer{'s' if count != 1 else ''}"
        said = f"saved {many} of {who}." if count else f"nothing new of {who}."
        click.echo(f"{file.name}: {said}")


def _tell_open(opened: Engagement, files: Sequence[Returned]) -> None:
    """Who has not answered what these files ask about."""
    known = [section.id for section in opened.framework.sections]
    asked = {section for file in files for section in file.about.sections.split()}
    work = _work(opened, [section for section in known if section in asked])
    waiting = [each for each in work.invited if each.open]
    if not waiting:
        click.echo("\nEverybody who is asked has answered.")
        return
    click.echo("\nNot answered yet:")
    for each in waiting:
        click.echo(f"  {_person(opened, each.person)}: {_state(each)}")
    click.echo(f"Their files anew: {_again(opened, work, files)}")


def _again(opened: Engagement, work: PreWork, files: Sequence[Returned]) -> str:
    """The command that writes these files, with what is open by now."""
    from readiness_kit.judgement.prework import sections_now

    usual = work.sections == sections_now(opened.framework, opened.profile)
    named = [word for section in work.sections for word in ("--section", section)]
    days = [day for file in files if (day := file.about.due_day) and day >= opened.as_of()]
    due = ["--due", str(max(days))] if days else []
    return typed("export", opened.path, "--to", "prework", *([] if usual else named), *due)


def _person(opened: Engagement, id: str) -> str:
    from readiness_kit.prework.workbook import role_title

    role = role_title(opened.framework, opened.profile.roles[id])
    name = opened.profile.name_of(id)
    return f"{id} ({role})" if name == id else f"{id} ({name}, {role})"


def _state(each: Invited) -> str:
    questions = len(each.criteria)
    if not each.open:
        return f"all {questions} answered" if questions != 1 else "answered"
    if len(each.open) == questions:
        return f"nothing yet ({questions} question{'s' if questions != 1 else ''})"
    return f"{len(each.open)} of {questions} open"
