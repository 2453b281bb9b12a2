"""The result document is one text for one state: the same bytes, in any order, on any machine."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Engagement
from readiness_kit.judgement import Scorecard, canonical_json, judge, result_document
from readiness_kit.reading import parse_json
from readiness_kit.resources import samples
from tests.judgement.build import criterion, evidence, framework, judged, rating, section
from tests.judgement.test_laws import Case, case

SEEDS = range(0, 4_000, 100)
CRITERION_KEYS = """id kind theme weight state level reason outside_role filled_by_test disagreement
    evidence_grade expired cap claimed supported contribution blocker risk
    supported_level observed_level mixed"""
KEYS = {
    "": "schema engagement framework as_of produced_by headline sections gates methods_provided",
    "engagement": "client system phase",
    "framework": "id version sha256",
    "produced_by": "version",
    "headline": "section margin supported low high claimed mean not_scored",
    "headline.claimed": "section score",
    "headline.mean": "claimed supported",
    "sections": """id title state coverage known not_applicable_share score_if_na_zero margin
        claimed supported criteria skipped warnings closed""",
    "sections.claimed": "score low high",
    "sections.supported": "score low high",
    "sections.criteria": CRITERION_KEYS,
    "sections.criteria.contribution": "claimed supported",
    "sections.criteria.blocker": "gate stays_open required_level supported_level state",
    "sections.skipped": "id trigger",
    "gates": "phase ahead verdict rule reasons floors decision shortfall flip",
    "gates.reasons": "rule ids value limit",
    "gates.floors": "no_go go",
    "gates.decision": "phase verdict on by conditions reference",
}


def sample(rng: random.Random | None = None) -> Scorecard:
    """The sample, judged; with a chance, after its files were put in another order."""
    opened = Engagement.open(samples()["claims-triage"])
    told, runs = opened.assessment, list(opened.observations)
    if rng is not None:
        lists = {name: getattr(told, name) for name in ("ratings", "evidence", "waivers")}
        mixed = {name: rng.sample(entries, len(entries)) for name, entries in lists.items()}
        told = told.model_copy(update=mixed)
        rng.shuffle(runs)
    day = opened.as_of()
    return judge(opened.framework, opened.profile, told, runs, as_of=day, methods=["accuracy"])


def text(card: Scorecard) -> str:
    return canonical_json(result_document(card))


def keys(value: Any, path: str = "") -> dict[str, set[str]]:
    """Every key that stands at each path, lists left out of the paths."""
    found: dict[str, set[str]] = {}
    if isinstance(value, dict):
        found[path] = set(value)
        parts = [(f"{path}.{key}".strip("."), part) for key, part in value.items()]
    else:
        parts = [(path, part) for part in value] if isinstance(value, list | tuple) else []
    for place, part in parts:
        for at, names in keys(part, place).items():
            found[at] = found.get(at, set()) | names
    return found


def cases() -> list[Case]:
    return [case(seed) for seed in SEEDS]


def test_the_document_has_the_keys_of_its_schema_and_no_other() -> None:
    documents = [result_document(c.judged()) for c in cases()]
    found = keys(documents)
    assert found.pop("gates.decision") <= set(KEYS["gates.decision"].split())
    expected = {path: set(names.split()) for path, names in KEYS.items()}
    expected.pop("gates.decision")
    assert found == expected


def test_it_reads_back_strictly_and_says_the_same() -> None:
    """Our own reader refuses NaN, doubled keys and endless numbers, and finds none."""
    for one in cases():
        document = result_document(one.judged())
        said = canonical_json(document)
        back = parse_json(said.encode(), "result.json").data
        assert back == json.loads(json.dumps(document))
        assert canonical_json(back) == said


def test_keys_are_sorted_and_one_newline_ends_it() -> None:
    said = text(sample())
    assert said.endswith("}\n")
    assert not said.endswith("\n\n")
    assert said == json.dumps(json.loads(said), sort_keys=True, indent=2, ensure_ascii=False) + "\n"


def test_order_of_the_files_changes_no_byte() -> None:
    first = text(sample())
    assert {text(sample(random.Random(seed))) for seed in range(5)} == {first}


def test_order_of_keys_changes_no_byte() -> None:
    document = result_document(sample())
    assert canonical_json(dict(reversed(document.items()))) == canonical_json(document)


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_another_process_writes_the_same_bytes(seed: str) -> None:
    code = (
        "import sys; from tests.judgement.test_document import sample, text;"
        "sys.stdout.buffer.write(text(sample()).encode())"
    )
    env = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Kathmandu"}
    root = Path(__file__).parents[2]
    call = [sys.executable, "-c", code]
    done = subprocess.run(call, env=env, cwd=root, capture_output=True, check=True)
    assert done.stdout == text(sample()).encode()


def test_no_figure_has_more_than_nine_decimals_and_none_is_minus_zero() -> None:
    """Floors after criticality too: 55.1 and 0.2 make 55.3, whatever binary sums say."""
    rubric = framework(
        section(
            "poc",
            [criterion("a", weight=0.7), criterion("b", weight=0.1), criterion("c", weight=0.1)],
            floors={"no_go": 0, "go": 55.1},
        ),
        section("factors", [criterion("f", weight=3)]),
        thresholds={"criticality": {"A": 0.2}, "factors_offset": -0.1},
    )
    card = judged(
        rubric,
        ratings=[rating("a", 3), rating("b", 1), rating("c"), rating("f", 0)],
        evidence=[evidence("a", "demonstrated")],
        scope={"criticality": "A"},
    )
    assert card.gate("poc").floors.go == 55.3
    documents = [result_document(card), *(result_document(c.judged()) for c in cases())]
    lines = [line for document in documents for line in canonical_json(document).splitlines()]
    figures = [line.split(": ")[-1].strip(" ,") for line in lines if '"weight"' not in line]
    floats = [f for f in figures if re.fullmatch(r"-?[\d.]+(e[-+]?\d+)?", f) and "." in f]
    assert len(floats) > 1_000
    assert [f for f in floats if len(f.partition(".")[2].partition("e")[0]) > 9] == []
    assert "-0.0" not in floats


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_written(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json({"headline": {"margin": value}})


def test_a_name_stays_the_name_it_was() -> None:
    name = 'Ünïcode "x" \u202e\u2028</script>\\'
    card = judged(framework(section("poc", [criterion("a")])), client=name, phase=None)
    assert parse_json(text(card).encode(), "r").data["engagement"]["client"] == name
    assert "Ünïcode" in text(card)
