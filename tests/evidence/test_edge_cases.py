"""The edge-case method from a CSV file and a client's model to an observation."""

from __future__ import annotations

import csv
import json
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web

from readiness_kit.engagement import Engagement
from readiness_kit.engagement.observation import Check, Observation, observation_bytes
from readiness_kit.evidence.edge_cases import running
from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.family import FaultyPerturberError, Perturbed
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.edge_cases.outcomes import OUTCOMES
from readiness_kit.evidence.run import is_fresh, missing_or_stale, provided, run_method
from readiness_kit.resources import samples
from tests.evidence.conftest import Client
from tests.evidence.services import Service

CANARY = "canary-7f3a"
TITLES = {family.name: family.title for family in FAMILIES}

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
        if r["amount"] > 250:
            raise ValueError("amount is larger than any: %r" % r["amount"])
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


DATA = {"poc": "data/poc.csv", "label": "approved", "key": "claim_id"}


def run(client: Client, code: str, *, n: int = 120, depth: str = "standard", **more) -> Observation:
    made = client.model(code).samples(poc=rows(n))
    return run_method("edge-cases", made.engagement(depth=depth, **({"data": DATA} | more)))


def check(seen: Observation, family: str) -> Check:
    return next(c for c in seen.checks if c.check == TITLES[family])


def figures(seen: Observation, family: str) -> dict:
    return next(entry for entry in seen.figures["families"] if entry["family"] == family)


def outcomes(seen: Observation, family: str) -> dict[str, int]:
    return {name: count for name, count in figures(seen, family)["outcomes"].items() if count}


def test_a_model_that_refuses_by_name_passes(client: Client) -> None:
    seen = run(client, STRICT)
    assert (seen.state, seen.verdict, seen.estimate, seen.reason) == ("done", "pass", 0, None)
    assert outcomes(seen, "unseen_category") == {"REJECTED": 120}
    assert outcomes(seen, "case_variant")["SAME"] == 240
    for field in figures(seen, "field_absent")["fields"]:
        refused = field["outcomes"]["REJECTED"]
        assert (field["named"], refused) == ((0, 0) if field["field"] == "note" else (120, 120))


def test_a_model_that_changes_its_mind_in_silence_warns(client: Client) -> None:
    seen = run(client, LAX)
    assert (seen.state, seen.verdict) == ("done", "warn")
    found = check(seen, "unseen_category")
    assert (found.column, found.verdict, found.severity) == ("channel", "warn", "high")
    assert found.share == figures(seen, "unseen_category")["silent"]["share"]
    assert found.example == (
        "the category became one that was never seen; the model gave another answer, and no sign"
    )
    accuracy = figures(seen, "unseen_category")["accuracy"]
    assert (accuracy["before"], accuracy["n"]) == (1, 120)
    assert accuracy["drop"] == pytest.approx(1 - accuracy["under"])


def test_the_figures_add_up(client: Client) -> None:
    seen = run(client, LAX)
    families = seen.figures["families"]
    assert [family["id"] for family in families] == [family.id for family in FAMILIES]
    changed = sum(family["outcomes"]["CHANGED"] for family in families)
    total = sum(family["cases"] for family in families)
    assert seen.estimate == pytest.approx(changed / total, abs=1e-6)
    for family in families:
        assert family["changed_cells"] == family["cases"] == sum(family["outcomes"].values())
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
    family = figures(seen, "field_null")
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
            "skipped: no field that it would change",
        )
        assert figures(seen, family)["changed_cells"] == 0
    assert check(seen, "field_null").column == "ok"


