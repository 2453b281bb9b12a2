"""What is built is what is in git, each time the same, and it works where no checkout is."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import readiness_kit
from readiness_kit.forms.page import RATING, TABLE
from readiness_kit.framework.crosswalks import KEYS
from readiness_kit.resources import notebooks, samples
from tests.browser import browser_page, chromium
from tests.checkout import ROOT, copy_tracked, tracked

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NAME = f"readiness_kit-{readiness_kit.__version__}"
SAMPLE = "data/samples/claims-triage"
MEASURED = {name for name, folder in samples().items() if (folder / "data").is_dir()}
"""The samples that the demo runs: those with data and a model of their own."""
NEEDED = ("PATH", "SYSTEMROOT", "PATHEXT", "COMSPEC")
"""What a fresh login has, and what Windows cannot start a process without."""
LITTER = (
    "readiness_kit/__pycache__/errors.cpython-311.pyc",
    "readiness_kit/views/.view.css.tmp",
    "notebooks/.ipynb_checkpoints/01-checkpoint.ipynb",
    f"{SAMPLE}/.cache/model.joblib",
    f"{SAMPLE}/__pycache__/model.cpython-311.pyc",
    f"{SAMPLE}/.readiness.lock",
    f"{SAMPLE}/reports/01_production_minded_poc.html",
    f"{SAMPLE}/evidence/private/rows.csv",
    "reports/claims-triage/01_production_minded_poc.html",
    "out.ipynb",
)
"""What a working checkout gathers, and no archive may hold."""
PLACES = {"notebooks/": "readiness_kit/_notebooks/", "data/samples/": "readiness_kit/_samples/"}
ASKED = """
import readiness_kit
from readiness_kit.resources import notebooks, samples
print(readiness_kit.__file__)
print(*notebooks(), *samples())
"""


@dataclass(frozen=True)
class Built:
    """The archives of one build from a source tree, and a wheel of another."""

    sdist: Path
    wheel: Path
    again: Path
    """The wheel once more, from the tree itself and not from the source archive."""


def run(
    *arguments: str,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    only: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run this Python with these arguments; it must succeed. `only` is all its environment."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=only or {**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both archives of a littered copy, built twice at what would be different moments."""
    folder = tmp_path_factory.mktemp("packaging")
    tree = copy_tracked(folder / "tree")
    for name in LITTER:
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("litter", encoding="utf-8")
    fixed = {"SOURCE_DATE_EPOCH": "1767225600"}
    first, second = folder / "first", folder / "second"
    run("-m", "build", "--no-isolation", "--outdir", str(first), ".", cwd=tree, env=fixed)
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(second), cwd=tree, env=fixed)
    wheel = f"{NAME}-py3-none-any.whl"
    return Built(first / f"{NAME}.tar.gz", first / wheel, second / wheel)


