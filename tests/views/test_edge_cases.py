"""The section on edge cases says what the run saw, in words, in a chart and in tables."""

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
from readiness_kit.views.edge_cases import edge_cases, edge_sentence
from readiness_kit.views.edge_charts import OUTCOME_LOOKS, edge_chart, outcome_pieces
from readiness_kit.views.figure import figure
from readiness_kit.views.html import plain
from readiness_kit.views.theme import PHONE_WIDTH
from tests.judgement.build import run
from tests.views.stories import HOSTILE, sample


@cache
def seen() -> Observation:
    """A real run on a copy of the sample, whose model keeps what it has trained beside itself."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(samples()["claims-triage"], Path(folder) / "claims")
        return run_method("edge-cases", Engagement.open(copy))


def counted(**outcomes: int) -> dict[str, int]:
    return dict.fromkeys(OUTCOME_LOOKS, 0) | outcomes


def invented(text: str = "a field is empty", verdict: str = "fail", **outcomes: int) -> Observation:
    """A run of one family with these outcomes, in which every word is this text."""
    counts = counted(**outcomes)
    cases = sum(counts.values())
    share = counts["CHANGED"] / cases if cases else 0.0
    field = {
        "field": text,
        "cases": cases,
        "outcomes": counts,
        "share": share,
        "interval": [0.1, 0.9],
        "accuracy": None,
    }
    family = {
        "title": text,
        "state": "stopped" if counts["CRASH"] else "asked",
        "cases": cases,
        "outcomes": counts,
        "ended": counts["CRASH"],
        "worst": text,
        "silent": {"share": share, "interval": [0.1, 0.9]} if cases else None,
        "fields": [field] if cases else [],
    }
    moved = {"field": text, "kind": text, "moved": 0.5}
    check = {"check": text, "column": text, "cause": text, "fix": text, "example": text}
    return run(
        "edge-cases",
        verdict,
        estimate=share,
        interval=[0.1, 0.9],
        n=cases,
        seed=0,
        reason=text,
        target={"id": text, "version": text},
        inputs=[{"path": text, "sha256": text, "rows": 5}],
        checks=[check | {"verdict": verdict}],
        figures={"families": [family], "fields": [moved], "control": {}, "notes": [text]},
    )


def section(observation: Observation, *, recorded: bool = True) -> str:
    return plain(edge_cases(sample(), observation, recorded=recorded).element)


def drawn(chart: Any) -> ElementTree.Element:
    made = str(figure(chart, id="c", title="Title", reading="Reading."))
    return ElementTree.fromstring(made[made.index("<svg") : made.index("</svg>") + 6])


def words(svg: ElementTree.Element) -> set[str]:
    return {"".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")}


def test_the_lead_says_the_share_with_its_interval_and_what_it_leaves_open() -> None:
    low, high = seen().interval or [0, 0]
    said = edge_sentence(seen())
    assert f"in {seen().estimate:.1%} of cases ({low:.1%} to {high:.1%})" in said
    assert said.endswith("How often such records come in production, this run does not say.")


def test_the_section_asks_a_question_and_shows_the_verdict() -> None:
    view = edge_cases(sample(), seen(), recorded=True)
    assert (view.id, view.title) == ("edge-cases", "What happens when a record is not as expected?")
    assert "! Warning" in section(seen())


def test_what_is_not_recorded_says_so_with_the_command() -> None:
    assert "readiness evidence run edge-cases" in section(seen(), recorded=False)
    assert "Not recorded" not in section(seen())


def test_each_family_is_told_with_its_worst_field() -> None:
    said = section(seen())
    for family in seen().figures["families"]:
        worst = next(f for f in family["fields"] if f["field"] == family["worst"])
        accuracy = worst["accuracy"]
        fall = f"{accuracy['before']:.0%} → {accuracy['under']:.0%}"
        table = said.partition("What each fault does")[2]
        row = table.partition(f"\n{family['title'].capitalize()}  ")[2].partition("\n")[0]
        assert f"{family['silent']['share']:.1%}" in row
        assert f"{worst['field']} {worst['share']:.0%}  {fall}" in row


def test_the_bars_are_the_counts_of_the_run() -> None:
    pieces = outcome_pieces(seen())
    for family in seen().figures["families"]:
        own = [p for p in pieces if p["family"] == family["title"].capitalize()]
        assert sum(piece["count"] for piece in own) == family["cases"]
        assert own[0]["start"] == 0
        assert own[-1]["end"] == pytest.approx(1)
        assert [a["end"] for a in own[:-1]] == pytest.approx([b["start"] for b in own[1:]])


def test_every_outcome_that_came_is_named_and_no_other() -> None:
    run_ = invented(CHANGED=5, CRASH=4, INVALID=3, SAME=20, FLAGGED=6, REJECTED=7)
    names = {name for name, _, _ in OUTCOME_LOOKS.values()}
    assert names <= words(drawn(edge_chart(run_)))
    assert words(drawn(edge_chart(invented(SAME=3)))) & names == {"same answer"}


def test_on_a_phone_the_same_words_are_drawn_in_less_room() -> None:
    run_ = invented(CHANGED=5, CRASH=4, INVALID=3, SAME=20, FLAGGED=6, REJECTED=7)
    wide, phone = drawn(edge_chart(run_)), drawn(edge_chart(run_, width=PHONE_WIDTH))
    assert float(wide.get("width", "999")) <= 640
    assert float(phone.get("width", "999")) <= 330
    ticks = re.compile(r"\d+%")
    told = [{w for w in words(svg) if not ticks.fullmatch(w)} for svg in (wide, phone)]
    assert told[0] == told[1]


def test_the_chart_of_the_sample_fits_a_page() -> None:
    assert float(drawn(edge_chart(seen())).get("width", "999")) <= 640


def test_a_run_without_cases_shows_its_reason_and_no_chart() -> None:
    nothing = run("edge-cases", "inconclusive", reason="no fault could be planted", n=0)
    said = section(nothing)
    assert "No fault could be planted." in said
    assert "<svg" not in edge_cases(sample(), nothing, recorded=True).html
    assert section(invented())  # a family that was skipped


def test_an_end_of_the_process_is_in_the_lead() -> None:
    said = section(invented(CRASH=3, SAME=2))
    assert "3 of the cases ended its process or held it up for good" in said
    assert "Not asked to the end, for the model ended too often: a field is empty." in said
    assert "No answer changed without a sign." in said


def test_what_is_undecided_says_why_and_how_many_records_would_decide() -> None:
    open_ = invented("too few", "inconclusive", SAME=9).model_copy(update={"decides_at_n": 73})
    assert "It is not settled: too few. About 73 records would decide." in edge_sentence(open_)


def test_an_older_target_is_told() -> None:
    assert "in use is claims-model" in section(invented(SAME=9))


def test_hostile_words_stay_words() -> None:
    html = str(edge_cases(sample(), invented(HOSTILE, CHANGED=5, SAME=5), recorded=True).element)
    assert "<img" not in html
    assert not re.search(r"<[^<>]* on\w+=", re.sub(r'"[^"]*"', '""', html))
