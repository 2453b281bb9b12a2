"""The promises as a user meets them: from an engagement's folder to the file that is mailed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle, pairwise, repeat
from pathlib import Path
from typing import Any

import nbformat
import pytest

from readiness_kit.engagement.folder import Engagement
from readiness_kit.evidence.registry import provided
from readiness_kit.framework import load_framework
from readiness_kit.judgement import judge
from readiness_kit.report.html import export
from readiness_kit.report.outcome import shortfall
from readiness_kit.resources import samples
from readiness_kit.views.accuracy import accuracy
from readiness_kit.views.baselines import baselines
from readiness_kit.views.brief import brief
from readiness_kit.views.cover import cover
from readiness_kit.views.edge_cases import edge_cases
from readiness_kit.views.findings import findings
from readiness_kit.views.gate import gate
from readiness_kit.views.intake import scope
from readiness_kit.views.integrations import integrations
from readiness_kit.views.method import footer, method
from readiness_kit.views.metrics import metrics
from readiness_kit.views.people import people
from readiness_kit.views.questions import questions
from readiness_kit.views.ratings import ratings
from readiness_kit.views.scores import scores
from readiness_kit.views.story import Story
from readiness_kit.views.summary import risks, summary
from tests.browser import Opened, browser_page
from tests.checkout import ROOT, copy_tracked, git
from tests.hostile import PAYLOADS, hostile_engagement
from tests.judgement.recompute import recompute
from tests.judgement.test_agreement import compared
from tests.report.demonstration import executed, write
from tests.report.test_html import Inventory, assert_inert, without_bundle

NAME = "01_production_minded_poc"
SAMPLE = samples()["claims-triage"]
VERDICT = ("No go", "The test of accuracy failed.")
TABLES = 10
"""As many tables at least has a report: four that everybody sees, and what is folded away."""
CHARTS = 2
NOTED = 600
"""The characters of a note that a report repeats."""
LEFT = shutil.ignore_patterns("reports", ".cache", "__pycache__", "private", ".readiness.lock")
CANARY = "canary-5e17"
PLAIN_FILES = ("old.csv", "new.csv")
HOSTILE_FILES = ("<img src=x onerror=window.__ran=1>.csv", "\"'><svg onload=window.__ran=1>.csv")
PROVOKE = """() => {
  document.querySelectorAll("details").forEach((part) => { part.open = true; });
  const events = ["mouseover", "focus", "click", "toggle", "load", "error", "begin"];
  for (const element of document.querySelectorAll("body *"))
    for (const name of events)
      if (element.id !== "rk-theme") element.dispatchEvent(new Event(name, {bubbles: false}));
  return [document.body.innerText, document.documentElement.scrollWidth, window.__ran ?? null];
}"""


def command(*arguments: str) -> list[str]:
    """The command line of this interpreter's own package."""
    return [sys.executable, "-m", "readiness_kit", *arguments]


def start(arguments: Sequence[str], cwd: Path, **env: str) -> subprocess.Popen[str]:
    """Start a process whose words can be read at its end."""
    return subprocess.Popen(
        arguments,
        cwd=cwd,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )


def end(process: subprocess.Popen[str], code: int = 0) -> tuple[str, str]:
    """What a process said, once it left with this code."""
    out, err = process.communicate()
    assert process.returncode == code, out + err
    return out, err


def run(*arguments: str, cwd: Path, code: int = 0, **env: str) -> tuple[str, str]:
    """Run one command of ours to its end; what it said."""
    return end(start(command(*arguments), cwd, **env), code)


def copy_of_the_sample(folder: Path) -> Path:
    shutil.copytree(SAMPLE, folder, ignore=LEFT)
    return folder


def words(text: str) -> str:
    """A text with its white space evened out, as a browser shows it."""
    return " ".join(text.split())


