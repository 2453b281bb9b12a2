"""Only a run that came to its end is published; whatever else happens, the older report stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from readiness_kit.errors import NotebookError, NotSavedError, UsageError
from readiness_kit.report import publish as publishing
from readiness_kit.report.execute import notebook_section
from readiness_kit.report.publish import publish
from tests.report import demonstration

END = "from readiness_kit.views.view import EndMark\nEndMark()"
SHOW = """
import json, os
from readiness_kit.views.html import tag
from readiness_kit.views.view import View
print("CAN" + "ARY", os.getcwd())
told = [engagement, live, options, os.environ["READINESS_LIVE"], "JPY_SESSION_NAME" in os.environ]
View(tag("pre", json.dumps(told)), "told", "Told")
"""
HOSTILE = [
    "plain", "'\"\\", "\u2028\u2029", "\x00\x1b", "{x} {{7*7}} %s", "'''\"\"\"", "a\r\nb",
    "\U0001f600", "</p>", "é\u202e", 1, -2.5, 1e300, True, False, None, {"a b;c": [[], {}]},
]  # fmt: skip


def write(folder: Path, *sources: str, name: str = "report") -> Path:
    """A notebook of these cells, with the parameters that every notebook has."""
    first = nbformat.v4.new_code_cell(
        'engagement: str = ""\nlive: str = "auto"\noptions = None',
        id="first",
        metadata={"tags": ["parameters"]},
    )
    cells = [
        nbformat.v4.new_code_cell(source, id=f"c{place}") for place, source in enumerate(sources)
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "readiness": {"section": "poc"},
    }
    path = folder / f"{name}.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[first, *cells], metadata=metadata), path)
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with an older good report in it."""
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "report.html").write_text("older", encoding="utf-8")
    return folder


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder, hidden files too."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.kernel
def test_legal_values_reach_the_notebook_and_nothing_of_the_run_is_left(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "somebody's.ipynb")
    client = tmp_path / "client {c.__class__} & co"
    client.mkdir()
    told: list[tuple[int, int]] = []
    done = publish(
        write(tmp_path, SHOW, END),
        client,
        out,
        parameters={"options": HOSTILE},
        progress=lambda cells, total, what: told.append((cells, total)),
    )
    executed = nbformat.read(done.ipynb, as_version=4)
    shown = executed.cells[1].outputs[-1].data["text/plain"].removeprefix("Told\n")
    assert shown == json.dumps(["[path removed]", "auto", HOSTILE, "off", False])
    assert done.masked == {"path": 1}
    assert told[-1] == (3, 3)
    assert {path.name for path in out.iterdir()} == {"report.html", "report.ipynb"}
    raw = done.ipynb.read_text(encoding="utf-8")
    for litter in ("papermill", "injected", "CANARY", "iopub", "readiness-run", "widget"):
        assert litter not in raw
    assert done.html.read_text(encoding="utf-8").count("CANARY") == 0
    assert executed.metadata.kernelspec.name == "python3"


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("import sys\nsys.exit(0)", "code cell 2 ended the run early"),
        ("raise SystemExit('')", "code cell 2 ended the run early"),
        ("import os\nos._exit(0)", "the kernel died"),
        ("raise ValueError('no such column')", "code cell 2 raised ValueError: no such column"),
        ("None", "shows no end mark"),
        ("import time\ntime.sleep(600)", "timeout: it ran longer than its 2 s"),
    ],
    ids=["sys.exit", "SystemExit", "os._exit", "error", "no end mark", "timeout"],
)
def test_an_unfinished_run_is_never_published(
    source: str, cause: str, tmp_path: Path, out: Path
) -> None:
    before = files(out)
    last = [] if "end mark" in cause else [END]
    limit = 2 if "timeout" in cause else 120
    with pytest.raises(NotebookError, match=cause):
        publish(write(tmp_path, source, *last), tmp_path, out, timeout_s=limit)
    assert files(out) == before
    assert psutil.Process().children(recursive=True) == []


def test_a_name_that_is_no_plain_name_is_refused(tmp_path: Path, out: Path) -> None:
    for name in ("..ipynb", ".hidden.ipynb", "a b.ipynb", "{x}.ipynb", "x" * 200 + ".ipynb"):
        with pytest.raises(UsageError, match="a notebook's name has"):
            publish(tmp_path / name, tmp_path, out)


def _pretend_execute(notebook: Path, output: Path, given: Any, **options: Any) -> Path:
    return demonstration.write(demonstration.executed(demonstration.views()[:2]), output)


def test_both_files_appear_or_the_older_ones_stay(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the run itself is proved above; here only the giving of names can fail
    monkeypatch.setattr(publishing, "execute", _pretend_execute)
    (out / "report.ipynb").mkdir()
    with pytest.raises(NotSavedError, match=r"report\.ipynb"):
        publish(tmp_path / "report.ipynb", tmp_path, out)
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.ipynb"]
    assert (out / "report.html").read_text(encoding="utf-8") == "older"
    (out / "report.ipynb").rmdir()
    done = publish(tmp_path / "report.ipynb", tmp_path, out)
    assert sorted(path.name for path in out.iterdir()) == ["report.html", "report.ipynb"]
    assert done.html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_notebook_names_its_section(tmp_path: Path) -> None:
    assert notebook_section(write(tmp_path, END)) == "poc"
    plain = demonstration.write(demonstration.executed([]), tmp_path / "plain.ipynb")
    assert notebook_section(plain) is None
