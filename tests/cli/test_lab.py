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
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from readiness_kit.engagement.writer import Writer
from readiness_kit.resources import notebooks
from tests.browser import browser_page
from tests.cli.conftest import Type
from tests.engagement.folders import CRITERIA, PROFILE, make, rated

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

    def __init__(
        self,
        folder: Path,
        *words: str,
        browser: str | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        self.temp = folder / "temp"
        self.temp.mkdir()
        own = {"TMPDIR": str(self.temp), "TEMP": str(self.temp), **(environment or {})}
        own |= {"BROWSER": browser} if browser else {}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "readiness_kit", "lab", *words]
            + ([] if browser else ["--no-browser"]),
            cwd=folder,
            env={**os.environ, **own},
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
        self.address = self.said[-3]
        self.start = self.said[-2].removeprefix("Start page: ")
        self.base, _, self.token = self.address.partition("lab/tree/")
        self.token = self.token.partition("?token=")[2]
        self.started = psutil.Process(self.process.pid).children(recursive=True)

    def ask(self, path: str, *, token: str | None = None) -> Any:
        """What the server answers to a request."""
        return json.loads(self.answer(path, token=token)[1])

    def answer(
        self, path: str, *, token: str | None = None, method: str = "GET", **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        """Status, body and headers of an answer; raises HTTPError for 400 and above."""
        sent = {"Authorization": f"token {token}"} if token else {}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(f"{self.base}{path}", method=method, headers=sent)
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, response.read().decode(), dict(response.headers)

    def refused(self, path: str, **asked: Any) -> int:
        """The status with which a request is refused."""
        with pytest.raises(urllib.error.HTTPError) as refused:
            self.answer(path, **asked)
        refused.value.close()
        return int(refused.value.code)

    def kernel(self) -> str:
        """Start a kernel; its id."""
        made: dict[str, str] = json.loads(
            self.answer("api/kernels", token=self.token, method="POST")[1]
        )
        return made["id"]

    def run(self, kernel: str, code: str) -> None:
        """Run code in a kernel and wait for its end."""
        client = self._client(kernel)
        try:
            reply = client.execute_interactive(code, timeout=60, output_hook=lambda _: None)
            assert reply["content"]["status"] == "ok", reply
        finally:
            client.stop_channels()

    def _client(self, kernel: str) -> Any:
        """Somebody who talks to a kernel; until it has begun, its record may name other ports."""
        from jupyter_client.blocking.client import BlockingKernelClient

        record = next(self.temp.glob(f"readiness-lab-*/home/runtime/kernel-{kernel}.json"))
        for _ in range(20):
            client = BlockingKernelClient(connection_file=str(record))
            client.load_connection_file()
            client.start_channels(hb=False)
            with contextlib.suppress(RuntimeError):
                client.wait_for_ready(timeout=3)
                return client
            client.stop_channels()
        raise AssertionError("the kernel does not answer")

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
        return [each for each in self.started if lives(each)]


def lives(process: psutil.Process) -> bool:
    """Whether a process is there and has not ended; who should collect it may be slow to."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def until(holds: Callable[[], object], *, seconds: float = 30) -> None:
    """Wait until something holds; an AssertionError where it never does."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


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

    def start(*words: str, **more: Any) -> Running:
        begun.append(Running(tmp_path, *words, **more))
        return begun[-1]

    yield start
    for running in begun:
        if running.process.poll() is None:
            running.end()


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """An engagement in which somebody has answered, so that its phase has begun."""
    folder = make(tmp_path / "acme")
    Writer(folder, via="test").apply([rated(2)], by="lead", op="rate")
    return folder


@posix
def test_it_serves_the_notebook_of_the_phase_to_its_owner_alone(
    lab: Any, begun: Path, tmp_path: Path
) -> None:
    running = lab("acme")
    token = "[0-9a-f]{48}"
    base = r"http://127\.0\.0\.1:\d+"
    assert re.fullmatch(rf"{base}/lab/tree/{NOTEBOOK}\?token={token}", running.address)
    assert re.fullmatch(rf"{base}/readiness/start\?token={token}", running.start)
    served = running.ask(f"api/contents/{NOTEBOOK}?content=1", token=running.token)
    packaged = json.loads(notebooks()[Path(NOTEBOOK).stem].read_text(encoding="utf-8"))
    assert [c["source"] for c in served["content"]["cells"]] == [
        "".join(c["source"]) for c in packaged["cells"]
    ]
    for wrong in (None, "0" * 48):
        assert running.refused("api/contents", token=wrong) == 403
    listening = {address for each in running.started for address in listens(each)}
    assert listening == {"127.0.0.1"}
    lines = [" ".join(process.cmdline()) for process in running.left()]
    assert [line for line in lines if running.token in line] == []
    told = [str(process.environ()) for process in running.left()]
    assert [each for each in told if running.token in each] == []
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
def test_single_keys_destroy_nothing_and_a_cell_finds_the_engagement(lab: Any, begun: Path) -> None:
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
        page.locator(".jp-Notebook .jp-MarkdownCell").first.click()
        for key in ("1", "2", "3", "4", "r", "y", "d", "d"):
            page.keyboard.press(key)
        page.locator(".jp-Notebook .jp-Cell .cm-content").last.click()
        for key in ("Escape", "0", "0", "d", "d", "b", "a", "x", "i", "i", "m", "r", "v", "z"):
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_selector(".jp-Notebook.jp-mod-editMode")
        page.keyboard.press("Control+a")
        line = "import os; print('at', os.environ['READINESS_ENGAGEMENT'])"
        page.keyboard.type(line)
        typed = page.locator(".jp-Notebook.jp-mod-editMode .jp-mod-active .cm-content")
        assert typed.inner_text().strip() == line
        assert run_cell(page, "at /") == f"at {begun}"
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
    saved = json.loads((kept / NOTEBOOK).read_text(encoding="utf-8"))["cells"]
    packaged = json.loads(notebooks()[Path(NOTEBOOK).stem].read_text(encoding="utf-8"))["cells"]
    assert line in "".join(saved[-1]["source"])
    assert [(c["cell_type"], "".join(c["source"])) for c in saved[:-1]] == [
        (c["cell_type"], "".join(c["source"])) for c in packaged[:-1]
    ]


@posix
def test_the_start_page_is_current_and_behind_the_token(lab: Any, begun: Path) -> None:
    running = lab("acme")
    _, login, _ = running.answer("readiness/start")
    assert "Claims triage" not in login
    assert 'name="password"' in login
    status, page, headers = running.answer("readiness/start", token=running.token)
    assert (status, headers["Cache-Control"], headers["Referrer-Policy"]) == (
        200,
        "no-store",
        "no-referrer",
    )
    policy = headers["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "2 of 3 criteria are still to be rated" in page
    assert re.search(r"As of \d\d:\d\d:\d\d, this machine", page)
    assert running.token not in page
    Writer(begun, via="test").apply([rated(1, CRITERIA[1])], by="ml", op="rate")
    (begun / "engagement.yaml").write_text("schema: none\n", encoding="utf-8")
    until(
        lambda: "A file does not read" in running.answer("readiness/start", token=running.token)[1]
    )
    (begun / "engagement.yaml").write_text(PROFILE, encoding="utf-8")
    until(
        lambda: (
            "1 of 3 criteria are still to be rated"
            in running.answer("readiness/start", token=running.token)[1]
        )
    )
    assert running.end()[0] == 0


@posix
def test_nothing_is_open_to_others_whatever_is_set_for_other_servers(
    lab: Any, begun: Path, tmp_path: Path
) -> None:
    loose = {
        "ServerApp": {
            "ip": "0.0.0.0",
            "allow_remote_access": True,
            "allow_unauthenticated_access": True,
            "disable_check_xsrf": True,
            "terminals_enabled": True,
        },
        "IdentityProvider": {"token": ""},
    }
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(loose), encoding="utf-8")
    running = lab(
        "acme",
        environment={
            "JUPYTER_CONFIG_PATH": str(tmp_path),
            "JUPYTER_TOKEN": "known",
            "JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS": "true",
        },
    )
    for wrong in (None, "known"):
        assert running.refused("api/contents", token=wrong) == 403
    assert {address for each in running.started for address in listens(each)} == {"127.0.0.1"}
    port = running.base.rsplit(":", 1)[1].strip("/")
    for host in ("evil.example", f"evil.example:{port}", f"127.0.0.1.evil.example:{port}"):
        for path in ("readiness/start", "api/contents", "lab"):
            assert running.refused(path, token=running.token, Host=host) == 403
    assert running.refused("api/terminals", token=running.token) == 404
    kernel = running.kernel()
    socket_ = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert running.refused(f"api/kernels/{kernel}/channels", **socket_) == 403
    # a page of another site that has the cookie, but not the token, may change nothing
    jar = urllib.request.HTTPCookieProcessor()
    opener = urllib.request.build_opener(jar)
    with opener.open(running.start, timeout=20) as response:
        assert response.url == f"{running.base}readiness/start"
    request = urllib.request.Request(f"{running.base}api/kernels", method="POST", data=b"{}")
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(request, timeout=20)
    assert (refused.value.code, refused.value.reason) == (403, "Forbidden")
    refused.value.close()
    assert running.end()[0] == 0
    assert running.left() == []


def end(running: Running, way: str) -> None:
    """End a lab by a signal, or as its own menu does."""
    if way == "menu":
        running.answer("api/shutdown", token=running.token, method="POST")
        _, err = running.process.communicate(timeout=60)
        assert (running.process.returncode, err) == (0, "Starting JupyterLab …\n")
        return
    number = getattr(signal, way)
    code, _ = running.end(number)
    assert code == {"SIGINT": 0, "SIGKILL": -number}.get(way, 128 + number)


@posix
@pytest.mark.parametrize("way", ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "menu"])
def test_however_it_ends_no_kernel_and_nothing_a_cell_began_is_left(
    way: str, lab: Any, begun: Path, tmp_path: Path
) -> None:
    running = lab("acme")
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    pids = tmp_path / "pids"
    code = f"""
import os, pathlib, subprocess
plain = subprocess.Popen({sleep!r})
apart = subprocess.Popen({sleep!r}, start_new_session=True)
pathlib.Path({str(pids)!r}).write_text(f"{{os.getpid()}} {{plain.pid}} {{apart.pid}} ")
"""
    if sys.platform == "linux":
        # its parent has ended, and it has left group and session
        apart = "start_new_session=True, stdout=subprocess.DEVNULL"
        loose = f"import subprocess; print(subprocess.Popen({sleep!r}, {apart}).pid)"
        code += f"""
loose = subprocess.run(
    [{sys.executable!r}, "-c", {loose!r}], stdout=subprocess.PIPE, text=True
)
with open({str(pids)!r}, "a") as file:
    file.write(loose.stdout)
"""
    running.run(running.kernel(), code)
    begun_there = [psutil.Process(int(pid)) for pid in pids.read_text().split()]
    assert all(lives(each) for each in begun_there)
    try:
        end(running, way)
        until(lambda: not [each for each in (*running.started, *begun_there) if lives(each)])
    finally:
        for each in begun_there:
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
    if way != "SIGKILL":
        assert list(running.temp.iterdir()) == []