@dataclass(frozen=True)
class Ran:
    """One run of the sample: its folder, its report, and its result document."""

    folder: Path
    html: Path
    ipynb: Path
    score: bytes


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> list[Ran]:
    """The sample run twice, in circumstances that have nothing in common."""
    folder = tmp_path_factory.mktemp(CANARY)
    home = folder / f"{CANARY}-home"
    home.mkdir()
    places = [folder / "plain", folder / "Zoë & Söhne, 客户 50 % {x}"]
    here = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"}
    there = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Chatham", "LC_ALL": "C.UTF-8"}
    secret = {"CLAIMS_TOKEN": f"{CANARY}-token", "USER": f"{CANARY}-user", "HOME": str(home)}
    copies = [copy_of_the_sample(place / "claims") for place in places]
    at = [(copies[0].parent, "claims", here), (home, str(copies[1]), there | secret)]
    running = [start(command("run", path), cwd, **env) for cwd, path, env in at]
    for process in running:
        end(process)
    asked = [start(command("score", path, "--json"), cwd, **env) for cwd, path, env in at]
    scores = [end(process)[0].encode("utf-8") for process in asked]
    reports = [copy / "reports" for copy in copies]
    return [
        Ran(copy, made / f"{NAME}.html", made / f"{NAME}.ipynb", score)
        for copy, made, score in zip(copies, reports, scores, strict=True)
    ]


@pytest.fixture(scope="module")
def report(ran: list[Ran]) -> Path:
    """The report whose path is full of blanks and letters of other alphabets."""
    return ran[1].html


