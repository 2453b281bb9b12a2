"""The tables without a page: messages in, files on disk, replies out."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Engagement, Writer
from readiness_kit.engagement.atomic import Fs
from readiness_kit.errors import UsageError
from readiness_kit.forms import grid as grid_module
from readiness_kit.forms.grid import GridForm
from readiness_kit.forms.grids import grid
from readiness_kit.forms.grids.actions import ActionsSource
from readiness_kit.forms.grids.integrations import integrations
from readiness_kit.forms.grids.metrics import metric_targets, metric_values
from readiness_kit.forms.grids.people import PeopleSource
from readiness_kit.forms.grids.source import Source
from tests.engagement.disks import Failing
from tests.engagement.folders import PROFILE, lines, make, now, rated, written

SYSTEMS = """\
system,owner,volume_per_day,planned,depends_on
Desk,Ann,6000,,
Mail,,,,Desk
Host,Cy,,2026-10-05,
"""
VALUES = "date,metric,value,n,cohort\n2026-05-25,uptime,0.90,,\n2026-05-25,uptime,0.8,,Graz\n"
TARGETS = "metric,baseline,target,due\nuptime,,0.99,\nerrors,,0.010,\n"
FILES = {"integrations": SYSTEMS, "metrics": VALUES, "metric_targets": TARGETS}
REAL, OWNED = "poc.data.real", "poc.data.owned"

Make = Callable[[Path, Fs | None], Source]
SOURCES: dict[str, Make] = {
    "integrations": lambda folder, fs: integrations(folder, fs=fs),
    "metrics": lambda folder, fs: metric_values(folder, fs=fs),
    "metric_targets": lambda folder, fs: metric_targets(folder, fs=fs),
    "people": lambda folder, fs: PeopleSource(folder, fs),
    "actions": lambda folder, fs: ActionsSource(
        folder, writer=Writer(folder, via="grid", fs=fs, clock=now)
    ),
}
ADDED: dict[str, dict[str, str]] = {
    "integrations": {"system": "Bank", "volume_per_day": "6000", "planned": "2026-11-02"},
    "metrics": {"date": "2026-06-01", "metric": "uptime", "value": "0.91", "n": "12"},
    "metric_targets": {"metric": "users", "baseline": "0", "due": "2027-01-01"},
    "people": {"id": "ann", "role": "sponsor", "name": "Ann Weber"},
    "actions": {"criterion": REAL, "kind": "do", "text": "Pull the queue", "effort_days": "2.5"},
}
BETTER = {
    "integrations": {"owner": "Bob"},
    "metrics": {"value": "0.95"},
    "metric_targets": {"target": "0.5"},
    "people": {"role": "sponsor"},
    "actions": {"status": "started"},
}
OTHER = {
    "integrations": "owner",
    "metrics": "n",
    "metric_targets": "baseline",
    "people": "name",
    "actions": "owner",
}
"""A column that BETTER leaves alone, or whose text it does not say."""
BAD: list[tuple[str, dict[str, str], str, str]] = [
    ("integrations", {"volume_per_day": "6,5"}, "volume_per_day", "6,5 is written 6.5"),
    ("integrations", {"direction": "inward"}, "direction", "'in', 'out' or 'both'"),
    ("integrations", {"planned": "2.11.2026"}, "planned", "a day such as 2026-09-14"),
    ("integrations", {"depends_on": "Moon"}, "depends_on", "got 'Moon'"),
    ("integrations", {"system": "desk"}, "system", "each system once"),
    ("integrations", {"system": ""}, "system", "the name of a system"),
    ("metrics", {"value": ""}, "value", "a number"),
    ("metrics", {"n": "1.5"}, "n", "a count such as 120"),
    ("metrics", {"date": "yesterday"}, "date", "a day such as"),
    ("metric_targets", {"metric": "uptime"}, "metric", "each metric once"),
    ("metric_targets", {"target": "ten"}, "target", "a number"),
    ("people", {"role": "dancer"}, "role", "a role of the framework"),
    ("people", {"id": "two words"}, "id", "an id of letters"),
    ("people", {"id": "tool"}, "id", "reserved"),
    ("people", {"id": "ml"}, "id", "each person once"),
    ("people", {"role": ""}, "role", "this cell is required"),
    ("actions", {"criterion": "poc.nothing"}, "criterion", "a criterion of the framework"),
    ("actions", {"kind": "think"}, "kind", "'prove' or 'do'"),
    ("actions", {"text": ""}, "text", "this cell is required"),
    ("actions", {"effort_days": "-1"}, "effort_days", "at least 0"),
    ("actions", {"due": "soon"}, "due", "a day such as"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An engagement with rows in every table."""
    made = make(tmp_path / "claims")
    for name, text in FILES.items():
        (made / f"{name}.csv").write_text(text, encoding="utf-8")
    form = shown(made, "actions")
    first, second = ({**ADDED["actions"], "text": text} for text in ("Ask", "Show"))
    assert save(form, new(form, **first), new(form, **second))["ok"]
    return made


