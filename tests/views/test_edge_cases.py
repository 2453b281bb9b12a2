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
from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.evidence import run_method
from readiness_kit.resources import samples
from readiness_kit.views.edge_cases import edge_cases, edge_sentence
from readiness_kit.views.edge_charts import HEADS, MOST_ROWS, edge_chart, matrix_cells
from readiness_kit.views.edge_tables import MOST_DAILY, OUTCOMES, families
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
    return dict.fromkeys(OUTCOMES, 0) | outcomes


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
        "id": "E02",
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
    check = {"check": text, "column": text, "cause": text, "fix": text, "example": text, "n": cases}
    cost = {
        "id": "E02",
        "title": text,
        "field": text,
        "prevalence": 0.1,
        "loss": 0.5,
        "share": 0.05,
        "interval": [0.04, 0.06],
        "per_day": 50.0,
        "per_day_interval": [40.0, 60.0],
        "cost_per_day": 1234.0,
        "cost_per_day_interval": [1000.0, 1500.0],
        "estimated": True,
        "over": True,
    }
    repro = {"id": "E02", "field": text, "how": text, "record": {text: text}, "left_out": 3}
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
        figures={
            "families": [family],
            "fields": [moved],
            "control": {},
            "notes": [text],
            "production": True,
            "daily": [cost] if cases else [],
            "volume": {"records_per_day": 1000.0, "limit": 10.0, "currency": text},
            "repro": [repro | {"curl": None, "json": text}] if cases else [],
            "not_tried": [{"id": "E42", "title": text}],
        },
    )


def section(observation: Observation, *, recorded: bool = True) -> str:
    return plain(edge_cases(sample(), observation, recorded=recorded).element)


def chart(observation: Observation, **more: int) -> Any:
    return edge_chart(families(observation), **more)


def drawn(chart: Any) -> ElementTree.Element:
    made = str(figure(chart, id="c", title="Title", reading="Reading."))
    return ElementTree.fromstring(made[made.index("<svg") : made.index("</svg>") + 6])


