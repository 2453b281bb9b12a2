"""What concerns records rather than columns: repeats, header, labels, days, all columns."""

from __future__ import annotations

import datetime as dt

import pytest

from readiness_kit.evidence.data_gap.findings import Gap
from readiness_kit.evidence.data_gap.measure import measure_gap
from tests.evidence.data_gap.conftest import drawn, found, numbers, sample, troubles

N = 3_000


def records(n: int, seed: int, first: int = 0, **more: list[str]) -> dict[str, list[str]]:
    return {
        "id": [f"r{first + row}" for row in range(n)],
        "amount": numbers(n, seed),
        "region": drawn(n, seed, ("north", "south", "west")),
        "label": drawn(n, seed + 50, ("1", "0")),
        **more,
    }


def gap_of(a: dict[str, list[str]], b: dict[str, list[str]], **more: str) -> Gap:
    named = {"label": "label", "key": "id", **more}
    return measure_gap(sample(a), sample(b, "data/b.csv"), **named)  # type: ignore[arg-type]


def twice(columns: dict[str, list[str]], count: int) -> dict[str, list[str]]:
    return {name: cells + cells[:count] for name, cells in columns.items()}


def test_a_record_that_comes_twice_breaks_the_key_too() -> None:
    gap = gap_of(records(N, 1), twice(records(N, 2, N), 60))
    assert troubles(gap) == [("duplicate", None), ("key", "id")]
    assert found(gap, "key", "id").verdict == "fail"
    assert found(gap, "duplicate", None).share == pytest.approx(60 / (N + 60))


def test_one_identifier_twice_fails() -> None:
    b = records(N, 2, N)
    b["id"][7] = b["id"][8]
    told = found(gap_of(records(N, 1), b), "key", "id")
    assert (told.verdict, told.rows is not None and int(told.rows.sum())) == ("fail", 1)


def test_records_without_an_identifier_are_not_of_one_identifier() -> None:
    a, b = records(N, 1), records(N, 2, N)
    b["id"][3:8] = ["", "", "N/A", "N/A", ""]
    assert found(gap_of(a, b), "key", "id").verdict == "pass"
    a["id"][3:5] = ["", ""]
    b["id"][20] = b["id"][21]
    told = found(gap_of(a, b), "key", "id")
    assert (told.verdict, told.rows is not None and int(told.rows.sum())) == ("fail", 1)


def test_a_poc_without_identifiers_does_not_say_that_each_comes_once() -> None:
    a, b = records(N, 1), records(N, 2, N)
    a["id"] = [""] * N
    b["id"][7] = b["id"][8]
    assert found(gap_of(a, b), "key", "id").verdict == "warn"


def test_a_record_under_another_key_nearly_comes_twice() -> None:
    b = twice(records(N, 2, N), 200)
    b["id"] = [f"other{row}" for row in range(N + 200)]
    b["region"][N:] = [f"{region.upper()} " for region in b["region"][N:]]
    gap = gap_of(records(N, 1), b)
    assert ("near_duplicate", None) in troubles(gap)
    assert found(gap, "duplicate", None).verdict == "pass"


def test_records_of_few_columns_repeat_themselves_by_chance() -> None:
    few = [
        {"region": drawn(n, n, ("n", "s", "w")), "kind": drawn(n, n + 1, ("a", "b"))}
        for n in (N, 2 * N)
    ]
    gap = measure_gap(sample(few[0]), sample(few[1]))
    assert troubles(gap) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Amount", "column_renamed"), ("amounts", "column_renamed"), ("zzz", "column_missing")],
)
def test_a_column_that_is_gone_or_renamed(name: str, kind: str) -> None:
    b = records(N, 2, N)
    b[name] = b.pop("amount")
    gap = gap_of(records(N, 1), b)
    assert found(gap, kind, "amount").verdict == "fail"  # type: ignore[arg-type]


def test_a_missing_label_or_key_is_told_and_fails_nothing() -> None:
    b = records(N, 2, N)
    del b["label"], b["id"]
    gap = gap_of(records(N, 1), b)
    assert troubles(gap) == []
    assert [f.cause for f in gap.findings if f.kind == "column_missing"] == [
        "id is not in production.",
        "label is not in production.",
    ]


def test_new_columns_and_another_order_are_told() -> None:
    b = {"new": ["1"] * N, **dict(reversed(records(N, 2, N).items()))}
    gap = gap_of(records(N, 1), b)
    assert troubles(gap) == []
    assert "another order" in found(gap, "column_order", None).cause
    assert "new" in found(gap, "column_added", None).cause


