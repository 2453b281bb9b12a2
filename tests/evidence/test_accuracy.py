"""The accuracy method from CSV files and a client's model to an observation."""

from __future__ import annotations

import json
import platform
import sys

import pytest

from readiness_kit.engagement.observation import Check, Observation
from readiness_kit.evidence.intervals import newcombe, wilson
from readiness_kit.evidence.run import run_method
from tests.evidence.conftest import Client, claims


def run(client: Client, **more) -> Observation:
    return run_method("accuracy", client.engagement(**more))


def check(seen: Observation, name: str) -> Check:
    return next(c for c in seen.checks if c.check == name)


def test_a_model_that_is_good_enough_passes(client: Client) -> None:
    seen = run(client)
    low, high = wilson(24, 400)
    assert (seen.state, seen.verdict, seen.n) == ("done", "pass", 400)
    assert seen.estimate == 0.94
    assert seen.interval == pytest.approx([1 - high, 1 - low], abs=1e-6)
    assert seen.limits["fail_error"] == pytest.approx(0.2)
    assert seen.limits["warn_error"] == pytest.approx(0.16)
    assert seen.decides_at_n is None
    assert seen.criteria == ["poc.accuracy"]
    assert [c.verdict for c in seen.checks] == ["pass", "inconclusive", "pass"]


def test_the_figures_say_what_the_verdict_rests_on(client: Client) -> None:
    figures = run(client).figures
    low, high = newcombe(380, 400, 376, 400)
    assert figures["poc"]["accuracy"] == 0.95
    assert figures["production"]["labelled"] == 400
    assert figures["fall"]["estimate"] == pytest.approx(0.01)
    assert figures["fall"]["low"] == pytest.approx(low, abs=1e-6)
    assert figures["fall"]["high"] == pytest.approx(high, abs=1e-6)
    assert figures["fall"]["decides_at_n"] > 400
    assert figures["majority"] == {"label": "0", "share": 0.5}
    assert (figures["stop_number"], figures["human"]) == (0.8, 0.91)
    assert figures["wrong_per_day"] == 60
    assert sum(row["count"] for row in figures["confusion"]) == 400
    wrong = {r["label"]: r["count"] for r in figures["confusion"] if r["label"] != r["prediction"]}
    expected = 1000 * (wrong["1"] * 340 + wrong["0"] * 85) / 400
    assert figures["cost_per_1000"] == pytest.approx(expected)


def test_a_model_that_goes_by_place_gets_both_samples_in_the_order_of_the_poc(
    client: Client,
) -> None:
    code = "def predict(records):\n    return [int(next(iter(r.values())) > 100) for r in records]"
    turned = [",".join(reversed(line.split(","))) for line in claims(400, 24, start=1000)]
    seen = run(client.model(code).samples(production=turned))
    assert (seen.figures["poc"]["accuracy"], seen.estimate) == (0.95, 0.94)


def test_a_model_below_the_stop_number_fails(client: Client) -> None:
    seen = run(
        client.samples(production=claims(60, 18, start=1000)), service_levels={"accuracy_min": 0.9}
    )
    assert (seen.verdict, check(seen, "wrong answers in production").severity) == ("fail", "high")
    assert "30.0% of the answers are wrong" in check(seen, "wrong answers in production").cause
    assert check(seen, "fall since the POC").verdict == "warn"  # it never fails a run


def test_a_model_close_to_the_stop_number_warns(client: Client) -> None:
    seen = run(client.samples(production=claims(4000, 720, start=1000)))
    assert check(seen, "wrong answers in production").verdict == "warn"
    assert seen.verdict == "warn"


def test_a_good_model_that_fell_warns(client: Client) -> None:
    told = {"accuracy_min": 0.7}
    seen = run(client.samples(production=claims(900, 135, start=1000)), service_levels=told)
    assert check(seen, "wrong answers in production").verdict == "pass"
    assert check(seen, "fall since the POC").verdict == "warn"
    assert seen.verdict == "warn"


