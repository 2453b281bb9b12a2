"""Each family changes what it says and no other cell, or says that it would change nothing."""

from __future__ import annotations

import copy
import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.evidence.data_gap.forms import LAYOUTS
from readiness_kit.evidence.data_gap.units import Unit
from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.family import (
    Family,
    Perturbed,
    as_in_production,
    changed_cells,
    perturbed,
)
from readiness_kit.evidence.edge_cases.faults.amounts import UNITS_TRIED
from readiness_kit.evidence.edge_cases.fields import EVERY, RECORD, Days, Field, FieldKind, Span

BY_NAME = {family.name: family for family in FAMILIES}
AMOUNTS = Span(1.5, 990.0, 200.0, whole=False)
SHARES = Span(0.0, 1.0, 0.3, whole=False)
DAYS = Days(LAYOUTS[0], dt.date(2024, 2, 29))
ROW = {"x": 12.5, "y": 3.5}
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["ß", "İstanbul", "ZZ_NEW", "Web", "", "ﬁ", "-0.0", "São Paulo", "2024-05-17", "yes"]
    ),
)
RECORDS = st.dictionaries(st.text(min_size=1, max_size=6), CELLS, min_size=1, max_size=6)


def field(name: str = "x", kind: FieldKind = "number", **more: object) -> Field:
    return Field(name, kind, **more)  # type: ignore[arg-type]


def made(name: str, value: object, of: Field | None = None, turn: int = 0) -> object:
    """What the field holds afterwards; the word absent where it is gone, None for no case."""
    found = perturbed(BY_NAME[name], {"x": value, "y": "other"}, of or field(), turn)
    return None if found is None else found.record.get("x", "absent")


def turns(name: str, value: object, of: Field | None = None, n: int = 9) -> list[object]:
    """The different values that come of a cell, in the order of the turns."""
    return list(dict.fromkeys(made(name, value, of, turn) for turn in range(n)))


@given(data=st.data(), record=RECORDS, turn=st.integers(0, 9))
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_what_it_names_changes_and_nothing_else(
    family: Family, data: st.DataObject, record: dict, turn: int
) -> None:
    name = data.draw(st.sampled_from(list(record)))
    kind = data.draw(st.sampled_from(family.kinds))
    of = RECORD if kind == "record" else Field(
        name,
        kind,
        frozenset(v for v in record.values() if isinstance(v, str)),
        data.draw(st.sampled_from([AMOUNTS, SHARES, None])),
        DAYS if kind == "date" else None,
        data.draw(st.sampled_from([*record, "gone", None])),
        synonyms={"Web": ["www"]},
    )  # fmt: skip
    if of.partner == of.name:
        return
    before = copy.deepcopy(record)
    found = perturbed(family, record, of, turn)  # raises where it lies
    assert changed_cells(before, record) == []
    if found is not None:
        assert changed_cells(before, found.record) == (
            sorted(found.changed, key=[*before, *found.record].index)
        )
        assert found.how


