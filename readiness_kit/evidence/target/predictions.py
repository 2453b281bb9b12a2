"""Reads the answers that a client's model gave offline: predictions.csv, joined by case_id."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from readiness_kit.engagement.sheet import Row, Sheet, read_sheet
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.evidence.target.cases import CASE, ID
from readiness_kit.evidence.target.protocol import Label, Result

COLUMNS = (ID, "prediction", "proba", "flag")
_SHOWN_PROBLEMS = 20
_FLAGS: dict[str, Label] = {"": None, "true": True, "false": False, "1": True, "0": False}


def read_predictions(path: Path, name: str) -> dict[str, Result]:
    """The answer to each case; an empty prediction is a model that gave none.

    `name` is how messages call the file. Raises InvalidFileError with every line that is wrong:
    one of another width, an id that is no case's, an id twice with different answers, NaN.
    """
    sheet = _sheet(path, name)
    problems: list[Problem] = []
    answers: dict[str, Result] = {}
    if not sheet.rows:
        problems.append(Problem(sheet.name, None, "", "one answer a line below the header", "none"))
    for row in sheet.rows:
        wrong = _wrong(sheet, row)
        answer = None if wrong else _answer(row)
        if answer is not None and answers.setdefault(row[ID], answer) != answer:
            wrong = [(ID, "each case once", "the same case with another answer")]
        problems += [Problem(sheet.name, row.line, *entry) for entry in wrong]
    if problems:
        rest = len(problems) - _SHOWN_PROBLEMS
        more = [Problem(sheet.name, None, "", f"{rest} more lines like these", "")]
        raise InvalidFileError(problems[:_SHOWN_PROBLEMS] + (more if rest > 0 else []))
    return answers


def _sheet(path: Path, name: str) -> Sheet:
    try:
        sheet = read_sheet(path, columns=COLUMNS, required=COLUMNS[:2], quoted=False)
    except InvalidFileError as error:
        raise InvalidFileError(replace(p, file=name) for p in error.problems) from None
    return replace(sheet, name=name)


def _wrong(sheet: Sheet, row: Row) -> list[tuple[str, str, str]]:
    """What is wrong with a row: column, what is allowed, what came; never the cell itself."""
    if len(row.cells) < len(sheet.header):
        return [("", f"{len(sheet.header)} cells, as in the header", f"{len(row.cells)}")]
    wrong = []
    if not CASE.fullmatch(row[ID]):
        came = "another" if row[ID] else "none"
        wrong.append((ID, "the id of a case as cases.csv spells it", came))
    if _is_nan(row["prediction"]):
        wrong.append(("prediction", "a label, or nothing where the model gave none", "NaN"))
    if row["proba"] and not _is_number(row["proba"]):
        wrong.append(("proba", "a number from 0 to 1, or nothing", "something else"))
    return wrong


def _answer(row: Row) -> Result:
    proba = float(row["proba"]) if row["proba"] else None
    flag = _FLAGS.get(row["flag"].lower(), row["flag"])
    return Result(row["prediction"] or None, proba, flag)


def _is_nan(cell: str) -> bool:
    return cell.lower().lstrip("+-") == "nan"


def _is_number(cell: str) -> bool:
    try:
        return math.isfinite(float(cell))
    except ValueError:
        return False