def test_too_few_rows_do_not_decide_and_say_how_many_would(client: Client) -> None:
    seen = run(client.samples(production=claims(40, 6, start=1000)))
    assert seen.verdict == "inconclusive"
    assert seen.decides_at_n is not None
    assert seen.decides_at_n > 40
    assert seen.reason == f"40 labelled rows do not decide; about {seen.decides_at_n:,} would."


def test_even_a_perfect_model_needs_thirty_labelled_rows(client: Client) -> None:
    seen = run(
        client.samples(production=claims(20, 0, start=1000)), service_levels={"accuracy_min": 0.5}
    )
    assert (seen.verdict, seen.decides_at_n) == ("inconclusive", 30)


def test_without_a_stop_number_the_commonest_label_is_the_limit(client: Client) -> None:
    rare = claims(1000, 80, start=1000, positive=100)
    seen = run(client.samples(production=rare), service_levels={})
    found = check(seen, "wrong answers in production")
    assert seen.limits["accuracy_min"] is None
    assert seen.limits["fail_error"] == pytest.approx(0.1)
    assert seen.figures["binding_limit"] == "majority"
    assert "always answering the commonest label" in found.cause
    assert "names no accuracy_min" in found.cause
    assert found.verdict == "inconclusive"  # 92 % right, where answering 0 always gives 90 %


def test_the_higher_of_stop_number_and_majority_binds(client: Client) -> None:
    rare = claims(1000, 150, start=1000, positive=100)
    seen = run(client.samples(production=rare))
    assert (seen.verdict, seen.figures["binding_limit"]) == ("fail", "majority")


def test_one_label_alone_shows_nothing(client: Client) -> None:
    seen = run(client.samples(production=claims(200, 0, start=1000, positive=200)))
    assert (seen.verdict, seen.decides_at_n) == ("inconclusive", None)
    assert "the same label" in seen.reason


def test_production_without_labels_is_inconclusive_with_an_estimate_marked_so(
    client: Client,
) -> None:
    bare = ["claim_id,amount,channel"] + [f"d{n},150,web" for n in range(50)]
    code = "def predict(records):\n    return [{'prediction': 1, 'proba': 0.75}] * len(records)"
    seen = run(client.samples(production=bare).model(code))
    assert (seen.state, seen.verdict, seen.n) == ("done", "inconclusive", 0)
    assert seen.estimate is None
    assert "no production row in scope has a label" in seen.reason
    assert seen.figures["production"]["estimated"] == {
        "accuracy": 0.75,
        "n": 50,
        "basis": "ESTIMATED from confidence",
    }


def test_empty_labels_are_left_out_of_the_count(client: Client) -> None:
    lines = claims(400, 24, start=1000) + [f"u{n},150,web," for n in range(30)]
    seen = run(client.samples(production=lines))
    assert (seen.n, seen.figures["production"]["n"]) == (400, 430)


def test_excluded_segments_are_taken_out_of_both_samples_and_printed(client: Client) -> None:
    def with_legacy(lines: list[str]) -> list[str]:
        return lines + [f"x{n},150,legacy,0" for n in range(100)]

    there = client.samples(
        poc=with_legacy(claims(400, 20)), production=with_legacy(claims(400, 24, start=1000))
    )
    seen = run(there, excluded_segments=["channel == 'legacy'"])
    assert (seen.n, seen.estimate) == (400, 0.94)
    assert seen.figures["excluded_segments"] == ["channel == 'legacy'"]
    assert [seen.figures[s]["excluded"] for s in ("poc", "production")] == [100, 100]
    assert [entry.rows for entry in seen.inputs] == [500, 500]


def test_everything_excluded_is_inconclusive(client: Client) -> None:
    seen = run(client, excluded_segments=["channel == 'web'"])
    assert seen.verdict == "inconclusive"
    assert "take out every row" in seen.reason


