"""How often production has a fault comes from what the comparison found, and nothing else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from readiness_kit.evidence.data_gap.findings import Finding, Gap
from readiness_kit.evidence.edge_cases.catalogue import FAMILIES
from readiness_kit.evidence.edge_cases.family import Family
from readiness_kit.evidence.edge_cases.faults.words import mojibake
from readiness_kit.evidence.edge_cases.fields import Field
from readiness_kit.evidence.edge_cases.prevalence import (
    Prevalence,
    affected,
    factor_of,
    prevalence,
)
from readiness_kit.evidence.intervals import Interval, wilson
from readiness_kit.evidence.samples import Sample

ROWS = 200


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
        ("E02", "missing"),
        ("E04", "sentinel"),
        ("E07", "unparsable"),
        ("E08", "number_format"),
        ("E12", "unit"),
        ("E15", "range"),
        ("E18", "new_category"),
        ("E26", "date_format"),
        ("E28", "unparsable"),
    ],
)
def test_a_fault_is_found_under_the_name_that_the_comparison_has_for_it(id: str, kind: str) -> None:
    seen = prevalence(gap(finding(kind)), by_id(id), "x")
    assert seen == Prevalence(0.1, Interval(0.06, 0.16), ROWS)
    assert prevalence(gap(finding(kind, "y")), by_id(id), "x") is None
    assert prevalence(gap(finding(kind, verdict="pass")), by_id(id), "x") is None
    assert prevalence(gap(finding(kind, verdict="inconclusive")), by_id(id), "x") is None
    assert prevalence(gap(finding("mix")), by_id(id), "x") is None
    assert prevalence(None, by_id(id), "x") is None


def test_a_share_of_filled_cells_is_told_of_all_rows() -> None:
    half = gap(finding("new_category", n=ROWS // 2))
    assert prevalence(half, by_id("E18"), "x") == Prevalence(0.05, Interval(0.03, 0.08), ROWS // 2)


def test_of_several_findings_the_commonest_counts_and_none_is_none() -> None:
    two = gap(finding("missing"), finding("missing", share=0.3))
    assert prevalence(two, by_id("E02"), "x").share == 0.3
    assert prevalence(gap(finding("missing", share=-0.2)), by_id("E02"), "x") is None


def test_a_missing_column_concerns_every_row() -> None:
    every = gap(finding("column_missing", share=None, interval=None))
    assert prevalence(every, by_id("E01"), "x") == Prevalence(1, Interval(1, 1), ROWS)
    assert prevalence(every, by_id("E02"), "x") is None


def test_faults_of_the_record_are_found_without_a_column() -> None:
    assert prevalence(gap(finding("duplicate", None)), by_id("E35"), "").share == 0.1
    more = sample(x=["1"] * ROWS, new=["1"] * ROWS)
    assert prevalence(gap(b=more), by_id("E34"), "").share == 1
    assert prevalence(gap(finding("column_renamed"), b=more), by_id("E34"), "") is None
    assert prevalence(gap(), by_id("E34"), "") is None


def test_spellings_are_parted_by_how_they_differ() -> None:
    spelled = {"WEB": "web", " web": "web", mojibake("São"): "São", "Sao": "São"}
    cells = ["WEB"] * 20 + [" web"] * 10 + [mojibake("São")] * 6 + ["Sao"] * 4
    cells += ["web"] * (ROWS - len(cells))
    rows = np.array([cell != "web" for cell in cells])
    found = gap(finding("variant", rows=rows, spelled=spelled), b=sample(x=cells))
    told = {id: prevalence(found, by_id(id), "x") for id in ("E19", "E20", "E22", "E23")}
    assert told == {
        "E19": Prevalence(20 / ROWS, wilson(20, ROWS), ROWS),
        "E20": Prevalence(10 / ROWS, wilson(10, ROWS), ROWS),
        "E22": None,  # four rows could be recognised
        "E23": Prevalence(6 / ROWS, wilson(6, ROWS), ROWS),
    }


def test_of_numbers_out_of_range_only_negative_ones_have_the_wrong_sign() -> None:
    cells = ["-5"] * 8 + ["99999"] * 20 + ["5"] * (ROWS - 28)
    rows = np.array([cell != "5" for cell in cells])
    found = gap(finding("range", rows=rows), b=sample(x=cells))
    assert prevalence(found, by_id("E14"), "x").share == 8 / ROWS
    assert prevalence(found, by_id("E15"), "x").share == 0.1


def test_the_unit_of_production_and_the_fields_that_have_a_fault() -> None:
    fields = [Field(name, "number") for name in ("x", "y", "z")]
    found = gap(
        finding("unit", "x", factor=100.0), finding("unit", "z", share=0.4), finding("range", "y")
    )
    assert (factor_of(found, "x"), factor_of(found, "z"), factor_of(None, "x")) == (100, None, None)
    assert [field.name for field in affected(found, by_id("E12"), fields, 6)] == ["z", "x"]
    assert [field.name for field in affected(found, by_id("E12"), fields, 1)] == ["z"]
    assert affected(found, by_id("E18"), fields, 6) == []
