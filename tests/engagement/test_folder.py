from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from readiness_kit.engagement.checks import check
from readiness_kit.engagement.folder import Engagement
from readiness_kit.engagement.writer import Writer
from readiness_kit.errors import DamagedFileError, InvalidFileError
from tests.engagement.folders import PROFILE, evidence, make, observation, rated


def errors(folder: Path) -> list[str]:
    return [str(problem) for problem in check(folder) if problem.severity == "error"]


def test_a_folder_without_any_answers_opens(folder: Path) -> None:
    opened = Engagement.open(str(folder))
    assert (opened.path, opened.profile.client) == (folder, "Northwind")
    assert (opened.framework.id, opened.observations) == ("small", ())
    assert opened.assessment.ratings == []
    assert check(folder) == []


def test_opening_writes_nothing(folder: Path) -> None:
    before = sorted(folder.iterdir())
    Engagement.open(folder)
    assert sorted(folder.iterdir()) == before


def test_a_missing_profile_names_the_command_that_makes_one(tmp_path: Path) -> None:
    with pytest.raises(InvalidFileError, match=r"readiness new .*nowhere"):
        Engagement.open(tmp_path / "nowhere")
    assert "readiness new" in str(check(tmp_path)[0])


def test_as_of_is_the_given_day_then_the_profiles_then_today(tmp_path: Path) -> None:
    fixed = Engagement.open(make(tmp_path / "a"))
    free = Engagement.open(make(tmp_path / "b", PROFILE.replace("2026-09-14", "null")))
    given = dt.date(2025, 1, 1)
    assert (fixed.as_of(given), fixed.as_of()) == (given, dt.date(2026, 9, 14))
    before = dt.datetime.now(dt.UTC).date()
    assert before <= free.as_of() <= dt.datetime.now(dt.UTC).date()


