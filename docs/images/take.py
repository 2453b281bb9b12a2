"""Take the README's picture from a report of the sample: `make picture` (needs Chromium)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from readiness_kit.report.publish import publish
from readiness_kit.resources import notebooks, samples

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


def main() -> None:
    """Publish the sample's report and photograph its first screen."""
    target = Path(__file__).with_name("report.png")
    with tempfile.TemporaryDirectory() as folder:
        notebook = notebooks()["01_production_minded_poc"]
        report = publish(notebook, samples()["claims-triage"], Path(folder)).html
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            page = browser.new_page(viewport={"width": 1180, "height": 860})
            page.goto(report.as_uri())
            page.screenshot(path=target)
            browser.close()
    sys.stdout.write(f"{target}\n")


main()
