"""readiness score and gate: what they print, and the next step, which can be pasted."""

from __future__ import annotations

from pathlib import Path

from readiness_kit.cli.typed import typed
from readiness_kit.resources import samples
from tests.cli.commands import named
from tests.cli.conftest import Type
from tests.engagement.folders import make

LENS = Path(__file__).parents[1] / "fixtures" / "small.yaml"


def commands_in(text: str) -> list[str]:
    """The commands that an answer leads to."""
    return [line[line.index("readiness ") :] for line in text.splitlines() if "readiness " in line]


def test_a_scorecard_with_open_questions_leads_to_the_first(say: Type, acme: Path) -> None:
    said = say("score", acme)
    assert said.code == 0
    assert commands_in(said.out) == [
        "readiness rate acme poc.data.real --level N",
        f"readiness framework show {acme / 'small.yaml'} --section poc",
        "readiness gate acme",
    ]


def test_a_score_opens(say: Type, acme: Path) -> None:
    say("rate", acme, "poc.data.real", "--level", 2)
    said = say("score", acme, "--explain", "poc")
    assert said.code == 0
    assert "poc.data.real" in said.out
    assert "sum" in said.out


def test_a_gate_leads_to_what_is_missing(say: Type, acme: Path) -> None:
    said = say("gate", acme)
    assert commands_in(said.out) == [
        "readiness rate acme poc.data.real --level N",
        f"readiness framework show {acme / 'small.yaml'} --section poc",
        "readiness score acme --explain poc",
        "readiness run acme",
    ]
    assert all(named(line)[0] for line in commands_in(said.out))


def test_a_gate_that_opens_leads_to_the_decision(say: Type, acme: Path) -> None:
    for criterion in ("poc.data.real", "poc.data.owned", "factors.sponsor.named"):
        say("rate", acme, criterion, "--level", 4)
    said = say("gate", acme)
    assert said.code == 0
    assert commands_in(said.out) == [
        "readiness decide acme poc GO --by NAME",
        "readiness run acme",
    ]
    say("decide", acme, "poc", "GO", "--by", "board")
    said = say("gate", acme)
    assert "Decided 2026-09-14 by board: Go" in said.out
    assert commands_in(said.out) == ["readiness run acme"]


def test_a_framework_without_gates_has_scores_all_the_same(say: Type, tmp_path: Path) -> None:
    profile = "schema: readiness-engagement/1\nclient: A\nsystem: B\nframework: small.yaml\n"
    folder = make(tmp_path / "acme", profile + "phase: null\n")
    text = LENS.read_text(encoding="utf-8")
    kept = [line for line in text.splitlines() if "floors:" not in line and "must_" not in line]
    plain = "\n".join(kept).replace("blocker: {gate: poc, required_level: 2}", "")
    (folder / "small.yaml").write_text(plain, encoding="utf-8")
    said = say("gate", folder)
    assert said.code == 2
    assert "the framework small has no gates. Its scores: readiness score" in said.err
    scored = say("score", folder)
    assert scored.code == 0
    assert "readiness gate" not in scored.out


def test_a_failed_test_leads_to_measuring_again(say: Type) -> None:
    sample = samples()["claims-triage"]
    said = say("gate", sample)
    assert said.code == 20
    again = typed("evidence", "run", "accuracy", sample)
    assert f"Once that is mended, measure again: {again}\n" in said.out


def test_an_opened_score_sums_and_says_what_was_left_out(say: Type, acme: Path) -> None:
    """Printed points add up to the printed score; what is unknown, absent or filled is told."""
    big = "big"
    say("new", big)
    say("rate", big, "poc.edge_cases.tested", "--level", "3")
    say("rate", big, "poc.production_like_data.representative", "--level", "2")
    say("rate", big, "poc.integration_points.mapped", "--unknown")
    absent = ["--not-applicable", "out_of_scope", "--approver", "Board"]
    say("rate", big, "poc.integration_points.owned", *absent)
    said = say("score", big, "--explain", "poc").out.splitlines()
    rows = [line.split() for line in said if line.startswith("poc.")]
    total = next(line.split() for line in said if line.startswith("sum"))
    assert total[5:7] == ["what", "is"]
    for column in (-2, -1):
        points = [float(row[column]) for row in rows if row[column] != "-"]
        assert round(sum(points), 1) == float(total[column])
    text = "\n".join(said)
    assert "not applicable: poc.integration_points.owned (out_of_scope, approved by Board)" in text
    assert "if what does not apply counted as 0:" in text
    assert "ask next, by what the answer is worth:" in text
    assert "(nobody knows, blocker)" in text
    assert "supported: " in text and "with all that is unknown at worst and at best" in text
