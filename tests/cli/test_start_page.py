"""The lab's start page: where one is and what is next, true to the files, and never a verdict."""

from __future__ import annotations

import os
import re
import shutil
from html import unescape
from pathlib import Path

import pytest

from readiness_kit.cli.opening import judged, open_engagement
from readiness_kit.cli.start_page import StartPage
from readiness_kit.judgement.words import VERDICT_NAMES
from readiness_kit.resources import notebooks, samples
from tests.cli.conftest import Type
from tests.engagement.folders import CRITERIA, PROFILE, make

POC = "01_production_minded_poc.ipynb"
INTAKE = "00_intake.ipynb"
OLD = (0, 0)


def words(file: Path) -> str:
    """What the page says, without its style and tags."""
    page = file.read_text(encoding="utf-8")
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def primary(file: Path) -> str:
    """The notebook that Enter opens."""
    found = re.findall(r'href="\.\./lab/tree/([^"]+)" autofocus', file.read_text(encoding="utf-8"))
    assert len(found) == 1
    return str(found[0])


def step(file: Path) -> str:
    """The step on which one is."""
    page = file.read_text(encoding="utf-8")
    found = re.findall(r'aria-current="step">.*?rk-start-name">([^<]+)<', page, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "start.html"


def test_an_empty_engagement_begins_at_the_intake(acme: Path, file: Path) -> None:
    page = StartPage(acme, file)
    assert (page.right, primary(file), step(file)) == (INTAKE, INTAKE, "Intake")
    said = words(file)
    assert "Nothing is answered yet. Begin with the intake" in said
    assert "Answered 0 of 3 asked at the gate of Proof of concept" in said
    assert "Blockers open 1 of 1 1 not rated" in said
    assert "Last saved – nothing is saved yet" in said
    assert "lead Facilitator nothing yet" in said


def test_the_first_answer_leads_to_the_notebook_of_the_phase(
    say: Type, acme: Path, file: Path
) -> None:
    page = StartPage(acme, file)
    say("rate", acme, CRITERIA[0], "--level", 2, "--respondent", "ml", "--note", "in May")
    page.look()
    assert (page.right, primary(file), step(file)) == (POC, POC, "Proof of concept")
    said = words(file)
    assert "2 of 3 criteria are still to be rated; next: “The data has an owner”." in said
    assert "Answered 1 of 3" in said
    assert "by ml" in said
    assert "ml ML engineer 1 of 3" in said
    # who has not begun comes first
    assert said.index("lead Facilitator nothing yet") < said.index("ml ML engineer 1 of 3")
    assert "in May" not in said


def test_the_intake_stays_open_until_its_factors_are_answered(
    say: Type, acme: Path, file: Path
) -> None:
    """Whoever rates a phase first is not told that the intake is behind them."""
    page = StartPage(acme, file)
    factors = [id for id in CRITERIA if id.startswith("factors.")]
    say("rate", acme, CRITERIA[0], "--level", 2)
    page.look()
    assert "Intake still open" in words(file)
    for id in factors:
        say("rate", acme, id, "--unknown")
    page.look()
    assert "Intake behind you" in words(file)


def test_every_notebook_is_linked_in_its_order(acme: Path, file: Path) -> None:
    StartPage(acme, file)
    page = file.read_text(encoding="utf-8")
    linked = re.findall(r'href="\.\./lab/tree/([^"]+)">', page)
    known = [path.name for path in notebooks().values()]
    # the small framework has two phases only; what is about others is not there
    assert linked == [known[0], known[1], known[2], known[-1]]


def test_what_does_not_change_is_not_made_anew_and_is_told_to_hold(acme: Path, file: Path) -> None:
    page = StartPage(acme, file)
    before = file.read_bytes(), file.stat().st_ino
    os.utime(file, OLD)
    page.look()
    assert (file.read_bytes(), file.stat().st_ino) == before
    assert file.stat().st_mtime > 0


@pytest.mark.parametrize("name", ["claims-triage", "support-assistant", "tumour-screening"])
def test_neither_verdict_nor_score_stands_on_it(name: str, file: Path) -> None:
    StartPage(samples()[name], file)
    said = words(file)
    opened = open_engagement(samples()[name])
    card = judged(opened)
    for verdict in VERDICT_NAMES.values():
        assert not re.search(rf"\b{re.escape(verdict)}\b", said)
    scores = {s.supported.score for s in card.sections} | {s.claimed.score for s in card.sections}
    for score in scores - {None}:
        assert f"{score:.1f}" not in said
    assert "No verdict and no score stands here" in said
    assert f"readiness gate {samples()[name]}" in said


def test_a_file_that_does_not_read_is_told_with_its_line_and_the_way_on_stays(
    say: Type, acme: Path, file: Path
) -> None:
    say("rate", acme, CRITERIA[0], "--level", 2)
    page = StartPage(acme, file)
    (acme / "engagement.yaml").write_text(PROFILE.replace("phase: poc", "phase: pox"), "utf-8")
    page.look()
    said = words(file)
    assert "A file does not read acme/engagement.yaml:5 phase: the phase whose gate is next" in said
    assert "poc, mvp; got 'pox'" in said
    assert "readiness check acme" in said
    assert (page.right, primary(file)) == (POC, POC)
    assert "Answered" not in said
    (acme / "engagement.yaml").write_text(PROFILE, "utf-8")
    page.look()
    assert "A file does not read" not in words(file)
    assert "Answered 1 of 3" in words(file)


def test_an_engagement_that_is_gone_for_a_while_ends_nothing(acme: Path, file: Path) -> None:
    page = StartPage(acme, file)
    acme.rename("elsewhere")
    page.look()
    assert "no engagement at acme" in words(file)
    assert primary(file) == INTAKE
    Path("elsewhere").rename(acme)
    page.look()
    assert "no engagement" not in words(file)


def test_a_damaged_assessment_is_told(say: Type, acme: Path, file: Path) -> None:
    say("rate", acme, CRITERIA[0], "--level", 2)
    page = StartPage(acme, file)
    (acme / "assessment.json").write_bytes(b"{")
    page.look()
    assert "A file does not read acme/assessment.json" in words(file)


def test_what_the_client_calls_things_stays_text(tmp_path: Path, file: Path) -> None:
    evil = '<script>alert(1)</script>"\\u202E'
    profile = PROFILE.replace("client: Northwind", f"client: '{evil}'")
    profile = profile.replace("system: Claims triage", "system: '<!--looked--> & <b>'")
    profile = profile.replace("{id: ml,", "{id: ml, name: '<img src=x onerror=alert(1)>',")
    StartPage(make(tmp_path / "acme", profile), file)
    page = file.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<img" not in page
    # ours alone; the server puts the moment in its place
    assert page.count("<!--looked-->") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_it_says_what_was_measured_and_when_it_holds_no_more(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "claims"
    shutil.copytree(samples()["claims-triage"], folder, copy_function=shutil.copyfile)
    page = StartPage(folder, file)
    assert "Data gap 12 Oct 2026 Accuracy" in words(file)
    with (folder / "data" / "production.csv").open("ab") as data:
        data.write(b"\n")
    page.look()
    said = words(file)
    assert "Data gap 12 Oct 2026, holds no more" in said
    assert "Still to be measured, or measured again: Data gap" in said
    for run in (folder / "evidence").glob("data-gap*.json"):
        run.unlink()
    page.look()
    assert "Data gap not yet" in words(file)


def test_a_framework_without_gates_has_a_page_too(say: Type, tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "tests"
    assert say("new", folder, "--framework", "ml-test-score").code == 0
    page = StartPage(folder, file)
    assert (page.right, step(file)) == (INTAKE, "Intake")
    asked = sum(len(section.criteria) for section in judged(open_engagement(folder)).sections)
    assert f"Answered 0 of {asked} asked Don’t know 0" in words(file)
    assert "Blockers" not in words(file)


def test_a_decided_gate_asks_for_the_next_phase(say: Type, acme: Path, file: Path) -> None:
    for criterion in (CRITERIA[0], CRITERIA[1], CRITERIA[3]):
        say("rate", acme, criterion, "--level", 3)
    proof = ["--grade", "test", "--reference", "minutes", "--on", "2026-09-01"]
    say("rate", acme, CRITERIA[0], "--level", 3, *proof)
    say("decide", acme, "poc", "GO", "--by", "committee")
    StartPage(acme, file)
    said = words(file)
    assert "The gate of Proof of concept is decided. Set the next `phase`" in said
    assert "2 of 2 answered, decided" in said
