"""The section on the fall says what the run saw, in words, as a waterfall and in figures."""

from __future__ import annotations

import re
import shutil
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import pytest

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence import run_method
from readiness_kit.resources import samples
from readiness_kit.views.attribution import attribution
from readiness_kit.views.attribution_charts import fall_chart, fall_rows, fall_start
from readiness_kit.views.fall_words import fall_sentence
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
        return run_method("attribution", Engagement.open(copy))


def share(estimate: float, reach: float = 0.01) -> dict[str, Any]:
    return {"estimate": estimate, "interval": [estimate - reach, estimate + reach]}


def bar(group: str, title: str, estimate: float) -> dict[str, Any]:
    told = {"group": group, "title": title, "alone": estimate, "records": 40}
    return told | share(estimate)


def side(accuracy: float | None) -> dict[str, Any]:
    told: dict[str, Any] = {"rows": 900, "labelled": 800, "drawn": 700, "accuracy": accuracy}
    if accuracy is not None:
        told |= {"low": accuracy - 0.02, "high": accuracy + 0.02}
    return told


def invented(text: str = "numbers in another unit", **figures: Any) -> Observation:
    """A run in which every word is this text."""
    repaired = {
        "bars": [
            bar("unit", text, 0.05),
            bar("missing", f"{text} 2", 0.12),
            bar("shift", f"{text} 3", -0.01),
        ],
        "together": share(0.16),
        "left": share(0.04),
    }
    planted = {
        "bars": [bar("unit", text, 0.06), bar("missing", f"{text} 2", 0.2)],
        "together": share(0.26),
        "nowhere": [{"title": text, "column": text}],
    }
    told: dict[str, Any] = {
        "poc": side(0.95),
        "production": side(0.75),
        "asked": 5000,
        "fall": share(0.2),
        "repaired": repaired,
        "planted": planted,
        "unrepaired": [{"title": text, "columns": [text], "more": 2}],
        "estimated": None,
        "mix_too_far": True,
        "notes": [text],
    }
    check = {"check": text, "column": text, "cause": text, "fix": text}
    return run(
        "attribution",
        None,
        n=700,
        seed=0,
        target={"id": text, "version": text},
        inputs=[{"path": text, "sha256": text, "rows": 5}],
        checks=[check],
        figures=told | figures,
    )


def forecast(**more: Any) -> Observation:
    """Without labels in production."""
    told = {"fall": None, "repaired": None, "production": side(None)}
    guess = {"accuracy": 0.81, "n": 700, "basis": "ESTIMATED from confidence"}
    made = invented(**told, estimated=guess, **more)
    return made.model_copy(update={"reason": "no record of production has a label"})


def section(observation: Observation, *, recorded: bool = True) -> str:
    return plain(attribution(sample(), observation, recorded=recorded).element)


def drawn(chart: Any) -> ElementTree.Element:
    made = str(figure(chart, id="c", title="Title", reading="Reading."))
    return ElementTree.fromstring(made[made.index("<svg") : made.index("</svg>") + 6])


def words(svg: ElementTree.Element) -> set[str]:
    return {"".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")}


def test_the_section_asks_a_question_and_shows_no_verdict() -> None:
    view = attribution(sample(), seen(), recorded=True)
    assert (view.id, view.title) == ("attribution", "Where did the accuracy go?")
    assert "rk-badge" not in view.html


def test_the_lead_says_fall_recovery_and_what_is_left() -> None:
    assert fall_sentence(invented()) == (
        "Accuracy fell by 20.0 points, from 95.0% on the POC sample to 75.0% in production. "
        "Repairing the data would bring back about 16.0 points (15.0 to 17.0), most of it by what "
        "is done about numbers in another unit 2 (12.0). 4.0 points (3.0 to 5.0) are left over. "
        "Planted in the POC’s records, the same defects cost 26.0 points (25.0 to 27.0)."
    )


def test_the_real_run_is_told_with_its_own_figures() -> None:
    figures, said = seen().figures, section(seen())
    fall = figures["fall"]["estimate"]
    assert f"Accuracy fell by {100 * fall:.1f} points" in said
    for check in seen().checks:
        assert (check.cause or "") in said
    for kind in figures["unrepaired"]:
        assert kind["title"] in said


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"fall": share(-0.01)}, "Accuracy did not fall"),
        (
            {"repaired": {"bars": [], "together": share(0.0), "left": share(0.2)}},
            "The comparison is sure of no defect that could be repaired.",
        ),
        (
            {
                "repaired": {
                    "bars": [bar("unit", "x", 0.0)],
                    "together": share(0.0),
                    "left": share(0.2),
                }
            },
            "which may be nothing",
        ),
    ],
)
def test_where_there_is_little_to_tell_that_is_told(figures: dict[str, Any], told: str) -> None:
    assert told in fall_sentence(invented(**figures))


