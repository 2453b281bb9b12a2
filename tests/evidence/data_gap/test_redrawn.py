"""What more or fewer records would show by chance, held against drawing them."""

from __future__ import annotations

import numpy as np
import pytest

from readiness_kit.evidence.data_gap.column import Column, column_of
from readiness_kit.evidence.data_gap.labels import label_findings
from readiness_kit.evidence.data_gap.measure import measure_gap
from readiness_kit.evidence.data_gap.record import Records, repeated
from readiness_kit.evidence.data_gap.redrawn import rows_behind, usual_conflicts, usual_repeats
from tests.evidence.data_gap.conftest import found, sample

SIZES = [(300, 1_000), (1_000, 300), (2_000, 1_000), (1_000, 2_000), (2_000, 2_000)]


def coarse(rows: int, columns: int, draw: np.random.Generator) -> np.ndarray:
    """Records of few columns with few values, as one number each."""
    made = np.zeros(rows, dtype=np.uint64)
    for column in range(columns):
        often = 1 / np.arange(1, 5 + column) ** 0.7
        values = draw.choice(len(often), rows, p=often / often.sum())
        made = made * np.uint64(20) + values.astype(np.uint64)
    return made


@pytest.mark.parametrize(("n", "m"), SIZES)
@pytest.mark.parametrize("columns", [4, 5, 6])
def test_the_usual_repeats_are_those_of_records_that_are_drawn_anew(
    columns: int, n: int, m: int
) -> None:
    draw = np.random.default_rng(columns)
    usual = np.mean([usual_repeats(coarse(n, columns, draw), m) for _ in range(40)])
    real = np.mean([repeated(coarse(m, columns, draw)).mean() for _ in range(40)])
    # of more records rather too many are held usual
    assert -0.02 < usual - real < (0.02 if m <= n else 0.05)


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_fewer_records_have_as_many_conflicts_as_those_that_are_drawn_and_more_hardly_fewer(
    n: int, m: int
) -> None:
    draw = np.random.default_rng(3)

    def others(rows: int) -> np.ndarray:
        records, labels = coarse(rows, 5, draw), draw.integers(0, 2, rows)
        alike = records[:, None] == records
        return (alike & (labels[:, None] != labels)).sum(axis=1)

    usual = np.mean([usual_conflicts(others(n), m) for _ in range(8)])
    real = np.mean([(others(m) > 0).mean() for _ in range(8)])
    assert usual >= real - 0.02
    assert m > n or usual == pytest.approx(real, abs=0.02)


def test_what_never_repeats_is_not_expected_to() -> None:
    assert usual_repeats(np.arange(50), 1_000) == 0
    assert usual_conflicts(np.zeros(1_999, dtype=int), 1_800) == 0


def test_more_records_are_known_less_of() -> None:
    assert rows_behind(0.0, 1_000, 1_000) is None
    assert rows_behind(0.1, 1_000, 400) == 400
    assert rows_behind(0.0, 1_000, 4_000) == 250
    assert rows_behind(0.5, 100, 4_000) == 2.5


@pytest.mark.parametrize(("n", "m"), SIZES)
def test_coarse_tables_of_other_sizes_do_not_alarm_and_real_copies_do(n: int, m: int) -> None:
    draw = np.random.default_rng(5)
    alarms = copies = 0
    for _ in range(5):
        a, b = table(n, draw), table(m, draw)
        twice = {name: [*cells[: m - m // 5], *cells[: m // 5]] for name, cells in b.items()}
        alarms += duplicates(a, b) in ("warn", "fail")
        copies += duplicates(a, twice) in ("warn", "fail")
    assert (alarms, copies) == (0, 5)


def test_few_records_do_not_vouch_for_many_that_hardly_repeat() -> None:
    """Six even columns of six: of 300 records often none repeats, of 5,000 about one in twenty."""
    draw = np.random.default_rng(6)

    def even(rows: int) -> dict[str, list[str]]:
        columns = {f"c{c}": [f"v{v}" for v in draw.integers(0, 6, rows)] for c in range(6)}
        return {**columns, "label": [str(one) for one in draw.integers(0, 2, rows)]}

    alarms = []
    for _ in range(6):
        gap = measure_gap(sample(even(300)), sample(even(5_000), "data/b.csv"), label="label")
        alarms += [f.kind for f in gap.of("duplicate", "near_duplicate", "label_noise")]
    assert alarms == []


def test_copies_are_told_where_no_record_of_production_is_in_the_poc() -> None:
    a, b = (
        {"at": [str(1.5 * row + first) for row in range(n)]}
        for n, first in ((300, 0), (5_000, 9_999))
    )
    b["at"][-400:] = b["at"][:400]
    assert duplicates(a, b) == "fail"


def test_records_of_few_columns_seldom_alarm_for_twins_of_another_label() -> None:
    draw = np.random.default_rng(8)

    def few(rows: int) -> tuple[Column, Records]:
        labels = [str(int(one)) for one in draw.random(rows) < 0.3]
        columns = {f"c{c}": [f"v{v}" for v in draw.integers(0, 5, rows)] for c in range(4)}
        made, records = sample({**columns, "label": labels}), Records(rows)
        for name in columns:
            records.add(column_of(made, name), "feature")
        return column_of(made, "label"), records

    alarms = 0
    for _ in range(40):
        (one, a), (other, b) = few(2_000), few(2_000)
        found_of = {f.kind: f.verdict for f in label_findings("label", one, other, a, b)}
        alarms += found_of["label_noise"] == "warn"
    assert alarms <= 2


def table(rows: int, draw: np.random.Generator) -> dict[str, list[str]]:
    return {f"c{column}": [f"v{value}" for value in coarse(rows, 1, draw)] for column in range(8)}


def duplicates(a: dict[str, list[str]], b: dict[str, list[str]]) -> str:
    return found(measure_gap(sample(a), sample(b, "data/b.csv")), "duplicate", None).verdict
