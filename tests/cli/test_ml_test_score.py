"""An engagement scored by the ML Test Score, through every command that prints a score."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from pathlib import Path

import pytest

from readiness_kit.framework import load_framework
from tests.cli.conftest import Type

LEVELS = {
    "data": [2, 2, 0, 2, 1, 1, 0],
    "model": [1, 1, 1, 1, 1, 1, 0],
    "infra": [2, 2, 2, 2, 1, 1, 0],
    "monitor": [1, 1, 1, 0, 0, 0, 0],
}
"""4.0, 3.0, 5.0 and 1.5 of 7."""
OF_EVIDENCE = ("evidence", "supported", "claimed", "cap ", "nothing that holds")
"""Words that a framework which weighs none has no use for."""
WEAKEST = "Weakest is Monitoring: at 1.5 of 7, “first pass at basic productionization”."


@pytest.fixture
def ranker(say: Type, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Made and filled by command, as a user would."""
    monkeypatch.chdir(tmp_path)
    assert say("new", "ranker", "--framework", "ml-test-score").code == 0
    rows = [
        [criterion.id, "lead", "rated", level]
        for section in load_framework("ml-test-score").sections
        for criterion, level in zip(section.criteria, LEVELS[section.id], strict=True)
    ]
    with Path("ratings.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["criterion", "respondent", "state", "level"], *rows])
    assert say("import", "ranker", "ratings.csv").code == 0
    return Path("ranker")


def test_the_scorecard_is_in_points_of_seven_without_a_bar(say: Type, ranker: Path) -> None:
    said = say("score", ranker)
    rows = [line.split() for line in said.out.splitlines()]
    assert ["section", "score", "range", "asked"] in rows
    assert ["Data", "4.0", "4.0", "to", "4.0", "100%"] in rows
    assert ["Monitoring", "1.5", "1.5", "to", "1.5", "100%"] in rows
    assert WEAKEST in said.out
    assert [word for word in OF_EVIDENCE if word in said.out] == []


def test_a_section_opens_into_half_points(say: Type, ranker: Path) -> None:
    said = say("score", ranker, "--explain", "monitor")
    rows = {line.split()[0]: line.split() for line in said.out.splitlines() if line.strip()}
    assert rows["criterion"] == ["criterion", "weight", "level", "value", "points"]
    assert rows["monitor.tests.skew"] == ["monitor.tests.skew", "1", "1", "0.50", "0.5"]
    assert rows["sum,"][-1] == "1.5"
    assert "Monitoring: 1.5" in said.out.splitlines()
    assert "bar:" not in said.out
    assert [word for word in OF_EVIDENCE if word in said.out] == []


def test_one_of_seven_is_one_point_wherever_it_is_told(say: Type, tmp_path: Path) -> None:
    """Earned points are added up: the six without an answer bring none, and may bring six."""
    folder = tmp_path / "one"
    say("new", folder, "--framework", "ml-test-score")
    for section in load_framework("ml-test-score").sections:
        say("rate", folder, next(section.criteria).id, "--level", "2")
    told = say("score", folder).out
    assert ["Data", "1.0", "1.0", "to", "7.0", "14%"] in [
        line.split() for line in told.splitlines()
    ]
    assert "between 1 and 7 of 7, “possibly serious holes in reliability” to “exceptional”" in told
    opened = say("score", folder, "--explain", "data").out
    assert "Data: 1.0" in opened.splitlines()
    assert "sum, over the weight of all that applies" in opened
    assert "range: 1.0 to 7.0, with all that is unknown at worst and at best" in opened
    result = json.loads(say("score", folder, "--json").out)
    assert result["headline"]["supported"] == result["headline"]["low"] == 14.285714286
    say("run", folder, "--out", tmp_path / "out")
    page = unescape((tmp_path / "out/one/06_executive_summary.html").read_text(encoding="utf-8"))
    cover = " ".join(re.sub(r"<[^>]+>", " ", page[page.index('class="rk-cover-inner"') :]).split())
    assert "the weakest section’s score, of 7 1.0 Data: possibly serious holes in" in cover
    assert "Points are earned: what nobody answered brings none." in page


def test_the_result_document_keeps_to_a_hundred(say: Type, ranker: Path) -> None:
    result = json.loads(say("score", ranker, "--json").out)
    assert result["headline"]["supported"] == 21.428571429
    assert result["engagement"]["phase"] is None
    assert result["gates"] == []


def test_it_has_no_gate_and_says_so(say: Type, ranker: Path) -> None:
    said = say("gate", ranker)
    assert said.code == 2
    assert "ml-test-score has no gates" in said.err


def test_a_difference_is_in_points_of_seven(say: Type, ranker: Path) -> None:
    say("snapshot", ranker, "before")
    say("rate", ranker, "monitor.tests.age", "--level", "2")
    assert say("snapshot", ranker).out.split()[-1] == "1.5"
    told = say("diff", ranker, "before").out
    assert (
        "The weakest section rose from 1.5 to 2.5 points supported: +1.0 by what people say" in told
    )
    document = json.loads(say("diff", ranker, "before", "--json").out)
    assert document["headline"]["supported"]["before"] == 21.428571429


def test_its_reports_are_the_intake_and_the_summary(say: Type, ranker: Path) -> None:
    said = say("run", ranker, "--out", "out")
    assert said.code == 0, said.err
    made = sorted(path.name for path in Path("out/ranker").glob("*.html"))
    assert made == ["00_intake.html", "06_executive_summary.html"]
    page = Path("out/ranker/06_executive_summary.html").read_text(encoding="utf-8")
    for words in (WEAKEST, "of 7", "ML Test Score has no gates", "over 1, up to 2"):
        assert words in page
    for words in ("points of 100", "evidence supports", "Supported", "proof", ">Cap<"):
        assert words not in page
    for name in made:
        page = Path("out/ranker", name).read_text(encoding="utf-8")
        for words in ("Best evidence", "nothing that holds", "each kind of evidence carries"):
            assert words not in page
    assert "first pass at basic productionization" in Path("out/index.html").read_text("utf-8")


def test_a_first_answer_is_a_range_and_asks_for_the_others(say: Type, tmp_path: Path) -> None:
    """One of 28: no claim is said to be shown, and what is asked for is an answer."""
    folder = tmp_path / "one"
    say("new", folder, "--framework", "ml-test-score")
    say("rate", folder, "model.tests.slices", "--level", "1")
    assert say("run", folder, "--out", tmp_path / "out").code == 0
    page = unescape((tmp_path / "out/one/06_executive_summary.html").read_text(encoding="utf-8"))
    assert "Answer: Feature expectations are captured in a schema" in page
    assert "could be shown" not in page
    assert "nothing that the gate asks for is missing" not in page
    assert "more are worth no more" in page
