"""integrations.csv, metrics.csv and metric_targets.csv: every problem at once, nothing guessed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.engagement import Engagement, check
from readiness_kit.engagement.integrations import (
    COLUMNS,
    Integration,
    IntegrationMap,
    circles,
    read_integrations,
    written_row,
)
from readiness_kit.engagement.merging import KINDS, kind_of, merge_sheet
from readiness_kit.engagement.metrics import read_metric_targets, read_metric_values
from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.framework import load_framework
from tests.engagement.folders import PROFILE, make

BUILT_IN = load_framework("poc-to-production")
INTEGRATIONS, METRICS, TARGETS = KINDS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "e", PROFILE.replace("small.yaml", "poc-to-production"))


def put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode("utf-8"))
    return path


def problems(folder: Path) -> list[str]:
    return [str(problem).replace(f"{folder}/", "") for problem in check(folder)]


# ---- reading -----------------------------------------------------------------------------------


def test_files_that_are_not_there_are_not_yet(folder: Path) -> None:
    opened = Engagement.open(folder)
    assert (opened.integrations, opened.metrics) == (None, None)
    assert problems(folder) == []


def test_an_empty_cell_is_not_known_and_never_none(folder: Path) -> None:
    put(folder, "integrations.csv", "system,owner,fallback,status\nDesk,,,\nMail,Ann,none,live\n")
    mapped = Engagement.open(folder).integrations
    assert mapped is not None
    desk, mail = mapped.rows
    assert (desk.owner, desk.fallback, desk.status) == (None, None, None)
    assert mapped.unowned == mapped.untested == (desk,)
    assert mapped.without_fallback == (desk, mail)
    assert "direction" in mapped.missing(mail)


def test_what_others_wait_for_without_a_fallback_is_a_single_point(folder: Path) -> None:
    text = "system;fallback;criticality;depends_on\nA;;;\nB;paper;A;a\nC;;A;\nD;;C;\n"
    put(folder, "integrations.csv", text)
    mapped = read_integrations(folder / "integrations.csv")
    assert [row.system for row in mapped.single_points] == ["A", "C"]
    assert mapped.effort_days is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("X,sideways,,,", "integrations.csv:2: direction: one of 'in', 'out' or 'both'"),
        ("X,,secret,,", "integrations.csv:2: data_class: one of"),
        ("X,,,1.000,5", None),
        ('X,,,"1,5",', "volume_per_day: a number with a decimal point"),
        ("X,,,1e999,", "volume_per_day: a number with a decimal point"),
        ("X,,,NaN,", "volume_per_day: a number with a decimal point"),
        ("X,,,-4,", "volume_per_day: a number of at least 0"),
        (",in,,,", "system: the name of a system; got nothing"),
        ("X,,,,,,", "integrations.csv:2: at most 5 cells, as in the first line; got 7 cells"),
        ('X,"in', "integrations.csv:2: valid CSV"),
    ],
)
def test_a_wrong_cell_is_named_with_line_and_column(
    folder: Path, row: str, words: str | None
) -> None:
    put(
        folder,
        "integrations.csv",
        f"system,direction,data_class,volume_per_day,effort_days\n{row}\n",
    )
    told = problems(folder)
    if words is None:
        assert told == []
    else:
        assert any(words in line for line in told), told
        with pytest.raises(InvalidFileError):
            Engagement.open(folder)


def test_every_problem_of_a_row_and_of_every_file_is_told_at_once(folder: Path) -> None:
    put(folder, "integrations.csv", "system,direction,volume_per_day\nX,up,many\nX,in,1\n")
    put(folder, "metrics.csv", "date,metric,value\n14.09.2026,model_accuracy,94\n")
    put(folder, "metric_targets.csv", "metric,target\nmodel_acuracy,0.9\n")
    told = "\n".join(problems(folder))
    for words in (
        "integrations.csv:2: direction",
        "integrations.csv:2: volume_per_day",
        "metrics.csv:2: date: a day such as 2026-09-14",
        "metric_targets.csv:2: metric: a metric of the framework; did you mean model_accuracy?",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("system,system\nA,B\n", "each column once"),
        ("sytem\nA\n", "did you mean system?"),
        ("", "a first line with columns of system"),
        ("owner\nAnn\n", "system: this column is required"),
    ],
)
def test_a_wrong_header_is_named(folder: Path, text: str, words: str) -> None:
    put(folder, "integrations.csv", text)
    assert any(words in line for line in problems(folder))


def test_bytes_that_are_no_text_are_named(folder: Path) -> None:
    (folder / "integrations.csv").write_bytes("system\nZo\u00eb\n".encode("cp1252"))
    assert any("text saved as UTF-8" in line for line in problems(folder))
    (folder / "integrations.csv").write_bytes(b"system\nA\0B\n")
    assert any("integrations.csv:2: text without NUL" in line for line in problems(folder))


def test_a_system_twice_and_one_that_nobody_knows_are_named(folder: Path) -> None:
    put(folder, "integrations.csv", "system,depends_on\nDesk,Mail;desk\nDESK,\n")
    told = "\n".join(problems(folder))
    assert "each system once; got 'DESK' again, as in line 2" in told
    assert "other systems of this map; got the system itself" in told
    assert "systems of this map, separated by `;`; got 'Mail'" in told


def test_a_circle_is_a_warning(folder: Path) -> None:
    put(folder, "integrations.csv", "system,depends_on\nA,B\nB,C\nC,A\nD,A\n")
    assert circles(read_integrations(folder / "integrations.csv")) == ["A", "B", "C"]
    (told,) = problems(folder)
    assert "warning: depends_on" in told
    assert Engagement.open(folder).integrations is not None


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("94", "a share between 0 and 1; 94 % is written 0.94; got 94"),
        ("94 %", "94 % is written 0.94"),
        ("0,94", "0,94 is written 0.94"),
        ("", "value: a number; got nothing"),
        ("0.94", None),
    ],
)
def test_a_share_is_between_0_and_1(folder: Path, value: str, words: str | None) -> None:
    put(folder, "metrics.csv", f'date,metric,value\n2026-09-01,model_accuracy,"{value}"\n')
    told = problems(folder)
    assert (told == []) if words is None else any(words in line for line in told), told


def test_a_value_twice_is_refused_and_one_of_tomorrow_does_not_count_yet(folder: Path) -> None:
    head = "date,metric,value,cohort\n"
    put(folder, "metrics.csv", f"{head}2026-09-01,uptime,0.9,a\n2026-09-01,uptime,0.8,a\n")
    assert any("each metric once for a day and cohort" in line for line in problems(folder))
    put(folder, "metrics.csv", f"{head}2026-09-14,uptime,0.9,\n2026-09-15,uptime,0.8,\n")
    (told,) = problems(folder)
    assert "does not count yet; got 1 later value" in told
    metrics = Engagement.open(folder).metrics
    assert metrics is not None
    assert [value.value for value in metrics.values] == [0.9]


def test_a_framework_without_metrics_takes_any(tmp_path: Path) -> None:
    folder = make(tmp_path / "e")
    put(folder, "metrics.csv", "date,metric,value\n2026-09-01,anything at all,94\n")
    put(folder, "metric_targets.csv", "metric,target\nanything at all,100\n")
    opened = Engagement.open(folder)
    assert opened.metrics is not None
    assert opened.metrics.targets["anything at all"].target == 100


def test_targets_alone_are_metrics_without_values(folder: Path) -> None:
    put(folder, "metric_targets.csv", "metric,baseline,target,due\nuptime,0.9,0.99,2026-12-31\n")
    metrics = Engagement.open(folder).metrics
    assert metrics is not None
    assert (metrics.values, list(metrics.targets)) == ((), ["uptime"])


# ---- importing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("criterion,level", None),
        ("owner,system", INTEGRATIONS),
        ("metric,date,value,n", METRICS),
        ("metric,target", TARGETS),
        ("respondent,level", None),
    ],
)
def test_a_file_is_known_by_its_columns(tmp_path: Path, header: str, expected: object) -> None:
    assert kind_of(put(tmp_path, "f.csv", f"{header}\n")) is expected


def test_a_file_of_none_of_the_kinds_is_told_what_each_needs(tmp_path: Path) -> None:
    words = "Ratings need criterion; integrations.csv needs system; metrics.csv needs date, metric"
    with pytest.raises(UsageError, match=re.escape(words)):
        kind_of(put(tmp_path, "f.csv", "colour,size\nred,4\n"))


def test_rows_are_added_changed_and_kept(folder: Path, tmp_path: Path) -> None:
    first = put(tmp_path, "first.csv", "system,owner,status\nDesk,Ann,built\nMail,,\n")
    done = merge_sheet(folder, INTEGRATIONS, first)
    assert (done.added, done.changed, done.unchanged, done.earlier) == (2, 0, 0, None)
    before = (folder / "integrations.csv").read_bytes()
    second = put(tmp_path, "second.csv", "system,owner\nDESK,Bob\nMail,\nBank,Cy\n")
    done = merge_sheet(folder, INTEGRATIONS, second)
    assert (done.added, done.changed, done.unchanged) == (1, 1, 1)
    assert done.earlier is not None
    assert done.earlier.name == "integrations.csv.earlier-1"
    assert done.earlier.read_bytes() == before
    rows = read_integrations(folder / "integrations.csv").rows
    told = [(row.system, row.owner, row.status) for row in rows]
    assert told == [("DESK", "Bob", "built"), ("Mail", None, None), ("Bank", "Cy", None)]


def test_the_same_import_again_changes_no_byte(folder: Path, tmp_path: Path) -> None:
    source = put(
        tmp_path, "m.csv", "metric,date,value\nuptime,2026-09-02,0.9\nuptime,2026-09-01,1\n"
    )
    merge_sheet(folder, METRICS, source)
    before = (folder / "metrics.csv").read_bytes()
    assert before.startswith(b"date,metric,value,n,cohort\n2026-09-01,uptime,1,,\n")
    done = merge_sheet(folder, METRICS, source)
    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert (folder / "metrics.csv").read_bytes() == before
    assert [path.name for path in folder.glob("*earlier*")] == []


def test_a_bad_row_takes_nothing(folder: Path, tmp_path: Path) -> None:
    source = put(tmp_path, "t.csv", "metric,target\nuptime,0.99\nuptime_,0.99\n")
    with pytest.raises(InvalidFileError, match="did you mean uptime"):
        merge_sheet(folder, TARGETS, source)
    assert not (folder / "metric_targets.csv").exists()


def test_an_imported_system_may_depend_on_one_that_is_there(folder: Path, tmp_path: Path) -> None:
    put(folder, "integrations.csv", "system\nDesk\n")
    source = put(tmp_path, "s.csv", "system,depends_on\nMail,Desk\n")
    assert merge_sheet(folder, INTEGRATIONS, source).added == 1
    assert Engagement.open(folder).integrations is not None


words = st.text(
    st.characters(categories=["L", "N", "P", "Zs"], exclude_characters=";"), max_size=20
)
named = words.map(str.strip).filter(bool)
cells = st.one_of(st.none(), named)


@given(
    st.lists(
        st.builds(
            Integration,
            system=named,
            owner=cells,
            fallback=cells,
            direction=st.sampled_from([None, "in", "out", "both"]),
            volume_per_day=st.one_of(st.none(), st.integers(0, 10**9).map(float)),
            planned=st.one_of(st.none(), st.dates()),
        ),
        unique_by=lambda entry: entry.key,
        max_size=5,
    )
)
def test_what_is_written_reads_as_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Integration]
) -> None:
    import csv

    path = tmp_path_factory.mktemp("sheet") / "integrations.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *map(written_row, rows)])
    assert read_integrations(path) == IntegrationMap(tuple(rows))


def test_targets_and_values_are_read_by_the_framework(tmp_path: Path) -> None:
    values = put(tmp_path, "metrics.csv", "date,metric,value,n\n2026-09-01,latency_p95,-3.5,12\n")
    targets = put(tmp_path, "metric_targets.csv", "metric,baseline\nlatency_p95,400\n")
    (value,) = read_metric_values(values, BUILT_IN)
    assert (value.value, value.n, value.cohort) == (-3.5, 12, None)
    assert read_metric_targets(targets, BUILT_IN)["latency_p95"].baseline == 400
