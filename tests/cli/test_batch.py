"""readiness run and demo: one line a job, report paths on standard output, no overwriting."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from readiness_kit.cli.batch import _notebook
from readiness_kit.errors import UsageError
from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, make, written


def test_folders_of_one_name_under_one_out_are_refused_before_anything_runs(
    say: Type, acme: Path
) -> None:
    first, second = make(Path("north", "beta")), make(Path("south", "Beta"))
    before = written(Path())
    said = say("run", acme, first, second, "--out", "reports")
    assert (said.code, said.out) == (2, "")
    assert f"{first} and {second} would both write to {Path('reports', 'beta')}" in said.err
    assert written(Path()) == before
    assert not Path("reports").exists()


def test_only_folders_that_fail_are_one_line_each_and_exit_1(say: Type, acme: Path) -> None:
    broken = make(Path("broken"), PROFILE.replace("poc", "pco"))
    (broken / "assessment.json").write_text("[]", encoding="utf-8")
    said = say("run", "nowhere", broken, "--out", "reports")
    assert (said.code, said.out) == (1, "")
    first, second, last = said.err.splitlines()
    assert first.startswith("failed  nowhere: no engagement at nowhere")
    assert second.startswith("failed  broken: broken" + os.sep + "engagement.yaml:")
    assert second.endswith("more: readiness check broken")
    assert last == "0 reports, 2 failed"


def test_out_is_no_file(say: Type, acme: Path) -> None:
    Path("file").write_text("", encoding="utf-8")
    for command in (["run", "acme"], ["demo"]):
        said = say(*command, "--out", "file")
        assert said.code == 2
        assert "'file' is not the path of a folder, but a file" in said.err


def test_a_fault_in_one_engagement_stops_no_other(
    say: Type, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise TypeError("not a list")

    monkeypatch.delenv("READINESS_DEBUG", raising=False)
    monkeypatch.setattr("readiness_kit.evidence.run.missing_or_stale", broken)
    said = say("run", acme, "nowhere")
    assert said.code == 1
    first, second, last = said.err.splitlines()
    assert first.startswith("failed  acme: unexpected TypeError: not a list; this is a fault of")
    assert second.startswith("failed  nowhere: ")
    assert last == "0 reports, 2 failed"


KNOWN = ["01_poc", "02_mvp", "02_mvp_again"]


@pytest.mark.parametrize(("typed", "meant"), [("01", "01_poc"), ("02_mvp", "02_mvp")])
def test_a_notebook_may_be_named_by_how_it_alone_begins(typed: str, meant: str) -> None:
    assert _notebook(typed, KNOWN) == meant


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
        _notebook(typed, KNOWN)


@pytest.mark.kernel
def test_a_number_runs_the_notebook(say: Type, acme: Path) -> None:
    said = say("run", acme, "--notebook", "01")
    assert said.code == 0
    assert said.out.endswith("01_production_minded_poc.html\n")


@pytest.mark.kernel
def test_one_engagement_named_twice_is_run_once_whatever_fails_beside_it(
    say: Type, acme: Path
) -> None:
    said = say("run", acme, "nowhere", acme, Path("acme", "..", "acme"), "--out", "reports")
    report = Path("reports", "acme", "01_production_minded_poc.html")
    assert said.code == 1
    assert said.out == f"{report.resolve()}\n"
    assert report.is_file()
    assert [line[:30] for line in said.err.splitlines()] == [
        "done    acme 01_production_min",
        "failed  nowhere: no engagement",
        "1 report, 1 failed",
    ]


@pytest.mark.kernel
def test_the_demo_ends_with_verdict_reports_and_what_to_type(
    say: Type, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_kit.resources.samples", lambda: {"small": acme})
    said = say("demo", "--out", "shown")
    report = Path("shown", "small", "01_production_minded_poc.html")
    assert said.code == 0
    assert said.out.splitlines() == [
        "Northwind · Claims triage: Not assessable. "
        "Only 0% of Proof of concept was asked; it takes 80% to tell.",
        "The reports:",
        str(report.resolve()),
        "An engagement of your own: readiness new acme",
    ]
    assert report.is_file()
    assert sorted(path.name for path in Path("shown", "engagements").iterdir()) == ["small"]