WORTHY = {
    "number": (1234.5, field(span=AMOUNTS, partner="y")),
    "boolean": (True, field(kind="boolean", partner="y")),
    "category": ("São Paulo, Street", field(kind="category", synonyms={"Street": ["St."]})),
    "date": ("2024-05-17", field(kind="date", days=DAYS)),
    "identifier": ("Köln-17", field(kind="identifier")),
    "text": ("The quick brown fox met Zoë there", field(kind="text")),
    "record": (1, RECORD),
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_no_family_is_without_a_record_that_it_changes(family: Family) -> None:
    """One that never changes anything would be skipped for ever and never be missed."""
    cells = [WORTHY[kind] for kind in family.kinds]
    cells += [(0.25, field(span=SHARES)), (7, field(span=AMOUNTS))]
    found = [
        perturbed(family, {"x": cell, "y": 99, "z": 1}, of)
        for cell, of in cells
        if family.applies(of)
    ]
    assert any(found)


def test_absent_empty_and_what_stands_for_nothing() -> None:
    assert made("field_absent", 1) == "absent"
    assert perturbed(BY_NAME["field_absent"], {"y": 1}, field()) is None
    assert perturbed(BY_NAME["field_null"], {"x": 1}, field()).record == {"x": None}
    assert made("field_null", None) is None
    assert turns("empty_text", "web", field(kind="category")) == ["", "   "]
    assert turns("sentinel_missing", 1.5) == [-999, 9999, "N/A", "?"]
    assert "1900-01-01" in turns("sentinel_missing", "2024-01-31", field(kind="date"))
    assert made("sentinel_missing", 1, field(kind="category", values=frozenset({"N/A"}))) == "?"


def test_numbers_written_otherwise() -> None:
    assert made("number_as_string", 12.5) == "12.5"
    assert made("number_as_string", True) is None
    assert turns("string_in_number", 12.5) == ["twelve", "12.5 kg", "ca. 12.5"]
    assert turns("decimal_comma", 1234.5) == ["1.234,5", "1,234.5", "1234,5"]
    assert turns("decimal_comma", 12.5) == ["12,5"]
    assert turns("decimal_comma", 12) == [None]
    assert turns("decimal_comma", 1e300) == [None]
    assert [(type(v), v) for v in turns("int_as_float", 5)] == [(float, 5.0)]
    assert [(type(v), v) for v in turns("int_as_float", 5.0)] == [(int, 5)]
    assert turns("int_as_float", 5.5) == [None]
    assert turns("int_as_float", 2**60) == [None]
    assert [str(value) for value in turns("nan_inf", 1, n=3)] == ["nan", "inf", "-inf"]


def test_truth_comes_in_every_form_and_stays_the_same() -> None:
    assert turns("bool_variants", True, field(kind="boolean")) == [
        "yes",
        "Y",
        "1",
        "TRUE",
        "true",
        1,
    ]
    words = field(kind="category", values=frozenset({"yes", "no"}))
    assert turns("bool_variants", "no", words) == ["N", "0", "FALSE", "false", 1 - 1]
    assert turns("bool_variants", "web", words) == [None]


@pytest.mark.parametrize("value", [0, 0.0, -0.0, None, True, "12", math.inf, math.nan])
def test_a_number_that_no_unit_changes_is_not_a_case(value: object) -> None:
    assert perturbed(BY_NAME["unit_change"], {"x": value}, field()) is None


def test_units_take_turns_and_whole_numbers_stay_whole_where_they_can() -> None:
    assert turns("unit_change", 7) == [700, 7000, pytest.approx(17.78)]
    assert isinstance(made("unit_change", 7), int)
    found = perturbed(BY_NAME["unit_change"], {"x": 4e307}, field())
    assert found == Perturbed(
        {"x": 4e307 * 2.54}, f"the number came {UNITS_TRIED[2].words}", {"x": "<number x 2.54>"}
    )


def test_where_production_has_another_unit_that_one_is_taken() -> None:
    assert turns("unit_change", 2, field(unit=Unit(60.0, "60 times as large"))) == [120.0]
    assert turns("scale_percent", 0.35, field(span=SHARES, unit=Unit(100.0, ""))) == [None]


def test_a_share_becomes_a_percentage_where_all_are_shares() -> None:
    assert made("scale_percent", 0.35, field(span=SHARES)) == 35
    percent = field(span=Span(0.5, 99.5, 20, whole=False))
    assert made("scale_percent", 35.5, percent) == pytest.approx(0.355)
    for other in (AMOUNTS, Span(1, 90, 20, whole=True), Span(-1, 1, 1, whole=False), None):
        assert made("scale_percent", 0.5, field(span=other)) is None


def test_a_sign_is_turned_where_none_is_negative() -> None:
    assert made("sign_flip", 5, field(span=AMOUNTS)) == -5
    assert made("sign_flip", 5, field(span=Span(-3, 9, 2, whole=True))) is None
    assert made("sign_flip", 0, field(span=AMOUNTS)) is None


def test_out_of_range_is_mild_and_absurd_and_whole_where_all_are() -> None:
    assert turns("out_of_range", 5.0, field(span=AMOUNTS)) == [1590.0, 990e6]
    whole = turns("out_of_range", 5, field(span=Span(0, 9, 2.5, whole=True)))
    assert whole == [17, 9_000_000]
    assert all(isinstance(value, int) for value in whole)
    assert made("out_of_range", 0, field(span=Span(0, 0, 0, whole=True))) == 3


def test_noise_is_a_hundredth_and_none_where_that_rounds_away() -> None:
    assert turns("small_noise", 200.0) == [pytest.approx(202), pytest.approx(198)]
    assert turns("small_noise", 200) == [202, 198]
    assert turns("small_noise", 3) == [None]


def test_the_unseen_category_is_in_no_letters_in_the_sample() -> None:
    of = field(kind="category", values=frozenset({"web", "zz_new", "ZZ_New_1"}))
    assert made("unseen_category", "web", of) == "ZZ_NEW_1_1"


def test_other_letters_never_make_another_category_or_another_word() -> None:
    words = field(kind="text")
    assert made("case_variant", "web", field(kind="category", values=frozenset({"WEB"}))) == "Web"
    assert made("case_variant", "straße", words) == "STRASSE"
    for value in ("ı", "2026-10-12", 3):
        assert made("case_variant", value, words) is None


def test_spaces_accents_and_lost_letters() -> None:
    words = field(kind="category")
    assert turns("space_variant", "São Paulo", words) == [
        " São Paulo", "São Paulo ", "São Paulo\u00a0", "São Paulo\t", "São  Paulo",
    ]  # fmt: skip
    assert turns("accents", "São", words) == ["Sa\u0303o", "Sao"]
    assert turns("accents", "web", words) == [None]
    assert turns("mojibake", "São", words) == ["SÃ£o"]
    assert turns("mojibake", "web", words) == [None]


def test_synonyms_are_the_clients_and_stand_for_whole_words() -> None:
    of = field(kind="text", synonyms={"Street": ["St.", "Str."]})
    assert turns("synonym", "12 Main Street", of) == ["12 Main St.", "12 Main Str."]
    assert turns("synonym", "12 Main St.", of) == ["12 Main Street", "12 Main Str."]
    assert turns("synonym", "Streets", of) == [None]
    assert turns("synonym", "12 Main Street", field(kind="text")) == [None]


def test_the_time_of_a_day_stays_and_is_never_shown() -> None:
    of = field(kind="date", days=DAYS)
    record = {"x": "2024-05-07 14:35"}
    written = turns("date_format", record["x"], of)
    assert written[1] == "07/05/2024 14:35"
    assert written[6:9] == [1715092500, 1715092500000, "7 May 2024 14:35"]
    assert turns("impossible_date", record["x"], of)[0] == "2026-02-31 14:35"
    assert turns("future_date", record["x"], of) == ["2026-02-28 14:35"]
    for name in ("date_format", "impossible_date", "future_date"):
        for turn in range(9):
            planted = perturbed(BY_NAME[name], record, of, turn)
            assert planted is not None
            assert "14" not in str(planted.changed["x"])


def test_where_production_has_one_variant_that_one_alone_is_planted() -> None:
    words = field(kind="category", how="each word came with a capital")
    found = [as_in_production(BY_NAME["case_variant"], {"x": "web"}, words, n) for n in range(3)]
    assert [made.record for made in found if made] == [{"x": "Web"}] * 3
    other = field(kind="category", how="of a plug-in that changed")
    assert as_in_production(BY_NAME["case_variant"], {"x": "web"}, other, 0) is None


def test_a_unit_with_another_zero_moves_zero_too() -> None:
    fahrenheit = field(unit=Unit(1.8, "in degrees Fahrenheit instead of Celsius", 32.0))
    planted = perturbed(BY_NAME["unit_change"], {"x": 0}, fahrenheit)
    how = "the number came in degrees Fahrenheit instead of Celsius"
    assert planted == Perturbed({"x": 32.0}, how, {"x": "<number x 1.8 + 32>"})


def test_days_in_other_layouts_that_cannot_be_or_are_to_come() -> None:
    of = field(kind="date", days=DAYS)
    written = turns("date_format", "2024-05-07", of)
    assert written[:3] == ["2024/05/07", "07/05/2024", "05/07/2024"]
    assert written[5:] == ["20240507", 1715040000, 1715040000000, "7 May 2024"]
    assert turns("date_format", "soon", of) == [None]
    assert turns("impossible_date", "2024-05-07", of) == ["2026-02-31", "0000-00-00", "9999-99-99"]
    assert made("future_date", "2024-05-07", of) == "2026-02-28"
    german = field(kind="date", days=Days(LAYOUTS[4], dt.date(2024, 1, 2)))
    assert made("impossible_date", "07.05.2024", german) == "31.02.2026"
    assert made("future_date", "07.05.2024", german) == "02.01.2026"


def test_texts_slip_break_off_and_take_on_what_is_not_theirs() -> None:
    of = field(kind="text")
    for turn in range(20):
        slipped = made("typo", "collision on ice", of, turn)
        assert isinstance(slipped, str)
        assert abs(len(slipped) - 16) <= 1
        assert slipped != "collision on ice"
    assert turns("typo", "1234", of) == [None]
    assert turns("confusables", "paper", of) == ["рареr", "pa\u200bper", "\ufeffpaper"]
    assert made("injection_strings", "paper", of) == "paper ' OR 1=1--"
    assert str(made("prompt_injection", "paper", of)).startswith("paper Ignore all instructions")
    assert [str(v)[5:] for v in turns("control_characters", "paper", of)] == [
        "\x00", "\u202e", "\U0001f469\u200d\U0001f4bb", "\ud800",
    ]  # fmt: skip
    assert made("truncated_text", "twenty letters or so", of) == "twenty let"
    assert made("truncated_text", "short", of) is None


def test_two_fields_change_places_and_a_name_its_letters() -> None:
    of = field(partner="y")
    swapped = perturbed(BY_NAME["swapped_columns"], dict(ROW), of)
    assert swapped.record == {"x": 3.5, "y": 12.5}
    assert sorted(swapped.changed) == ["x", "y"]
    assert perturbed(BY_NAME["swapped_columns"], {"x": 1, "y": 1}, of) is None
    assert perturbed(BY_NAME["swapped_columns"], dict(ROW), field()) is None
    renamed = perturbed(BY_NAME["renamed_field"], dict(ROW), field())
    assert list(renamed.record.items()) == [("X", 12.5), ("y", 3.5)]
    taken = perturbed(BY_NAME["renamed_field"], {"x": 1, "X": 2}, field())
    assert list(taken.record) == ["x_1", "X"]


def test_a_record_gets_a_field_more_or_comes_twice() -> None:
    more = perturbed(BY_NAME["extra_field"], {"zz_extra": 1}, RECORD)
    assert more.record == {"zz_extra": 1, "zz_extra_1": "ZZ"}
    twice = perturbed(BY_NAME["duplicate_record"], dict(ROW), RECORD)
    assert (twice.record, twice.copies, twice.changed) == (ROW, 2, {})


@given(cell=CELLS, turn=st.integers(0, 9))
@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_what_is_shown_of_a_fault_holds_nothing_of_the_clients(
    family: Family, cell: object, turn: int
) -> None:
    canary = "qK7" if isinstance(cell, str) else None
    value = f"{canary} {cell}" if canary else cell
    for kind in (*EVERY, "record"):
        of = field(kind=kind, span=AMOUNTS, days=DAYS, partner="y")
        found = (
            perturbed(family, {"x": value, "y": "qK7 other"}, of, turn)
            if family.applies(of)
            else None
        )
        if found is not None:
            assert "qk7" not in f"{found.how} {list(found.changed.values())}".lower()
