"""The attribution method from CSV files and a client's model to an observation."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from typing import Any

import pytest

from readiness_kit.engagement.observation import Observation
from readiness_kit.evidence.attribution import material
from readiness_kit.evidence.registry import provided
from readiness_kit.evidence.run import is_fresh, run_method
from tests.evidence.conftest import Client

Row = dict[str, str]
MODEL = """
def number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0.0

def predict(records):
    return [
        int(number(r["amount"]) > 100 if r["kind"] == "alpha" else r["kind"] == "beta")
        for r in records
    ]
"""
IGNORANT = "def predict(records):\n    return [1] * len(records)\n"


def rows(n: int, *, seed: int, wrong: float = 0.04, start: int = 0) -> list[Row]:
    """Records on which the model is right but for a share of them, at random."""
    rng = random.Random(seed)
    made = []
    for place in range(n):
        kind = rng.choices(["alpha", "beta", "gamma"], [6, 3, 1])[0]
        amount = f"{rng.uniform(20, 180):.2f}"
        truth = float(amount) > 100 if kind == "alpha" else kind == "beta"
        label = int(truth) if rng.random() >= wrong else 1 - int(truth)
        made.append(
            {
                "claim_id": f"c{start + place}",
                "amount": amount,
                "age": f"{rng.uniform(18, 90):.3f}",
                "kind": kind,
                "approved": f"{label}",
            }
        )
    return made


def spoiled(made: list[Row], share: float, spoil: Callable[[Row], Row], seed: int = 9) -> list[Row]:
    rng = random.Random(seed)
    return [spoil(row) if rng.random() < share else row for row in made]


def cents(row: Row) -> Row:
    return row | {"amount": f"{float(row['amount']) * 100:.0f}"}


def shouted(row: Row) -> Row:
    return row | {"kind": row["kind"].upper()}


def empty(row: Row) -> Row:
    return row | {"kind": ""}


def comma(row: Row) -> Row:
    return row | {"amount": row["amount"].replace(".", ",")}


def lines(made: list[Row]) -> list[str]:
    head = list(made[0])
    return [";".join(head), *(";".join(row[name] for name in head) for row in made)]


def clients(client: Client, production: list[Row], **more: Any) -> Client:
    poc = more.pop("poc", rows(1200, seed=1))
    told = client.samples(poc=lines(poc), production=lines(production)).model(MODEL)
    return told.says(**more)


def run(client: Client, *, seed: int = 0, **more: Any) -> Observation:
    return run_method("attribution", client.engagement(**more), seed=seed)


def bars(seen: Observation) -> dict[str, dict[str, Any]]:
    return {bar["group"]: bar for bar in seen.figures["repaired"]["bars"]}


def planted(seen: Observation) -> dict[str, dict[str, Any]]:
    return {bar["group"]: bar for bar in seen.figures["planted"]["bars"]}


def sums_to_the_fall(seen: Observation) -> bool:
    parts = [bar["estimate"] for bar in seen.figures["repaired"]["bars"]]
    parts.append(seen.figures["repaired"]["left"]["estimate"])
    return round(math.fsum(parts), 6) == seen.figures["fall"]["estimate"]


@pytest.mark.parametrize(
    ("group", "spoil"),
    [("unit", cents), ("variants", shouted), ("format", comma)],
)
def test_a_single_planted_defect_gets_all_the_blame(
    client: Client, group: str, spoil: Callable[[Row], Row]
) -> None:
    production = spoiled(rows(1200, seed=2, start=5000), 0.3, spoil)
    seen = run(clients(client, production))
    fall = seen.figures["fall"]["estimate"]
    low, high = bars(seen)[group]["interval"]
    assert (seen.state, seen.verdict, seen.reason) == ("done", None, None)
    assert fall > 0.05
    assert low <= fall <= high
    assert list(bars(seen)) == [group]
    left = seen.figures["repaired"]["left"]["interval"]
    assert left[0] <= 0 <= left[1]
    assert sums_to_the_fall(seen)
    cost, observed = planted(seen)[group]["interval"], seen.figures["fall"]["interval"]
    assert cost[0] <= observed[1]
    assert observed[0] <= cost[1]


def test_what_is_missing_comes_back_only_as_far_as_the_usual_value_is_right(client: Client) -> None:
    production = spoiled(rows(1200, seed=2, start=5000), 0.4, empty)
    seen = run(clients(client, production))
    found, left = bars(seen)["missing"], seen.figures["repaired"]["left"]
    assert found["interval"][0] > 0
    assert left["interval"][0] > 0
    assert planted(seen)["missing"]["estimate"] > found["estimate"]
    assert sums_to_the_fall(seen)


def test_two_defects_share_the_fall_and_the_parts_add_up(client: Client) -> None:
    production = spoiled(rows(1500, seed=2, start=5000), 0.25, cents)
    production = spoiled(production, 0.25, shouted, seed=8)
    seen = run(clients(client, production))
    assert set(bars(seen)) == {"unit", "variants"}
    assert all(bar["interval"][0] > 0 for bar in bars(seen).values())
    assert sums_to_the_fall(seen)
    together = seen.figures["repaired"]["together"]["estimate"]
    assert together == pytest.approx(sum(bar["estimate"] for bar in bars(seen).values()), abs=1e-5)
    assert (seen.estimate, seen.interval) == (
        together,
        seen.figures["repaired"]["together"]["interval"],
    )


def test_a_model_that_ignores_its_input_shows_no_recovery(client: Client) -> None:
    production = spoiled(rows(1200, seed=2, start=5000), 0.3, cents)
    production = spoiled(production, 0.3, shouted, seed=8)
    seen = run(clients(client, production).model(IGNORANT))
    for bar in [*bars(seen).values(), *planted(seen).values()]:
        assert bar["estimate"] == 0
        assert bar["interval"][0] < 0 < bar["interval"][1]
    assert seen.estimate == 0
    assert sums_to_the_fall(seen)


def test_without_defects_there_is_nothing_but_what_is_left(client: Client) -> None:
    seen = run(clients(client, rows(1200, seed=2, start=5000)))
    assert (bars(seen), planted(seen)) == ({}, {})
    assert seen.figures["repaired"]["left"]["estimate"] == seen.figures["fall"]["estimate"]
    assert [check.check for check in seen.checks] == ["left over"]


def test_repeated_records_are_weighed_away(client: Client) -> None:
    """Those on which the model errs are sent again and again."""
    made = rows(1000, seed=2, start=5000, wrong=0.2)
    wrong = [row for row in made if row["kind"] == "beta" and row["approved"] == "0"]
    seen = run(clients(client, made + 6 * wrong))
    found = bars(seen)["duplicates"]
    assert found["records"] == 6 * len(wrong)
    assert found["interval"][0] > 0
    assert sums_to_the_fall(seen)
    assert "duplicates" not in planted(seen)


def test_another_mix_of_records_is_weighed_back(client: Client) -> None:
    """The model is worst on gamma, of which production has far more."""

    def of(n: int, parts: list[int], seed: int, start: int = 0) -> list[Row]:
        rng = random.Random(seed)
        made = rows(n, seed=seed, start=start)
        for row in made:
            row["kind"] = rng.choices(["alpha", "beta", "gamma"], parts)[0]
            hard = row["kind"] == "gamma"
            truth = float(row["amount"]) > 100 if row["kind"] == "alpha" else not hard
            row["approved"] = str(int(truth) if not hard else rng.randrange(2))
        return made

    seen = run(
        clients(client, of(1500, [3, 2, 5], 2, 5000), poc=of(1500, [6, 3, 1], 1)),
    )
    found = bars(seen)["shift"]
    low, high = found["interval"]
    assert low <= seen.figures["fall"]["estimate"] <= high
    assert found["estimate"] > 0.15
    assert planted(seen)["shift"]["estimate"] == pytest.approx(found["estimate"], abs=0.04)
    assert sums_to_the_fall(seen)


def bare(made: list[Row]) -> list[Row]:
    return [{k: v for k, v in row.items() if k != "approved"} for row in made]


def test_without_labels_in_production_only_what_is_planted_is_told(client: Client) -> None:
    production = bare(spoiled(rows(1200, seed=2, start=5000), 0.3, cents))
    code = MODEL.replace(
        "    return [\n        int(", "    return [\n        dict(proba=.8, prediction=int("
    )
    code = code.replace('== "beta")\n', '== "beta"))\n')
    seen = run(clients(client, production).model(code))
    assert (seen.state, seen.verdict, seen.estimate) == ("done", None, None)
    assert seen.reason == (
        "no record of production has a label, so only what planted defects cost is told"
    )
    assert seen.figures["fall"] is seen.figures["repaired"] is None
    assert planted(seen)["unit"]["interval"][0] > 0
    assert seen.figures["estimated"] == {
        "accuracy": 0.8,
        "n": 1200,
        "basis": "ESTIMATED from confidence",
    }


def test_without_labels_in_the_poc_only_what_is_repaired_is_told(client: Client) -> None:
    production = spoiled(rows(1200, seed=2, start=5000), 0.3, cents)
    seen = run(clients(client, production, poc=bare(rows(1200, seed=1))))
    assert seen.reason == (
        "no record of the POC sample has a label, so only what repairs bring back is told"
    )
    assert bars(seen)["unit"]["interval"][0] > 0
    assert seen.figures["fall"] is seen.figures["planted"] is None
    assert "left" not in seen.figures["repaired"]


def test_no_label_anywhere_shares_nothing_out(client: Client) -> None:
    data = {**client.profile["data"], "label": "amount"}
    production = [{"claim_id": f"d{n}", "amount": "", "kind": "alpha"} for n in range(60)]
    poc = [{"claim_id": f"c{n}", "amount": "", "kind": "alpha"} for n in range(60)]
    told = clients(client, production, poc=poc, data=data).model(IGNORANT)
    seen = run(told)
    assert (seen.state, seen.verdict, seen.checks) == ("done", None, [])
    assert (seen.reason or "").endswith("so nothing is shared out")


def test_a_handful_of_labels_is_too_few(client: Client) -> None:
    production = rows(400, seed=2, start=5000)
    for row in production[12:]:
        row["approved"] = ""
    seen = run(clients(client, production))
    assert "only 12 records of production have a label, where 30 are the least" in (
        seen.reason or ""
    )
    assert seen.figures["repaired"] is None


def test_a_number_as_label_is_explained_by_how_near_the_answers_are(client: Client) -> None:
    def valued(made: list[Row]) -> list[Row]:
        return [row | {"approved": f"{2 * float(row['amount']):.1f}"} for row in made]

    production = spoiled(valued(rows(1200, seed=2, start=5000)), 0.3, cents)
    code = "def predict(records):\n    return [2 * r['amount'] for r in records]\n"
    told = clients(client, production, poc=valued(rows(1200, seed=1))).model(code)
    seen = run(told)
    assert seen.figures["task"]["kind"] == "number"
    assert seen.figures["poc"]["accuracy"] == 1
    assert list(bars(seen)) == ["unit"]
    left = seen.figures["repaired"]["left"]["interval"]
    assert left[0] <= 0 <= left[1]
    assert sums_to_the_fall(seen)


def test_answers_in_other_words_are_not_shared_out(client: Client) -> None:
    code = "def predict(records):\n    return ['owl' for r in records]\n"
    told = clients(client, spoiled(rows(400, seed=2), 0.3, cents)).model(code)
    seen = run(told)
    assert (seen.state, seen.figures["compared"], seen.checks) == ("done", False, [])
    assert "words that are no label" in (seen.reason or "")
    assert not is_fresh(seen, told.engagement(), provided()["attribution"])


def test_the_same_seed_gives_the_same_figures_and_another_draws_others(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "MOST_RECORDS", 300)
    told = clients(client, spoiled(rows(1200, seed=2, start=5000), 0.3, cents))
    first, again, other = run(told), run(told), run(told, seed=7)
    assert first.figures == again.figures
    assert first.figures != other.figures
    assert first.figures["production"]["drawn"] == 300
    assert first.figures["production"]["labelled"] == 1200


def test_no_more_is_asked_than_there_may_be(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "MOST_ASKED", 900)
    production = spoiled(spoiled(rows(1200, seed=2, start=5000), 0.5, cents), 0.5, shouted, 8)
    seen = run(clients(client, production))
    assert 500 < seen.figures["asked"] <= 900
    assert sums_to_the_fall(seen)


def test_every_record_is_asked_once(client: Client) -> None:
    """What comes twice among the changed records has the answer that was given first."""
    code = """
