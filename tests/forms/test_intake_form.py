"""The intake form without a page: fields set, its words read, engagement.yaml looked at."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement import Engagement, Writer, new_engagement
from readiness_kit.engagement.parts import read_ground
from readiness_kit.engagement.profile import Claim, HumanBaseline, ServiceLevels
from readiness_kit.evidence.registry import provided
from readiness_kit.forms.intake import IntakeForm
from readiness_kit.forms.intake_fields import TITLES
from readiness_kit.forms.intake_figures import COSTS, FIGURES
from readiness_kit.framework.library import load_framework
from readiness_kit.judgement import judge
from readiness_kit.judgement.facts import trigger
from readiness_kit.reading import StrictModel
from readiness_kit.resources import samples
from readiness_kit.views.html import plain
from readiness_kit.views.view import View
from readiness_kit.workbook import Workbook
from tests.engagement.disks import Failing
from tests.engagement.folders import decision, make, now, rated

METHODS = {id: method.title for id, method in provided().items()}
VOLUME = "service_levels.records_per_day"
PEAK = "service_levels.peak_factor"
LATENCY = "service_levels.latency_p95_ms"
STOP = "service_levels.accuracy_min"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample, all of its comments included."""
    return Path(shutil.copytree(samples()["claims-triage"], tmp_path / "claims"))


@pytest.fixture
def form(folder: Path) -> IntakeForm:
    return IntakeForm(folder, METHODS, clock=now)


def choose(form: IntakeForm, **picks: Any) -> None:
    """Set fields by their dotted keys, `__` for the dot."""
    for key, value in picks.items():
        form.fields[key.replace("__", ".")].value = value


def words(widget: Any) -> str:
    return " ".join(plain(widget.value).split())


def on_disk(folder: Path) -> str:
    return (folder / "engagement.yaml").read_text(encoding="utf-8")


def asked(form: IntakeForm) -> set[str]:
    """The figures whose fields are shown."""
    return {key for key in FIGURES if form.rows[key].layout.display != "none"}


def counted(folder: Path) -> tuple[int, int, int]:
    """What the judgement asks as the file stands: in all, at the next gate, and skipped."""
    opened = Engagement.open(folder)
    card = judge(
        opened.framework,
        opened.profile,
        opened.assessment,
        opened.observations,
        as_of=opened.as_of(),
        methods=METHODS,
    )
    gate = opened.framework.phases
    near = [
        section
        for section in card.sections
        if section.id == opened.profile.phase or section.id not in [phase.id for phase in gate]
    ]
    return (
        sum(len(section.criteria) for section in card.sections),
        sum(len(section.criteria) for section in near),
        sum(len(section.skipped) for section in card.sections),
    )


SYSTEMS: list[dict[str, Any]] = [
    {},
    {"depth": "standard"},
    {"depth": "full", "scope__acts": True, "scope__kind": "generative"},
    {"depth": "full", "scope__criticality": "C", "scope__regulated": False},
    {"phase": "hardening", "scope__kind": "text", "depth": "standard"},
]


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_it_counts_before_a_save_is_what_the_judgement_asks_after_it(
    folder: Path, form: IntakeForm, system: dict[str, Any]
) -> None:
    choose(form, **system)
    told = words(form.effect)
    depth = form.fields["depth"].label
    assert form.save()
    whole, here, left = counted(folder)
    assert told.startswith(f"{whole} questions are asked of this system, {here} of them at the")
    assert f"; {left} are skipped." in told
    assert form.skipped.button.description == f"Questions that are skipped ({left})"
    assert depth == f"{form.fields['depth'].value}: {whole} questions, {here} at the next gate"


def test_each_depth_says_how_many_questions_it_gives_here(form: IntakeForm) -> None:
    labels = [label for label, _ in form.fields["depth"].options]
    choose(form, scope__acts=True)
    more = [label for label, _ in form.fields["depth"].options]
    assert labels[0] == more[0]
    assert labels[1] != more[1]
    assert "The questions are the same as saved." in words(form.effect)
    assert words(form.told) == "Not saved yet."


