"""An import of a sheet is there as a whole or not at all, whatever fails, whoever else writes."""

from __future__ import annotations

import datetime as dt
import errno
import re
import subprocess
import sys
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness_kit.engagement import Engagement, integrations, metrics
from readiness_kit.engagement.integrations import COLUMNS, Integration, read_integrations
from readiness_kit.engagement.merging import KINDS, kind_of, merge_sheet, sheet_bytes
from readiness_kit.engagement.metrics import MetricTarget, MetricValue
from readiness_kit.errors import InvalidFileError, NotSavedError, UsageError
from readiness_kit.framework import load_framework
from readiness_kit.reading import StrictModel
from tests.engagement.disks import Dead, Failing, Killing
from tests.engagement.folders import SMALL, written

ROOT = Path(__file__).parents[2]
SYSTEMS, VALUES, TARGETS = KINDS
FIRST = "system,owner,depends_on\nDesk,Ann,\nMail,,Desk\n"
SECOND = "system,owner\nDesk,Bob\nBank,Cy\n"


@pytest.fixture
def mapped(folder: Path) -> Path:
    """An engagement with a map of two systems."""
    (folder / "integrations.csv").write_text(FIRST, encoding="utf-8")
    return folder


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """A file that changes one system and adds another."""
    path = tmp_path / "second.csv"
    path.write_text(SECOND, encoding="utf-8")
    return path


# ---- all or nothing ----------------------------------------------------------------------------


def test_a_disk_that_fails_at_any_step_leaves_the_old_file_or_the_new(
    mapped: Path, second: Path
) -> None:
    """NOT SAVED is said exactly where it is not."""
    before = written(mapped)
    for step in count(1):
        disk = Failing(step, stays=True, code=errno.ENOSPC)
        try:
            merge_sheet(mapped, SYSTEMS, second, fs=disk)
        except NotSavedError:
            assert written(mapped)["integrations.csv"] == before["integrations.csv"], step
            for kept in mapped.glob("integrations.csv.earlier-*"):
                # the failing disk would not let it be removed; it holds what was there
                assert kept.read_bytes() == before["integrations.csv"]
                kept.unlink()
            continue
        assert (mapped / "integrations.csv").read_bytes() != before["integrations.csv"]
        break
    assert step > 5


def test_a_disk_that_fails_once_leaves_no_copy_behind(mapped: Path, second: Path) -> None:
    before = written(mapped)
    saved = 0
    for step in range(1, 12):
        try:
            merge_sheet(mapped, SYSTEMS, second, fs=Failing(step))
        except NotSavedError:
            assert written(mapped) == before, step
            continue
        saved += 1
        for path in mapped.glob("integrations.csv*"):
            path.unlink()
        (mapped / "integrations.csv").write_bytes(before["integrations.csv"])
    assert 0 < saved < 11


def test_a_process_that_dies_at_any_step_leaves_the_old_file_or_the_new(
    mapped: Path, second: Path
) -> None:
    old = (mapped / "integrations.csv").read_bytes()
    for step in count(1):
        try:
            merge_sheet(mapped, SYSTEMS, second, fs=Killing(step))
        except Dead:
            rows = Engagement.open(mapped).integrations
            assert rows is not None
            assert [row.system for row in rows.rows] in (["Desk", "Mail"], ["Desk", "Mail", "Bank"])
            (mapped / "integrations.csv").write_bytes(old)
            continue
        break
    assert list(mapped.glob(".*.tmp")) == []


def test_every_import_that_changes_a_row_keeps_its_own_earlier_file(
    mapped: Path, tmp_path: Path
) -> None:
    states = []
    for owner in ("Bob", "Cy"):
        states.append((mapped / "integrations.csv").read_bytes())
        source = tmp_path / "owners.csv"
        source.write_text(f"system,owner\nMail,{owner}\n", encoding="utf-8")
        merge_sheet(mapped, SYSTEMS, source)
    kept = [(mapped / f"integrations.csv.earlier-{number}").read_bytes() for number in (1, 2)]
    assert kept == states


def test_cells_that_a_file_empties_are_counted_and_columns_it_lacks_are_not(
    mapped: Path, tmp_path: Path
) -> None:
    source = tmp_path / "empty.csv"
    source.write_text("system,owner,status\nDesk,,\nMail,,\n", encoding="utf-8")
    done = merge_sheet(mapped, SYSTEMS, source)
    assert (done.changed, done.unchanged, done.emptied) == (1, 1, 1)
    desk, mail = read_integrations(mapped / "integrations.csv").rows
    assert (desk.owner, mail.depends_on) == (None, ["Desk"])


