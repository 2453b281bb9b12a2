"""Columns of words: spellings, new categories, forms, days, prose, and cells for nothing."""

from __future__ import annotations

import random
from collections.abc import Callable

import pyarrow as pa
import pytest

from readiness_kit.evidence.attribution.styles import written_day
from readiness_kit.evidence.data_gap.forms import EVERY_LAYOUT, LAYOUTS, same_word, shapes
from tests.evidence.data_gap.conftest import compared, drawn, found, troubles

N = 3_000
REGIONS = ("north", "south", "Köln", "east coast", "west")


def changed(cells: list[str], share: float, how: Callable[[str], str]) -> list[str]:
    rows = random.Random(5).sample(range(len(cells)), round(share * len(cells)))
    made = list(cells)
    for row in rows:
        made[row] = how(made[row])
    return made


@pytest.mark.parametrize(
    ("how", "word"),
    [
        (str.upper, "capitals"),
        (lambda text: f" {text} ", "spaces"),
        (
            lambda text: text.replace("east coast", "east  coast").replace("north", "north "),
            "space",
        ),
        (lambda text: text.encode().decode("cp1252"), ""),
        (lambda text: text.replace(" ", "_").title(), "capitals"),
    ],
)
def test_another_spelling_of_a_known_category(how: Callable[[str], str], word: str) -> None:
    b = drawn(N, 2, REGIONS)
    b = [how(cell) if row % 10 == 0 and how(cell) != cell else cell for row, cell in enumerate(b)]
    gap = compared(drawn(N, 1, REGIONS), b)
    told = found(gap, "variant")
    assert told.verdict in ("warn", "fail")
    assert word in told.cause
    assert troubles(gap) == [("variant", "x")]
    assert set(told.spelled.values()) <= set(REGIONS)


def test_a_new_category_is_named_where_five_rows_have_it() -> None:
    b = changed(drawn(N, 2, REGIONS), 0.04, lambda _: "overseas")
    b[0] = "Erika Mustermann"
    told = found(compared(drawn(N, 1, REGIONS), b), "new_category")
    assert told.verdict == "fail"
    assert "'overseas'" in told.cause
    assert "Erika" not in told.cause


def test_rare_categories_that_the_poc_missed_by_chance_are_no_finding() -> None:
    many = [f"code {place}" for place in range(150)]
    assert troubles(compared(drawn(N, 1, many), drawn(N, 2, many))) == []


def test_a_mix_that_moved() -> None:
    gap = compared(drawn(N, 1, REGIONS), drawn(N, 2, REGIONS[::-1]))
    assert found(gap, "mix").verdict == "fail"
    assert {part.name for part in found(gap, "mix").bins} == set(REGIONS)


@pytest.mark.parametrize("word", ["", "N/A", "null", " ? ", "-", "NaN", "unknown"])
def test_cells_for_nothing_are_missing(word: str) -> None:
    gap = compared(drawn(N, 1, REGIONS), changed(drawn(N, 2, REGIONS), 0.08, lambda _: word))
    assert troubles(gap) == [("missing", "x")]
    assert found(gap, "missing").share == pytest.approx(0.08, abs=0.001)


def test_a_word_for_nothing_that_the_poc_has_is_a_value() -> None:
    """NA is Namibia where the POC has it, and more of it is another mix."""
    countries = ("DE", "NA", "FR", "none")
    assert troubles(compared(drawn(N, 1, countries), drawn(N, 2, countries))) == []
    more = changed(drawn(N, 2, countries), 0.3, lambda _: "NA")
    assert found(compared(drawn(N, 1, countries), more), "missing").verdict == "pass"


@pytest.mark.parametrize("layout", EVERY_LAYOUT, ids=lambda layout: layout.name)
def test_days_in_another_layout(layout) -> None:  # type: ignore[no-untyped-def]
    days = [f"2026-{1 + row % 12:02d}-{1 + row % 28:02d}" for row in range(N)]
    iso = LAYOUTS[0]
    own = iso if layout is not iso else LAYOUTS[4]
    read = [iso.day(day) for day in days]
    a = [own.write(day) for day in read if day]
    b = [layout.write(day) if row % 12 == 5 else a[row] for row, day in enumerate(read) if day]
    told = found(compared(a, b), "date_format")
    assert told.verdict == "fail"
    assert told.spelled and set(told.spelled.values()) <= set(a)


