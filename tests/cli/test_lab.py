"""readiness lab: a real JupyterLab that serves a copy, to its owner alone, and leaves nothing."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from readiness_kit.resources import notebooks
from tests.browser import browser_page
from tests.cli.conftest import Type
from tests.engagement.folders import make

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOTEBOOK = "01_production_minded_poc.ipynb"
IDLE = """async () => {
  const sessions = await (await fetch("/api/sessions")).json();
  return sessions.some((each) => each.kernel.execution_state === "idle");
}"""
"""The page's own mark says idle as soon as it is connected, before the kernel is."""
pytestmark = pytest.mark.kernel
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


class Running:
    """`readiness lab` in a process of its own, with a folder for all that is temporary."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.temp = folder / "temp"
        self.temp.mkdir()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "readiness_kit", "lab", "--no-browser", *words],
            cwd=folder,
            env={**os.environ, "TMPDIR": str(self.temp), "TEMP": str(self.temp)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.said: list[str] = []
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip("\n"))
            if line == "Ctrl-C ends it.\n":
                break
        assert self.said[-1:] == ["Ctrl-C ends it."], self.process.communicate()
        self.address = self.said[-2]
        self.base, _, self.token = self.address.partition("lab/tree/")
        self.token = self.token.partition("?token=")[2]
        self.started = psutil.Process(self.process.pid).children(recursive=True)

    def ask(self, path: str, *, token: str | None = None) -> Any:
        """What the server answers to a request."""
        headers = {"Authorization": f"token {token}"} if token else {}
        request = urllib.request.Request(f"{self.base}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=20) as response:
            return json.loads(response.read())

    def copy(self) -> Path:
        """The notebook that is served."""
        return next(self.temp.glob(f"readiness-lab-*/notebooks/{NOTEBOOK}"))

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Stop it as from outside; its exit code and what it said last."""
        self.started += psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=60)
        return self.process.returncode, err

    def left(self) -> list[psutil.Process]:
        """The processes that are still there."""
        return [each for each in self.started if each.is_running()]


def listens(process: psutil.Process) -> list[str]:
    """The addresses on which a process waits; a short-lived helper may be gone meanwhile."""
    try:
        found = process.net_connections()
    except psutil.NoSuchProcess:
        return []
    return [each.laddr.ip for each in found if each.status == psutil.CONN_LISTEN]


def run_cell(page: Page, begins: str) -> str:
    """Run the active cell by its key; what it printed.

    Seen once: JupyterLab showed nothing for a minute. What it sends while it connects anew is
    lost, so the key is pressed again; if that does not help, what the page shows is told.
    """
    from playwright.sync_api import TimeoutError as PlaywrightTimeout

    said = page.locator(".jp-OutputArea-output", has_text=begins).first
    for _ in range(3):
        page.keyboard.press("Control+Enter")
        with contextlib.suppress(PlaywrightTimeout):
            said.wait_for(timeout=30_000)
            return said.inner_text().strip()
    shown = page.locator(".jp-OutputArea-output, .jp-Dialog, .jp-InputPrompt").all_inner_texts()
    raise AssertionError(f"nothing printed; the page shows {shown}")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Any]:
    """Starts labs, and ends those that a test has left running."""
    begun: list[Running] = []

    def start(*words: str) -> Running:
        begun.append(Running(tmp_path, *words))
        return begun[-1]

    yield start
    for running in begun:
        if running.process.poll() is None:
            running.end()


@posix
def test_it_serves_the_notebook_of_the_phase_to_its_owner_alone(lab: Any, tmp_path: Path) -> None:
    make(tmp_path / "acme")
    running = lab("acme")
    assert re.fullmatch(
        rf"http://127\.0\.0\.1:\d+/lab/tree/{NOTEBOOK}\?token=[0-9a-f]{{48}}", running.address
    )
    served = running.ask(f"api/contents/{NOTEBOOK}?content=1", token=running.token)
    packaged = json.loads(notebooks()[Path(NOTEBOOK).stem].read_text(encoding="utf-8"))
    assert [c["source"] for c in served["content"]["cells"]] == [
        "".join(c["source"]) for c in packaged["cells"]
    ]
    for wrong in (None, "0" * 48):
        with pytest.raises(urllib.error.HTTPError) as refused:
            running.ask("api/contents", token=wrong)
        assert refused.value.code == 403
        refused.value.close()
    listening = {address for each in running.started for address in listens(each)}
    assert listening == {"127.0.0.1"}
    lines = [" ".join(process.cmdline()) for process in running.left()]
    assert [line for line in lines if running.token in line] == []
    assert running.end() == (0, "Starting JupyterLab …\nEnding JupyterLab and its kernels …\n")
    assert running.left() == []
    assert list(running.temp.iterdir()) == []


