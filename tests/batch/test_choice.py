"""Notebooks are chosen by what their files say, and a broken file hinders no other."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.batch.choice import Reached, Shelf, notebook_named
from readiness_kit.errors import UsageError

KNOWN = ["01_poc", "02_mvp", "02_mvp_again"]
AT_POC = Reached(["poc", "mvp", "factors"], ["poc", "mvp"], "poc")


def notebook(folder: Path, name: str, about: Any) -> Path:
    metadata = {} if about is None else {"readiness": about}
    told = {"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    said: dict[str, Any] = {
        "00_intake": {"section": None, "when": "always"},
        "01_poc": {"section": "poc"},
        "02_mvp": {"section": "mvp"},
        "03_pilot": {"section": "pilot"},
        "06_summary": {"section": "factors", "when": "always"},
        "07_portfolio": {"section": None},
        "08_foreign": {"section": "elsewhere", "when": "always"},
        "09_plain": None,
        "10_odd": ["always"],
    }
    return Shelf.read([notebook(tmp_path, name, about) for name, about in said.items()])


def chosen(shelf: Shelf, reached: Reached, *names: str) -> list[str]:
    return [path.stem for path in shelf.chosen(names, reached)]


def test_phases_up_to_the_current_one_and_those_that_are_always_taken(shelf: Shelf) -> None:
    assert chosen(shelf, AT_POC) == ["00_intake", "01_poc", "06_summary"]
    at_mvp = Reached(AT_POC.sections, AT_POC.phases, "mvp")
    assert chosen(shelf, at_mvp) == ["00_intake", "01_poc", "02_mvp", "06_summary"]


def test_without_a_phase_only_those_that_are_always_taken(shelf: Shelf) -> None:
    assert chosen(shelf, Reached(["poc"], [], None)) == ["00_intake"]


def test_a_named_one_runs_even_if_its_phase_is_ahead(shelf: Shelf) -> None:
    assert chosen(shelf, AT_POC, "02_mvp") == ["02_mvp"]


def test_a_named_one_that_the_framework_has_no_section_for_is_said(shelf: Shelf) -> None:
    assert chosen(shelf, AT_POC, "03_pilot") == []
    (told,) = shelf.foreign(["03_pilot"], AT_POC)
    assert str(told) == (
        "03_pilot is about pilot, which its framework does not have; it has poc, mvp, factors"
    )


def test_a_broken_notebook_hinders_no_other(tmp_path: Path) -> None:
    broken = tmp_path / "00_broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    shelf = Shelf.read([broken, notebook(tmp_path, "01_poc", {"section": "poc"})])
    assert chosen(shelf, AT_POC) == ["01_poc"]
    assert list(shelf.broken) == [broken]


@pytest.mark.parametrize(("typed", "meant"), [("01", "01_poc"), ("02_mvp", "02_mvp")])
def test_a_notebook_may_be_named_by_how_it_alone_begins(typed: str, meant: str) -> None:
    assert notebook_named(typed, KNOWN) == meant


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("0", "several notebooks begin with '0': 01_poc, 02_mvp, 02_mvp_again"),
        ("03", "no notebook '03'; there is 01_poc, "),
        ("", "no notebook ''"),
    ],
)
def test_a_beginning_of_several_notebooks_or_of_none_is_refused(typed: str, told: str) -> None:
    with pytest.raises(UsageError, match=re.escape(told)):
        notebook_named(typed, KNOWN)
