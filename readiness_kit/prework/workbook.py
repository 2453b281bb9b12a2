"""One pre-work file as bytes: the same input, the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from openpyxl.writer.excel import ExcelWriter

from readiness_kit.engagement.assessment import Assessment, Rating
from readiness_kit.engagement.profile import Profile
from readiness_kit.framework.schema import Framework
from readiness_kit.judgement.prework import Invited, PreWork
from readiness_kit.prework.about import SHEET, About, Stood, about_rows, text_mark
from readiness_kit.prework.answers_sheet import TITLE, Question, fill_answers
from readiness_kit.prework.cells import cells_of
from readiness_kit.prework.start_sheet import Cover, fill_start
from readiness_kit.prework.styles import put

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip archive knows."""


def file_names(work: PreWork) -> dict[str, str]:
    """By person: the file's name, after the role, and the person too where several hold it."""
    roles = [each.role for each in work.invited]
    names: dict[str, str] = {}
    for each in work.invited:
        alone = roles.count(each.role) == 1
        stem = each.role if alone else f"{each.role}-{each.person}"
        taken = {name.casefold() for name in names.values()}
        # some systems hold `ML` and `ml` for one name, and ids may hold the hyphen themselves
        while f"{stem}.xlsx".casefold() in taken:
            stem = f"{stem}_"
        names[each.person] = f"{stem}.xlsx"
    return names


def prework_files(
    work: PreWork,
    profile: Profile,
    framework: Framework,
    assessment: Assessment,
    *,
    folder: str,
    day: dt.date,
    due: dt.date | None = None,
) -> dict[str, bytes]:
    """By name: the spreadsheets of everybody who is asked, their own answers filled in."""
    names = file_names(work)
    return {
        names[invited.person]: _file(
            invited, work, profile, framework, assessment, folder=folder, day=day, due=due
        )
        for invited in work.invited
    }


def role_title(framework: Framework, role: str) -> str:
    """What a role is called; one that the framework does not list goes by its id."""
    return next((each.title for each in framework.roles if each.id == role), role)


def _titled(profile: Profile, framework: Framework, id: str) -> str:
    return f"{profile.name_of(id)}, {role_title(framework, profile.roles[id])}"


def _file(
    invited: Invited,
    work: PreWork,
    profile: Profile,
    framework: Framework,
    assessment: Assessment,
    *,
    folder: str,
    day: dt.date,
    due: dt.date | None,
) -> bytes:
    given = _blind_answers(assessment, invited.person)
    questions = [
        Question(framework.criteria[id], cells_of(given.get(id))) for id in invited.criteria
    ]
    back = [_titled(profile, framework, person) for person in work.facilitators]
    blockers = [question.criterion.blocker is not None for question in questions]
    cover = Cover(
        client=profile.client,
        system=profile.system,
        whose=_titled(profile, framework, invited.person),
        criteria=len(questions),
        written=day,
        due=due,
        back_to=" or ".join(back) or "whoever sent you this file",
        answers=TITLE,
        has_blockers=any(blockers),
        has_others=not all(blockers),
    )
    about = About(
        folder=folder,
        client=profile.client,
        system=profile.system,
        framework=framework.id,
        version=framework.version,
        sha256=framework.sha256,
        person=invited.person,
        role=invited.role,
        sections=" ".join(work.sections),
        written=day.isoformat(),
        stood={q.criterion.id: Stood(text_mark(q.criterion), q.cells) for q in questions},
        due=due.isoformat() if due else "",
    )
    return _bytes(cover, about, framework, questions, day)


def _blind_answers(assessment: Assessment, person: str) -> Mapping[str, Rating]:
    """By criterion: what somebody answered before anybody talked."""
    own = (r for r in assessment.ratings if r.respondent == person and r.round == 0)
    return {rating.criterion: rating for rating in own}


def _bytes(
    cover: Cover, about: About, framework: Framework, questions: Sequence[Question], day: dt.date
) -> bytes:
    book = openpyxl.Workbook()
    fill_start(book.active, cover)
    fill_answers(book.create_sheet(), framework, questions, f"{cover.system}: {cover.whose}")
    hidden = book.create_sheet(SHEET)
    for row, values in enumerate(about_rows(about), 1):
        for column, value in enumerate(values, 1):
            put(hidden.cell(row, column), value or None, wrapped=False)
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    properties = book.properties
    properties.creator, properties.title = "readiness-kit", "Pre-work"
    properties.created = properties.modified = dt.datetime.combine(day, dt.time())
    return _archived(book)


def _archived(book: Any) -> bytes:
    """A workbook as a zip archive without the moment at which it was made."""
    written, settled = io.BytesIO(), io.BytesIO()
    # not Workbook.save: it would set the moment of saving
    ExcelWriter(book, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED)).save()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system, part.external_attr = 3, 0o600 << 16  # the same on every system
            target.writestr(part, source.read(name))
    return settled.getvalue()