@pytest.mark.parametrize("first", ["", "N/A", "20260131"])
def test_days_of_eight_digits_are_days_whatever_the_first_cell_holds(first: str) -> None:
    days = [f"2026{1 + row % 12:02d}{1 + row % 28:02d}" for row in range(N)]
    later = [f"2027{day[4:]}" for day in days]
    assert troubles(compared([first, *days], [first, *later])) == []


def test_a_time_of_day_stays_with_its_day() -> None:
    times = [f"2026-{1 + row % 12:02d}-{1 + row % 28:02d} 08:{row % 60:02d}" for row in range(N)]
    other = [f"{time[8:10]}/{time[5:7]}/{time[:4]}{time[10:]}" for time in times]
    b = [other[row] if row % 12 == 5 else time for row, time in enumerate(times)]
    spelled = found(compared(times, b), "date_format").spelled
    assert spelled[other[5]] == times[5]
    assert set(spelled.values()) <= set(times)
    assert written_day(times[5], LAYOUTS[0], "31/01/2026") == other[5]


def test_a_day_that_stands_for_nothing() -> None:
    days = [f"2026-{1 + row % 12:02d}-{1 + row % 28:02d}" for row in range(N)]
    gap = compared(days, changed(days, 0.06, lambda _: "1900-01-01"))
    assert troubles(gap) == [("sentinel", "x")]


def test_no_day_is_no_day() -> None:
    days = [f"2026-{1 + row % 12:02d}-{1 + row % 28:02d}" for row in range(N)]
    gap = compared(days, changed(days, 0.03, lambda _: "2026-02-31"))
    assert troubles(gap) == [("unparsable", "x")]


def test_texts_of_another_form() -> None:
    names = [f"AB-{row:05d}" for row in range(N)]
    others = [f"AB-{row:05d}" if row % 20 else f"{row:05d}/ab" for row in range(N, 2 * N)]
    told = found(compared(names, others), "shape")
    assert told.verdict == "fail"
    assert "'9/a'" in told.cause


def test_prose_in_words_that_the_poc_does_not_know() -> None:
    draw = random.Random(4)
    own = [
        "please",
        "help",
        "my",
        "card",
        "was",
        "charged",
        "twice",
        "and",
        "the",
        "app",
        "shows",
        "an",
        "error",
        "again",
        "today",
    ]
    other = [
        "bitte",
        "hilfe",
        "meine",
        "karte",
        "wurde",
        "zweimal",
        "belastet",
        "und",
        "die",
        "anwendung",
        "zeigt",
        "fehler",
    ]

    def text(words: list[str]) -> str:
        return " ".join(draw.choices(words, k=draw.randint(6, 14)))

    a = [text(own) for _ in range(N)]
    b = [text(other if row % 9 == 0 else own) for row in range(N)]
    assert found(compared(a, b), "vocabulary").verdict == "fail"
    assert troubles(compared(a, [text(own) for _ in range(N)])) == []


def test_truth_values_in_other_words() -> None:
    a, b = drawn(N, 1, ("true", "false")), drawn(N, 2, ("true", "false"))
    told = found(compared(a, changed(b, 0.02, lambda _: "ja")), "unparsable")
    assert told.verdict == "fail"
    assert troubles(compared(a, [cell.upper() for cell in b])) == []


@pytest.mark.parametrize(
    ("cell", "word"),
    [("  EAST_coast ", "east coast"), ("KÃ¶ln", "köln"), ("ﬁre", "fire"), ("Köln", "köln")],
)
def test_the_spellings_of_a_word_are_one(cell: str, word: str) -> None:
    assert same_word(cell) == word


def test_the_shape_of_a_text() -> None:
    cells = pa.array(["AB-0012 xyz/7", "Äpfel  9"])
    assert shapes(cells).to_pylist() == ["A-9 a/9", "Aa 9"]
