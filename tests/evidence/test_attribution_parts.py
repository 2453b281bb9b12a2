"""The parts of the attribution: Shapley values, repairs, plantings, notations and weights."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from readiness_kit.evidence.attribution.changes import (
    Change,
    UnchangedError,
    changed,
    must_differ,
)
from readiness_kit.evidence.attribution.known_columns import KnownColumns
from readiness_kit.evidence.attribution.plant import plant
from readiness_kit.evidence.attribution.questions import Questions, asked
from readiness_kit.evidence.attribution.repair import repairs
from readiness_kit.evidence.attribution.shapley import Game, ends, resampled, shapley
from readiness_kit.evidence.attribution.styles import NumberStyle, number_style, number_styles
from readiness_kit.evidence.attribution.waterfall import players_of, waterfall
from readiness_kit.evidence.attribution.weights import Mix, mix_weights, raked, repeated
from readiness_kit.evidence.data_gap.findings import Finding, Gap
from readiness_kit.evidence.data_gap.units import UNITS
from readiness_kit.evidence.samples import Sample, infer_types

TYPES = {"amount": "number", "kind": "text"}


def sample(**columns: list[str]) -> Sample:
    frame = pd.DataFrame(columns, dtype=str)
    return Sample(path="a.csv", sha256="0" * 64, encoding="utf-8", delimiter=",", frame=frame)


def found(kind: str, column: str | None, rows: list[bool], **more) -> Finding:
    told = {"check": "G", "verdict": "fail", "cause": "c", "share": sum(rows) / len(rows), **more}
    return Finding(kind=kind, column=column, rows=np.array(rows), n=len(rows), **told)


def poc(n: int = 100) -> Sample:
    amounts = [f"{50 + place}.50" for place in range(n)]
    return sample(amount=amounts, kind=["red", "blue"] * (n // 2))


def gap(a: Sample, b: Sample, *findings: Finding) -> Gap:
    return Gap(a, b, {"amount": "number", "kind": "category"}, findings)


def values_of(worth: dict[int, float], players: int) -> np.ndarray:
    return np.array([worth.get(members, 0.0) for members in range(2**players)])


def test_shapley_is_the_mean_over_every_order() -> None:
    values = np.random.default_rng(1).random(2**4)
    expected = np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        members = 0
        for player in order:
            expected[player] += values[members | 1 << player] - values[members]
            members |= 1 << player
    assert shapley(values, 4) == pytest.approx(expected / len(orders), abs=1e-12)


@pytest.mark.parametrize("players", [1, 2, 3, 6])
def test_the_values_sum_to_what_all_add_together(players: int) -> None:
    values = np.random.default_rng(players).random(2**players)
    assert shapley(values, players).sum() == pytest.approx(values[-1] - values[0], abs=1e-12)


def test_players_that_do_the_same_get_the_same_and_one_that_does_nothing_gets_none() -> None:
    worth = {m: float((m & 1) + (m >> 1 & 1) > 0) for m in range(8)}
    assert shapley(values_of(worth, 3), 3) == pytest.approx([0.5, 0.5, 0.0])


def test_without_players_there_are_no_values() -> None:
    assert list(shapley(np.array([0.7]), 0)) == []


def test_a_game_weighs_by_the_groups_that_weigh() -> None:
    right = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    weights = {"duplicates": np.array([1.0, 1.0, 0.0])}
    players = players_of(right, {"unit": 1}, weights)
    assert players.groups == ("unit", "duplicates")
    assert players.touched == {"unit": 1, "duplicates": 1}
    assert players.game.values() == pytest.approx([1 / 3, 2 / 3, 1 / 2, 1.0])


def test_resampling_is_seeded_and_covers_the_estimate() -> None:
    right = (np.random.default_rng(3).random((500, 2)) < [0.7, 0.9]).astype(float)
    game = Game(right, np.ones((1, 500)))
    draws = resampled(game, 5)
    assert np.array_equal(draws, resampled(game, 5))
    low, high = ends(draws)
    assert np.all((low < game.values()) & (game.values() < high))
    expected = 1.96 * np.sqrt(0.7 * 0.3 / 500)
    assert (high - low)[0] / 2 == pytest.approx(expected, rel=0.15)


def test_where_no_answer_changes_the_interval_is_that_of_no_change_in_so_many() -> None:
    right = np.repeat(np.array([[1.0], [0.0]]), 200, axis=0).repeat(2, axis=1)
    players = players_of(right, {"unit": 40}, {})
    (bar,) = waterfall(players, resampled(players.game, 0)).bars
    assert bar.share.estimate == 0
    assert bar.share.interval == pytest.approx((-0.0074617, 0.0074617), abs=1e-6)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("1.234,50", {"1454.71": "1.454,71", "250.00": "250,00", "7": None}),
        ("1,234.50", {"1454.71": "1,454.71", "250.00": None, "12345": "12,345"}),
        ("€ 12.50", {"1454.71": "€ 1454.71"}),
        ("12 EUR", {"1454.71": "1454.71 EUR", "-3": "-3 EUR"}),
        (" 7", {"3": " 3"}),
        ("007", {"3": "03"}),
        ("1'234.5", {"1454.7": "1'454.7"}),
    ],
)
def test_a_notation_is_put_on_other_numbers(cell: str, written: dict[str, str | None]) -> None:
    style = number_style(cell)
    assert style is not None
    assert {plain: style.write(plain) for plain in written} == written


def test_a_text_that_is_no_number_has_no_style() -> None:
    assert number_style("twelve") is None
    assert NumberStyle("", "", "", ".", False).write("twelve") is None
    assert number_styles({"1,5": "1.5", "x": "x"}, Counter({"1,5": 3})) == {
        NumberStyle("", "", "", ",", False): 3
    }


def test_repairs_bring_back_unit_value_spelling_and_notation() -> None:
    a = poc()
    b = sample(
        amount=["15050", "", "60,5", "70.5", "-999"],
        kind=["red", "RED", "blue", "", "blue"],
    )
    flags = np.eye(5, dtype=bool)
    measured = gap(
        a,
        b,
        found("unit", "amount", flags[0].tolist(), factor=100.0),
        found("missing", "amount", flags[1].tolist()),
        found("sentinel", "amount", flags[4].tolist()),
        found("number_format", "amount", flags[2].tolist(), spelled={"60,5": "60.5"}),
        found("variant", "kind", flags[1].tolist(), spelled={"RED": "red"}),
        found("missing", "kind", flags[3].tolist()),
    )
    changes = repairs(measured, b, range(5), KnownColumns(a), "label")
    mended = changed(b, changes)
    assert mended.column("amount") == ["150.5", "99.5", "60.5", "70.5", "99.5"]
    assert mended.column("kind") == ["red", "red", "blue", "red", "blue"]
    assert {change.group for change in changes} == {"unit", "missing", "variants", "format"}
    assert b.column("amount")[0] == "15050"


@pytest.mark.parametrize("words", [unit.words for unit in UNITS])
def test_every_unit_is_planted_and_repaired(words: str) -> None:
    unit = next(one for one in UNITS if one.words == words)
    a = poc()
    values = unit.of(np.array([60.5, 80.5]))
    b = sample(amount=[f"{value:.10g}" for value in values], kind=["red", "blue"])
    measured = gap(a, b, found("unit", "amount", [True, True], unit=words))
    (change,) = repairs(measured, b, range(2), KnownColumns(a), "label")
    assert [float(cell) for cell in change.cells.values()] == pytest.approx([60.5, 80.5])
    (planted,) = plant(measured, a, KnownColumns(a), "label", 0).changes
    told = [float(planted.cells[row]) for row in range(a.rows)]
    assert told == pytest.approx(unit.of(np.array(a.column("amount"), dtype=float)))


def test_what_the_comparison_is_not_sure_of_is_not_repaired() -> None:
    b = sample(amount=["", "70.5"], kind=["red", "red"])
    unsure = found("missing", "amount", [True, False], verdict="inconclusive")
    assert repairs(gap(poc(), b, unsure), b, range(2), KnownColumns(poc()), "label") == []


def test_label_and_key_are_never_repaired() -> None:
    b = sample(amount=["", "70.5"], kind=["red", ""])
    both = gap(
        poc(),
        b,
        found("missing", "amount", [True, False]),
        found("missing", "kind", [False, True]),
    )
    assert repairs(both, b, range(2), KnownColumns(poc(), key="kind"), "amount") == []


def test_defects_are_planted_in_their_measured_share_and_nothing_else_changes() -> None:
    a = poc(200)
    b = sample(amount=["15050"] * 10 + ["80.5"] * 90, kind=["RED"] * 5 + ["N/A"] * 5 + ["red"] * 90)
    measured = gap(
        a,
        b,
        found("unit", "amount", [True] * 10 + [False] * 90, factor=100.0),
        found("variant", "kind", [True] * 5 + [False] * 95, spelled={"RED": "red"}),
        found("missing", "kind", [False] * 5 + [True] * 5 + [False] * 90),
    )
    planted = plant(measured, a, KnownColumns(a), "label", 0)
    after = changed(a, planted.changes)
    assert [(c.group, len(c.cells)) for c in planted.changes] == [
        ("unit", 20),
        ("missing", 10),
        ("variants", 10),
    ]
    assert planted.nowhere == []
    pairs = Counter(zip(a.column("kind"), after.column("kind"), strict=True))
    assert pairs["red", "RED"] == 10
    assert pairs["red", "N/A"] + pairs["blue", "N/A"] == 10
    factors = Counter(
        float(new) / float(old)
        for old, new in zip(a.column("amount"), after.column("amount"), strict=True)
    )
    assert factors == {1.0: 180, 100.0: 20}
    assert plant(measured, a, KnownColumns(a), "label", 0).changes == planted.changes
    assert plant(measured, a, KnownColumns(a), "label", 1).changes != planted.changes


def test_days_are_planted_in_the_layout_of_production() -> None:
    a = sample(day=[f"2026-01-{day:02d}" for day in range(1, 29)] * 5, kind=["red"] * 140)
    b = sample(day=["31/01/2026"] * 50 + ["2026-01-30"] * 50, kind=["red"] * 100)
    late = found("date_format", "day", [True] * 50 + [False] * 50)
    late = Finding(**{**vars(late), "spelled": {"31/01/2026": "2026-01-31"}})
    measured = Gap(a, b, {"day": "date", "kind": "category"}, (late,))
    (change,) = plant(measured, a, KnownColumns(a), "label", 0).changes
    assert len(change.cells) == 70
    for row, cell in change.cells.items():
        year, month, day = a.column("day")[row].split("-")
        assert cell == f"{day}/{month}/{year}"


def test_a_planting_that_changes_nothing_raises() -> None:
    """Else its effect would be told as nothing, and the model as robust."""
    a = poc()
    b = sample(amount=["80.5"] * 10, kind=["red"] * 10)
    nothing = found("variant", "kind", [True] * 10, spelled={"red": "red"})
    with pytest.raises(UnchangedError, match="other spellings were planted in 50 cells of 'kind'"):
        plant(gap(a, b, nothing), a, KnownColumns(a), "label", 0)


def test_a_change_of_no_cell_raises() -> None:
    with pytest.raises(UnchangedError, match="0 cells are other ones"):
        must_differ(poc(), [Change("unit", "amount", {})])


def test_what_no_record_has_a_place_for_is_told() -> None:
    a, b = poc(), sample(amount=["80.5"] * 10, kind=["GREEN"] * 10)
    strange = found("variant", "kind", [True] * 10, spelled={"GREEN": "green"})
    planted = plant(gap(a, b, strange), a, KnownColumns(a), "label", 0)
    assert (planted.changes, planted.nowhere) == ([], [("variants", "kind")])


def test_a_record_is_asked_only_for_the_sets_that_change_it() -> None:
    base = sample(amount=["1.5", "2.5", "3.5"], kind=["red", "red", "RED"])
    changes = [
        Change("unit", "amount", {0: "150"}),
        Change("variants", "kind", {0: "blue", 2: "red"}),
    ]
    questions = Questions()
    told = asked(base, changes, infer_types(base), ("label",), questions)
    assert told.groups == ("unit", "variants")
    assert told.touched == {"unit": 1, "variants": 2}
    assert len(questions.records) == 4 + 1 + 2
    assert len(set(told.places[0])) == 4
    assert len(set(told.places[1])) == 1
    assert questions.records[told.places[0, 0b11]] == {"amount": 150.0, "kind": "blue"}
    assert questions.records[told.places[2, 0b01]] == {"amount": 3.5, "kind": "RED"}


def test_a_record_that_comes_again_is_asked_once() -> None:
    base = sample(amount=["1.5"] * 50, kind=["red"] * 50)
    questions = Questions()
    asked(base, [], infer_types(base), (), questions)
    assert len(questions.records) == 1


def test_raking_reaches_the_shares_of_both_columns() -> None:
    rng = np.random.default_rng(0)
    one, other = rng.integers(0, 2, 1000), rng.integers(0, 3, 1000)
    wanted = (np.array([0.8, 0.2, 0.0]), np.array([0.2, 0.3, 0.5, 0.0]))
    weights = raked([Mix(one, wanted[0]), Mix(other, wanted[1])])
    for parts, shares in ((one, wanted[0]), (other, wanted[1])):
        have = np.bincount(parts, weights, minlength=len(shares)) / weights.sum()
        assert have == pytest.approx(shares, abs=1e-6)
    assert weights.mean() == pytest.approx(1)


def test_a_mix_that_no_weights_undo_is_left_alone() -> None:
    a = sample(amount=[str(place) + ".5" for place in range(200)], kind=["red", "blue"] * 100)
    b = sample(amount=["190.5"] * 199 + ["0.5"], kind=["red"] * 200)
    moved = found("shift", "amount", [False] * 200)
    assert mix_weights(gap(a, b, moved), b, a, KnownColumns(a), "label") is None
    assert mix_weights(gap(a, b), b, a, KnownColumns(a), "label") is None


def test_what_says_nothing_keeps_its_share() -> None:
    a = poc(100)
    fifths = ["60.5"] * 40 + ["80.5"] * 10 + ["100.5"] * 10 + ["120.5"] * 10 + ["140.5"] * 10
    b = sample(amount=[*fifths, *[""] * 20], kind=["red"] * 100)
    moved = found("shift", "amount", [False] * 100)
    weights = mix_weights(gap(a, b, moved), b, a, KnownColumns(a), "label")
    assert weights is not None
    assert weights[80:].sum() == pytest.approx(20)
    assert weights[:40].sum() == pytest.approx(16)


def test_repeated_records_are_those_of_every_finding() -> None:
    b = sample(amount=["1"] * 4, kind=["red"] * 4)
    measured = gap(
        poc(),
        b,
        found("duplicate", None, [False, True, False, False]),
        found("near_duplicate", None, [False, False, True, False]),
    )
    assert repeated(measured, [3, 2, 1]).tolist() == [False, True, True]
