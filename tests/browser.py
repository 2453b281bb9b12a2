"""A real Chromium for tests: found or skipped with the reason, its requests and errors recorded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # whatever a page asks for by name is not there, so a page that needs the net shows it
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
_LOCAL = ("file:", "data:", "blob:", "about:", "http://127.0.0.1", "ws://127.0.0.1")


@dataclass
class Opened:
    """A page, with what it asked of others and what went wrong in it."""

    page: Page
    requests: list[str] = field(default_factory=list)
    """Addresses outside this machine."""
    errors: list[str] = field(default_factory=list)


def chromium() -> str:
    """The path of a Chromium; skips the test where there is none, fails it under CI."""
    named = os.environ.get("READINESS_CHROMIUM")
    found = named or next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found and Path(found).exists():
        return found
    reason = "no Chromium on PATH; install one or set READINESS_CHROMIUM"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@contextmanager
def browser_page(
    *, width: int = 1280, height: int = 900, javascript: bool = True, dark: bool = False
) -> Iterator[Opened]:
    """Open a fresh page in a headless Chromium of its own."""
    path = chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
        )
        opened = Opened(context.new_page())
        _record(opened)
        try:
            yield opened
        finally:
            context.close()
            browser.close()


def grave_faults(page: Page, context: str | None = None) -> list[str]:
    """What axe-core calls serious or critical in a page, or in the part that `context` finds."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=context).response["violations"]
    grave = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    return [f"{f['id']}: {[node['html'][:120] for node in f['nodes'][:3]]}" for f in grave]


def _record(opened: Opened) -> None:
    def request(sent: Any) -> None:
        if not sent.url.startswith(_LOCAL):
            opened.requests.append(sent.url)

    def console(message: Any) -> None:
        if message.type == "error":
            opened.errors.append(message.text)

    opened.page.on("request", request)
    opened.page.on("console", console)
    opened.page.on("pageerror", lambda error: opened.errors.append(f"uncaught: {error}"))