def test_all_problems_of_all_files_come_at_once(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    make(folder, PROFILE.replace("phase: poc", "phase: later").replace("ml_engineer", "pilot"))
    path = folder / "assessment.json"
    path.write_text(path.read_text("utf-8").replace('"level": 2', '"level": 7'), "utf-8")
    (folder / "evidence").mkdir()
    (folder / "evidence" / "o-9.json").write_text("{}", "utf-8")
    with pytest.raises(InvalidFileError) as caught:
        Engagement.open(folder)
    fields = {(Path(p.file).name, p.field) for p in caught.value.problems}
    assert fields >= {
        ("engagement.yaml", "phase"),
        ("engagement.yaml", "people[1].role"),
        ("assessment.json", "ratings[0].level"),
        ("o-9.json", "id"),
        ("o-9.json", "method"),
    }
    assert all(problem.line for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("old", "new", "match"),
    [
        ("phase: poc", "phase: null", "phase: the phase whose gate is next: poc, mvp"),
        ("small.yaml", "large.yaml", "engagement.yaml:4: framework: no framework file"),
        ("small.yaml", "no-such-framework", "framework: no framework named"),
        ("as_of:", "error_costs: {a: -1}\nas_of:", "error_costs"),
        ("as_of:", "data: {poc: ../secret.csv}\nas_of:", "data.poc: a path inside"),
        ("as_of:", "data: {poc: /etc/passwd}\nas_of:", "data.poc: a path inside"),
        ("as_of:", 'data: {poc: "C:\\\\x.csv"}\nas_of:', "data.poc: a path inside"),
        ("as_of:", "data: {poc: 'a\\..\\..\\x'}\nas_of:", "data.poc: a path inside"),
        ("as_of:", f"data: {{poc: {'x' * 400}}}\nas_of:", "data.poc: a path that this system"),
        ("as_of:", "drills: {golden: ../../g.csv}\nas_of:", "drills.golden: a path inside"),
    ],
)
def test_a_profile_that_does_not_meet_its_surroundings(
    tmp_path: Path, old: str, new: str, match: str
) -> None:
    folder = make(tmp_path / "x", PROFILE.replace(old, new))
    with pytest.raises(InvalidFileError, match=match):
        Engagement.open(folder)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    folder = make(tmp_path / "x", PROFILE + "data: {poc: data/poc.csv}\n")
    (tmp_path / "elsewhere").mkdir()
    try:
        (folder / "data").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    except OSError:
        pytest.skip("this system makes no links")
    assert ["a link leads out of it" in line for line in errors(folder)] == [True]


def test_data_that_is_not_there_yet_is_a_warning(tmp_path: Path) -> None:
    text = PROFILE + "data: {poc: data/poc.csv}\ntarget: {id: m, version: '1', python: 'm:p', "
    folder = make(tmp_path / "x", text + "interpreter: ../venv/bin/python}\n")
    problems = check(folder)
    assert [(p.severity, p.field) for p in problems] == [("warning", "data.poc")]
    assert Engagement.open(folder).warnings == tuple(problems)


def test_a_framework_without_phases_wants_no_phase(tmp_path: Path) -> None:
    folder = make(tmp_path / "x", PROFILE)
    text = (folder / "small.yaml").read_text("utf-8")
    lines = [line for line in text.splitlines() if "floors:" not in line and "blocker:" not in line]
    (folder / "small.yaml").write_text("\n".join(lines), "utf-8")
    assert "null: framework small has no phases" in errors(folder)[0]


def test_another_text_of_the_framework_is_a_warning(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    path = folder / "small.yaml"
    path.write_text(path.read_text("utf-8").replace('version: "1.0"', 'version: "1.1"'), "utf-8")
    assert [(p.severity, p.field, p.came) for p in check(folder)] == [
        ("warning", "framework", "small 1.0")
    ]


def test_what_is_dated_later_is_a_warning(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2, at="2026-09-15T00:00:00Z")], by="lead", op="rate")
    writer.apply([evidence(on="2026-10-01")], by="lead", op="support")
    writer.save_observation(observation(as_of="2026-09-20"))
    assert [(p.severity, p.field) for p in check(folder)] == [
        ("warning", "ratings[0].at"),
        ("warning", "evidence[0].on"),
        ("warning", "as_of"),
    ]


def test_the_same_place_twice_is_named_by_its_line(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2), evidence()], by="lead", op="rate")
    path = folder / "assessment.json"
    text = path.read_text("utf-8")
    start, end = text.index('  {\n   "approver"'), text.index("\n ],", text.index('"ratings"'))
    path.write_text(text[:end] + ",\n" + text[start:end] + text[end:], "utf-8")
    line = text[:end].count("\n") + 2
    assert [error.split("assessment.json:")[1] for error in errors(folder)] == [
        f"{line}: ratings[1]: each criterion once for a respondent and round; "
        "got poc.data.real / lead / 0 again"
    ]


def test_an_observation_is_named_as_its_file(folder: Path, writer: Writer) -> None:
    path = writer.save_observation(observation())
    path.rename(path.with_name("o-2.json"))
    assert ["o-2.json:" in line and "id: the name of its file" in line for line in errors(folder)]
    with pytest.raises(InvalidFileError, match=r"o-2\.json"):
        Engagement.open(folder)


def test_damage_is_an_error_of_its_own_kind(folder: Path, writer: Writer) -> None:
    writer.apply([rated(2)], by="lead", op="rate")
    (folder / "assessment.json").write_text("{", "utf-8")
    with pytest.raises(DamagedFileError, match="--restore"):
        Engagement.open(folder)


def test_reading_an_engagement_loads_nothing_heavy() -> None:
    code = (
        "import sys, readiness_kit.engagement as e; e.Engagement, e.Writer, e.check;"
        "heavy = {'pandas', 'numpy', 'altair', 'papermill', 'sklearn'} & set(sys.modules);"
        "sys.exit(', '.join(heavy) or 0)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
