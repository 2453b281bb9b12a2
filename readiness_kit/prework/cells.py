"""What somebody fills in beside one criterion, as cells of a spreadsheet and as a rating.

What a person could show is a promise. It stays in the note of the rating, behind `Could show:`,
and becomes evidence only once somebody has seen it: so it raises no cap.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final, NamedTuple

from readiness_kit.engagement.assessment import Rating, Reason

DONT_KNOW: Final = "don't know"
DOES_NOT_APPLY: Final = "does not apply"

REASON_WORDS: Final[dict[Reason, str]] = {
    "out_of_scope": "out of scope",
    "business_priority": "business priority",
    "architecture_constraint": "architecture constraint",
    "other": "other",
}

ID, ANSWER, REASON = "Id", "Your answer", "Why it does not apply"
NOTE, SHOW = "Note", "What could you show us?"
INPUTS: Final = (ANSWER, REASON, NOTE, SHOW)
"""The headings over the cells that people fill in, in the order of Cells."""

_SHOWN = "Could show: "
_WHOLE = re.compile(r"0*([0-9]{1,4})(?:[.,]0+)?")
_BEFORE_XML = re.compile("_x000[dD]_|\r\n?")
"""How spreadsheets keep the line ends that they do not use themselves."""


class Cells(NamedTuple):
    """The four cells of one criterion as text; an empty one is "" and says nothing."""

    answer: str = ""
    reason: str = ""
    note: str = ""
    show: str = ""

    @property
    def kept_note(self) -> str | None:
        """Note and promise as the one note of a rating."""
        promised = f"{_SHOWN}{self.show}" if self.show else ""
        return "\n".join(part for part in (self.note, promised) if part) or None


def cells_of(rating: Rating | None) -> Cells:
    """An answer as somebody would have filled it in; no answer is four empty cells."""
    if rating is None or rating.state == "unrated":
        return Cells()
    answer = {"unknown": DONT_KNOW, "not_applicable": DOES_NOT_APPLY}.get(rating.state)
    note, _, show = f"\n{as_text(rating.note)}".partition(f"\n{_SHOWN}")
    return Cells(
        answer=str(rating.level) if answer is None else answer,
        reason=REASON_WORDS[rating.reason] if rating.reason else "",
        note=note.strip(),
        show=show.strip(),
    )


def read_cells(answer: object, reason: object, note: object, show: object) -> Cells:
    """What four cells of a workbook say, whichever program wrote their numbers."""
    return Cells(
        answer=_answer(as_text(answer)),
        reason=_folded(as_text(reason)),
        note=as_text(note),
        show=as_text(show),
    )


def as_text(value: object) -> str:
    """A cell's value as text: 3.0 is 3, a moment at midnight is a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return _BEFORE_XML.sub("\n", str(value)).strip()


def _answer(text: str) -> str:
    """The answer that a text is a spelling of, else the text itself."""
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    words = _folded(text)
    return words if words in (DONT_KNOW, DOES_NOT_APPLY) else text


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())
