"""What a live section runs, what it leaves as it is, and what a stopped run leaves behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import psutil
import pytest

from readiness_kit.views.html import plain
from readiness_kit.views.view import View
from readiness_kit.workbook import Workbook
from tests.engagement.folders import PROFILE, make

ROWS = [f"c{n},{n},{int(n > 30)}" for n in range(60)]
SOURCES = """\
data: {poc: data/poc.csv, production: data/production.csv, label: y, key: id}
target: {id: m, version: "1", python: "model:predict"}
service_levels: {accuracy_min: 0.5}
"""
GOOD = "def predict(records):\n    return [int(record['amount'] > 30) for record in records]\n"
SLOW = """\
import time
def predict(records):
    open("asked", "w").close()
    time.sleep(120)
"""
METHOD = "methods: [{id: accuracy, proves: property}]\n            "


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sixty rows twice, a model, and a criterion that the run bears on."""
    monkeypatch.delenv("READINESS_LIVE", raising=False)
    made = make(tmp_path / "claims", PROFILE + SOURCES)
    (made / "data").mkdir()
    for name in ("poc", "production"):
        (made / "data" / f"{name}.csv").write_text("\n".join(["id,amount,y", *ROWS]))
    (made / "model.py").write_text(GOOD)
    rubric = (made / "small.yaml").read_text(encoding="utf-8")
    linked = rubric.replace("question: Who may", f"{METHOD}question: Who may")
    assert linked != rubric
    (made / "small.yaml").write_text(linked, encoding="utf-8")
    return made


def live(folder: Path) -> Workbook:
    return Workbook.open(str(folder), section="poc", live="on")


def shown(view: View | None) -> str:
    assert view is not None
    return plain(view.element)


def runs(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "evidence").glob("accuracy-*.json"))


def test_a_first_run_is_recorded_and_fills_what_nobody_rated(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = shown(live(folder).accuracy())
    assert len(runs(folder)) == 1
    assert "Not recorded" not in told
    assert "This run bears on: " in told
    assert "One rating that nobody gave is filled." in told
    assert "Accuracy in production: POC sample: 0 of 60, 1 s\n" in capsys.readouterr().out
    twin = Workbook.open(str(folder), section="poc", live="off").ratings()
    assert isinstance(twin, View)
    assert "Nobody; set by test" in shown(twin)


def test_what_did_not_change_is_not_run_again_and_says_since_when(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = live(folder).accuracy()
    capsys.readouterr()
    again = live(folder).accuracy()
    assert len(runs(folder)) == 1
    assert capsys.readouterr().out == (
        "Unchanged since 14 September 2026, so it was not run again.\n"
    )
    assert shown(again) == shown(first)


def test_another_byte_in_a_file_is_a_reason_to_run_again(folder: Path) -> None:
    live(folder).accuracy()
    path = folder / "data" / "production.csv"
    path.write_text(path.read_text() + "\nc99,1,1")
    live(folder).accuracy()
    assert len(runs(folder)) == 2


def test_what_can_no_longer_be_asked_is_not_called_unchanged(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    live(folder).accuracy()
    (folder / "data" / "production.csv").unlink()
    capsys.readouterr()
    live(folder).accuracy()
    assert "Unchanged" not in capsys.readouterr().out


def test_a_run_that_fails_is_told_and_not_recorded(folder: Path) -> None:
    (folder / "model.py").write_text("def predict(records):\n    raise ValueError('SECRET')\n")
    told = shown(live(folder).accuracy())
    assert "raised ValueError" in told
    assert "SECRET" not in told
    assert "Once it is recorded, this run bears on" in told
    assert runs(folder) == []


def test_a_report_says_neither(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    live(folder).accuracy()
    capsys.readouterr()
    Workbook.open(str(folder), section="poc", live="off").accuracy()
    assert capsys.readouterr().out == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no signal to one thread there")
def test_an_interrupt_leaves_no_process_and_records_nothing(folder: Path) -> None:
    (folder / "model.py").write_text(SLOW)
    me = psutil.Process()
    before = {child.pid for child in me.children(recursive=True)}

    os.mkfifo(folder / "asked")  # opens only when both sides do: the model has been asked

    def interrupt() -> None:
        (folder / "asked").open().close()
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt, daemon=True)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        live(folder).accuracy()
    thread.join(timeout=10)
    assert {child.pid for child in me.children(recursive=True)} <= before
    assert runs(folder) == []