def shown(folder: Path, name: str, fs: Fs | None = None, **more: Any) -> GridForm:
    return GridForm(SOURCES[name](folder, fs), **more)


def new(form: GridForm, local: str = "", **cells: str) -> dict[str, Any]:
    """A row that the page has and the file has not."""
    empty = {column["id"]: "" for column in form.columns}
    local = local or f"new {sorted(cells.items())}"
    return {"local": local, "ref": None, "seen": None, "cells": {**empty, **cells}}


def edit(form: GridForm, row: int, local: str = "", **cells: str) -> dict[str, Any]:
    """A row of the file with some cells changed, as the page saw it."""
    there = form.rows[row]
    wanted = {**there["cells"], **cells}
    local = local or f"edit {row}"
    return {"local": local, "ref": there["ref"], "seen": there["cells"], "cells": wanted}


def gone(form: GridForm, row: int) -> dict[str, Any]:
    return {**edit(form, row, f"gone {row}"), "cells": None}


def save(form: GridForm, *rows: dict[str, Any]) -> dict[str, Any]:
    return form.receive({"kind": "save", "t": 1.5, "rows": list(rows)})


def ask(form: GridForm, kind: str) -> dict[str, Any]:
    return form.receive({"kind": kind, "t": 2.5})


def texts(form: GridForm, column: str) -> list[str]:
    return [row["cells"][column] for row in form.rows]


def on_disk(folder: Path, name: str) -> bytes:
    file = {"people": "engagement.yaml", "actions": "assessment.json"}.get(name, f"{name}.csv")
    return (folder / file).read_bytes()


# ---- every table -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOURCES)
def test_what_is_added_changed_and_deleted_is_on_disk_when_the_reply_says_so(
    folder: Path, name: str
) -> None:
    form = shown(folder, name)
    count = len(form.rows)
    reply = save(form, edit(form, 0, **BETTER[name]), gone(form, 1), new(form, "n", **ADDED[name]))
    assert (reply["ok"], reply["kind"], reply["t"]) == (True, "save", 1.5)
    again = shown(folder, name)
    assert again.rows == form.rows
    assert len(again.rows) == count
    assert {**again.rows[0]["cells"], **BETTER[name]} == again.rows[0]["cells"]
    assert {**again.rows[-1]["cells"], **ADDED[name]} == again.rows[-1]["cells"]
    assert reply["saved"]["n"] == again.rows[-1]["ref"]
    assert reply["saved"]["gone 1"] is None
    Engagement.open(folder)


@pytest.mark.parametrize("name", SOURCES)
def test_undo_leads_back_step_by_step_and_redo_forth(folder: Path, name: str) -> None:
    form = shown(folder, name)
    states = [on_disk(folder, name)]
    for row in (new(form, **ADDED[name]), edit(form, 0, **BETTER[name]), gone(form, 1)):
        assert save(form, row)["ok"]
        states.append(on_disk(folder, name))
    for state in reversed(states[:-1]):
        assert form.undoable
        assert ask(form, "undo")["ok"]
        assert on_disk(folder, name) == state
    assert form.undoable == ""
    assert "nothing is left" in ask(form, "undo")["error"]
    for state in states[1:]:
        assert ask(form, "redo")["ok"]
        assert on_disk(folder, name) == state
    assert form.redoable == ""


