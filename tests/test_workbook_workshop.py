"""What a notebook shows of workshops: minutes, what was not reached, a file that is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement.workshop import Topic
from readiness_kit.engagement.workshop_file import WorkshopFile
from readiness_kit.views.html import plain
from readiness_kit.views.view import View
from readiness_kit.workbook import Workbook
from tests.engagement.folders import CRITERIA, NOW, make, now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "acme")


def book(folder: Path) -> Workbook:
    return Workbook.open(str(folder), section="poc", live="off")


def hold(folder: Path) -> None:
    file = WorkshopFile(folder, clock=now)
    file.begin(30, ["lead"], [Topic(criterion=id, minutes=8) for id in CRITERIA[:2]])
    file.talk(CRITERIA[0], NOW, 300)
    file.end()


def words(view: object) -> str:
    assert isinstance(view, View)
    return plain(view.element)


def test_without_a_workshop_nothing_is_shown(folder: Path) -> None:
    assert book(folder).workshop() is None


def test_a_workshop_is_told_and_marks_what_it_left(folder: Path) -> None:
    hold(folder)
    assert "1 of 2 topics of the agenda were discussed" in words(book(folder).workshop())
    (marked,) = [
        line for line in words(book(folder).ratings()).splitlines() if "not discussed" in line
    ]
    assert "The data has an owner" in marked


def test_a_damaged_file_is_told_in_its_place_and_stops_nothing_else(folder: Path) -> None:
    hold(folder)
    (folder / "workshop.json").write_bytes(b'{"schema"')
    told = words(book(folder).workshop())
    assert "workshop.json does not read" in told
    assert "workshop.json:1" in told
    assert "not discussed" not in words(book(folder).ratings())
    assert (folder / "workshop.json").read_bytes() == b'{"schema"'
