"""readiness agenda: the proposal as text and as JSON; nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from readiness_kit.resources import samples
from tests.cli.conftest import Type
from tests.engagement.folders import written


def test_it_names_what_the_time_holds_why_and_what_it_does_not(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.owned", "--unknown")
    before = written(acme)
    said = say("agenda", acme, "--minutes", 16)
    assert said.code == 0
    assert said.out.splitlines() == [
        "Northwind · Claims triage",
        "agenda for 16 minutes: 2 topics, 16 minutes",
        "   1. Real data was met  [poc.data.real]",
        "      blocker of this gate, not rated: level 2 needed; nobody was asked yet; 67 of 100 "
        "points of the",
        "      range hang on it",
        "   2. The data has an owner  [poc.data.owned]",
        "      nobody who was asked knows; 33 of 100 points of the range hang on it",
        "",
        "what 16 minutes do not hold:",
        "   3. A sponsor is named  [factors.sponsor.named]",
        "      nobody was asked yet; 100 of 100 points of the range hang on it",
        "",
        "To hold it, open the workbook: readiness lab acme",
    ]
    assert written(acme) == before


def test_json_has_the_same_in_the_same_order(say: Type, acme: Path) -> None:
    said = say("agenda", acme, "--minutes", 16, "--json")
    read = json.loads(said.out)
    assert read["minutes"] == 16
    assert [(t["criterion"], t["minutes"], t["why"]) for t in read["topics"]] == [
        ("poc.data.real", 8, ["blocker", "range"]),
        ("factors.sponsor.named", 8, ["range"]),
    ]
    assert [t["criterion"] for t in read["left"]] == ["poc.data.owned"]
    assert {"title", "section", "reason"} <= read["left"][0].keys()


def test_where_all_is_settled_it_says_so(say: Type, acme: Path) -> None:
    for criterion in ("poc.data.real", "poc.data.owned", "factors.sponsor.named"):
        proof = ["--grade", "test", "--reference", "report", "--on", "2026-09-14"]
        say("rate", acme, criterion, "--level", 3, *proof)
    said = say("agenda", acme)
    assert said.code == 0
    assert "Nothing needs a talk" in said.out


@pytest.mark.parametrize("minutes", ["4", "601", "-8", "x", "7.5"])
def test_minutes_that_no_workshop_lasts_are_refused(say: Type, acme: Path, minutes: str) -> None:
    said = say("agenda", acme, "--minutes", minutes)
    assert said.code == 2
    assert "a whole number from 5 to 600" in said.err


def test_a_folder_that_is_no_engagement_is_refused(say: Type, tmp_path: Path) -> None:
    said = say("agenda", tmp_path)
    assert said.code == 2
    assert "no engagement" in said.err


@pytest.mark.parametrize("name", samples())
def test_every_sample_has_an_agenda(say: Type, name: str) -> None:
    assert say("agenda", samples()[name]).code == 0