@dataclass
class Watched(Opened):
    """A page of which every request and every dialog is kept, those to this machine too."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(opened.page, opened.requests, opened.errors)
        self.asked: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", lambda sent: self.asked.append(sent.url))
        self.page.on("dialog", self._dialog)

    def _dialog(self, dialog: Any) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def assert_alone(self, address: str) -> None:
        """Nothing was asked for but the page itself, nothing complained, nothing popped up."""
        assert (set(self.asked), self.errors, self.dialogs) == ({address}, [], [])


# ---- one input, one output ---------------------------------------------------------------------


@pytest.mark.kernel
def test_a_run_publishes_a_report_a_notebook_up_to_the_phase(ran: list[Ran]) -> None:
    names = ("00_intake", NAME, "06_executive_summary")
    for one in ran:
        made = sorted(path.name for path in one.html.parent.iterdir())
        assert made == sorted(f"{name}.{end}" for name in names for end in ("html", "ipynb"))


@pytest.mark.kernel
def test_the_same_engagement_gives_the_same_bytes_anywhere(ran: list[Ran]) -> None:
    """Another folder, working directory, time zone, locale, home and order of hashing."""
    first, second = ran
    for path in first.html.parent.iterdir():
        assert path.read_bytes() == (second.html.parent / path.name).read_bytes(), path.name
    assert first.score == second.score


@pytest.mark.kernel
def test_a_run_on_recorded_evidence_changes_nothing_else(ran: list[Ran]) -> None:
    def files(folder: Path) -> dict[str, bytes]:
        found = [path for path in folder.rglob("*") if path.is_file()]
        kept = [path for path in found if "reports" not in path.relative_to(folder).parts]
        return {str(path.relative_to(folder)): path.read_bytes() for path in kept}

    fresh = {name for name in files(SAMPLE) if not name.startswith((".cache", "__pycache__"))}
    for one in ran:
        after = files(one.folder)
        assert {name for name in after if name != ".readiness.lock"} <= fresh
        assert all(after[name] == (SAMPLE / name).read_bytes() for name in after if name in fresh)


def test_the_result_document_agrees_with_a_recomputation(tmp_path: Path) -> None:
    """Every figure of the recorded sample, by a second reading of the rules."""
    out, _ = run("score", str(SAMPLE), "--json", cwd=tmp_path)
    opened = Engagement.open(SAMPLE)
    dumped: dict[str, Any] = {"mode": "json", "by_alias": True, "exclude_none": True}
    theirs = recompute(
        load_framework("poc-to-production").model_dump(**dumped),
        opened.profile.model_dump(**dumped),
        opened.assessment.model_dump(mode="json", by_alias=True),
        [seen.model_dump(mode="json", by_alias=True) for seen in opened.observations],
        as_of=opened.as_of(),
        methods=set(provided()),
    )
    ours = json.loads(out)
    for made in (ours, theirs):
        for verdict in made["gates"]:
            # a search of its own, held to its laws elsewhere; the recomputation has none
            del verdict["flip"], verdict["shortfall"]
    assert compared(theirs) == compared(ours)


# ---- stock papermill ---------------------------------------------------------------------------


@pytest.mark.kernel
def test_stock_papermill_runs_the_notebook_in_a_fresh_checkout(tmp_path: Path) -> None:
    """With the output in the root of the checkout too, git sees nothing new."""
    if git("rev-parse", "--is-inside-work-tree") is None:
        pytest.skip("no git, or no checkout")
    tree = copy_tracked(tmp_path / "checkout")
    git("init", "--quiet", cwd=tree)
    git("add", "--all", cwd=tree)
    before = git("status", "--porcelain", "--untracked-files=all", cwd=tree)
    notebook, output = f"notebooks/{NAME}.ipynb", tree / "out.ipynb"
    sample = ["-p", "engagement", "data/samples/claims-triage"]
    papermill = [sys.executable, "-m", "papermill", notebook, str(output), *sample]
    end(start(papermill, tree, PYTHONPATH=str(tree)))
    assert git("status", "--porcelain", "--untracked-files=all", cwd=tree) == before
    done = nbformat.read(output, as_version=4)
    assert shortfall(done) is None
    shown = [out for cell in done.cells for out in cell.get("outputs", [])]
    said = words(" ".join(out.data["text/plain"] for out in shown if "data" in out))
    assert all(verdict in said for verdict in VERDICT)
    assert [out.name for out in shown if out.output_type == "stream"] == []


# ---- the file that is mailed -------------------------------------------------------------------


@pytest.mark.kernel
@pytest.mark.browser
def test_the_report_opens_on_a_phone_without_any_request(report: Path) -> None:
    with browser_page(width=390, height=844) as opened:
        watched = Watched(opened)
        opened.page.goto(report.as_uri())
        text, width, _ = opened.page.evaluate(PROVOKE)
        assert width <= 390
        assert all(verdict in words(text) for verdict in VERDICT)
        watched.assert_alone(report.as_uri())
        opened.page.emulate_media(media="print")
        assert opened.page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        watched.assert_alone(report.as_uri())


@pytest.mark.kernel
@pytest.mark.browser
def test_the_report_says_all_of_it_without_javascript(report: Path) -> None:
    with browser_page(javascript=False) as opened:
        page = opened.page
        page.goto(report.as_uri())
        assert page.locator("#cover").inner_text().count(VERDICT[0]) >= 1
        charts, tables = page.locator("figure svg:not(.rk-chart-phone)"), page.locator("table")
        assert charts.count() >= CHARTS
        assert all(chart.is_visible() for chart in charts.all())
        assert tables.count() >= TABLES
        unfolded = page.locator("table:not(details table)")
        assert unfolded.count() >= 4
        assert all(table.is_visible() for table in unfolded.all())
        assert (opened.requests, opened.errors) == ([], [])


@pytest.mark.kernel
def test_the_report_is_small_and_tells_nothing_of_the_machine(
    ran: list[Ran], report: Path, tmp_path: Path
) -> None:
    page = report.read_bytes()
    assert len(page) <= 1_600_000
    assert len(without_bundle(page.decode("utf-8")).encode("utf-8")) <= 400_000
    assert_inert(page.decode("utf-8"))
    private = [CANARY, str(tmp_path.parent), str(ROOT), sys.prefix, sys.base_prefix, "Söhne"]
    foreign = [
        "papermill",
        "injected-parameters",
        "Traceback",
        "ipykernel",
        "wb.cover",
        "READINESS",
    ]
    for told in (*private, *foreign):
        assert told.encode("utf-8") not in page, told
        if told not in ("wb.cover",):
            assert told.encode("utf-8") not in ran[1].ipynb.read_bytes(), told


@pytest.mark.kernel
def test_the_report_is_built_for_who_listens_to_it(report: Path) -> None:
    """One title, no level of heading skipped, words for every drawing, heads for every table."""
    page = report.read_text(encoding="utf-8")
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", page)]
    assert levels.count(1) == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []
    drawings = re.findall(r"<svg[^>]*>", page)
    assert len(drawings) >= CHARTS
    for drawing in drawings:
        assert 'role="img"' in drawing
        assert re.search(r'aria-label="[^"]{10,}"', drawing)
    tags = Inventory(page).tags
    assert tags.count("table") == tags.count("caption") == tags.count("thead") >= TABLES
    ids = re.findall(r' id="([^"]*)"', page)
    assert sorted(set(ids)) == sorted(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


# ---- hostile texts -----------------------------------------------------------------------------


def report_of(folder: Path) -> Path:
    """The report of an engagement, its views made here instead of in a kernel."""
    opened = Engagement.open(folder)
    said = (opened.framework, opened.profile, opened.assessment, opened.observations)
    card = judge(*said, as_of=opened.as_of(), methods=provided())
    story = Story(opened, card, "poc")
    seen = story.latest("accuracy")
    assert seen is not None
    shown = [view(story) for view in (cover, summary, risks, scope, people, baselines, questions)]
    shown += [view(story) for view in (brief, ratings, integrations, metrics, scores, gate)]
    shown += [findings(story), method(story), accuracy(story, seen, recorded=True), footer(story)]
    if broken := story.latest("edge-cases"):
        shown.append(edge_cases(story, broken, recorded=True))
    return export(write(executed(shown), folder / "n.ipynb"), folder / "report.html")


@pytest.fixture(scope="module")
def hostile_reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report for each hostile text, with that text in every field."""
    folder = tmp_path_factory.mktemp("hostile")
    made = [hostile_engagement(folder / str(n), repeat(p)) for n, p in enumerate(PAYLOADS)]
    return {payload: report_of(path) for payload, path in zip(PAYLOADS, made, strict=True)}


