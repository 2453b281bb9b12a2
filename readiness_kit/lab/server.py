"""A JupyterLab server as a child process: started, waited for, and ended with all its kernels."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from readiness_kit.errors import ReadinessError
from readiness_kit.lab.page import START
from readiness_kit.lab.settings import Access, environment, write_home
from readiness_kit.report.process import end_politely, own_session

_START_S, _STOP_S, _LOOK_EVERY_S = 120.0, 10.0, 0.2
_LOG = "server.log"


class Server:
    """JupyterLab over one folder, reachable from this machine alone and only with its token."""

    def __init__(
        self, home: Path, root: Path, engagement: Path, *, start: Path, port: int = 0
    ) -> None:
        """Start it; `home` is a new folder for its settings, `start` the file of the start page."""
        self._home, self._token = home, secrets.token_hex(24)
        write_home(home, Access(root, self._token, port, start))
        with (home / _LOG).open("wb") as log:
            self._child = subprocess.Popen(
                [sys.executable, "-m", "readiness_kit.lab.child"],
                cwd=root,
                env=environment(home, engagement),
                # its closing tells the server that we are gone, even after SIGKILL
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                **own_session(),
            )
        self._url = ""

    def until_up(self) -> None:
        """Wait until it answers; raises ReadinessError with its last words where it does not."""
        deadline = time.monotonic() + _START_S
        while not self._url:
            if self.ended_within(_LOOK_EVERY_S):
                raise ReadinessError(f"JupyterLab did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                raise ReadinessError(f"JupyterLab did not start within {_START_S:g} s")
            self._url = self._answering()

    def address(self, notebook: str) -> str:
        """Where a notebook is opened, with the token."""
        return f"{self._url}lab/tree/{quote(notebook)}?token={self._token}"

    @property
    def start_address(self) -> str:
        """Where the start page is, with the token."""
        return f"{self._url}{START}?token={self._token}"

    def door(self) -> Path:
        """A file that leads to the start page, so that the token stands in no command line."""
        page = self._home / "open.html"
        text = f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={self.start_address}">\n'
        page.write_text(text, encoding="utf-8")
        return page

    def ended_within(self, seconds: float) -> bool:
        """Whether it has ended, by itself or from its own menu."""
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(timeout=seconds)
        return self._child.poll() is not None

    def end(self) -> None:
        """End it and its kernels; nothing that any of them started is left."""
        end_politely(self._child, lambda: self._ask("POST", "api/shutdown"), patience_s=_STOP_S)
        if self._child.stdin:
            self._child.stdin.close()

    def _answering(self) -> str:
        """Its address once it answers there, else nothing."""
        with suppress(OSError, ValueError, KeyError):
            record = next((self._home / "runtime").glob("jpserver-*.json"), None)
            if record is not None:
                told = json.loads(record.read_text(encoding="utf-8"))
                self._url = f"http://127.0.0.1:{int(told['port'])}/"
                self._ask("GET", "api/status")
                return self._url
        return ""

    def _ask(self, method: str, path: str) -> Any:
        if not self._url:
            raise OSError("it is not up")
        headers = {"Authorization": f"token {self._token}"}
        request = urllib.request.Request(f"{self._url}{path}", method=method, headers=headers)
        # straight to this machine, whatever proxy is set for others
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_STOP_S) as response:
            return response.read()

    def _last_words(self) -> str:
        log = (self._home / _LOG).read_text(encoding="utf-8", errors="replace")
        return " ".join(log.replace(self._token, "…").split())[-500:] or "it said nothing"
