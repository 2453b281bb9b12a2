"""The parts of the claim check, beside scikit-learn's figures and simulations of their own."""

from __future__ import annotations

import datetime as dt
import random
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from readiness_kit.evidence.accuracy_task import are_amounts
from readiness_kit.evidence.answers import Scored
from readiness_kit.evidence.claim_check import rule
from readiness_kit.evidence.claim_check.areas import auc, auc_interval
from readiness_kit.evidence.claim_check.known_parts import Known, days_known, groups_known
from readiness_kit.evidence.claim_check.same_rows import in_one_spelling, overlap, row_ids
from readiness_kit.evidence.claim_check.single_columns import single_columns, single_numbers
from readiness_kit.evidence.intervals import wilson_of_share
from readiness_kit.evidence.samples import Sample, read_sample


def sample(folder: Path, name: str, *lines: str) -> Sample:
    path = folder / f"{name}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_sample(path)


@pytest.mark.parametrize("seed", range(5))
def test_the_area_is_scikit_learns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    positive = rng.random(200) < 0.3
    scores = np.round(rng.normal(size=200) + positive, seed % 3)  # with ties, and without
    assert auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores), abs=1e-12)


def test_an_area_of_one_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="rows of both kinds; got 3 and 0"):
        auc(np.array([1.0, 2, 3]), np.array([True, True, True]))


def test_the_interval_of_an_area_covers_it_and_stays_open_at_one() -> None:
    low, high = auc_interval(1.0, 20, 20)
    assert (0.8 < low < 0.95, high) == (True, 1.0)
    assert auc_interval(0.0, 20, 20) == pytest.approx((1 - high, 1 - low))
    rng = np.random.default_rng(1)
    true, held = 0.921350396, 0  # of two normals that are two apart: Phi(2 / sqrt 2)
    for _ in range(400):
        scores = np.concatenate([rng.normal(2, 1, 40), rng.normal(0, 1, 60)])
        low, high = auc_interval(auc(scores, np.arange(100) < 40), 40, 60)
        held += low <= true <= high
    assert held / 400 > 0.92


def test_a_larger_sample_narrows_the_interval_of_an_area() -> None:
    widths = [high - low for low, high in (auc_interval(0.9, n, n) for n in (10, 100, 1000))]
    assert widths == sorted(widths, reverse=True)


def test_a_number_is_scored_as_scikit_learn_would_whichever_way_it_points() -> None:
    rng = np.random.default_rng(2)
    labels = [str(int(value)) for value in rng.random(300) < 0.4]
    up = [float(rng.normal() + (label == "1")) for label in labels]
    records = [{"up": value, "down": -value} for value in up]
    expected = roc_auc_score([label == "1" for label in labels], up)
    found = {s.column: s for s in single_columns(records, labels, seed=0, names=["up", "down"])}
    assert found["up"].estimate == pytest.approx(expected, abs=1e-12)
    assert found["down"].estimate == pytest.approx(expected, abs=1e-12)


def test_an_empty_cell_may_be_what_tells() -> None:
    labels = ["1", "0"] * 100
    records = [{"note": None if label == "1" else f"text {n}"} for n, label in enumerate(labels)]
    (found,) = single_columns(records, labels, seed=0, names=["note"])
    assert found.estimate > 0.95


def test_a_number_that_tells_by_its_middle_is_found() -> None:
    rng = np.random.default_rng(4)
    values = rng.random(800)
    labels = [str(int(0.4 < value < 0.6)) for value in values]
    (found,) = single_columns([{"v": float(v)} for v in values], labels, seed=0, names=["v"])
    assert found.estimate > 0.97


def test_of_many_labels_the_area_is_the_mean_of_one_against_the_rest() -> None:
    labels = ["a", "b", "c"] * 60
    records = [{"v": {"a": "x", "b": "y", "c": "y"}[label]} for label in labels]
    (found,) = single_columns(records, labels, seed=0, names=["v"])
    assert found.estimate == pytest.approx((1 + 0.75 + 0.75) / 3, abs=0.05)
    assert not found.copy


def test_labels_too_rare_to_be_told_are_left_out() -> None:
    labels = ["a"] * 95 + ["b"] * 5
    assert single_columns([{"v": n} for n in range(100)], labels, seed=0, names=["v"]) == []


def test_of_a_number_as_label_ranks_are_compared() -> None:
    rng = np.random.default_rng(6)
    labels = rng.lognormal(size=200)
    records = [{"same": float(v), "cube": float(v) ** 3, "word": "w"} for v in labels]
    found = {s.column: s for s in single_numbers(records, list(labels), names=list(records[0]))}
    assert set(found) == {"same", "cube"}
    assert (found["same"].copy, found["cube"].copy) == (True, False)
    assert found["cube"].estimate == pytest.approx(1)


def test_a_number_as_label_that_never_changes_says_nothing() -> None:
    """Neither throughout nor on the rows where a column is filled."""
    records = [{"v": float(n) if n < 60 else None} for n in range(100)]
    assert single_numbers(records, [7.0] * 100, names=["v"]) == []
    labels = [7.0] * 60 + [float(n) for n in range(40)]
    assert single_numbers(records, labels, names=["v"]) == []


def test_a_column_beside_thousands_of_labels_takes_little_memory() -> None:
    labels = ["a", "b"] * 500 + [f"text {n}" for n in range(3998)]
    records = [{"id": n % 4000, "v": label} for n, label in enumerate(labels)]
    tracemalloc.start()
    found = {s.column: s for s in single_columns(records, labels, seed=0, names=["id", "v"])}
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30e6
    assert (found["id"].copy, found["v"].copy) == (False, True)


