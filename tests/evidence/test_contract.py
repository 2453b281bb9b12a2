"""A contract is taken from the POC sample without its records, and breaks where it should."""

from __future__ import annotations

import datetime as dt
import random
import string
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from readiness_kit.engagement.observation import InputFile
from readiness_kit.evidence import run_method
from readiness_kit.evidence.contract.build import build_contract, widened
from readiness_kit.evidence.contract.judging import Held, hold
from readiness_kit.evidence.contract.terms import Contract
from readiness_kit.evidence.samples import Sample
from tests.evidence.conftest import Client, claims

Columns = dict[str, list[str]]
SHA = "a" * 64


def records(n: int, seed: int, *, start: int = 0) -> Columns:
    """Clean records of every kind of column, the income missing now and then."""
    draw = random.Random(seed)
    channels = ["web", "app", "branch", "phone"]
    return {
        "id": [f"c{start + row}" for row in range(n)],
        "amount": [f"{draw.lognormvariate(5, 1):.2f}" for _ in range(n)],
        "age": [str(draw.randint(18, 90)) for _ in range(n)],
        "income": ["" if draw.random() < 0.05 else f"{draw.gauss(4e4, 9e3):.0f}" for _ in range(n)],
        "channel": draw.choices(channels, weights=[5, 3, 1, 1], k=n),
        "urgent": [draw.choice(["true", "false"]) for _ in range(n)],
        "day": [f"2026-{draw.randint(1, 9):02}-{draw.randint(1, 28):02}" for _ in range(n)],
        "note": [" ".join(["late claim"] * draw.randint(1, 9)) + f" {row}" for row in range(n)],
        "y": [draw.choice(["0", "1"]) for _ in range(n)],
    }


def sample(columns: Columns, name: str = "poc.csv") -> Sample:
    return Sample(name, SHA, "utf-8", ",", pd.DataFrame(columns, dtype="str"))


def contract(poc: Sample, **more: str) -> Contract:
    source = InputFile(path=poc.path, sha256=poc.sha256, rows=poc.rows)
    named = {"label": "y", "key": "id", **more}
    return build_contract(poc, source=source, system="Triage", day=dt.date(2026, 10, 12), **named)


def broken(held: Held) -> dict[tuple[str, str], str]:
    found = [result for result in held.results if result.verdict in ("warn", "fail")]
    return {(result.field.name, result.rule): result.verdict for result in found}


def every(step: int, change: Callable[[str], str]) -> Callable[[list[str]], list[str]]:
    """Change one cell in so many."""
    return lambda cells: [change(c) if row % step == 0 else c for row, c in enumerate(cells)]


@pytest.mark.parametrize(
    ("column", "change", "rule", "verdict"),
    [
        ("amount", every(10, lambda cell: f"{float(cell) * 1000:.2f}"), "range", "fail"),
        ("age", every(5, lambda cell: str(-int(cell))), "range", "fail"),
        ("age", every(30, lambda cell: "999"), "range", "warn"),
        ("amount", every(10, lambda cell: cell.replace(".", ",")), "form", "fail"),
        ("age", every(10, lambda cell: f"{cell} years"), "form", "fail"),
        ("age", every(10, lambda cell: "N/A"), "form", "fail"),
        ("age", every(10, lambda cell: f"{cell}.5"), "form", "fail"),
        ("channel", every(10, str.upper), "values", "fail"),
        ("channel", every(30, lambda cell: "NEW"), "values", "warn"),
        ("urgent", every(10, lambda cell: "ja"), "form", "fail"),
        ("day", every(10, lambda cell: "/".join(cell.split("-")[::-1])), "form", "fail"),
        ("day", every(10, lambda cell: "2026-13-01"), "form", "fail"),
        ("note", every(10, lambda cell: cell * 40), "length", "fail"),
        ("income", every(5, lambda cell: ""), "empty", "fail"),
        ("amount", every(30, lambda cell: ""), "empty", "warn"),
        ("id", lambda cells: [*cells[:-1], cells[0]], "unique", "fail"),
        ("id", every(10, lambda cell: ""), "empty", "fail"),
    ],
)
def test_each_fault_breaks_its_rule_and_no_other(
    column: str, change: Callable[[list[str]], list[str]], rule: str, verdict: str
) -> None:
    fresh = records(3000, seed=2, start=10**6)
    held = hold(
        contract(sample(records(3000, seed=1))), sample({**fresh, column: change(fresh[column])})
    )
    found = broken(held)
    assert found.pop((column, rule)) == verdict
    # empty keys are equal to each other, too
    assert found in ({}, {("id", "unique"): "fail"})


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("before", "after"), [(400, 400), (3000, 3000), (300, 3000)])
def test_records_of_the_same_kind_raise_no_alarm(seed: int, before: int, after: int) -> None:
    poc = sample(records(before, seed=100 + seed))
    assert broken(hold(contract(poc), sample(records(after, seed=seed, start=10**6)))) == {}


