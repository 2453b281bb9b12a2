"""The first sheet of a pre-work file: what it is, what to do, by when, and to whom it goes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from readiness_kit.prework.cells import DOES_NOT_APPLY, DONT_KNOW, SHOW
from readiness_kit.prework.styles import MUTED, height_for, put

TITLE: Final = "Start here"
_LABEL, _TEXT = 20.0, 92.0


class Cover(NamedTuple):
    """What the first sheet says of one file."""

    client: str
    system: str
    whose: str
    criteria: int
    written: dt.date
    due: dt.date | None
    back_to: str
    answers: str
    """The title of the sheet that is filled in."""
    has_blockers: bool
    has_others: bool
    """Whether anything may be said not to apply: a blocker may not."""


def fill_start(sheet: Any, cover: Cover) -> None:
    """Write the sheet and lock it."""
    sheet.title = TITLE
    sheet.sheet_view.showGridLines = False
    for column, width in (("A", 2.0), ("B", _LABEL), ("C", _TEXT)):
        sheet.column_dimensions[column].width = width
    put(sheet["B2"], "Before we meet: your view", size=18, bold=True, wrapped=False)
    row = 4
    for label, text in _facts(cover):
        row = _line(sheet, row, label, text)
    row = _heading(sheet, row, "What to do")
    for number, text in enumerate(_steps(cover), 1):
        row = _line(sheet, row, str(number), text)
    row = _heading(sheet, row, "Good to know")
    for label, text in _notes(cover):
        row = _line(sheet, row, label, text)
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _heading(sheet: Any, row: int, text: str) -> int:
    put(sheet.cell(row + 1, 2), text, size=13, bold=True, wrapped=False)
    sheet.row_dimensions[row + 1].height = 24
    return row + 2


def _line(sheet: Any, row: int, label: str, text: str) -> int:
    put(sheet.cell(row, 2), label, size=11, color=MUTED)
    put(sheet.cell(row, 3), text, size=11)
    sheet.row_dimensions[row].height = height_for([(label, _LABEL), (text, _TEXT)])
    return row + 1


def _facts(cover: Cover) -> Iterator[tuple[str, str]]:
    count = cover.criteria
    long = f"About {count} minutes: {count} questions, a minute each"
    yield "Client", cover.client
    yield "System", cover.system
    yield "For", cover.whose
    yield "How long it takes", long if count != 1 else "About a minute: 1 question"
    if cover.due is not None:
        yield "Please answer by", _long(cover.due)
    yield "Back to", cover.back_to
    yield "Written on", _long(cover.written)


def _steps(cover: Cover) -> Iterator[str]:
    yield (
        f"Open the sheet “{cover.answers}” and choose for each question the level whose text is "
        "true today; what is planned does not count yet."
    )
    unknown = f"Choose “{DONT_KNOW}” where you do not know, which is an answer that helps us"
    absent = f"“{DOES_NOT_APPLY}” with a reason where a question makes no sense for this system"
    yield f"{unknown}, and {absent}." if cover.has_others else f"{unknown}."
    yield (
        f"Say under “{SHOW}” what would prove it: a page, a screen, a report, a run; bring it to "
        "the meeting instead of attaching it here."
    )
    yield (
        "Answer on your own, save the file as .xlsx under any name, and send it back, even if some "
        "questions are still open."
    )


def _notes(cover: Cover) -> Iterator[tuple[str, str]]:
    yield (
        "Alone first",
        "People who answer alone tell more than people who nod together. Where answers differ is "
        "what the meeting is for.",
    )
    yield (
        "What is kept",
        "Your answers and notes, under your name, in the assessment of this system.",
    )
    yield (
        "What it proves",
        "Nothing yet: what you could show counts as shown once somebody has seen it.",
    )
    if cover.has_blockers:
        yield (
            "Blocker",
            "A question that a decision depends on, whatever the other answers are. If time is "
            "short, answer these first.",
        )
    yield (
        "The file",
        "Only the cells to fill in can be changed; there is no password. A hidden sheet holds what "
        "this page says, and the answers that stood here when it was written.",
    )


def _long(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
