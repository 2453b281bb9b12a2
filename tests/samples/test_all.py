"""Every sample engagement: checked, dated, light, made anew alike, and of the told verdict."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readiness_kit.engagement import Engagement, check
from readiness_kit.evidence.registry import provided
from readiness_kit.evidence.run import missing_or_stale
from readiness_kit.judgement import judge
from readiness_kit.resources import samples

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
LARGEST = 6_000_000
VERDICTS = {
    "chat-concierge": ("mvp", "NO_GO", "blocker_open"),
    "claims-triage": ("poc", "NO_GO", "method_failed"),
    "contract-reader": ("poc", "NO_GO", "blocker_open"),
    "credit-letters": ("hardening", "NOT_ASSESSABLE", "blocker_unrated"),
    "cv-screening": ("pilot", "NO_GO", "blocker_open"),
    "defect-camera": ("hardening", "CONDITIONAL", "low_below_go"),
    "demand-forecast": ("mvp", "CONDITIONAL", "method_open"),
    "invoice-matching": ("poc", "NOT_ASSESSABLE", "coverage"),
    "meter-fraud": ("pilot", "CONDITIONAL", "waiver"),
    "nurse-rota": ("rollout", "CONDITIONAL", "factors"),
    "permit-desk": ("rollout", "NO_GO", "blocker_open"),
    "route-planner": ("pilot", "GO", "go"),
    "spare-parts": ("rollout", "GO", "go"),
    "support-assistant": ("mvp", "NOT_ASSESSABLE", "blocker_unrated"),
    "tumour-screening": ("poc", "CONDITIONAL", "method_open"),
}
"""What data/samples/README.md tells of each: phase, verdict, and the rule that decides."""
WITH_DATA = ("claims-triage", "support-assistant", "tumour-screening")
GENERATED = {
    "generate_tumour_screening.py": "tumour-screening/data",
    "generate_support_assistant.py": "support-assistant/data",
    "generate_metrics.py": "",
    "generate_light.py": "",
}
ASK = """
import csv, json, sys, model
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    rows = list(csv.DictReader(stream))
label = sys.argv[2]
truth = [row.pop(label) for row in rows]
typed = [{k: json.loads(v) if k not in ("text", "channel", "ticket_id", "biopsy_id") else v
          for k, v in row.items()} for row in rows]
first, second = model.predict(typed), model.predict(typed)
assert first == second
print(sum(str(a["prediction"]) == t for a, t in zip(first, truth, strict=True)) / len(truth))
"""


def test_the_table_names_every_sample() -> None:
    assert sorted(samples()) == sorted(VERDICTS)


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_passes_its_check_and_is_dated(name: str) -> None:
    assert check(samples()[name]) == []
    assert Engagement.open(samples()[name]).profile.as_of is not None


@pytest.mark.parametrize("name", VERDICTS)
def test_a_sample_is_of_the_told_phase_and_verdict(name: str) -> None:
    opened = Engagement.open(samples()[name])
    card = judge(
        opened.framework,
        opened.profile,
        opened.assessment,
        opened.observations,
        as_of=opened.as_of(),
        methods=provided().keys(),
    )
    assert card.phase is not None
    gate = card.gate(card.phase)
    assert (card.phase, gate.verdict, gate.rule) == VERDICTS[name]


def test_they_spread_over_phases_and_verdicts() -> None:
    for place in (0, 1):
        told = [row[place] for row in VERDICTS.values()]
        assert min(told.count(one) for one in set(told)) >= 2
    assert {row[0] for row in VERDICTS.values()} == {"poc", "mvp", "pilot", "hardening", "rollout"}
    assert len({row[1] for row in VERDICTS.values()}) == 4


@pytest.mark.parametrize("name", VERDICTS)
def test_what_can_be_measured_is_on_record(name: str) -> None:
    """So that a fresh clone shows it, and a run of the notebooks asks no model."""
    assert missing_or_stale(Engagement.open(samples()[name]), provided()) == []


def test_only_three_bring_data_and_none_a_trained_model() -> None:
    assert tuple(n for n, p in sorted(samples().items()) if (p / "data").is_dir()) == WITH_DATA
    assert [str(path) for path in SAMPLES.rglob("*.joblib") if ".cache" not in path.parts] == []
    shown = [p for p in SAMPLES.rglob("*") if p.is_file() and ".cache" not in p.parts]
    assert sum(path.stat().st_size for path in shown) < LARGEST


def test_the_readme_tells_of_every_sample_with_its_phase_and_verdict() -> None:
    rows = {}
    for line in (SAMPLES / "README.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().strip("`") for cell in line.strip("|").split(" | ")]
        if cells[0] in VERDICTS and len(cells) >= 4:
            rows[cells[0]] = tuple(cells[1:3])
    assert rows == {name: told[:2] for name, told in VERDICTS.items()}


@pytest.mark.parametrize("script", GENERATED)
def test_a_generator_gives_the_committed_bytes(script: str, tmp_path: Path) -> None:
    command = [sys.executable, str(SAMPLES / script), "--out", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    made = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert made
    for path in made:
        there = SAMPLES / GENERATED[script] / path.relative_to(tmp_path)
        assert path.read_bytes() == there.read_bytes(), path.name


@pytest.mark.parametrize(
    ("name", "file", "label", "low", "high"),
    [
        ("tumour-screening", "production.csv", "malignant", 0.95, 1.0),
        ("support-assistant", "poc.csv", "queue", 0.95, 0.99),
        ("support-assistant", "production.csv", "queue", 0.75, 0.85),
    ],
)
def test_a_model_answers_as_well_as_told_and_the_same_twice(
    name: str, file: str, label: str, low: float, high: float, tmp_path: Path
) -> None:
    copy = shutil.copytree(samples()[name], tmp_path / name)
    command = [sys.executable, "-W", "error", "-c", ASK, f"data/{file}", label]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert low <= json.loads(done.stdout) <= high