def test_what_is_skipped_stands_under_the_reason(form: IntakeForm) -> None:
    choose(form, depth="full")
    told = words(form.skipped.part)
    assert "Asked only where it acts by itself (" in told
    profile = read_ground(form.path).profile.model_copy(update={"depth": "full"})
    for criterion in read_ground(form.path).framework.criteria.values():
        assert (criterion.title in told) is (trigger(criterion, profile) is not None)
    assert form.skipped.part.layout.display == "none"
    form.skipped.button.value = True
    assert form.skipped.part.layout.display is None


def test_the_difference_to_what_is_saved_is_told_with_answers_that_would_count_no_more(
    folder: Path,
) -> None:
    answer = rated(2, "poc.production_like_data.lawful_basis", "legal")
    Writer(folder, via="test", clock=now).apply([answer], by="legal", op="rate")
    form = IntakeForm(folder, METHODS, clock=now)
    choose(form, depth="standard")
    assert "+19 asked against what is saved: " in words(form.effect)
    choose(form, depth="quick", scope__regulated=False)
    assert (
        "\u22121 no longer asked against what is saved: Each data source may lawfully be used for "
        "this purpose. 1 of them answered: that stays on file and does not count."
    ) in words(form.effect)


def test_criticality_says_what_it_does_to_the_next_gate(form: IntakeForm) -> None:
    assert form.fields["scope.criticality"].options[0][0] == "A: every floor is 5 points up"
    assert "A go takes 55 of 100 there." in words(form.effect)
    choose(form, scope__criticality="A", phase="mvp")
    assert "A go takes 65 of 100 there (as saved: 55)." in words(form.effect)


def test_a_save_changes_only_what_was_chosen_and_keeps_every_comment(
    folder: Path, form: IntakeForm
) -> None:
    before = on_disk(folder).splitlines()
    choose(
        form,
        client="Northwind AG",
        phase="mvp",
        scope__acts=True,
        depth="full",
        start=dt.date(2026, 9, 14),
        decision_body="",
    )
    choose(form, service_levels__accuracy_min="92.5 %", error_costs="0: 350\n2: 7.5")
    choose(form, human_baseline__accuracy="", claim__rows="400")
    assert form.save()
    assert re.fullmatch(r"✓ saved \d\d:\d\d:\d\d\. Run the cells below again: .*", words(form.told))
    after = on_disk(folder).splitlines()
    new = [line for line in after if line not in before]
    assert [re.sub(" {2,}", "  ", line) for line in new] == [
        'client: "Northwind AG"',
        "phase: mvp  # the demo went well; they want the MVP money on 12 October",
        "depth: full",
        "scope: {kind: tabular, acts: true, regulated: true, criticality: B}",
        "start: 2026-09-14",
        "claim: {accuracy: 0.95, rows: 400}",
        "  accuracy_min: 0.925  # the stop number, agreed on 16 September: below it, off",
        'error_costs: {"0": 350, "2": 7.5}',
        "human_baseline: {minutes_per_case: 11}",
    ]
    assert len(after) == len(before) - 1
    assert form.fields[STOP].value == "0.925"


def test_a_new_engagement_is_filled_in_under_its_explanations(tmp_path: Path) -> None:
    folder = new_engagement(tmp_path / "new", framework="poc-to-production").parent
    before = on_disk(folder).splitlines()
    form = IntakeForm(folder, METHODS, clock=now)
    choose(form, start=dt.date(2026, 9, 7), codename="Heron", decision_body="Board")
    choose(form, service_levels__records_per_day="10000", error_costs="yes: 3")
    choose(form, human_baseline__accuracy="91 %")
    assert form.save()
    after = on_disk(folder).splitlines()
    assert [line for line in before if line not in after] == []
    place = after.index("start: 2026-09-07")
    assert after[place - 1] == "#start: 2026-09-07"
    assert after[after.index("error_costs:") + 1] == '  "yes": 3'
    profile = read_ground(folder).profile
    assert profile.service_levels.records_per_day == 10_000
    assert (profile.human_baseline.accuracy, profile.codename) == (0.91, "Heron")


def test_a_figure_that_says_nothing_without_another_waits_for_it(form: IntakeForm) -> None:
    assert PEAK in asked(form)
    choose(form, service_levels__records_per_day="")
    assert PEAK not in asked(form)
    assert (
        "Busiest hour, in mean hours: not asked, because it says nothing without “Records a day”. "
        "The file says 4, which stays."
    ) in words(form.unasked.part)
    choose(form, service_levels__records_per_day="5")
    assert PEAK in asked(form)


