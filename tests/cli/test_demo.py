"""readiness demo: verdicts, reports and one page of them, over copies that stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Type
from tests.engagement.folders import make


@pytest.fixture
def two(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sample with data and a light one."""
    light = make(Path("light"))
    (acme / "data").mkdir()
    samples = {"small": acme, "light": light}
    monkeypatch.setattr("readiness_kit.resources.samples", lambda: samples)


@pytest.mark.kernel
def test_it_ends_with_verdict_reports_and_what_to_type(say: Type, two: None) -> None:
    said = say("demo", "--out", "shown")
    report = Path("shown", "small", "01_production_minded_poc.html")
    index = Path("shown", "index.html")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[:2] == [
        "Northwind · Claims triage: Not assessable. "
        "Only 0% of Proof of concept was asked; it takes 80% to tell.",
        "The reports:",
    ]
    assert str(report.resolve()) in lines
    assert lines[-2:] == [
        f"All of them on one page: {index.resolve()}",
        "An engagement of your own: readiness new acme",
    ]
    assert report.is_file()
    assert index.is_file()
    assert sorted(path.name for path in Path("shown", "engagements").iterdir()) == ["small"]


@pytest.mark.kernel
def test_all_takes_the_light_ones_and_open_opens_the_one_page(
    say: Type, two: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    said = say("demo", "--all", "--jobs", "2", "--open", "--out", "shown")
    assert said.code == 0
    assert opened == [Path("shown", "index.html").resolve().as_uri()]
    names = [path.name for path in Path("shown", "engagements").iterdir()]
    assert sorted(names) == ["light", "small"]


@pytest.mark.kernel
def test_a_second_demo_keeps_what_was_done_in_its_copy(say: Type, two: None) -> None:
    copy = Path("shown", "engagements", "small")
    shutil.copytree("acme", copy)
    profile = copy / "engagement.yaml"
    worked = profile.read_text(encoding="utf-8").replace("Northwind", "Ours Mutual")
    profile.write_text(worked, encoding="utf-8")
    said = say("demo", "--out", "shown")
    assert said.code == 0
    assert said.err.startswith(f"Using the copy in {copy}; delete it to start afresh.")
    assert said.out.startswith("Ours Mutual")
    report = Path("shown", "small", "01_production_minded_poc.html")
    assert "Ours Mutual" in report.read_text(encoding="utf-8")
