"""What a folder offers to be named, and which keys of engagement.yaml a choice changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit.engagement.parts import read_ground
from readiness_kit.engagement.profile import Profile
from readiness_kit.forms import naming
from tests.engagement.folders import PROFILE, make

TARGET = 'target: {id: m, version: "1", python: "model:predict", interpreter: py}\n'


def profile(tmp_path: Path, more: str = "") -> Profile:
    return read_ground(make(tmp_path / "e", PROFILE + more)).profile


def test_only_tables_under_data_are_offered(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "old").mkdir(parents=True)
    for name in ("b.CSV", "a.tsv", "c.csv.gz", "d.parquet", "e.xlsx", "old/f.txt"):
        (data / name).write_bytes(b"")
    for name in (".hidden.csv", "~$e.xlsx", "model.pkl", "g.gz", "readme.md"):
        (data / name).write_bytes(b"")
    (tmp_path / "outside.csv").write_bytes(b"")
    (data / "folder.csv").mkdir()
    names = ["a.tsv", "b.CSV", "c.csv.gz", "d.parquet", "e.xlsx", "old/f.txt"]
    assert naming.data_files(tmp_path) == [f"data/{name}" for name in names]
    assert naming.data_files(tmp_path / "nowhere") == []


def test_functions_are_found_without_running_a_line(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(
        "import not_installed\nraise SystemExit\n"
        "def predict(records): ...\ndef more(records, *, seed=0): ...\ndef all(*records): ...\n"
        "def two(a, b): ...\ndef none(): ...\ndef needs(a, *, b): ...\ndef _own(a): ...\n"
        "class Model:\n    def method(self): ...\n"
    )
    (tmp_path / "broken.py").write_text("def predict(records:\n")
    (tmp_path / "odd.py").write_bytes(b"\x00\xff")
    (tmp_path / "warns.py").write_text("def ask(records): return '\\d'\n")
    (tmp_path / "not-a-module.py").write_text("def predict(records): ...\n")
    expected = ["model:predict", "model:more", "model:all", "warns:ask"]
    assert naming.functions(tmp_path) == expected
    assert naming.suggestions(tmp_path, "python") == expected
    assert naming.suggestions(tmp_path, "url") == []


def test_model_files_are_offered_by_their_ending(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    for name in ("a.onnx", "model/b.onnx", "c.skops"):
        (tmp_path / name).write_bytes(b"")
    assert naming.suggestions(tmp_path, "onnx") == ["a.onnx", "model/b.onnx"]
    assert naming.suggestions(tmp_path, "skops") == ["c.skops"]


def test_what_is_left_as_it_was_changes_nothing(tmp_path: Path) -> None:
    told = profile(tmp_path, TARGET + "data: {poc: data/a.csv, label: y}\n")
    assert naming.changes(told, naming.picks_of(told)) == {}
    fresh = profile(tmp_path / "new")
    assert naming.changes(fresh, naming.picks_of(fresh)) == {}


def test_another_way_to_the_model_takes_the_keys_of_the_old_one_away(tmp_path: Path) -> None:
    told = profile(tmp_path, TARGET)
    address = {"target.form": "url", "target.value": "http://127.0.0.1:1/", "target.more": "$.a"}
    assert naming.changes(told, naming.picks_of(told) | address) == {
        ("target", "interpreter"): None,
        ("target", "python"): None,
        ("target", "url"): "http://127.0.0.1:1/",
        ("target", "prediction"): "$.a",
    }


@pytest.mark.parametrize("form", naming.FORMS)
def test_each_way_has_its_key_and_nothing_of_the_others(tmp_path: Path, form: str) -> None:
    told = profile(tmp_path)
    said = {"target.form": form, "target.value": "v", "target.id": "m", "target.version": "1"}
    made = naming.changes(told, naming.picks_of(told) | said)
    assert made == {("target", "id"): "m", ("target", "version"): "1", ("target", form): "v"}


def test_an_emptied_choice_takes_its_key_away(tmp_path: Path) -> None:
    told = profile(tmp_path, "data: {poc: data/a.csv, label: y}\n")
    assert naming.changes(told, naming.picks_of(told) | {"data.label": ""}) == {
        ("data", "label"): None
    }