def test_what_no_open_gate_reads_is_not_asked_and_says_why(folder: Path) -> None:
    form = IntakeForm(folder, METHODS, clock=now)
    assert {LATENCY, "claim.accuracy"} <= asked(form)
    assert "service_levels.concurrent_users" not in asked(form)
    assert (
        "it belongs to “Ten times the projected load is served within the limits”, a question for "
        "Production hardening, which comes later"
    ) in words(form.unasked.part)
    Writer(folder, via="test", clock=now).apply(
        [decision("GO", on="2026-10-01")], by="lead", op="decide"
    )
    form.read_again()
    choose(form, phase="mvp")
    assert not {LATENCY, "claim.accuracy"} & asked(form)
    told = words(form.unasked.part)
    assert "“Is the claimed accuracy real?” reads it, which no gate open up to here calls" in told
    assert "a question for Production-minded POC, whose gate is decided" in told
    choose(form, phase="hardening")
    assert {LATENCY, "service_levels.concurrent_users"} <= asked(form)


def test_what_is_not_asked_is_not_changed(folder: Path, form: IntakeForm) -> None:
    choose(form, service_levels__peak_factor="9")
    choose(form, service_levels__records_per_day="")
    assert form.save()
    levels = read_ground(folder).profile.service_levels
    assert (levels.records_per_day, levels.peak_factor) == (None, 4)


def test_the_table_of_figures_is_true_of_methods_and_framework() -> None:
    """A figure names what reads it: methods say so themselves, and the criteria are there."""
    framework = load_framework("poc-to-production", near=Path())
    groups: dict[str, type[StrictModel]] = {
        "service_levels": ServiceLevels,
        "claim": Claim,
        "human_baseline": HumanBaseline,
    }
    fields = {f"{group}.{leaf}" for group, type in groups.items() for leaf in type.model_fields}
    assert {*fields, COSTS} == FIGURES.keys()
    for key, figure in FIGURES.items():
        named = {use.id for use in figure.uses if use.by == "method"}
        exact = {id for id, method in provided().items() if key in method.settings}
        group = {id for id, m in provided().items() if key.partition(".")[0] in m.settings}
        assert exact <= named <= exact | group, key
        for use in figure.uses:
            assert use.by != "criterion" or use.id in framework.criteria
        assert figure.needs is None or figure.needs in FIGURES


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("client", " ", "this key is required"),
        (STOP, "90", "a number of at most 1, as a share: 0.90 for 90 %; got 90"),
        (STOP, "0,9", "✗ a number such as 0.9; got"),
        (VOLUME, "-5", "a number above 0"),
        (VOLUME, "nan", "a number such as 0.9; got"),
        (VOLUME, "1_000", "a number such as 0.9; got"),
        (VOLUME, "10.000", "✗ 10.000 can be read as 10 or as 10 thousand: write 10 or 10000"),
        (VOLUME, "1,200", "1,200 can be read as 1.2 or as 1.2 thousand: write 1.2 or 1200"),
        (VOLUME, "1.234", "as 1.234 thousand: write fewer decimals or 1234"),
        (VOLUME, "1.234.500", "without marks between its thousands: write 1.234.500 as 1234500"),
        ("claim.rows", "2.000", "write 2 or 2000"),
        (COSTS, "0: 340\n2: 1.500", "1.500 can be read as 1.5 or as 1.5 thousand"),
        ("claim.rows", "400.5", "a whole number such as 3; got"),
        (COSTS, "0: cheap", "a number such as 0.9; got"),
        (COSTS, "340", "each label once, and what it costs"),
        (COSTS, "0: 1\n0: 2", "each label once, and what it costs"),
        (COSTS, "0: -1", "a number of at least 0"),
    ],
)
def test_bad_input_is_told_at_its_field_at_once_and_nothing_is_written(
    folder: Path, form: IntakeForm, key: str, typed: str, said: str
) -> None:
    before = on_disk(folder)
    form.fields[key].value = typed
    assert said in words(form.remarks[key])
    assert "has to be mended first" in words(form.told)
    assert not form.save()
    assert words(form.told) == f"Not saved: {TITLES[key]}"
    assert said in words(form.remarks[key])
    assert on_disk(folder) == before
    form.fields[key].value = form._shown[key]
    assert "✗" not in words(form.remarks[key])
    assert words(form.told) == "As saved."