def test_the_same_rows_in_both_samples_are_compared_in_pairs(client: Client) -> None:
    seen = run(client.samples(poc=claims(400, 20), production=claims(400, 60)))
    assert seen.figures["fall"]["paired"] is True
    assert seen.figures["fall"]["estimate"] == 0.1
    assert seen.figures["fall"]["p_value"] < 1e-6


def test_a_model_that_changes_its_mind_warns(client: Client) -> None:
    code = """
seen = {"calls": 0}
def predict(records):
    seen["calls"] += 1
    first = int(seen["calls"] == 1)
    return [int(r["amount"] > 100) ^ (first and n < 10) for n, r in enumerate(records)]
"""
    found = check(run(client.model(code)), "same answer twice")
    assert (found.verdict, found.share, found.n) == ("warn", 0.05, 200)


@pytest.mark.parametrize("answer", ["True if hit else False", "float(hit)", "'1' if hit else '0'"])
def test_labels_are_compared_by_meaning_not_by_spelling(client: Client, answer: str) -> None:
    code = f"""
def predict(records):
    return [{answer} for hit in (r["amount"] > 100 for r in records)]
"""
    assert run(client.model(code)).estimate == 0.94


def test_the_model_never_sees_label_or_key(client: Client) -> None:
    code = """
def predict(records):
    assert all(list(r) == ["amount", "channel"] for r in records)
    return [int(r["amount"] > 100) for r in records]
"""
    assert run(client.model(code)).state == "done"


def test_an_answer_of_nothing_is_a_wrong_answer(client: Client) -> None:
    code = """
def predict(records):
    return [None if record["amount"] > 100 else float("nan") for record in records]
"""
    seen = run(client.model(code))
    assert (seen.verdict, seen.estimate) == ("fail", 0)
    assert seen.figures["production"]["no_answer"] == 400


def test_no_target_is_skipped_with_its_reason(client: Client) -> None:
    seen = run(client, target=None)
    assert (seen.state, seen.verdict) == ("skipped", None)
    assert seen.reason == "engagement.yaml names no target"


@pytest.mark.parametrize("missing", ["poc", "production", "label"])
def test_unnamed_data_is_skipped_with_its_reason(client: Client, missing: str) -> None:
    data = {k: v for k, v in client.profile["data"].items() if k != missing}
    seen = run(client, data=data)
    assert (seen.state, seen.reason) == ("skipped", f"engagement.yaml names no data.{missing}")


def test_a_file_that_is_not_there_yet_is_skipped(client: Client) -> None:
    (client.folder / "data" / "production.csv").unlink()
    seen = run(client)
    assert seen.state == "skipped"
    assert "data/production.csv" in seen.reason


def test_a_file_that_does_not_read_is_an_error_with_its_line(client: Client) -> None:
    seen = run(client.samples(production=["claim_id,amount,channel,approved", "c1,2"]))
    assert (seen.state, seen.verdict) == ("error", None)
    assert "data/production.csv:2: 4 fields, as in the header; got 2" in seen.reason


def test_a_condition_that_does_not_read_is_an_error(client: Client) -> None:
    seen = run(client, excluded_segments=["channel.str.contains('x')"])
    assert seen.state == "error"
    assert "excluded_segments[0]" in seen.reason


@pytest.mark.parametrize(
    "body", ["import os; os._exit(1)", "raise ValueError(records)", "return [object()]"]
)
def test_a_target_that_breaks_is_an_error_with_its_reason(client: Client, body: str) -> None:
    seen = run(client.model(f"def predict(records):\n    {body}"))
    assert (seen.state, seen.verdict) == ("error", None)
    assert "model:predict" in seen.reason


def test_a_target_that_somebody_has_to_allow_is_skipped(client: Client) -> None:
    seen = run(client, target={"id": "m", "version": "1", "pickle": "model.joblib"})
    assert seen.state == "skipped"
    assert "--trust-pickle" in seen.reason


def test_data_outside_the_folder_is_an_error(client: Client) -> None:
    outside = client.folder.parent / "outside.csv"
    outside.write_text("a\n1\n", encoding="utf-8")
    data = {**client.profile["data"], "poc": "../outside.csv"}
    seen = run(client, data=data)
    assert seen.state == "error"
    assert "outside the engagement's folder" in seen.reason