def test_without_labels_all_that_is_said_is_marked_as_estimated() -> None:
    said = section(forecast())
    assert "No record of production has a label." in said
    assert "ESTIMATED, the model is right in 69% of cases in production" in said
    assert "ESTIMATED from the model’s own confidence in 700 answers" in said
    assert "What the defects would cost: ESTIMATED" in said
    names = [row["name"] for row in fall_rows(forecast())]
    assert names[-2:] == ["Production, ESTIMATED", "By its own confidence"]


def test_the_steps_lead_from_the_poc_to_production() -> None:
    rows = fall_rows(seen())
    steps = rows[1:-1]
    assert [rows[0]["name"], rows[-1]["name"]] == ["POC sample", "Production"]
    assert rows[0]["total"] == pytest.approx(steps[0]["start"])
    assert rows[-1]["total"] == pytest.approx(steps[-1]["end"])
    for one, other in pairwise(steps):
        assert one["end"] == pytest.approx(other["start"])
    assert steps[-1]["name"] == "Left over"
    sizes = [row["start"] - row["end"] for row in steps[:-1]]
    assert sizes == sorted(sizes, reverse=True)


def test_each_step_has_its_whisker_and_what_planting_costs() -> None:
    row = next(row for row in fall_rows(invented()) if row["name"] == "Numbers in another unit 2")
    assert (row["start"], row["end"]) == pytest.approx((0.95, 0.83))
    assert (row["low"], row["high"]) == pytest.approx((0.82, 0.84))
    assert row["planted"] == pytest.approx(0.75)
    assert row["label"] == "−12.0"


def test_a_repair_that_does_harm_steps_up_in_another_colour() -> None:
    row = next(row for row in fall_rows(invented()) if row["name"].endswith("unit 3"))
    assert row["end"] > row["start"]
    assert row["label"] == "+1.0"
    assert row["colour"] != fall_rows(invented())[1]["colour"]


def test_the_names_stand_in_the_order_of_the_steps() -> None:
    svg = drawn(fall_chart(seen()))
    names = [row["name"] for row in fall_rows(seen())]
    said = ["".join(node.itertext()) for node in svg.iter() if node.tag.endswith("text")]
    assert [word for word in said if word in names] == names


def test_on_a_phone_the_same_words_are_drawn_in_less_room() -> None:
    wide, phone = drawn(fall_chart(seen())), drawn(fall_chart(seen(), width=PHONE_WIDTH))
    assert float(wide.get("width", "999")) <= 640
    assert float(phone.get("width", "999")) <= 330
    ticks = re.compile(r"\d+%")
    told = [{w for w in words(svg) if not ticks.fullmatch(w)} for svg in (wide, phone)]
    assert told[0] == told[1]


def test_the_axis_starts_below_the_lowest_mark_and_says_so() -> None:
    assert fall_start(invented()) == pytest.approx(0.6)
    assert "The axis starts at 60%, not at 0." in section(invented())


def test_the_printed_parts_add_up_to_the_printed_fall() -> None:
    bars = [bar("unit", "a", 0.0334), bar("missing", "b", 0.0334), bar("format", "c", 0.0334)]
    repaired = {"bars": bars, "together": share(0.1002), "left": share(0.0)}
    said = section(invented(repaired=repaired, fall=share(0.1002), planted=None))
    rows = re.findall(r"^(?:A|B|C|Left over|The fall)  (-?\d+\.\d)", said, re.MULTILINE)
    assert sum(map(float, rows[:-1])) == pytest.approx(float(rows[-1]))


def test_a_run_that_came_to_no_end_says_why_and_draws_nothing() -> None:
    broken = run("attribution", None, state="error", reason="data/poc.csv does not read")
    assert "Data/poc.csv does not read." in section(broken)
    assert "<svg" not in attribution(sample(), broken, recorded=True).html


def test_what_is_not_recorded_says_so_with_the_command() -> None:
    assert "readiness evidence run attribution" in section(invented(), recorded=False)
    assert "Not recorded" not in section(invented())


def test_what_the_run_could_not_do_is_told() -> None:
    said = section(invented())
    assert "in use is claims-model" in said
    assert "The mix of records moved so far that no weights undo it" in said
    assert "Not planted, for no drawn record had a place for it" in said


def test_hostile_words_stay_words() -> None:
    for made in (invented(HOSTILE), forecast()):
        html = str(attribution(sample(), made, recorded=True).element)
        assert "<img" not in html
        assert not re.search(r"<[^<>]* on\w+=", re.sub(r'"[^"]*"', '""', html))
