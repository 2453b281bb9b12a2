"""The edge-case method from a CSV file and a client's model to an observation."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.observation import Check, Observation, observation_bytes
from readiness_kit.evidence.edge_cases import method
from readiness_kit.evidence.edge_cases.outcomes import OUTCOMES
from readiness_kit.evidence.edge_cases.perturbers import FAMILIES, FaultyPerturberError, Perturbed
from readiness_kit.evidence.run import is_fresh, missing_or_stale, provided, run_method
from readiness_kit.resources import samples
from tests.evidence.conftest import Client

CANARY = "canary-7f3a"
TITLES = {
    "field_absent": "a field is missing",
    "field_null": "a field is empty",
    "unit_change": "a number comes in another unit",
    "unseen_category": "a category comes that was never seen",
    "case_variant": "words come in other letters",
}

LAX = """
def predict(records):
    return [int((r.get("amount") or 0) > 100 or r.get("channel") == "web") for r in records]
"""
STRICT = """
KNOWN = {"web", "phone", "mail"}
def predict(records):
    for r in records:
        for name in ("amount", "channel"):
            if r.get(name) is None:
                raise ValueError(name + " is missing in " + str(r))
        if round(r["amount"] % 1, 2) != 0.07:
            raise ValueError("amount is in no unit that is known: %r" % r["amount"])
        if r["channel"].lower() not in KNOWN:
            raise ValueError("channel is not known: " + r["channel"])
    return [int(r["amount"] > 100 or r["channel"].lower() == "web") for r in records]
"""


def rows(n: int, *, channels: str = "web phone mail", label: str = "approved") -> list[str]:
    """Claims with an amount, a channel and a word of free text that nobody may repeat."""
    draw, names = random.Random(11), channels.split()
    lines = [f"claim_id,amount,channel,note,{label}"]
    for row in range(n):
        amount, channel = 3.07 + draw.randrange(1, 100) * 2, draw.choice(names)
        answer = int(amount > 100 or channel == "web")
        lines.append(f"claim-{row}-x,{amount:.2f},{channel},{CANARY} {row} says so,{answer}")
    return lines


def run(client: Client, code: str, *, n: int = 120, depth: str = "standard", **more) -> Observation:
    made = client.model(code).samples(poc=rows(n))
    return run_method("edge-cases", made.engagement(depth=depth, **more))


def check(seen: Observation, family: str) -> Check:
    return next(c for c in seen.checks if c.check == TITLES[family])


def outcomes(seen: Observation, family: str) -> dict[str, int]:
    return {name: count for name, count in seen.figures["outcomes"][family].items() if count}


def test_a_model_that_refuses_by_name_passes(client: Client) -> None:
    seen = run(client, STRICT)
    assert (seen.state, seen.verdict, seen.estimate, seen.reason) == ("done", "pass", 0, None)
    assert outcomes(seen, "unseen_category") == {"REJECTED": 120}
    assert outcomes(seen, "case_variant")["SAME"] == 240
    for field in seen.figures["families"][0]["fields"]:
        refused = field["outcomes"]["REJECTED"]
        assert (field["named"], refused) == ((0, 0) if field["field"] == "note" else (120, 120))


def test_a_model_that_changes_its_mind_in_silence_warns(client: Client) -> None:
    seen = run(client, LAX)
    assert (seen.state, seen.verdict) == ("done", "warn")
    found = check(seen, "unseen_category")
    assert (found.column, found.verdict, found.severity) == ("channel", "warn", "high")
    assert found.share == seen.figures["families"][3]["silent"]["share"]
    assert found.example == (
        "the category became one that was never seen; the model gave another answer, and no sign"
    )
    accuracy = seen.figures["families"][3]["accuracy"]
    assert (accuracy["before"], accuracy["n"]) == (1, 120)
    assert accuracy["drop"] == pytest.approx(1 - accuracy["under"])


def test_the_figures_add_up(client: Client) -> None:
    seen = run(client, LAX)
    families = seen.figures["families"]
    assert [family["id"] for family in families] == ["E01", "E02", "E12", "E18", "E19"]
    changed = sum(family["outcomes"]["CHANGED"] for family in families)
    total = sum(family["cases"] for family in families)
    assert seen.estimate == pytest.approx(changed / total, abs=1e-6)
    for family in families:
        assert family["changed_cells"] == family["cases"] == sum(family["outcomes"].values()) > 0
        assert list(family["outcomes"]) == list(OUTCOMES)
        assert sum(field["cases"] for field in family["fields"]) == family["cases"]
    assert [field["field"] for field in seen.figures["fields"]][-1] == "note"  # it moves nothing
    assert observation_bytes(seen)


def test_a_model_that_marks_its_doubt_is_not_silent(client: Client) -> None:
    code = """