def words(svg: ElementTree.Element) -> set[str]:
    """The texts of a drawing; one in several lines has a space between them."""
    return {" ".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")}


def test_the_lead_says_the_share_with_its_interval_and_what_it_leaves_open() -> None:
    low, high = seen().interval or [0, 0]
    said = edge_sentence(seen())
    assert f"in {seen().estimate:.1%} of cases ({low:.1%} to {high:.1%})" in said
    worst = seen().figures["daily"][0]
    low, high = worst["per_day_interval"]
    assert said.endswith(
        f"most right answers are lost where {worst['title']} in <bdi>{worst['field']}</bdi>: about "
        f"{worst['per_day']:,.0f} a day ({low:,.0f} to {high:,.0f})."
    )


def test_without_production_the_lead_says_what_it_leaves_open() -> None:
    figures = {**seen().figures, "production": False, "daily": []}
    said = edge_sentence(seen().model_copy(update={"figures": figures}))
    assert said.endswith("How often such records come in production, this run does not say.")


def test_what_productions_faults_cost_is_told_most_first() -> None:
    said = section(seen())
    table = said.partition("What production’s own faults cost")[2]
    daily = seen().figures["daily"]
    places = [table.index(f"{entry['prevalence']:.1%}") for entry in daily[:3]]
    assert places == sorted(places)
    assert "Each may cost 100 a day" in table
    assert "EUR a day" in table
    assert f"{len(daily) - MOST_DAILY:,} more, which cost less" in table


def test_without_a_number_of_records_and_costs_shares_are_told() -> None:
    run_ = invented(CHANGED=5, SAME=5)
    (cost,) = run_.figures["daily"]
    bare = {"per_day": None, "cost_per_day": None, "per_day_interval": [None, None]}
    figures = {**run_.figures, "daily": [cost | bare], "volume": {"limit_share": 0.01}}
    said = section(run_.model_copy(update={"figures": figures}))
    assert "Each may cost 1.0% of answers" in said
    assert "5.0%\n(4.0% to 6.0%)" in said
    assert "5.0% of all answers (4.0% to 6.0%)" in said


def test_what_is_estimated_and_what_was_not_tried_says_so() -> None:
    said = section(invented(CHANGED=5, SAME=5))
    assert "ESTIMATED: without labels every changed answer is counted as a wrong one." in said
    assert "Not in this version: E42 a field is empty." in said
    assert "Not tried" in section(seen())


def test_records_to_try_by_hand_are_shown_once_a_fault_without_a_value() -> None:
    said = section(seen())
    assert "readiness export --to tests" in said
    own = said.partition("Records to try by hand")[2].partition("Checks in words")[0]
    assert own.count("E12 ") == 1
    assert '"amount_claimed": "<number x 100>"' in own


def test_the_clients_own_validation_has_its_verdict() -> None:
    told = {"check": "your own validation stops what the model fails on", "verdict": "warn"}
    guarded = invented(SAME=5).model_copy(
        update={"checks": [Check(**told, cause="It stops 5 of 9.", n=9)]}
    )
    assert "Would your own validation have stopped it?" in section(guarded)
    assert "! Warning It stops 5 of 9." in section(guarded)


def test_an_observation_of_an_earlier_version_is_still_told() -> None:
    """It had no costs, no repro and other figures of the control."""
    keys = ("families", "fields", "control", "notes")
    figures = {key: seen().figures[key] for key in keys}
    figures["families"] = [
        {key: figure for key, figure in family.items() if key != "poisoned"}
        for family in figures["families"]
    ]
    said = section(seen().model_copy(update={"figures": figures, "method_version": "1"}))
    assert "this run does not say" in said
    assert "Checks in words" in said


def test_the_section_asks_a_question_and_shows_the_verdict() -> None:
    view = edge_cases(sample(), seen(), recorded=True)
    assert (view.id, view.title) == ("edge-cases", "What happens when a record is not as expected?")
    assert "! Warning" in section(seen())


def test_what_is_not_recorded_says_so_with_the_command() -> None:
    assert "readiness evidence run edge-cases" in section(seen(), recorded=False)
    assert "Not recorded" not in section(seen())


def test_each_family_is_told_with_its_worst_field() -> None:
    said = section(seen()).partition("What each fault does")[2]
    for family in families(seen()):
        worst = next(f for f in family["fields"] if f["field"] == family["worst"])
        accuracy = worst["accuracy"]
        fall = f"{accuracy['before']:.0%} → {accuracy['under']:.0%}"
        title = family["title"]
        row = said.partition(f"\n{title[:1].upper()}{title[1:]}  ")[2].partition("\n")[0]
        assert f"{family['silent']['share']:.1%}" in row
        assert fall in row
        if worst["field"]:
            assert f"{worst['field']} {worst['share']:.0%}" in row


def test_the_gravest_stand_first() -> None:
    verdicts = {check.check: check.verdict for check in seen().checks}
    ranks = [["fail", "warn", "inconclusive", "pass"].index(verdicts[f["title"]] or "pass")
             for f in families(seen())]  # fmt: skip
    assert ranks == sorted(ranks)


def test_the_cells_are_the_counts_of_the_run() -> None:
    told = families(seen())
    cells = matrix_cells(told)
    assert sum(cell["share"] for cell in cells) == pytest.approx(len(told))
    harm = [cell for cell in cells if cell["outcome"] == HEADS["CHANGED"]]
    assert all(cell["look"] == (0 if cell["share"] >= 0.2 else 1 if cell["share"] >= 0.05 else 2)
               for cell in harm)  # fmt: skip


def test_a_share_that_rounds_to_nothing_is_told() -> None:
    cells = matrix_cells(families(invented(CHANGED=1, SAME=999)))
    assert [cell["said"] for cell in cells] == ["< 1%", "100%"]


def test_every_outcome_that_came_is_named_and_no_other() -> None:
    run_ = invented(CHANGED=5, CRASH=4, INVALID=3, SAME=20, FLAGGED=6, REJECTED=7)
    assert set(HEADS.values()) <= words(drawn(chart(run_)))
    assert words(drawn(chart(invented(SAME=3)))) & set(HEADS.values()) == {"Same answer"}


def test_on_a_phone_the_same_words_are_drawn_in_less_room() -> None:
    run_ = invented(CHANGED=5, CRASH=4, INVALID=3, SAME=20, FLAGGED=6, REJECTED=7)
    wide, phone = drawn(chart(run_)), drawn(chart(run_, width=PHONE_WIDTH))
    assert float(wide.get("width", "999")) <= 640
    assert float(phone.get("width", "999")) <= 330
    assert words(wide) == words(phone)


def test_the_chart_of_the_sample_fits_a_page_and_says_what_it_leaves_out() -> None:
    assert float(drawn(chart(seen())).get("width", "999")) <= 640
    left = len(families(seen())) - MOST_ROWS
    assert f"{left:,} more faults stand in the figures below" in section(seen())


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
