"""The claim check from CSV files, a claim and a client's model to an observation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.evidence.intervals import wilson
from readiness_kit.evidence.run import run_method
from tests.evidence.conftest import Client

HEADER = "key,day,group,amount,age,city,y"
MODEL = """
def predict(records):
    return [int(r["amount"] > 500) for r in records]
"""
DATA = {
    "poc": "data/poc.csv",
    "training": "data/training.csv",
    "label": "y",
    "key": "key",
    "time": "day",
    "group": "group",
}


def rows(n: int, *, start: int = 0, seed: int = 0, year: int = 2026, noise: float = 0.05) -> Any:
    """Records whose label is whether the amount is above 500, but for some noise."""
    rng = np.random.default_rng([seed, start])
    for row in range(start, start + n):
        amount = rng.random() * 1000
        label = int(amount > 500) ^ int(rng.random() < noise)
        day = f"{year}-{1 + row % 12:02d}-{1 + row % 28:02d}"
        age, city = rng.integers(18, 90), rng.choice(["north", "south"])
        yield f"k{row},{day},g{row},{amount:.2f},{age},{city},{label}"


def people(n: int, *, start: int = 0, seed: int = 0) -> list[str]:
    """Records of which no column tells the label."""
    rng = np.random.default_rng([seed, start, 1])
    return [
        f"k{row},2026-01-01,g{row},{rng.random() * 1000:.2f},{rng.integers(18, 90)},"
        f"{rng.choice(['north', 'south'])},{int(rng.random() < 0.5)}"
        for row in range(start, start + n)
    ]


@pytest.fixture
def made(tmp_path: Path) -> Client:
    """A clean engagement: what was trained on is older and shares nothing with the sample."""
    told = {"data": DATA, "claim": {"accuracy": 0.95}, "human_baseline": {"accuracy": 0.9}}
    told |= {"target": {"id": "m", "version": "1", "python": "model:predict"}}
    client = Client(tmp_path, told).model(MODEL)
    return put(client, list(rows(600)), list(rows(800, start=10_000, year=2025)))


def put(
    client: Client, poc: Sequence[str], training: Sequence[str], header: str = HEADER
) -> Client:
    return client.samples(poc=[header, *poc], training=[header, *training])


def run(client: Client, *, seed: int = 0, **more: Any) -> Observation:
    return run_method("claim-check", client.engagement(**more), seed=seed)


def check(seen: Observation, name: str) -> Check:
    return next(c for c in seen.checks if c.check == name)


def verdicts(seen: Observation) -> dict[str, str | None]:
    return {c.check: c.verdict for c in seen.checks}


def without(*keys: str) -> dict[str, str]:
    return {key: name for key, name in DATA.items() if key not in keys}


def with_column(lines: Sequence[str], cells: Sequence[object]) -> list[str]:
    return [f"{cell},{line}" for line, cell in zip(lines, cells, strict=True)]


def test_a_clean_sample_with_a_true_claim_passes(made: Client) -> None:
    seen = run(made)
    assert (seen.state, seen.n) == ("done", 600)
    assert verdicts(seen) == {
        "rows seen in training": "pass",
        "keys seen in training": "pass",
        "cases counted twice": "pass",
        "groups seen in training": "pass",
        "days before training ended": "pass",
        "a column that knows the answer": "pass",
        "better than no model": "pass",
        "claim measured again": "pass",
        "how firm the figure is": None,
    }
    assert seen.verdict == "pass"
    low, high = wilson(570, 600)
    assert seen.figures["claim"] == {
        "accuracy": 0.95,
        "low": pytest.approx(low, abs=1e-6),
        "high": pytest.approx(high, abs=1e-6),
        "n": 600,
    }
    assert seen.figures["measured"]["accuracy"] == seen.estimate
    assert seen.figures["labels_for_2_points"] > 400


def test_rows_that_were_trained_on_fail(made: Client) -> None:
    """The self-test that must fail: a leaky split."""
    poc, training = list(rows(600)), list(rows(800, start=10_000, year=2025))
    seen = run(put(made, poc, training[:-30] + poc[:30]))
    found = check(seen, "rows seen in training")
    assert (seen.verdict, found.verdict, found.severity) == ("fail", "fail", "high")
    assert found.share == 0.05
    assert "30 of 600 rows of the sample (5.0%)" in (found.cause or "")
    assert "30 agree in every cell" in (found.cause or "")
    assert seen.figures["unseen"]["n"] == 570


def test_rows_trained_on_under_another_key_spelling_and_number_form_fail(made: Client) -> None:
    poc, training = list(rows(600)), list(rows(770, start=10_000, year=2025))
    leaked = []
    for line in poc[:30]:
        key, day, group, amount, age, city, label = line.split(",")
        leaked.append(f"z{key},{day},{group.upper()} ,{amount}0,{age}.0, {city.title()},{label}")
    seen = run(put(made, poc, training + leaked))
    found = check(seen, "rows seen in training")
    assert (found.verdict, seen.figures["overlap"]["exact"]) == ("fail", 0)


def test_a_few_exact_rows_warn_and_do_not_fail(made: Client) -> None:
    poc, training = list(rows(600)), list(rows(800, start=10_000, year=2025))
    seen = run(put(made, poc, training + poc[:3]))
    assert check(seen, "rows seen in training").verdict == "warn"


def test_without_training_data_the_run_cannot_tell_and_names_the_step(made: Client) -> None:
    seen = run(made, data=without("training"))
    found = check(seen, "rows seen in training")
    assert (seen.verdict, found.verdict) == ("inconclusive", "inconclusive")
    assert found.cause == "Not compared: engagement.yaml names no data.training."
    assert "as data.training in engagement.yaml" in (found.fix or "")
    assert (seen.reason or "").startswith("Not compared")
    assert check(seen, "claim measured again").verdict == "pass"


def test_training_data_that_is_not_there_yet_is_said(made: Client) -> None:
    (made.folder / "data" / "training.csv").unlink()
    assert "is not there yet" in (check(run(made), "rows seen in training").cause or "")


def coarse(n: int, start: int = 0) -> list[str]:
    """Records of few, coarse columns: nearly each has its like in any other sample."""
    rng = np.random.default_rng(start)
    return [f"k{start + i},{rng.integers(3)},{rng.integers(4)},{rng.integers(2)}" for i in range(n)]


def test_records_that_coincide_by_themselves_raise_no_alarm(tmp_path: Path) -> None:
    told = {"data": without("time", "group"), "claim": {"accuracy": 0.9}}
    client = put(Client(tmp_path, told), coarse(400, 0), coarse(400, 9000), "key,a,b,y")
    seen = run(client)
    found = check(seen, "rows seen in training")
    assert (found.verdict, seen.verdict) == ("inconclusive", "inconclusive")
    assert "coincide by themselves" in (found.cause or "")
    assert seen.figures["overlap"]["by_chance"] == 1


@pytest.mark.parametrize("exported", [False, True])
def test_a_total_leak_of_coarse_rows_does_not_pass(tmp_path: Path, exported: bool) -> None:
    lines = [line.split(",", 1)[1] for line in coarse(600)]
    header, poc, training = "a,b,y", lines, lines
    if exported:
        header = "exported," + header
        poc, training = (with_column(lines, [day] * 600) for day in ("2026-01-01", "2026-03-01"))
    told = {"data": without("key", "time", "group"), "claim": {"accuracy": 0.9}}
    seen = run(put(Client(tmp_path, told), poc, training, header))
    found = check(seen, "rows seen in training")
    assert (found.verdict, seen.verdict) == ("inconclusive", "inconclusive")
    assert "a leak would hardly show" in (seen.reason or "")
    assert "Add columns that tell one record from another" in (found.fix or "")


def _renumbered(lines: Sequence[str], first: int) -> list[str]:
    """Without key, day and group, with a running number in front."""
    return [f"{n},{line.split(',', 3)[3]}" for n, line in enumerate(lines, first)]


NUMBERED = "row,amount,age,city,y"
UNNAMED = without("key", "time", "group")


@pytest.mark.parametrize("first", [1, 401, 5001])
def test_a_running_number_that_is_not_named_as_key_hides_no_leak(made: Client, first: int) -> None:
    lines = list(rows(800))
    training = _renumbered(lines, 1)
    np.random.default_rng(0).shuffle(lines)
    seen = run(put(made, _renumbered(lines[:600], first), training, NUMBERED), data=UNNAMED)
    found = check(seen, "rows seen in training")
    assert (found.verdict, found.share) == ("fail", 1)
    assert "trained on, leaving out row." in (found.cause or "")


@pytest.mark.parametrize("form", ["{:032x}", "2026-03-{:02d}T{:02d}:{:02d}:{:02d}", "{}"])
def test_a_name_that_each_row_gets_anew_hides_no_leak(made: Client, form: str) -> None:
    rng = np.random.default_rng(3)

    def named(lines: Sequence[str]) -> list[str]:
        if "T" in form:
            moments = {tuple(rng.integers([1, 0, 0, 0], [29, 24, 60, 60])) for _ in range(900)}
            names = [form.format(*moment) for moment in moments]
        else:
            names = [form.format(int(n)) for n in rng.choice(10**12, 900, replace=False)]
        return [f"{n},{line.split(',', 3)[3]}" for n, line in zip(names, lines, strict=False)]

    lines = list(rows(800))
    poc = [line.replace("2026-03", "2026-04") for line in named(lines[:600])]
    seen = run(put(made, poc, named(lines), NUMBERED), data=UNNAMED)
    found = check(seen, "rows seen in training")
    assert (found.verdict, seen.figures["overlap"]["but_for"]) == ("fail", ["row"])


def test_a_running_number_over_new_rows_raises_no_alarm(made: Client) -> None:
    poc, training = rows(600), rows(800, start=10_000)
    put(made, _renumbered(list(poc), 1), _renumbered(list(training), 1), NUMBERED)
    assert check(run(made, data=UNNAMED), "rows seen in training").verdict == "pass"


def test_coarse_rows_do_not_pass_by_their_running_number(tmp_path: Path) -> None:
    told = {"data": UNNAMED, "claim": {"accuracy": 0.9}}
    lines = [line.split(",", 1)[1] for line in coarse(600)]
    poc, training = ([f"{n},{line}" for n, line in enumerate(lines, first)] for first in (9001, 1))
    seen = run(put(Client(tmp_path, told), poc, training, "row,a,b,y"))
    found = check(seen, "rows seen in training")
    assert found.verdict == "inconclusive"
    assert "a leak would hardly show" in (found.cause or "")


@pytest.mark.parametrize("leaked", [0, 600])
def test_a_part_of_the_inputs_is_too_few_to_tell_a_row_by(made: Client, leaked: int) -> None:
    """Two of the five inputs, amount and age, are in the training data."""
    lines = [*rows(leaked), *rows(800, start=10_000, year=2025)]
    training = [",".join(np.array(line.split(","))[[0, 3, 4, 6]]) for line in lines]
    made.samples(poc=[HEADER, *rows(600)], training=["key,amount,age,y", *training])
    seen = run(made, data=without("time", "group"))
    found = check(seen, "rows seen in training")
    assert (found.verdict, seen.verdict) == ("inconclusive", "inconclusive")
    assert "has only 2 of the 5 input columns" in (found.cause or "")
    assert "with all inputs" in (found.fix or "")


def test_most_of_the_inputs_are_enough(made: Client) -> None:
    training = [line.split(",", 3)[3] for line in rows(800, start=10_000, year=2025)]
    made.samples(poc=[HEADER, *rows(600)], training=["amount,age,city,y", *training])
    seen = run(made, data=without("time", "group"))
    assert check(seen, "rows seen in training").verdict == "pass"


def test_a_column_that_tells_the_files_apart_hides_no_leak(made: Client) -> None:
    lines = list(rows(600))
    poc, training = (with_column(lines, [day] * 600) for day in ("2026-07-01", "2026-03-01"))
    seen = run(put(made, poc, training, "exported," + HEADER))
    found = check(seen, "rows seen in training")
    assert (found.verdict, found.share, seen.verdict) == ("fail", 1, "fail")
    assert "trained on, leaving out exported, day" in (found.cause or "")
    assert "600 agree in every other cell, the key too" in (found.cause or "")
    assert seen.figures["overlap"]["but_for"] == ["exported", "day"]


def test_rows_dated_anew_hide_no_leak(made: Client) -> None:
    training = [*rows(700, start=10_000, year=2025), *rows(100, year=2024)]
    seen = run(put(made, list(rows(600)), training), data=without("key", "group"))
    found = check(seen, "rows seen in training")
    assert (found.verdict, seen.figures["overlap"]["but_for"]) == ("fail", ["day"])
    assert "100 of 600 rows" in (found.cause or "")


def test_keys_seen_in_training_warn_and_no_more(made: Client) -> None:
    """Every cell but the key differs: the same cases filled in anew, or files numbered anew."""
    training = [
        line.replace(f"k{10_000 + n},", f"K{n} ,")
        for n, line in enumerate(rows(800, start=10_000, year=2025))
    ]
    seen = run(put(made, list(rows(600)), training))
    found = check(seen, "keys seen in training")
    assert (found.verdict, found.share, seen.verdict) == ("warn", 1, "warn")
    assert seen.figures["keys"] == {"known": 600, "n": 600}
    assert "600 of 600 rows have a key" in (found.cause or "")
    assert "numbered anew" in (found.fix or "")


def test_keys_are_looked_for_only_where_both_files_have_them(made: Client) -> None:
    assert "keys seen in training" not in verdicts(run(made, data=without("key")))
    training = [line.split(",", 1)[1] for line in rows(800, start=10_000, year=2025)]
    made.samples(poc=[HEADER, *rows(600)], training=[HEADER[4:], *training])
    seen = run(made)
    assert "keys seen in training" not in verdicts(seen)
    assert seen.figures["keys"] is None


def test_oversampled_training_data_hides_no_leak(made: Client) -> None:
    """Each row three times: without a second look all of the overlap would pass for chance."""
    poc, training = list(rows(600)), list(rows(300, start=10_000, year=2025))
    seen = run(put(made, poc, (training + poc[:100]) * 3), data=without("key"))
    assert seen.figures["overlap"]["by_chance"] == 0
    assert check(seen, "rows seen in training").verdict == "fail"


@pytest.mark.parametrize(("copies", "verdict"), [(0, "pass"), (2, "pass"), (60, "warn")])
def test_a_case_counted_twice_inflates_the_sample(made: Client, copies: int, verdict: str) -> None:
    poc = list(rows(600))
    found = check(
        run(put(made, poc + poc[:copies], list(rows(99, start=900)))), "cases counted twice"
    )
    assert found.verdict == verdict
    assert found.n == 600 + copies


def test_without_a_key_alike_cases_are_left_open(made: Client) -> None:
    poc = list(rows(600))
    seen = run(put(made, poc + poc[:60], list(rows(99, start=900))), data=without("key", "time"))
    found = check(seen, "cases counted twice")
    assert (found.verdict, "data.key" in (found.fix or "")) == ("inconclusive", True)


def test_groups_on_both_sides_fail(made: Client) -> None:
    training = [
        line.replace(f"g{10_000 + n},", f"G{n} ,")
        for n, line in enumerate(rows(800, start=10_000, year=2025))
    ]
    seen = run(put(made, list(rows(600)), training))
    found = check(seen, "groups seen in training")
    assert (found.verdict, found.share, seen.verdict) == ("fail", 1, "fail")
    assert "take data.group out" in (found.fix or "")


def test_a_split_at_random_in_time_warns_and_no_more(made: Client) -> None:
    seen = run(put(made, list(rows(600)), list(rows(800, start=10_000))))
    found = check(seen, "days before training ended")
    assert found.verdict == "warn"
    assert "not of the months to come" in (found.cause or "")


def test_one_wrong_day_in_the_training_data_moves_nothing(made: Client) -> None:
    training = list(rows(800, start=10_000, year=2025))
    training[0] = training[0].replace("2025-", "2099-", 1)
    assert (
        check(run(put(made, list(rows(600)), training)), "days before training ended").verdict
        == "pass"
    )


def test_columns_that_the_files_lack_are_told(made: Client) -> None:
    seen = run(made, data=DATA | {"group": "groupp", "time": "dya"})
    assert "'groupp' (data.group; nearest: group)" in (
        check(seen, "groups seen in training").cause or ""
    )
    assert "nearest: day" in (check(seen, "days before training ended").cause or "")
    assert seen.verdict == "pass"  # nothing was split by them, so nothing hangs on it


def test_a_copy_of_the_label_under_another_name_fails(made: Client) -> None:
    poc, training = people(400), people(400, start=9000)
    cells = [{"0": "rejected", "1": "paid"}[line[-1]] for line in poc]
    seen = run(
        put(made, with_column(poc, cells), with_column(training, ["paid"] * 400), "state," + HEADER)
    )
    found = check(seen, "a column that knows the answer")
    assert (found.verdict, found.column, seen.verdict) == ("fail", "state", "fail")
    assert "holds the label under another name" in (found.cause or "")


def test_a_column_filled_in_afterwards_fails(made: Client) -> None:
    """An amount paid that is 0 unless the claim was approved, and empty now and then."""
    poc, training = people(600), people(400, start=9000)
    cells = [f"{100 + n}" if line[-1] == "1" else "0" for n, line in enumerate(poc)]
    seen = run(
        put(made, with_column(poc, cells), with_column(training, ["0"] * 400), "paid," + HEADER)
    )
    found = check(seen, "a column that knows the answer")
    assert (found.verdict, found.column) == ("fail", "paid")
    assert "AUC 1.000" in (found.cause or "")


def test_an_identifier_does_not_win_by_being_remembered(made: Client) -> None:
    poc = people(400)
    seen = run(put(made, poc, people(400, start=9000)), data=without("key", "group", "time"))
    found = check(seen, "a column that knows the answer")
    assert found.verdict == "pass"
    assert all(column["estimate"] < 0.65 for column in seen.figures["columns"])


def test_a_claim_above_what_is_measured_fails(made: Client) -> None:
    seen = run(made, claim={"accuracy": 0.999})
    assert check(seen, "claim measured again").verdict == "warn"
    worse = "def predict(records):\n    return [int(r['amount'] > 700) for r in records]\n"
    seen = run(made.model(worse))
    found = check(seen, "claim measured again")
    assert (found.verdict, seen.verdict) == ("fail", "fail")
    assert found.share == pytest.approx(0.95 - seen.figures["measured"]["accuracy"])
    assert "with which version of the model" in (found.fix or "")


def test_a_claim_counted_on_other_rows_needs_an_interval(made: Client) -> None:
    seen = run(made, claim={"accuracy": 0.97, "rows": 5000})
    assert check(seen, "claim measured again").verdict == "inconclusive"
    assert seen.verdict == "inconclusive"
    assert (seen.decides_at_n or 0) > 600
    assert seen.figures["claim"]["n"] == 5000


def test_a_claim_no_better_than_the_commonest_answer_fails(made: Client) -> None:
    rare = [line[:-1] + ("1" if n % 20 == 0 else "0") for n, line in enumerate(people(600))]
    client = put(made, rare, people(400, start=9000))
    seen = run(client, target=None, claim={"accuracy": 0.9})
    found = check(seen, "better than no model")
    assert (found.verdict, seen.verdict) == ("fail", "fail")
    assert seen.figures["majority"]["accuracy"] == 0.95
    assert "claimed accuracy, 90.0%, lies -5.0 points" in (found.cause or "")
    assert "people reach 90.0%" in (found.cause or "")


def test_without_claim_the_measured_accuracy_is_checked(made: Client) -> None:
    seen = run(made, claim={})
    assert (seen.verdict, seen.figures["claim"]) == ("pass", None)
    assert "claim measured again" not in verdicts(seen)
    assert "The measured accuracy" in (check(seen, "better than no model").cause or "")


def test_without_a_model_the_claim_stands_alone(made: Client) -> None:
    seen = run(made, target=None)
    found = check(seen, "claim measured again")
    assert (found.verdict, found.column) == ("inconclusive", None)
    assert (seen.verdict, seen.estimate, seen.target) == ("pass", 0.95, None)


def test_without_claim_and_model_there_is_no_figure_to_check(made: Client) -> None:
    seen = run(made, target=None, claim={})
    assert (seen.verdict, seen.estimate) == ("inconclusive", None)
    assert "No accuracy is claimed, and none was measured" in (seen.reason or "")


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("raise SystemExit(3)", "was not asked, or did not answer"),
        (
            "def predict(records):\n    raise KeyError(records[0])",
            "was not asked, or did not answer",
        ),
        ("def predict(records):\n    return ['yes'] * len(records)", "map one to the other"),
    ],
)
def test_a_model_that_cannot_be_asked_leaves_the_other_checks(
    made: Client, code: str, why: str
) -> None:
    seen = run(made.model(code))
    assert seen.state == "done"
    assert why in (check(seen, "claim measured again").cause or "")
    assert check(seen, "rows seen in training").verdict == "pass"
    assert seen.figures["compared"] is False


FAULTS = {
    "absent": ({"label": "why"}, "has no column 'why' (data.label"),
    "few": ({}, "12 of 600 rows have a label; 30 are needed."),
    "constant": ({}, "Every labelled row has the same label"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_labels_that_cannot_be_used_are_told_and_settle_nothing(made: Client, fault: str) -> None:
    poc = list(rows(600))
    if fault == "few":
        poc = poc[:12] + [line[:-1] for line in poc[12:]]
    if fault == "constant":
        poc = [line[:-1] + "1" for line in poc]
    more, told = FAULTS[fault]
    seen = run(put(made, poc, list(rows(400, start=9000, year=2025))), data=DATA | more)
    found = check(seen, "labels to judge by")
    assert (seen.verdict, found.verdict, seen.figures["label_fault"]) == (
        "inconclusive",
        "inconclusive",
        fault,
    )
    assert told in (found.cause or "")
    assert told in (seen.reason or "")
    assert check(seen, "rows seen in training").verdict == "pass"


def test_a_leak_fails_even_where_the_labels_cannot_be_used(made: Client) -> None:
    poc = [line[:-1] for line in rows(600)]
    seen = run(put(made, poc, list(rows(400, start=9000, year=2025)) + poc[:50]))
    assert seen.verdict == "fail"


def test_an_amount_as_label_is_held_against_its_mean(tmp_path: Path) -> None:
    rng = np.random.default_rng(3)
    lines = [f"k{n},{x:.3f},{3 * x + rng.normal():.3f}" for n, x in enumerate(rng.normal(size=400))]
    told = {"data": without("time", "group"), "claim": {"accuracy": 0.9}}
    told |= {"target": {"id": "m", "version": "1", "python": "model:predict"}}
    code = "def predict(records):\n    return [{factor} * r['x'] for r in records]"
    client = put(Client(tmp_path, told), lines[:300], lines[300:], "key,x,y")
    seen = run(client.model(code.format(factor=3)))
    found = check(seen, "better than no model")
    assert (found.verdict, seen.figures["task"]) == ("pass", "number")
    assert found.share == pytest.approx(1 / 10**0.5, abs=0.05)  # noise of 1 beside a spread of 3
    assert "no share of right answers was judged" in (found.cause or "")
    assert "claim measured again" not in verdicts(seen)
    seen = run(client.model(code.format(factor=-1)))
    assert check(seen, "better than no model").verdict == "fail"


def test_many_labels_are_told_apart_one_from_the_rest(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    labels = rng.choice(list("abcd"), 500)
    lines = [
        f"k{n},{rng.integers(9)},{label.upper()}{n % 2},{label}" for n, label in enumerate(labels)
    ]
    told = {"data": without("time", "group"), "claim": {"accuracy": 0.95}}
    seen = run(put(Client(tmp_path, told), lines[:400], lines[400:], "key,x,code,y"))
    found = check(seen, "a column that knows the answer")
    assert (found.column, found.verdict) == ("code", "warn")


def test_rows_out_of_scope_are_taken_out_first(made: Client) -> None:
    seen = run(made, excluded_segments=["city == 'north'"])
    assert 200 < seen.n < 400
    assert seen.figures["excluded"] == 600 - seen.figures["rows"]
    nothing = run(made, excluded_segments=["city in ['north', 'south']"])
    assert nothing.verdict == "inconclusive"
    assert nothing.reason == "excluded_segments take out every row of the POC sample"


def test_the_observation_survives_json_and_is_the_same_for_a_seed(made: Client) -> None:
    one, two = (run(made, seed=4) for _ in "12")
    assert (one.checks, one.figures) == (two.checks, two.figures)
    text = json.dumps(one.model_dump(mode="json", by_alias=True), allow_nan=False)
    assert Observation.model_validate(json.loads(text)) == one


CANARY = "canary-7f3a"


def test_no_cell_and_no_path_gets_into_an_observation(made: Client) -> None:
    poc = [line.replace("north", CANARY) for line in rows(600)]
    code = "def predict(records):\n    raise ValueError(records[0])"
    seen = run(put(made, poc + poc[:20], poc[:300]).model(code))
    text = seen.model_dump_json()
    assert CANARY not in text
    assert str(made.folder) not in text


def test_clean_samples_raise_no_alarm_over_seeds(tmp_path: Path) -> None:
    """At most 5 % of clean samples of whatever grain may warn or fail."""

    def drawn(n: int, start: int, seed: int) -> list[str]:
        rng = np.random.default_rng([seed, start])
        grain = (300, 40, 3)[seed % 3]
        return [
            f"k{start + i},{rng.integers(grain)},{rng.zipf(1.8)},{rng.choice(['a', 'b'])},"
            f"{int(rng.random() < 0.4)}"
            for i in range(n)
        ]

    told = {"data": without("time", "group"), "claim": {"accuracy": 0.9}}
    alarms = 0
    for seed in range(60):
        client = put(
            Client(tmp_path, told), drawn(300, 0, seed), drawn(350, 900, seed), "key,a,b,c,y"
        )
        seen = run(client, seed=seed)
        alarms += any(c.verdict in ("warn", "fail") for c in seen.checks)
    assert alarms <= 3


def test_a_model_behind_a_network_is_not_contacted_unasked(made: Client) -> None:
    seen = run(made, target={"id": "m", "version": "1", "url": "http://127.0.0.1:9/score"})
    found = check(seen, "claim measured again")
    assert (seen.state, found.verdict) == ("done", "inconclusive")
    assert "--contact" in (found.cause or "")
    assert seen.figures["compared"] is False