def test_a_hostile_text_in_any_field_comes_out_as_text(hostile_reports: dict[str, Path]) -> None:
    assert len(hostile_reports) >= 20
    for payload, path in hostile_reports.items():
        page = path.read_text(encoding="utf-8")
        assert_inert(page)
        assert words(payload) in words("".join(Inventory(page).words)), payload


@pytest.mark.browser
def test_a_hostile_text_in_any_field_neither_runs_nor_breaks_a_phone(
    hostile_reports: dict[str, Path],
) -> None:
    with browser_page(width=390, height=844) as opened:
        watched = Watched(opened)
        for payload, path in hostile_reports.items():
            watched.asked.clear()
            opened.page.goto(path.as_uri())
            text, width, flag = opened.page.evaluate(PROVOKE)
            assert (flag, width <= 390) == (None, True), (payload, width)
            assert words(payload)[:NOTED] in words(text), payload
            watched.assert_alone(path.as_uri())


# ---- long runs, and what goes wrong in them ----------------------------------------------------


@dataclass(frozen=True)
class Said:
    """A command that has ended: where it worked, and its words."""

    folder: Path
    out: str
    err: str


def broken_engagement(folder: Path) -> Path:
    """A folder that does not read, with a report from better days."""
    (folder / "reports").mkdir(parents=True)
    (folder / "engagement.yaml").write_text("client: [\n", encoding="utf-8")
    (folder / "reports" / f"{NAME}.html").write_text("older", encoding="utf-8")
    return folder