import json
seen = set()
def predict(records):
    for record in records:
        text = json.dumps(record, sort_keys=True)
        assert text not in seen
        seen.add(text)
    return [int(r["kind"] == "alpha") for r in records]
"""
    production = spoiled(rows(600, seed=2, start=5000), 0.3, shouted)
    seen = run(clients(client, production).model(code))
    assert (seen.state, seen.reason) == ("done", None)


def test_everything_excluded_is_told(client: Client) -> None:
    told = clients(client, rows(200, seed=2))
    seen = run(told, excluded_segments=["kind != 'delta'"])
    assert (seen.state, seen.verdict) == ("done", None)
    assert "take out every row" in (seen.reason or "")


def test_a_target_that_breaks_is_an_error_with_its_reason(client: Client) -> None:
    told = clients(client, rows(200, seed=2)).model("def predict(records):\n    raise OSError\n")
    seen = run(told)
    assert (seen.state, seen.verdict) == ("error", None)
    assert "model:predict" in (seen.reason or "")


def test_one_outlier_moves_no_bar(client: Client) -> None:
    production = spoiled(rows(1200, seed=2, start=5000), 0.3, shouted)
    clean = run(clients(client, production))
    production[0] = production[0] | {"amount": "1000000000"}
    seen = run(clients(client, production))
    assert list(bars(seen)) == list(bars(clean))
    assert bars(seen)["variants"]["estimate"] == pytest.approx(
        bars(clean)["variants"]["estimate"], abs=0.002
    )


def test_what_is_found_and_not_repaired_is_named(client: Client) -> None:
    def new(row: Row) -> Row:
        return row | {"kind": "omega"}

    seen = run(clients(client, spoiled(rows(1200, seed=2, start=5000), 0.2, new)))
    told = {kind["title"]: kind["columns"] for kind in seen.figures["unrepaired"]}
    assert told["categories that are new"] == ["kind"]
    assert seen.figures["repaired"]["left"]["interval"][0] > 0


CANARY = "canary-7f3a"


def test_no_cell_and_no_path_gets_into_an_observation(client: Client) -> None:
    def rare(row: Row) -> Row:
        return row | {"kind": f"{CANARY}-{row['claim_id']}"}

    production = spoiled(rows(600, seed=2, start=5000), 0.05, rare)
    seen = run(clients(client, spoiled(production, 0.3, cents)))
    text = seen.model_dump_json()
    assert CANARY not in text
    assert "c5000" not in text
    assert str(client.folder) not in text


def test_the_observation_survives_json_and_is_fresh(client: Client) -> None:
    told = clients(client, spoiled(rows(600, seed=2, start=5000), 0.3, cents))
    seen = run(told)
    text = json.dumps(seen.model_dump(mode="json", by_alias=True), allow_nan=False)
    assert Observation.model_validate(json.loads(text)) == seen
    assert is_fresh(seen, told.engagement(), provided()["attribution"])