CANARY = "canary-7f3a"


@pytest.mark.parametrize(
    "code",
    [
        "def predict(records):\n    return [r['channel'] for r in records]",
        "def predict(records):\n    raise ValueError(records[0])",
        "def predict(records):\n    print(records)\n    return [1] * len(records)",
        "def predict(records):\n    return {r['channel'] for r in records}",
    ],
)
def test_no_cell_and_no_path_gets_into_an_observation(client: Client, code: str) -> None:
    lines = claims(60, 3, start=1000)
    planted = [lines[0]] + [line.replace("web", CANARY) for line in lines[1:]]
    rare = [f"k-{CANARY},1,web,rare-{CANARY}"]
    seen = run(client.samples(poc=planted + rare, production=planted + rare).model(code))
    text = seen.model_dump_json()
    assert CANARY not in text
    assert str(client.folder) not in text


def test_the_observation_survives_json(client: Client) -> None:
    seen = run(client)
    text = json.dumps(seen.model_dump(mode="json", by_alias=True), allow_nan=False)
    assert Observation.model_validate(json.loads(text)) == seen


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"label": "aproved"}, ("'aproved' (data.label)", "approved", "data.label")),
        ({"key": "claimid"}, ("'claimid' (data.key)", "claim_id", "data.key")),
    ],
)
def test_a_column_that_neither_sample_has_is_named_before_the_model_is_asked(
    client: Client, data: dict[str, str], told: tuple[str, str, str]
) -> None:
    """Else the true label would go to the model as one more feature."""
    client.model("raise SystemExit('asked')\n")
    seen = run(client, data={**client.profile["data"], **data})
    column, near, key = told
    assert seen.state == "error"
    assert seen.reason == (
        f"column {column} is in neither sample; data/poc.csv has: claim_id, amount, channel, "
        f"approved (nearest: {near}). Correct {key} in engagement.yaml."
    )


def test_a_column_like_no_other_is_named_without_a_guess(client: Client) -> None:
    seen = run(client, data={**client.profile["data"], "label": "zzz"})
    assert "column 'zzz' (data.label) is in neither sample" in (seen.reason or "")
    assert "nearest" not in (seen.reason or "")


def renamed(lines: list[str], old: str, new: str) -> list[str]:
    return [lines[0].replace(old, new), *lines[1:]]


def test_production_without_the_label_column_is_measured_as_far_as_it_goes(client: Client) -> None:
    seen = run(client.samples(production=renamed(claims(400, 24), "approved", "aproved")))
    assert (seen.state, seen.verdict) == ("done", "inconclusive")
    assert seen.figures["poc"]["accuracy"] == 0.95
    assert seen.reason == (
        "no production row in scope has a label (data/production.csv has no column 'approved' "
        "(data.label; nearest: aproved)), so accuracy in production was not measured"
    )
    found = check(seen, "wrong answers in production")
    assert found.cause == seen.reason
    assert "about 43 decide if the model is right as often as in the POC" in (found.fix or "")


def test_so_many_labels_decide_indeed_if_the_model_is_right_as_often(client: Client) -> None:
    """The 43 of the test before: 2 of 43 wrong is about the POC's 5 %, and 2 of 40 is too few."""
    assert run(client.samples(production=claims(43, 2, start=1000))).verdict == "pass"
    assert run(client.samples(production=claims(40, 2, start=1000))).verdict == "inconclusive"


def test_a_poc_sample_without_the_label_column_leaves_production_judged(client: Client) -> None:
    seen = run(client.samples(poc=renamed(claims(400, 20), "approved", "Approved")))
    assert (seen.verdict, seen.estimate) == ("pass", 0.94)
    found = check(seen, "fall since the POC")
    assert found.verdict == "inconclusive"
    assert found.cause == (
        "Not measured: no POC row in scope has a label (data/poc.csv has no column 'approved' "
        "(data.label; nearest: Approved))."
    )


