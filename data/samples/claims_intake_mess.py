"""What real intake does to clean claims: the defects of production.csv, each with its exact share.

Only cells change, never the label: the decision followed the true values, the file holds what was
written down. Each share is of the rows before duplicates are added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import numpy as np

Columns = dict[str, list[str]]

CENTS = 0.10
AMOUNT_AS_TEXT = 0.06
POLICY_AGE_MISSING = 0.15
PHOTO_MISSING = 0.20
PHOTO_SENTINEL = 0.05
AGE_SENTINEL = 0.03
DOCUMENTS_SENTINEL = 0.05
PREVIOUS_SENTINEL = 0.05
VARIANTS = 0.05
NEW_CODES = 0.03
DAY_FIRST_DATES = 0.06
COPIES = 240

# How much likelier a channel is to spoil a field than the channels not named.
FROM_BROKERS = {"broker": 30.0, "post": 3.0}
FROM_PAPER = {"broker": 6.0, "post": 20.0, "phone": 3.0}
UNASKED = {"web": 4.0, "app": 2.0}
WITHOUT_CAMERA = {"phone": 5.0, "post": 8.0, "broker": 2.0}

RENAMED = {"theft": "e_bike_theft", "collision": "e_scooter", "storm": "hail", "fire": "battery"}
"""Codes that the new code list of the summer brought, by the old code they were split from."""
VARIANT_COLUMNS = ("product", "region", "damage_type", "police_report")
SPELLINGS: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.title,
    lambda text: f"{text} ",
    lambda text: f" {text}",
)


def record_carelessly(rng: np.random.Generator, clean: Columns) -> Columns:
    """The claims as the intake of the summer recorded them, some of them twice."""
    columns = {name: list(cells) for name, cells in clean.items()}
    _amounts(rng, columns)
    _missing(rng, columns)
    _sentinels(rng, columns)
    _categories(rng, columns)
    _dates(rng, columns)
    return _sent_twice(rng, columns)


def _amounts(rng: np.random.Generator, columns: Columns) -> None:
    amounts = columns["amount_claimed"]
    rows = list(range(len(amounts)))
    in_cents = _some(rng, columns, CENTS, FROM_BROKERS, among=rows)
    for row in in_cents:
        amounts[row] = amounts[row].replace(".", "").lstrip("0")
    # One half gets a decimal comma, the other thousands marks; small sums can only get the comma.
    rest = sorted(set(rows) - set(in_cents))
    for turn, row in enumerate(_some(rng, columns, AMOUNT_AS_TEXT, FROM_PAPER, among=rest)):
        euros, cents = amounts[row].split(".")
        marked = f"{int(euros):,}"
        if turn % 2 or len(euros) < 4:
            amounts[row] = f"{marked.replace(',', '.')},{cents}"
        else:
            amounts[row] = f"{marked}.{cents}"


def _missing(rng: np.random.Generator, columns: Columns) -> None:
    for row in _some(rng, columns, POLICY_AGE_MISSING, UNASKED):
        columns["policy_age_years"][row] = ""
    for turn, row in enumerate(_some(rng, columns, PHOTO_MISSING, WITHOUT_CAMERA)):
        columns["photo_score"][row] = "" if turn % 4 else "N/A"


def _sentinels(rng: np.random.Generator, columns: Columns) -> None:
    scores = columns["photo_score"]
    scored = [row for row, cell in enumerate(scores) if cell not in ("", "N/A")]
    for row in _some(rng, columns, PHOTO_SENTINEL, among=scored):
        scores[row] = "-1"
    for row in _some(rng, columns, AGE_SENTINEL):
        columns["customer_age"][row] = "999"
    for row in _some(rng, columns, DOCUMENTS_SENTINEL):
        columns["documents_attached"][row] = "-1"
    for row in _some(rng, columns, PREVIOUS_SENTINEL):
        columns["previous_claims"][row] = "999"


def _categories(rng: np.random.Generator, columns: Columns) -> None:
    codes = columns["damage_type"]
    renamed = _some(
        rng, columns, NEW_CODES, among=[row for row, code in enumerate(codes) if code in RENAMED]
    )
    for row in renamed:
        codes[row] = RENAMED[codes[row]]
    others = sorted(set(range(len(codes))) - set(renamed))
    for turn, row in enumerate(_some(rng, columns, VARIANTS, among=others)):
        cells = columns[VARIANT_COLUMNS[turn % len(VARIANT_COLUMNS)]]
        cells[row] = SPELLINGS[turn // len(VARIANT_COLUMNS) % len(SPELLINGS)](cells[row])


def _dates(rng: np.random.Generator, columns: Columns) -> None:
    days = columns["received_at"]
    for row in _some(rng, columns, DAY_FIRST_DATES, FROM_PAPER):
        days[row] = dt.date.fromisoformat(days[row]).strftime("%d/%m/%Y")


def _sent_twice(rng: np.random.Generator, columns: Columns) -> Columns:
    """Repeat some records, cell by cell, up to forty records after their first arrival."""
    n = len(columns["claim_id"])
    twice = np.argsort(rng.random(n), kind="stable")[:COPIES]
    delays = np.floor(rng.random(COPIES) * 40) + 0.5
    places = np.concatenate([np.arange(n, dtype=float), twice + delays])
    order = np.concatenate([np.arange(n), twice])[np.argsort(places, kind="stable")]
    return {name: [cells[row] for row in order] for name, cells in columns.items()}


def _some(
    rng: np.random.Generator,
    columns: Columns,
    share: float,
    likelier: Mapping[str, float] | None = None,
    *,
    among: Sequence[int] | None = None,
) -> list[int]:
    """Pick exactly this share of all rows, from `among`, the likelier channels first."""
    channels = columns["channel"]
    rows = range(len(channels)) if among is None else among
    weights = np.array([(likelier or {}).get(channels[row], 1.0) for row in rows])
    order = np.argsort(rng.random(len(rows)) / weights, kind="stable")
    return [rows[place] for place in order[: round(share * len(channels))]]