def crashing_engagement(folder: Path) -> Path:
    """The sample with a new version of its model, which raises what no report may repeat."""
    copy_of_the_sample(folder)
    source = f"def predict(rows):\n    raise ValueError('{CANARY}', rows[0], __file__)\n"
    (folder / "model.py").write_text(source, encoding="utf-8")
    profile = folder / "engagement.yaml"
    told = profile.read_text(encoding="utf-8").replace('"2026-10-02"', '"2026-11-30"')
    profile.write_text(told, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """Two long runs side by side: hostile texts, and a model that crashes."""
    folder = tmp_path_factory.mktemp("long")
    texts, crash = folder / "texts", folder / "crash"
    for place in (texts, crash):
        place.mkdir()
    broken_engagement(texts / "broken")
    names = HOSTILE_FILES if sys.platform != "win32" else PLAIN_FILES
    hostile_engagement(texts / "hostile", cycle(PAYLOADS), running=names)
    crashing_engagement(crash / "claims")
    first = start(command("run", "broken", "hostile"), texts)
    second = start(command("run", "claims"), crash)
    return {"hostile": Said(texts, *end(first, 1)), "crash": Said(crash, *end(second))}


@pytest.mark.kernel
@pytest.mark.browser
def test_a_hostile_engagement_runs_from_its_model_to_its_report(said: dict[str, Said]) -> None:
    """Names of files, columns and segments too, by way of the notebook and its kernel."""
    folder = said["hostile"].folder
    report = folder / "hostile" / "reports" / f"{NAME}.html"
    page = report.read_text(encoding="utf-8")
    assert_inert(page)
    text = words("".join(Inventory(page).words))
    named = HOSTILE_FILES if sys.platform != "win32" else PLAIN_FILES
    assert all(name in text for name in (*named, "== '<img src=x onerror=window.__ran=1>'"))
    assert {path.name for path in folder.iterdir()} == {"broken", "hostile"}
    with browser_page(width=390, height=844) as opened:
        watched = Watched(opened)
        opened.page.goto(report.as_uri())
        _, width, flag = opened.page.evaluate(PROVOKE)
        assert (flag, width <= 390) == (None, True)
        watched.assert_alone(report.as_uri())


@pytest.mark.kernel
def test_a_folder_that_does_not_read_keeps_its_report_and_stops_no_other(
    said: dict[str, Said],
) -> None:
    """The hostile engagement beside it was published; the exit code was 1 for this one."""
    one = said["hostile"]
    assert "engagement.yaml:" in one.err
    assert "Traceback" not in one.out + one.err
    reports = one.folder / "broken" / "reports"
    assert [path.name for path in reports.iterdir()] == [f"{NAME}.html"]
    assert (reports / f"{NAME}.html").read_text(encoding="utf-8") == "older"


@pytest.mark.kernel
def test_what_a_hostile_engagement_prints_cannot_drive_a_terminal(said: dict[str, Said]) -> None:
    printed = said["hostile"].out + said["hostile"].err
    assert {c for c in printed if unicodedata.category(c) == "Cc"} <= {"\n", "\r"}


@pytest.mark.kernel
def test_a_model_that_crashes_is_no_measurement_and_no_go(said: dict[str, Said]) -> None:
    """The report tells of the crash, beside what an older version showed, and quotes nothing."""
    folder = said["crash"].folder / "claims"
    runs = sorted((folder / "evidence").glob("accuracy-*.json"))
    newest = json.loads(runs[-1].read_text("utf-8"))
    assert (newest["state"], newest["verdict"], newest["estimate"]) == ("error", None, None)
    page = (folder / "reports" / f"{NAME}.html").read_text(encoding="utf-8")
    told = words("".join(Inventory(page).words))
    assert VERDICT[0] in told
    assert "have no run that counts today" in told
    assert "A later run, of 12 October 2026, did not come to its end" in told
    assert f"evidence/{newest['id']}.json" in told
    for quoted in (CANARY, str(folder.parent)):
        assert quoted not in page


@pytest.mark.parametrize("control", ["\\e[31m", "\\0", "\\a", "\\x7f", "\\x9b31m"])
def test_control_characters_are_refused_and_never_reach_a_terminal(
    tmp_path: Path, control: str
) -> None:
    """Written as YAML escapes, since no file may hold them as they are."""
    text = (SAMPLE / "engagement.yaml").read_text(encoding="utf-8")
    said = text.replace("client: Northwind Insurance", f'client: "x{control}x"')
    (tmp_path / "engagement.yaml").write_text(said, encoding="utf-8")
    out, err = run("check", str(tmp_path), cwd=tmp_path, code=2)
    assert "text without control characters" in out + err
    assert {c for c in out + err if unicodedata.category(c) == "Cc"} <= {"\n", "\r"}
