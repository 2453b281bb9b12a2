"""The contract section says what was let through, what is broken, and where to get the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence import run_method
from readiness_kit.evidence.contract import words
from readiness_kit.resources import samples
from readiness_kit.views import contract as module
from readiness_kit.views.contract import contract, contract_sentence
from readiness_kit.views.html import plain
from tests.judgement.build import run
from tests.views.stories import HOSTILE, sample


@pytest.fixture(scope="module")
def seen() -> Observation:
    return run_method("contract", Engagement.open(samples()["claims-triage"]))


def invented(text: str = "amount", verdict: str = "fail", **more: Any) -> Observation:
    check = {
        "check": text,
        "column": text,
        "cause": text,
        "fix": text,
        "verdict": verdict,
        "share": 0.1,
        "interval": [0.05, 0.2],
    }
    figures = {
        "records": {"in": 1000, "out": 900, "rejected": 100},
        "rules": 40,
        "kept": 39,
        "notes": [text],
    }
    return run(
        "contract",
        verdict,
        **{
            "checks": [check, {"check": module.RECORDS, "cause": text}],
            "figures": figures,
            "inputs": [{"path": text, "sha256": text, "rows": 5}],
            **more,
        },
    )


def text_of(observation: Observation, *, recorded: bool = True) -> str:
    return plain(contract(sample(), observation, recorded=recorded).element)


def test_a_run_on_the_sample_is_told_rule_by_rule(seen: Observation) -> None:
    text = text_of(seen)
    broken = [check for check in seen.checks if check.check != module.RECORDS]
    assert broken
    for check in broken:
        assert check.cause and check.cause in text
    assert "readiness export PATH --to contract" in text
    assert "What this run does not show" in text
    assert "Fail" in text


def test_the_sentence_counts_in_out_and_rejected() -> None:
    assert contract_sentence(invented()) == (
        "Of 1,000 records like the real intake, a contract taken from the sample of the proof of "
        "concept lets 900 through and holds 100 back. 39 of its 40 rules are kept."
    )


def test_an_undecided_run_says_how_many_records_would_do() -> None:
    told = contract_sentence(invented(verdict="inconclusive", decides_at_n=380))
    assert told.endswith("About 380 records would decide about the others.")


def test_the_name_of_the_whole_is_the_one_that_the_method_gives() -> None:
    assert module.RECORDS == words.WHOLE


def test_where_all_rules_are_kept_there_is_no_table() -> None:
    clean = invented(verdict="pass", checks=[{"check": module.RECORDS, "verdict": "pass"}])
    assert "The rules that are broken" not in text_of(clean)


def test_a_run_that_did_not_come_to_its_end_says_why() -> None:
    ended = run("contract", None, state="error", reason="data/poc.csv does not read")
    text = text_of(ended)
    assert "Data/poc.csv does not read." in text
    assert "readiness export" not in text


def test_what_is_not_recorded_says_so() -> None:
    assert "Not recorded" in text_of(invented(), recorded=False)
    assert "Not recorded" not in text_of(invented())


def test_hostile_words_stay_words() -> None:
    html = str(contract(sample(), invented(HOSTILE), recorded=True).element)
    assert "<img" not in html
    assert "<script" not in html


def test_the_path_of_nobody_is_shown(seen: Observation) -> None:
    assert str(Path.cwd()) not in text_of(seen)
