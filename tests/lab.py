"""A real JupyterLab for tests: its own settings, a free port, a token, and an end to it."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from readiness_kit.lab.settings import overrides

CELL_KEYS = (
    "Control+Backspace", "Control+Shift+M", "Alt+Enter", "Control+Shift+ArrowDown",
    "Control+Shift+ArrowUp", "Control+a",
)  # fmt: skip
"""By these JupyterLab merges, adds, moves or selects cells."""

if TYPE_CHECKING:
    from playwright.sync_api import Page

_START_S, _STOP_S = 90, 15
_FOLDERS = {
    "JUPYTER_CONFIG_DIR": "config",
    "JUPYTER_DATA_DIR": "data",
    "JUPYTER_RUNTIME_DIR": "runtime",
    "JUPYTERLAB_SETTINGS_DIR": "settings",
    "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
    "IPYTHONDIR": "ipython",
}
"""Without these a test would inherit the workspace and the settings of whoever runs it."""


@dataclass
class Lab:
    """A running server."""

    url: str
    token: str
    root: Path
    log: list[str] = field(default_factory=list)
    reader: threading.Thread = field(init=False)

    def ask(self, method: str, path: str) -> Any:
        """Call the server's REST interface."""
        request = urllib.request.Request(
            f"{self.url}{path}", method=method, headers={"Authorization": f"token {self.token}"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            body = response.read()
        return json.loads(body) if body else None

    def forget_kernels(self) -> None:
        """End the kernels of earlier tests, which outlive their pages."""
        for session in self.ask("GET", "/api/sessions"):
            self.ask("DELETE", f"/api/sessions/{session['id']}")


@contextlib.contextmanager
def jupyter_lab(root_dir: Path, *, dangerous_keys: bool = False) -> Iterator[Lab]:
    """Run JupyterLab over a folder.

    With `dangerous_keys` JupyterLab keeps its single-key commands, so that a test can show that a
    form is safe by itself.
    """
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as home:
        environment = _isolated(Path(home), dangerous_keys=dangerous_keys)
        lab = Lab(f"http://127.0.0.1:{_free_port()}", secrets.token_hex(16), root_dir)
        process = _start(lab, environment)
        try:
            _until_up(lab, process)
            yield lab
        finally:
            _stop(lab, process)


def open_notebook(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook in a fresh workspace and wait until its kernel is there."""
    page.goto(f"{lab.url}/lab/tree/{name}?token={lab.token}&reset", wait_until="domcontentloaded")
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=60_000)
    page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.sessionContext")
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.ready")


def run_all(page: Page) -> None:
    """Run every cell; raise AssertionError with the traceback that stopped it, if one did."""
    # The command's promise ends with the last cell; a click on the menu can get lost.
    command(page, "notebook:run-all-cells")
    for kind in ("error", "stderr"):
        said = page.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]').all_inner_texts()
        assert said == []


def command(page: Page, name: str, **arguments: object) -> None:
    """Carry out one of JupyterLab's commands and wait for its end."""
    page.evaluate(
        "([name, args]) => window.jupyterapp.commands.execute(name, args).then(() => null)",
        [name, arguments],
    )


def _isolated(home: Path, *, dangerous_keys: bool) -> dict[str, str]:
    for name in _FOLDERS.values():
        (home / name).mkdir()
    overrides = home / "config" / "labconfig" / "default_setting_overrides.json"
    overrides.parent.mkdir()
    overrides.write_text(json.dumps(_settings(dangerous_keys=dangerous_keys)), encoding="utf-8")
    own = {variable: str(home / name) for variable, name in _FOLDERS.items()}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("READINESS_")}
    return {**inherited, **own, "JUPYTER_PREFER_ENV_PATH": "1"}


def _settings(*, dangerous_keys: bool) -> dict[str, Any]:
    settings = overrides()
    if dangerous_keys:
        settings["@jupyterlab/shortcuts-extension:shortcuts"] = {"shortcuts": []}
    return settings


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _start(lab: Lab, environment: dict[str, str]) -> subprocess.Popen[str]:
    port = lab.url.rsplit(":", 1)[1]
    arguments = [
        "--no-browser",
        "--ip=127.0.0.1",
        f"--port={port}",
        "--ServerApp.port_retries=0",
        f"--IdentityProvider.token={lab.token}",
        f"--ServerApp.root_dir={lab.root}",
        "--LabApp.news_url=None",
        "--LabApp.extension_manager=readonly",
        "--LabApp.expose_app_in_browser=True",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--allow-root")
    return subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *arguments],
        cwd=lab.root,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )


def _until_up(lab: Lab, process: subprocess.Popen[str]) -> None:
    up = threading.Event()

    def listen() -> None:
        # Read to the end, lest a full pipe stop the server.
        assert process.stderr is not None
        for line in process.stderr:
            lab.log.append(line.rstrip())
            if "is running at" in line:
                up.set()
        up.set()

    lab.reader = threading.Thread(target=listen, daemon=True)
    lab.reader.start()
    assert up.wait(_START_S), "JupyterLab did not start:\n" + "\n".join(lab.log)
    assert process.poll() is None, "JupyterLab ended:\n" + "\n".join(lab.log)


def _stop(lab: Lab, process: subprocess.Popen[str]) -> None:
    """Ask the server to end, kernels included; then end its process group."""
    with contextlib.suppress(urllib.error.URLError, OSError):
        lab.ask("POST", "/api/shutdown")
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()
    lab.reader.join()
    assert process.stderr is not None
    process.stderr.close()