def test_every_field_that_keeps_a_save_from_the_disk_is_named(form: IntakeForm) -> None:
    choose(form, service_levels__records_per_day="10.000", claim__rows="2,000", error_costs="0: 1")
    assert not form.save()
    assert words(form.told) == "Not saved: Records a day, … on so many records"
    assert "write 2 or 2000" in words(form.remarks["claim.rows"])


def test_a_figure_with_three_decimals_that_the_file_has_stays(folder: Path) -> None:
    text = re.sub(r"error_costs: .*", "error_costs: {a: 1.125, b: 2}", on_disk(folder))
    (folder / "engagement.yaml").write_text(text, encoding="utf-8")
    form = IntakeForm(folder, METHODS, clock=now)
    choose(form, error_costs="a: 1.125\nb: 3", service_levels__peak_factor="1.125")
    assert form.save()
    assert read_ground(folder).profile.error_costs == {"a": 1.125, "b": 3}


def test_a_change_elsewhere_is_kept_and_so_are_the_choices_here(
    folder: Path, form: IntakeForm
) -> None:
    theirs = on_disk(folder).replace("codename: Heron", "codename: Crane")
    (folder / "engagement.yaml").write_text(theirs, encoding="utf-8")
    choose(form, depth="full", codename="Stork")
    assert "changed elsewhere" in words(form.told)
    assert not form.save()
    assert words(form.told).startswith("Not saved: engagement.yaml was changed elsewhere")
    assert on_disk(folder) == theirs
    form.read_again()
    assert "Name that hides the client: you chose Stork, it says Crane" in words(form.told)
    assert "not saved yet" in words(form.told)
    assert (form.fields["codename"].value, form.fields["depth"].value) == ("Crane", "full")
    assert form.save()
    assert on_disk(folder) == theirs.replace("depth: quick", "depth: full")


def test_what_another_form_saved_meanwhile_goes_along(folder: Path, form: IntakeForm) -> None:
    """Nothing that is shown here changed, so nobody has to look at it again."""
    choose(form, depth="full")
    theirs = f"{on_disk(folder)}# theirs\n"
    (folder / "engagement.yaml").write_text(theirs, encoding="utf-8")
    assert form.save()
    assert on_disk(folder) == theirs.replace("depth: quick", "depth: full")
    (folder / "engagement.yaml").write_text(on_disk(folder).replace("theirs", "ours"), "utf-8")
    choose(form, codename="Stork")
    assert words(form.told) == "Not saved yet."


def test_what_is_half_typed_survives_a_second_reading(form: IntakeForm) -> None:
    choose(form, error_costs="340", claim__rows="many")
    form.read_again()
    assert "not saved yet" in words(form.told)
    assert (form.fields[COSTS].value, form.fields["claim.rows"].value) == ("340", "many")
    assert "each label once" in words(form.remarks[COSTS])


def test_a_framework_changed_elsewhere_offers_its_own_phases(folder: Path) -> None:
    form = IntakeForm(folder, METHODS, clock=now)
    choose(form, phase="pilot", decision_body="")
    make(folder, on_disk(folder).replace("poc-to-production", "small.yaml"))
    (folder / "assessment.json").unlink()
    (folder / "journal.jsonl").unlink()
    shutil.rmtree(folder / "evidence")
    text = re.sub(r"(?s)people:.*?\n\n", "", on_disk(folder))
    (folder / "engagement.yaml").write_text(text, encoding="utf-8")
    form.read_again()
    assert [id for _, id in form.fields["phase"].options] == ["poc", "mvp"]
    assert "Phase whose gate is next: you chose pilot, it says poc" in words(form.told)
    assert form.fields["decision_body"].value == ""


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_full_disk_is_told_and_leaves_the_old_bytes(folder: Path, step: int) -> None:
    before = on_disk(folder)
    form = IntakeForm(folder, METHODS, clock=now, fs=Failing(step))
    choose(form, depth="full")
    assert not form.save()
    assert words(form.told).startswith("Not saved: engagement.yaml: no space left")
    assert (on_disk(folder), form.fields["depth"].value) == (before, "full")
    assert form.undo_button.disabled


def test_a_file_marked_read_only_is_told(folder: Path, form: IntakeForm) -> None:
    (folder / "engagement.yaml").chmod(0o444)
    choose(form, depth="full")
    assert not form.save()
    assert "marked read-only" in words(form.told)


