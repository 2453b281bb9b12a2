"""Engagements that ask several roles, and people who fill in what they are sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from readiness_kit.engagement.acts import rate as rating
from readiness_kit.engagement.assessment import Rating
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.writer import Writer
from tests.engagement.folders import SMALL

PEOPLE = (
    "people: [{id: lead, role: facilitator, name: Nora}, {id: ml, role: ml_engineer},"
    " {id: data, role: ml_engineer}, {id: sponsor, role: sponsor}]"
)
PROFILE = f"""\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: small.yaml
phase: poc
as_of: 2026-09-14
{PEOPLE}
"""
_ASKS = {
    "poc.data.real": "[ml_engineer]",
    "factors.sponsor.named": "[sponsor]",
}
HEADER = 3
ANSWER, REASON, NOTE, SHOW = 9, 10, 11, 12


def make_asking(folder: Path, profile: str = PROFILE) -> Path:
    """An engagement with two engineers, a sponsor, and criteria that are for one role."""
    text = SMALL.read_text(encoding="utf-8")
    for id, roles in _ASKS.items():
        text = text.replace(f"- id: {id}\n", f"- id: {id}\n            answered_by: {roles}\n")
    text = text.replace("id: sponsor, title", "id: legal, title: Legal}\n  - {id: sponsor, title")
    folder.mkdir(parents=True)
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    (folder / "engagement.yaml").write_text(profile, encoding="utf-8")
    return folder


def rate(folder: Path, person: str, criterion: str, **said: Any) -> None:
    framework = Engagement.open(folder).framework
    said.setdefault("state", "rated")
    change = rating(framework, criterion, person, **said)
    Writer(folder, via="test").apply([change], by=person, op="rate")


def ratings(folder: Path) -> dict[tuple[str | None, str, int], Rating]:
    """By respondent, criterion and round."""
    found = Engagement.open(folder).assessment.ratings
    return {(r.respondent, r.criterion, r.round): r for r in found}


def levels(folder: Path) -> dict[tuple[str | None, str], int | None]:
    """By respondent and criterion: the level, whatever the round."""
    return {(who, id): rating.level for (who, id, _), rating in ratings(folder).items()}


def edit(path: Path, change: Callable[[Any], None], to: Path | None = None) -> Path:
    """Open a file in a program, change its sheet of answers, save it."""
    book = openpyxl.load_workbook(path)
    change(book["Answers"])
    book.save(to or path)
    return to or path


def row_of(sheet: Any, criterion: str) -> int:
    return next(int(cell.row) for cell in sheet["A"] if cell.value == criterion)


def fill(path: Path, answers: dict[str, dict[int, Any]], to: Path | None = None) -> Path:
    """Fill in cells by criterion and column."""

    def change(sheet: Any) -> None:
        for criterion, cells in answers.items():
            for column, value in cells.items():
                sheet.cell(row_of(sheet, criterion), column).value = value

    return edit(path, change, to)


def answer(path: Path, criterion: str, value: Any, to: Path | None = None) -> Path:
    return fill(path, {criterion: {ANSWER: value}}, to)
