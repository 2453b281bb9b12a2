"""The notebooks and samples that the package brings are found by name, in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness_kit import resources
from readiness_kit.errors import UsageError


def place(monkeypatch: pytest.MonkeyPatch, kind: str, *places: Path) -> None:
    monkeypatch.setitem(resources._PLACES, kind, places)


def test_notebooks_go_by_their_name_without_its_ending() -> None:
    found = resources.notebooks()
    assert "01_production_minded_poc" in found
    assert list(found) == sorted(found)
    for name, path in found.items():
        assert path.name == f"{name}.ipynb"
        assert path.is_file()


def test_samples_go_by_their_folder() -> None:
    found = resources.samples()
    assert "claims-triage" in found
    assert list(found) == sorted(found)
    for name, path in found.items():
        assert path.name == name
        assert (path / "engagement.yaml").is_file()


def test_notebooks_come_in_the_order_of_their_numbers_and_drafts_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("02_b.ipynb", "10_c.ipynb", "01_a.ipynb", "draft.ipynb", "03_d.txt"):
        (tmp_path / name).touch()
    place(monkeypatch, "notebooks", tmp_path)
    assert list(resources.notebooks()) == ["01_a", "02_b", "10_c"]


def test_a_folder_without_an_engagement_is_no_sample(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b", "a", "other"):
        (tmp_path / name).mkdir()
    for name in ("b", "a"):
        (tmp_path / name / "engagement.yaml").touch()
    place(monkeypatch, "samples", tmp_path)
    assert list(resources.samples().items()) == [("a", tmp_path / "a"), ("b", tmp_path / "b")]


def test_what_was_installed_wins_over_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed, checkout = tmp_path / "installed", tmp_path / "checkout"
    checkout.mkdir()
    place(monkeypatch, "notebooks", installed, checkout)
    assert resources.resources("notebooks") == checkout
    installed.mkdir()
    assert resources.resources("notebooks") == installed


def test_an_installation_without_them_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place(monkeypatch, "samples", tmp_path / "absent")
    with pytest.raises(UsageError, match="has no samples; install readiness-kit again"):
        resources.samples()