@pytest.mark.parametrize(("name", "cells", "column", "message"), BAD)
def test_a_bad_cell_is_told_by_its_column_and_good_rows_are_saved(
    folder: Path, name: str, cells: dict[str, str], column: str, message: str
) -> None:
    form = shown(folder, name)
    bad = new(form, "bad", **{**ADDED[name], **cells})
    reply = save(form, bad, edit(form, 0, **BETTER[name]))
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert {one["local"] for one in reply["refused"]} == {"bad"}
    told = {one["column"]: one["text"] for one in reply["refused"]}
    assert message in told[column], told
    assert list(reply["saved"]) == ["edit 0"]
    assert {**form.rows[0]["cells"], **BETTER[name]} == form.rows[0]["cells"]
    Engagement.open(folder)


@pytest.mark.parametrize("name", SOURCES)
def test_an_existing_row_that_does_not_read_any_more_stays_as_it_was(
    folder: Path, name: str
) -> None:
    before = on_disk(folder, name)
    form = shown(folder, name)
    blank = dict.fromkeys((c["id"] for c in form.columns if not c["fixed"]), "")
    reply = save(form, edit(form, 0, **blank))
    assert [one["local"] for one in reply["refused"]][:1] == ["edit 0"]
    assert on_disk(folder, name) == before


@pytest.mark.parametrize("name", SOURCES)
def test_many_rows_at_once_are_one_step_of_undo(folder: Path, name: str) -> None:
    key = {"metrics": "cohort", "people": "id", "metric_targets": "metric", "actions": "text"}
    column = key.get(name, "system")
    form = shown(folder, name)
    before = on_disk(folder, name)
    rows = [new(form, **{**ADDED[name], column: f"n{number}"}) for number in range(40)]
    assert save(form, *rows)["ok"]
    assert texts(form, column)[-40:] == [f"n{number}" for number in range(40)]
    assert form.undoable == "40 rows"
    assert ask(form, "undo")["ok"]
    assert on_disk(folder, name) == before


@pytest.mark.parametrize("name", SOURCES)
def test_a_row_that_only_the_other_side_changed_is_theirs(folder: Path, name: str) -> None:
    mine, other = shown(folder, name), shown(folder, name)
    edited = edit(mine, 0, **BETTER[name])
    assert save(other, new(other, **ADDED[name]))["ok"]
    assert save(mine, edited)["ok"]
    last, first = mine.rows[-1]["cells"], mine.rows[0]["cells"]
    assert ({**last, **ADDED[name]}, {**first, **BETTER[name]}) == (last, first)


@pytest.mark.parametrize("name", SOURCES)
def test_a_row_that_both_changed_is_a_conflict_with_both_values(folder: Path, name: str) -> None:
    mine, other = shown(folder, name), shown(folder, name)
    edited = edit(mine, 0, **BETTER[name])
    deleted = gone(mine, 1)
    changed = {OTHER[name]: "77"}
    assert save(other, edit(other, 0, **changed), edit(other, 1, **changed))["ok"]
    before = on_disk(folder, name)
    reply = save(mine, edited, deleted)
    assert (reply["ok"], reply["cause"]) == (False, "conflict")
    assert [one["local"] for one in reply["conflicts"]] == ["edit 0", "gone 1"]
    theirs = [one["theirs"] for one in reply["conflicts"]]
    assert theirs == [row["cells"] for row in other.rows[:2]]
    assert on_disk(folder, name) == before
    kept = {**edited, "seen": theirs[0]}
    assert save(mine, kept)["ok"]
    assert mine.rows[0]["cells"] == edited["cells"]


@pytest.mark.parametrize("name", SOURCES)
def test_a_row_that_was_deleted_elsewhere_is_a_conflict(folder: Path, name: str) -> None:
    mine, other = shown(folder, name), shown(folder, name)
    edited = edit(mine, 1, **BETTER[name])
    assert save(other, gone(other, 1))["ok"]
    reply = save(mine, edited)
    assert reply["conflicts"] == [{"local": "edit 1", "theirs": None}]


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_disk_that_refuses_leaves_the_old_bytes(folder: Path, name: str, step: int) -> None:
    before = written(folder)
    form = shown(folder, name, Failing(step, code=errno.ENOSPC))
    reply = save(form, edit(form, 0, **BETTER[name]))
    assert (reply["ok"], reply["cause"]) == (False, "disk")
    assert "NOT SAVED" in reply["error"]
    assert written(folder) == before
    assert form.undoable == ""
    assert save(form, edit(form, 0, **BETTER[name]))["ok"]


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX systems")
@pytest.mark.parametrize("name", SOURCES)
def test_a_read_only_file_is_left_alone(folder: Path, name: str) -> None:
    file = {"people": "engagement.yaml", "actions": "assessment.json"}.get(name, f"{name}.csv")
    before = written(folder)
    (folder / file).chmod(0o444)
    form = shown(folder, name)
    reply = save(form, edit(form, 0, **BETTER[name]))
    assert (reply["ok"], reply["cause"]) == (False, "disk")
    assert "read-only" in reply["error"]
    assert written(folder) == before


