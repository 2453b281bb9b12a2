"""Every notebook over every sample: published, alone in a browser, small; stock papermill too."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest

from readiness_kit.report.outcome import shortfall
from readiness_kit.resources import notebooks, resources, samples
from tests.browser import browser_page, grave_faults
from tests.report.test_html import assert_inert, without_bundle
from tests.test_end_to_end import LEFT, Watched, command, end, start

LARGEST = 1_600_000
"""Bytes of a report: what frontend tests and mailboxes agree on."""
LARGEST_WITHOUT_BUNDLE = 400_000
OPEN_ALL = "() => document.querySelectorAll('details').forEach((d) => { d.open = true; })"
EVERY_PAIR = bool(os.environ.get("READINESS_EVERY_PAIR"))
"""Set for a release: every notebook over every sample takes ten minutes on two cores."""
WHOLE = "claims-triage"
"""The sample that CI takes through every notebook: it has all that an engagement can have."""


def covering() -> list[tuple[str, str]]:
    """Each sample with one notebook and each notebook with two samples."""
    turned = list(notebooks())
    return [(turned[place % len(turned)], name) for place, name in enumerate(samples())]


def pairs() -> list[tuple[str, str]]:
    """Every notebook over one sample, and one over each other; or all over all."""
    chosen = {(n, s) for n in notebooks() for s in samples() if EVERY_PAIR or s == WHOLE}
    return sorted(chosen | set(covering()))


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A private copy of every sample."""
    folder = tmp_path_factory.mktemp("clients")
    for name, sample in samples().items():
        shutil.copytree(sample, folder / name, ignore=LEFT)
    return folder


@pytest.fixture(scope="module")
def published(clients: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports of all notebooks, those of phases that are ahead too, and their index."""
    out = tmp_path_factory.mktemp("reports")
    for notebook in notebooks():
        folders = [str(clients / name) for n, name in pairs() if n == notebook]
        asked = ["--notebook", notebook, "--out", str(out), "--jobs", "2"]
        end(start(command("run", *folders, *asked), clients))
    return out


@pytest.mark.kernel
def test_every_pair_has_its_report_and_its_notebook(published: Path) -> None:
    made = {(path.stem, path.parent.name) for path in published.glob("*/*.html")}
    assert made == set(pairs())
    assert {path.with_suffix(".ipynb").is_file() for path in published.glob("*/*.html")} == {True}
    index = (published / "index.html").read_text(encoding="utf-8")
    # seven calls into one folder: the page lists the reports of all of them
    assert [f"{s}/{n}.html" for n, s in pairs() if f"{s}/{n}.html" not in index] == []


@pytest.mark.kernel
def test_every_report_is_inert_and_small(published: Path) -> None:
    for path in sorted(published.glob("*/*.html")):
        page = path.read_text(encoding="utf-8")
        assert_inert(page)
        assert path.stat().st_size <= LARGEST, path
        assert len(without_bundle(page).encode("utf-8")) <= LARGEST_WITHOUT_BUNDLE, path


@pytest.mark.kernel
@pytest.mark.browser
def test_every_report_opens_on_a_phone_without_a_request_or_an_error(published: Path) -> None:
    pages = [*sorted(published.glob("*/*.html")), published / "index.html"]
    with browser_page(width=390, height=844) as opened:
        watched = Watched(opened)
        for path in pages:
            watched.asked.clear()
            opened.page.goto(path.as_uri())
            opened.page.evaluate(OPEN_ALL)
            width = opened.page.evaluate("() => document.documentElement.scrollWidth")
            assert width <= 390, path
            watched.assert_alone(path.as_uri())


@pytest.mark.kernel
@pytest.mark.browser
@pytest.mark.parametrize("dark", [False, True])
def test_no_report_has_a_serious_fault_for_who_cannot_see_it(published: Path, dark: bool) -> None:
    """By axe-core, everything opened."""
    pages = [*sorted((published / WHOLE).glob("*.html")), published / "index.html"]
    with browser_page(dark=dark) as opened:
        for path in pages:
            opened.page.goto(path.as_uri())
            opened.page.evaluate(OPEN_ALL)
            assert grave_faults(opened.page) == [], path


@pytest.mark.kernel
def test_reports_do_not_depend_on_how_many_are_made_at_once(
    published: Path, clients: Path, tmp_path: Path
) -> None:
    """One after the other, under another seed, zone and working directory: the same bytes."""
    name = WHOLE
    circumstances = {"PYTHONHASHSEED": "77", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}
    asked = ["--notebook", "00", "--notebook", "01", "--notebook", "06", "--jobs", "1"]
    out = ["--out", str(tmp_path / "out")]
    end(start(command("run", str(clients / name), *asked, *out), tmp_path, **circumstances))
    again = sorted((tmp_path / "out" / name).iterdir())
    assert len(again) == 6
    for path in again:
        assert path.read_bytes() == (published / name / path.name).read_bytes(), path.name


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("notebook", "sample"), pairs() if EVERY_PAIR else covering()[: len(notebooks())]
)
def test_stock_papermill_runs_it_to_its_end(
    clients: Path, tmp_path: Path, notebook: str, sample: str
) -> None:
    before = {path: path.read_bytes() for path in (clients / sample).rglob("*.json*")}
    output = tmp_path / "out.ipynb"
    given = ["-p", "engagement", str(clients / sample)]
    source = str(resources("notebooks") / f"{notebook}.ipynb")
    end(start([sys.executable, "-m", "papermill", source, str(output), *given], tmp_path))
    done = nbformat.read(output, as_version=4)
    assert shortfall(done) is None
    shown = [out for cell in done.cells for out in cell.get("outputs", [])]
    assert [out for out in shown if out.output_type == "stream"] == []
    assert {path: path.read_bytes() for path in (clients / sample).rglob("*.json*")} == before