def test_a_family_that_corrupts_nothing_stops_the_run(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = replace(FAMILIES[0], perturb=lambda r, field, turn: Perturbed(dict(r), "idle", {}))
    monkeypatch.setattr(running, "families", lambda: (idle,))
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
    text = observation_bytes(run(client, code, n=40)).decode("utf-8")
    cells = {cell for line in rows(40)[1:] for cell in line.split(",")[:-1]}
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
    method, engagement = provided()["edge-cases"], client.says(data=DATA).engagement
    assert is_fresh(seen, engagement(depth="quick"), method)
    assert not is_fresh(seen, engagement(depth="standard"), method)
    assert "edge-cases" in missing_or_stale(engagement(), ["edge-cases"])
    client.samples(poc=rows(121))
    assert not is_fresh(seen, engagement(depth="quick"), method)


def test_the_sample_gives_other_answers_in_silence(tmp_path: Path) -> None:
    """Its model reads what is no number as 0, and production has just these faults."""
    copy = tmp_path / "claims"  # its model keeps what it has trained beside itself
    shutil.copytree(samples()["claims-triage"], copy)
    seen = run_method("edge-cases", Engagement.open(copy))
    assert (seen.state, seen.verdict, seen.n) == ("done", "fail", 50)
    for family in ("unit_change", "unseen_category"):
        assert outcomes(seen, family)["CHANGED"] > 0
    found = check(seen, "unit_change")
    assert (found.column, found.verdict, found.severity) == ("amount_claimed", "fail", "high")
    assert "Production has it in amount_claimed in 10.5% of rows" in (found.cause or "")
    costs = [(entry["id"], entry["field"]) for entry in seen.figures["daily"] if entry["over"]]
    assert costs[:3] == [
        ("E02", "photo_score"), ("E02", "policy_age_years"), ("E12", "amount_claimed"),
    ]  # fmt: skip
    assert [entry.path for entry in seen.inputs] == ["data/poc.csv", "data/production.csv"]
    assert observation_bytes(seen)


def intake(n: int, mistaken: int) -> list[str]:
    """The same claims with so many amounts in cents."""
    lines = rows(n)
    for row in range(1, mistaken + 1):
        key, amount, *rest = lines[row].split(",")
        lines[row] = ",".join([key, f"{100 * float(amount):.2f}", *rest])
    return lines


@pytest.mark.parametrize(("limit", "verdict"), [(40, "fail"), (500, "warn")])
def test_a_fault_of_production_fails_only_over_the_limit(
    client: Client, limit: int, verdict: str
) -> None:
    levels = {"records_per_day": 1000, "wrong_answers_per_day": limit}
    made = client.model(LAX).samples(poc=rows(600), production=intake(600, 180))
    asked = {"production": "data/production.csv"}
    seen = run_method(
        "edge-cases",
        made.engagement(depth="standard", data=DATA | asked, service_levels=levels),
    )
    found = check(seen, "unit_change")
    assert (seen.verdict, found.verdict) == (verdict, verdict)
    (cost,) = (entry for entry in seen.figures["daily"] if entry["id"] == "E12")
    assert 0.25 < cost["prevalence"] < 0.35  # planted: 0.3
    assert cost["per_day"] == pytest.approx(1000 * cost["share"], abs=0.1)
    assert cost["per_day_interval"][0] < cost["per_day"] < cost["per_day_interval"][1]
    assert cost["cost_per_day"] == pytest.approx(cost["per_day"] * 85, rel=0.01)  # all are 0
    assert "number came 100 times as large, as cents instead of euros" in (found.example or "")


def test_a_model_that_ignores_its_input_is_noticed(client: Client) -> None:
    """Else it would pass every case: nothing ever changes its answer."""
    seen = run(client, "def predict(records):\n    return [1 for _ in records]")
    found = next(c for c in seen.checks if c.check == "the model looks at its records")
    assert (seen.verdict, found.verdict, found.severity) == ("warn", "warn", "high")
    looks = run(client, LAX)
    assert not [c for c in looks.checks if c.check == found.check]


def test_records_of_one_label_cannot_tell_whether_the_model_looks(client: Client) -> None:
    lines = ["claim_id,amount,approved", *(f"c{n},{n},1" for n in range(99))]
    made = client.model("def predict(records):\n    return [1 for _ in records]")
    seen = run_method("edge-cases", made.samples(poc=lines).engagement(data=DATA))
    assert not [c for c in seen.checks if c.check == "the model looks at its records"]


def test_what_the_client_expects_is_judged(client: Client) -> None:
    expected = {"amount": {"small_noise": "F"}, "note": {"E02": "R"}}
    seen = run(client, LAX, edge_cases={"expected": expected})
    noise, empty = check(seen, "small_noise"), check(seen, "field_null")
    assert noise.share == 1  # never a mark, whether the answer changed or not
    assert "did not come to what is expected" in (noise.cause or "")
    assert empty.column == "note"  # the same answers without a mark
    wrong = run(client, LAX, edge_cases={"expected": {"amonut": {"E02": "R"}}})
    assert wrong.state == "error"
    assert "names a field 'amonut' that no record has (nearest: amount)" in (wrong.reason or "")


def test_amounts_are_the_same_within_the_tolerance(client: Client) -> None:
    lines = ["claim_id,amount,approved", *(f"c{n},{n}.5,{3 * n}" for n in range(120))]
    code = "def predict(records):\n    return [3 * float(r.get('amount') or 0) for r in records]"
    made = client.model(code).samples(poc=lines)
    seen = run_method("edge-cases", made.engagement(depth="standard", data=DATA))
    assert outcomes(seen, "small_noise") == {"SAME": 120}
    assert outcomes(seen, "sign_flip")["CHANGED"] > 100
    assert check(seen, "small_noise").verdict == "pass"


def test_a_plug_in_that_raises_is_named_and_the_run_goes_on(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(record: dict, field: object, turn: int) -> Perturbed:
        raise LookupError(str(record))

    plugged = replace(
        FAMILIES[0],
        id="X1",
        name="broken",
        title="broken",
        perturb=broken,
        plugged_in=True,
        raised=set(),
    )
    monkeypatch.setattr(running, "families", lambda: (plugged, FAMILIES[1]))
    with pytest.warns(RuntimeWarning, match=r"plug-in X1 broken raised LookupError on a record"):
        seen = run(client, LAX, n=40)
    assert [c.cause for c in seen.checks if c.check == "broken"] == ["left out: raised LookupError"]
    assert check(seen, "field_null").verdict is not None


def test_a_plug_in_that_raises_now_and_then_is_tried_on_the_other_records(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def picky(record: dict, field: Field, turn: int) -> Perturbed | None:
        if field.name != "channel":
            return None
        shown = {"web": "Web"}[record["channel"]]
        return Perturbed({**record, "channel": shown}, "letters", {"channel": shown})

    plugged = replace(
        FAMILIES[0],
        id="X1",
        title="picky",
        kinds=("category",),
        perturb=picky,
        plugged_in=True,
        raised=set(),
    )
    monkeypatch.setattr(running, "families", lambda: (plugged,))
    with pytest.warns(RuntimeWarning, match="raised KeyError on a record"):
        seen = run(client, LAX, n=40)
    (found,) = (c for c in seen.checks if c.check == "picky")
    assert 0 < (found.n or 0) < 40
    assert "On other records the plug-in X1 raised KeyError: left out." in (found.cause or "")


def test_a_plug_in_that_does_not_do_what_it_says_is_an_outcome_by_name(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = replace(
        FAMILIES[0],
        id="X1",
        name="idle",
        perturb=lambda r, field, turn: Perturbed(dict(r), "idle", {}),
        plugged_in=True,
    )
    monkeypatch.setattr(running, "families", lambda: (idle,))
    seen = run(client, LAX)
    assert (seen.state, seen.verdict) == ("error", None)
    assert "the edge-case plug-in X1 idle was to change" in (seen.reason or "")
    assert "readiness-kit" not in (seen.reason or "")


def test_a_shuffled_record_that_ends_the_process_hides_no_field(client: Client) -> None:
    """Else every later field would seem to matter in all records, and the main ones be missed."""
    names = [f"junk{n}" for n in range(7)]
    lines = [",".join(["claim_id,kind,code", *names, "amount,approved"])]
    for row in range(60):
        car, amount = row % 3 == 0, 3 + row * 37 % 200
        kind = "car,C1" if car else "van,V2"
        junk = ",".join("pqs"[row % (3 + n) % 3] for n in range(7))
        lines.append(f"c{row},{kind},{junk},{amount},{int(amount > 100)}")
    code = """
import os
def predict(records):
    if any(r.get("kind") == "car" and r.get("code") == "V2" for r in records):
        os._exit(11)
    return [int((r.get("amount") or 0) > 100) for r in records]
"""
    made = client.model(code).samples(poc=lines)
    seen = run_method("edge-cases", made.engagement(depth="standard", data=DATA))
    moved = {entry["field"]: entry["moved"] for entry in seen.figures["fields"]}
    assert {"kind", "code", "amount"} <= set(moved)
    assert 0 < moved["amount"] < 1
    assert max(share for name, share in moved.items() if name.startswith("junk")) == 0
    told = next(c for c in seen.checks if c.check.startswith("the process goes on"))
    assert (told.verdict, told.severity) == ("warn", "high")
    assert "2 in kind, 2 in code" in (told.cause or "") or "2 in code, 2 in kind" in told.cause


def test_a_model_with_one_answer_a_call_is_named(client: Client) -> None:
    seen = run(client, "def predict(records):\n    return [int(records[0]['amount'] > 100)]", n=30)
    (found,) = (c for c in seen.checks if c.check == "one answer a record")
    assert (found.verdict, found.severity) == ("warn", "high")
    assert "did not give one answer a record" in (found.cause or "")
    assert not [c for c in run(client, LAX, n=30).checks if c.check == found.check]


def test_a_run_over_a_file_asks_in_three_rounds_and_comes_to_the_same(client: Client) -> None:
    asked = run(client, LAX, n=60, depth="quick")
    target = {"id": "claims-model", "version": "3", "file": "data/predictions.csv"}
    made = client.says(data=DATA)
    reasons = []
    while (
        seen := run_method("edge-cases", made.engagement(target=target, depth="quick"))
    ).state == "skipped" and len(reasons) < 4:
        reasons.append(seen.reason or "")
        answer_by_file(client.folder)
    assert (seen.state, len(reasons)) == ("done", 3)
    assert all("cases have no answer yet" in reason for reason in reasons)
    assert seen.environment["target_form"] == "file"
    same = ("field_null", "unit_change", "unseen_category", "case_variant", "field_absent")
    assert [outcomes(seen, name) for name in same] == [outcomes(asked, name) for name in same]
    # in a file 12.5 and the text 12.5 are one, and so are the answers: that would be no pass
    assert sum(outcomes(asked, "number_as_string").values()) > 0
    assert sum(outcomes(seen, "number_as_string").values()) == 0


def answer_by_file(folder: Path) -> None:
    """What the client does with cases.csv: the answers of the lax model, by case_id."""
    with (folder / "data" / "cases.csv").open(encoding="utf-8", newline="") as stream:
        cases = list(csv.DictReader(stream))
    with (folder / "data" / "predictions.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["case_id", "prediction"])
        for case in cases:
            try:
                large = float(case["amount"] or 0) > 100
            except ValueError:
                large = False
            writer.writerow([case["case_id"], int(large or case["channel"] == "web")])


def refusing(request: web.Request, body: dict) -> web.Response:
    """A service that refuses empty amounts by a status and takes words for 0."""
    answers = []
    for record in body["instances"]:
        amount = record.get("amount")
        if amount is None:
            return web.json_response({"detail": "amount is missing"}, status=422)
        large = isinstance(amount, float | int) and amount > 100
        answers.append({"label": int(large or record.get("channel") == "web")})
    return web.json_response({"predictions": answers})


def test_a_service_is_tried_over_the_network_and_its_calls_are_shown(client: Client) -> None:
    async def handler(request: web.Request, body: dict) -> web.Response:
        return refusing(request, body)

    with Service(handler) as service:
        spec = {
            "id": "claims-model",
            "version": "3",
            "url": f"http://{service.host}/score",
            "batch": True,
            "request": '{"instances": "$records"}',
            "prediction": "$.predictions[*].label",
        }
        made = client.samples(poc=rows(40)).says(data=DATA, target=spec)
        engagement = made.engagement(probes={"allow": [service.host]})
        seen = run_method("edge-cases", engagement, contact=True)
    assert (seen.state, seen.environment["target_form"]) == ("done", "url")
    own = {entry["field"]: entry for entry in figures(seen, "field_null")["fields"]}
    assert (own["amount"]["outcomes"]["REJECTED"], own["amount"]["named"]) == (40, 40)
    assert outcomes(seen, "unit_change")["CHANGED"] > 0
    calls = [entry["curl"] for entry in seen.figures["repro"]]
    assert calls
    assert all(call.startswith('curl -sS "$TARGET_URL"') for call in calls)
    assert not [call for call in calls if "127.0.0.1" in call or CANARY in call]