@pytest.mark.parametrize("name", SOURCES)
def test_a_message_that_comes_twice_is_carried_out_once(folder: Path, name: str) -> None:
    """The page sends again what it had no reply to, also after a restart of the kernel."""
    form = shown(folder, name)
    rows = [new(form, "n", **ADDED[name]), edit(form, 0, **BETTER[name])]
    for message in (rows, [gone(form, 1)]):
        assert save(form, *message)["ok"]
        after = on_disk(folder, name)
        assert save(form, *message)["ok"]
        assert save(shown(folder, name), *message)["ok"]
        assert on_disk(folder, name) == after


@pytest.mark.parametrize("name", SOURCES)
def test_a_row_is_edited_on_before_the_first_reply(folder: Path, name: str) -> None:
    """The second message still says what was seen before the first one."""
    form = shown(folder, name)
    row = new(form, "n", **ADDED[name])
    edited = edit(form, 0, "e", **BETTER[name])
    assert save(form, row, edited)["ok"]
    for one in (row, edited):
        one["cells"] = {**one["cells"], OTHER[name]: "77"}
    assert save(form, row, edited)["ok"]
    said = texts(form, OTHER[name])
    assert (said[0], said[-1], said.count("77")) == ("77", "77", 2)


@pytest.mark.parametrize("name", SOURCES)
def test_a_change_by_another_process_shows_at_the_next_look(folder: Path, name: str) -> None:
    form, other = shown(folder, name), shown(folder, name)
    assert form.look() == {}
    assert save(other, new(other, **ADDED[name]))["ok"]
    assert len(form.rows) < len(other.rows)
    form.look()
    assert form.rows == other.rows


@pytest.mark.parametrize("name", SOURCES)
def test_what_was_changed_elsewhere_since_is_not_taken_back(folder: Path, name: str) -> None:
    form, other = shown(folder, name), shown(folder, name)
    assert save(form, new(form, "n", **ADDED[name]))["ok"]
    other.look()
    last, column = len(other.rows) - 1, OTHER[name]
    assert save(other, edit(other, last, **{column: "77"}))["ok"]
    before = on_disk(folder, name)
    reply = ask(form, "undo")
    assert (reply["ok"], reply["cause"]) == (False, "conflict")
    assert "changed elsewhere" in reply["error"]
    assert on_disk(folder, name) == before


def test_who_asked_hears_of_every_save(folder: Path) -> None:
    heard: list[int] = []
    told: list[Any] = []
    path = folder / "integrations.csv"
    form = shown(folder, "integrations", on_saved=lambda: heard.append(len(path.read_bytes())))
    form.send = told.append
    size = len(path.read_bytes())
    for message in (
        {"kind": "save", "t": 1, "rows": [new(form, system="Bank")]},
        {"kind": "bye", "t": 2},
        {"kind": "undo", "t": 3},
    ):
        form._on_message(form, message, [])
    assert heard == [size + len("Bank,,,,\n"), size]
    assert [reply["t"] for reply in told] == [1, 2, 3]


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        {},
        {"kind": "save"},
        {"kind": "drop", "t": 1},
        {"kind": "save", "t": 1, "rows": [{"local": "a"}]},
        {"kind": "save", "t": 1, "rows": "all"},
        {
            "kind": "save",
            "t": 1,
            "rows": [{"local": "a", "ref": None, "seen": None, "cells": {"system": "\0"}}],
        },
        {
            "kind": "save",
            "t": 1,
            "rows": [{"local": "a", "ref": None, "seen": None, "cells": {"system": 3}}],
        },
    ],
)
def test_a_message_that_makes_no_sense_writes_nothing(folder: Path, content: Any) -> None:
    before = written(folder)
    reply = shown(folder, "integrations").receive(content)
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert written(folder) == before


