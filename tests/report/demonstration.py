"""A report with a view of every kind and every part, built without a kernel."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import altair as alt
import nbformat
import pandas as pd

from readiness_kit.views.figure import figure
from readiness_kit.views.html import (
    Column,
    bidi,
    bullets,
    facts,
    fold,
    join,
    lead,
    note,
    number,
    table,
    tag,
)
from readiness_kit.views.parts import KeyFigure, badge, bar, card, cover, key_figures, level_tag
from readiness_kit.views.theme import ACCENT, LEVEL_FILLS, MUTED, ON_LEVEL
from readiness_kit.views.view import EndMark, View

NAMES = ("Not started", "Ad hoc", "Documented", "In use", "Measured")
SECTIONS = (
    ("Production-minded proof of concept", 46.9, 38.0, 55.2, 70.0, 68.1),
    ("Minimum viable product", 61.4, 61.4, 61.4, 70.0, 61.4),
    ("Pilot with real users", 72.3, 70.0, 78.0, 75.0, 80.2),
    ("Hardening", 81.0, 77.5, 84.0, 75.0, 81.0),
    ("Success factors", None, None, None, 60.0, None),
)


def views(client: str = "Northwind Insurance") -> list[View]:
    """The views of the demonstration, with this client's name wherever a name can stand."""
    return [_cover(client), _summary(client), _scores(), _gate(), _findings(client), _footer()]


def _cover(client: str) -> View:
    html = cover(
        eyebrow="Phase 1 of 5 · Production-minded proof of concept",
        mark="Client confidential",
        title=bidi("Claims triage assistant"),
        subtitle=join([bidi(client), " · assessed on 18 November 2026"]),
        verdict="CONDITIONAL",
        reason="“Known failure modes” is claimed at the required level, but not yet proved.",
        figures=[
            KeyFigure("46.9", "supported score", "68.1 as claimed; the floor is 70"),
            KeyFigure("2", "blockers open", "of 6 that this gate asks for"),
            KeyFigure("69.7 %", "accuracy on production data", "95.1 % was claimed"),
            KeyFigure("11 of 24", "criteria with evidence", "3 seen by a test"),
        ],
    )
    return View(html, "cover", "Claims triage assistant: may it go on?", "cover")


def _summary(client: str) -> View:
    sentence = "It may go on once two blockers are closed: nobody can roll a wrong answer back yet."
    html = join(
        [
            lead(sentence),
            tag("p", bidi(client), " claims 68 of 100 for this phase. Evidence carries 47 of it."),
            facts([("Client", bidi(client)), ("Phase", "1 of 5"), ("Decision body", "Steering")]),
            bullets(["Prove the failure modes.", "Agree on who owns the model in operation."]),
            note("Unknown answers make every score a range. The verdict holds at its low end."),
        ]
    )
    return View(html, "summary", "In short")


