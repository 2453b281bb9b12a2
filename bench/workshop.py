"""The form in a real JupyterLab at 80 criteria and six people: what a room waits for.

Times are taken in the page itself, from the click to what then stands there, so that no driver of
the browser is in them. It needs a Chromium, as the tests marked `browser` do.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from bench.table import Line, timed
from readiness_kit.engagement import Writer, acts
from readiness_kit.engagement.folder import Engagement
from readiness_kit.forms import rubric_form
from tests.browser import browser_page
from tests.lab import command, jupyter_lab, open_notebook

SECTIONS = ("poc", "mvp", "pilot", "hardening", "rollout", "factors")
ROLES = ("facilitator", "ml_engineer", "sponsor", "operations", "security", "data_owner")
CLICKS = 30
PROFILE = f"""\
schema: readiness-engagement/1
client: Northwind
system: Claims triage
framework: poc-to-production
phase: poc
depth: full
scope: {{kind: generative, acts: true, regulated: true, criticality: A}}
people: [{", ".join(f"{{id: {role.replace('_', '-')}, role: {role}}}" for role in ROLES)}]
"""
FORM = f"from readiness_kit.forms import rubric_form\nrubric_form('claims', *{SECTIONS!r})"
EMPTY = "import anywidget\nanywidget.AnyWidget()"

# from a click on another level to what `done` sees, in ms
_CLICK = """([number, done]) => new Promise((end, fail) => {
  const card = document.querySelectorAll(".rk-form-card")[number];
  const level = [...card.querySelectorAll("[data-level]")].find(
    each => each.getAttribute("aria-checked") === "false");
  const strip = document.querySelector(".rk-form-top .rk-form-strip");
  const before = strip.firstChild;  // the scores are drawn anew, whatever they are
  const start = performance.now();
  const look = () => {
    const saved = card.querySelector(".rk-form-save").textContent;
    if (done === "tick" ? saved.startsWith("✓ saved") : strip.firstChild !== before) {
      end(performance.now() - start);
    } else if (performance.now() - start > 10_000) fail(new Error(`${done}: nothing came`));
    else setTimeout(look, 1);
  };
  level.click();
  look();
})"""


def lines() -> list[Line]:
    """Run All to the form, a click to the tick, a click to the redrawn scores, a dead kernel."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        count = _furnish(root)
        with jupyter_lab(root) as lab, browser_page(width=1400) as opened:
            page = opened.page
            empty = _shown(page, lab, "empty.ipynb", ".jp-OutputArea-output")
            form = _shown(page, lab, "form.ipynb", ".rk-form-card")
            ticks = _clicks(page, "tick")
            page.locator("[data-level='0']").first.focus()
            page.keyboard.press("v")
            page.locator(".rk-form-figures").first.wait_for()
            redrawn = _clicks(page, "strip")
            dead = _noticed(page)
        alone = _without_a_page(root / "claims")
    at = f"at {count} criteria"
    return [
        Line(f"Run All to the form, warm, {at}", form, "s", "an empty widget", empty, "3 s"),
        Line(f"click to tick, p95, {at}", _p95(ticks), "ms", "without a page", alone, "100 ms"),
        Line(
            f"click to redrawn scores, p95, {at}", _p95(redrawn), "ms", "the same tick",
            _p95(ticks), "200 ms",
        ),
        Line("killed kernel to the alarm", dead, "s", "three beats of one second", 3.0, "3 s"),
    ]  # fmt: skip


def _furnish(root: Path) -> int:
    """An engagement in which everybody has answered everything, and a notebook with its form."""
    claims = root / "claims"
    claims.mkdir()
    (claims / "engagement.yaml").write_text(PROFILE, encoding="utf-8")
    for name, source in (("form", FORM), ("empty", EMPTY)):
        cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": source, "outputs": []}
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        made = {"cells": [{**cell, "execution_count": None}], "metadata": kernel}
        text = json.dumps({**made, "nbformat": 4, "nbformat_minor": 5})
        (root / f"{name}.ipynb").write_text(text, encoding="utf-8")
    asked = [question["id"] for question in rubric_form(claims, *SECTIONS).criteria]
    opened = Engagement.open(claims)
    changes = [
        acts.rate(opened.framework, id, person.id, state="rated", level=(n + m) % 4)
        for n, id in enumerate(asked)
        for m, person in enumerate(opened.profile.people)
    ]
    Writer(claims, via="bench").apply(changes, by=opened.profile.default_respondent, op="import")
    return len(asked)


def _shown(page: Any, lab: Any, name: str, selector: str) -> float:
    """Seconds from Run All to what `selector` finds, the second time in the same kernel."""
    open_notebook(page, lab, name)
    command(page, "notebook:run-all-cells")
    page.wait_for_selector(selector)
    page.evaluate("sel => document.querySelector(sel).setAttribute('data-old', '')", selector)
    start = time.perf_counter()
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells') }")
    page.wait_for_selector(f"{selector}:not([data-old])")
    return time.perf_counter() - start


def _clicks(page: Any, done: str) -> list[float]:
    return [page.evaluate(_CLICK, [number, done]) for number in range(CLICKS)]


def _noticed(page: Any) -> float:
    """Seconds from the death of the kernel to the page's own alarm."""
    start = time.perf_counter()
    for child in psutil.Process().children(recursive=True):
        if "ipykernel_launcher" in child.cmdline():
            child.kill()
    page.locator(".rk-form-alarm", has_text="does not answer").wait_for(timeout=30_000)
    return time.perf_counter() - start


def _without_a_page(claims: Path) -> float:
    """Milliseconds that the kernel's side alone takes for an answer, 95th percentile."""
    form = rubric_form(claims, *SECTIONS)
    first = form.people[0]["id"]

    def save(number: int) -> None:
        id = form.criteria[number]["id"]
        said = {"level": (number + 1) % 4, "note": None, "reason": None, "approver": None}
        seen = form.answers[first][id]
        about = {"kind": "rate", "id": id, "respondent": first, "seen": seen, "t": float(number)}
        assert form.receive({**about, **said})["ok"]

    return _p95([timed(lambda n=n: save(n)) * 1000 for n in range(CLICKS)])  # type: ignore[misc]


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]
