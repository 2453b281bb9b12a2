"""The start page as an extension of the server: a file of ours, behind the server's own token."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from readiness_kit.lab.page import LOOKED, START, policy


class StartHandler(JupyterHandler):
    """Serves the page as it is now: whoever made it writes it anew when something changes."""

    def initialize(self, file: str) -> None:
        """Take the file that is served."""
        self._file = Path(file)

    @property
    def content_security_policy(self) -> str:
        """Nothing runs, nothing is loaded, and no other page may frame it."""
        return f"{policy()}; frame-ancestors 'none'"

    @web.authenticated
    def get(self) -> None:
        """Show it, with the moment at which the engagement's files were last looked at."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        if "token" in self.request.query_arguments:
            # the cookie is set by now; a projector need not show the token
            self.redirect(self.request.path)
            return
        looked = dt.datetime.fromtimestamp(self._file.stat().st_mtime).astimezone()
        self.set_header("Content-Type", "text/html; charset=utf-8")
        page = self._file.read_bytes()
        self.finish(page.replace(LOOKED.encode("ascii"), f"{looked:%H:%M:%S}".encode("ascii")))


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    return [{"module": "readiness_kit.lab.start"}]


def _load_jupyter_server_extension(server: Any) -> None:
    address = url_path_join(server.base_url, START)
    given = {"file": server.config.StartPage.file}
    server.web_app.add_handlers(".*$", [(address, StartHandler, given)])