def test_an_unknown_table_is_told_with_those_that_are(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is integrations, metrics, metric_targets, people"):
        grid(folder, "risks")  # type: ignore[arg-type]
    assert grid(folder, "people").title == "People"


# ---- sheets ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffowner;system\r\nAnn;Desk\r\n;Mail\r\n",
        'owner,system\nAnn,Desk\n"","Mail"\n',
        "owner,system\nAnn,Desk\n,Mail",
    ],
)
def test_a_file_keeps_its_columns_their_order_and_its_spelling(folder: Path, text: str) -> None:
    path = folder / "integrations.csv"
    path.write_bytes(text.encode())
    form = shown(folder, "integrations")
    assert save(form, edit(form, 1, owner='B; "C"'))["ok"]
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    delimiter = ";" if ";" in text else ","
    rows = [("owner", "system"), ("Ann", "Desk"), ('"B; ""C"""', "Mail")]
    expected = mark + "".join(delimiter.join(row) + end for row in rows)
    assert path.read_bytes() == expected.encode()


def test_a_column_that_the_file_lacks_joins_when_it_is_used(folder: Path) -> None:
    (folder / "metric_targets.csv").write_text("metric,target\nuptime,0.99\nerrors,0.010\n")
    form = shown(folder, "metric_targets")
    assert save(form, edit(form, 1, baseline="0.020"))["ok"]
    said = (folder / "metric_targets.csv").read_text(encoding="utf-8")
    assert said == "metric,target,baseline\nuptime,0.99,\nerrors,0.010,0.020\n"


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_there_is_begun(folder: Path, name: str) -> None:
    (folder / f"{name}.csv").unlink()
    form = shown(folder, name)
    assert form.rows == []
    assert save(form, new(form, **ADDED[name]))["ok"]
    header = on_disk(folder, name).decode().splitlines()[0].split(",")
    assert header == [column["id"] for column in form.columns]
    assert ask(form, "undo")["ok"]
    assert form.rows == []
    Engagement.open(folder)


def test_text_of_any_kind_reads_back(folder: Path) -> None:
    hostile = '<b>=1+1</b>; "x"\nsecond line, and\ttab'
    form = shown(folder, "integrations")
    assert save(form, edit(form, 0, fallback=hostile))["ok"]
    assert shown(folder, "integrations").rows[0]["cells"]["fallback"] == hostile
    read = Engagement.open(folder).integrations
    assert read is not None
    assert read.rows[0].fallback == hostile


def test_a_file_with_faults_is_shown_with_them_and_mended_as_a_whole(folder: Path) -> None:
    path = folder / "integrations.csv"
    path.write_text("system,effort_days,planned\nDesk,2d,\nMail,3,soon\n", encoding="utf-8")
    form = shown(folder, "integrations")
    refs = [row["ref"] for row in form.rows]
    assert [(fault["ref"], fault["column"]) for fault in form.faults] == [
        (refs[0], "effort_days"),
        (refs[1], "planned"),
    ]
    first = edit(form, 0, effort_days="2")
    reply = save(form, first)
    assert "row 2 (Mail): a day such as" in reply["refused"][0]["text"]
    assert save(form, first, edit(form, 1, planned=""))["ok"]
    assert form.faults == []
    assert path.read_text(encoding="utf-8") == "system,effort_days,planned\nDesk,2,\nMail,3,\n"


def test_a_file_that_is_no_sheet_is_told_and_shown_again_when_it_is_mended(folder: Path) -> None:
    path = folder / "integrations.csv"
    path.write_text("name;boss\nDesk;Ann\n", encoding="utf-8")
    form = shown(folder, "integrations")
    assert "integrations.csv:1: name: columns of system" in form.trouble
    reply = save(form, new(form, system="Bank"))
    assert (reply["ok"], reply["cause"]) == (False, "refused")
    assert path.read_text(encoding="utf-8") == "name;boss\nDesk;Ann\n"
    path.write_text(SYSTEMS, encoding="utf-8")
    form.look()
    assert form.trouble == ""
    assert texts(form, "system") == ["Desk", "Mail", "Host"]


