"""What the lab switches off is what JupyterLab itself has, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jupyterlab.commands  # type: ignore[import-untyped]
import pytest

from readiness_kit.lab.settings import Access, environment, overrides, write_home

SHORTCUTS = "@jupyterlab/shortcuts-extension:shortcuts"
OFF = overrides()[SHORTCUTS]["shortcuts"]
HARMLESS = {"notebook:copy-cell", "notebook:move-cursor-down", "notebook:move-cursor-up"}


def schemas() -> dict[str, dict[str, Any]]:
    """JupyterLab's own settings, by the name of their plug-in."""
    lab = Path(jupyterlab.commands.get_app_dir())
    found = [
        *lab.glob("schemas/@*/*/*.json"),
        *lab.parent.glob("labextensions/@*/*/schemas/@*/*/*.json"),
    ]
    return {
        f"{path.parents[1].name}/{path.parent.name}:{path.stem}": json.loads(
            path.read_text(encoding="utf-8")
        )
        for path in found
    }


def shortcuts() -> Iterator[dict[str, Any]]:
    for schema in schemas().values():
        yield from schema.get("jupyter.lab.shortcuts", [])


def plain(keys: list[str]) -> bool:
    """Whether a person who means to rate may type this: characters without Ctrl, Alt and such."""
    return bool(keys) and all(re.fullmatch("[A-Z0-9]", key) for key in keys)


@pytest.mark.parametrize("off", OFF, ids=lambda off: off["command"])
def test_each_key_is_switched_off_as_jupyterlab_spells_it(off: dict[str, Any]) -> None:
    """An override whose selector differs by one character is ignored without a word."""
    assert off["disabled"] is True
    same = [each for each in shortcuts() if each["command"] == off["command"]]
    spelled = [(each["keys"], each["selector"]) for each in same]
    assert (off["keys"], off["selector"]) in spelled


def test_no_other_single_key_of_a_notebook_changes_anything() -> None:
    known = {each["command"] for each in shortcuts() if plain(each["keys"]) and notebook(each)}
    assert known - {off["command"] for off in OFF} == HARMLESS


def notebook(shortcut: dict[str, Any]) -> bool:
    return str(shortcut["command"]).startswith(("notebook:", "kernelmenu:"))


@pytest.mark.parametrize("plugin", [name for name in overrides() if name != SHORTCUTS])
def test_each_setting_is_one_that_there_is(plugin: str) -> None:
    assert overrides()[plugin].keys() <= schemas()[plugin]["properties"].keys()


def test_no_variable_of_others_reaches_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUPYTER_TOKEN", "JUPYTER_CONFIG_PATH", "JPY_API_TOKEN", "READINESS_LIVE"):
        monkeypatch.setenv(name, "x")
    access = Access(tmp_path, "secret-token", 0, tmp_path / "start.html")
    write_home(tmp_path / "home", access)
    told = environment(tmp_path / "home", tmp_path)
    assert "x" not in told.values()
    assert "secret-token" not in str(told)
