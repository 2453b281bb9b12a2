"""The section on the claim says what the run saw, in words, in a chart and in tables."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pytest

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence import run_method
from readiness_kit.resources import samples
from readiness_kit.views.claim_charts import claim_chart, claim_rows, claim_start
from readiness_kit.views.claim_check import claim_check, claim_sentence
from readiness_kit.views.figure import figure
from readiness_kit.views.html import plain
from readiness_kit.views.theme import PHONE_WIDTH
from tests.judgement.build import run
from tests.views.stories import HOSTILE, sample


@cache
def seen() -> Observation:
    """A real run on a copy of the sample, with what it was trained on and a claim."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(samples()["claims-triage"], Path(folder) / "claims")
        path = copy / "engagement.yaml"
        text = path.read_text(encoding="utf-8")
        if "training:" not in text:
            text = text.replace("\ndata:\n", "\ndata:\n  training: data/training.csv\n")
        if "\nclaim:" not in text:
            text += "\nclaim: {accuracy: 0.95}\n"
        path.write_text(text, encoding="utf-8")
        return run_method("claim-check", Engagement.open(copy))


def share(accuracy: float, n: int = 400) -> dict[str, float]:
    return {"accuracy": accuracy, "low": accuracy - 0.02, "high": accuracy + 0.02, "n": n}


def invented(
    text: str = "rows", verdict: str = "fail", *, figures: dict[str, Any] | None = None, **more: Any
) -> Observation:
    """A run in which every word is this text."""
    check = {"check": text, "column": text, "cause": text, "fix": text, "verdict": verdict}
    column = {"column": text, "estimate": 0.9, "interval": [0.8, 0.95], "copy": False}
    told = {
        "claim": share(0.95),
        "measured": share(0.9),
        "majority": share(0.6),
        "columns": [column],
        "columns_looked_at": 1,
        "notes": [text],
        "not_measured": None,
    }
    return run(
        "claim-check",
        verdict,
        **{
            "n": 400,
            "reason": text,
            "target": {"id": text, "version": text},
            "inputs": [{"path": text, "sha256": text, "rows": 5}],
            "checks": [check],
            "figures": told | (figures or {}),
            **more,
        },
    )


def section(observation: Observation, *, recorded: bool = True) -> str:
    return plain(claim_check(sample(), observation, recorded=recorded).element)


def drawn(chart: Any) -> ElementTree.Element:
    made = str(figure(chart, id="c", title="Title", reading="Reading."))
    return ElementTree.fromstring(made[made.index("<svg") : made.index("</svg>") + 6])


def words(svg: ElementTree.Element) -> set[str]:
    return {"".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")}


def test_the_section_asks_the_question_and_shows_the_verdict() -> None:
    view = claim_check(sample(), seen(), recorded=True)
    assert (view.id, view.title) == ("claim-check", "Is the claimed accuracy real?")
    assert "✓ Pass" in section(seen())


def test_the_lead_says_claim_and_measurement_with_its_interval() -> None:
    measured = seen().figures["measured"]
    assert claim_sentence(seen()) == (
        "The claim is 95.0%; asked for the 5,000 labelled rows of the sample again, the model is "
        f"right in {measured['accuracy']:.1%} ({measured['low']:.1%} to {measured['high']:.1%}). "
        "Nothing was found that would make it look better than it is."
    )


def test_what_speaks_against_it_is_named() -> None:
    assert "What speaks against it: rows." in claim_sentence(invented())
    assert "Nothing was found" not in claim_sentence(invented())


def test_what_is_undecided_says_why_and_how_many_rows_would_decide() -> None:
    said = claim_sentence(invented("too few", "inconclusive", decides_at_n=900))
    assert said.endswith("It is not settled: too few. About 900 labelled rows would decide.")


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"measured": None, "not_measured": "no model"}, "not measured again: no model."),
        ({"claim": None}, "No figure was claimed; on the 400 labelled rows"),
        ({"claim": None, "measured": None}, "No figure was claimed and none was measured."),
        ({"claim": None, "measured": None, "task": "number"}, "The label is a number"),
    ],
)
def test_what_there_is_not_is_said(figures: dict[str, Any], told: str) -> None:
    assert told in claim_sentence(invented(figures=figures))


def test_a_run_that_came_to_no_end_says_why_and_draws_nothing() -> None:
    broken = run("claim-check", None, state="error", reason="data/poc.csv does not read")
    assert "Data/poc.csv does not read." in section(broken)
    assert "<svg" not in claim_check(sample(), broken, recorded=True).html


def test_every_check_stands_in_the_table_with_its_meaning() -> None:
    said = section(seen())
    for check in seen().checks:
        assert check.check[:1].upper() + check.check[1:] in said
        assert (check.cause or "") in said


def test_a_step_is_told_once_for_all_that_it_closes() -> None:
    check = {"check": "one", "fix": "Do it.", "verdict": "fail"}
    twice = invented(checks=[check, check | {"check": "two"}])
    assert section(twice).count("Do it.") == 1
    assert "One; Two. Do it." in section(twice)


def test_what_is_not_recorded_says_so_with_the_command() -> None:
    assert "readiness evidence run claim-check" in section(seen(), recorded=False)
    assert "Not recorded" not in section(seen())


def test_an_older_target_is_told() -> None:
    assert "in use is claims-model" in section(invented())


def test_the_figures_of_the_run_are_drawn_and_only_those_there_are() -> None:
    rows = {row["name"]: row for row in claim_rows(seen())}
    assert list(rows) == [
        "As claimed",
        "Measured on the sample",
        "People today",
        "Always the commonest answer",
    ]
    assert rows["Measured on the sample"]["low"] == seen().figures["measured"]["low"]
    assert rows["People today"]["low"] == rows["People today"]["accuracy"] == 0.91
    shown = words(drawn(claim_chart(seen())))
    assert {row["label"] for row in rows.values()} | set(rows) <= shown


def test_the_axis_starts_below_the_lowest_figure_and_says_so() -> None:
    assert claim_start(seen()) == pytest.approx(0.4)
    assert "The axis starts at 40%, not at 0." in section(seen())
    assert claim_start(invented(figures={"human": 0.02})) == 0


def test_on_a_phone_the_same_words_are_drawn_in_less_room() -> None:
    run_ = invented(figures={"human": 0.9, "unseen": share(0.8)})
    wide, phone = drawn(claim_chart(run_)), drawn(claim_chart(run_, width=PHONE_WIDTH))
    assert float(wide.get("width", "999")) <= 640
    assert float(phone.get("width", "999")) <= 330
    ticks = re.compile(r"\d+%")
    told = [{w for w in words(svg) if not ticks.fullmatch(w)} for svg in (wide, phone)]
    assert told[0] == told[1]


def test_hostile_words_stay_words() -> None:
    html = str(claim_check(sample(), invented(HOSTILE), recorded=True).element)
    assert "<img" not in html
    assert not re.search(r"<[^<>]* on\w+=", re.sub(r'"[^"]*"', '""', html))
