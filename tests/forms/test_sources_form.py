"""The sources form without a page: fields set, buttons pressed, engagement.yaml looked at."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from readiness_kit.engagement.parts import read_ground
from readiness_kit.errors import InvalidFileError, Problem
from readiness_kit.forms.sources import SourcesForm
from readiness_kit.views.read_as import ReadAs
from readiness_kit.workbook.reading import reader
from tests.engagement.folders import PROFILE, make, now

COMMENTED = (
    f"# Told at the kick-off.\n{PROFILE}data:   # all from Jurek\n  poc: data/poc.csv  # June\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make(tmp_path / "claims", COMMENTED)
    data = made / "data"
    data.mkdir()
    (data / "poc.csv").write_text("id,amount,y\n1,2,0\n2,3,1\n", encoding="utf-8")
    (data / "real.csv").write_bytes("id;amount;y;müll\n1;2;0;a\n".encode("cp1252"))
    (data / "ragged.csv").write_text("a,b\n1\nSECRET,2,3\n", encoding="utf-8")
    (made / "model.py").write_text("raise SystemExit\ndef predict(records): ...\n")
    return made


@pytest.fixture
def form(folder: Path) -> SourcesForm:
    return SourcesForm(folder, reader(folder), clock=now)


def choose(form: SourcesForm, **picks: str) -> None:
    """Set fields by their dotted keys, `_` for the dot."""
    for key, value in picks.items():
        form.fields[key.replace("_", ".")].value = value


def offered(form: SourcesForm, key: str) -> list[str]:
    return [value for _, value in form.fields[key].options]


def told(form: SourcesForm) -> str:
    return re.sub("<[^>]*>", "", form.told.value)


def on_disk(folder: Path) -> str:
    return (folder / "engagement.yaml").read_text(encoding="utf-8")


def test_it_shows_what_is_named_and_how_it_reads(form: SourcesForm) -> None:
    assert form.fields["data.poc"].value == "data/poc.csv"
    assert offered(form, "data.poc") == ["", "data/poc.csv", "data/ragged.csv", "data/real.csv"]
    assert "CSV, UTF-8, comma, 2 rows; 3 columns" in form.remarks["data.poc"].value
    choose(form, data_production="data/real.csv")
    assert "CSV, Windows-1252, semicolon, 1 row; 4 columns" in form.remarks["data.production"].value
    assert told(form) == "Not saved yet."


def test_a_file_that_does_not_read_says_why_at_its_field_and_quotes_no_cell(
    form: SourcesForm,
) -> None:
    choose(form, data_production="data/ragged.csv")
    assert "does not read: 2 fields, as in the header" in form.remarks["data.production"].value
    assert "SECRET" not in str([remark.value for remark in form.remarks.values()])


def test_columns_are_those_that_both_samples_have(form: SourcesForm) -> None:
    assert offered(form, "data.label") == ["", "id", "amount", "y"]
    choose(form, data_label="y", data_production="data/real.csv")
    assert offered(form, "data.label") == ["", "id", "amount", "y"]
    assert form.fields["data.label"].value == "y"
    choose(form, data_poc="")
    assert "müll" in offered(form, "data.key")


def test_a_save_is_on_disk_with_every_comment(folder: Path, form: SourcesForm) -> None:
    choose(form, data_production="data/real.csv", data_label="y", data_key="id")
    choose(form, target_form="python")
    assert list(form.fields["target.value"].options) == ["model:predict"]
    choose(form, target_value="model:predict", target_id="m", target_version="1")
    assert form.save()
    assert re.fullmatch(r"✓ saved \d\d:\d\d:\d\d; run the cells below .*", told(form))
    profile = read_ground(folder).profile
    assert (profile.data.production, profile.data.label) == ("data/real.csv", "y")
    assert profile.target is not None
    assert profile.target.python == "model:predict"
    assert on_disk(folder).startswith(COMMENTED)


def test_nothing_changed_writes_nothing(folder: Path, form: SourcesForm) -> None:
    before = (folder / "engagement.yaml").stat().st_mtime_ns
    assert form.save()
    assert (folder / "engagement.yaml").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("picks", "field", "words"),
    [
        ({"target_id": "m"}, "target.version", "required"),
        ({"target_id": "two words", "target_version": "1"}, "target.id", "an id of letters"),
        ({"target_id": "m", "target_version": "1"}, "target.form", "exactly one of"),
        (
            {
                "target_form": "file",
                "target_value": "../x",
                "target_id": "m",
                "target_version": "1",
            },
            "target.value",
            "inside the engagement",
        ),
        (
            {"target_form": "python", "target_value": "model", "target_id": "m"},
            "target.value",
            "module:function, such as model:predict",
        ),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_written(
    folder: Path, form: SourcesForm, picks: dict[str, str], field: str, words: str
) -> None:
    choose(form, **picks)
    assert not form.save()
    assert told(form).startswith("Not saved: see above")
    assert words in form.remarks[field].value
    assert on_disk(folder) == COMMENTED


def test_a_change_elsewhere_is_noticed_and_kept(folder: Path, form: SourcesForm) -> None:
    theirs = f"{COMMENTED}  label: y\n"
    (folder / "engagement.yaml").write_text(theirs, encoding="utf-8")
    choose(form, data_production="data/real.csv")
    assert "changed elsewhere" in told(form)
    assert not form.save()
    assert "Nothing was written" in told(form)
    assert on_disk(folder) == theirs
    form.refresh()
    assert form.fields["data.production"].value == ""
    choose(form, data_production="data/real.csv")
    assert form.save()
    assert "label: y" in on_disk(folder)


def test_what_the_intake_saved_meanwhile_goes_along(folder: Path, form: SourcesForm) -> None:
    """Nothing that is shown here changed, so nobody has to look at it again."""
    choose(form, data_production="data/real.csv")
    (folder / "engagement.yaml").write_text(f"{COMMENTED}codename: Heron\n", encoding="utf-8")
    assert form.save()
    assert "production: data/real.csv" in on_disk(folder)
    assert "codename: Heron" in on_disk(folder)
    (folder / "engagement.yaml").write_text(on_disk(folder).replace("Heron", "Crane"), "utf-8")
    choose(form, data_label="y")
    assert "Not saved yet" in told(form)


def test_an_engagement_that_reads_no_more_is_told(folder: Path, form: SourcesForm) -> None:
    (folder / "engagement.yaml").write_text("client: [\n", encoding="utf-8")
    form._read_again()
    assert "does not read" in told(form)
    choose(form, data_production="data/real.csv")
    assert not form.save()


def test_only_the_fields_of_the_chosen_way_are_shown(form: SourcesForm) -> None:
    value, more = form.fields["target.value"], form.fields["target.more"]
    assert (value.layout.display, more.layout.display) == ("none", "none")
    choose(form, target_form="url", target_value="http://127.0.0.1/", target_more="$.a")
    assert (value.description, more.description) == ("Address", "JSON path of the answer")
    assert (value.layout.display, more.layout.display) == (None, None)
    choose(form, target_form="onnx")
    assert (value.value, more.layout.display) == ("", "none")


def test_a_way_that_is_not_offered_stays_when_it_is_named(folder: Path) -> None:
    more = 'target: {id: m, version: "1", pickle: m.pkl, sha256: "00"}\n'
    (folder / "engagement.yaml").write_text(COMMENTED + more, encoding="utf-8")
    form = SourcesForm(folder, reader(folder))
    assert form.fields["target.form"].value == "pickle"
    assert form.save()
    assert on_disk(folder) == COMMENTED + more


def test_every_field_has_a_name_that_a_screen_reader_says(form: SourcesForm) -> None:
    choose(form, target_form="url")
    assert [key for key, field in form.fields.items() if not field.description] == []


def test_a_file_is_read_once_while_it_stays_the_same(folder: Path) -> None:
    asked: list[str] = []

    def read(name: str) -> ReadAs:
        asked.append(name)
        return ReadAs(1, ("a",), "CSV")

    form = SourcesForm(folder, read)
    choose(form, data_production="data/real.csv")
    form.save()
    form.refresh()
    assert asked == ["data/poc.csv", "data/real.csv"]
    (folder / "data" / "poc.csv").write_text("id\n1\n", encoding="utf-8")
    form.refresh()
    assert asked[2:] == ["data/poc.csv"]


def test_hostile_names_are_text(folder: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"

    def read(name: str) -> ReadAs:
        if "real" in name:
            raise InvalidFileError([Problem(name, 1, "", bad, bad)])
        return ReadAs(1, (bad,), bad, (bad,))

    form = SourcesForm(folder, read)
    choose(form, data_production="data/real.csv", data_label=bad)
    assert form.save()
    shown = [remark.value for remark in form.remarks.values()]
    assert "&lt;img" in json.dumps(shown)
    assert "<img" not in json.dumps(shown)


def test_a_page_gets_the_widgets_and_a_reader_of_text_gets_words(form: SourcesForm) -> None:
    bundle: Any = form._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "engagement.yaml" in repr(form)
