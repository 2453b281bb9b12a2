"""Columns of numbers: other units, notations, numbers for nothing, range and shift."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from readiness_kit.evidence.data_gap.forms import number_form
from readiness_kit.evidence.data_gap.units import UNITS
from tests.evidence.data_gap.conftest import compared, found, numbers, troubles

N = 4_000


def changed(cells: list[str], share: float, how: Callable[[str], str]) -> list[str]:
    """The cells, a share of them changed."""
    rows = random.Random(5).sample(range(len(cells)), round(share * len(cells)))
    made = list(cells)
    for row in rows:
        made[row] = how(made[row])
    return made


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.words)
def test_a_tenth_in_another_unit_is_named(unit) -> None:  # type: ignore[no-untyped-def]
    middle, spread = (20, 3) if unit.offset else (100, 10)
    a, b = (numbers(N, seed, middle=middle, spread=spread) for seed in (1, 2))
    b = changed(b, 0.1, lambda cell: repr(unit.factor * float(cell) + unit.offset))
    told = found(compared(a, b), "unit")
    assert (told.verdict, unit.words in told.cause) == ("fail", True), told.cause
    assert told.interval is not None and told.interval.low < 0.1 < told.interval.high


def test_a_unit_that_leaves_most_values_in_range_is_named_and_counted_whole() -> None:
    a, b = numbers(20_000, 1, middle=0, spread=1), numbers(20_000, 2, middle=0, spread=1)
    told = found(compared(a, changed(b, 0.1, lambda cell: f"{2.54 * float(cell):.4f}")), "unit")
    assert "centimetres" in told.cause
    assert told.interval is not None and told.interval.low < 0.1 < told.interval.high


def test_a_whole_column_in_another_unit_is_named() -> None:
    a, b = numbers(N, 1), [f"{100 * float(cell):.0f}" for cell in numbers(N, 2)]
    gap = compared(a, b)
    assert "cents instead of euros" in found(gap, "unit").cause
    assert ("unit", "x") in troubles(gap)


@pytest.mark.parametrize("factor", [1.1, 1.3, 1.6])
def test_a_distribution_that_moved_as_a_whole_is_no_unit(factor: float) -> None:
    draw = random.Random(3)
    a = [f"{draw.lognormvariate(7, 0.6):.2f}" for _ in range(N)]
    b = [f"{factor * draw.lognormvariate(7, 0.6):.2f}" for _ in range(N)]
    assert ("unit", "x") not in troubles(compared(a, b))


@pytest.mark.parametrize("spread", [0.5, 1.0, 1.5])
@pytest.mark.parametrize(("middle", "wider"), [(0.2, 1.0), (0.6, 1.2), (1.0, 1.3)])
def test_a_skewed_column_that_drifts_is_no_unit(spread: float, middle: float, wider: float) -> None:
    draw = random.Random(7)
    a = [f"{draw.lognormvariate(6, spread):.2f}" for _ in range(3_000)]
    b = [f"{draw.lognormvariate(6 + middle, spread * wider):.2f}" for _ in range(3_000)]
    assert ("unit", "x") not in troubles(compared(a, b))


def test_one_value_far_away_in_the_poc_hides_no_number_for_nothing() -> None:
    a = [*numbers(N, 1), "1000000000"]
    b = changed(numbers(N, 2), 0.1, lambda _: "99999")
    assert found(compared(a, b), "sentinel").verdict == "fail"


def test_few_values_out_of_range_name_no_unit() -> None:
    b = changed(numbers(N, 2), 12 / N, lambda cell: f"{100 * float(cell):.2f}")
    assert troubles(compared(numbers(N, 1), b)) == []


@pytest.mark.parametrize("number", ["-1", "-999", "9999", "99999"])
def test_a_number_that_stands_for_nothing_is_named(number: str) -> None:
    gap = compared(numbers(N, 1), changed(numbers(N, 2), 0.06, lambda _: number))
    told = found(gap, "sentinel")
    assert (told.verdict, number in told.cause) == ("fail", True)
    assert troubles(gap) == [("sentinel", "x")]  # not out of range as well


@pytest.mark.parametrize(("middle", "places"), [(1, 0), (1, 1), (-9, 0), (95, 0)])
def test_a_number_among_others_like_it_stands_for_itself(middle: float, places: int) -> None:
    """Temperatures of another season, and counts that grew: -1 and 99 are values there."""
    draw = random.Random(9)
    a = [f"{draw.gauss(18, 3):.{places}f}" for _ in range(N)]
    b = [f"{draw.gauss(middle, 6):.{places}f}" for _ in range(N)]
    told = troubles(compared(a, b))
    assert ("range", "x") in told
    assert ("sentinel", "x") not in told


@pytest.mark.parametrize(
    ("step", "before", "after", "spread"),
    [(3, 10, -2, 2), (9, 5, 11, 2), (11, 3, 9, 2), (33, 10, 3, 2), (1, 3, 1, 1), (1, 95, 97.5, 1)],
)
def test_a_number_on_a_coarse_grid_stands_for_itself(
    step: int, before: float, after: float, spread: float
) -> None:
    """Packs of three, nine or eleven, and whole numbers of which there are few."""
    draw = random.Random(9)
    a = [str(step * round(draw.gauss(before, 0.9 * spread))) for _ in range(N)]
    b = [str(step * round(draw.gauss(after, spread))) for _ in range(N)]
    assert ("sentinel", "x") not in troubles(compared(a, b))


def test_prices_that_all_end_in_nines_stand_for_themselves() -> None:
    draw = random.Random(9)
    a, b = ([str(100 * draw.randint(*ends) - 1) for _ in range(N)] for ends in ((1, 5), (3, 15)))
    assert ("sentinel", "x") not in troubles(compared(a, b))


@pytest.mark.parametrize("number", [-1, -9, -999, 999, 99999])
@pytest.mark.parametrize("middle", [2, 45])
def test_a_number_for_nothing_is_named_among_whole_numbers(middle: int, number: int) -> None:
    draw = random.Random(9)
    a, b = ([str(max(0, round(draw.gauss(middle, middle / 4)))) for _ in range(N)] for _ in "ab")
    gap = compared(a, changed(b, 0.06, lambda _: str(number)))
    assert troubles(gap) == [("sentinel", "x")]


def test_five_rows_far_from_all_others_stand_for_nothing() -> None:
    a, b = ([cell[:-3] for cell in numbers(250, seed, middle=45)] for seed in (1, 2))
    gap = compared(a, changed(b, 0.02, lambda _: "-999"))
    assert found(gap, "sentinel").share == 0.02


def test_a_number_that_the_poc_has_stands_for_itself() -> None:
    a, b = numbers(N, 1, middle=90), numbers(N, 2, middle=90)
    b = changed(b, 0.06, lambda _: "99")
    assert found(compared(a, b), "range").verdict == "pass"
    assert not [pair for pair in troubles(compared(a, b)) if pair[0] == "sentinel"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("12,5", 12.5),
        ("1.234,50", 1234.5),
        ("1,234.50", 1234.5),
        ("1,234", 1234.0),
        ("1.234.567", 1234567.0),
        ("1 234,5", 1234.5),
        ("12'345.6", 12345.6),
        (" 12.5 ", 12.5),
        ("007", 7.0),
        ("+3", 3.0),
        ("€ 12.50", 12.5),
        ("12.5 kg", 12.5),
        ("1.200,00 €", 1200.0),
        ("35%", 35.0),
        ("twelve", None),
        ("12-13", None),
        ("1,2,3", None),
        ("", None),
        ("kg", None),
        ("1e5,5", None),
    ],
)
def test_a_number_in_another_notation_is_read(cell: str, value: float | None) -> None:
    form = number_form(cell)
    assert (form and form.value) == value


def test_other_notations_are_told_by_kind_and_left_out_of_the_values() -> None:
    b = changed(numbers(N, 2), 0.08, lambda cell: cell.replace(".", ","))
    gap = compared(numbers(N, 1), b)
    told = found(gap, "number_format")
    assert (told.verdict, "decimal comma" in told.cause) == ("fail", True)
    assert troubles(gap) == [("number_format", "x")]
    assert all(
        float(plain) == float(cell.replace(",", ".")) for cell, plain in told.spelled.items()
    )


def test_cells_that_are_no_number_at_all_are_counted_apart() -> None:
    gap = compared(numbers(N, 1), changed(numbers(N, 2), 0.02, lambda _: "see letter"))
    assert troubles(gap) == [("unparsable", "x")]
    assert found(gap, "unparsable").verdict == "fail"


def test_values_beyond_the_range_that_no_unit_explains() -> None:
    draw = random.Random(8)
    b = changed(numbers(N, 2), 0.08, lambda _: f"{draw.uniform(150, 900):.2f}")
    told = found(compared(numbers(N, 1), b), "range")
    assert told.verdict == "fail"
    assert told.share == pytest.approx(0.08, abs=0.005)


@pytest.mark.parametrize(("sd", "verdict"), [(0.05, "pass"), (0.35, "warn"), (0.9, "fail")])
def test_a_shift_is_judged_by_its_size(sd: float, verdict: str) -> None:
    b = numbers(N, 2, middle=100 + 10 * sd)
    told = found(compared(numbers(N, 1), b), "shift")
    assert told.verdict == verdict
    assert sum(part.after for part in told.bins) == pytest.approx(1)


def test_below_the_least_rows_nothing_passes() -> None:
    gap = compared(numbers(90, 1), numbers(90, 2))
    assert {f.verdict for f in gap.findings if f.column == "x"} == {"inconclusive"}
    assert all(f.decides_at_n for f in gap.findings if f.verdict == "inconclusive" and f.column)