def _scores() -> View:
    rows = [
        (
            title,
            bar(score, low=low, high=high, floor=floor, claimed=claimed),
            level_tag(None if score is None else int(score // 25), NAMES[int((score or 0) // 25)])
            if score is not None
            else level_tag(None),
            number(None if score is None else score - floor, signed=True),
        )
        for title, score, low, high, floor, claimed in SECTIONS
    ]
    columns = ["Section", "Supported score", "Level", Column("Over its bar", numeric=True)]
    html = join(
        [
            table(columns, rows, "Upright mark: the bar. Dashed: as claimed. Line: unknowns."),
            figure(
                dots(),
                id="change",
                title="Claimed and supported",
                reading="Open circles are claims, filled circles what evidence carries; the first "
                "section loses most.",
            ),
            figure(
                levels(),
                id="levels",
                title="Every criterion by its level",
                reading="The lowest levels stand in the first two sections.",
            ),
        ]
    )
    return View(html, "scores", "Where it stands")


def dots() -> alt.LayerChart:
    """Claim and support side by side."""
    data = pd.DataFrame(
        [(t, s, c) for t, s, _, _, _, c in SECTIONS if s is not None],
        columns=["section", "supported", "claimed"],
    )
    y = alt.Y("section:N", sort=None, title=None)
    scale = alt.Scale(domain=[0, 100])
    base = alt.Chart(data).properties(width=400, height=alt.Step(34))
    rule = base.mark_rule(color=MUTED, strokeWidth=2).encode(
        x=alt.X("supported:Q", title="Score", scale=scale), x2="claimed:Q", y=y
    )
    claim = base.mark_point(color=MUTED, filled=False).encode(x="claimed:Q", y=y)
    seen = base.mark_point(color=ACCENT, size=90).encode(x="supported:Q", y=y)
    return alt.layer(rule, claim, seen)


def levels() -> alt.LayerChart:
    """A level in each cell, as number and colour."""
    cells = [(s, n + 1, (n * 3 + i) % 5) for i, (s, *_) in enumerate(SECTIONS) for n in range(7)]
    data = pd.DataFrame(cells, columns=["section", "criterion", "level"])
    base = alt.Chart(data).encode(
        x=alt.X(
            "criterion:O",
            axis=alt.Axis(labelAngle=0, title="Criterion within the section"),
            scale=alt.Scale(paddingInner=0.07),
        ),
        y=alt.Y("section:N", sort=None, title=None, scale=alt.Scale(paddingInner=0.1)),
    )
    domain = list(range(5))
    fills = alt.Scale(domain=domain, range=list(LEVEL_FILLS))
    dark = alt.condition(
        "datum.level > 0 && datum.level < 4", alt.value(ON_LEVEL[1]), alt.value(ON_LEVEL[0])
    )
    boxes = base.mark_rect(cornerRadius=3).encode(
        color=alt.Color("level:O", scale=fills, legend=None)
    )
    words = base.mark_text(fontWeight="bold").encode(text="level:O", color=dark)
    return alt.layer(boxes, words).properties(width=400, height=170)


def _gate() -> View:
    signs = ("GO", "CONDITIONAL", "NO_GO", "NOT_ASSESSABLE")
    checks = ("pass", "warn", "fail", "inconclusive")
    rows = [(badge(sign), badge(check)) for sign, check in zip(signs, checks, strict=True)]
    figures = [KeyFigure("70", "floor for a go"), KeyFigure("45", "floor under which it is no go")]
    html = join([key_figures(figures), table(["Gate", "Check"], rows, "Every verdict there is.")])
    return View(html, "gate", "The gate")


def _findings(client: str) -> View:
    cards = [
        card(
            "critical",
            "A wrong answer cannot be taken back",
            "A failed batch on 4 November took three hours of manual correction.",
            code="POC-11",
            meta=[("Owner", bidi(client)), ("Due", "12 December 2026"), ("Level", "1, needs 3")],
        ),
        card("high", "Accuracy was measured on clean data only", "Production data has 31 % less."),
        card("medium", "No owner for the model in operation", meta=[("Owner", "to be named")]),
        card("low", "The glossary is out of date"),
    ]
    folds = [
        fold("What went into the score, criterion by criterion", tag("p", "Twelve criteria.")),
        fold("What was not asked, and why", bullets(["Nothing acts by itself."])),
    ]
    return View(join([*cards, *folds]), "findings", "Findings")


def _footer() -> View:
    html = tag("p", "Framework poc-to-production 1.0 · sha256 5f2c… · readiness-kit 0.1")
    return View(html, "footer", None, "footer")


def executed(shown: Iterable[object], prose: Iterable[str] = ()) -> Any:
    """A notebook as if its cells had shown these objects, with an end mark at last."""
    cells = [nbformat.v4.new_markdown_cell(words, id=f"m{n}") for n, words in enumerate(prose)]
    for place, view in enumerate([*shown, EndMark()]):
        data = dict(view._repr_mimebundle_())  # type: ignore[attr-defined]
        result = nbformat.v4.new_output("execute_result", data, execution_count=place + 1)
        cells.append(
            nbformat.v4.new_code_cell(
                "show()", id=f"c{place}", execution_count=place + 1, outputs=[result]
            )
        )
    return nbformat.v4.new_notebook(cells=cells)


def write(notebook: Any, path: Path) -> Path:
    """Put a notebook on disk."""
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path