@pytest.mark.parametrize("seed", range(4))
def test_categories_that_are_as_rare_as_the_list_allows_raise_no_alarm(seed: int) -> None:
    """A list made of what came five times misses what came four times by chance."""
    draw = random.Random(seed)
    codes = [f"{a}{b}" for a in string.ascii_letters for b in "xy"]
    weights = [1 / (place + 1) for place in range(len(codes))]

    def drawn() -> Sample:
        return sample({"code": draw.choices(codes, weights, k=1000)})

    poc, fresh = drawn(), drawn()
    made = contract(poc, label="", key="")
    assert made.fields[0].allowed["values"] > 0.1
    assert broken(hold(made, fresh)) == {}


def test_one_outlier_changes_no_verdict() -> None:
    columns, fresh = records(3000, seed=1), records(3000, seed=2, start=10**6)
    fresh["amount"] = every(10, lambda cell: f"{float(cell) * 1000:.2f}")(fresh["amount"])
    plain = contract(sample(columns))
    columns["amount"][7] = "1000000000"
    moved = contract(sample(columns))
    assert moved.fields[1].high < 1.2 * plain.fields[1].high
    assert broken(hold(moved, sample(fresh))) == broken(hold(plain, sample(fresh)))


def test_a_value_of_few_records_is_in_no_rule() -> None:
    columns = records(1000, seed=1)
    columns["channel"][:4] = ["secret-desk"] * 4
    columns["channel"][4:9] = ["counter"] * 5
    field = {field.name: field for field in contract(sample(columns)).fields}["channel"]
    assert field.values == ("app", "branch", "counter", "phone", "web")


def test_words_for_nothing_that_the_sample_has_are_taken() -> None:
    columns, fresh = records(3000, seed=1), records(3000, seed=2, start=10**6)
    for both in (columns, fresh):
        both["age"] = every(20, lambda cell: "n/a")(both["age"])
    held = hold(contract(sample(columns)), sample(fresh))
    assert broken(held) == {}
    assert held.rejected < 0.02 * held.n


def test_a_missing_column_breaks_the_contract_and_a_missing_label_does_not() -> None:
    fresh = records(500, seed=2, start=10**6)
    del fresh["age"], fresh["y"]
    assert broken(hold(contract(sample(records(500, seed=1))), sample(fresh))) == {
        ("age", "column"): "fail"
    }


def test_further_columns_and_their_order_break_nothing() -> None:
    fresh = dict(reversed(records(500, seed=2, start=10**6).items())) | {"more": ["x"] * 500}
    assert broken(hold(contract(sample(records(500, seed=1))), sample(fresh))) == {}


def test_a_key_that_repeats_in_the_sample_is_no_rule_and_told() -> None:
    columns = records(500, seed=1)
    columns["id"][1] = columns["id"][0]
    made = contract(sample(columns))
    assert "unique" not in made.fields[0].allowed
    assert made.notes == ("id repeats in poc.csv, so that it is unique is no rule",)
    assert broken(hold(made, sample(columns))) == {}


def test_few_records_are_inconclusive_and_say_how_many_would_do() -> None:
    held = hold(contract(sample(records(3000, seed=1))), sample(records(50, seed=2, start=10**6)))
    shares = [result for result in held.results if result.interval is not None]
    assert {result.verdict for result in shares} == {"inconclusive"}
    assert all(result.decides_at_n for result in shares)
    assert all(result.share >= result.allowed for result in held.noted)


@pytest.mark.parametrize("cell", ["", "x", "5", "N/A"])
def test_a_column_of_one_value_and_a_file_of_one_record_are_taken(cell: str) -> None:
    made = contract(sample({"id": ["1"], "x": [cell]}), label="")
    assert broken(hold(made, sample({"id": ["2"], "x": [cell]}))) == {}
    assert hold(made, sample({"id": ["2"], "x": ["999999"]})).n == 1


def test_a_column_that_is_all_empty_in_production_is_empty_and_nothing_else() -> None:
    fresh = records(500, seed=2, start=10**6)
    for name in ("age", "channel", "day", "note"):
        fresh[name] = [""] * 500
    assert broken(hold(contract(sample(records(500, seed=1))), sample(fresh))) == dict.fromkeys(
        [(name, "empty") for name in ("age", "channel", "day", "note")], "fail"
    )


@pytest.mark.parametrize(
    ("first", "last", "whole", "expected"),
    [
        (0.0, 100.0, False, (0.0, 110.0)),
        (-5.0, 5.0, False, (-6.0, 6.0)),
        (18.2, 89.7, True, (11.0, 97.0)),
        (2019.0, 2026.0, True, (2018.0, 2027.0)),
        (0.12, 0.98, False, (0.03, 1.07)),
        (5.0, 5.0, False, (4.5, 5.5)),
        (0.0, 0.0, True, (0.0, 1.0)),
        (-7.0, -7.0, True, (-8.0, -6.0)),
        (1e12, 3e12, False, (8e11, 3.2e12)),
    ],
)
def test_bounds_lie_outside_of_the_quantiles_on_round_figures(
    first: float, last: float, whole: bool, expected: tuple[float, float]
) -> None:
    assert widened(first, last, whole=whole) == expected


