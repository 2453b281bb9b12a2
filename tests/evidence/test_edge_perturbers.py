"""Each family changes one cell and no other, or says that it would change none."""

from __future__ import annotations

import copy
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.evidence.edge_cases.fields import Field, fields_of
from readiness_kit.evidence.edge_cases.perturbers import (
    FACTORS,
    FAMILIES,
    Family,
    FaultyPerturberError,
    Perturbed,
    changed_cells,
    perturbed,
)

BY_NAME = {family.name: family for family in FAMILIES}
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["ß", "İstanbul", "ZZ_NEW", "zz_new", "Web", "", "ﬁ", "-0.0"]),
)
RECORDS = st.dictionaries(st.text(min_size=1, max_size=6), CELLS, min_size=1, max_size=6)
KINDS = st.sampled_from(["number", "boolean", "category", "text"])


def a_field(name: str = "x", kind: str = "number", values: frozenset[str] = frozenset()) -> Field:
    return Field(name, kind, values)  # type: ignore[arg-type]


@given(data=st.data(), record=RECORDS, kind=KINDS, turn=st.integers(0, 9))
@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.name)
def test_exactly_one_cell_changes_and_the_input_stays(
    family: Family, data: st.DataObject, record: dict, kind: str, turn: int
) -> None:
    name = data.draw(st.sampled_from(list(record)))
    values = frozenset(v for v in record.values() if isinstance(v, str))
    before = copy.deepcopy(record)
    made = perturbed(family, record, a_field(name, kind, values), turn)
    assert changed_cells(before, record) == []
    if made is not None:
        assert changed_cells(before, made.record) == [name]
        assert [k for k in record if k != name] == [k for k in made.record if k != name]


FAULTY = {
    "nothing": lambda record, field, turn: Perturbed(dict(record), "nothing happened"),
    "the input itself": lambda record, field, turn: Perturbed(record, "nothing happened"),
    "another cell": lambda record, field, turn: Perturbed({**record, "y": 9}, "y"),
    "two cells": lambda record, field, turn: Perturbed({**record, "x": 9, "y": 9}, "both"),
    "one cell more": lambda record, field, turn: Perturbed({**record, "x": 9, "z": 1}, "more"),
    "a type beside it": lambda record, field, turn: Perturbed({"x": 9, "y": 1.0}, "a type"),
    "the order": lambda record, field, turn: Perturbed({"y": 1, "x": 9}, "turned round"),
}


@pytest.mark.parametrize("fault", FAULTY)
def test_a_perturber_that_does_nothing_or_too_much_is_caught(fault: str) -> None:
    """Else a tool that corrupts nothing would call every model robust."""
    family = replace(BY_NAME["unit_change"], perturb=FAULTY[fault])
    with pytest.raises(FaultyPerturberError, match="E12 unit_change was to change 'x' alone"):
        perturbed(family, {"x": 1, "y": 1}, a_field())


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (1, 1.0, ["x"]),
        (1, True, ["x"]),
        (0.0, -0.0, ["x"]),
        (math.nan, math.nan, []),
        (0.1 + 0.2, 0.3, ["x"]),
        ("\u00e9", "e\u0301", ["x"]),
        (None, "", ["x"]),
    ],
)
def test_cells_are_compared_to_the_bit(before: object, after: object, changed: list[str]) -> None:
    assert changed_cells({"x": before}, {"x": after}) == changed


@pytest.mark.parametrize("value", [0, 0.0, -0.0, None, True, "12", math.inf, math.nan])
def test_a_number_that_no_unit_changes_is_not_a_case(value: object) -> None:
    assert perturbed(BY_NAME["unit_change"], {"x": value}, a_field()) is None


def test_units_take_turns_and_whole_numbers_stay_whole_where_they_can() -> None:
    made = [perturbed(BY_NAME["unit_change"], {"x": 7}, a_field(), turn) for turn in range(3)]
    assert [m.record["x"] for m in made if m] == [700, 7000, pytest.approx(17.78)]
    assert isinstance(made[0].record["x"], int)
    assert "17" not in made[2].how


def test_a_number_too_large_for_one_factor_takes_the_next() -> None:
    made = perturbed(BY_NAME["unit_change"], {"x": 4e307}, a_field())
    assert made == Perturbed({"x": 4e307 * 2.54}, f"the number became {FACTORS[2][1]}")


def test_an_absent_field_is_no_longer_there_and_an_empty_one_is_none() -> None:
    record = {"x": 1, "y": 2}
    assert perturbed(BY_NAME["field_absent"], record, a_field()).record == {"y": 2}
    assert perturbed(BY_NAME["field_null"], record, a_field()).record == {"x": None, "y": 2}
    assert perturbed(BY_NAME["field_null"], {"x": None}, a_field()) is None


def test_the_unseen_category_is_in_no_letters_in_the_sample() -> None:
    field = a_field("x", "category", frozenset({"web", "zz_new", "ZZ_New_1"}))
    assert perturbed(BY_NAME["unseen_category"], {"x": "web"}, field).record == {"x": "ZZ_NEW_1_1"}


def test_other_letters_never_make_another_category_or_another_word() -> None:
    case = BY_NAME["case_variant"]
    field = a_field("x", "category", frozenset({"web", "WEB"}))
    assert perturbed(case, {"x": "web"}, field).record == {"x": "Web"}
    assert perturbed(case, {"x": "straße"}, a_field("x", "text")).record == {"x": "STRASSE"}
    assert perturbed(case, {"x": "ı"}, a_field("x", "text")) is None
    assert perturbed(case, {"x": "2026-10-12"}, a_field("x", "text")) is None
    assert perturbed(case, {"x": 3}, a_field("x", "text")) is None


def test_a_family_applies_to_the_fields_that_it_can_happen_to() -> None:
    applied = {
        family.id: [
            k for k in ("number", "boolean", "category", "text") if family.applies(a_field("x", k))
        ]
        for family in FAMILIES
    }
    every = ["number", "boolean", "category", "text"]
    assert applied == {
        "E01": every,
        "E02": every,
        "E12": ["number"],
        "E18": ["category"],
        "E19": ["category", "text"],
    }


def test_what_a_field_holds_is_told_by_its_column() -> None:
    many = [
        {"n": i, "b": True, "c": "ab"[i % 2], "id": f"c{i}", "t": "word " * 9} for i in range(60)
    ]
    types = {"n": "integer", "b": "boolean", "c": "text", "id": "text", "t": "text"}
    found = {field.name: field.kind for field in fields_of(many, types)}
    assert found == {"n": "number", "b": "boolean", "c": "category", "id": "text", "t": "text"}
    assert fields_of([], {}) == []
    assert fields_of([{"e": None}], {"e": "text"}) == [Field("e", "text")]
