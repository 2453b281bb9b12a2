"""The integration map is counted, never estimated; it warns at most, and is run again when due."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement import Engagement, Writer
from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence.run import missing_or_stale, run_method
from tests.engagement.folders import PROFILE, make

HEAD = (
    "system,owner,direction,protocol,authentication,data_class,volume_per_day,failure_mode,"
    "fallback,criticality,status,effort_days,depends_on\n"
)
WHOLE = "Intake,Ann,in,REST,mTLS,personal,900,cases wait,paper,B,tested,4,\n"
BARE = "Ledger,,,,,,,,,A,agreed,,Intake\n"
NAME = "integration-map"


def engagement(folder: Path, rows: str | None, *, share: float | None = None) -> Engagement:
    """An engagement on the built-in framework with this map, and this plan."""
    plan = "" if share is None else f"budget: {{integration_share: {share}}}\n"
    profile = PROFILE.replace("small.yaml", "poc-to-production") + plan
    path = make(folder / "e", profile)
    if rows is not None:
        (path / "integrations.csv").write_text(HEAD + rows, encoding="utf-8")
    return Engagement.open(path)


def verdicts(seen: Observation) -> dict[str, str | None]:
    return {check.check: check.verdict for check in seen.checks}


def test_a_whole_map_passes_and_bears_on_the_criteria_of_the_framework(tmp_path: Path) -> None:
    seen = run_method(NAME, engagement(tmp_path, WHOLE + WHOLE.replace("Intake", "Desk")))
    assert (seen.state, seen.verdict, seen.n) == ("done", "pass", 2)
    assert seen.criteria == ["poc.integration_points.mapped", "poc.integration_points.owned"]
    assert seen.figures["effort_days"] == 8
    assert seen.interval is None


def test_what_is_open_is_counted_and_named(tmp_path: Path) -> None:
    seen = run_method(NAME, engagement(tmp_path, WHOLE + BARE))
    assert seen.verdict == "warn"
    counts = {key: seen.figures[key] for key in ("incomplete", "unowned", "untested")}
    assert counts == {"incomplete": 1, "unowned": 1, "untested": 1}
    assert (seen.figures["without_fallback"], seen.figures["single_points"]) == (1, 1)
    owners = next(check for check in seen.checks if check.check == "owners")
    assert owners.cause == "1 of 2 systems have no named owner."
    assert owners.fix == "Find who answers for Ledger."


def test_a_map_is_looked_at_and_so_never_fails(tmp_path: Path) -> None:
    seen = run_method(
        NAME, engagement(tmp_path, BARE.replace("Intake", "") + "Other,,,,,,,,,,,,\n")
    )
    assert "fail" not in verdicts(seen).values()
    assert seen.verdict == "warn"


@pytest.mark.parametrize(
    ("share", "verdict"), [(0.22, "warn"), (0.3, "pass"), (0.5, "pass"), (None, None)]
)
def test_the_plan_is_held_against_the_rule_of_thumb(
    tmp_path: Path, share: float | None, verdict: str | None
) -> None:
    rows = WHOLE + WHOLE.replace("Intake", "Desk")
    seen = run_method(NAME, engagement(tmp_path, rows, share=share))
    assert verdicts(seen)["share of integration"] == verdict
    assert seen.verdict == ("warn" if verdict == "warn" else "pass")


@pytest.mark.parametrize("rows", ["", WHOLE])
def test_too_few_systems_tell_no_path(tmp_path: Path, rows: str) -> None:
    seen = run_method(NAME, engagement(tmp_path, rows))
    assert (seen.state, seen.verdict) == ("done", "inconclusive")
    assert "of at least 2 systems" in (seen.reason or "")


def test_without_the_file_it_is_skipped_and_says_how_to_begin(tmp_path: Path) -> None:
    opened = engagement(tmp_path, None)
    seen = run_method(NAME, opened)
    assert seen.state == "skipped"
    assert "there is no integrations.csv yet" in (seen.reason or "")
    assert missing_or_stale(opened, [NAME]) == []


def test_it_is_due_again_with_another_map_or_another_plan(tmp_path: Path) -> None:
    opened = engagement(tmp_path, WHOLE + BARE, share=0.2)
    assert missing_or_stale(opened, [NAME]) == [NAME]
    Writer(opened.path, via="test").save_observation(run_method(NAME, opened))
    assert missing_or_stale(Engagement.open(opened.path), [NAME]) == []
    profile = opened.path / "engagement.yaml"
    before = profile.read_text(encoding="utf-8")
    profile.write_text(before.replace("0.2", "0.35"), encoding="utf-8")
    assert missing_or_stale(Engagement.open(opened.path), [NAME]) == [NAME]
    profile.write_text(before, encoding="utf-8")
    (opened.path / "integrations.csv").write_text(HEAD + WHOLE, encoding="utf-8")
    assert missing_or_stale(Engagement.open(opened.path), [NAME]) == [NAME]


def test_no_model_is_asked_and_so_none_is_named_and_none_makes_it_stale(tmp_path: Path) -> None:
    opened = engagement(tmp_path, WHOLE + BARE)
    profile = opened.path / "engagement.yaml"
    before = profile.read_text(encoding="utf-8")
    versions = [
        f"{before}\ntarget: {{id: claims, version: '{number}', python: 'm:f'}}\n" for number in "12"
    ]
    profile.write_text(versions[0], encoding="utf-8")
    seen = run_method(NAME, Engagement.open(opened.path))
    assert seen.target is None
    Writer(opened.path, via="test").save_observation(seen)
    profile.write_text(versions[1], encoding="utf-8")
    assert missing_or_stale(Engagement.open(opened.path), [NAME]) == []


def test_the_map_is_counted_as_it_is_when_the_run_is_made(tmp_path: Path) -> None:
    """Else the fingerprint would be of a file whose rows were never looked at."""
    opened = engagement(tmp_path, WHOLE + BARE)
    whole = HEAD + WHOLE + WHOLE.replace("Intake", "Desk")
    (opened.path / "integrations.csv").write_text(whole, encoding="utf-8")
    assert run_method(NAME, opened).verdict == "pass"


def test_a_map_that_was_broken_meanwhile_is_an_error_with_its_line(tmp_path: Path) -> None:
    opened = engagement(tmp_path, WHOLE + BARE)
    (opened.path / "integrations.csv").write_text("system,status\nA,done\n", encoding="utf-8")
    seen = run_method(NAME, opened)
    assert (seen.state, seen.verdict) == ("error", None)
    assert "integrations.csv:2: status: one of" in (seen.reason or "")