def test_what_only_adds_keeps_no_copy(mapped: Path, tmp_path: Path) -> None:
    source = tmp_path / "more.csv"
    source.write_text("system,depends_on\nBank,mail\n", encoding="utf-8")
    assert merge_sheet(mapped, SYSTEMS, source).earlier is None
    assert [path.name for path in mapped.glob("integrations*")] == ["integrations.csv"]


def test_a_file_of_ours_that_is_broken_is_never_written_over(mapped: Path, second: Path) -> None:
    (mapped / "integrations.csv").write_text("system,owner\nA,B,C\n", encoding="utf-8")
    before = written(mapped)
    with pytest.raises(InvalidFileError, match=r"integrations\.csv:2: at most 2 cells"):
        merge_sheet(mapped, SYSTEMS, second)
    assert written(mapped) == before


def test_what_would_grow_beyond_what_can_be_read_is_refused(
    mapped: Path, second: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_kit.engagement.merging.MAX_BYTES", 200)
    before = written(mapped)
    with pytest.raises(InvalidFileError, match="at most 200 bytes with what is there already"):
        merge_sheet(mapped, SYSTEMS, second)
    assert written(mapped) == before


def test_an_import_is_no_act_of_the_assessment(mapped: Path, second: Path) -> None:
    merge_sheet(mapped, SYSTEMS, second)
    assert not (mapped / "journal.jsonl").exists()


def test_processes_that_import_at_once_lose_nothing(folder: Path) -> None:
    """Each adds ten systems of its own; both change one that they share."""
    words = [sys.executable, "-m", "tests.engagement.merging_child", str(folder)]
    started = [subprocess.Popen([*words, name, "10"], cwd=ROOT) for name in ("left", "right")]
    assert [process.wait() for process in started] == [0, 0]
    rows = read_integrations(folder / "integrations.csv").rows
    own = {f"{name}{number}" for name in ("left", "right") for number in range(10)}
    assert {row.system for row in rows} == own | {"shared"}
    # the shared row was added once and changed by each of the other nineteen imports
    assert len(list(folder.glob("integrations.csv.earlier-*"))) == 19


# ---- which file it is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("date,metric,vlaue", VALUES),
        ("metric,value", VALUES),
        ("date,value", VALUES),
        ("metric", TARGETS),
        ("metric,tagret", TARGETS),
        ("system,criticalty", SYSTEMS),
        ("system;owner", SYSTEMS),
        ("\ufeffsystem,owner", SYSTEMS),
    ],
)
def test_a_misspelled_column_leaves_a_file_what_it_is(
    tmp_path: Path, header: str, expected: object
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    assert kind_of(path) is expected


@pytest.mark.parametrize(
    ("header", "hint"),
    [
        ("System,Owner", "did you mean system by 'System'?"),
        ("sytem,owner", "did you mean system by 'sytem'?"),
        ("kriterion,score", "did you mean criterion by 'kriterion'?"),
        ("colour,size", "It has colour, size."),
    ],
)
def test_the_telling_column_misspelled_is_answered_with_the_nearest(
    tmp_path: Path, header: str, hint: str
) -> None:
    path = tmp_path / "f.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(hint)):
        kind_of(path)


# ---- what is written is what was meant ---------------------------------------------------------

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", '"quoted"', "a;b", "a,b", "a\rb"]
_TEXT = st.one_of(
    st.sampled_from([text for text in FORMULAS if ";" not in text]),
    st.text(
        st.one_of(
            st.characters(
                exclude_categories=("Cs", "Cc"), include_characters="\n\r\t", exclude_characters=";"
            ),
            st.sampled_from(',"\r\n'),
        ),
        max_size=12,
    ),
).map(str.strip)
_NAMED = _TEXT.filter(bool)
_AMOUNT = st.one_of(
    st.none(),
    st.floats(0, 1e12, allow_nan=False).map(lambda value: round(value, 20)),
    st.sampled_from([0.9433333333333334, 1 / 3, 1e-7, 1e12]),
).filter(lambda value: value is None or value == 0 or value > 1e-12)


def _or_none(entries: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), entries)


@st.composite
def _maps(draw: st.DrawFn) -> list[Integration]:
    names = draw(st.lists(_NAMED, unique_by=str.casefold, max_size=5))
    return [
        Integration(
            system=name,
            owner=draw(_or_none(_NAMED)),
            fallback=draw(_or_none(_NAMED)),
            status=draw(st.sampled_from([None, "unknown", "live"])),
            volume_per_day=draw(_AMOUNT),
            effort_days=draw(_AMOUNT),
            planned=draw(_or_none(st.dates())),
            depends_on=draw(st.lists(st.sampled_from(others), max_size=2)) if others else [],
        )
        for name in names
        for others in [[other for other in names if other.casefold() != name.casefold()]]
    ]