def test_very_many_rows_are_for_a_spreadsheet(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grid_module, "MOST_ROWS", 2)
    form = shown(folder, "integrations")
    assert "has 3 rows, and this table takes 2" in form.trouble


def test_a_system_that_others_depend_on_goes_with_them_or_not_at_all(folder: Path) -> None:
    form = shown(folder, "integrations")
    reply = save(form, gone(form, 0))
    assert reply["refused"] == [
        {
            "local": "gone 0",
            "column": "depends_on",
            "text": "row 1 (Mail): systems of this map, separated by `;`; got 'Desk'",
        }
    ]
    renamed = edit(form, 0, system="Front desk")
    assert not save(form, renamed)["ok"]
    assert save(form, renamed, edit(form, 1, depends_on="Front desk"))["ok"]
    assert texts(form, "depends_on") == ["", "Front desk", ""]
    assert save(form, gone(form, 0), gone(form, 1))["ok"]
    assert texts(form, "system") == ["Host"]


def test_rows_that_need_each_other_are_pasted_in_any_order(folder: Path) -> None:
    form = shown(folder, "integrations")
    rows = [new(form, system="A", depends_on="B"), new(form, system="B")]
    assert save(form, *rows, new(form, "bad", system="C", effort_days="x"))["saved"].keys() == {
        row["local"] for row in rows
    }


# ---- people ------------------------------------------------------------------------------------


def test_who_has_answered_is_neither_deleted_nor_renamed(folder: Path) -> None:
    Writer(folder, via="test", clock=now).apply([rated(2, respondent="ml")], by="ml", op="rate")
    form = shown(folder, "people")
    for row in (gone(form, 1), edit(form, 1, "e", id="ml2")):
        reply = save(form, row)
        assert [one["column"] for one in reply["refused"]] == ["id"]
        assert "1 answer stands under that id" in reply["refused"][0]["text"]
    assert save(form, edit(form, 1, "f", name="Tomas Reyes"))["ok"]
    assert (folder / "engagement.yaml").read_text(encoding="utf-8") == PROFILE.replace(
        "ml_engineer}", 'ml_engineer, name: "Tomas Reyes"}'
    )


def test_nobody_goes_together_with_a_comment(tmp_path: Path) -> None:
    listed = "people:\n  - {id: lead, role: facilitator}\n  - {id: ml, role: sponsor}  # on leave\n"
    folder = make(tmp_path / "claims", PROFILE.split("people:")[0] + listed)
    form = shown(folder, "people")
    reply = save(form, gone(form, 1), edit(form, 0, role="sponsor"))
    assert "without losing a comment" in reply["refused"][0]["text"]
    assert "by hand" in reply["refused"][0]["text"]
    said = (folder / "engagement.yaml").read_text(encoding="utf-8")
    assert said.endswith(listed.replace("facilitator", "sponsor"))


# ---- actions -----------------------------------------------------------------------------------


def test_every_save_is_one_act_of_the_journal(folder: Path) -> None:
    before = len(lines(folder))
    form = shown(folder, "actions")
    assert save(form, new(form, **ADDED["actions"]))["saved"].popitem()[1] == "a-003"
    assert save(form, edit(form, 0, status="done"))["ok"]
    assert save(form, gone(form, 1))["ok"]
    assert ask(form, "undo")["ok"]
    told = [(line["op"], line["path"], line["via"], line["by"]) for line in lines(folder)[before:]]
    assert told == [
        ("plan", ["actions", "a-003"], "grid", "lead"),
        ("plan", ["actions", "a-001"], "grid", "lead"),
        ("unplan", ["actions", "a-002"], "grid", "lead"),
        ("plan", ["actions", "a-002"], "grid", "lead"),
    ]


def test_what_an_action_depends_on_is_kept_and_not_orphaned(folder: Path) -> None:
    form = shown(folder, "actions")
    assert save(form, edit(form, 1, depends_on="a-001"))["ok"]
    reply = save(form, gone(form, 0))
    assert "a-002 depends on a-001" in reply["refused"][0]["text"]
    assert save(form, edit(form, 1, owner="Kim"))["ok"]
    assert save(form, gone(form, 1))["ok"]
    assert ask(form, "undo")["ok"]
    assert form.rows[1]["cells"]["depends_on"] == "a-001"
