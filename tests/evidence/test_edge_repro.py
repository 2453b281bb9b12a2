"""Records to try by hand show the fault and the kinds of all else, never a value."""

from __future__ import annotations

import json
import math
import shlex

import pytest

from readiness_kit.engagement.profile import ModelTarget
from readiness_kit.evidence.edge_cases.family import Perturbed
from readiness_kit.evidence.edge_cases.repro import MOST_FIELDS, as_sent, curl, masked, ways_to_send
from readiness_kit.evidence.run import run_method
from tests.evidence.conftest import Client
from tests.evidence.test_edge_cases import CANARY, DATA, LAX, rows

KINDS = {"amount": "number", "note": "text"}


def test_only_the_fault_is_shown() -> None:
    made = Perturbed({"amount": -999, "note": "secret", "new": "x"}, "how", {"amount": -999})
    assert masked(made, KINDS) == {
        "record": {"amount": -999, "note": "<text>", "new": "<text>"},
        "left_out": 0,
    }
    gone = Perturbed({"note": "secret"}, "how", {"amount": None})
    assert masked(gone, KINDS)["record"] == {"note": "<text>"}


def test_of_a_wide_record_the_fault_and_a_few_fields_are_shown() -> None:
    record = {f"f{n}": n for n in range(40)}
    found = masked(Perturbed({**record, "f39": None}, "how", {"f39": None}), {})
    assert len(found["record"]) == MOST_FIELDS
    assert found["record"]["f39"] is None
    assert found["left_out"] == 40 - MOST_FIELDS


def test_what_is_left_out_of_a_record_is_counted_in_it() -> None:
    entry = {"id": "E02", "record": {"x": None}, "left_out": 3}
    assert ways_to_send(entry, None) == {"json": '{"x": null, "…": "3 more"}', "curl": None}


def test_a_call_is_quoted_and_leaves_address_and_key_to_the_environment() -> None:
    url = "https://models.acme.example/score"
    spec = ModelTarget(
        id="m",
        version="1",
        url=url,
        batch=True,
        request='{"instances": "$records"}',
        auth_env="ACME_TOKEN",
        auth_header="X-Key",
    )
    text = curl({"note": "<it's text>", "amount": None}, spec)
    assert text is not None
    assert url not in text
    words = shlex.split(text)
    assert words[:3] == ["curl", "-sS", "$TARGET_URL"]
    assert "X-Key: $ACME_TOKEN" in words
    assert json.loads(words[-1]) == {"instances": [{"note": "<it's text>", "amount": None}]}
    assert curl({}, ModelTarget(id="m", version="1", python="m:f")) is None


@pytest.mark.parametrize(
    ("case", "shown", "sent"),
    [
        ("E11", "NaN", "nan"),
        ("E11", "-Infinity", "-inf"),
        ("E45", "<text>\\u0000", "<text>\0"),
        ("E45", "<text>\\ud800", "<text>\ud800"),
        ("E04", "NaN", "NaN"),
    ],
)
def test_what_is_sent_is_the_fault_and_not_its_name(case: str, shown: str, sent: str) -> None:
    body = as_sent(json.dumps([{"x": shown, "note": "<it's text>"}]), case)
    assert str(json.loads(body)[0]["x"]) == sent
    spec = ModelTarget(id="m", version="1", url="https://m.example/", batch=True)
    call = curl({"x": shown}, spec)
    assert call is not None
    assert str(json.loads(shlex.split(as_sent(call, case))[-1])[0]["x"]) == sent


def test_a_run_keeps_at_most_three_a_fault_and_no_two_alike(client: Client) -> None:
    made = client.model(LAX).samples(poc=rows(60))
    seen = run_method("edge-cases", made.engagement(depth="standard", data=DATA))
    entries = seen.figures["repro"]
    by_family: dict[str, list[str]] = {}
    for entry in entries:
        by_family.setdefault(entry["id"], []).append(json.dumps(entry["record"]))
    assert max(map(len, by_family.values())) == 3
    assert all(len(set(texts)) == len(texts) for texts in by_family.values())
    assert all(entry["curl"] is None for entry in entries)
    sent = {entry["json"] for entry in entries if entry["id"] == "E11"}
    assert sent
    assert all(not math.isfinite(json.loads(text)["amount"]) for text in sent)
    text = json.dumps(entries)
    assert CANARY not in text
    assert "web" not in text
