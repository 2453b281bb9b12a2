"""readiness reply: the client's answer stands beside a finding and is never changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import CRITERIA, assessment

ASKED = CRITERIA[1]


def test_a_reply_is_kept_with_its_day_and_a_later_one_stands_below(say: Type, acme: Path) -> None:
    say("rate", acme, ASKED, "--level", 1)
    words = ("--text", "there is, since May", "--by", "J. Smith")
    said = say("reply", acme, ASKED, "--response", "dispute", *words)
    assert said.out.splitlines() == [
        f"Recorded: dispute of {ASKED}, 2026-09-14, by J. Smith.",
        "The report that shows it: readiness run acme",
    ]
    say("reply", acme, ASKED, "--response", "accept", "--text", "it was not", "--by", "J. Smith")
    assert assessment(acme)["replies"] == [
        {
            "finding": ASKED,
            "response": "dispute",
            "text": "there is, since May",
            "by": "J. Smith",
            "on": "2026-09-14",
        },
        {
            "finding": ASKED,
            "response": "accept",
            "text": "it was not",
            "by": "J. Smith",
            "on": "2026-09-14",
        },
    ]


def test_it_changes_no_figure(say: Type, acme: Path) -> None:
    say("rate", acme, ASKED, "--level", 1)
    before = say("score", acme, "--json").out
    say("reply", acme, ASKED, "--response", "dispute", "--text", "no", "--by", "J")
    assert say("score", acme, "--json").out == before


def test_a_reply_that_no_report_shows_is_told_so(say: Type, acme: Path) -> None:
    line = ("--response", "comment", "--text", "later", "--by", "J")
    assert f"{ASKED} is no finding today" in say("reply", acme, ASKED, *line).out
    said = say("reply", acme, ASKED, *line, "--on", "2026-10-01")
    assert "Reports show it from 2026-10-01 on; the engagement is judged as of" in said.out


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["poc.data.owner", "--response", "accept"], "the nearest: poc.data.owned"),
        ([ASKED, "--response", "agree"], "'agree' is not one of"),
        ([ASKED], "Missing option '--response'"),
        ([ASKED, "--response", "accept", "--on", "soon"], "'soon' is not a day such as"),
        ([ASKED, "--response", "accept", "--by", ""], "a text that says something"),
    ],
)
def test_what_is_no_reply_is_refused(line: list[str], told: str, say: Type, acme: Path) -> None:
    said = say("reply", acme, *["--text", "x", "--by", "J"], *line)
    assert (said.code, said.out) == (2, "")
    assert told in " ".join(said.err.split())
    assert not (acme / "assessment.json").exists()