def predict(records):
    return [{"prediction": int((r.get("amount") or 0) > 100), "flag": r.get("amount") is None}
            for r in records]
"""
    seen = run(client, code)
    assert outcomes(seen, "field_null") == {"FLAGGED": 120, "SAME": 240}
    assert check(seen, "field_null").verdict == "pass"


def test_a_process_that_ends_on_an_empty_field_fails_and_is_bounded(client: Client) -> None:
    code = LAX.replace(
        "    return", "    import os\n    if any(r.get('amount', 1) is None for r in records):\n"
        "        os._exit(3)\n    return"
    )  # fmt: skip
    seen = run(client, code)
    found = check(seen, "field_null")
    assert (seen.state, seen.verdict, found.severity) == ("done", "fail", "critical")
    assert found.column == "amount"
    family = seen.figures["families"][1]
    assert (family["state"], family["ended"]) == ("stopped", 2)
    assert family["cases"] + family["unasked"] == family["changed_cells"] == 360
    assert "ended the process" in found.cause
    assert check(seen, "unit_change").verdict is not None  # the others were tried all the same


def test_an_exception_that_refuses_nothing_is_a_crash(client: Client) -> None:
    code = LAX.replace('r.get("amount") or 0', "r.get('amount', 5) / 1 if 'amount' in r else 1 / 0")
    seen = run(client, code)
    assert outcomes(seen, "field_absent")["CRASH"] == 120
    assert check(seen, "field_absent").verdict == "warn"


def test_a_probability_that_is_none_is_invalid(client: Client) -> None:
    code = """
def predict(records):
    return [{"prediction": 1, "proba": float("nan") if r.get("amount") is None else 0.5}
            for r in records]
"""
    seen = run(client, code)
    assert outcomes(seen, "field_null") == {"INVALID": 120, "SAME": 240}
    assert (check(seen, "field_null").verdict, check(seen, "field_null").column) == (
        "warn",
        "amount",
    )
    assert observation_bytes(seen)  # no NaN in it


def test_answers_that_change_by_themselves_are_a_floor(client: Client) -> None:
    code = """
