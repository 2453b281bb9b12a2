"""A framework is found by its id or by its path; where there is none, the message leads on."""

from __future__ import annotations

import warnings
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from readiness_kit.errors import InvalidFileError, UsageError
from readiness_kit.framework import available, library, load_framework

SMALL = Path(__file__).parents[1] / "fixtures" / "small.yaml"


def plug_in(monkeypatch: pytest.MonkeyPatch, *entries: tuple[str, str]) -> None:
    """Installed plug-ins: a name, and the address of the path of its file."""
    found = [EntryPoint(name, value, library.ENTRY_POINTS) for name, value in entries]
    monkeypatch.setattr(library, "entry_points", lambda group: found)


def test_what_is_built_in_goes_by_its_own_id() -> None:
    assert "poc-to-production" in available()
    assert [load_framework(name).id for name in available()] == list(available())


@pytest.mark.parametrize("name", ["small.yaml", "./small.yaml", "../fixtures/small.yaml"])
def test_a_path_starts_where_it_was_written(name: str) -> None:
    assert load_framework(name, near=SMALL.parent).id == "small"


def test_an_absolute_path_needs_no_start() -> None:
    assert load_framework(str(SMALL), near=Path("elsewhere")).id == "small"


def test_a_path_without_a_start_begins_at_the_working_directory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(SMALL.parent)
    assert load_framework("small.yaml").id == "small"


@pytest.mark.parametrize("name", ["poc-to-prodution", "POC-to-production"])
def test_an_unknown_id_says_what_there_is_and_what_was_meant(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_framework(name)
    said = str(caught.value)
    assert f"no framework named {name!r}; there is ml-test-score, poc-to-production" in said
    assert said.endswith("Did you mean poc-to-production?")


@pytest.mark.parametrize("name", ["", "zzz"])
def test_an_id_like_no_other_gets_no_guess(name: str) -> None:
    with pytest.raises(UsageError, match=r"or give the path of a YAML file\.$"):
        load_framework(name)


@pytest.mark.parametrize("name", ["absent.yaml", "a/b", "a\\b", "a\0.yaml", "n" * 5_000 + ".yaml"])
def test_a_path_to_nothing_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no framework file at"):
        load_framework(name, near=tmp_path)


def test_a_folder_is_no_framework(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").mkdir()
    with pytest.raises(UsageError, match="no framework file at"):
        load_framework("f.yaml", near=tmp_path)


def test_a_faulty_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_text("schema: readiness-framework/1\nid: &x f\n", encoding="utf-8")
    with pytest.raises(InvalidFileError, match=r"f\.yaml:2: id: a value without an anchor"):
        load_framework("f.yaml", near=tmp_path)


def test_a_plug_in_adds_a_framework_and_takes_none_away(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [("small", f"{__name__}:SMALL"), ("poc-to-production", f"{__name__}:SMALL")]
    plug_in(monkeypatch, *entries)
    assert list(available()) == ["ml-test-score", "poc-to-production", "small"]
    assert load_framework("small").id == "small"
    assert load_framework("poc-to-production").id == "poc-to-production"


def test_a_broken_plug_in_is_named_and_the_others_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [("broken", "no_such_module:PATH"), ("odd", f"{__name__}:plug_in")]
    plug_in(monkeypatch, *entries, ("small", f"{__name__}:SMALL"))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert load_framework("small").id == "small"
    said = [str(warning.message) for warning in caught]
    assert [s.split(" is left out")[0] for s in said] == [
        "the framework plug-in broken (no_such_module:PATH)",
        f"the framework plug-in odd ({__name__}:plug_in)",
    ]
