"""The parts of production where the model errs most, chance ruled out over all of them."""

from __future__ import annotations

import random

import pytest
from scipy.stats import fisher_exact

from readiness_kit.evidence.accuracy_slices import FEWEST_ROWS, WORST, worst_slices
from readiness_kit.evidence.intervals import newcombe
from readiness_kit.evidence.target import Record


def records(n: int = 1000, *, seed: int = 0) -> list[Record]:
    rng = random.Random(seed)
    return [
        {
            "kind": rng.choice(["red", "blue", "green"]),
            "amount": round(rng.uniform(0, 100), 2),
            "note": f"note {place}",
            "open": rng.random() < 0.5,
        }
        for place in range(n)
    ]


def wrong_where(made: list[Record], test, share: float = 0.6, usual: float = 0.05) -> list[bool]:
    rng = random.Random(1)
    return [rng.random() >= (share if test(record) else usual) for record in made]


def test_a_planted_category_comes_first_with_its_figures() -> None:
    made = records()
    right = wrong_where(made, lambda record: record["kind"] == "blue")
    found = worst_slices(made, right).worst[0]
    inside = [not ok for record, ok in zip(made, right, strict=True) if record["kind"] == "blue"]
    rest = [not ok for record, ok in zip(made, right, strict=True) if record["kind"] != "blue"]
    assert (found.column, found.value, found.n) == ("kind", "is 'blue'", len(inside))
    assert (found.error, found.rest) == (
        sum(inside) / len(inside),
        sum(rest) / len(rest),
    )
    assert found.interval == newcombe(sum(inside), len(inside), sum(rest), len(rest))
    table = [[sum(inside), len(inside) - sum(inside)], [sum(rest), len(rest) - sum(rest)]]
    assert found.q_value >= fisher_exact(table).pvalue


def test_a_quarter_of_a_number_is_found_and_named_by_its_ends() -> None:
    made = records()
    right = wrong_where(made, lambda record: record["amount"] > 75)
    found = worst_slices(made, right).worst[0]
    assert found.column == "amount"
    assert found.value.startswith("over 7")
    assert 200 < found.n < 300


@pytest.mark.parametrize(
    ("cell", "value"), [(None, "is empty"), ("n/a", "is no number"), ("1.234,50", "is no number")]
)
def test_cells_that_are_no_number_are_parts_of_their_own(cell: str | None, value: str) -> None:
    made = records()
    for record in made[:100]:
        record["amount"] = cell
    right = [False] * 80 + [True] * 920
    found = worst_slices(made, right).worst[0]
    assert (found.column, found.value, found.n) == ("amount", value, 100)


def test_truth_values_are_categories() -> None:
    made = records()
    right = wrong_where(made, lambda record: record["open"] is True)
    assert worst_slices(made, right).worst[0].value == "is 'True'"


def test_false_alarms_stay_rare() -> None:
    alarms = 0
    for seed in range(100):
        made = records(400, seed=seed)
        rng = random.Random(seed + 1000)
        alarms += bool(worst_slices(made, [rng.random() > 0.2 for _ in made]).worst)
    assert alarms <= 10


def test_no_more_than_five_are_told_and_the_worst_first() -> None:
    made = records(2000)
    right = wrong_where(made, lambda r: r["kind"] == "red" or r["amount"] < 30 or r["open"])
    found = worst_slices(made, right).worst
    assert len(found) <= WORST
    gaps = [one.error - one.rest for one in found]
    assert gaps == sorted(gaps, reverse=True)


def test_no_rare_value_is_told() -> None:
    """A part of fewer than thirty rows could be one person."""
    made = records(300)
    for record in made[: FEWEST_ROWS - 1]:
        record["kind"] = "rare"
    right = [False] * (FEWEST_ROWS - 1) + [True] * (300 - FEWEST_ROWS + 1)
    assert all("rare" not in one.value for one in worst_slices(made, right).worst)


def test_a_part_has_a_twentieth_of_the_rows() -> None:
    made = records(1000)
    for record in made[:49]:
        record["kind"] = "few"
    right = [False] * 49 + [True] * 951
    assert all("few" not in one.value for one in worst_slices(made, right).worst)


def test_a_column_of_many_texts_is_not_cut() -> None:
    made = records(400)
    found = worst_slices(made, [True] * 400)
    assert (found.worst, found.columns) == ((), 4)
    assert found.tried == 3 + 4 + 2


def test_without_records_nothing_is_tried() -> None:
    assert worst_slices([], []).tried == 0
    one = worst_slices([{"kind": "red"}] * 100, [True] * 50 + [False] * 50)
    assert (one.worst, one.tried) == ((), 0)