import itertools
tick = itertools.count()
def predict(records):
    return [next(tick) * 2654435761 % 2**32 // 2**31 for _ in records]
"""
    seen = run(client, code)
    assert seen.verdict != "pass"
    twice = next(c for c in seen.checks if c.check == "the same answer twice")
    assert twice.verdict == "warn"
    assert all(check(seen, family).severity != "high" for family in TITLES)
    assert "change by themselves" in check(seen, "field_null").cause


def test_an_answer_that_depends_on_its_batch_is_told(client: Client) -> None:
    code = "def predict(records):\n    return [int(len(records) > 1) for _ in records]"
    seen = run(client, code)
    alone = next(c for c in seen.checks if c.check == "the same answer alone")
    assert (alone.verdict, alone.share) == ("warn", 1)


def test_a_family_that_changes_nothing_is_skipped_never_passed(client: Client) -> None:
    made = client.model("def predict(records):\n    return [1 for _ in records]")
    lines = ["claim_id,ok,approved", *(f"c{n},{'true' if n % 2 else 'false'},1" for n in range(99))]
    seen = run_method("edge-cases", made.samples(poc=lines).engagement())
    for family in ("unit_change", "unseen_category", "case_variant"):
        assert (check(seen, family).verdict, check(seen, family).cause) == (
            None,
            "skipped: no field it applies to",
        )
        assert seen.figures["changed_cells"][family] == 0
    assert check(seen, "field_null").column == "ok"


def test_a_family_that_corrupts_nothing_stops_the_run(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = replace(FAMILIES[2], perturb=lambda record, field, turn: Perturbed(dict(record), "idle"))
    monkeypatch.setattr(method, "FAMILIES", (idle,))
    with pytest.raises(FaultyPerturberError, match="it changed \\[\\]"):
        run(client, LAX)


def test_where_no_family_applies_the_control_alone_passes_nothing(client: Client) -> None:
    made = client.model("def predict(records):\n    return [1 for _ in records]")
    seen = run_method("edge-cases", made.samples(poc=["approved", *["1"] * 50]).engagement())
    assert (seen.state, seen.verdict) == ("done", "inconclusive")
    assert "no field that any family applies to" in (seen.reason or "")


def test_few_records_decide_nothing(client: Client) -> None:
    seen = run(client, STRICT, n=12)
    assert seen.verdict == "inconclusive"
    assert "do not decide" in (seen.reason or "")
    assert (seen.decides_at_n or 0) > 12


def test_a_model_that_answers_no_clean_record_is_an_error(client: Client) -> None:
    seen = run(client, "def predict(records):\n    raise ValueError(str(records))")
    assert (seen.state, seen.verdict) == ("error", None)
    assert "answered none of 120 unchanged records of the POC sample (ValueError)" in seen.reason
    assert CANARY not in seen.reason


def test_clean_records_without_an_answer_are_left_out_and_counted(client: Client) -> None:
    code = STRICT.replace("for r in records:", "for r in records:\n        if r['note'].startswith"
        "('canary-7f3a 7 '):\n            raise ValueError", 1)  # fmt: skip
    seen = run(client, code)
    control = seen.figures["control"]
    assert (control["n"], control["answered"], seen.n) == (120, 119, 119)
    assert any(c.check == "clean records are answered" for c in seen.checks)


@pytest.mark.parametrize("code", [LAX, STRICT, LAX.replace("or 0", "or 1 / 0")])
def test_no_cell_of_the_client_is_in_what_is_recorded(client: Client, code: str) -> None:
    text = observation_bytes(run(client, code)).decode("utf-8")
    cells = {cell for line in rows(120)[1:] for cell in line.split(",")[:-1]}
    words = {"web", "phone", "mail"}
    assert CANARY not in text
    assert [cell for cell in cells - words if cell in text] == []
    assert [word for word in words if f'"{word}' in text or f" {word} " in text] == []


def test_the_same_seed_sees_the_same(client: Client) -> None:
    first, again = (
        json.loads(observation_bytes(run(client, LAX, depth="quick"))) for _ in range(2)
    )
    for seen in (first, again):
        del seen["finished_at"], seen["duration_s"]
    assert first == again


def test_the_depth_says_how_many_records_are_drawn(client: Client) -> None:
    engagement = client.model(LAX).samples(poc=rows(230)).engagement
    found = {d: run_method("edge-cases", engagement(depth=d)).n for d in ("quick", "standard")}
    assert found == {"quick": 50, "standard": 200}


def test_of_very_many_fields_only_the_first_are_looked_at_and_that_is_said(client: Client) -> None:
    names = [f"f{n}" for n in range(130)]
    lines = [",".join(["claim_id", *names, "approved"])]
    lines += [",".join([f"c{row}", *[str(row % 7)] * 130, "1"]) for row in range(40)]
    made = client.model("def predict(records):\n    return [1 for _ in records]")
    seen = run_method("edge-cases", made.samples(poc=lines).engagement())
    assert seen.figures["notes"] == ["only the first 100 of 130 fields were looked at"]
    assert len(seen.figures["fields"]) == 6


def test_rows_out_of_scope_are_not_drawn(client: Client) -> None:
    seen = run(client, LAX, excluded_segments=["channel == 'web'"])
    assert 0 < (seen.n or 0) < 120
    nothing = run(client, LAX, excluded_segments=["amount >= 0"])
    assert (nothing.verdict, nothing.n) == ("inconclusive", 0)
    assert "take out every row" in (nothing.reason or "")


def test_a_label_that_the_sample_lacks_is_refused_before_the_model_is_asked(client: Client) -> None:
    made = client.model("raise SystemExit(3)").samples(poc=rows(40, label="aproved"))
    seen = run_method("edge-cases", made.engagement())
    assert seen.state == "error"
    assert "no column 'approved' (data.label; nearest: aproved)" in (seen.reason or "")


def test_it_stays_fresh_until_depth_data_or_target_change(client: Client) -> None:
    seen = run(client, LAX, depth="quick")
    method, engagement = provided()["edge-cases"], client.engagement
    assert is_fresh(seen, engagement(depth="quick"), method)
    assert not is_fresh(seen, engagement(depth="standard"), method)
    assert "edge-cases" in missing_or_stale(engagement(), ["edge-cases"])
    client.samples(poc=rows(121))
    assert not is_fresh(seen, engagement(depth="quick"), method)


def test_the_sample_gives_other_answers_in_silence(tmp_path: Path) -> None:
    """Its model reads what is no number as 0 and ignores a category that it does not know."""
    copy = tmp_path / "claims"  # its model keeps what it has trained beside itself
    shutil.copytree(samples()["claims-triage"], copy)
    seen = run_method("edge-cases", Engagement.open(copy))
    assert (seen.state, seen.verdict, seen.n) == ("done", "warn", 50)
    for family in ("unit_change", "unseen_category"):
        assert outcomes(seen, family)["CHANGED"] > 0
    assert check(seen, "unit_change").column == "amount_claimed"