@pytest.mark.parametrize(
    ("cell", "other"),
    [("1.0", "1"), ("Größe", "GRÖSSE"), ("\ufb01t", "FIT"), (" a  b ", "a\u00a0b"), ("TRUE", "1")],
)
def test_cells_in_one_spelling_are_the_same(cell: str, other: str) -> None:
    assert in_one_spelling(cell) == in_one_spelling(other)


def test_codes_keep_their_zeros() -> None:
    assert in_one_spelling("01") != in_one_spelling("1")


def test_rows_are_the_same_only_where_all_cells_are(tmp_path: Path) -> None:
    rng = random.Random(3)
    lines = [",".join(str(rng.randrange(4)) for _ in range(6)) for _ in range(300)]
    one = sample(tmp_path, "one", "a,b,c,d,e,f", *lines[:150])
    two = sample(tmp_path, "two", "a,b,c,d,e,f", *lines[150:])
    ours, theirs = row_ids(one, two, one.columns)
    ids = [*ours, *theirs]
    for i in range(0, 300, 7):
        for j in range(300):
            assert (ids[i] == ids[j]) == (lines[i] == lines[j])


def test_columns_in_another_order_and_others_besides_hide_nothing(tmp_path: Path) -> None:
    one = sample(tmp_path, "one", "k,a,b,y", *(f"k{n},{n},v{n},0" for n in range(50)))
    two = sample(tmp_path, "two", "b,more,a,y,k", *(f"v{n},x,{n},0,k{n}" for n in range(50)))
    found = overlap(one, two, inputs=["a", "b"], key="k")
    assert (found.alike, found.exact, found.columns) == (50, 50, 2)


def test_training_data_of_which_a_part_was_read_never_passes(tmp_path: Path) -> None:
    one = sample(tmp_path, "one", "k,a", *(f"k{n},{n}" for n in range(200)))
    two = sample(tmp_path, "two", "k,a", *(f"x{n},{n + 500}" for n in range(300)))
    whole, part = (overlap(one, s, inputs=["a"], key="k") for s in (two, two.taken(range(200))))
    assert (whole.more, part.more) == (0, 100)
    verdicts = [rule.judged_overlap(found, whole=True).verdict for found in (whole, part)]
    assert verdicts == ["pass", "inconclusive"]


def test_groups_are_compared_in_one_spelling_and_empty_ones_left_out(tmp_path: Path) -> None:
    one = sample(tmp_path, "one", "g,x", "A,1", "b,2", ",3", "C,4")
    two = sample(tmp_path, "two", "g,x", "a ,1", ",2", "d,3")
    assert groups_known(one, two, "g") == Known(3, 1)


LAYOUTS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_days_are_read_in_the_usual_layouts(tmp_path: Path, layout: str) -> None:
    first = dt.datetime(2026, 1, 1)  # noqa: DTZ001 a day of a file has no zone

    def days(start: int, n: int) -> list[str]:
        return [f"{(first + dt.timedelta(days=start + i)).strftime(layout)},1" for i in range(n)]

    poc = sample(tmp_path, "poc", "d,x", *days(35, 20))
    training = sample(tmp_path, "training", "d,x", *days(0, 40))
    assert days_known(poc, training, "d") == Known(20, 4)  # the last of 40 in a hundred: the 40th


def test_days_that_do_not_read_or_read_two_ways_are_told(tmp_path: Path) -> None:
    words = sample(tmp_path, "words", "d,x", "soon,1", "later,2")
    assert days_known(words, words, "d") == "the days of both files do not read in one layout"
    one = sample(tmp_path, "one", "d,x", "01/02/2026,1", "03/02/2026,1")
    two = sample(tmp_path, "two", "d,x", "01/03/2026,1", "02/01/2026,1")
    assert days_known(one, two, "d") == "the days can be read as day/month and as month/day"


@pytest.mark.parametrize(
    ("k", "n", "whole", "verdict"),
    [
        (0, 200, True, "pass"),
        (0, 200, False, "inconclusive"),
        (0, 99, True, "inconclusive"),
        (1, 5000, True, "pass"),
        (1, 300, True, "warn"),
        (10, 300, True, "fail"),
    ],
)
def test_what_was_counted_on_every_row_needs_no_interval_to_pass(
    k: int, n: int, whole: bool, verdict: str
) -> None:
    assert rule.judged_share(k, n, rule.OVERLAP, whole=whole).verdict == verdict


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95, 1.0])
def test_so_many_labels_narrow_to_two_points_and_no_fewer(share: float) -> None:
    n = rule.labels_to_narrow(share)
    width = [high - low for low, high in (wilson_of_share(share, size) for size in (n - 1, n))]
    assert width[1] <= 0.04 < width[0]


def test_skill_counts_an_answer_that_is_no_number_as_the_mean() -> None:
    truth = [str(n / 2) for n in range(60)]
    nothing = rule.judged_skill(Scored(truth, [None, "inf", "x"] * 20, None), 0)
    assert (nothing.estimate, nothing.verdict) == (1, "fail")
    assert rule.judged_skill(Scored(truth, list(truth), None), 0).verdict == "pass"


def test_skill_keeps_one_draw_at_a_time() -> None:
    truth = [str(n / 2) for n in range(2_000)]
    scored = Scored(truth, truth[1:] + truth[:1], None)
    tracemalloc.start()
    rule.judged_skill(scored, 0, resamples=500)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2e6  # 500 draws of 2,000 rows are 8 MB


def test_labels_of_many_numbers_are_amounts() -> None:
    assert are_amounts([str(n) for n in range(21)])
    assert not are_amounts([str(n % 20) for n in range(100)])
    assert not are_amounts([f"c{n}" for n in range(50)])
