"""Two samples of one population, 20 columns each, and the second one with defects planted in it.

Each planted defect has its share, so that what a tool finds can be held against what is there.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

Columns = dict[str, list[str]]

PLANTED: tuple[tuple[str, str, str, float], ...] = (
    ("missing", "income", "income is empty", 0.15),
    ("missing", "cat1", "cat1 is empty", 0.05),
    ("variant", "cat1", "cat1 in capitals", 0.05),
    ("unit", "num0", "num0 in centimetres instead of inches", 0.10),
    ("new_category", "cat2", "cat2 has a new value", 0.03),
    ("shift", "num3", "num3 is 0.3 standard deviations higher", 1.0),
    ("duplicate", "", "records come twice", 0.02),
    ("key", "id", "the identifier is not unique", 0.02),
)
"""What the second sample has: the kind of finding, the column, in words, and its share."""
_WORDS = ("claim", "car", "house", "water", "storm", "glass", "letter", "invoice", "call", "urgent")
_LEVELS = {"cat0": 2, "cat1": 5, "cat2": 12, "cat3": 50}


def clean(n: int, seed: int, *, first: int = 0) -> Columns:
    """One sample of the population: numbers, categories, a truth value, a day, text, id, label."""
    rng = np.random.default_rng(seed)
    columns: Columns = {"id": [f"R-{first + row:08d}" for row in range(n)]}
    numbers = rng.normal([50, 100, 0, 10, 200, 5, 1000, 30], [10, 15, 1, 2, 40, 1, 90, 4], (n, 8))
    for place in range(8):
        columns[f"num{place}"] = _spelled(numbers[:, place], 4)
    columns["income"] = _spelled(rng.lognormal(10, 0.6, n), 2)
    columns["visits"] = [str(count) for count in rng.poisson(3, n)]
    columns["age"] = [str(age) for age in rng.integers(18, 91, n)]
    for name, levels in _LEVELS.items():
        weights = 1 / np.arange(1, levels + 1)
        drawn = rng.choice(levels, n, p=weights / weights.sum())
        columns[name] = [f"{name}_level{level}" for level in drawn]
    columns["online"] = ["true" if draw < 0.3 else "false" for draw in rng.random(n)]
    days = np.datetime64("2026-01-01") + rng.integers(0, 180, n)
    columns["day"] = [str(day) for day in days]
    words = rng.choice(_WORDS, (n, 6))
    columns["note"] = [" ".join(row) for row in words]
    score = numbers[:, 0] / 10 + numbers[:, 3] / 2 - 10 + rng.normal(0, 1, n)
    columns["target"] = [str(int(one > 0)) for one in score]
    return columns


def with_defects(columns: Columns, seed: int) -> Columns:
    """The same sample as a careless intake would record it; see PLANTED."""
    rng = np.random.default_rng(seed)
    n = len(columns["id"])
    made = {name: list(cells) for name, cells in columns.items()}
    for row in _some(rng, n, 0.15):
        made["income"][row] = ""
    first, second = np.split(rng.permutation(n)[: 2 * round(0.05 * n)], 2)
    for row in first:
        made["cat1"][row] = ""
    for row in second:
        made["cat1"][row] = made["cat1"][row].upper()
    for row in _some(rng, n, 0.10):
        made["num0"][row] = f"{float(made['num0'][row]) * 2.54:.4f}"
    for row in _some(rng, n, 0.03):
        made["cat2"][row] = "NEW"
    made["num3"] = [f"{float(cell) + 0.3 * 2:.4f}" for cell in made["num3"]]
    twice = np.concatenate([np.arange(n), _some(rng, n, 0.02)])
    return {name: [cells[row] for row in twice] for name, cells in made.items()}


def write(path: Path, columns: Columns) -> Path:
    """Write a sample as CSV."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def _spelled(values: np.ndarray, digits: int) -> list[str]:
    return [f"{value:.{digits}f}" for value in values]


def _some(rng: np.random.Generator, n: int, share: float) -> Sequence[int]:
    return [int(row) for row in rng.permutation(n)[: round(share * n)]]
