"""The section on the data gap names the causes, and says it in words, in charts and in a table."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence import run_method
from readiness_kit.resources import samples
from readiness_kit.views.data_gap import data_gap, gap_sentence
from readiness_kit.views.gap_figures import affected, cells, found, gravest, headings, moved
from readiness_kit.views.html import plain
from tests.judgement.build import run
from tests.views.stories import HOSTILE, sample

BINS = [["up to 10", 0.2, 0.05], ["10 to 20", 0.2, 0.15], ["over 20", 0.6, 0.8]]


@cache
def seen() -> Observation:
    """A real run on a copy of the sample."""
    with TemporaryDirectory() as folder:
        copy = shutil.copytree(samples()["claims-triage"], Path(folder) / "claims")
        return run_method("data-gap", Engagement.open(copy))


def finding(
    kind: str = "missing",
    check: str = "G1",
    column: str | None = "amount",
    verdict: str = "fail",
    share: float | None = 0.2,
    bins: list[list[Any]] | None = None,
) -> dict[str, Any]:
    return {
        "kind": kind,
        "check": check,
        "column": column,
        "verdict": verdict,
        "share": share,
        "interval": None if share is None else [share - 0.01, share + 0.01],
        "bins": bins or [],
        "factor": None,
    }


def invented(
    *findings: dict[str, Any], verdict: str = "fail", more: Any = (), text: str = "", **about: Any
) -> Observation:
    """A run with these findings and further checks; every word is the text where there is one."""
    checks = [
        {
            "check": text or f"a case of {told['kind']}",
            "column": told["column"],
            "cause": text or f"{told['kind']} is what it is; the rest is detail. And more.",
            "fix": text or f"Close {told['kind']}.",
            **{key: told[key] for key in ("verdict", "share", "interval")},
        }
        for told in findings
    ]
    columns: dict[str, dict[str, str]] = {}
    for told in findings:
        if told["column"]:
            columns.setdefault(told["column"], {})[told["check"]] = told["verdict"]
    side = {"rows": 500, "rows_in_file": 500, "columns": 2, "read_as": text or "CSV, UTF-8, comma"}
    figures = {
        "poc": side,
        "production": side,
        "columns": [
            {"column": name, "kind": "number", "worst": verdict, "verdicts": verdicts}
            for name, verdicts in columns.items()
        ],
        "columns_in_all": len(columns),
        "columns_in_trouble": len(columns),
        "verdicts": {v: sum(f["verdict"] == v for f in findings) for v in ("fail", "warn")},
        "findings": list(findings),
        "notes": [text or "drawn at random: 500 of 9,000 rows"],
    }
    files = [{"path": text or f"data/{n}.csv", "sha256": "ab" * 32, "rows": 500} for n in "ab"]
    return run(
        "data-gap",
        verdict,
        checks=[*checks, *more],
        figures=figures,
        inputs=files,
        n=500,
        seed=7,
        limits={"missing_warn": 0.02, "missing_fail": 0.05, "n_min": 100, "n_min_drift": 400},
        **about,
    )


def html(observation: Observation, *, recorded: bool = True) -> str:
    return str(data_gap(sample(), observation, recorded=recorded).element)


def section(observation: Observation, *, recorded: bool = True) -> str:
    return plain(html(observation, recorded=recorded))


def test_the_section_asks_a_question_and_shows_the_verdict() -> None:
    view = data_gap(sample(), seen(), recorded=True)
    assert (view.id, view.title) == (
        "data-gap",
        "How does production differ from the POC’s data?",
    )
    assert "✕ Fail" in section(seen())


def test_what_is_not_recorded_says_so_with_the_command() -> None:
    assert "readiness evidence run data-gap" in section(seen(), recorded=False)
    assert "Not recorded" not in section(seen())


def test_the_lead_names_the_gravest_causes_and_counts_the_others() -> None:
    said = plain(gap_sentence(seen()))
    assert said.startswith("Production differs in photo_score: 20.3% of the cells are empty")
    assert "in amount_claimed: in 1" in said
    assert re.search(r"the number is .* times as large, as .* instead of ", said)
    told = seen().figures["verdicts"]
    assert said.endswith(
        f"Of the other checks {told['fail'] - 3} failed and {told['warn']} warned."
    )


def test_a_cause_is_named_once_failures_before_warnings_and_rows_before_distances() -> None:
    ordered = gravest(
        found(
            invented(
                finding("joint", "G9", None, share=0.9),
                finding("missing", column="a", share=0.1),
                finding("missing", column="b", share=0.3),
                finding("unit", "G6", "c", "warn", 0.5),
                finding("column_missing", "G11", "d", share=None),
            )
        )
    )
    assert [(each.kind, each.check.column) for each in ordered] == [
        ("column_missing", "d"),
        ("missing", "b"),
        ("joint", None),
        ("unit", "c"),
    ]


def test_the_first_clause_ends_at_no_mark_in_quotes_or_figures() -> None:
    told = invented(finding())
    cause = "3.0% are new: 'a. b; c', 'd'; the rest is detail."
    told.checks[0] = told.checks[0].model_copy(update={"cause": cause})
    assert plain(gap_sentence(told)) == (
        "Production differs in amount: 3.0% are new: 'a. b; c', 'd'."
    )


def test_every_finding_of_the_run_is_in_the_table_with_its_share() -> None:
    said = section(seen()).partition("What differs, gravest first")[2]
    for check in seen().checks:
        if check.verdict in ("fail", "warn"):
            assert check.cause is not None
            head = check.column or "All columns"
            row = f"\n{head}  {check.check[:1].upper()}{check.check[1:]}. {check.cause}  "
            figure = said.partition(row)[2].split("  ")[0].split("\n")
            assert check.share is not None
            assert figure[0] == f"{check.share:.1%}"


def test_a_step_is_told_once_for_all_that_it_closes() -> None:
    said = section(seen())
    assert "Fields stay empty (photo_score, policy_age_years). Ask the source why" in said
    for fix in {check.fix for check in seen().checks if check.fix}:
        assert said.count(fix) == 1


def test_a_step_for_many_columns_counts_those_that_it_does_not_name() -> None:
    many = invented(*(finding(column=f"c{place}") for place in range(9)))
    assert "(c0, c1, c2, c3, c4, c5, 3 more). Close missing." in section(many)


def test_a_check_stands_under_its_heading_and_an_unsought_one_nowhere() -> None:
    rows = {row.column: row.verdicts for row in cells(seen())}
    assert rows["amount_claimed"] == {
        "Empty": "pass",
        "Type": "pass",
        "Form": "fail",
        "Range": "pass",
        "Unit": "fail",
        "Shift": "pass",
    }
    assert rows["photo_score"]["Unit"] == "pass"
    assert "Unit" not in rows["channel"]
    assert headings(cells(seen()))[0] == "Empty"
    assert "Name" not in headings(cells(seen()))


def test_the_chart_of_checks_is_told_in_words_with_alike_columns_together() -> None:
    said = section(seen())
    assert "product, region, police_report, damage_type. Warns: Values; fine: Empty, Shift." in said
    assert "13 of 14 columns differ." in said


def test_columns_that_are_not_drawn_are_counted() -> None:
    wide = invented(*(finding(column=f"c{place}") for place in range(20)))
    assert len(cells(wide)) == 15
    assert "5 columns are not drawn, 5 of which differ." in section(wide)


def test_bars_are_findings_of_single_rows_sorted_by_share() -> None:
    bars = affected(found(seen()))
    assert [bar.share for bar in bars] == sorted((bar.share for bar in bars), reverse=True)
    assert bars[0].name == "photo_score: fields stay empty"
    assert "told apart by all columns" not in {bar.name for bar in bars}
    assert all(0 <= bar.low <= bar.share <= bar.high for bar in bars)


def test_what_moved_is_shown_before_and_after() -> None:
    told = invented(
        finding("shift", "G7", "age", share=0.3, bins=BINS),
        finding("mix", "G8", "channel", share=0.4, bins=[["web", 0.5, 0.1], ["phone", 0.5, 0.9]]),
        finding("shift", "G7", "text", share=0.5),
    )
    assert [each.column for each in moved(found(told))] == ["channel", "age"]
    said = section(told)
    assert "channel: web 50.0% → 10.0%; phone 50.0% → 90.0%" in said
    assert "age: up to 10 20.0% → 5.0%" in said
    many = invented(*(finding("shift", "G7", f"c{n}", bins=BINS) for n in range(6)))
    assert "Blue, below: production. 2 more are not drawn." in section(many)


def test_a_figure_that_is_no_share_of_rows_says_of_what_it_is() -> None:
    said = section(invented(finding("joint", "G9", None, share=0.85)))
    assert "85.0%\nof pairs told apart\n(84.0% to 86.0%)" in said


def test_what_is_open_says_why_and_how_many_rows_would_decide() -> None:
    open_ = invented(
        verdict="inconclusive",
        reason="too few rows",
        decides_at_n=805,
        more=[
            {
                "check": "numbers out of range",
                "column": "age",
                "cause": "3.7% lie outside.",
                "verdict": "inconclusive",
                "fix": "About 502 rows of production would decide.",
            },
            {"check": "all else", "cause": "9 checks found nothing.", "verdict": "pass"},
        ],
    )
    said = section(open_)
    assert "It is not settled: too few rows. About 805 rows of production would decide." in said
    assert "Numbers out of range. age: 3.7% lie outside. About 502 rows" in said
    assert "9 checks found nothing." in said
    assert "What to do about it" not in said


def test_a_run_that_found_nothing_says_so() -> None:
    said = plain(gap_sentence(invented(verdict="pass")))
    assert said == "In 500 rows of production nothing goes beyond what the POC’s data show."


def test_a_run_without_figures_shows_its_reason_and_no_chart() -> None:
    nothing = run("data-gap", "inconclusive", reason="nothing is in scope", n=0)
    assert "Nothing is in scope." in section(nothing)
    assert "<svg" not in html(nothing)
    assert "How this was measured" not in section(nothing.model_copy(update={"state": "error"}))


def test_how_it_was_measured_names_files_limits_seed_and_notes() -> None:
    said = section(invented(finding()))
    assert "drawn with seed 7" in said
    assert "Drawn at random: 500 of 9,000 rows." in said
    assert "Cells that are empty or stand for nothing  2.0%  5.0%" in said
    assert "Below 100 rows a side no share is judged good, below 400 no distribution." in said
    assert "data/a.csv  CSV, UTF-8, comma  500  abababababab" in said


def test_a_run_that_is_too_old_says_so() -> None:
    old = invented(finding()).model_copy(update={"as_of": dt.date(2024, 1, 1)})
    assert "what it passed no longer counts" in section(old)


def test_a_long_list_of_findings_is_cut_and_counted() -> None:
    many = invented(*(finding(column=f"c{place}") for place in range(40)))
    assert "15 more findings are in the observation’s file." in section(many)
    assert "30 more are not drawn." in section(many)


def test_the_section_of_the_sample_is_small() -> None:
    assert len(html(seen()).encode()) <= 60_000


def test_each_chart_has_a_twin_for_phones() -> None:
    made = html(invented(finding("mix", "G8", bins=BINS), finding(column="age")))
    for name in ("checks", "rows", "moved"):
        assert made.count(f'data-figure="data-gap-{name}"') == 1
        assert made.count(f'data-figure="data-gap-{name}-phone"') == 1


@pytest.mark.parametrize("bins", [None, [[HOSTILE, 0.5, 0.2], ["b", 0.5, 0.8]]])
def test_hostile_words_stay_words(bins: list[list[Any]] | None) -> None:
    told = finding("mix" if bins else "missing", "G8" if bins else "G1", HOSTILE, bins=bins)
    open_ = {"check": HOSTILE, "column": HOSTILE, "cause": HOSTILE, "verdict": "inconclusive"}
    made = html(invented(told, text=HOSTILE, more=[open_], reason=HOSTILE))
    assert "<img" not in made
    assert not re.search(r"<[^<>]* on\w+=", re.sub(r'"[^"]*"', '""', made))
