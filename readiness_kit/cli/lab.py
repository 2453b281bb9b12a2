"""readiness lab: the workbook in JupyterLab, over an engagement or a copy of the sample."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness_kit.cli.opening import open_engagement
from readiness_kit.cli.options import FOLDER, WholeNumberType, example
from readiness_kit.errors import UsageError

if TYPE_CHECKING:
    from readiness_kit.lab.server import Server

_SAMPLE = "claims-triage"
_LOOK_EVERY_S = 0.5
_LAST_PORT = 65_535


@click.command(epilog=example("readiness lab acme", "readiness lab acme --no-browser --port 8899"))
@click.argument("path", metavar="[PATH]", type=FOLDER, required=False)
@click.option(
    "--port",
    type=WholeNumberType("a port: a whole number from 1 to 65535", least=1),
    metavar="N",
    help="Where it listens on this machine [any that is free].",
)
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
def lab(path: Path | None, port: int | None, no_browser: bool) -> int:
    """Open the workbook in JupyterLab, at a page that says what is next; Ctrl-C ends it.

    Two addresses are printed: that of the notebook of the current phase, or of the intake while
    nothing is answered; and that of the start page, which is opened. What you answer is written
    into the engagement. The notebooks are a private copy; it is kept where you changed one of them,
    and removed otherwise. Without PATH it opens a private copy of a sample.
    """
    engagement = None if path is None else open_engagement(path).path.resolve()
    _must_be_free(port)
    folder = Path(tempfile.mkdtemp(prefix="readiness-lab-")).resolve()
    room = Room(folder, engagement, named=path)
    try:
        return room.serve(port or 0, browser=not no_browser)
    finally:
        for kept in room.close():
            click.echo(f"Kept what you changed: {kept}", err=True)


class Room:
    """A temporary folder with copies to work in, and JupyterLab over it."""

    def __init__(self, folder: Path, engagement: Path | None, *, named: Path | None) -> None:
        self._folder, self._notebooks = folder, folder / "notebooks"
        self._named = named
        self._sample = None if engagement else folder / _SAMPLE
        self._engagement = engagement or folder / _SAMPLE
        self._before: Mapping[Path, Mapping[str, str]] = {}

    def serve(self, port: int, *, browser: bool) -> int:
        """Serve until Ctrl-C, or until it is shut down from its own menu."""
        from readiness_kit.cli.start_page import StartPage
        from readiness_kit.lab.server import Server

        self._furnish()
        click.echo("Starting JupyterLab …", err=True)
        home = self._folder / "home"
        home.mkdir()
        start = home / "start.html"
        page = StartPage(self._engagement, start, named=self._named)
        server = Server(home, self._notebooks, self._engagement, start=start, port=port)
        try:
            server.until_up()
            _greet(server, page.right, browser=browser)
            while not server.ended_within(_LOOK_EVERY_S):
                page.look()
        except KeyboardInterrupt:
            click.echo("Ending JupyterLab and its kernels …", err=True)
        finally:
            server.end()
        return 0

    def close(self) -> Sequence[Path]:
        """Remove all but what somebody has changed; the folders that are kept."""
        from readiness_kit.lab.copies import fingerprints

        kept = [each for each, before in self._before.items() if fingerprints(each) != before]
        if not kept:
            shutil.rmtree(self._folder, ignore_errors=True)
            return []
        for each in self._folder.iterdir():
            if each not in kept:
                shutil.rmtree(each, ignore_errors=True)
        return kept

    def _furnish(self) -> None:
        from readiness_kit.lab.copies import copy_engagement, copy_files, fingerprints
        from readiness_kit.resources import notebooks, samples

        copy_files(notebooks().values(), self._notebooks)
        copies = [self._notebooks]
        if self._sample is not None:
            copy_engagement(samples()[_SAMPLE], self._sample)
            copies.append(self._sample)
            click.echo(f"No engagement named: this is a private copy of the sample {_SAMPLE}.")
        self._before = {copy: fingerprints(copy) for copy in copies}


def _greet(server: Server, notebook: str, *, browser: bool) -> None:
    click.echo(server.address(notebook))
    click.echo(f"Start page: {server.start_address}")
    click.echo("Ctrl-C ends it.")
    if browser:
        webbrowser.open(server.door().as_uri())


def _must_be_free(port: int | None) -> None:
    """Raise UsageError where nothing can listen at a port, before anything is started."""
    if port is None:
        return
    if port > _LAST_PORT:
        raise UsageError(f"--port: a whole number from 1 to {_LAST_PORT}; got {port}")
    with socket.socket() as probe:
        if sys.platform != "win32":
            # as the server will: a connection that has just ended does not hold the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UsageError(
                f"port {port} cannot be used ({error.strerror}); leave --port out for a free one"
            ) from error