def test_the_method_counts_in_out_and_rejected(client: Client) -> None:
    lines = claims(400, 24, start=1000)
    dirty = [
        line.replace(",web,", ",fax,") if row % 4 == 0 else line for row, line in enumerate(lines)
    ]
    seen = run_method("contract", client.samples(production=[lines[0], *dirty[1:]]).engagement())
    assert (seen.state, seen.verdict, seen.target) == ("done", "fail", None)
    assert seen.figures["records"] == {"in": 400, "out": 300, "rejected": 100}
    assert seen.estimate == 0.25
    assert [check.column for check in seen.checks if check.verdict == "fail"] == ["channel"]
    assert "fax" not in seen.model_dump_json()
    assert [(file.path, file.rows) for file in seen.inputs] == [
        ("data/poc.csv", 400),
        ("data/production.csv", 400),
    ]


def test_a_clean_production_passes_with_one_check(client: Client) -> None:
    seen = run_method("contract", client.engagement())
    assert (seen.verdict, [check.verdict for check in seen.checks]) == ("pass", ["pass"])
    assert seen.checks[0].cause == "400 records in, 400 out, 0 rejected. 12 of 12 rules are kept."


def test_the_same_files_give_the_same_observation(client: Client) -> None:
    runs = [run_method("contract", client.engagement(), seed=seed) for seed in (0, 0)]
    first, second = ({**run.model_dump(), "duration_s": 0, "finished_at": 0} for run in runs)
    assert first == second


def test_too_few_records_are_told_as_such(client: Client) -> None:
    fresh = claims(40, 0, start=1000)
    seen = run_method("contract", client.samples(production=fresh).engagement())
    assert seen.verdict == "inconclusive"
    assert seen.reason == "40 records do not decide about 8 of 12 rules"
    assert seen.decides_at_n and seen.decides_at_n > 100


@pytest.mark.parametrize("spread", ["long tail", "counted", "fractions"])
def test_a_label_that_is_an_amount_is_a_number_and_no_list(spread: str) -> None:
    """No list would hold them all: even of its own rows it rejected one in nine."""
    draw = random.Random(4)
    labels = {
        "long tail": [str(int(draw.lognormvariate(2.5, 0.8))) for _ in range(600)],
        "counted": [str(row) for row in range(600)],
        "fractions": [f"{draw.uniform(0, 9):.1f}" for _ in range(600)],
    }[spread]
    made = contract(sample({"y": labels}))
    (label,) = made.fields
    assert (label.values, label.low is None, label.required) == ((), False, False)
    assert "values" not in label.allowed
    assert hold(made, sample({"y": labels})).rejected <= 2


@pytest.mark.parametrize("kinds", [("1", "2", "3"), ("01", "a", "b")])
def test_a_label_of_few_numbers_or_of_words_stays_a_list(kinds: tuple[str, ...]) -> None:
    (label,) = contract(sample({"y": [*kinds] * 200})).fields
    assert (label.kind, label.values) == ("category", kinds)


def test_rows_out_of_scope_are_neither_learnt_from_nor_judged(client: Client) -> None:
    fresh = claims(400, 0, start=1000)
    fresh += [f"x{row},99999,legacy,1" for row in range(200)]
    told = client.samples(production=fresh).says(excluded_segments=["channel == 'legacy'"])
    seen = run_method("contract", told.engagement())
    assert (seen.verdict, seen.n, seen.inputs[1].rows) == ("pass", 400, 600)


def test_nothing_in_scope_is_an_error_with_its_reason(client: Client) -> None:
    told = client.says(excluded_segments=["channel == 'web'"])
    seen = run_method("contract", told.engagement())
    assert (seen.state, seen.verdict) == ("error", None)
    assert seen.reason == "data/poc.csv: a row outside of excluded_segments; got none"


def test_a_key_that_the_sample_lacks_is_noted(client: Client) -> None:
    data = {**client.profile["data"], "key": "claim"}
    seen = run_method("contract", client.says(data=data).engagement())
    assert seen.figures["notes"] == [
        "data/poc.csv has no column claim (data.key), so no rule is taken from it"
    ]


def test_a_column_of_any_name_is_told(client: Client) -> None:
    lines = claims(400, 0)
    fresh = [line.replace(",web,", ",fax,") for line in claims(400, 0, start=1000)]
    for rows in (lines, fresh):
        rows[0] = rows[0].replace("channel", "chan|nel `x")
    seen = run_method("contract", client.samples(poc=lines, production=fresh).engagement())
    assert [check.column for check in seen.checks if check.verdict == "fail"] == ["chan|nel `x"]


def test_without_production_it_is_skipped(client: Client) -> None:
    data = {**client.profile["data"], "production": None}
    assert run_method("contract", client.says(data=data).engagement()).state == "skipped"


def test_a_contract_is_frozen() -> None:
    made = contract(sample(records(100, seed=1)))
    with pytest.raises(AttributeError):
        made.system = "x"  # type: ignore[misc]
    assert replace(made, system="x").fields == made.fields