@pytest.mark.parametrize(("share", "verdict"), [(0.02, "pass"), (0.09, "warn"), (0.3, "fail")])
def test_the_base_rate_is_judged_by_how_far_it_moved(share: float, verdict: str) -> None:
    b = records(N, 2, N)
    for row in range(round(share * N)):
        b["label"][row] = "0"
    a = records(N, 1)
    a["label"], b["label"] = ["1", "0"] * (N // 2), ["1", "0"] * (N // 2)
    for row in range(round(2 * share * N)):
        b["label"][row] = "0"
    assert found(gap_of(a, b), "base_rate", "label").verdict == verdict


def test_twins_with_other_labels_warn_at_most() -> None:
    b = records(N, 2, N)
    half = N // 2
    for name in ("amount", "region"):
        b[name][half:] = b[name][:half]
    b["label"][:half], b["label"][half:] = ["1"] * half, ["0"] * half
    told = found(gap_of(records(N, 1), b), "label_noise", None)
    assert told.verdict == "warn"
    assert "100.0%" in told.cause


def days(n: int, first: dt.date, span: int) -> list[str]:
    return [(first + dt.timedelta(days=row % span)).isoformat() for row in range(n)]


def test_production_that_is_older_than_the_poc_warns() -> None:
    new, old = days(N, dt.date(2026, 1, 1), 90), days(N, dt.date(2025, 1, 1), 90)
    a, b = records(N, 1, at=new), records(N, 2, N, at=old)
    assert ("stale", "at") in troubles(gap_of(a, b, time="at"))
    assert ("stale", "at") not in troubles(gap_of(b, a, time="at"))


def test_records_that_arrive_later_after_the_event() -> None:
    at = days(N, dt.date(2026, 1, 1), 90)

    def events(lag: int) -> list[str]:
        return [
            (dt.date.fromisoformat(day) - dt.timedelta(days=row % lag)).isoformat()
            for row, day in enumerate(at)
        ]

    a, b = records(N, 1, at=at, event=events(5)), records(N, 2, N, at=at, event=events(40))
    told = found(gap_of(a, b, time="at"), "late", "event")
    assert told.verdict == "fail"
    assert "days" in told.cause


def test_what_no_single_column_shows() -> None:
    """The same numbers and the same regions, but no longer the two that belong together."""
    a, b = records(N, 1), records(N, 2, N)
    for side, turn in ((a, 0), (b, 1)):
        side["region"] = [
            "north" if (float(cell) > 100) == (turn == 0) else "south" for cell in side["amount"]
        ]
    gap = gap_of(a, b)
    assert troubles(gap) == [("joint", None)]
    told = found(gap, "joint", None)
    assert told.verdict == "fail"
    assert "amount" in told.cause and "region" in told.cause


@pytest.mark.parametrize(
    "numbers_of", ["a running number", "seconds since 1970", "days of eight digits"]
)
def test_what_goes_on_counting_is_no_change(numbers_of: str) -> None:
    def cells(first: int) -> list[str]:
        if numbers_of == "a running number":
            return [str(first + row) for row in range(N)]
        if numbers_of == "seconds since 1970":
            return [str(1_767_225_600 + 600 * (first + row)) for row in range(N)]
        day = dt.date(2026, 1, 1)
        return [
            (day + dt.timedelta(days=(first + row) // 40)).strftime("%Y%m%d") for row in range(N)
        ]

    a, b = records(N, 1, at=cells(0)), records(N, 2, N, at=cells(N))
    assert troubles(gap_of(a, b, time="at")) == []
    if numbers_of != "seconds since 1970":
        assert troubles(gap_of(a, b)) == []


def test_another_column_is_not_the_label_by_another_name() -> None:
    b = records(N, 2, N)
    b["labels"] = b.pop("label")
    assert troubles(gap_of(records(N, 1), b)) == []


def test_a_flag_that_moved_is_named_and_not_only_told_by_all_columns() -> None:
    a, b = (records(N, seed, N * seed) for seed in (1, 2))
    for side, share in ((a, 0.05), (b, 0.5)):
        side["flag"] = ["1" if row >= share * N else "0" for row in range(N)]
        side["truth"] = ["true" if cell == "1" else "false" for cell in side["flag"]]
    named = troubles(gap_of(a, b))
    assert ("shift", "flag") in named
    assert ("mix", "truth") in named


def test_nearly_empty_columns_and_endless_digits_end_no_run() -> None:
    a, b = records(N, 1), records(N, 2, N)
    a["rare"], b["rare"] = ["7"] + [""] * (N - 1), [""] * N
    b["amount"][0], b["amount"][1] = "9" * 310 + ",5", "0" + "9" * 400
    assert ("unit", "amount") not in troubles(gap_of(a, b))
