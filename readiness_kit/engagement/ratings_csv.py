"""Reads ratings.csv: the spreadsheet in which people answer without the tool."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readiness_kit.engagement.assessment import REASONS, STATES, Evidence, Rating
from readiness_kit.engagement.changes import Change, rating_place
from readiness_kit.engagement.dates import day, instant, stamp
from readiness_kit.engagement.profile import RESERVED, Profile
from readiness_kit.engagement.sheet import Row, read_sheet
from readiness_kit.engagement.validity import rating_faults, unknown_word
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.framework.schema import Framework
from readiness_kit.reading import Document, StrictModel, validated
from readiness_kit.reading.document import shown

COLUMNS = (
    "criterion",
    "respondent",
    "state",
    "level",
    "reason",
    "approver",
    "note",
    "evidence_grade",
    "evidence_ref",
    "expires",
    "evidence_on",
    "evidence_by",
    "round",
    "choices",
)

_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_OF_EVIDENCE = ("evidence_ref", "expires", "evidence_on", "evidence_by")
_COLUMN_OF = {
    "grade": "evidence_grade",
    "reference": "evidence_ref",
    "by": "evidence_by",
    "on": "evidence_on",
    "instances": "evidence_on",
}


def read_ratings(
    path: Path, profile: Profile, framework: Framework, *, now: dt.datetime
) -> list[Change]:
    """The changes that a ratings.csv asks for; raise InvalidFileError with every bad row.

    The writer dates the ratings; evidence without a date is of the day of the import.
    """
    sheet = read_sheet(path, columns=COLUMNS, required=("criterion",))
    reader = _Reader(sheet.name, profile, framework, now)
    changes = [change for row in sheet.rows for change in reader.changes(row)]
    if reader.problems:
        raise InvalidFileError(reader.problems)
    return changes


class _Reader:
    """Turns rows into changes and keeps what is wrong with each of them."""

    def __init__(self, name: str, profile: Profile, framework: Framework, now: dt.datetime) -> None:
        self.problems: list[Problem] = []
        self._name, self._profile, self._framework = name, profile, framework
        self._today = day(profile, now)
        self._at = instant(stamp(profile, now))
        self._places: dict[tuple[str, ...], int] = {}

    def changes(self, row: Row) -> Iterator[Change]:
        before = len(self.problems)
        rating, evidence = self._rating(row), self._evidence(row)
        if len(self.problems) > before or rating is None:
            return
        place = rating_place(rating["criterion"], rating["respondent"], rating["round"])
        if first := self._places.get(place):
            who = rating["respondent"] or "the anonymous respondent"
            allowed = "each criterion once for a respondent and round"
            self._refuse(row, "criterion", allowed, f"line {first} again, for {who}")
            return
        self._places[place] = row.line
        undated = {key: value for key, value in rating.items() if key != "at"}
        yield Change("import", place, None if rating["state"] == "unrated" else undated)
        if evidence:
            yield Change("import", ("evidence", ""), evidence)

    def _rating(self, row: Row) -> dict[str, Any] | None:
        state = self._state(row)
        level, round = self._whole(row, "level"), self._whole(row, "round")
        if not state or (row["level"] and level is None) or (row["round"] and round is None):
            return None
        said: dict[str, Any] = {
            "criterion": row["criterion"],
            "respondent": row["respondent"] or None,
            "round": round or 0,
            "state": state,
            "level": level,
            "reason": row["reason"] or None,
            "approver": row["approver"] or None,
            "note": row["note"] or None,
            "choices": _split(row["choices"]) or None,
            "at": self._at,
        }
        rating = self._typed(row, Rating, said)
        if rating is None:
            return None
        if row["respondent"] in RESERVED:
            allowed = f"a person; {' and '.join(RESERVED)} are reserved"
            self._refuse(row, "respondent", allowed, row["respondent"])
            return None
        for field, allowed, came in rating_faults(rating, self._profile, self._framework):
            self._refuse(row, field, allowed, came)
        return said

    def _state(self, row: Row) -> str | None:
        state, level = row["state"], row["level"]
        fault: tuple[str, str, str] | None = None
        if not state and not level:
            fault = ("state", f"a level, or one of {', '.join(STATES)}", "neither")
        elif state and state not in STATES:
            fault = ("state", f"one of {', '.join(STATES)}", shown(state))
        elif state in STATES and state != "rated" and level:
            fault = ("level", f"empty, as the state is {state}", shown(level))
        elif state == "rated" and not level and not row["choices"]:
            fault = ("level", "a level, as the state is rated", "nothing")
        elif state != "not_applicable" and row["reason"]:
            fault = ("reason", "empty, unless the state is not_applicable", shown(row["reason"]))
        elif state == "not_applicable" and row["reason"] not in REASONS:
            fault = ("reason", f"one of {', '.join(REASONS)}", shown(row["reason"]))
        if fault:
            self._refuse(row, *fault)
            return None
        return state or "rated"

    def _evidence(self, row: Row) -> dict[str, Any] | None:
        grade = row["evidence_grade"]
        if grade in ("", "none"):
            for column in _OF_EVIDENCE:
                if row[column]:
                    self._refuse(row, column, "empty where no evidence_grade is given", row[column])
            return None
        days = _split(row["evidence_on"]) or [self._today.isoformat()]
        said: dict[str, Any] = {
            "id": "new",
            "criterion": row["criterion"],
            "grade": grade,
            "reference": row["evidence_ref"],
            "by": row["evidence_by"] or None,
            "on": max(days),
            "expires": row["expires"] or None,
            "instances": sorted(days) if grade == "recurring" else [],
        }
        if len(days) > 1 and grade != "recurring":
            allowed = "one day; several belong to the grade recurring"
            self._refuse(row, "evidence_on", allowed, shown(row["evidence_on"]))
        if row["criterion"] not in self._framework.criteria:
            return None
        return said if self._typed(row, Evidence, said) else None

    def _whole(self, row: Row, column: str) -> int | None:
        text = row[column]
        if _WHOLE.fullmatch(text):
            return int(text)
        if text:
            self._refuse(row, column, "a whole number such as 3", shown(text))
        return None

    def _typed(self, row: Row, model: type[StrictModel], said: dict[str, Any]) -> Any:
        try:
            return validated(model, Document(self._name, said))
        except InvalidFileError as error:
            for problem in error.problems:
                field = problem.field.partition("[")[0]
                column = _COLUMN_OF.get(field, field) if model is Evidence else field
                self._refuse(row, column, problem.allowed, problem.came if field else "")
            return None

    def _refuse(self, row: Row, column: str, allowed: str, came: object) -> None:
        if column == "criterion" and not row["criterion"]:
            allowed, came = unknown_word("a criterion", "", self._framework.criteria), ""
        problem = Problem(self._name, row.line, column, allowed, str(came))
        if problem not in self.problems:
            self.problems.append(problem)


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
