"""The sheet that is filled in: a row a criterion, its levels beside the cell for the answer."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from readiness_kit.framework.criterion import Criterion
from readiness_kit.framework.schema import Framework
from readiness_kit.prework import styles
from readiness_kit.prework.cells import (
    ANSWER,
    DOES_NOT_APPLY,
    DONT_KNOW,
    ID,
    INPUTS,
    NOTE,
    REASON,
    REASON_WORDS,
    SHOW,
    Cells,
)
from readiness_kit.prework.styles import put

TITLE: Final = "Answers"
_HEADER_ROW = 3
_LEVELS_WIDTH = 100.0
"""Characters for all levels together: five columns of 20."""
_WIDTHS = {ID: 10.0, "Criterion": 20.0, "Question": 27.0}
_INPUT_WIDTHS = {ANSWER: 13.0, REASON: 15.0, NOTE: 24.0, SHOW: 24.0}
_MOST_PROMPT = 255
"""Characters that spreadsheets show beside a cell."""


class Question(NamedTuple):
    """One row: a criterion, and what its person has answered so far."""

    criterion: Criterion
    cells: Cells


class _Columns(NamedTuple):
    """The numbers of the columns, from 1."""

    levels: range
    answer: int
    reason: int
    note: int
    show: int

    def letter(self, number: int) -> str:
        """How a column is called in a reference."""
        return str(get_column_letter(number))


def fill_answers(
    sheet: Any, framework: Framework, questions: Sequence[Question], heading: str
) -> None:
    """Write the questions, and lock all but the cells that are filled in."""
    sheet.title = TITLE
    first = len(_WIDTHS) + 1
    after = first + len(framework.scale)
    columns = _Columns(range(first, after), after, after + 1, after + 2, after + 3)
    _head(sheet, framework, columns, heading)
    row = _HEADER_ROW + 1
    places: dict[str, int] = {}
    for title, fill, group in _groups(framework, questions):
        _band(sheet, row, title, fill, columns)
        row += 1
        for question in group:
            places[question.criterion.id] = row
            _row(sheet, row, question, framework, columns)
            row += 1
    _choices(sheet, framework, questions, places, columns)
    _colours(sheet, columns, row - 1)
    _set_up(sheet, columns, row - 1)
    _begin_at(sheet, columns, min(places.values(), default=_HEADER_ROW + 1))


def _groups(
    framework: Framework, questions: Iterable[Question]
) -> Iterator[tuple[str, str, list[Question]]]:
    """Bands with their questions; that of a section has none, those of its practices follow."""
    for section, within in groupby(questions, lambda q: framework.section_of[q.criterion.id].id):
        yield framework.section(section).title, styles.SECTION, []
        for _, group in groupby(within, lambda q: framework.practice_of[q.criterion.id].id):
            found = list(group)
            practice = framework.practice_of[found[0].criterion.id]
            yield practice.title, styles.PRACTICE, found


def _head(sheet: Any, framework: Framework, columns: _Columns, heading: str) -> None:
    put(sheet.cell(1, 2), heading, size=14, bold=True, wrapped=False)
    hint = "Yellow cells are still open. Choose the level whose text is true today."
    put(sheet.cell(2, 2), hint, color=styles.MUTED, wrapped=False)
    names = [*_WIDTHS, *(f"{step.level}: {step.name}" for step in framework.scale), *INPUTS]
    level = max(14.0, _LEVELS_WIDTH / len(framework.scale))
    widths = [*_WIDTHS.values(), *[level] * len(columns.levels), *_INPUT_WIDTHS.values()]
    for number, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        cell = sheet.cell(_HEADER_ROW, number)
        put(cell, name, bold=True, color="FFFFFF", fill=styles.HEAD, framed=True, centred=True)
        sheet.column_dimensions[columns.letter(number)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].height = 24
    sheet.row_dimensions[_HEADER_ROW].height = 33


def _band(sheet: Any, row: int, title: str, fill: str, columns: _Columns) -> None:
    size = 12 if fill == styles.SECTION else 11
    for number in range(2, columns.show + 1):
        put(sheet.cell(row, number), None, fill=fill)
    put(sheet.cell(row, 2), title, size=size, bold=True, fill=fill, wrapped=False)
    sheet.row_dimensions[row].height = 20


def _row(sheet: Any, row: int, question: Question, framework: Framework, columns: _Columns) -> None:
    criterion, cells = question
    title = _title(criterion, framework)
    blocks = criterion.blocker is not None
    put(sheet.cell(row, 1), criterion.id)
    put(
        sheet.cell(row, 2),
        title,
        bold=True,
        framed=True,
        color=styles.ALARM if blocks else styles.INK,
        fill=styles.BLOCKER if blocks else None,
    )
    put(sheet.cell(row, 3), criterion.question, framed=True)
    texts = [(title, _WIDTHS["Criterion"]), (criterion.question, _WIDTHS["Question"])]
    width = max(14.0, _LEVELS_WIDTH / len(framework.scale))
    for number, step in zip(columns.levels, framework.scale, strict=True):
        text = criterion.levels.get(step.level, "")
        put(sheet.cell(row, number), text, framed=True)
        texts.append((text, width))
    answer = int(cells.answer) if cells.answer.isdigit() else cells.answer or None
    look = {"framed": True, "filled_in": True}
    put(sheet.cell(row, columns.answer), answer, bold=True, size=11, centred=True, **look)
    put(sheet.cell(row, columns.reason), cells.reason or None, **look)
    for number, text, name in (
        (columns.note, cells.note, NOTE),
        (columns.show, cells.show, SHOW),
    ):
        put(sheet.cell(row, number), text or None, **look).number_format = styles.TEXT_FORMAT
        texts.append((text, _INPUT_WIDTHS[name]))
    sheet.row_dimensions[row].height = styles.height_for(texts, least=60)


def _title(criterion: Criterion, framework: Framework) -> str:
    if criterion.blocker is None:
        return criterion.title
    gate = framework.section(criterion.blocker.gate).title
    needed = f"Blocker: level {criterion.blocker.required_level} needed at the gate of {gate}"
    return f"{criterion.title}\n{needed}"


def _choices(
    sheet: Any,
    framework: Framework,
    questions: Sequence[Question],
    places: dict[str, int],
    columns: _Columns,
) -> None:
    levels = [str(step.level) for step in framework.scale]
    free = _list([*levels, DONT_KNOW, DOES_NOT_APPLY], "Your answer")
    blocker = _list([*levels, DONT_KNOW], "Your answer")
    blocker.prompt = (
        f"A blocker. Where it makes no sense for this system, choose “{DONT_KNOW}” and say why in "
        "the note: it takes a named approver to leave it out."
    )
    reason = _list(list(REASON_WORDS.values()), "Why it does not apply")
    reason.prompt = f"Only beside “{DOES_NOT_APPLY}”."
    for question in questions:
        row = places[question.criterion.id]
        blocks = question.criterion.blocker is not None
        (blocker if blocks else free).add(f"{columns.letter(columns.answer)}{row}")
        reason.add(f"{columns.letter(columns.reason)}{row}")
        hint = _hint(question.criterion)
        hint.add(f"{columns.letter(columns.show)}{row}")
        sheet.add_data_validation(hint)
    for rule in (free, blocker, reason):
        if rule.sqref:
            sheet.add_data_validation(rule)


def _list(words: Sequence[str], title: str) -> DataValidation:
    """A drop-down that refuses what is not in it."""
    told = f"Choose one of: {', '.join(words)}."
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle, rule.error = title, told
    rule.promptTitle, rule.prompt = title, "The level whose text is true today."
    return rule


def _hint(criterion: Criterion) -> DataValidation:
    """A message beside a cell that takes any text."""
    rule = DataValidation(allow_blank=True, showInputMessage=True)
    example = criterion.evidence.document if criterion.evidence else "A page, a screen, a report."
    rule.promptTitle = "For example"
    rule.prompt = textwrap.shorten(example, _MOST_PROMPT - 5, placeholder=" …")
    return rule


def _colours(sheet: Any, columns: _Columns, last: int) -> None:
    """Yellow while a question is open, red while a reason is missing."""
    answer, reason = columns.letter(columns.answer), columns.letter(columns.reason)
    top = _HEADER_ROW + 1
    open = f'AND($A{top}<>"",${answer}{top}="")'
    missing = f'AND(${answer}{top}="{DOES_NOT_APPLY}",${reason}{top}="")'
    for column, formula, fill in (
        (answer, open, styles.OPEN),
        (reason, missing, styles.MISSING),
    ):
        # in a conditional format the colour of a solid fill is its background
        rule = FormulaRule(formula=[formula], fill=PatternFill("solid", bgColor=fill))
        sheet.conditional_formatting.add(f"{column}{top}:{column}{last}", rule)


def _set_up(sheet: Any, columns: _Columns, last: int) -> None:
    sheet.freeze_panes = f"C{_HEADER_ROW + 1}"
    sheet.sheet_view.showGridLines = False
    sheet.protection.sheet = True
    sheet.protection.formatRows = False  # a long note needs a taller row
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    sheet.print_area = f"B1:{columns.letter(columns.show)}{last}"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.3
    margins.bottom, margins.footer = 0.5, 0.2
    sheet.oddFooter.center.text = "Page &P of &N"


def _begin_at(sheet: Any, columns: _Columns, row: int) -> None:
    """Put the cursor where the first answer goes."""
    place = f"{columns.letter(columns.answer)}{row}"
    for selection in sheet.sheet_view.selection:
        if selection.pane == "bottomRight":
            selection.activeCell = selection.sqref = place
