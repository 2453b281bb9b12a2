"""readiness run: one line a job, report paths on standard output, no overwriting."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from readiness_kit.cli.progress import Overview, Progress
from readiness_kit.resources import notebooks
from tests.cli.conftest import Type
from tests.engagement.folders import PROFILE, make, written


def test_folders_of_one_name_under_one_out_are_refused_before_anything_runs(
    say: Type, acme: Path
) -> None:
    first, second = make(Path("north", "beta")), make(Path("south", "beta"))
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
    first, second, index, last = said.err.splitlines()
    assert first.startswith("failed  nowhere: no engagement at nowhere")
    assert second.startswith("failed  broken: broken" + os.sep + "engagement.yaml:")
    assert second.endswith("more: readiness check broken")
    assert index == f"index   {Path('reports', 'index.html')}"
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
    assert first.startswith("failed  nowhere: ")
    assert second.startswith("failed  acme: unexpected TypeError: not a list; this is a fault of")
    assert last == "0 reports, 2 failed"


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
    names = ("00_intake", "01_production_minded_poc", "06_executive_summary")
    reports = [Path("reports", "acme", f"{name}.html") for name in names]
    assert said.code == 1
    assert said.out.splitlines() == [str(report.resolve()) for report in reports]
    assert all(report.is_file() for report in reports)
    told = said.err.splitlines()
    assert told[0].startswith("failed  nowhere: no engagement")
    assert sorted(told[1:4]) == [f"done    acme {name}" for name in names]
    assert told[4:] == [f"index   {Path('reports', 'index.html')}", "3 reports, 1 failed"]


def test_jobs_is_a_number_from_1_on(say: Type, acme: Path) -> None:
    for wrong in ("0", "-1", "two", "1.5"):
        said = say("run", acme, "--jobs", wrong)
        assert said.code == 2
        assert "is not how many at a time: a whole number from 1 on" in said.err


def shelf(folder: Path, monkeypatch: pytest.MonkeyPatch, **sources: list[str]) -> None:
    """Take notebooks of these code cells for the packaged ones."""
    folder.mkdir()
    for name, cells in sources.items():
        told = {
            "cells": [
                {
                    "cell_type": "code",
                    "id": f"c{place}",
                    "metadata": {"tags": ["parameters"]} if place == 0 else {},
                    "source": source,
                    "outputs": [],
                    "execution_count": None,
                }
                for place, source in enumerate(["engagement = ''", *cells])
            ],
            "metadata": {
                "kernelspec": {"name": "python3", "display_name": "Python 3"},
                "readiness": {"section": None, "when": "always"},
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        (folder / f"{name}.ipynb").write_text(json.dumps(told), encoding="utf-8")
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    monkeypatch.setattr("readiness_kit.resources.notebooks", lambda: found)


END = "from readiness_kit.views.view import EndMark; EndMark()"
SECRET = "Marten Voss, 41"


@pytest.mark.kernel
def test_broken_ones_are_named_and_the_rest_is_the_same_to_the_byte_however_many_at_a_time(
    say: Type, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(
        Path("shelf").resolve(),
        monkeypatch,
        **{"00_good": [END], "01_bad": [f"raise ValueError({SECRET!r})", END]},
    )
    (Path("shelf") / "02_none.ipynb").write_text("{", encoding="utf-8")
    found = {path.stem: path.resolve() for path in sorted(Path("shelf").glob("*.ipynb"))}
    monkeypatch.setattr("readiness_kit.resources.notebooks", lambda: found)
    make(Path("Été 1"))
    said = [say("run", acme, "Été 1", "gone", "--out", f"out{n}", "--jobs", n) for n in (1, 2)]
    for n, each in enumerate(said, start=1):
        assert each.code == 1
        assert [Path(line).name for line in each.out.splitlines()] == ["00_good.html"] * 2
        assert next(Path(line).parent.name for line in each.out.splitlines()) == "acme"
        lines = each.err.splitlines()
        assert lines[-1] == "2 reports, 4 failed"
        assert sorted(line[:8] for line in lines[:-2]) == ["done    "] * 2 + ["failed  "] * 4
        page = Path(f"out{n}", "index.html").read_text(encoding="utf-8")
        assert SECRET not in page
        assert str(Path.cwd()) not in page
        assert "code cell 2 raised ValueError" in page
    one, two = (written(Path(f"out{n}")) for n in (1, 2))
    assert one == two
    assert {place.split("/")[0] for place in map(Path.as_posix, map(Path, one))} >= {"acme"}


@pytest.mark.kernel
def test_a_later_call_adds_to_the_index(say: Type, acme: Path) -> None:
    make(Path("beta"))
    assert say("run", acme, "--out", "reports", "--notebook", "01").code == 0
    assert say("run", "nowhere", "--out", "reports").code == 1
    rows = json.loads(Path("reports", "index.json").read_text(encoding="utf-8"))["engagements"]
    assert [(row["name"], row["earlier"]) for row in rows] == [("acme", True), ("nowhere", False)]
    page = Path("reports", "index.html").read_text(encoding="utf-8")
    assert 'href="./acme/01_production_minded_poc.html"' in page


WAITS = """
import pathlib, subprocess, sys
other = subprocess.Popen(
    [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, start_new_session=True
)
pathlib.Path(engagement, "begun").write_text("", encoding="utf-8")
other.wait()
"""
DRIVER = """
import pathlib, sys
from readiness_kit import resources
found = {path.stem: path for path in sorted(pathlib.Path("shelf").resolve().glob("*.ipynb"))}
resources.notebooks = lambda: found
from readiness_kit.cli import main
main(["run", "acme", "beta", "--out", "out", "--jobs", "2"])
"""


@pytest.mark.kernel
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stop_leaves_no_process_and_no_half_report(
    number: int, code: int, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf(Path("shelf").resolve(), monkeypatch, **{"00_waits": [WAITS, END]})
    make(Path("beta"))
    temp = Path("temp").resolve()
    temp.mkdir()
    batch = subprocess.Popen(
        [sys.executable, "-c", DRIVER],
        env={**os.environ, "TMPDIR": str(temp)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    watched = psutil.Process(batch.pid)
    while not all(Path(name, "begun").exists() for name in ("acme", "beta")):
        with pytest.raises(subprocess.TimeoutExpired):
            batch.wait(timeout=0.1)
    started = watched.children(recursive=True)
    batch.send_signal(number)
    out, err = batch.communicate(timeout=60)
    assert (batch.returncode, out) == (code, "")
    assert "stopped 0 of 2 reports are done, and stay" in err
    assert len(started) >= 6
    assert [each for each in started if each.is_running()] == []
    assert list(temp.iterdir()) == []
    left = [path.name for path in Path("out").rglob("*") if path.is_file()]
    assert left == ["index.html", "index.json"]


def test_names_of_notebooks_are_those_that_are_packaged(say: Type, acme: Path) -> None:
    said = say("run", acme, "--notebook", "99")
    assert said.code == 2
    assert f"there is {', '.join(notebooks())}" in said.err


@pytest.mark.skipif(sys.platform == "win32", reason="a link there takes a privilege")
def test_a_link_out_of_the_folder_of_reports_is_not_followed(say: Type, acme: Path) -> None:
    Path("elsewhere").mkdir()
    Path("reports").mkdir()
    Path("reports", "acme").symlink_to(Path("elsewhere").resolve())
    said = say("run", acme, "--out", "reports")
    assert said.code == 1
    assert "is a link to a place outside of reports" in said.err
    assert list(Path("elsewhere").iterdir()) == []


def test_a_method_that_breaks_is_named_and_the_notebooks_go_on(
    say: Type, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("readiness_kit.evidence.run.missing_or_stale", lambda *_: ["accuracy"])
    monkeypatch.setattr("readiness_kit.evidence.run.run_method", broken)
    monkeypatch.setattr("readiness_kit.resources.notebooks", dict)
    said = say("run", acme)
    assert said.code == 1
    assert "failed  acme accuracy: unexpected RuntimeError: boom" in said.err


def test_a_terminal_shows_how_many_of_how_many_and_what_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    overview = Overview(Progress())
    overview.total = 4
    overview.step("acme 01_poc", 3, 9)
    overview.step("beta accuracy", 0, 1_200)
    overview.ended("acme 01_poc")
    overview.ended("beta accuracy", counts=False)
    shown = [line.split("░ ")[-1] for line in capsys.readouterr().err.split("\x1b[K")]
    assert shown == [
        "0 of 4 reports · 3/9 acme 01_poc",
        "0 of 4 reports · 3/9 acme 01_poc · 0/1,200 beta accuracy",
        "1 of 4 reports · 0/1,200 beta accuracy",
        "1 of 4 reports",
        "",
    ]