def test_no_label_in_either_sample_is_said_of_both(client: Client) -> None:
    bare = [line.rpartition(",")[0] + "," for line in claims(50, 0)[1:]]
    header = claims(1, 0)[:1]
    seen = run(client.samples(poc=header + bare, production=header + bare))
    assert (seen.state, seen.verdict, seen.n) == ("done", "inconclusive", 0)
    assert seen.reason == (
        "no production row in scope has a label, nor has a POC row, so accuracy in production was "
        "not measured"
    )
    fix = check(seen, "wrong answers in production").fix or ""
    assert fix.endswith("30 at the least; a large fall shows in 50.")


@pytest.mark.parametrize("sample", ["poc", "production"])
def test_a_key_that_one_sample_lacks_is_named_where_rows_would_be_matched(
    client: Client, sample: str
) -> None:
    lines = renamed(claims(400, 24), "claim_id", "claimid")
    seen = run(
        client.samples(**{"poc": claims(400, 20), "production": claims(400, 24)} | {sample: lines})
    )
    assert seen.state == "done"
    assert (
        f"data/{sample}.csv has no column 'claim_id' (data.key; nearest: claimid), so rows were "
        "not matched)"
    ) in (check(seen, "fall since the POC").cause or "")


@pytest.mark.parametrize(
    ("start", "rows"),
    [
        (0, "; the same 400 rows)."),
        (200, "; 200 keys are in both samples, but not all rows have a twin)."),
        (1000, "; the two samples share no rows)."),
    ],
)
def test_the_fall_says_which_rows_it_compares(client: Client, start: int, rows: str) -> None:
    seen = run(client.samples(poc=claims(400, 20), production=claims(400, 60, start=start)))
    assert (check(seen, "fall since the POC").cause or "").endswith(rows)


def test_without_a_key_nothing_is_said_of_shared_rows(client: Client) -> None:
    data = {k: v for k, v in client.profile["data"].items() if k != "key"}
    cause = check(run(client, data=data), "fall since the POC").cause or ""
    assert cause.endswith(" points).")


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("'yes' if r['amount'] > 100 else 'no'", ("'no', 'yes'", "'yes', 'no'")),
        ("0.93", ("decimals between 0 and 1, such as probabilities",)),
        ("'owl'", ("words that are no label",)),
    ],
)
def test_answers_that_are_no_label_at_all_are_not_counted_as_wrong(
    client: Client, answer: str, told: tuple[str, ...]
) -> None:
    """Another vocabulary says nothing of the model; a verdict of fail would be false."""
    client.model(f"def predict(records):\n    return [{answer} for r in records]\n")
    seen = run(client)
    assert (seen.state, seen.verdict, seen.estimate) == ("done", "inconclusive", None)
    assert seen.reason in [
        f"the model answers {words}; the labels are '0', '1': map one to the other in the callable"
        for words in told
    ]
    found = check(seen, "wrong answers in production")
    assert (found.verdict, found.cause) == (
        "inconclusive",
        f"Nothing was compared: {seen.reason}.",
    )
    for sample in ("poc", "production"):
        assert seen.figures[sample]["accuracy"] is None
        assert seen.figures[sample]["labelled"] == 400
    assert "owl" not in seen.model_dump_json()


def test_answers_foreign_to_the_poc_alone_leave_production_judged(client: Client) -> None:
    """The rows of the POC have an amount that gives another word."""
    poc = [line.replace(",50,", ",7,").replace(",150,", ",7,") for line in claims(400, 20)]
    client.model(
        "def predict(records):\n"
        "    return ['no' if r['amount'] == 7 else int(r['amount'] > 100) for r in records]\n"
    )
    seen = run(client.samples(poc=poc))
    assert (seen.verdict, seen.estimate) == ("pass", 0.94)
    assert seen.figures["poc"]["accuracy"] is None
    assert check(seen, "fall since the POC").cause == (
        "Not measured: on the POC sample the model answers 'no'; the labels are '0', '1': map one "
        "to the other in the callable."
    )


