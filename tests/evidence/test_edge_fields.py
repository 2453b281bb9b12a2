"""What a field holds is told by its column."""

from __future__ import annotations

import datetime as dt

from readiness_kit.evidence.edge_cases.fields import Field, Span, fields_of, partners


def test_each_kind_is_told_by_its_cells() -> None:
    records = [
        {
            "n": i,
            "b": True,
            "c": "ab"[i % 2],
            "id": f"c{i}",
            "t": f"word {i} " * 9,
            "d": f"{1 + i % 28:02d}.03.2026",
            "short": f"{'abcdefghij'[i % 10]} {'klmnopqrst'[i // 6]}",
        }
        for i in range(60)
    ]
    types = {"n": "integer", "b": "boolean"} | dict.fromkeys(["c", "id", "t", "d", "short"], "text")
    found = {field.name: field for field in fields_of(records, types)}  # type: ignore[arg-type]
    assert {name: field.kind for name, field in found.items()} == {
        "n": "number",
        "b": "boolean",
        "c": "category",
        "id": "identifier",
        "t": "text",
        "d": "date",
        "short": "text",
    }
    assert found["n"].span == Span(0, 59, 30, whole=True)
    assert found["c"].values == {"a", "b"}
    assert found["d"].days is not None
    assert (found["d"].days.layout.name, found["d"].days.last) == (
        "31.01.2026",
        dt.date(2026, 3, 28),
    )


def test_empty_columns_and_no_records() -> None:
    assert fields_of([], {}) == []
    assert fields_of([{"e": None}], {"e": "text"}) == [Field("e", "text")]
    assert fields_of([{"n": None}], {"n": "number"}) == [Field("n", "number")]


def test_one_cell_in_a_hundred_may_be_no_day() -> None:
    cells = ["2026-01-31"] * 99 + ["soon"]
    (field,) = fields_of([{"d": cell} for cell in cells], {"d": "text"})
    assert field.kind == "date"
    (field,) = fields_of([{"d": cell} for cell in [*cells, "later"]], {"d": "text"})
    assert field.kind == "category"


def test_fields_of_one_kind_are_paired_once() -> None:
    fields = [Field("a", "number"), Field("b", "text"), Field("c", "number"), Field("d", "number")]
    assert partners(fields) == {"a": "c", "c": "d"}
