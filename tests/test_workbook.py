"""The face of the notebooks: which engagement they mean, and when a section is live."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.forms import RubricForm
from readiness_kit.forms.sources import SourcesForm
from readiness_kit.resources import samples
from readiness_kit.views.html import plain
from readiness_kit.views.view import View
from readiness_kit.workbook import SAMPLE, Workbook, find_engagement, is_live
from tests.engagement.folders import make, rated, written

FLAT = """\
schema: readiness-framework/1
id: flat
version: "1"
title: Flat
scale: [{level: 0, value: 0, name: absent}, {level: 1, value: 1, name: there}]
sections:
  - id: one
    title: One
    practices:
      - id: one.p
        title: P
        criteria:
          - {id: one.p.a, title: A, question: A?, kind: measurable, theme: data, weight: 1,
             levels: {0: absent, 1: there}, target_level: 1}
"""
VARIABLES = ("READINESS_LIVE", "READINESS_ENGAGEMENT", "JPY_SESSION_NAME")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of our own, and none of the variables that decide."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A copy of the recorded sample."""
    return Path(shutil.copytree(samples()[SAMPLE], tmp_path / SAMPLE))


@pytest.mark.parametrize(
    ("live", "variables", "expected"),
    [
        ("auto", {}, False),
        ("auto", {"JPY_SESSION_NAME": "nb.ipynb"}, True),
        ("on", {}, True),
        ("off", {"JPY_SESSION_NAME": "nb.ipynb"}, False),
        ("on", {"READINESS_LIVE": "off"}, False),
        ("off", {"READINESS_LIVE": "on"}, True),
        ("off", {"READINESS_LIVE": ""}, False),
        ("on", {"READINESS_LIVE": "auto"}, False),
    ],
)
def test_a_notebook_is_live_where_somebody_sits_before_it(
    monkeypatch: pytest.MonkeyPatch, live: str, variables: dict[str, str], expected: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert is_live(live) is expected


def test_another_word_for_live_is_refused() -> None:
    with pytest.raises(UsageError, match="on, off, auto; got 'yes'"):
        is_live("yes")


def test_the_parameter_comes_before_the_variable_and_both_before_what_is_near(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, by_variable = make(tmp_path / "named"), make(tmp_path / "variable")
    make(elsewhere)
    inside = elsewhere / "notebooks"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert find_engagement("") == elsewhere
    monkeypatch.setenv("READINESS_ENGAGEMENT", str(by_variable))
    assert find_engagement("") == by_variable
    assert find_engagement(str(named)) == named


def test_a_relative_parameter_starts_here_else_at_the_repository(elsewhere: Path) -> None:
    assert find_engagement(f"data/samples/{SAMPLE}") == samples()[SAMPLE]
    mine = make(elsewhere / "data" / "samples" / SAMPLE)
    assert find_engagement(f"data/samples/{SAMPLE}") == mine


def test_without_any_engagement_it_is_a_private_copy_of_the_sample(
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = find_engagement("")
    try:
        assert copy.resolve() != samples()[SAMPLE].resolve()
        assert written(copy) == written(samples()[SAMPLE])
        assert "private copy of the sample" in capsys.readouterr().out
    finally:
        shutil.rmtree(copy.parent)


def test_a_folder_that_is_not_there_is_named(elsewhere: Path) -> None:
    with pytest.raises((UsageError, InvalidFileError), match="nowhere"):
        Workbook.open("nowhere", section="poc")


def test_a_phase_that_the_framework_lacks_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'pilot', which small does not have; it has poc, mvp"):
        Workbook.open(str(make(tmp_path / "e")), section="pilot")


def test_live_asks_what_the_report_tells(sample: Path) -> None:
    """The same criteria, in the form and in its static twin."""
    live = Workbook.open(str(sample), section="poc", live="on").ratings()
    assert isinstance(live, RubricForm)
    twin = Workbook.open(str(sample), section="poc", live="off")
    told = [result.id for section in twin.story().looked_at for result in section.criteria]
    assert [criterion["id"] for criterion in live.criteria] == told
    assert isinstance(twin.ratings(), View)


def test_live_the_sources_are_picked_and_in_a_report_told(sample: Path) -> None:
    form = Workbook.open(str(sample), live="on").sources()
    assert isinstance(form, SourcesForm)
    assert form.fields["data.poc"].value == "data/poc.csv"
    told = Workbook.open(str(sample), live="off").sources()
    assert isinstance(told, View)
    assert "5,000" in plain(told.element)


def test_a_report_changes_no_file_of_the_engagement(sample: Path) -> None:
    before = written(sample)
    book = Workbook.open(str(sample), section="poc", live="off")
    for view in (book.cover, book.brief, book.ratings, book.accuracy, book.scores):
        assert isinstance(view(), View)
    for view in (book.gate, book.findings, book.method, book.edge_cases, book.integrations):
        assert isinstance(view(), View)
    for view in (
        book.sources,
        book.scope,
        book.people,
        book.baselines,
        book.questions,
        book.factors,
    ):
        assert isinstance(view(), View)
    for view in (book.summary, book.risks, book.metrics, book.metrics_brief):
        assert isinstance(view(), View)
    assert written(sample) == before


def test_without_a_phase_it_is_about_the_one_that_the_engagement_stands_in(sample: Path) -> None:
    book = Workbook.open(str(sample), live="off")
    assert book.story().section_id == "poc"
    cover = book.cover(about="Intake")
    assert cover.title == "Claims triage assistant · Intake"


def test_the_factors_are_asked_apart(sample: Path) -> None:
    live = Workbook.open(str(sample), live="on").factors()
    assert isinstance(live, RubricForm)
    assert {criterion["id"].split(".")[0] for criterion in live.criteria} == {"factors"}


def test_a_framework_without_gates_has_its_intake_and_summary(tmp_path: Path) -> None:
    folder = make(tmp_path / "e")
    (folder / "flat.yaml").write_text(FLAT, encoding="utf-8")
    profile = (folder / "engagement.yaml").read_text(encoding="utf-8")
    profile = profile.replace("small.yaml", "flat.yaml").replace("phase: poc", "phase: null")
    (folder / "engagement.yaml").write_text(profile, encoding="utf-8")
    book = Workbook.open(str(folder), live="off")
    assert book.story().section_id == "one"
    for view in (book.cover, book.summary, book.risks, book.scope, book.questions, book.scores):
        assert isinstance(view(), View)
    shown = book.factors()
    assert isinstance(shown, View)
    assert all(section.title in plain(shown.element) for section in book.story().card.sections)
    assert book.way() is None
    with pytest.raises(UsageError, match="'poc', which flat does not have"):
        Workbook.open(str(folder), section="poc")


def test_what_a_method_lacks_is_not_yet_and_names_the_command(tmp_path: Path) -> None:
    book = Workbook.open(str(make(tmp_path / "e")), section="poc", live="off")
    for section, method in ((book.accuracy, "accuracy"), (book.edge_cases, "edge-cases")):
        view = section()
        assert isinstance(view, View)
        told = plain(view.element)
        assert "It was not run: engagement.yaml names no target." in told
        assert f"readiness evidence run {method}" in told


def test_a_method_that_is_not_provided_has_no_section(
    sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readiness_kit.workbook.book.provided", dict)
    book = Workbook.open(str(sample), section="poc", live="off")
    sections = (book.claim_check, book.data_gap, book.accuracy, book.attribution)
    assert [show() for show in (*sections, book.edge_cases, book.contract)] == [None] * 6


def test_live_the_map_is_counted_once_and_again_after_a_change(tmp_path: Path) -> None:
    folder = make(tmp_path / "e")
    book = Workbook.open(str(folder), section="poc", live="on")
    assert isinstance(book.integrations(), View)
    assert not (folder / "evidence").exists()
    (folder / "integrations.csv").write_text("system\nA\nB\n", encoding="utf-8")
    for _ in range(2):
        book.integrations()
        assert len(list((folder / "evidence").glob("integration-map-*.json"))) == 1
    (folder / "integrations.csv").write_text("system\nA\nC\n", encoding="utf-8")
    book.integrations()
    assert len(list((folder / "evidence").glob("integration-map-*.json"))) == 2


def test_every_section_reads_the_files_anew(sample: Path) -> None:
    from readiness_kit.engagement import Writer

    book = Workbook.open(str(sample), section="poc", live="off")
    before = book.scores().html
    criterion = "poc.edge_cases.tested"
    writer = Writer(sample, via="test")
    writer.apply([rated(0, criterion, "consensus")], by="facilitator", op="consensus")
    assert book.scores().html != before


def test_a_cell_may_ask_for_a_crosswalk(sample: Path) -> None:
    """By the name of its catalogue; an unknown one is refused with the nearest."""
    book = Workbook.open(sample, section="poc", live="off")
    assert book.crosswalk("ml_test_score").id == "crosswalk-ml-test-score"
    with pytest.raises(UsageError, match=r"Did you mean eu_ai_act\?"):
        book.crosswalk("eu")
