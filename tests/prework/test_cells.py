"""What a cell says is what somebody meant, whichever program wrote it."""

from __future__ import annotations

import datetime as dt

import pytest

from readiness_kit.engagement.assessment import Rating
from readiness_kit.prework.cells import Cells, as_text, cells_of, read_cells

AT = "2026-09-14T09:12:03Z"


def rating(**said: object) -> Rating:
    base = {"criterion": "a.b", "respondent": "ml", "state": "rated", "at": AT}
    return Rating.model_validate({**base, **said})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (3, "3"),
        (3.0, "3"),
        (2.5, "2.5"),
        (True, "TRUE"),
        (dt.datetime(2026, 3, 2), "2026-03-02"),  # noqa: DTZ001
        (" two\r\nlines_x000D_\n", "two\nlines"),
    ],
)
def test_a_value_is_read_as_text(value: object, text: str) -> None:
    assert as_text(value) == text


@pytest.mark.parametrize("typed", ["2-3", "TRUE", "-1", "3.5", "²", "three", "#N/A", "1e0"])
def test_what_is_no_spelling_of_an_answer_stays_what_was_typed(typed: str) -> None:
    assert read_cells(typed, None, None, None).answer == typed


@pytest.mark.parametrize(
    ("note", "cells"),
    [
        (None, Cells("2")),
        ("plain", Cells("2", note="plain")),
        ("Could show: a page", Cells("2", show="a page")),
        (
            "said\ntwice\nCould show: a page\nand two",
            Cells("2", "", "said\ntwice", "a page\nand two"),
        ),
    ],
)
def test_note_and_promise_are_one_note_of_the_rating_and_come_apart_again(
    note: str | None, cells: Cells
) -> None:
    assert cells_of(rating(level=2, note=note)) == cells
    assert cells.kept_note == note


def test_each_state_has_its_cells() -> None:
    assert cells_of(None) == cells_of(rating(state="unrated")) == Cells()
    assert cells_of(rating(state="unknown")) == Cells("don't know")
    absent = rating(state="not_applicable", reason="out_of_scope")
    assert cells_of(absent) == Cells("does not apply", "out of scope")