@posix
@pytest.mark.browser
def test_enter_on_the_start_page_opens_the_right_notebook_and_a_closed_browser_ends_nothing(
    lab: Any, begun: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "browser"
    script = tmp_path / "browser.sh"
    script.write_text(
        f"#!/bin/sh\nprintf '%s' \"$1\" > {kept}.new && mv {kept}.new {kept}\n", "utf-8"
    )
    script.chmod(0o700)
    running = lab("acme", browser=f"{script} %s")
    until(kept.exists)
    door = kept.read_text(encoding="utf-8")
    assert door.startswith("file://")
    assert running.token not in door
    with browser_page() as opened:
        page = opened.page
        page.goto(door, wait_until="domcontentloaded")
        page.wait_for_url(f"{running.base}readiness/start")
        focused = page.evaluate("document.activeElement.textContent")
        assert focused == "Open 1 · Proof of concept"
        assert page.locator("[aria-current=step] .rk-start-name").inner_text() == "Proof of concept"
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/lab/tree/{NOTEBOOK}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        assert opened.requests == []
    assert running.ask("api/status", token=running.token)["started"]
    assert running.process.poll() is None
    assert running.end()[0] == 0
    assert running.left() == []


@posix
@pytest.mark.browser
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False)])
def test_the_start_page_fits_and_runs_nothing(
    width: int, dark: bool, lab: Any, begun: Path
) -> None:
    running = lab("acme")
    with browser_page(width=width, dark=dark) as opened:
        page = opened.page
        page.goto(running.start, wait_until="load")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        # the style passes its own policy
        assert paper == ("rgb(13, 20, 32)" if dark else "rgb(255, 255, 255)")
        assert page.locator("script").count() == 0
        assert (opened.requests, opened.errors) == ([], [])
    assert running.end()[0] == 0


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