@posix
def test_without_an_engagement_it_says_that_it_shows_a_copy(lab: Any) -> None:
    running = lab()
    assert running.said[0].endswith("a private copy of the sample claims-triage.")
    sample = running.copy().parents[1] / "claims-triage"
    assert (sample / "engagement.yaml").is_file()
    code, _ = running.end(signal.SIGTERM)
    assert code == 143
    assert running.left() == []
    assert list(running.temp.iterdir()) == []


@posix
@pytest.mark.browser
def test_single_keys_destroy_nothing_and_a_cell_finds_the_engagement(
    lab: Any, tmp_path: Path
) -> None:
    make(tmp_path / "acme")
    running = lab("acme")
    with browser_page() as opened:
        page = opened.page
        page.goto(running.address, wait_until="domcontentloaded")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
        page.wait_for_function(IDLE, timeout=60_000)
        page.wait_for_selector('.jp-NotebookPanel-toolbar [data-status="idle"]', timeout=60_000)
        count = len(json.loads(notebooks()[NOTEBOOK.removesuffix(".ipynb")].read_bytes())["cells"])
        # JupyterLab hangs the cells in one by one, and what is typed meanwhile may land elsewhere
        hung = "n => document.querySelectorAll('.jp-Notebook .jp-Cell').length >= n"
        page.wait_for_function(hung, arg=count, timeout=60_000)
        page.locator(".jp-Notebook .jp-Cell .cm-content").last.click()
        for key in ("Escape", "0", "0", "d", "d", "b", "a", "x", "i", "i"):
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_selector(".jp-Notebook.jp-mod-editMode")
        page.keyboard.press("Control+a")
        line = "import os; print('at', os.environ['READINESS_ENGAGEMENT'])"
        page.keyboard.type(line)
        typed = page.locator(".jp-Notebook.jp-mod-editMode .jp-mod-active .cm-content")
        assert typed.inner_text().strip() == line
        assert run_cell(page, "at /") == f"at {tmp_path / 'acme'}"
        assert page.locator(".jp-Notebook .jp-Cell").count() == count
        assert page.locator(".jp-Dialog").count() == 0
        with page.expect_response(lambda r: r.request.method == "PUT" and NOTEBOOK in r.url):
            page.keyboard.press("Control+s")
        assert opened.requests == []
    kept = running.copy().parent
    code, said_last = running.end()
    assert code == 0
    assert f"Kept what you changed: {kept}" in said_last
    assert running.left() == []
    assert [path.name for path in kept.parent.iterdir()] == ["notebooks"]
    assert "READINESS_ENGAGEMENT" in (kept / NOTEBOOK).read_text(encoding="utf-8")


@posix
def test_a_killed_command_takes_the_server_with_it(lab: Any, tmp_path: Path) -> None:
    make(tmp_path / "acme")
    running = lab("acme")
    running.end(signal.SIGKILL)
    gone, left = psutil.wait_procs(running.started, timeout=30)
    assert (len(gone), left) == (len(set(running.started)), [])


def test_an_unusable_engagement_is_refused_before_anything_starts(
    say: Type, acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(Path("temp").resolve()))
    Path("temp").mkdir()
    (acme / "engagement.yaml").write_text("schema: none\n", encoding="utf-8")
    for path in ("nowhere", acme):
        said = say("lab", path, "--no-browser")
        assert (said.code, said.out) == (2, "")
    assert list(Path("temp").iterdir()) == []


def test_a_port_that_cannot_be_had_is_refused_before_anything_starts(say: Type, acme: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = say("lab", acme, "--port", taken.getsockname()[1])
    assert (said.code, said.out) == (2, "")
    assert "leave --port out for a free one" in said.err
    assert say("lab", acme, "--port", "65536").code == 2