def test_undo_puts_back_the_very_bytes_save_by_save(folder: Path, form: IntakeForm) -> None:
    first = on_disk(folder)
    assert form.undo_button.disabled
    choose(form, start=None, service_levels__accuracy_min="")
    assert form.save()
    second = on_disk(folder)
    choose(form, depth="full")
    assert form.save()
    choose(form, codename="Stork")
    assert form.undo()
    assert on_disk(folder) == second
    assert (form.fields["depth"].value, form.fields["codename"].value) == ("quick", "Stork")
    assert form.undo()
    assert on_disk(folder) == first
    assert form.fields["start"].value == dt.date(2026, 9, 7)
    assert form.undo_button.disabled
    assert re.match(r"✓ undone \d\d:\d\d:\d\d", words(form.told))


def test_undo_takes_nothing_away_that_somebody_else_wrote(folder: Path, form: IntakeForm) -> None:
    choose(form, depth="full")
    assert form.save()
    theirs = on_disk(folder) + "# theirs\n"
    (folder / "engagement.yaml").write_text(theirs, encoding="utf-8")
    assert not form.undo()
    assert "changed elsewhere" in words(form.told)
    assert on_disk(folder) == theirs


def test_nothing_changed_writes_nothing(folder: Path, form: IntakeForm) -> None:
    before = (folder / "engagement.yaml").stat().st_mtime_ns
    assert form.save()
    assert (folder / "engagement.yaml").stat().st_mtime_ns == before
    assert form.undo_button.disabled


def test_a_saved_file_stays_said_to_be_saved_where_the_rest_reads_no_more(
    folder: Path, form: IntakeForm
) -> None:
    (folder / "assessment.json").write_text("{", encoding="utf-8")
    choose(form, depth="full")
    assert form.save()
    assert "depth: full" in on_disk(folder)
    assert words(form.told).startswith("✓ saved")
    assert "does not read" in words(form.told)
    form.read_again()
    assert words(form.told).startswith("The engagement does not read: ")


def test_a_framework_without_gates_asks_for_no_phase(tmp_path: Path) -> None:
    folder = make(tmp_path / "e")
    text = on_disk(folder).replace("small.yaml", "ml-test-score").replace("poc", "null", 1)
    text = re.sub(r"people:.*\n", "", text)
    (folder / "engagement.yaml").write_text(text, encoding="utf-8")
    form = IntakeForm(folder, METHODS, clock=now)
    assert form.rows["phase"].layout.display == "none"
    assert "gate" not in words(form.effect)
    assert form.skipped.button.layout.display == "none"
    assert "nothing in “" in words(form.unasked.part)
    choose(form, scope__acts=True)
    assert form.save()
    assert read_ground(folder).profile.scope.acts


def test_hostile_names_are_text(tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    folder = make(tmp_path / "e")
    rubric = (folder / "small.yaml").read_text(encoding="utf-8")
    for title in ("A sponsor is named", "Proof of concept"):
        rubric = rubric.replace(f"title: {title}", f"title: '{bad}'")
    rubric = rubric.replace("id: factors.sponsor.named", "id: f.s.n\n            depth: full")
    (folder / "small.yaml").write_text(rubric, encoding="utf-8")
    form = IntakeForm(folder, {"claim-check": bad}, clock=now)
    choose(form, client=bad, error_costs=bad)
    parts = (form.effect, form.skipped.part, form.unasked.part, form.told)
    html = "".join(part.value for part in (*parts, *form.remarks.values()))
    assert "&lt;img" in html
    assert "<img" not in html


def test_live_the_workbook_shows_it_and_in_a_report_its_static_twin(folder: Path) -> None:
    live = Workbook.open(str(folder), live="on").scope()
    assert isinstance(live, IntakeForm)
    assert live.fields["client"].value == "Northwind Insurance"
    twin = Workbook.open(str(folder), live="off").scope()
    assert isinstance(twin, View)
    assert "Northwind Insurance" in plain(twin.element)


def test_every_field_has_a_name_that_a_screen_reader_says(form: IntakeForm) -> None:
    assert {key: field.description for key, field in form.fields.items()} == TITLES


def test_a_page_gets_the_widgets_and_a_reader_of_text_gets_words(form: IntakeForm) -> None:
    bundle: Any = form._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "engagement.yaml" in repr(form)
