"""How often production has a fault comes from what the comparison found, and nothing else."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from readiness_kit.evidence.data_gap.findings import Finding, Gap
from readiness_kit.evidence.data_gap.forms import LAYOUTS
from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.family import Family, as_in_production
from readiness_kit.evidence.edge_cases.faults.words import mojibake
from readiness_kit.evidence.edge_cases.fields import RECORD, Days, Field, Span
from readiness_kit.evidence.edge_cases.prevalence import (
    Prevalence,
    affected,
    in_production,
    known_of,
    prevalence,
)
from readiness_kit.evidence.intervals import Interval, newcombe_of_shares, wilson
from readiness_kit.evidence.samples import Sample

ROWS = 200
X = Field("x", "number")
WORDS = Field("x", "category")
DAY = Field("x", "date", days=Days(LAYOUTS[0], dt.date(2026, 1, 1)))


def by_id(id: str) -> Family:
    return next(family for family in FAMILIES if family.id == id)


def sample(**columns: list[str]) -> Sample:
    return Sample("data/x.csv", "0" * 64, "utf-8", ",", pd.DataFrame(columns, dtype=str))


def gap(*findings: Finding, b: Sample | None = None) -> Gap:
    plain = sample(x=["1"] * ROWS)
    return Gap(plain, b or plain, {"x": "number"}, findings)


def finding(kind: str, column: str | None = "x", verdict: str = "warn", **more: object) -> Finding:
    told = {"share": 0.1, "interval": Interval(0.06, 0.16), "n": ROWS} | more
    return Finding("G0", kind, column, verdict, "cause", **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("id", "kind"),
    [
        ("E12", "unit"),
        ("E18", "new_category"),
    ],
)
def test_a_fault_is_found_under_the_name_that_the_comparison_has_for_it(id: str, kind: str) -> None:
    seen = prevalence(gap(finding(kind)), by_id(id), X)
    assert seen == Prevalence(0.1, Interval(0.06, 0.16), ROWS)
    assert prevalence(gap(finding(kind, "y")), by_id(id), X) is None
    assert prevalence(gap(finding(kind, verdict="pass")), by_id(id), X) is None
    assert prevalence(gap(finding(kind, verdict="inconclusive")), by_id(id), X) is None
    assert prevalence(gap(finding("mix")), by_id(id), X) is None
    assert prevalence(None, by_id(id), X) is None


def test_a_share_of_filled_cells_is_told_of_all_rows() -> None:
    half = gap(finding("new_category", n=ROWS // 2))
    assert prevalence(half, by_id("E18"), X) == Prevalence(0.05, Interval(0.03, 0.08), ROWS // 2)


def test_of_several_findings_the_commonest_counts_and_none_is_none() -> None:
    two = gap(finding("new_category"), finding("new_category", share=0.3))
    assert prevalence(two, by_id("E18"), X).share == 0.3
    assert prevalence(gap(finding("new_category", share=-0.2)), by_id("E18"), X) is None


def test_a_missing_column_concerns_every_row() -> None:
    every = gap(finding("column_missing", share=None, interval=None))
    assert prevalence(every, by_id("E01"), X) == Prevalence(1, Interval(1, 1), ROWS)
    assert prevalence(every, by_id("E02"), X) is None


def test_faults_of_the_record_are_found_without_a_column() -> None:
    assert prevalence(gap(finding("duplicate", None)), by_id("E35"), RECORD).share == 0.1
    more = sample(x=["1"] * ROWS, new=["1"] * ROWS)
    assert prevalence(gap(b=more), by_id("E34"), RECORD).share == 1
    assert prevalence(gap(finding("column_renamed"), b=more), by_id("E34"), RECORD) is None
    assert prevalence(gap(), by_id("E34"), RECORD) is None


def test_spellings_are_parted_by_how_they_differ() -> None:
    spelled = {"WEB": "web", " web": "web", mojibake("São"): "São", "Sao": "São"}
    cells = ["WEB"] * 20 + [" web"] * 10 + [mojibake("São")] * 6 + ["Sao"] * 4
    cells += ["web"] * (ROWS - len(cells))
    rows = np.array([cell != "web" for cell in cells])
    found = gap(finding("variant", rows=rows, spelled=spelled), b=sample(x=cells))
    told = {id: prevalence(found, by_id(id), WORDS) for id in ("E19", "E20", "E22", "E23")}
    garbled = "the text was read in a wrong encoding"
    assert told == {
        "E19": Prevalence(20 / ROWS, wilson(20, ROWS), ROWS, "the words came in capitals"),
        "E20": Prevalence(10 / ROWS, wilson(10, ROWS), ROWS, "a space came before the words"),
        "E22": None,  # four rows could be recognised
        "E23": Prevalence(6 / ROWS, wilson(6, ROWS), ROWS, garbled),
    }


def counted(
    id: str, kind: str, cells: dict[str, int], field: Field = X, a: str = "1", **own: str
) -> Prevalence | None:
    """What a family makes of these cells of production, the rest of it as in the POC."""
    b = [cell for cell, n in cells.items() for _ in range(n)]
    rows = np.arange(ROWS) < len(b)
    b += [a] * (ROWS - len(b))
    told = finding(kind, rows=rows, spelled={cell: own.get("own", "") for cell in cells})
    seen = Gap(sample(x=[a] * ROWS), sample(x=b), {"x": "number"}, (told,))
    return prevalence(seen, by_id(id), known_of(seen, field))


def test_of_several_variants_the_commonest_is_counted_alone() -> None:
    found = counted("E19", "variant", {"WEB": 12, "Web": 9}, WORDS, a="web", own="web")
    assert found == Prevalence(12 / ROWS, wilson(12, ROWS), ROWS, "the words came in capitals")
    assert in_production(None, by_id("E19"), WORDS).how is None


@pytest.mark.parametrize(
    ("id", "cell", "own", "how"),
    [
        ("E08", "351,89", "351.89", "the number came with a decimal comma"),
        ("E08", "1.351,80", "1351.8", "the number came with a decimal comma and points"),
        ("E08", "12.500", "12500", "the number came with a decimal comma and points"),
        ("E08", "12,500", "12500", "the number came with commas between thousands"),
        ("E08", "12,500", "12.5", "the number came with a decimal comma"),
        ("E08", " 351.89 ", "351.89", None),
        ("E08", "351.89 EUR", "351.89", None),
        ("E08", "351,89", "351,89", None),
        ("E07", "351.89 EUR", "351.89", "a unit came behind the number"),
        ("E07", "351,89", "351.89", None),
        ("E26", "1/2/2024 08:30", "2024-02-01 08:30", "the day came as 31/01/2026"),
        ("E26", "20240201", "2024-02-01", "the day came as 20260131"),
    ],
)
def test_a_notation_is_counted_by_the_variant_that_is_planted(
    id: str, cell: str, own: str, how: str | None
) -> None:
    kind = "date_format" if id == "E26" else "number_format"
    found = counted(id, kind, {cell: 30}, DAY if id == "E26" else X, own=own)
    assert (found.how if found else None) == how


@pytest.mark.parametrize(
    ("id", "cell", "how"),
    [
        ("E07", "ca. 12", "words came before the number"),
        ("E07", "twelve", "a number in words came"),
        ("E07", "12 kg", "a unit came behind the number"),
        ("E09", "Y", "yes and no came as Y and N"),
        ("E09", "ja", None),
        ("E28", "2026-02-30", "a 31st of February came"),
        ("E28", "0000-00-00", "a day of zeros came"),
        ("E28", "soon", None),
    ],
)
def test_what_does_not_parse_is_counted_by_how_it_looks(
    id: str, cell: str, how: str | None
) -> None:
    field = {"E09": Field("x", "boolean"), "E28": DAY}.get(id, X)
    found = counted(id, "unparsable", {cell: 30}, field)
    assert (found.how if found else None) == how


def test_an_empty_cell_is_counted_beyond_those_of_the_poc_and_a_word_for_nothing_apart() -> None:
    cells = {"": 40, "N/A": 20, "-": 6}
    empty = counted("E02", "missing", cells)
    assert (empty.share, empty.how) == (40 / ROWS, "the field was left empty")
    assert counted("E04", "missing", cells).share == 20 / ROWS
    a, b = sample(x=[""] * 30 + ["1"] * (ROWS - 30)), sample(x=[""] * 50 + ["1"] * (ROWS - 50))
    rows = np.arange(ROWS) < 50
    beyond = prevalence(Gap(a, b, {}, (finding("missing", rows=rows),)), by_id("E02"), X)
    assert beyond.share == pytest.approx(20 / ROWS)
    assert beyond.interval == newcombe_of_shares(50 / ROWS, ROWS, 30 / ROWS, ROWS)


def test_the_value_for_nothing_that_production_has_is_the_one_that_is_planted() -> None:
    whole = Field("x", "number", span=Span(0, 9, 1, whole=True))
    b = sample(x=["999"] * 20 + ["-9"] * 8 + ["1"] * (ROWS - 28))
    seen = Gap(sample(x=["1"] * ROWS), b, {}, (finding("sentinel", rows=np.arange(ROWS) < 28),))
    field = known_of(seen, whole)
    assert (field.nothing, type(field.nothing)) == (999, int)
    assert prevalence(seen, by_id("E04"), field).share == 20 / ROWS
    planted = as_in_production(by_id("E04"), {"x": 3}, in_production(seen, by_id("E04"), field), 5)
    assert planted is not None
    assert planted.record == {"x": 999}


def test_of_numbers_out_of_range_only_negative_ones_have_the_wrong_sign() -> None:
    cells = ["-5"] * 8 + ["99999"] * 20 + ["5"] * (ROWS - 28)
    rows = np.array([cell != "5" for cell in cells])
    found = gap(finding("range", rows=rows), b=sample(x=cells))
    field = Field("x", "number", span=Span(0, 9, 4, whole=True))
    assert prevalence(found, by_id("E14"), field).share == 8 / ROWS
    large = prevalence(found, by_id("E15"), field)
    assert (large.share, large.how) == (0.1, "the number became absurdly large")


def test_the_unit_of_production_and_the_fields_that_have_a_fault() -> None:
    fields = [Field(name, "number") for name in ("x", "y", "z")]
    found = gap(
        finding("unit", "x", factor=100.0),
        finding("unit", "z", share=0.4, unit="in degrees Fahrenheit instead of Celsius"),
        finding("range", "y"),
    )
    units = [known_of(found, field).unit for field in fields]
    assert [(unit.factor, unit.offset) if unit else None for unit in units] == [
        (100, 0), None, (1.8, 32),
    ]  # fmt: skip
    assert known_of(None, X) == X
    assert [field.name for field in affected(found, by_id("E12"), fields, 6)] == ["z", "x"]
    assert [field.name for field in affected(found, by_id("E12"), fields, 1)] == ["z"]
    assert affected(found, by_id("E18"), fields, 6) == []