@pytest.fixture(scope="module")
def contents(built: Built) -> dict[str, bytes]:
    """The files of the wheel."""
    with zipfile.ZipFile(built.wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def metadata(contents: dict[str, bytes]) -> Message:
    return Parser().parsestr(contents[f"{NAME}.dist-info/METADATA"].decode("utf-8"))


@pytest.fixture(scope="module")
def site(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed, alone."""
    target = tmp_path_factory.mktemp("site")
    options = ["--no-deps", "--no-index", "--disable-pip-version-check", "--quiet"]
    pip = ["-m", "pip", "install", *options, "--target", str(target), str(built.wheel)]
    run(*pip, cwd=target)
    return target


def as_installed(name: str) -> str | None:
    """Where a file of the checkout stands in the wheel; None where it has no place in it."""
    for before, after in PLACES.items():
        if name.startswith(before):
            return after + name.removeprefix(before)
    return name if name.startswith("readiness_kit/") else None


def test_the_wheel_holds_the_package_with_notebooks_and_samples_and_nothing_else(
    contents: dict[str, bytes],
) -> None:
    expected = {place for name in tracked() if (place := as_installed(name))}
    assert {name for name in contents if not name.startswith(f"{NAME}.dist-info/")} == expected


def test_nothing_that_the_package_needs_is_missing(contents: dict[str, bytes]) -> None:
    """Named one by one, so that a file which git has lost is missed too."""
    needed = {
        "readiness_kit/py.typed",
        "readiness_kit/framework/poc-to-production.yaml",
        *(f"readiness_kit/framework/crosswalks/{key}.yaml" for key in KEYS),
        *(path.relative_to(ROOT).as_posix() for page in (RATING, TABLE) for path in page.files()),
        "readiness_kit/forms/intake.css",
        "readiness_kit/views/view.css",
        "readiness_kit/report/template/conf.json",
        "readiness_kit/report/template/index.html.j2",
        "readiness_kit/report/template/report.css",
        "readiness_kit/report/template/report.js",
        "readiness_kit/_notebooks/01_production_minded_poc.ipynb",
        "readiness_kit/_samples/claims-triage/engagement.yaml",
        "readiness_kit/_samples/claims-triage/assessment.json",
        "readiness_kit/_samples/claims-triage/journal.jsonl",
        "readiness_kit/_samples/claims-triage/model.py",
        "readiness_kit/_samples/claims-triage/data/poc.csv",
        "readiness_kit/_samples/claims-triage/data/production.csv",
        "readiness_kit/_samples/claims-triage/data/training.csv",
        f"{NAME}.dist-info/licenses/LICENSE",
        f"{NAME}.dist-info/entry_points.txt",
    }
    assert needed - set(contents) == set()
    assert contents["readiness_kit/py.typed"] == b""


def test_the_source_archive_holds_what_a_build_and_the_tests_need(built: Built) -> None:
    with tarfile.open(built.sdist) as archive:
        names = {name.removeprefix(f"{NAME}/") for name in archive.getnames()}
    parts = ("readiness_kit/", "notebooks/", "data/samples/", "tests/", "docs/", "bench/")
    expected = {name for name in tracked() if name.startswith(parts)}
    assert {name for name in names if name.startswith(parts)} == expected
    assert {"pyproject.toml", "README.md", "LICENSE", "constraints.txt", "Makefile"} <= names
    assert names & set(LITTER) == set()


def test_the_same_sources_give_the_same_bytes(built: Built) -> None:
    """A wheel by way of the source archive and one from the tree, each built by itself."""
    assert built.wheel.read_bytes() == built.again.read_bytes()


def test_the_metadata_say_who_may_install_it_and_under_which_terms(
    metadata: Message, contents: dict[str, bytes]
) -> None:
    assert metadata["Name"] == "readiness-kit"
    assert metadata["Version"] == readiness_kit.__version__
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["Description-Content-Type"] == "text/markdown"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert str(metadata.get_payload()).strip() == readme.strip()
    entry_points = contents[f"{NAME}.dist-info/entry_points.txt"].decode("utf-8").split()
    assert entry_points == ["[console_scripts]", "readiness", "=", "readiness_kit.cli:main"]


def test_the_record_names_every_file_with_its_hash(contents: dict[str, bytes]) -> None:
    lines = contents[f"{NAME}.dist-info/RECORD"].decode("utf-8").splitlines()
    recorded = {name: value for name, value, _ in (line.rsplit(",", 2) for line in lines)}
    assert set(recorded) == set(contents)
    for name, value in recorded.items():
        if value:
            digest = base64.urlsafe_b64encode(hashlib.sha256(contents[name]).digest())
            assert value == f"sha256={digest.rstrip(b'=').decode('ascii')}", name


def test_the_installed_copy_works_from_an_empty_folder(site: Path, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(site)}

    def readiness(*arguments: str) -> str:
        return run("-m", "readiness_kit", *arguments, cwd=tmp_path, env=env).stdout

    package, held = run("-c", ASKED, cwd=tmp_path, env=env).stdout.splitlines()
    assert Path(package).parent == site / "readiness_kit"
    assert held.split() == [*notebooks(), *samples()]
    assert readiness("--version").split()[-1] == readiness_kit.__version__
    assert "poc-to-production" in readiness("framework", "list")
    readiness("new", "acme")
    readiness("check", "acme")
    assert {path.name for path in tmp_path.iterdir()} == {"acme"}


@pytest.mark.kernel
def test_the_installed_copy_runs_its_demo(site: Path, tmp_path: Path) -> None:
    """From the model's answers to the report, with no more around it than a fresh login has.

    Nothing is written into the installation. Of the other samples copies are there already, whose
    evidence stands: to measure it anew takes a minute and tells no more.
    """
    before = {path for path in site.rglob("*") if "__pycache__" not in path.parts}
    home = tmp_path / "home"
    home.mkdir()
    copies = tmp_path / "out" / "engagements"
    for name in MEASURED - {"claims-triage"}:
        shutil.copytree(site / "readiness_kit" / "_samples" / name, copies / name)
    kept = {key: os.environ[key] for key in NEEDED if key in os.environ}
    bare = {**kept, "HOME": str(home), "PYTHONPATH": str(site)}
    done = run("-m", "readiness_kit", "demo", "--out", "out", cwd=tmp_path, only=bare)
    assert "Claims triage assistant: No go. The test of accuracy failed." in done.stdout
    report = tmp_path / "out" / "claims-triage" / "01_production_minded_poc.html"
    assert str(report) in done.stdout.splitlines()
    assert "Claims triage assistant" in report.read_text(encoding="utf-8")
    assert {path for path in site.rglob("*") if "__pycache__" not in path.parts} == before


@pytest.mark.kernel
@pytest.mark.browser
def test_the_installed_copy_rates_in_a_browser(site: Path, tmp_path: Path) -> None:
    """`readiness lab` of the wheel: its notebook, its form, and an answer on disk."""
    chromium()
    env = {**os.environ, "PYTHONPATH": str(site)}
    run("-m", "readiness_kit", "new", "acme", cwd=tmp_path, env=env)
    lab = [sys.executable, "-m", "readiness_kit", "lab", "acme", "--no-browser"]
    pipe = {"stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    with subprocess.Popen(lab, cwd=tmp_path, env=env, **pipe) as serving:  # type: ignore[call-overload]
        try:
            assert serving.stdout is not None
            address = serving.stdout.readline().strip()
            with browser_page() as opened:
                page = opened.page
                page.goto(address, wait_until="domcontentloaded")
                page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
                page.locator(".jp-Notebook .jp-Cell").first.click()
                card = page.locator(".rk-form-card").first
                _run_until(page, card)
                card.locator('[data-level="2"]').click()
                card.locator(".rk-form-save", has_text="✓ saved").wait_for()
                assert opened.requests == []
            (rating,) = json.loads((tmp_path / "acme" / "assessment.json").read_text())["ratings"]
            assert rating["level"] == 2
        finally:
            serving.send_signal(signal.SIGINT)
            assert serving.wait(60) == 0


def _run_until(page: Page, wanted: Locator) -> None:
    """Run all cells from the menu, as a person would, until this is there.

    Until the kernel is there the command is lost without a word. A kernel that died while it
    started, as on a port that somebody else took first, is told in a dialog and started anew.
    """
    from playwright.sync_api import TimeoutError

    dialog, told = page.locator("dialog.jp-Dialog"), list[str]()
    for _ in range(10):
        if dialog.count():
            told.append(dialog.first.inner_text())
            dialog.first.locator(".jp-mod-accept").click()
            dialog.first.wait_for(state="detached")
        with contextlib.suppress(TimeoutError):
            page.get_by_role("menuitem", name="Run", exact=True).click(timeout=5_000)
            page.get_by_role("menuitem", name="Run All Cells", exact=True).click(timeout=5_000)
            wanted.wait_for(timeout=15_000)
            return
    raise AssertionError(f"it did not come; JupyterLab told {told}")