def test_an_answer_that_only_the_poc_has_as_a_label_is_compared(client: Client) -> None:
    """A model that always answers what never occurs in production is wrong there, not foreign."""
    client.model("def predict(records):\n    return [1 for r in records]\n")
    seen = run(client.samples(production=claims(400, 0, start=1000, positive=0)))
    assert (seen.state, seen.estimate) == ("done", 0)


def test_it_is_recorded_whose_python_answered(client: Client) -> None:
    ours = run(client).environment
    assert ours["target_interpreter"] == "the kit's own Python"
    assert ours["target_python"] == platform.python_version()
    target = {**client.profile["target"], "interpreter": sys.executable}
    theirs = run(client, target=target)
    assert theirs.environment["target_interpreter"] == "the client's interpreter"
    assert sys.executable not in theirs.model_dump_json()


def test_some_answers_that_are_no_label_are_wrong_and_told(client: Client) -> None:
    client.model(
        "def predict(records):\n"
        "    return [1 if r['amount'] > 100 else 'refuse' for r in records]\n"
    )
    cause = check(run(client), "wrong answers in production").cause or ""
    assert "of the 400 answers are no label that occurs in either sample." in cause


def amounts(n: int, *, start: int = 0, off: float = 0.0, spoiled: int = 0) -> list[str]:
    """Rows whose label is twice the amount; in `spoiled` of them it is far from that."""
    lines = ["claim_id,amount,channel,approved"]
    for row in range(n):
        amount = 100 + row % 100
        truth = 2 * amount + off + (1000 if row < spoiled else 0)
        lines.append(f"c{start + row},{amount},web,{truth}")
    return lines


DOUBLE = "def predict(records):\n    return [2 * r['amount'] for r in records]\n"


def test_a_number_as_label_is_judged_by_how_many_answers_are_near_enough(client: Client) -> None:
    client.samples(poc=amounts(400), production=amounts(400, start=1000, spoiled=24))
    seen = run(client.model(DOUBLE))
    assert (seen.estimate, seen.n) == (0.94, 400)
    assert check(seen, "wrong answers in production").verdict == "pass"
    assert seen.figures["task"] == {"kind": "number", "tolerance": pytest.approx(18, abs=0.5)}
    assert seen.limits["majority"] is None
    assert seen.limits["fail_error"] == pytest.approx(0.2)
    assert (seen.figures["majority"], seen.figures["confusion"]) == (None, [])
    assert seen.figures["cost_per_1000"] is None  # prices are by label
    assert seen.figures["poc"]["scores"] == {"mae": 0, "rmse": 0, "answered": 400}
    assert seen.figures["production"]["scores"]["mae"] == pytest.approx(60)
    cause = check(seen, "wrong answers in production").cause or ""
    assert cause.startswith("6.0% of the answers are off by more than 17.8 in production")
    assert any("taken for an amount" in remark for remark in seen.figures["notes"])


def test_a_number_too_often_too_far_off_fails(client: Client) -> None:
    client.samples(poc=amounts(400), production=amounts(400, start=1000, spoiled=160))
    seen = run(client.model(DOUBLE))
    assert (seen.verdict, seen.estimate) == ("fail", 0.6)
    assert check(seen, "fall since the POC").verdict == "warn"


def test_one_enormous_label_changes_no_verdict(client: Client) -> None:
    poc, production = amounts(400), amounts(400, start=1000)
    plain = run(client.samples(poc=poc, production=production).model(DOUBLE))
    poc[1] = "c0,100,web,1000000000"
    production[1] = "c1000,100,web,1000000000"
    seen = run(client.samples(poc=poc, production=production))
    assert [c.verdict for c in seen.checks] == [c.verdict for c in plain.checks]


def test_a_number_without_a_stop_number_is_not_judged(client: Client) -> None:
    """A number has no commonest label that one could always answer."""
    client.samples(poc=amounts(400), production=amounts(400, start=1000, spoiled=390))
    seen = run(client.model(DOUBLE), service_levels={})
    assert (seen.verdict, seen.limits["fail_error"]) == ("inconclusive", None)
    assert "agree service_levels.accuracy_min" in (seen.reason or "")


