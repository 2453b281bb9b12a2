"""Turns pre-work files that came back into changes of the assessment, all of them or none.

A file knows what stood in it when it was written. What its person changed since then is taken;
what was left alone says nothing, so that an old file cannot bring an old answer back.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from readiness_kit.engagement.assessment import Rating
from readiness_kit.engagement.changes import Change, Place, rating_place
from readiness_kit.engagement.dates import instant, stamp
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.validity import rating_faults
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.prework.about import About, text_mark
from readiness_kit.prework.cells import (
    ANSWER,
    DOES_NOT_APPLY,
    DONT_KNOW,
    ID,
    NOTE,
    REASON,
    REASON_WORDS,
    Cells,
    cells_of,
)
from readiness_kit.prework.reading import Line, Returned
from readiness_kit.reading import Document, validated
from readiness_kit.reading.document import shown

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIELDS = {"level": ANSWER, "state": ANSWER, "approver": ANSWER, "reason": REASON, "note": NOTE}
_LONGEST_TOLD = 120
_WORKED_OUT = "a value; the formula there has none, open and save the file in a spreadsheet program"


@dataclass
class Taken:
    """What files ask for, and what has to be known beside it."""

    changes: list[Change] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    """By file: how many answers it brings."""
    told: list[str] = field(default_factory=list)
    """One line each: what was replaced, left out, or said without an answer."""


def take(files: Sequence[Returned], opened: Engagement, *, now: dt.datetime) -> Taken:
    """The changes of round 0 that files ask for; raises InvalidFileError with every problem."""
    taker = _Taker(opened, now)
    for file in files:
        taker.take(file)
    if taker.problems:
        raise InvalidFileError(taker.problems)
    return taker.taken


class _Taker:
    """Goes through files, and keeps the changes and what is wrong."""

    def __init__(self, opened: Engagement, now: dt.datetime) -> None:
        self.taken = Taken()
        self.problems: list[Problem] = []
        self._opened, self._framework = opened, opened.framework
        self._at = instant(stamp(opened.profile, now))
        self._standing = {rating_place(r.criterion, r.respondent, r.round): r for r in _all(opened)}
        self._said: dict[Place, tuple[str, Cells]] = {}
        """By place: which file of this import changed it, and to what."""

    def take(self, file: Returned) -> None:
        """Take one file, or keep all that is wrong with it."""
        self.taken.answers.setdefault(file.name, 0)
        if faults := list(_foreign(file, self._opened)):
            self.problems += faults
            return
        self._tell_of(file)
        seen: dict[str, int] = {}
        for line in file.lines:
            stood = file.about.stood.get(line.id)
            if stood is None:
                allowed = "a row as it was written: the hidden column says which criterion it is"
                self._refuse(file, line, ID, allowed, shown(line.id) if line.id else "a new row")
            elif line.id in seen:
                allowed = "each criterion once"
                self._refuse(file, line, ID, allowed, f"row {seen[line.id]} again")
            else:
                seen[line.id] = line.row
                self._row(file, line, stood.cells)

    def _tell_of(self, file: Returned) -> None:
        about = file.about
        role = self._opened.profile.roles[about.person]
        if role != about.role:
            self._tell(file, f"was written for {about.person} as {about.role}, who is {role} now.")
        for what in file.beside:
            self._tell(file, f"{what} in the workbook were not taken; look at them.")

    def _row(self, file: Returned, line: Line, stood: Cells) -> None:
        if line.formulas:
            for column, formula in line.formulas.items():
                self._refuse(file, line, column, _WORKED_OUT, shown(formula))
            return
        if line.cells == stood:
            return
        criterion = self._framework.criteria.get(line.id)
        if criterion is None or text_mark(criterion) != file.about.stood[line.id].text:
            why = "is not asked any more" if criterion is None else "has another text now"
            self._tell(file, f"row {line.row}: {line.id} {why}; not taken: {_brief(line.cells)}")
        elif line.cells.answer:
            self._answer(file, line)
        elif stood.answer:
            self._tell(file, f"row {line.row}: {line.id} was emptied; {stood.answer} stands.")
        elif line.cells.reason:
            self._refuse(file, line, ANSWER, f"“{DOES_NOT_APPLY}” beside a reason", "nothing")
        else:
            said = _brief(line.cells)
            self._tell(file, f"row {line.row}: {line.id} has no answer, only a note: {said}")

    def _answer(self, file: Returned, line: Line) -> None:
        person = file.about.person
        place = rating_place(line.id, person)
        now = self._standing.get(place)
        if place in self._said:
            other, cells = self._said[place]
            if cells != line.cells:
                allowed = f"one answer of {person}; {other} says {_brief(cells)}"
                self._refuse(file, line, ANSWER, allowed, _brief(line.cells))
            return
        said = self._rating(file, line, now)
        if said is None:
            return
        self._said[place] = (file.name, line.cells)
        if now is not None and cells_of(now) == line.cells:
            return
        undated = {key: value for key, value in said.items() if key != "at"}
        self.taken.changes.append(Change("import", place, undated, seen=now))
        self.taken.answers[file.name] += 1
        if now is not None and (was := _brief(cells_of(now))):
            self._tell(file, f"{line.id} of {person}: was {was}, is {_brief(line.cells)}.")
        self._tell_later(file, line.id, person)

    def _rating(self, file: Returned, line: Line, now: Rating | None) -> dict[str, Any] | None:
        """What one row says as a rating; None, with its problems kept, where it may not."""
        before = len(self.problems)
        answer, reason = line.cells.answer, line.cells.reason
        state = {DONT_KNOW: "unknown", DOES_NOT_APPLY: "not_applicable"}.get(answer, "rated")
        levels = [str(level) for level in self._framework.values]
        if state == "rated" and answer not in levels:
            words = ", ".join([*levels, f"“{DONT_KNOW}” or “{DOES_NOT_APPLY}”"])
            self._refuse(file, line, ANSWER, words, _came(answer))
            return None
        reasons = {word: id for id, word in REASON_WORDS.items()}
        if state == "not_applicable" and reason not in reasons:
            self._refuse(file, line, REASON, f"one of {', '.join(reasons)}", shown(reason))
            return None
        if state != "not_applicable" and reason:
            self._refuse(file, line, REASON, f"empty beside {answer}", shown(reason))
            return None
        absent = state == "not_applicable"
        said: dict[str, Any] = {
            "criterion": line.id,
            "respondent": file.about.person,
            "round": 0,
            "state": state,
            "level": int(answer) if state == "rated" else None,
            "reason": reasons[reason] if absent else None,
            "approver": now.approver if now is not None and absent else None,
            "note": line.cells.kept_note,
            "choices": None,
            "at": self._at,
        }
        for column, allowed, came in self._faults(said):
            self._refuse(file, line, column, allowed, came)
        return said if len(self.problems) == before else None

    def _faults(self, said: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
        try:
            rating = validated(Rating, Document("", said))
        except InvalidFileError as error:
            for problem in error.problems:
                yield _FIELDS.get(problem.field, problem.field), problem.allowed, problem.came
            return
        for name, allowed, came in rating_faults(rating, self._opened.profile, self._framework):
            yield _FIELDS.get(name, name), allowed, str(came)

    def _tell_later(self, file: Returned, criterion: str, person: str) -> None:
        rounds = [
            rating.round
            for rating in _all(self._opened)
            if (rating.criterion, rating.respondent) == (criterion, person)
        ]
        if newest := max(rounds, default=0):
            self._tell(
                file, f"{person} answered {criterion} again in round {newest}, which counts."
            )

    def _tell(self, file: Returned, text: str) -> None:
        self.taken.told.append(f"{file.name}: {text}")

    def _refuse(self, file: Returned, line: Line, column: str, allowed: str, came: str) -> None:
        criterion = self._framework.criteria.get(line.id)
        where = [file.sheet, *([criterion.title] if criterion else []), column]
        self.problems.append(Problem(file.name, line.row, ", ".join(where), allowed, came))


def _all(opened: Engagement) -> Iterable[Rating]:
    return opened.assessment.ratings


def _foreign(file: Returned, opened: Engagement) -> Iterator[Problem]:
    """Why a file is not of this engagement, or nothing.

    A corrected name of the client, or of the folder, is no other engagement; both together are.
    """
    about, profile = file.about, opened.profile
    folder = opened.path.resolve().name
    alike = profile.client == about.client or folder == about.folder
    if profile.system != about.system or not alike:
        allowed = f"a file of {profile.client}, {profile.system}"
        came = f"one of {shown(about.client)}, {shown(about.system)}"
        yield Problem(file.name, None, "", allowed, came)
    elif about.framework != opened.framework.id:
        allowed = f"a file that asks {opened.framework.id}, which is in use now"
        yield Problem(file.name, None, "", allowed, shown(about.framework))
    elif about.person not in profile.roles:
        allowed = f"somebody listed in `people` of engagement.yaml: {', '.join(profile.roles)}"
        yield Problem(file.name, None, "", allowed, _whose(about))


def _whose(about: About) -> str:
    return f"{shown(about.person)} as {shown(about.role)}"


def _brief(cells: Cells) -> str:
    """What is filled in, on one line."""
    said = " · ".join(" ".join(cell.split()) for cell in cells if cell)
    said = "".join(letter if letter.isprintable() else "?" for letter in said)
    return said if len(said) <= _LONGEST_TOLD else f"{said[: _LONGEST_TOLD - 1]}…"


def _came(answer: str) -> str:
    told = shown(answer)
    return f"{told}, a date: spreadsheets make one of 2-3" if _DAY.fullmatch(answer) else told