@given(_maps())
def test_a_written_map_reads_as_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Integration]
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "integrations.csv"
    raw = sheet_bytes(SYSTEMS, rows)
    path.write_bytes(raw)
    assert list(read_integrations(path).rows) == rows
    assert sheet_bytes(SYSTEMS, read_integrations(path).rows) == raw


@given(
    st.lists(
        st.builds(
            MetricValue,
            date=st.dates(),
            metric=_NAMED,
            value=_AMOUNT.filter(lambda value: value is not None),
            n=_or_none(st.integers(0, 10**11)),
            cohort=_or_none(_NAMED),
        ),
        unique_by=lambda entry: entry.key,
        max_size=4,
    ),
    st.lists(
        st.builds(
            MetricTarget,
            metric=_NAMED,
            baseline=_AMOUNT,
            baseline_date=_or_none(st.dates()),
            target=_AMOUNT,
            due=_or_none(st.dates()),
        ),
        unique_by=lambda entry: entry.key,
        max_size=4,
    ),
)
def test_written_metrics_read_as_the_same(
    tmp_path_factory: pytest.TempPathFactory,
    values: list[MetricValue],
    targets: list[MetricTarget],
) -> None:
    path, free = tmp_path_factory.mktemp("sheet") / "m.csv", load_framework(str(SMALL))
    path.write_bytes(sheet_bytes(VALUES, values))
    read: list[StrictModel] = [*metrics.read_metric_values(path, free)]
    assert read == sorted(values, key=lambda entry: entry.key)
    path.write_bytes(sheet_bytes(TARGETS, targets))
    read = [*metrics.read_metric_targets(path, free).values()]
    assert read == targets


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_plain_text_here(
    folder: Path, tmp_path: Path, text: str
) -> None:
    source = tmp_path / "s.csv"
    source.write_bytes(sheet_bytes(SYSTEMS, [Integration(system="A", owner=text, fallback=text)]))
    merge_sheet(folder, SYSTEMS, source)
    (row,) = read_integrations(folder / "integrations.csv").rows
    assert (row.owner, row.fallback) == (text, text)


def test_a_formula_in_a_column_of_numbers_is_no_number(folder: Path) -> None:
    (folder / "integrations.csv").write_text("system,effort_days\nA,=1+1\n", encoding="utf-8")
    with pytest.raises(InvalidFileError, match=r":2: effort_days: a number .*got '=1\+1'"):
        read_integrations(folder / "integrations.csv")


def test_a_file_is_written_with_plain_line_ends_whatever_it_came_with(
    folder: Path, tmp_path: Path
) -> None:
    source = tmp_path / "s.csv"
    source.write_bytes("\ufeffowner;system\r\nZoë;A\r\n".encode())
    merge_sheet(folder, SYSTEMS, source)
    raw = (folder / "integrations.csv").read_bytes()
    assert raw == f"{','.join(COLUMNS)}\nA,,Zoë{',' * 14}\n".encode()


def test_lines_that_end_in_cr_alone_are_read(tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_bytes(b"system,depends_on\rA,\rB,A;A\r")
    assert [row.system for row in read_integrations(path).rows] == ["A", "B"]


def test_a_long_chain_of_systems_is_searched_once() -> None:
    """Twenty thousand of them: searched from each, this would take minutes."""
    names = [f"s{number}" for number in range(20_000)]
    rows = [Integration.model_construct(system=a, depends_on=[b]) for a, b in pairwise(names)]
    chain = integrations.IntegrationMap((*rows, Integration(system=names[-1])))
    assert integrations.circles(chain) == []
    ring = integrations.IntegrationMap((*rows, Integration(system=names[-1], depends_on=["s0"])))
    assert integrations.circles(ring) == names


def test_values_of_days_to_come_are_kept_and_count_later(folder: Path, tmp_path: Path) -> None:
    source = tmp_path / "m.csv"
    source.write_text("date,metric,value\n2026-09-15,uptime,1\n", encoding="utf-8")
    assert merge_sheet(folder, VALUES, source).added == 1
    opened = Engagement.open(folder)
    assert opened.metrics is not None
    assert opened.metrics.values == ()
    (value,) = metrics.read_metric_values(folder / "metrics.csv", opened.framework)
    assert value.date == dt.date(2026, 9, 15)