def test_labels_that_are_mostly_one_number_are_not_compared(client: Client) -> None:
    def rare(start: int) -> list[str]:
        labels = (row if row % 25 == 1 else 0 for row in range(600))
        return [f"c{start + row},150,web,{label}" for row, label in enumerate(labels)]

    head = amounts(1)[:1]
    client.samples(poc=head + rare(0), production=head + rare(1000))
    seen = run(client.model(DOUBLE))
    assert seen.verdict == "inconclusive"
    assert "nine in ten labels are the same number" in (seen.reason or "")
    assert seen.figures["production"]["accuracy"] is None


def test_words_where_the_label_is_a_number_are_not_counted_as_wrong(client: Client) -> None:
    client.samples(poc=amounts(400), production=amounts(400, start=1000))
    seen = run(client.model("def predict(records):\n    return ['owl'] * len(records)\n"))
    assert (seen.verdict, seen.figures["compared"]) == ("inconclusive", False)
    assert seen.reason == "the model answers words that are no label; the labels are numbers"


def test_labels_that_are_no_numbers_are_left_out_and_told(client: Client) -> None:
    production = [
        line.rpartition(",")[0] + ",n/a" if row % 4 == 1 else line
        for row, line in enumerate(amounts(400, start=1000))
    ]
    seen = run(client.samples(poc=amounts(400), production=production).model(DOUBLE))
    assert seen.n == 300
    assert any("100 labels are no numbers" in remark for remark in seen.figures["notes"])


def test_many_labels_are_told_one_by_one(client: Client) -> None:
    def kinds(n: int, start: int = 0) -> list[str]:
        names = ["paid", "refused", "asked"]
        rows = [f"c{start + row},{50 * (row % 3)},web,{names[row % 3]}" for row in range(n)]
        return ["claim_id,amount,channel,approved", *rows]

    code = """
def predict(records):
    return [{0: "paid", 50: "refused", 100: "paid"}[r["amount"]] for r in records]
"""
    client.samples(poc=kinds(300), production=kinds(300, 1000)).model(code)
    scores = run(client).figures["production"]["scores"]
    assert scores["macro_f1"] == pytest.approx((2 / 3 + 1 + 0) / 3, abs=1e-6)
    assert {entry["label"]: entry["recall"] for entry in scores["classes"]} == {
        "paid": 1.0,
        "refused": 1.0,
        "asked": 0.0,
    }


def test_of_many_labels_confidence_is_taken_as_it_is(client: Client) -> None:
    rows = [f"c{row},1,web,{name}" for row, name in enumerate(["a", "b", "c"] * 40)]
    head = "claim_id,amount,channel"
    bare = [head, *(f"d{n},150,web" for n in range(50))]
    code = "def predict(records):\n    return [{'prediction': 'a', 'proba': 0.4}] * len(records)"
    seen = run(client.samples(poc=[f"{head},approved", *rows], production=bare).model(code))
    assert seen.figures["production"]["estimated"]["accuracy"] == 0.4


def test_the_part_where_the_model_errs_most_is_told_and_not_judged(client: Client) -> None:
    def over(lines: list[str], channel: str, start: int) -> list[str]:
        return [line.replace("web", channel) for line in lines[start:]]

    good, bad = claims(600, 12, start=1000), claims(200, 90, start=3000)
    seen = run(client.samples(production=good + over(bad, "post", 1)))
    found = check(seen, "where it is wrong most")
    assert (found.column, found.verdict, found.n) == ("channel", None, 200)
    assert found.cause == (
        "Where channel is 'post', 45.0% of the answers are wrong; in all other records 2.0% are."
    )
    assert seen.figures["slices"]["worst"][0]["value"] == "is 'post'"
    assert all(c.check != found.check for c in run(client.samples(production=good)).checks)
